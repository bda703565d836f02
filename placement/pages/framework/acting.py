"""Doing an act of a page: what went wrong is said on the page that it came from."""

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect
from werkzeug.wrappers import Response

from placement.errors import InvalidFacts, NotAllowed, NotFound, NotSignedIn, PlacementError
from placement.pages.framework.failing import rules_in
from placement.pages.framework.wording import HERE
from placement.pages.language import language


def acted(act: Callable[[], object], said: str, back: str) -> Response:
    """Do the act, say that it was done or why not, and go back to the page that shows it.

    Raises:
        PlacementError: who acts may not, or not see what it is about.
    """
    try:
        act()
    except InvalidFacts as wrong:
        for fault in wrong.faults:
            flash(fault.said_in(language()), "error")
    except (NotSignedIn, NotFound, NotAllowed):
        raise
    except PlacementError as refused:
        flash(" ".join((refused.said_in(language()), *rules_in(refused))), "error")
    else:
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
