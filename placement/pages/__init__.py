"""The HTML pages: they show values of the service and hand acts of people to it."""

from flask import Flask

from placement.pages import (
    answering,
    asking,
    beds,
    board,
    by_date,
    care,
    caseload,
    consents,
    contracts,
    duty,
    figures,
    handing,
    houses,
    keeping_places,
    ledger,
    morning,
    notes,
    omm,
    placing,
    pressure,
    registering,
    requests,
    runs,
    signing,
    standing,
    stays,
    tasks,
    weeks,
)
from placement.pages.blueprint import pages
from placement.pages.failing import answer_error
from placement.pages.frame import mount_frame
from placement.pages.outlines import read_outlines

__all__ = ["answer_error", "mount"]

MODULES_WITH_ROUTES = (
    answering,
    asking,
    beds,
    board,
    by_date,
    contracts,
    keeping_places,
    care,
    caseload,
    consents,
    duty,
    figures,
    handing,
    houses,
    ledger,
    morning,
    notes,
    omm,
    placing,
    pressure,
    registering,
    requests,
    runs,
    signing,
    standing,
    tasks,
    stays,
    weeks,
)
"""Importing them adds their routes to the blueprint; named so that none is forgotten."""


def mount(app: Flask) -> None:
    """Add the pages to the application.

    Raises:
        CannotStart: the front-end parts were not built.
    """
    app.extensions["placement.outlines"] = read_outlines()
    mount_frame(app, demo=app.extensions["placement"].settings.demo)
    app.register_blueprint(pages)
