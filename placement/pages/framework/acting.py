"""Doing an act of a page, and saying that it was done."""

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect
from werkzeug.wrappers import Response

from placement.pages.framework.wording import HERE


def acted(act: Callable[[], object], said: str, back: str) -> Response:
    """Do the act, say that it was done, and go back to the page that shows it.

    Raises:
        PlacementError: it was refused; the form is shown again (`placement.pages.framework.again`).
    """
    act()
    flash(said, "ok")
    return redirect(back)


def instant_typed(text: str) -> str:
    """A date and time as the browser gives it, local to the Netherlands, as an instant.

    What cannot be read stays as it is: the form says what is wrong with it.
    """
    try:
        typed = datetime.fromisoformat(text.strip())
    except ValueError:
        return text
    return (typed if typed.tzinfo else typed.replace(tzinfo=HERE)).isoformat()
