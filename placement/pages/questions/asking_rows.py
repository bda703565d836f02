"""The page of asking houses about a request, put together from the services."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from placement.lifecycle import LIVE_PLACEMENTS, PlacementState, ReferralState
from placement.pages.framework import wording
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.form_view import FormView
from placement.pages.framework.speaking import Speaker, speaker_of
from placement.pages.framework.texts import LazyString, gettext, lazy_gettext
from placement.pages.questions.asking_view import AskingView, CallRow, Choice, PlacedCard
from placement.pages.questions.offer_words import decline_row, offer_row, reason_choices
from placement.pages.register.houses import STATES
from placement.pages.requests.holds import countdown_of, hold_over
from placement.pages.requests.request_facts import row_of
from placement.pages.requests.request_view import RankedPlace
from placement.pages.requests.why import ranking_of
from placement.service.beds.arriving import may_arrive, may_be_missed
from placement.service.questions.noting import calls_about
from placement.service.questions.showing import Wanted, list_declines, list_offers, list_reasons
from placement.service.requests.ending import EndReason
from placement.service.requests.showing import show_referral
from placement.store.codes import CallResult, Party
from placement.store.nights import tonight_at
from placement.store.tables import CallNote, DeclineReason, Placement

LISTED = 30  # questions, calls and declines on one page; the API lists the rest
END_REASONS: Mapping[str, LazyString] = {
    EndReason.VICTIM_WITHDRAWS: lazy_gettext("cliënt ziet af"),
    EndReason.REPORTER_WITHDRAWS: lazy_gettext("melder trekt in"),
    EndReason.REFERRED: lazy_gettext("verwezen, en overgenomen door"),
    EndReason.OTHER: lazy_gettext("anders"),
}
EVENING, NOON = 20, 12  # o'clock: the promises that are made with one tap


def asking_view(referral: str, form: FormView | None = None) -> AskingView:
    """Everything about asking houses for a request.

    Raises:
        UnknownReferral: there is none that the subject may see.
    """
    at, by, now = runtime(), subject(), runtime().clock()
    shown = show_referral(at.store, referral, by=by, now=now)
    speaker = speaker_of(at.store)
    reasons = {reason.code: reason for reason in list_reasons(at.store)}
    stands = shown.file.referral
    is_open = stands.state is ReferralState.OPEN
    notes = calls_about(at.store, referral, by=by, at_most=LISTED)
    ranked = ranking_of(referral, speaker) if is_open else ()
    found = list_offers(at.store, Wanted(referral=referral, at_most=LISTED), by=by, now=now)
    declined = list_declines(at.store, by=by, referral=referral, at_most=LISTED)
    placement = shown.file.placement
    of_houses = [r for r in reasons.values() if r.party is Party.HOUSE]
    of_others = [r for r in reasons.values() if r.party is not Party.HOUSE]
    return AskingView(
        row=row_of(shown),
        now=now,
        is_open=is_open,
        is_ended=stands.state is ReferralState.ENDED,
        most=at.settings.houses_asked_at_once,
        answer_hours=at.settings.answer_hours,
        placed=placed_card(placement, speaker, now)
        if placement and placement.state in LIVE_PLACEMENTS
        else None,
        hold_over=hold_over(referral, speaker) if is_open else None,
        offers=tuple(offer_row(one, speaker, reasons, now) for one in found),
        calls=tuple(_call_rows(ranked, notes, reasons, speaker, now)),
        declines=tuple(decline_row(one, speaker, reasons) for one in declined),
        house_reasons=reason_choices(of_houses, speaker),
        other_reasons=reason_choices(of_others, speaker),
        end_reasons=tuple((code, str(text)) for code, text in END_REASONS.items()),
        roles=tuple(speaker.list_of("taken_over_by")),
        version=stands.version,
        keys=(at.new_id(), at.new_id(), at.new_id()),
        form=form or FormView(),
    )


def placed_card(placement: Placement, speaker: Speaker, now: datetime) -> PlacedCard:
    """A live placement, with the time that is left while its bed is only held."""
    tonight = tonight_at(now)
    return PlacedCard(
        id=placement.id,
        where=speaker.place(placement.place_id),
        state=str(STATES[placement.state]),
        begins=placement.begins,
        until=placement.until,
        left=countdown_of(placement, now),
        reason=placement.reason,
        may_leave=placement.state is PlacementState.ACCEPTED,
        may_arrive=may_arrive(placement, tonight),
        may_be_missed=may_be_missed(placement, tonight),
        is_late=placement.begins < tonight,
        version=placement.version,
        key=runtime().new_id(),
    )


def _call_rows(
    ranked: tuple[RankedPlace, ...],
    notes: list[CallNote],
    reasons: Mapping[str, DeclineReason],
    speaker: Speaker,
    now: datetime,
) -> Iterator[CallRow]:
    promises = tuple(_promises(now))
    for number, found in enumerate(ranked, start=1):
        yield CallRow(
            number=number,
            place=found.place,
            where=found.where,
            scheme=found.scheme,
            night=found.night,
            until=found.until,
            is_certain=found.is_certain,
            reason=found.reason,
            notes=tuple(
                _note(note, reasons, speaker) for note in notes if note.place_id == found.place
            ),
            promises=promises,
            key=runtime().new_id(),
        )


def _promises(now: datetime) -> Iterator[Choice]:
    local = now.astimezone(wording.HERE)
    hour = (local + timedelta(hours=1)).replace(second=0, microsecond=0)
    evening = local.replace(hour=EVENING, minute=0, second=0, microsecond=0)
    noon = (local + timedelta(days=1)).replace(hour=NOON, minute=0, second=0, microsecond=0)
    yield Choice(value=hour.isoformat(), label=gettext("tot %(time)s uur", time=f"{hour:%H:%M}"))
    if evening > hour:
        yield Choice(value=evening.isoformat(), label=gettext("tot vanavond 20:00 uur"))
    yield Choice(value=noon.isoformat(), label=gettext("tot morgen 12:00 uur"))


def _note(note: CallNote, reasons: Mapping[str, DeclineReason], speaker: Speaker) -> str:
    when = wording.moment(note.called_at)
    if note.result is CallResult.NO_ANSWER:
        return gettext("%(when)s: niemand nam op", when=when)
    if note.result is CallResult.PROMISED and note.promised_until is not None:
        until = wording.moment(note.promised_until)
        return gettext("%(when)s: toegezegd tot %(until)s", when=when, until=until)
    found = [reason for code, reason in reasons.items() if code == note.reason]
    said = next((choice.label for choice in reason_choices(found, speaker)), "")
    return gettext("%(when)s: weigerde, %(reason)s", when=when, reason=said)
