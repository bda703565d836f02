"""Questions to houses in words: their state, their answer, the criteria that are met."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from placement.lifecycle import OfferState
from placement.pages.framework import wording
from placement.pages.framework.context import runtime
from placement.pages.framework.speaking import Speaker
from placement.pages.framework.texts import LazyString, gettext, lazy_gettext
from placement.pages.questions.asking_view import Choice, CriterionLine, DeclineRow, OfferRow
from placement.service.questions.criteria import Criterion, CriterionKind
from placement.service.questions.showing import ShownOffer
from placement.store.codes import Condition, OfferAnswer
from placement.store.questions.queries import OPEN_OFFERS
from placement.store.tables import Decline, DeclineReason, Offer
from solver.codes import SexPolicy

SHORT_ID = 6  # characters: enough to tell questions apart on the telephone

KINDS: Mapping[CriterionKind, LazyString] = {
    CriterionKind.SEX: lazy_gettext("Wie u opneemt"),
    CriterionKind.AGES: lazy_gettext("Leeftijd van kinderen"),
    CriterionKind.FEATURES: lazy_gettext("Kenmerken van de plek"),
    CriterionKind.CARE: lazy_gettext("Zorg in huis"),
    CriterionKind.CANNOT_ADMIT: lazy_gettext("Wat u niet kunt opnemen"),
    CriterionKind.LANGUAGES: lazy_gettext("Talen"),
    CriterionKind.ARRIVAL: lazy_gettext("Aankomstdag en -uur"),
}
POLICIES: Mapping[str, LazyString] = {
    SexPolicy.WOMEN: lazy_gettext("vrouwen"),
    SexPolicy.MEN: lazy_gettext("mannen"),
    SexPolicy.MIXED: lazy_gettext("vrouwen en mannen"),
}


def offer_row(
    shown: ShownOffer, speaker: Speaker, reasons: Mapping[str, DeclineReason], now: datetime
) -> OfferRow:
    """A question to a house as a row."""
    offer = shown.offer
    is_open = offer.state in OPEN_OFFERS
    return OfferRow(
        id=offer.id,
        short=offer.id[:SHORT_ID],
        where=speaker.place(offer.place_id),
        scheme=speaker.scheme_of(offer.place_id),
        begins=offer.begins,
        until=offer.until,
        state=state_in_words(offer, speaker, reasons),
        due=offer.answer_due_at,
        is_late=offer.state is OfferState.ASKED and offer.answer_due_at < now,
        is_open=is_open,
        is_answered=offer.state is OfferState.ANSWERED,
        is_yes=is_open and _is_yes(offer),
        place=offer.place_id,
        intake_at=offer.intake_at,
        criteria=tuple(_criterion(c, speaker) for c in shown.criteria),
        people=wording.household_in_words(shown.people) if shown.people else "",
        other_rooms=_other_rooms(offer, speaker),
        version=offer.version,
        key=runtime().new_id(),
    )


def state_in_words(offer: Offer, speaker: Speaker, reasons: Mapping[str, DeclineReason]) -> str:
    """How a question stands, with what the house answered."""
    if offer.state is OfferState.ASKED:
        return gettext("gevraagd")
    if offer.state is OfferState.TAKEN:
        return gettext("hieruit kwam de plaatsing")
    if offer.state is OfferState.DECLINED:
        return gettext("nee: %(reason)s", reason=_reason(offer.decline_reason, speaker, reasons))
    said = _answer(offer)
    if offer.state is OfferState.WITHDRAWN:
        return (
            gettext("ingetrokken") if not said else gettext("ingetrokken na: %(said)s", said=said)
        )
    return said


def decline_row(
    decline: Decline, speaker: Speaker, reasons: Mapping[str, DeclineReason]
) -> DeclineRow:
    """A decline as a row."""
    return DeclineRow(
        id=decline.id,
        where=speaker.place(decline.place_id),
        reason=_reason(decline.reason, speaker, reasons),
        until=decline.until,
        said_at=decline.said_at,
        is_over=decline.reassessed_at is not None,
        version=decline.version,
        key=runtime().new_id(),
    )


def reason_choices(reasons: Iterable[DeclineReason], speaker: Speaker) -> tuple[Choice, ...]:
    """Reasons to choose from, in the language of the page."""
    return tuple(Choice(value=r.code, label=_said(r, speaker)) for r in reasons)


def _answer(offer: Offer) -> str:
    if offer.answer is OfferAnswer.YES:
        return gettext("ja")
    if offer.answer is OfferAnswer.MAYBE:
        return gettext("misschien")
    if offer.condition is Condition.DATE:
        return gettext("ja, vanaf %(day)s", day=wording.day(offer.condition_date))
    if offer.condition is Condition.TALK:
        return gettext("ja, na een gesprek")
    if offer.condition is Condition.OTHER_ROOM:
        return gettext("ja, in een andere kamer")
    return ""


def _is_yes(offer: Offer) -> bool:
    from_a_date = offer.answer is OfferAnswer.YES_IF and offer.condition is Condition.DATE
    return offer.answer is OfferAnswer.YES or from_a_date


def _criterion(criterion: Criterion, speaker: Speaker) -> CriterionLine:
    if criterion.kind is CriterionKind.SEX:
        own = ", ".join(str(POLICIES[policy]) for policy in criterion.own)
    else:
        own = ", ".join(speaker.named(code) for code in criterion.own)
    return CriterionLine(label=str(KINDS[criterion.kind]), own=own, met=criterion.met)


def _other_rooms(offer: Offer, speaker: Speaker) -> tuple[Choice, ...]:
    site = speaker.names.places[offer.place_id].site_id
    return tuple(
        Choice(value=place, label=speaker.place(place))
        for place, named in speaker.names.places.items()
        if named.site_id == site and place != offer.place_id
    )


def _reason(code: str | None, speaker: Speaker, reasons: Mapping[str, DeclineReason]) -> str:
    found = reasons.get(code or "")
    return _said(found, speaker) if found else code or ""


def _said(reason: DeclineReason, speaker: Speaker) -> str:
    return reason.en if speaker.language == "en" else reason.nl
