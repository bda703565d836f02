"""The page of unmet need (onvervulde vraag): what was lacking on an average night."""

from collections.abc import Mapping

from flask import render_template, request
from flask_babel import format_date

from placement.errors import InvalidFacts
from placement.pages.blueprint import pages
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.form_view import FormView, nested, shown_faults, view_of
from placement.pages.framework.speaking import Speaker, speaker_of
from placement.pages.framework.texts import LazyString, gettext, lazy_gettext
from placement.pages.language import language
from placement.pages.requests.reasons import sentence_of
from placement.policy import Right, Role, needs
from placement.service.forms.grammar import read
from placement.service.forms.ledger import LedgerBy, LedgerQuery
from placement.service.watching.lacked import UNKNOWN, Lacked, month_before, sum_unmet_need
from placement.service.watching.lacking import LATER, TO_ASK, WAS_OPEN
from placement.store.nights import tonight_at
from solver.explanation import CARRIED_OUT, NO_NIGHT

MONTHS_TO_CHOOSE = 36
BY: Mapping[str, LazyString] = {
    LedgerBy.SCHEME: lazy_gettext("regeling"),
    LedgerBy.REGION: lazy_gettext("regio van de melder"),
    LedgerBy.NEED: lazy_gettext("wie en wat nodig was"),
    LedgerBy.RULE: lazy_gettext("wat ervoor stond"),
}
PEOPLE: Mapping[str, LazyString] = {
    "who:women": lazy_gettext("vrouwen"),
    "who:men": lazy_gettext("mannen"),
    "who:children": lazy_gettext("met kinderen"),
    "who:unknown": lazy_gettext("geslacht onbekend"),
}
NOT_A_RULE: Mapping[str, LazyString] = {
    WAS_OPEN: lazy_gettext("er was een plek, maar er werd niet op tijd besloten"),
    TO_ASK: lazy_gettext("een huis had ja kunnen zeggen"),
    LATER: lazy_gettext("er is een plek voor een latere nacht"),
    NO_NIGHT: lazy_gettext("geen nacht waarop een verblijf kon beginnen"),
    CARRIED_OUT: lazy_gettext("bedden konden niet worden gedeeld"),
    UNKNOWN: lazy_gettext("onbekend"),
}
LABELS: Mapping[str, LazyString] = {
    "month": lazy_gettext("Maand"),
    "begins": lazy_gettext("Van"),
    "until": lazy_gettext("Tot"),
    "by": lazy_gettext("Per"),
    "scheme": lazy_gettext("Alleen regeling"),
    "region": lazy_gettext("Alleen regio"),
    "need": lazy_gettext("Alleen voor"),
    "alsoNeed": lazy_gettext("en ook"),
}


@pages.get("/onvervulde-vraag")
@needs(Right.SEE_UNMET_NEED)
def lacked() -> str | tuple[str, int]:
    """What was lacking, in a sentence and as a table."""
    at, typed = runtime(), request.args
    speaker = speaker_of(at.store)
    try:
        asked = read(LedgerQuery(), nested(typed, lists=("region",)))
        found = sum_unmet_need(at.store, asked, by=subject(), now=at.clock())
    except InvalidFacts as wrong:
        faults = shown_faults(wrong.faults, LABELS, language())
        return _page(view_of(typed, faults), None, speaker), 400
    return _page(view_of(typed), found, speaker)


def _page(form: FormView, found: Lacked | None, speaker: Speaker) -> str:
    needs_listed = [
        *PEOPLE.items(),
        *(
            pair
            for kind in ("care", "contra_indication", "feature")
            for pair in speaker.list_of(kind)
        ),
    ]
    return render_template(
        "ledger.html",
        form=form,
        found=found,
        named={lack.key: _named(lack.key, found, speaker) for lack in found.groups}
        if found
        else {},
        labels=LABELS,
        kinds=BY,
        schemes=sorted((code, code) for code in speaker.names.schemes),
        regions=speaker.regions_to_choose("province"),
        needs=needs_listed,
        number=_number,
        months=_months() if subject().role is Role.POLICY_READER else (),
    )


def _months() -> list[tuple[str, str]]:
    """The months that are over, the last on top: who reads for policy asks for one of them."""
    months, last = [], tonight_at(runtime().clock())
    for _ in range(MONTHS_TO_CHOOSE):
        last = month_before(last)
        months.append((last.isoformat(), format_date(last, "LLLL yyyy")))
    return months


def _named(key: str, found: Lacked, speaker: Speaker) -> str:
    if found.by is LedgerBy.SCHEME and key != UNKNOWN:
        return speaker.scheme(key)
    if found.by is LedgerBy.RULE and key not in NOT_A_RULE:
        return sentence_of(key, speaker.language) or key
    known = NOT_A_RULE.get(key) or PEOPLE.get(key)
    return str(known) if known else speaker.named(key)


def _number(places: float | None) -> str:
    """A figure to a tenth as people here write it; too small a count is not told."""
    if places is None:
        return gettext("niet genoemd")
    said = f"{places:.1f}"
    return said.replace(".", ",") if language() == "nl" else said
