"""A stay under its locks: its site settled, its referrals held, its version checked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from placement.errors import UnknownStay
from placement.lifecycle.stays import StayAct
from placement.policy import Subject
from placement.service.beds.settling import work_out, write_settlement
from placement.service.once import Once
from placement.service.stays.states import check_step
from placement.service.versions import check_version
from placement.store.beds.taken import Taken
from placement.store.journal import record
from placement.store.locking import lock_referrals, lock_sites
from placement.store.nights import tonight_at
from placement.store.stays.seen_stays import referrals_around, site_of_stay
from placement.store.tables import Placement, Referral, Stay


@dataclass(frozen=True)
class ReadStay:
    """The stay that somebody read and now changes: its id, its version, their key."""

    stay: str
    version: int | None = None
    """None when the sender does not say."""
    once: Once | None = None


@dataclass(frozen=True)
class LockedStay:
    """An ongoing stay with what may change with it, as of now."""

    stay: Stay
    placement: Placement
    site: str
    rows: tuple[Taken, ...]
    """The settled rows of all locked sites."""
    referrals: Mapping[str, Referral]
    """Those by which the locked households came or want to go on, by id."""
    by: Subject
    now: datetime

    @property
    def tonight(self) -> date:
        """The night that is now."""
        return tonight_at(self.now)

    @property
    def own_rows(self) -> tuple[Taken, ...]:
        """What the household itself has."""
        return tuple(row for row in self.rows if row.placement == self.placement.id)

    @property
    def present_referral(self) -> Referral:
        """The open referral of the household, else the one by which it came."""
        own = [r for r in self.referrals.values() if r.household_id == self.stay.household_id]
        return next((r for r in own if r.id != self.placement.referral_id), own[0])


def lock_stay(
    session: Session, read: ReadStay, act: StayAct, *, by: Subject, now: datetime
) -> LockedStay:
    """Lock one ongoing stay, see `lock_stays`."""
    return lock_stays(session, [read.stay], act, by=by, now=now, version=read.version)[0]


def lock_stays(
    session: Session,
    stays: Collection[str],
    act: StayAct,
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    households: Collection[str] = (),
) -> list[LockedStay]:
    """Lock stays with their sites and referrals, settle, and check the version of the first.

    Args:
        session: a writing transaction.
        stays: the ids of the stays, the one that is acted on first.
        act: what is asked, for the refusal.
        by: who acts.
        now: the instant.
        version: the version of the first stay that the sender read.
        households: others whose referrals change with them.

    Raises:
        UnknownStay: there is none that the subject may see.
        VersionOutdated: the first stay was changed since it was read.
        TransitionNotAllowed: a stay has ended.
    """
    seen = [site_of_stay(session, by, stay) for stay in stays]
    known = [found for found in seen if found is not None]
    if len(known) < len(seen):
        raise UnknownStay
    sites = {site for _, site in known}
    lock_sites(session, sites)
    settlement = work_out(session, sites, now)
    concerned = {stay.household_id for stay, _ in known} | set(households)
    around = referrals_around(session, concerned)
    own = {referral for listed in around.values() for referral in listed}
    locked = lock_referrals(session, own | settlement.referrals)
    write_settlement(session, settlement, now)
    for stay, _ in known:
        session.refresh(stay)
    check_version(known[0][0].version, version)
    for stay, _ in known:
        check_step(stay, act, by)
    # In the order of `referrals_around`: a household's open referral comes last.
    ordered = {r: locked[r] for listed in around.values() for r in listed}
    return [
        LockedStay(
            stay,
            session.get_one(Placement, stay.placement_id),
            site,
            settlement.rows,
            ordered,
            by,
            now,
        )
        for stay, site in known
    ]


def record_on(
    session: Session,
    locked: LockedStay,
    act: str,
    *,
    reason: str | None = None,
    facts: Mapping[str, object] | None = None,
) -> None:
    """Write an act on a stay in the journal."""
    record(
        session,
        act,
        record_kind="stay",
        record_id=locked.stay.id,
        by=locked.by,
        now=locked.now,
        reason=reason,
        facts=facts,
    )
