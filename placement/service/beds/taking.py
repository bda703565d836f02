"""Taking beds for moves that were judged: first the beds that are left, then those that follow."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from placement.lifecycle import PlacementState, ReferralAct, referral_after
from placement.policy import Subject
from placement.service.beds.judging import Move, PickedBed
from placement.store.beds.booking_rows import end_rows, free_rows_of
from placement.store.beds.taken import Taken
from placement.store.codes import UntilBasis
from placement.store.journal import record
from placement.store.tables import Occupancy, Placement, Referral
from solver.codes import OccupancyKind, Use


@dataclass(frozen=True)
class Decision:
    """Who decided, when, why, on which proposal, and until when it holds if it is not firm yet."""

    reason: str
    proposal: str | None
    by: Subject
    now: datetime
    new_id: Callable[[], str]
    hold_expires_at: datetime | None = None


def free_present_beds(
    session: Session, moves: Sequence[Move], rows: Collection[Taken], decision: Decision
) -> dict[str, str]:
    """Shorten the stays of residents who move; gives the placement that each freed bed had."""
    freed: dict[str, str] = {}
    for move in moves:
        if move.household.stay is None:
            continue
        present = [
            row
            for row in rows
            if row.household == move.household.id and row.kind is OccupancyKind.STAY
        ]
        end_rows(session, present, move.night, UntilBasis.ONWARD_MOVE)
        for row in present:
            if row.placement is not None:
                freed[row.bed] = row.placement
        record(
            session,
            "shorten_stay",
            record_kind="placement",
            record_id=present[0].placement or "",
            by=decision.by,
            now=decision.now,
            reason=decision.reason,
            facts={"until": move.night.isoformat(), "onward_to": move.place.id},
        )
    return freed


def write_move(
    session: Session,
    referral: Referral,
    move: Move,
    beds: Sequence[PickedBed],
    freed: dict[str, str],
    decision: Decision,
) -> str:
    """Write a placement with its occupancies, and the referral as arranged; gives its id."""
    placement = Placement(
        id=decision.new_id(),
        referral_id=referral.id,
        household_id=move.household.id,
        place_id=move.place.id,
        state=PlacementState.HELD if decision.hold_expires_at else PlacementState.ACCEPTED,
        hold_expires_at=decision.hold_expires_at,
        begins=move.night,
        until=move.until,
        accepted_by=decision.by.account,
        accepted_at=decision.now,
        reason=decision.reason,
        proposal_id=decision.proposal,
        waits_for=_waits_for(move, beds, freed),
        answer_was_missing=not move.household.risk_asked,
        synthetic=referral.synthetic,
    )
    session.add(placement)
    session.flush()
    session.add_all(_occupancy(decision.new_id(), placement, move, bed) for bed in beds)
    was = referral.state
    referral.state = referral_after(was, ReferralAct.ARRANGE, decision.by.role)
    _write_in_journal(session, placement, was, referral, beds, decision)
    session.flush()
    return placement.id


def take_other_beds(
    session: Session,
    placement: Placement,
    move: Move,
    beds: Sequence[PickedBed],
    new_id: Callable[[], str],
) -> None:
    """Let a placement that is to come have these beds and no others."""
    free_rows_of(session, {placement.id})
    session.add_all(_occupancy(new_id(), placement, move, bed) for bed in beds)
    session.flush()


def until_basis(move: Move) -> UntilBasis:
    """What the end of a new placement rests on: nobody has reported it, so it is a forecast."""
    household, place = move.household, move.place
    if place.max_nights is not None and (move.until - move.night).days == place.max_nights:
        return UntilBasis.LONGEST_STAY
    if household.bedenktijd is not None and move.until == household.bedenktijd.ends:
        return UntilBasis.END_OF_RIGHT
    return UntilBasis.EXPECTED_END


def _waits_for(move: Move, beds: Sequence[PickedBed], freed: dict[str, str]) -> frozenset[str]:
    """Whoever is in a place that is taken whole must leave it, be it from another of its beds."""
    is_shared = move.place.use is Use.SHARED_ROOM
    awaited = [bed.id for bed in beds] if is_shared else move.place.beds
    return frozenset(freed[bed] for bed in awaited if bed in freed)


def _occupancy(id_: str, placement: Placement, move: Move, bed: PickedBed) -> Occupancy:
    return Occupancy(
        id=id_,
        bed_id=bed.id,
        place_id=bed.room.id,
        place_use=bed.room.use,
        household_id=move.household.id,
        placement_id=placement.id,
        kind=OccupancyKind.HOLD,
        use_key=move.use_key,
        begins=move.night,
        until=move.until,
        basis=until_basis(move),
        synthetic=placement.synthetic,
    )


def _write_in_journal(
    session: Session,
    placement: Placement,
    was: str,
    referral: Referral,
    beds: Sequence[PickedBed],
    decision: Decision,
) -> None:
    record(
        session,
        "place",
        record_kind="placement",
        record_id=placement.id,
        to_state=placement.state,
        by=decision.by,
        now=decision.now,
        reason=decision.reason,
        facts={
            "place": placement.place_id,
            "beds": [bed.id for bed in beds],
            "begins": placement.begins.isoformat(),
            "until": placement.until.isoformat(),
            "answer_was_missing": placement.answer_was_missing,
        },
    )
    record(
        session,
        ReferralAct.ARRANGE,
        record_kind="referral",
        record_id=referral.id,
        from_state=was,
        to_state=referral.state,
        by=decision.by,
        now=decision.now,
        facts={"placement": placement.id},
    )
