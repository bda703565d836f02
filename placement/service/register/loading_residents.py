"""Loading who is in the houses before they work with the service: one act, one transaction.

Used when a house joins, and by the demo. Present stays are facts and not judged again; that no
bed is given twice is held by the database all the same.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from placement.lifecycle import PlacementState, ReferralState
from placement.policy import Subject
from placement.service.register.residents import OnwardWish, PresentState, Resident, Room
from placement.service.requests.columns import referral_columns
from placement.store.codes import PersonRole, Readiness, UntilBasis
from placement.store.database.opening import Store
from placement.store.journal import record
from placement.store.nights import ONE_NIGHT, tonight_at
from placement.store.register.rows import confirm_places, has_residents, write_in_order
from placement.store.tables import (
    Base,
    Blocker,
    Case,
    Coordination,
    Household,
    Occupancy,
    Person,
    Placement,
    Referral,
    Stay,
)
from solver.codes import OccupancyKind

REASON = "Verbleef hier al bij het inlezen / was here already when loaded"


@dataclass(frozen=True, kw_only=True)
class Loading:
    """By whom, when and how far ahead people are loaded."""

    by: Subject
    now: datetime
    new_id: Callable[[], str]
    new_reference: Callable[[], str]
    horizon: date
    omm_applied_by: str | None = None
    """The institution that is named for an application to OMM."""
    synthetic: bool = False


def houses_are_empty(store: Store) -> bool:
    """Whether nobody ever stayed in a house of the register."""
    with store.reading() as session:
        return not has_residents(session)


def load_residents(store: Store, state: PresentState, loading: Loading) -> None:
    """Write everybody who is, or was, in the houses.

    Raises:
        BedNoLongerFree: two of them have the same bed on one night, or use a room in two ways.
    """
    rows = [row for resident in state.residents for row in _rows_of(resident, loading)]
    rows += _outside(state, loading)
    with store.writing(loading.now) as session:
        write_in_order(session, rows)
        confirm_places(session, dict(state.confirmed), by=loading.by.account)
        for resident in state.residents:
            record(
                session,
                "load_resident",
                record_kind="household",
                record_id=resident.facts.id,
                by=loading.by,
                now=loading.now,
                facts={"place": resident.room.place, "began_on": resident.began_on.isoformat()},
            )


def _rows_of(resident: Resident, loading: Loading) -> Iterator[Base]:
    household, case = resident.facts.id, loading.new_id()
    yield Case(
        id=case,
        reference=loading.new_reference(),
        opened_at=resident.registered_at,
        synthetic=loading.synthetic,
    )
    yield Household(id=household, case_id=case)
    yield from _people(resident, loading)
    referral, placement = loading.new_id(), loading.new_id()
    yield _ended_referral(resident, referral, loading)
    yield _placement(resident, referral, placement, loading)
    yield from _stay(resident, placement, loading)
    yield from _beds(resident, placement, loading)
    if resident.coordinator:
        yield Coordination(
            id=loading.new_id(),
            case_id=case,
            account_id=resident.coordinator,
            begins=resident.began_on,
        )
    if resident.onward:
        yield _onward(resident.onward, resident, loading)


def _people(resident: Resident, loading: Loading) -> Iterator[Person]:
    family = len(resident.facts.people) > 1
    for person in resident.facts.people:
        adult = PersonRole.PARENT if family else PersonRole.ADULT
        yield Person(
            id=loading.new_id(),
            household_id=resident.facts.id,
            sex=person.sex,
            age=person.age,
            role=PersonRole.CHILD if person.age.is_minor else adult,
            role_checked=family and not person.age.is_minor and resident.facts.guardian_checked,
        )


def _ended_referral(resident: Resident, referral: str, loading: Loading) -> Referral:
    return Referral(
        id=referral,
        household_id=resident.facts.id,
        state=ReferralState.ENDED,
        registered_at=resident.registered_at,
        registered_by=loading.by.account,
        ended_at=max(resident.registered_at, resident.confirmed_at or resident.registered_at),
        end_reason="arrived",
        synthetic=loading.synthetic,
        **referral_columns(
            resident.facts,
            reporter_kind=resident.reporter_kind,
            dublin=resident.dublin,
            omm_applied_by=loading.omm_applied_by,
        ),
    )


def _onward(wish: OnwardWish, resident: Resident, loading: Loading) -> Referral:
    return Referral(
        id=loading.new_id(),
        household_id=resident.facts.id,
        state=ReferralState.OPEN,
        registered_at=wish.registered_at,
        registered_by=loading.by.account,
        onward=True,
        victim_answer=wish.victim_answer,
        victim_answered_at=wish.registered_at if wish.victim_answer else None,
        synthetic=loading.synthetic,
        **referral_columns(
            wish.facts,
            reporter_kind="zorgcoordination",
            dublin=resident.dublin,
            omm_applied_by=loading.omm_applied_by,
        ),
    )


def _placement(resident: Resident, referral: str, placement: str, loading: Loading) -> Placement:
    until, _ = until_with_basis(resident, tonight_at(loading.now), loading.horizon)
    return Placement(
        id=placement,
        referral_id=referral,
        household_id=resident.facts.id,
        place_id=resident.room.place,
        state=PlacementState.ARRIVED,
        begins=resident.began_on,
        until=until,
        accepted_by=loading.by.account,
        accepted_at=resident.registered_at,
        reason=REASON,
        synthetic=loading.synthetic,
    )


def _stay(resident: Resident, placement: str, loading: Loading) -> Iterator[Base]:
    ready = resident.ready_since is not None
    stay = Stay(
        id=loading.new_id(),
        placement_id=placement,
        household_id=resident.facts.id,
        began_on=resident.began_on,
        expected_end=resident.expected_end,
        departs_on=resident.departs_on,
        right_ends=resident.right_ends,
        hard_end=resident.hard_end,
        readiness=Readiness.READY if ready else Readiness.NOT_YET,
        ready_since=resident.ready_since,
        confirmed_at=resident.confirmed_at,
        ended_on=resident.ended_on,
        destination=resident.destination,
        synthetic=loading.synthetic,
    )
    yield stay
    for blocker in resident.blockers:
        yield Blocker(
            id=loading.new_id(),
            stay_id=stay.id,
            code=blocker.code,
            owner=blocker.owner,
            opened_on=blocker.opened_on,
            next_contact_on=blocker.next_contact_on,
            synthetic=loading.synthetic,
        )


def _beds(resident: Resident, placement: str, loading: Loading) -> Iterator[Occupancy]:
    until, basis = until_with_basis(resident, tonight_at(loading.now), loading.horizon)
    for bed in resident.room.beds:
        yield Occupancy(
            id=loading.new_id(),
            bed_id=bed,
            place_id=resident.room.place,
            place_use=resident.room.use,
            household_id=resident.facts.id,
            placement_id=placement,
            kind=OccupancyKind.STAY,
            use_key=resident.room.key,
            begins=resident.began_on,
            until=until,
            basis=basis,
            synthetic=loading.synthetic,
        )


def until_with_basis(resident: Resident, tonight: date, horizon: date) -> tuple[date, UntilBasis]:
    """How long the beds of a resident are taken, and what that rests on (design 3).

    An end that has passed with nobody reporting a departure is prolonged to tomorrow.
    """
    if resident.ended_on:
        return resident.ended_on, UntilBasis.REPORTED_DEPARTURE
    ends = (
        (resident.departs_on, UntilBasis.REPORTED_DEPARTURE),
        (resident.expected_end, UntilBasis.EXPECTED_END),
        (resident.hard_end, UntilBasis.LONGEST_STAY),
        (resident.right_ends, UntilBasis.END_OF_RIGHT),
        (horizon, UntilBasis.HORIZON),
    )
    end, basis = next((end, basis) for end, basis in ends if end is not None)
    if end > tonight:
        return end, basis
    return tonight + ONE_NIGHT, UntilBasis.SETTLED


def _outside(state: PresentState, loading: Loading) -> Iterator[Occupancy]:
    for client in state.outside:
        yield from _open_ended(client.room, OccupancyKind.OUTSIDE, client.begins, None, loading)
    for outage in state.outages:
        kind = OccupancyKind.OUTAGE
        yield from _open_ended(outage.room, kind, outage.begins, outage.cause, loading)


def _open_ended(
    room: Room, kind: OccupancyKind, begins: date, cause: str | None, loading: Loading
) -> Iterator[Occupancy]:
    """Beds taken until somebody reports that it is over."""
    for bed in room.beds:
        yield Occupancy(
            id=loading.new_id(),
            bed_id=bed,
            place_id=room.place,
            place_use=room.use,
            kind=kind,
            use_key=room.key,
            begins=begins,
            until=tonight_at(loading.now) + ONE_NIGHT,
            basis=UntilBasis.OPEN,
            cause=cause,
            synthetic=loading.synthetic,
        )
