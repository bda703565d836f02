"""What somebody reads when a page cannot be shown, in the language of the browser."""

import logging
from collections.abc import Mapping

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from placement.errors import (
    InvalidFacts,
    NotAllowed,
    NotFound,
    NotSignedIn,
    PlacementError,
    ReasonMissing,
    TooBusy,
    TooManyAttempts,
)
from placement.errors.accounts import PasswordMustChange
from placement.pages.framework.again import sentences_of, shown_again
from placement.pages.framework.texts import LazyString, gettext, lazy_gettext

faults = logging.getLogger("placement.faults")

TITLES: Mapping[int, LazyString] = {
    400: lazy_gettext("Dat klopt niet helemaal"),
    401: lazy_gettext("Log opnieuw in"),
    403: lazy_gettext("Geen recht"),
    404: lazy_gettext("Niet gevonden"),
    405: lazy_gettext("Zo kan het niet"),
    409: lazy_gettext("Intussen veranderd"),
    413: lazy_gettext("Te groot"),
    429: lazy_gettext("Even wachten"),
    500: lazy_gettext("Er ging hier iets mis"),
    503: lazy_gettext("Even te druk"),
}
SENTENCES: Mapping[int, LazyString] = {
    400: lazy_gettext("Wat werd gestuurd, is niet te lezen. Ga terug en probeer het opnieuw."),
    404: lazy_gettext("Op dit adres staat niets, of het is niet aan u om te zien."),
    405: lazy_gettext("Deze pagina kan zo niet worden gevraagd. Ga terug en gebruik de knop."),
    413: lazy_gettext("Wat werd gestuurd, is groter dan deze dienst leest."),
    500: lazy_gettext(
        "Het is vastgelegd. Er is niets half gedaan. Noem het kenmerk als u het meldt."
    ),
}

FORM_TOO_OLD = lazy_gettext(
    "Het formulier was te oud. Ga terug, vernieuw de pagina en probeer het opnieuw."
)


def status_of(error: PlacementError) -> int:
    """The status of a fact of the field, on a page."""
    statuses = (
        (NotSignedIn, 401),
        (NotAllowed, 403),
        (NotFound, 404),
        (TooManyAttempts, 429),
        (TooBusy, 503),
        (InvalidFacts, 400),
        (ReasonMissing, 400),
    )
    return next((status for kind, status in statuses if isinstance(error, kind)), 409)


def answer_error(error: Exception) -> Response:
    """The page for any exception of a request for a page."""
    if isinstance(error, NotSignedIn):
        return _ask_to_sign_in()
    if isinstance(error, PasswordMustChange):
        return _ask_for_a_password()
    if isinstance(error, PlacementError):
        return _refused(error)
    if isinstance(error, CSRFError):
        return _page(400, str(FORM_TOO_OLD))
    if isinstance(error, HTTPException):
        return _of_http(error)
    faults.error("unexpected error", exc_info=error, extra={"request_id": g.get("request_id")})
    return _page(500, str(SENTENCES[500]))


def _ask_to_sign_in() -> Response:
    """Go to the sign-in page and come back; htmx is told to load the whole page."""
    asked = request.full_path.rstrip("?") if request.method == "GET" else None
    address = url_for("pages.sign_in_form", next=asked)
    if request.headers.get("HX-Request") == "true":
        answer = make_response("", 401)
        answer.headers["HX-Redirect"] = url_for("pages.sign_in_form")
        return answer
    if request.method != "GET":
        flash(gettext("Uw sessie was verlopen; er is niets vastgelegd."), "warning")
    return redirect(address)


def _ask_for_a_password() -> Response:
    """Go to the page of the own password, and nowhere else."""
    address = url_for("pages.own_password")
    if request.headers.get("HX-Request") == "true":
        answer = make_response("", 403)
        answer.headers["HX-Redirect"] = address
        return answer
    return redirect(address)


def _of_http(error: HTTPException) -> Response:
    status = error.code or 500
    answer = _page(status, str(SENTENCES.get(status) or SENTENCES[400 if status < 500 else 500]))  # noqa: PLR2004
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            answer.headers[name] = value
    return answer


def _refused(error: PlacementError) -> Response:
    status = status_of(error)
    again = None if isinstance(error, NotAllowed) else shown_again(error, status)
    if again is not None:
        return again
    first, *details = sentences_of(error)
    return _page(status, first, tuple(details))


def _page(status: int, sentence: str, details: tuple[str, ...] = ()) -> Response:
    title = TITLES.get(status, TITLES[400])
    shown = g.get("request_id") if status >= 500 else None  # noqa: PLR2004 - faults of ours
    text = render_template(
        "error.html", title=title, sentence=sentence, details=details, request_id=shown
    )
    return make_response(text, status)
