"""Settling: bringing sites up to now before anything is decided on them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from placement.errors import TooBusy
from placement.lifecycle import (
    SETTLING,
    PlacementAct,
    ReferralAct,
    placement_after,
    referral_after,
)
from placement.policy import Role
from placement.service.requests.finishing import finish_onward_of
from placement.store.beds.booking_rows import (
    every_site,
    households_of_stays,
    loosen_rows_of,
    ongoing_stay,
    sites_of_holds_over,
    write_settled_rows,
)
from placement.store.beds.settlement import Settlement, kept_out, settle_rows
from placement.store.beds.taken import Taken, taken_from
from placement.store.database.opening import Store
from placement.store.facts.households import keep_apart_pairs
from placement.store.following.followed_stays import onward_referrals
from placement.store.following.outcome_rows import open_outcomes
from placement.store.journal import record
from placement.store.locking import lock_referrals, lock_sites
from placement.store.nights import tonight_at
from placement.store.questions.house_answers import forget_yes_behind
from placement.store.sharing.disclosure_rows import withdraw_placement_disclosures
from placement.store.tables import Placement, Referral, Stay
from solver.codes import OccupancyKind

HOLD_EXPIRED = "hold_expired"
"""Why a placement was closed whose hold ran out."""
AWAIT_REPORT = "await_report"
"""The nights of a promise are over and nobody said whether the people came: its bed stays theirs.

Told once; each morning it is a task (`arrivals_unreported`).
"""
FOR_THE_HELPDESK = Role.HELPDESK
"""A hold that is over and a referral that is open again: what the helpdesk would have to do."""


def settle_site(store: Store, site: str, *, now: datetime) -> Settlement:
    """Settle one site in a transaction of its own, as the daily job does for every site."""
    with store.writing(now) as session:
        lock_sites(session, {site})
        settlement = work_out(session, {site}, now)
        lock_referrals(session, settlement.referrals)
        write_settlement(session, settlement, now)
        return settlement


def settle_every_site(store: Store, *, now: datetime) -> None:
    """Settle all sites, each in its own transaction, so that nobody waits long for a lock."""
    for site in sites_to_settle(store):
        settle_site(store, site, now=now)


def sites_to_settle(store: Store) -> list[str]:
    """The ids of all sites, in order."""
    with store.reading() as session:
        return every_site(session)


def end_holds(store: Store, *, now: datetime) -> None:
    """Settle the sites where a hold is over, so that whoever looks sees what is so.

    A look costs one question while no hold is over. Who is too busy to write leaves it to the
    next: no bed is kept by it, for everything that decides settles for itself.
    """
    with store.reading() as session:
        sites = sites_of_holds_over(session, now)
    for site in sites:
        try:
            settle_site(store, site, now=now)
        except TooBusy:
            return


def work_out(session: Session, sites: Collection[str], now: datetime) -> Settlement:
    """Work out what must change at sites that are locked; writes nothing yet."""
    settlement = settle_rows(
        sites, taken_from(session, tonight_at(now), sites), now, keep_apart_pairs(session)
    )
    if not settlement.departed:
        return settlement
    # Who departs elsewhere asks for no next bed any more: that request is to be locked too.
    gone = households_of_stays(session, settlement.departed)
    onward = {referral.id for referral in onward_referrals(session, gone)}
    return replace(settlement, referrals=settlement.referrals | onward)


def keep_out(
    session: Session, rows: Sequence[Taken], own: Collection[Taken], end: date, now: datetime
) -> None:
    """Let whoever must never meet a household give way that is there until a later night (SAF-4).

    Args:
        session: a writing transaction that holds the locks of the sites, and of the referrals of
            those whom the household must never meet there.
        rows: the settled rows of the sites.
        own: those of the household, as they ended before.
        end: the first night on which it is gone.
        now: the instant.
    """
    sites = {row.site for row in rows}
    settlement = kept_out(sites, rows, end, own, keep_apart_pairs(session), now)
    write_settlement(session, settlement, now)


def write_settlement(session: Session, settlement: Settlement, now: datetime) -> None:
    """Write what was worked out, each change with its journal row."""
    write_settled_rows(session, settlement.dropped, settlement.changed)
    for placement, act, why in (
        *((p, PlacementAct.RELEASE, HOLD_EXPIRED) for p in sorted(settlement.expired)),
        *((p, PlacementAct.DISPLACE, "bed_not_free") for p in sorted(settlement.displaced)),
    ):
        _end_placement(session, session.get_one(Placement, placement), act, why, now)
    _follow_the_beds(session, settlement.changed)
    for placement, begins in sorted(settlement.postponed.items()):
        _tell(session, "postpone", placement, now, begins=begins.isoformat())
    for placement in sorted(settlement.unreported):
        _tell(session, AWAIT_REPORT, placement, now)
    for placement in sorted(settlement.needing_a_person):
        why = "on_the_way_to_a_bed_that_is_not_free"
        _tell(session, "call_for_a_person", placement, now, why=why)
    for stay, ended_on in sorted(settlement.departed.items()):
        ended = session.get_one(Stay, stay)
        ended.ended_on = ended_on
        open_outcomes(session, ended, now=now)
        withdraw_placement_disclosures(session, ended.placement_id, now)
        finish_onward_of(session, ended.household_id, stay=stay, by=SETTLING, now=now)
        record(
            session,
            "end_stay",
            record_kind="stay",
            record_id=stay,
            by=SETTLING,
            now=now,
            facts={"ended_on": ended_on.isoformat()},
        )
    session.flush()


def _end_placement(
    session: Session, placement: Placement, act: PlacementAct, why: str, now: datetime
) -> None:
    before = placement.state
    mover = SETTLING if act is PlacementAct.DISPLACE else FOR_THE_HELPDESK
    placement.state = placement_after(before, act, mover)
    placement.hold_expires_at = None
    placement.closed_at, placement.close_reason = now, why
    withdraw_placement_disclosures(session, placement.id, now)
    forget_yes_behind(session, placement)
    record(
        session,
        act,
        record_kind="placement",
        record_id=placement.id,
        from_state=before,
        to_state=placement.state,
        by=SETTLING,
        now=now,
        facts={"why": why},
    )
    stay = ongoing_stay(session, placement.household_id)
    if stay is not None:
        # Nothing is promised any more about the bed that was to be left.
        loosen_rows_of(session, stay.placement_id)
    referral = session.get_one(Referral, placement.referral_id)
    was = referral.state
    referral.state = referral_after(was, ReferralAct.REOPEN, FOR_THE_HELPDESK)
    record(
        session,
        ReferralAct.REOPEN,
        record_kind="referral",
        record_id=referral.id,
        from_state=was,
        to_state=referral.state,
        by=SETTLING,
        now=now,
        facts={"placement": placement.id},
    )


def _follow_the_beds(session: Session, changed: Iterable[Taken]) -> None:
    """Let placements that are to come have the nights of their beds."""
    nights: dict[str, list[Taken]] = defaultdict(list)
    for row in changed:
        if row.kind is OccupancyKind.HOLD and row.placement is not None:
            nights[row.placement].append(row)
    for id_, rows in nights.items():
        placement = session.get_one(Placement, id_)
        placement.begins = min(row.begins for row in rows)
        placement.until = max(row.until for row in rows)


def _tell(session: Session, act: str, placement: str, now: datetime, **facts: str) -> None:
    record(
        session,
        act,
        record_kind="placement",
        record_id=placement,
        by=SETTLING,
        now=now,
        facts=facts,
    )
