"""A house that refuses an order: the household does not come there after all (design.md 6)."""

from collections.abc import Callable
from datetime import datetime

from placement.lifecycle import PlacementAct, ReferralAct
from placement.policy import Subject
from placement.service.beds.giving_up import give_up
from placement.service.beds.locks import lock_placement, referral_moved
from placement.service.once import Once
from placement.service.questions.declining import NewDecline, reason_of, write_decline
from placement.store.codes import Party
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.tasks.placing import REFUSED


def refuse_order(  # noqa: PLR0913 - who, what and when, with the version and key of a write
    store: Store,
    placement_id: str,
    *,
    reason: str,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    version: int | None = None,
    once: Once | None = None,
) -> str:
    """Record that a house refuses an accepted placement; gives the id of the decline.

    The beds are free, the referral is open again, and what the reason entails takes effect.

    Raises:
        UnknownPlacement: there is none that the subject may see.
        VersionOutdated: it is no longer the version that somebody read.
        TransitionNotAllowed: the placement is not accepted, or is over.
        InvalidFacts: the reason is not one that a house gives.
        IdempotencyKeyReused: the key was used for something else.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["decline"])
        locked = lock_placement(session, placement_id, by, now, version)
        placement = locked.placement
        found = reason_of(session, reason, Party.HOUSE)
        give_up(session, locked, PlacementAct.REFUSE, f"{REFUSED}{found.code}")
        referral_moved(session, locked, ReferralAct.REOPEN)
        new = NewDecline(
            referral=placement.referral_id,
            household=placement.household_id,
            place=placement.place_id,
            reason=found.code,
            placement=placement.id,
        )
        made = write_decline(session, new, decline_id=new_id(), by=by, now=now)
        keep(session, once, {"decline": made.id})
        return made.id
