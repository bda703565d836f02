"""A refused form is shown again on its page: nothing is lost, and every fault stands by its field.

A handler of a form says on which page the form stands (`form_on`) and does its act; what the act
refuses it lets go. This is the one place where a page answers a refusal.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import current_app, g, get_template_attribute, make_response, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from placement.errors import (
    Fault,
    InvalidFacts,
    PlacementError,
    ReasonMissing,
    VersionOutdated,
)
from placement.errors.register import BedsInUse
from placement.pages.framework.form_view import remedy_of
from placement.pages.framework.html_tree import Page
from placement.pages.framework.refilling import form_sent, put_back, put_beside
from placement.pages.framework.texts import gettext, lazy_gettext
from placement.pages.language import language
from placement.pages.requests.reasons import sentence_of
from placement.policy import Right, declaration_of, may

View = TypeVar("View", bound=Callable[..., Any])
SHORT_ID = 6  # characters: enough to tell placements of one house apart on the telephone
CHANGED_MEANWHILE = lazy_gettext(
    "Iemand anders heeft dit intussen gewijzigd. Lees eerst wat er nu staat; "
    "wat u typte, is er nog."
)
NO_REASON = Fault("reason", "required", "Send this field.", "Stuur dit veld mee.")


def form_on(page: str | Callable[..., str], *parts: str) -> Callable[[View], View]:
    """Declare on which page a form stands.

    Args:
        page: the endpoint of the page, or what gives its address from the parts of the form's.
        parts: which parts of the address of the form the address of the page has too.
    """

    def address(**given: str) -> str:
        if not isinstance(page, str):
            return page(**given)
        return url_for(page, **{part: given[part] for part in parts})  # type: ignore[arg-type]  # parts of an address are text

    def declared(view: View) -> View:
        view.stands_on = address  # type: ignore[attr-defined]
        return view

    return declared


def page_of(view: Callable[..., Any]) -> Callable[..., str] | None:
    """What gives the address of the page on which the form of a handler stands."""
    return cast("Callable[..., str] | None", getattr(view, "stands_on", None))


def shown_again(refused: PlacementError, status: int) -> Response | None:
    """The page of the form that was sent, filled in again; None where it cannot be shown."""
    stands_on = page_of(current_app.view_functions[request.endpoint or ""])
    if request.method != "POST" or stands_on is None:
        return None
    try:
        text = _rendered(stands_on(**(request.view_args or {})))
    except (PlacementError, HTTPException):
        return None
    if text is None:
        return None
    page = Page(text)
    form = form_sent(page, request.path, request.form)
    if form is not None:
        put_back(page, form, request.form)
    faults = put_beside(page, form, [(f, _remedy(f)) for f in _faults_of(refused)])
    part = "fault_summary" if faults else "refused"
    about = faults or sentences_of(refused)
    summary = get_template_attribute("parts/macros.html", part)(about)
    main = next(page.top.all("main"))
    page.insert(next(main.all("div"), main).inside, str(summary))
    return make_response(page.changed(), status)


def _rendered(address: str) -> str | None:
    """A page as whoever sent the form may see it, or None where there is none to see."""
    adapter = current_app.create_url_adapter(request)
    if adapter is None:
        return None
    endpoint, given = adapter.match(address.partition("#")[0].partition("?")[0], method="GET")
    view = current_app.view_functions[endpoint]
    right = declaration_of(view)
    if isinstance(right, Right) and not may(g.subject, right):
        return None
    shown = view(**given)
    return shown if isinstance(shown, str) else None


def _faults_of(refused: PlacementError) -> tuple[Fault, ...]:
    if isinstance(refused, InvalidFacts):
        return refused.faults
    return (NO_REASON,) if isinstance(refused, ReasonMissing) else ()


def _remedy(fault: Fault) -> str:
    return remedy_of(fault, language())


def sentences_of(refused: PlacementError) -> tuple[str, ...]:
    """What a refusal says: the fact, the rules that bar it and the placements in the way."""
    said = [refused.said_in(language())]
    if isinstance(refused, VersionOutdated):
        said = [str(CHANGED_MEANWHILE)]
    if isinstance(refused, BedsInUse):
        found = refused.facts["placements"]
        numbers = [p[:SHORT_ID] for p in found] if isinstance(found, tuple) else []
        if numbers:
            said.append(
                gettext("In de weg staat plaatsing %(numbers)s.", numbers=", ".join(numbers))
            )
    codes = refused.facts.get("rules")
    named = codes if isinstance(codes, tuple) else ()
    rules = (sentence_of(str(code), language()) for code in named)
    return (*said, *filter(None, rules))
