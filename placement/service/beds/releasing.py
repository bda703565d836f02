"""What happens to a placement afterwards: released, not shown up, arrived; and the departure."""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy.orm import Session

from placement.errors import (
    Fault,
    InvalidFacts,
    ReasonMissing,
    UnknownPlacement,
)
from placement.lifecycle import PlacementAct, ReferralAct, placement_after
from placement.policy import Subject
from placement.service.beds.arriving import (
    check_came,
    check_early_arrival,
    check_no_show,
    end_present_stay,
    new_stay,
)
from placement.service.beds.giving_up import give_up
from placement.service.beds.locks import (
    ReadPlacement,
    lock_placement,
    placement_moved,
    referral_moved,
)
from placement.service.beds.settling import keep_out
from placement.service.once import Once
from placement.service.questions.declining import Because, NewDecline, own_reason, write_decline
from placement.service.requests.finishing import finish_onward_of
from placement.service.stays.locks import ReadStay
from placement.service.versions import check_version
from placement.store.beds.booking_rows import (
    cut_rows_before,
    end_rows,
    lengthen_rows,
    ongoing_stay,
    rows_arrive,
)
from placement.store.beds.row_ends import gone_on
from placement.store.codes import UntilBasis
from placement.store.database.opening import Store
from placement.store.following.outcome_rows import open_outcomes
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.sharing.disclosure_rows import withdraw_placement_disclosures
from placement.store.tables import Placement, Stay
from placement.store.watching.shelters import end_temporary_shelter


def release(  # noqa: PLR0913 - what, why and with which effect, with the version and key
    store: Store,
    placement_id: str,
    *,
    reason: str,
    by: Subject,
    now: datetime,
    because: Because | None = None,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Give the beds of a placement free again before anybody arrived; the referral is open again.

    With a reason of the victim or the helpdesk from the list it is a decline too, with its effect.

    Raises:
        ReasonMissing: a decision needs a reason.
        InvalidFacts: the reason of the list is not one of the victim or the helpdesk.
        UnknownPlacement: there is none that the subject may see.
        VersionOutdated: it is no longer the version that somebody read.
        TransitionNotAllowed: the household has arrived, or the placement is over already.
        IdempotencyKeyReused: the key was used for something else.
    """
    read = ReadPlacement(placement_id, version, once)
    _give_up(store, read, PlacementAct.RELEASE, reason, by, now, because)


def report_no_show(
    store: Store,
    placement_id: str,
    *,
    reason: str,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Record that a household did not come; the beds are free and the referral is open again.

    Raises:
        ReasonMissing: what is known must be said.
        UnknownPlacement: there is none that the subject may see.
        VersionOutdated: it is no longer the version that somebody read.
        TransitionNotAllowed: the household has arrived, its night is still to come, or the
            placement is over already.
        IdempotencyKeyReused: the key was used for something else.
    """
    read = ReadPlacement(placement_id, version, once)
    _give_up(store, read, PlacementAct.MISS, reason, by, now)


def arrive(  # noqa: PLR0913 - which placement and which night, with the version and key of a write
    store: Store,
    placement_id: str,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    on: date | None = None,
    version: int | None = None,
    once: Once | None = None,
) -> str:
    """Record that a household has come: its stay begins, and ends where it was before.

    It can come a night early, for settling may have moved it on before a departure was reported.
    Gives the id of the new stay. ``on`` is the first night that it slept here, where somebody
    reports that later; None is tonight.

    Raises:
        InvalidFacts: that night is still to come, or lies before the promise or another arrival.
        UnknownPlacement: there is none that the subject may see.
        VersionOutdated: it is no longer the version that somebody read.
        TransitionNotAllowed: the placement is over, or begins on a later night.
        BedNoLongerFree: whoever has the bed now is not reported as departed yet.
        NotLawful: a night early, somebody to be kept apart is still at the site.
        IdempotencyKeyReused: the key was used for something else.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["stay"])
        locked = lock_placement(session, placement_id, by, now, version)
        placement, tonight = locked.placement, locked.tonight
        after = placement_after(placement.state, PlacementAct.ARRIVE, by.role)
        came = tonight if on is None else on
        if placement.begins > tonight:
            check_early_arrival(session, locked)
        check_came(session, locked, came)
        end_present_stay(session, locked, came)
        placement_moved(session, locked, PlacementAct.ARRIVE, after, facts={"on": came.isoformat()})
        rows_arrive(session, placement.id, came)
        stay = new_stay(session, locked, new_id(), came)
        session.add(stay)
        locked.referral.ended_at, locked.referral.end_reason = now, "arrived"
        referral_moved(session, locked, ReferralAct.END)
        end_temporary_shelter(session, locked.referral.id, why="arrived", by=by, now=now, on=came)
        keep(session, once, {"stay": stay.id})
        return stay.id


def depart(
    store: Store,
    placement_id: str,
    *,
    on: date,
    destination: str,
    by: Subject,
    now: datetime,
    read: ReadStay | None = None,
) -> None:
    """Report that a household leaves, or has left: ``on`` is the first night not slept here.

    Where that is later than was reported before, whoever was promised a place at the site on the
    nights between and must never meet the household gives way (SAF-4).

    Raises:
        UnknownPlacement: there is no placement with an ongoing stay that the subject may see.
        BedNoLongerFree: the bed is given to others before that night.
        InvalidFacts: the departure lies before the arrival.
        VersionOutdated: the stay was changed since it was read.
        IdempotencyKeyReused: the key was used for something else.
    """
    with store.writing(now) as session:
        sent = read or ReadStay("")
        if claim(session, sent.once, now):
            return
        locked = lock_placement(session, placement_id, by, now)
        stay = ongoing_stay(session, locked.placement.household_id)
        if stay is None or stay.placement_id != placement_id:
            raise UnknownPlacement
        check_version(stay.version, sent.version)
        if on < stay.began_on:
            raise InvalidFacts((_before_the_arrival(stay.began_on),))
        rows = [row for row in locked.rows if row.placement == placement_id]
        cut_rows_before(session, placement_id, on, locked.tonight)
        end_rows(session, rows, on, UntilBasis.REPORTED_DEPARTURE)
        lengthen_rows(
            session, [r for r in rows if r.until <= on], on, UntilBasis.REPORTED_DEPARTURE
        )
        # Told before is what others were promised on; the truth is recorded, and they give way.
        keep_out(session, locked.rows, rows, on, now)
        stay.departs_on, stay.destination = on, destination
        stay.ended_on = on if on <= locked.tonight else None
        end_with_the_bed(session, locked.placement, stay)
        open_outcomes(session, stay, now=now, recorded_by=by.account)
        if stay.ended_on is not None:
            withdraw_placement_disclosures(session, placement_id, now)
            finish_onward_of(session, stay.household_id, stay=stay.id, by=by, now=now)
        record(
            session,
            "depart",
            record_kind="stay",
            record_id=stay.id,
            by=by,
            now=now,
            facts={"on": on.isoformat(), "destination": destination},
        )
        keep(session, sent.once, {"stay": stay.id})


def end_with_the_bed(session: Session, placement: Placement, stay: Stay) -> None:
    """Let a stay that goes on after its bed or place is gone have that as its hard end.

    As when that was planned: who was to be gone by then was not among those who must go.
    """
    gone = gone_on(session, placement)
    if gone is not None and (stay.departs_on is None or stay.departs_on > gone):
        stay.hard_end = min(gone, stay.hard_end or gone)


def _before_the_arrival(began: date) -> Fault:
    return Fault(
        "on",
        "before_arrival",
        f"Send {began} or a later date: that is when they arrived.",
        f"Stuur {began} of later: toen kwamen ze aan.",
    )


def _give_up(
    store: Store,
    read: ReadPlacement,
    act: PlacementAct,
    reason: str,
    by: Subject,
    now: datetime,
    because: Because | None = None,
) -> None:
    if not reason.strip():
        raise ReasonMissing
    with store.writing(now) as session:
        if claim(session, read.once, now):
            return
        locked = lock_placement(session, read.placement, by, now, read.version)
        if act is PlacementAct.MISS:
            check_no_show(locked)
        give_up(session, locked, act, reason)
        referral_moved(session, locked, ReferralAct.REOPEN)
        if because is not None:
            given_up = NewDecline(
                referral=locked.placement.referral_id,
                household=locked.placement.household_id,
                place=locked.placement.place_id,
                reason=own_reason(session, because.reason).code,
                placement=locked.placement.id,
            )
            write_decline(session, given_up, decline_id=because.decline_id, by=by, now=now)
        keep(session, read.once, {"placement": read.placement})
