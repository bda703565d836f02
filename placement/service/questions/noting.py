"""Notes of calls to houses: nobody answered, promised until, or refused because."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from placement.errors import Fault, InvalidFacts, UnknownPlace, UnknownReferral
from placement.policy import Subject
from placement.service.once import Once
from placement.service.questions.declining import decline_in, reason_of
from placement.store.beds.booking_rows import sites_of_places
from placement.store.codes import CallResult, Party
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.locking import lock_referrals
from placement.store.nights import tonight_at
from placement.store.questions.call_notes import notes_of
from placement.store.requests.queries import referral_files
from placement.store.tables import CallNote

LONGEST_PROMISE = timedelta(days=7)  # design: a promise for longer is an answer, not a call
FURTHEST_NIGHT = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class Call:
    """What came of a call about a referral and a place."""

    referral: str
    place: str
    result: CallResult
    promised_until: datetime | None = None
    promised_night: date | None = None
    """The night of arrival that was agreed (STA-1)."""
    reason: str | None = None


def note_call(
    store: Store,
    call: Call,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    once: Once | None = None,
) -> str:
    """Note a call; gives the id of the note. A refusal is a decline, with what follows from it.

    Raises:
        UnknownReferral: there is none that the subject may see.
        UnknownPlace: there is no such place.
        InvalidFacts: the promise is past or too far off, or the reason is not of the list.
        IdempotencyKeyReused: the key was used for something else.
    """
    if faults := _faults(call, now):
        raise InvalidFacts(faults)
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["note"])
        if not referral_files(session, by, only=call.referral):
            raise UnknownReferral
        if not sites_of_places(session, [call.place]):
            raise UnknownPlace(places=(call.place,))
        referral = lock_referrals(session, {call.referral})[call.referral]
        if call.result is CallResult.REFUSED:
            reason = reason_of(session, call.reason or "", Party.HOUSE)
            decline_in(session, referral, call.place, reason, decline_id=new_id(), by=by, now=now)
        note = _write(session, call, new_id(), by, now)
        keep(session, once, {"note": note})
        return note


def calls_about(store: Store, referral: str, *, by: Subject, at_most: int) -> list[CallNote]:
    """The notes of calls about a referral, the newest first.

    Raises:
        UnknownReferral: there is none that the subject may see.
    """
    with store.reading() as session:
        if not referral_files(session, by, only=referral):
            raise UnknownReferral
        return notes_of(session, referral, at_most=at_most)


def _write(session: Session, call: Call, note_id: str, by: Subject, now: datetime) -> str:
    session.add(
        CallNote(
            id=note_id,
            referral_id=call.referral,
            place_id=call.place,
            result=call.result,
            promised_until=call.promised_until,
            promised_night=call.promised_night,
            reason=call.reason,
            called_by=by.account,
            called_at=now,
        )
    )
    facts = {
        "place": call.place,
        "result": call.result,
        "until": call.promised_until and call.promised_until.isoformat(),
        "night": call.promised_night and call.promised_night.isoformat(),
        "reason": call.reason,
    }
    record(
        session,
        "call",
        record_kind="referral",
        record_id=call.referral,
        by=by,
        now=now,
        facts={name: fact for name, fact in facts.items() if fact},
    )
    return note_id


def _faults(call: Call, now: datetime) -> tuple[Fault, ...]:
    faults = []
    until, night, tonight = call.promised_until, call.promised_night, tonight_at(now)
    if until is not None and not now < until <= now + LONGEST_PROMISE:
        faults.append(
            Fault(
                "promisedUntil",
                "not_a_promise",
                f"Send a moment to come, at most {LONGEST_PROMISE.days} days off.",
                f"Stuur een moment dat nog komt, hoogstens {LONGEST_PROMISE.days} dagen verder.",
            )
        )
    if night is not None and not tonight <= night <= tonight + FURTHEST_NIGHT:
        faults.append(
            Fault(
                "promisedNight",
                "too_far_off",
                f"Send a night from {tonight} on, within a year.",
                f"Stuur een nacht vanaf {tonight}, binnen een jaar.",
            )
        )
    return tuple(faults)
