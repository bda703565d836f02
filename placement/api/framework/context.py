"""What a view may ask of the request it answers, with types."""

from typing import cast

from flask import Response, current_app, g

from placement.jobs.runtime import Runtime
from placement.policy import Subject


def runtime() -> Runtime:
    """The parts of the running service."""
    return cast("Runtime", current_app.extensions["placement"])


def subject() -> Subject:
    """Who acts; the gate let nobody else through to a view that needs a right."""
    return cast("Subject", g.subject)


def no_content() -> Response:
    """An answer without a body."""
    answer = Response(status=204)
    del answer.headers["Content-Type"]
    return answer
