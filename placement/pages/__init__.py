"""The HTML pages: they show values of the service and hand acts of people to it."""

from flask import Flask

from placement.pages import signing, standing
from placement.pages.accounts import accounts, one_account, passwords
from placement.pages.blueprint import pages
from placement.pages.following import (
    care,
    caseload,
    closing,
    handing,
    kept,
    onward,
    pressure,
)
from placement.pages.framework.failing import answer_error
from placement.pages.framework.frame import mount_frame
from placement.pages.outlines import read_outlines
from placement.pages.questions import answering, asking
from placement.pages.register import (
    beds,
    by_date,
    contracts,
    duty,
    figures,
    houses,
    joining,
    keeping_places,
    weeks,
)
from placement.pages.requests import board, correcting, placing, registering, requests
from placement.pages.runs import runs
from placement.pages.sharing import consents, notes
from placement.pages.stays import omm, stays
from placement.pages.watching import ledger, morning, tasks

__all__ = ["answer_error", "mount"]

MODULES_WITH_ROUTES = (
    accounts,
    answering,
    asking,
    beds,
    board,
    by_date,
    contracts,
    keeping_places,
    joining,
    care,
    caseload,
    closing,
    consents,
    correcting,
    duty,
    figures,
    handing,
    houses,
    kept,
    ledger,
    morning,
    notes,
    one_account,
    omm,
    onward,
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
    passwords,
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
