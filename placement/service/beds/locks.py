"""A placement under its locks: what acts on one begin with, and how they are journalled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from placement.errors import UnknownPlacement
from placement.lifecycle import PlacementAct, PlacementState, ReferralAct, referral_after
from placement.policy import Subject
from placement.service.beds.settling import work_out, write_settlement
from placement.service.once import Once
from placement.service.versions import check_version
from placement.store.beds.booking_rows import sites_of_places, sites_of_residents
from placement.store.beds.settlement import Settlement
from placement.store.beds.taken import Taken, referrals_apart
from placement.store.facts.households import keep_apart_pairs
from placement.store.following.followed_stays import onward_referrals
from placement.store.journal import record
from placement.store.locking import lock_referrals, lock_sites
from placement.store.nights import tonight_at
from placement.store.requests.queries import placements_seen
from placement.store.tables import Placement, Referral


@dataclass(frozen=True)
class ReadPlacement:
    """The placement that somebody read and now changes: its id, its version, their key."""

    placement: str
    version: int | None = None
    """None when the sender does not say; the lifecycle alone decides then."""
    once: Once | None = None


@dataclass(frozen=True)
class LockedPlacement:
    """A placement under its locks, settled, as of now."""

    placement: Placement
    referral: Referral
    site: str
    settlement: Settlement
    by: Subject
    now: datetime

    @property
    def rows(self) -> tuple[Taken, ...]:
        """How the beds of the locked sites are taken."""
        return self.settlement.rows

    @property
    def tonight(self) -> date:
        """The night that it is."""
        return tonight_at(self.now)

    @property
    def beside(self) -> tuple[Taken, ...]:
        """How others have one of the beds tonight."""
        return tuple(
            row
            for row in self.rows
            if row.bedstead in self.bedsteads
            and row.begins <= self.tonight
            and row.placement != self.placement.id
        )

    @property
    def bedsteads(self) -> frozenset[str]:
        """The beds that it has."""
        return frozenset(row.bedstead for row in self.rows if row.placement == self.placement.id)


def lock_placement(
    session: Session, placement_id: str, by: Subject, now: datetime, version: int | None = None
) -> LockedPlacement:
    """Lock the site of a placement and the one where its household is now, and settle them.

    Raises:
        UnknownPlacement: there is none that the subject may see.
        VersionOutdated: it is no longer the version that somebody read.
    """
    seen = placements_seen(session, by, only=placement_id)
    if not seen:
        raise UnknownPlacement
    placement = seen[0]
    here = sites_of_places(session, [placement.place_id])
    present = sites_of_residents(session, [placement.referral_id])
    sites = {*here.values(), *present.values()}
    lock_sites(session, sites)
    settlement = work_out(session, sites, now)
    # A departure ends the request for the next bed, which is another one than led here.
    onward = {referral.id for referral in onward_referrals(session, {placement.household_id})}
    # Whoever must never meet the household may have to give way to what is reported of it.
    apart = referrals_apart(settlement.rows, placement.household_id, keep_apart_pairs(session))
    concerned = {placement.referral_id} | onward | apart | settlement.referrals
    referrals = lock_referrals(session, concerned)
    session.refresh(placement)
    # Before settling counts it up: what people read is compared, not what the service does to it.
    check_version(placement.version, version)
    write_settlement(session, settlement, now)
    session.refresh(placement)
    site = here[placement.place_id]
    return LockedPlacement(placement, referrals[placement.referral_id], site, settlement, by, now)


def placement_moved(
    session: Session,
    locked: LockedPlacement,
    act: PlacementAct,
    after: PlacementState,
    reason: str | None = None,
    facts: Mapping[str, object] | None = None,
) -> None:
    """Write the state after an act, with its journal row."""
    placement = locked.placement
    before, placement.state = placement.state, after
    session.flush()
    record(
        session,
        act,
        record_kind="placement",
        record_id=placement.id,
        from_state=before,
        to_state=after,
        by=locked.by,
        now=locked.now,
        reason=reason,
        facts=facts,
    )


def referral_moved(session: Session, locked: LockedPlacement, act: ReferralAct) -> None:
    """Write what an act on a placement makes of its referral, with its journal row."""
    referral = locked.referral
    before = referral.state
    referral.state = referral_after(before, act, locked.by.role)
    session.flush()
    record(
        session,
        act,
        record_kind="referral",
        record_id=referral.id,
        from_state=before,
        to_state=referral.state,
        by=locked.by,
        now=locked.now,
        facts={"placement": locked.placement.id},
    )
