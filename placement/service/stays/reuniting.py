"""Reunification (gezinshereniging): a household joins another that stays somewhere.

Its people become one household in one transaction; both cases are kept, and each names the other
in the journal. What was known of either is known of both from then on: nothing about safety is
lost by joining.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from placement.errors import (
    Fault,
    InvalidFacts,
    NotLawful,
    TransitionNotAllowed,
    UnknownReferral,
)
from placement.lifecycle import SETTLING, ReferralState
from placement.lifecycle.stays import StayAct
from placement.policy import Subject
from placement.service.beds.placing import Terms
from placement.service.beds.rejudging import room_for, rows_in, told
from placement.service.beds.settling import end_holds
from placement.service.questions.closing import ask_anew
from placement.service.requests.finishing import finish_request
from placement.service.sharing.consenting import gate_joining
from placement.service.stays.locks import LockedStay, ReadStay, lock_stays, record_on
from placement.service.stays.moving_within import MOST_BEDS
from placement.store.beds.booking_rows import end_rows
from placement.store.beds.room_rows import exchange_rows, hand_over_links, people_of
from placement.store.codes import UntilBasis
from placement.store.database.opening import Store
from placement.store.facts.households import keep_apart_pairs
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.requests.queries import referral_files
from placement.store.sharing.consent_queries import case_of
from placement.store.sharing.disclosure_rows import withdraw_placement_disclosures
from placement.store.stays.joined_facts import joined_facts
from placement.store.stays.seen_stays import touch
from placement.store.tables import Referral
from solver.facts import Person

REUNITED = "reunited"


@dataclass(frozen=True, kw_only=True)
class Joining:
    """Who joins: the household of a stay, or that of an open referral; one of the two."""

    stay: str | None = None
    referral: str | None = None


def reunite(
    store: Store,
    read: ReadStay,
    joining: Joining,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    terms: Terms,
) -> str:
    """Let a household join the one of a stay, in the place where that is; gives the stay.

    Raises:
        UnknownStay: there is no stay that the subject may see.
        UnknownReferral: there is no referral that the subject may see.
        TransitionNotAllowed: a stay has ended, a place is arranged for whoever joins, or it is
            the same household.
        NotLawful: they, or somebody else at the site, must be kept apart, or a rule bars it.
        BedNoLongerFree: there are no beds for all of them together.
        ConsentMissing: whoever joins withdrew their consent: a house would be told of them.
        NotAllowed: the referral can be ended by the helpdesk only.
        VersionOutdated: the stay was changed since it was read.
        IdempotencyKeyReused: the key was used for something else.
    """
    end_holds(store, now=now)
    with store.writing(now) as session:
        if kept := claim(session, read.once, now):
            return str(kept["stay"])
        to, joiner = _locked(session, read, joining, by, now)
        other = joiner.stay.household_id if isinstance(joiner, LockedStay) else joiner.household_id
        if other == to.stay.household_id:
            raise InvalidFacts((_same_household("stay" if joining.stay else "referral"),))
        gate_joining(session, case_of(session, other))
        _check_apart(session, to, other)
        _end_referrals(session, to, other, by, now)
        if isinstance(joiner, LockedStay):
            _end_stay(session, joiner, to)
        known = joined_facts(session, to.present_referral, _last_referral(to, other))
        hand_over_links(session, other, to.stay.household_id)
        for person in people_of(session, other):
            person.household_id = to.stay.household_id
        session.flush()
        _take_beds(session, to, other, terms, new_id)
        # Houses said yes to other people, about whom less was known.
        ask_anew(session, to.present_referral, by, now, REUNITED, mover=SETTLING)
        touch(to.stay)
        session.flush()
        record_on(session, to, "reunite", facts={"household": other, "facts": sorted(known)})
        _record_on_the_other(session, to, other)
        keep(session, read.once, {"stay": to.stay.id})
        return to.stay.id


def _locked(
    session: Session, read: ReadStay, joining: Joining, by: Subject, now: datetime
) -> tuple[LockedStay, LockedStay | Referral]:
    if joining.stay is not None:
        first, second = lock_stays(
            session,
            [read.stay, joining.stay],
            StayAct.REUNITE,
            by=by,
            now=now,
            version=read.version,
        )
        return first, second
    found = referral_files(session, by, only=joining.referral or "")
    if not found:
        raise UnknownReferral
    household = found[0].referral.household_id
    (first,) = lock_stays(
        session,
        [read.stay],
        StayAct.REUNITE,
        by=by,
        now=now,
        version=read.version,
        households=[household],
    )
    referral = first.referrals.get(joining.referral or "")
    if referral is None or referral.state is not ReferralState.OPEN or referral.onward:
        state = found[0].referral.state if referral is None else referral.state
        # What is promised is given back first; an onward request is taken back by its own act.
        allowed = {ReferralState.ARRANGED: ("release",), ReferralState.OPEN: ("withdraw_onward",)}
        raise TransitionNotAllowed(state=state, asked="reunite", allowed=allowed.get(state, ()))
    return first, referral


def _same_household(field: str) -> Fault:
    return Fault(
        field,
        "same_household",
        "Name another household: this is the one that stays here.",
        "Noem een ander huishouden: dit is wie hier verblijft.",
    )


def _last_referral(to: LockedStay, household: str) -> Referral:
    return [r for r in to.referrals.values() if r.household_id == household][-1]


def _check_apart(session: Session, to: LockedStay, other: str) -> None:
    """Nobody at the site may be somebody from whom the household is to be kept apart (SAF-4)."""
    present = {row.household for row in to.rows if row.site == to.site and row.household}
    apart = keep_apart_pairs(session)
    if any(frozenset({other, household}) in apart for household in present):
        raise NotLawful(rules=told(["SAF-4"], to.by), place=to.placement.place_id)


def _end_referrals(
    session: Session, to: LockedStay, other: str, by: Subject, now: datetime
) -> None:
    """Nobody looks for a bed of its own for the household that joins any more."""
    for referral in to.referrals.values():
        before = referral.state
        if before is ReferralState.ARRANGED:
            # Beds were promised to a household of another size: that promise is given back first.
            raise TransitionNotAllowed(state=before, asked="reunite", allowed=("release",))
        if referral.household_id != other or before is ReferralState.ENDED:
            continue
        finish_request(session, referral, REUNITED, by=by, now=now, facts={"stay": to.stay.id})


def _end_stay(session: Session, joiner: LockedStay, to: LockedStay) -> None:
    end_rows(session, joiner.own_rows, to.tonight, UntilBasis.REPORTED_DEPARTURE)
    joiner.stay.departs_on = joiner.stay.ended_on = max(to.tonight, joiner.stay.began_on)
    withdraw_placement_disclosures(session, joiner.placement.id, to.now)
    session.flush()
    record_on(
        session,
        joiner,
        "end_stay",
        facts={"ended_on": joiner.stay.ended_on.isoformat(), "joined": to.stay.id},
    )


def _take_beds(
    session: Session, to: LockedStay, other: str, terms: Terms, new_id: Callable[[], str]
) -> None:
    people = [Person(sex=p.sex, age=p.age) for p in people_of(session, to.stay.household_id)]
    room = room_for(
        session, to, to.placement.place_id, terms, people=people, without=frozenset({other})
    )
    own = to.own_rows
    rows = rows_in(room, to, [new_id() for _ in range(MOST_BEDS)], own)
    exchange_rows(session, own, rows, to.tonight)


def _record_on_the_other(session: Session, to: LockedStay, other: str) -> None:
    record(
        session,
        "reunite",
        record_kind="household",
        record_id=other,
        by=to.by,
        now=to.now,
        facts={"joined": to.stay.household_id, "stay": to.stay.id},
    )
