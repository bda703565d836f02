"""Rights with a clock: what a decision says is recorded, never rewritten; the last one counts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from placement.errors import Fault
from placement.errors.care import UnknownHousehold
from placement.policy import Subject
from placement.service.once import Once
from placement.service.register.fitting import NoLongerFits, tell_the_shift
from placement.service.requests.barring import newly_told, rules_against
from placement.service.requests.code_faults import check_words
from placement.service.requests.fact_faults import days_to_come, days_too_far_off
from placement.store.beds.booking_rows import ongoing_stay
from placement.store.codes import BedenktijdState, RightKind, RightState
from placement.store.database.opening import Store
from placement.store.following.care_rows import household_is_seen
from placement.store.following.followed_stays import (
    live_referrals,
    lock_stay,
    newest_referral,
    site_of_stay,
)
from placement.store.following.rights import (
    bedenktijd_of,
    decisions_of,
    decisions_that_count,
    hard_end,
    is_dublin,
    right_ends,
)
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.locking import lock_referrals, lock_sites
from placement.store.nights import today_at
from placement.store.requests.queries import live_placement
from placement.store.tables import Placement, Referral, RightDecision, Stay
from solver.rulebook import RULEBOOK, Rulebook

A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class NewRight:
    """What a decision says."""

    household: str
    kind: RightKind
    state: RightState
    begins: date | None
    ends: date | None
    """The first night on which it no longer runs."""
    decided_by: str
    """The kind of organisation that decided, as a code of the list ``right_decider``."""
    decided_on: date


@dataclass(frozen=True)
class RecordedRight:
    """A decision that was recorded, and what follows from it."""

    decision: str
    barred_by: tuple[str, ...] = ()
    """The rules that bar what is arranged, on the rights of now."""


def record_right(
    store: Store,
    new: NewRight,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    once: Once | None = None,
    book: Rulebook = RULEBOOK,
) -> RecordedRight:
    """Record a decision, and let the request and the stay that it is about follow it.

    No place is given up by it: a place that is held or promised is judged again, and what bars it
    now is told to whoever recorded the decision and to the shift.

    Raises:
        UnknownHousehold: there is none that the subject may see.
        InvalidFacts: nobody knows the organisation that decided, a date lies too far off, or the
            decision in the future.
        IdempotencyKeyReused: the key was used for something else.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return RecordedRight(kept["right"], tuple(kept.get("barred_by", ())))
        _check_visible(session, new.household, by)
        check_words(
            session,
            ("decidedBy", "right_decider", {new.decided_by}),
            beside=_day_faults(new, today_at(now)),
        )
        stay = ongoing_stay(session, new.household)
        lock_sites(session, {site_of_stay(session, stay)} if stay else set())
        referrals = lock_referrals(session, live_referrals(session, new.household))
        if not decisions_that_count(session, new.household):
            write_as_registered(session, newest_referral(session, new.household), now, new_id)
        decision = RightDecision(
            id=new_id(), recorded_by=by.account, recorded_at=now, **_columns(new)
        )
        session.add(decision)
        session.flush()
        barred_by: tuple[str, ...] = ()
        for referral in referrals.values():  # at most one: a household has one that is not over
            before = rules_against(session, referral, now, book)
            _follow(session, referral)
            barred_by = newly_told(before, rules_against(session, referral, now, book))
            if barred_by and (place := live_placement(session, referral.id)):
                tell_the_shift(session, [NoLongerFits(place.id, barred_by)], decision.id, by, now)
        if stay is not None:
            _date(session, lock_stay(session, stay.id))
        record(
            session,
            "record_right",
            record_kind="household",
            record_id=new.household,
            by=by,
            now=now,
            to_state=new.state,
            facts={"kind": new.kind, "ends": new.ends and new.ends.isoformat()},
        )
        keep(session, once, {"right": decision.id, "barred_by": list(barred_by)})
        return RecordedRight(decision.id, barred_by)


def rights_of(store: Store, household: str, *, by: Subject) -> list[RightDecision]:
    """Every decision on a household, the one recorded last on top.

    Raises:
        UnknownHousehold: there is none that the subject may see.
    """
    with store.reading() as session:
        _check_visible(session, household, by)
        return decisions_of(session, household)[::-1]


def write_as_registered(
    session: Session, referral: Referral, now: datetime, new_id: Callable[[], str]
) -> None:
    """Let the history begin with what the request told of a bedenktijd."""
    if referral.bedenktijd is BedenktijdState.NONE:
        return
    granted = referral.bedenktijd is BedenktijdState.GRANTED
    session.add(
        RightDecision(
            id=new_id(),
            household_id=referral.household_id,
            kind=RightKind.BEDENKTIJD,
            state=RightState.GRANTED if granted else RightState.ANNOUNCED,
            begins=referral.bedenktijd_begins,
            ends=referral.bedenktijd_ends,
            decided_by=referral.reporter_kind,
            decided_on=referral.bedenktijd_begins,
            recorded_by=referral.registered_by,
            # Before what is recorded now, also where the two fall on one instant.
            recorded_at=min(referral.registered_at, now - A_MOMENT),
        )
    )
    session.flush()


def _check_visible(session: Session, household: str, by: Subject) -> None:
    if not household_is_seen(session, by, household):
        raise UnknownHousehold


def _day_faults(new: NewRight, today: date) -> Iterator[Fault]:
    yield from days_too_far_off({"begins": new.begins, "ends": new.ends}, today)
    yield from days_to_come({"decidedOn": new.decided_on}, today)


def _columns(new: NewRight) -> dict[str, object]:
    return {
        "household_id": new.household,
        "kind": new.kind,
        "state": new.state,
        "begins": new.begins,
        "ends": new.ends,
        "decided_by": new.decided_by,
        "decided_on": new.decided_on,
    }


def _follow(session: Session, referral: Referral) -> None:
    """Write the present facts through to a request that is not over."""
    decisions = decisions_that_count(session, referral.household_id)
    period = bedenktijd_of(decisions, referral)
    referral.dublin = is_dublin(decisions, referral)
    referral.bedenktijd = period.state
    referral.bedenktijd_begins, referral.bedenktijd_ends = period.begins, period.ends
    session.flush()


def _date(session: Session, stay: Stay) -> None:
    placement = session.get_one(Placement, stay.placement_id)
    referral = session.get_one(Referral, placement.referral_id)
    stay.right_ends = right_ends(session, placement, referral)
    stay.hard_end = hard_end(session, placement, referral, stay.began_on)
