"""What happens to a placement afterwards: released, not shown up, arrived; and the departure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from placement.errors import (
    BedNoLongerFree,
    NotLawful,
    ReasonMissing,
    TransitionNotAllowed,
    UnknownPlacement,
)
from placement.lifecycle import PlacementAct, ReferralAct, placement_after, referral_after
from placement.policy import Subject
from placement.service.settling import work_out, write_settlement
from placement.store.booking_rows import (
    end_rows,
    free_rows_of,
    lengthen_rows,
    loosen_rows_of,
    ongoing_stay,
    rows_arrive,
    sites_of_places,
    sites_of_residents,
)
from placement.store.codes import UntilBasis
from placement.store.household_facts import keep_apart_pairs
from placement.store.journal import record
from placement.store.locking import lock_referrals, lock_sites
from placement.store.nights import ONE_NIGHT, tonight_at
from placement.store.opening import Store
from placement.store.referral_queries import placements_seen
from placement.store.rights import hard_end, right_ends
from placement.store.tables import Placement, Referral, Stay
from placement.store.taken import Taken


@dataclass(frozen=True)
class _Locked:
    """A placement under its locks, settled, as of now."""

    placement: Placement
    referral: Referral
    site: str
    rows: tuple[Taken, ...]
    by: Subject
    now: datetime

    @property
    def tonight(self) -> date:
        return tonight_at(self.now)

    @property
    def bed_is_in_use(self) -> bool:
        """Whether somebody else has one of the beds tonight."""
        beds = {row.bed for row in self.rows if row.placement == self.placement.id}
        return any(
            row.bed in beds and row.begins <= self.tonight and row.placement != self.placement.id
            for row in self.rows
        )


def release(store: Store, placement_id: str, *, reason: str, by: Subject, now: datetime) -> None:
    """Give the beds of a placement free again before anybody arrived; the referral is open again.

    Raises:
        ReasonMissing: a decision needs a reason.
        UnknownPlacement: there is none that the subject may see.
        TransitionNotAllowed: the household has arrived, or the placement is over already.
    """
    _give_up(store, placement_id, PlacementAct.RELEASE, reason, by, now)


def report_no_show(
    store: Store, placement_id: str, *, reason: str, by: Subject, now: datetime
) -> None:
    """Record that a household did not come; the beds are free and the referral is open again.

    Raises:
        ReasonMissing: what is known must be said.
        UnknownPlacement: there is none that the subject may see.
        TransitionNotAllowed: the household has arrived, or the placement is over already.
    """
    _give_up(store, placement_id, PlacementAct.MISS, reason, by, now)


def arrive(
    store: Store, placement_id: str, *, by: Subject, now: datetime, new_id: Callable[[], str]
) -> str:
    """Record that a household has come tonight: its stay begins, and ends where it was before.

    It can come a night early, for settling may have moved it on before a departure was reported.
    Gives the id of the new stay.

    Raises:
        UnknownPlacement: there is none that the subject may see.
        TransitionNotAllowed: the placement is over, or begins on a later night.
        BedNoLongerFree: whoever has the bed now is not reported as departed yet.
        NotLawful: a night early, somebody to be kept apart is still at the site.
    """
    with store.writing(now) as session:
        locked = _lock(session, placement_id, by, now)
        placement, tonight = locked.placement, locked.tonight
        after = placement_after(placement.state, PlacementAct.ARRIVE, by.role)
        if placement.begins > tonight:
            _check_early_arrival(session, locked)
        _end_present_stay(session, locked)
        _moved(session, locked, PlacementAct.ARRIVE, after, reason=None)
        rows_arrive(session, placement.id, tonight)
        stay = _new_stay(session, locked, new_id())
        session.add(stay)
        locked.referral.ended_at, locked.referral.end_reason = now, "arrived"
        _referral_moved(session, locked, ReferralAct.END)
        return stay.id


def depart(
    store: Store,
    placement_id: str,
    *,
    on: date,
    destination: str,
    by: Subject,
    now: datetime,
) -> None:
    """Report that a household leaves, or has left: ``on`` is the first night not slept here.

    Raises:
        UnknownPlacement: there is no placement with an ongoing stay that the subject may see.
        BedNoLongerFree: the bed is given to others before that night.
        TransitionNotAllowed: the departure lies before the arrival.
    """
    with store.writing(now) as session:
        locked = _lock(session, placement_id, by, now)
        stay = ongoing_stay(session, locked.placement.household_id)
        if stay is None or stay.placement_id != placement_id:
            raise UnknownPlacement
        if on < stay.began_on:
            raise TransitionNotAllowed(state="ongoing", asked="depart", allowed=())
        rows = [row for row in locked.rows if row.placement == placement_id]
        end_rows(session, rows, on, UntilBasis.REPORTED_DEPARTURE)
        lengthen_rows(
            session, [r for r in rows if r.until <= on], on, UntilBasis.REPORTED_DEPARTURE
        )
        stay.departs_on, stay.destination = on, destination
        stay.ended_on = on if on <= locked.tonight else None
        record(
            session,
            "depart",
            record_kind="stay",
            record_id=stay.id,
            by=by,
            now=now,
            facts={"on": on.isoformat(), "destination": destination},
        )


def _lock(session: Session, placement_id: str, by: Subject, now: datetime) -> _Locked:
    """Lock the site of a placement and the one where its household is now, and settle them."""
    seen = placements_seen(session, by, only=placement_id)
    if not seen:
        raise UnknownPlacement
    here = sites_of_places(session, [seen[0].place_id])
    present = sites_of_residents(session, [seen[0].referral_id])
    sites = {*here.values(), *present.values()}
    lock_sites(session, sites)
    settlement = work_out(session, sites, now)
    referrals = lock_referrals(session, {seen[0].referral_id} | settlement.referrals)
    write_settlement(session, settlement, now)
    session.refresh(seen[0])
    site = here[seen[0].place_id]
    return _Locked(seen[0], referrals[seen[0].referral_id], site, settlement.rows, by, now)


def _give_up(
    store: Store, placement_id: str, act: PlacementAct, reason: str, by: Subject, now: datetime
) -> None:
    if not reason.strip():
        raise ReasonMissing
    with store.writing(now) as session:
        locked = _lock(session, placement_id, by, now)
        placement = locked.placement
        after = placement_after(placement.state, act, by.role)
        free_rows_of(session, {placement.id})
        placement.hold_expires_at = None
        placement.closed_at, placement.close_reason = now, reason
        _moved(session, locked, act, after, reason)
        _referral_moved(session, locked, ReferralAct.REOPEN)
        stay = ongoing_stay(session, placement.household_id)
        if stay is not None:
            # Nothing is promised any more about the bed that was to be left.
            loosen_rows_of(session, stay.placement_id)


def _check_early_arrival(session: Session, locked: _Locked) -> None:
    """A night early is possible when whoever had the bed has left after all."""
    placement = locked.placement
    if locked.bed_is_in_use:
        raise BedNoLongerFree(changed=("not_departed",), place=placement.place_id)
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


def _end_present_stay(session: Session, locked: _Locked) -> None:
    """The arrival elsewhere ends the stay here; both sites are locked."""
    stay = ongoing_stay(session, locked.placement.household_id)
    if stay is None:
        return
    rows = [row for row in locked.rows if row.placement == stay.placement_id]
    end_rows(session, rows, locked.tonight, UntilBasis.ONWARD_MOVE)
    stay.ended_on, stay.destination = locked.tonight, "onward"
    session.flush()
    record(
        session,
        "end_stay",
        record_kind="stay",
        record_id=stay.id,
        by=locked.by,
        now=locked.now,
        facts={"ended_on": locked.tonight.isoformat(), "onward_to": locked.placement.place_id},
    )


def _new_stay(session: Session, locked: _Locked, stay_id: str) -> Stay:
    placement = locked.placement
    return Stay(
        id=stay_id,
        placement_id=placement.id,
        household_id=placement.household_id,
        began_on=locked.tonight,
        expected_end=max(placement.until, locked.tonight + ONE_NIGHT),
        expected_end_reason="as_placed",
        right_ends=right_ends(session, placement, locked.referral),
        hard_end=hard_end(session, placement, locked.referral, locked.tonight),
        confirmed_at=locked.now,
        synthetic=placement.synthetic,
    )


def _moved(
    session: Session, locked: _Locked, act: PlacementAct, after: str, reason: str | None
) -> None:
    placement = locked.placement
    before, placement.state = placement.state, after  # type: ignore[assignment]
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
    )


def _referral_moved(session: Session, locked: _Locked, act: ReferralAct) -> None:
    referral = locked.referral
    before = referral.state
    referral.state = referral_after(before, act, locked.by.role)
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
