"""Giving the beds of a placement up again, whatever the reason: part of several acts."""

from sqlalchemy.orm import Session

from placement.lifecycle import PlacementAct, placement_after
from placement.service.beds.locks import LockedPlacement, placement_moved
from placement.store.beds.booking_rows import free_rows_of, loosen_rows_of, ongoing_stay
from placement.store.questions.house_answers import forget_yes_behind
from placement.store.sharing.disclosure_rows import withdraw_placement_disclosures


def give_up(session: Session, locked: LockedPlacement, act: PlacementAct, reason: str) -> None:
    """Free the beds and close the placement; what becomes of its referral is for the caller.

    Raises:
        TransitionNotAllowed: the household has arrived, or the placement is over already.
        NotAllowed: the act belongs to others.
    """
    placement = locked.placement
    after = placement_after(placement.state, act, locked.by.role)
    free_rows_of(session, {placement.id})
    placement.hold_expires_at = None
    placement.closed_at, placement.close_reason = locked.now, reason
    placement_moved(session, locked, act, after, reason)
    withdraw_placement_disclosures(session, placement.id, locked.now)
    forget_yes_behind(session, placement)
    stay = ongoing_stay(session, placement.household_id)
    if stay is not None:
        # Nothing is promised any more about the bed that was to be left.
        loosen_rows_of(session, stay.placement_id)
