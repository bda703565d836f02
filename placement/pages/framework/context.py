"""What a page may ask of the request it answers, with types."""

from typing import cast

from flask import current_app, g

from placement.jobs.runtime import Runtime
from placement.pages.outlines import Outline
from placement.policy import Subject


def runtime() -> Runtime:
    """The parts of the running service."""
    return cast("Runtime", current_app.extensions["placement"])


def subject() -> Subject:
    """Who acts; the gate let nobody else through to a page that needs a right."""
    return cast("Subject", g.subject)


def outlines() -> tuple[Outline, ...]:
    """The outlines of the provinces, read when the application was made."""
    return cast("tuple[Outline, ...]", current_app.extensions["placement.outlines"])
