"""An arrival: when one can be reported, from which night it counts, and what it begins and ends."""

from datetime import date

from sqlalchemy.orm import Session

from placement.errors import (
    BedNoLongerFree,
    Fault,
    InvalidFacts,
    NotLawful,
    TransitionNotAllowed,
)
from placement.lifecycle import PlacementAct, PlacementState
from placement.service.beds.locks import LockedPlacement
from placement.store.beds.booking_rows import cut_rows_before, end_rows, last_stay, ongoing_stay
from placement.store.codes import UntilBasis
from placement.store.facts.households import keep_apart_pairs
from placement.store.following.outcome_rows import ONWARD, open_outcomes, outcomes_of_onward
from placement.store.following.rights import hard_end, right_ends
from placement.store.journal import record
from placement.store.nights import ONE_NIGHT
from placement.store.sharing.disclosure_rows import withdraw_placement_disclosures
from placement.store.tables import Placement, Stay
from solver.codes import OccupancyKind

COMING = frozenset({PlacementState.ACCEPTED, PlacementState.ARRIVING})
"""A placement whose household is to come; a held one is accepted first."""


def may_arrive(placement: Placement, tonight: date) -> bool:
    """Whether an arrival can be reported tonight, as far as nobody else is in the bed."""
    return placement.state in COMING and placement.begins <= tonight + ONE_NIGHT


def may_be_missed(placement: Placement, tonight: date) -> bool:
    """Whether it can be said already that somebody did not come."""
    return placement.state in COMING and placement.begins <= tonight


def check_no_show(locked: LockedPlacement) -> None:
    """Nobody has failed to come before their night.

    Raises:
        TransitionNotAllowed: that night is still to come.
    """
    placement = locked.placement
    if placement.state in COMING and not may_be_missed(placement, locked.tonight):
        raise TransitionNotAllowed(
            state=placement.state, asked=PlacementAct.MISS, allowed=(PlacementAct.RELEASE,)
        )


def check_came(session: Session, locked: LockedPlacement, came: date) -> None:
    """The night of an arrival lies within the promise, and after an arrival elsewhere.

    Raises:
        InvalidFacts: it does not.
    """
    first = min(locked.placement.begins, locked.tonight)
    stay = ongoing_stay(session, locked.placement.household_id)
    if stay is not None:
        first = max(first, stay.began_on)
    if not first <= came <= locked.tonight:
        raise InvalidFacts((_not_a_night_of_arrival(first, locked.tonight),))


def _not_a_night_of_arrival(first: date, last: date) -> Fault:
    return Fault(
        "on",
        "not_a_night_of_arrival",
        f"Send the first night that they slept here: {first} up to {last}.",
        f"Stuur de eerste nacht dat ze hier sliepen: {first} tot en met {last}.",
    )


def check_early_arrival(session: Session, locked: LockedPlacement) -> None:
    """A night early is possible when whoever had the bed has left after all.

    Raises:
        BedNoLongerFree: whoever has the bed now is not reported as departed yet, or nobody said
            whether those came who were to have it before.
        TransitionNotAllowed: the placement begins on a later night.
        NotLawful: somebody to be kept apart is still at the site.
    """
    placement = locked.placement
    if locked.beside:
        is_promised = any(row.kind is OccupancyKind.HOLD for row in locked.beside)
        why = "not_reported" if is_promised else "not_departed"
        raise BedNoLongerFree(changed=(why,), place=placement.place_id)
    if placement.begins > locked.tonight + ONE_NIGHT:
        raise TransitionNotAllowed(
            state=placement.state, asked=PlacementAct.ARRIVE, allowed=(PlacementAct.RELEASE,)
        )
    meeting = {
        frozenset({row.household, placement.household_id})
        for row in locked.rows
        if row.site == locked.site and row.begins <= locked.tonight
    }
    if meeting & keep_apart_pairs(session):
        raise NotLawful(rules=("SAF-4",), place=placement.place_id)


def end_present_stay(session: Session, locked: LockedPlacement, came: date) -> None:
    """End the stay elsewhere by the arrival here; both sites are locked."""
    stay = ongoing_stay(session, locked.placement.household_id)
    if stay is None:
        _moved_on_after_all(session, locked)
        return
    rows = [row for row in locked.rows if row.placement == stay.placement_id]
    cut_rows_before(session, stay.placement_id, came, locked.tonight)
    end_rows(session, rows, came, UntilBasis.ONWARD_MOVE)
    stay.ended_on, stay.destination = came, ONWARD
    open_outcomes(session, stay, now=locked.now, recorded_by=locked.by.account)
    withdraw_placement_disclosures(session, stay.placement_id, locked.now)
    session.flush()
    record(
        session,
        "end_stay",
        record_kind="stay",
        record_id=stay.id,
        by=locked.by,
        now=locked.now,
        facts={"ended_on": came.isoformat(), "onward_to": locked.placement.place_id},
    )


def _moved_on_after_all(session: Session, locked: LockedPlacement) -> None:
    """Whoever was reported as gone elsewhere, and comes by the request to move on, moved on."""
    stay = last_stay(session, locked.placement.household_id) if locked.referral.onward else None
    if stay is None:
        return
    told = stay.destination
    outcomes_of_onward(session, stay, now=locked.now, recorded_by=locked.by.account)
    session.flush()
    record(
        session,
        "move_on_after_all",
        record_kind="stay",
        record_id=stay.id,
        by=locked.by,
        now=locked.now,
        facts={"told": told, "onward_to": locked.placement.place_id},
    )


def new_stay(session: Session, locked: LockedPlacement, stay_id: str, came: date) -> Stay:
    """Begin a stay on the night of the arrival: its place and its talk count from there."""
    placement = locked.placement
    return Stay(
        id=stay_id,
        placement_id=placement.id,
        household_id=placement.household_id,
        began_on=came,
        expected_end=max(placement.until, locked.tonight + ONE_NIGHT),
        expected_end_reason="as_placed",
        right_ends=right_ends(session, placement, locked.referral),
        hard_end=hard_end(session, placement, locked.referral, came),
        confirmed_at=locked.now,
        synthetic=placement.synthetic,
    )
