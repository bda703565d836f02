"""Where the pages are registered; the modules with routes add to it."""

from pathlib import Path

from flask import Blueprint, send_from_directory
from werkzeug.wrappers import Response

from placement.policy import public

STATIC = Path(__file__).with_name("static")

# Its own static route, because the gate wants every endpoint to say why it is open.
pages = Blueprint("pages", __name__, template_folder="templates")


@pages.get("/static/<path:filename>")
@public("style sheets, scripts, fonts and the map hold nothing about anybody")
def static(filename: str) -> Response:
    """A style sheet, script, font or drawing."""
    return send_from_directory(STATIC, filename)
