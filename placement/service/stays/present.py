"""A stay under the locks that its acts need: its site, the referrals of its household, itself."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from placement.errors import UnknownStay
from placement.lifecycle.stays import StayAct
from placement.policy import Subject
from placement.service.stays.states import check_step
from placement.service.versions import check_version
from placement.store.following.followed_stays import (
    live_referrals,
    lock_stay,
    site_of_stay,
    stay_seen,
)
from placement.store.locking import lock_referrals, lock_sites
from placement.store.tables import Referral, Stay


@dataclass(frozen=True)
class LockedStay:
    """A stay that nobody else changes now."""

    stay: Stay
    site: str
    referrals: tuple[Referral, ...]
    """The open or arranged referral of its household: one, or none."""


def lock_ongoing(
    session: Session, stay_id: str, *, asked: StayAct, by: Subject, version: int | None = None
) -> LockedStay:
    """Lock an ongoing stay for an act.

    Args:
        session: the transaction of the act.
        stay_id: the stay.
        asked: the act, which the state of the stay must know.
        by: who acts.
        version: the version that was read, None when the act depends on none.

    Raises:
        UnknownStay: there is none that the subject may see.
        TransitionNotAllowed: the stay has ended, or its state does not know the act.
        VersionOutdated: somebody else has changed it since it was read.
    """
    seen = stay_seen(session, by, stay_id)
    if seen is None:
        raise UnknownStay
    site = site_of_stay(session, seen)
    lock_sites(session, {site})
    referrals = lock_referrals(session, live_referrals(session, seen.household_id))
    stay = lock_stay(session, stay_id)
    check_step(stay, asked, by)
    check_version(stay.version, version)
    return LockedStay(stay, site, tuple(referrals.values()))
