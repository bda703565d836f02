"""What waits about people who live in a house: rights, blockers, absences, outcomes."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy.sql.functions import coalesce

from placement.lifecycle import ReferralState
from placement.store.codes import RightKind, RightState
from placement.store.following.right_clocks import TALK_NIGHTS
from placement.store.nights import ONE_NIGHT
from placement.store.tables import (
    Absence,
    Blocker,
    Outcome,
    PastRightReason,
    Place,
    Placement,
    Referral,
    RightDecision,
    Stay,
)
from placement.store.tasks.values import MOST_OF_A_KIND, Asked, Task, TaskKind, on_day
from placement.store.visibility import visible_referrals
from solver.codes import CLARIFY


def rights_ending(asked: Asked) -> Iterator[Task]:
    """A right or a place that ends soon, and a stay past either for which no reason holds."""
    reasoned = exists(
        select(PastRightReason.id).where(
            PastRightReason.stay_id == Stay.id, PastRightReason.holds_until > asked.tonight
        )
    )
    ends = (Stay.right_ends, Stay.hard_end)
    is_past = or_(*(end <= asked.tonight for end in ends))
    ends_soon = or_(*(end.between(asked.tonight + ONE_NIGHT, _last(asked)) for end in ends))
    wanted = (
        select(Stay, Placement, reasoned)
        .join(Placement, Placement.id == Stay.placement_id)
        .where(
            Stay.ended_on.is_(None),
            or_(and_(is_past, ~reasoned), ends_soon),
            asked.stays_to_follow(),
        )
        .order_by(case((Stay.hard_end < Stay.right_ends, Stay.hard_end), else_=coalesce(*ends)))
        .order_by(Stay.id)
        .limit(MOST_OF_A_KIND)
    )
    for stay, placement, has_reason in asked.session.execute(wanted):
        record = ("stay", stay.id, stay.id)
        known = [end for end in (stay.right_ends, stay.hard_end) if end is not None]
        past = [end for end in known if end <= asked.tonight]
        soon = [end for end in known if asked.tonight < end <= _last(asked)]
        if past and not has_reason:
            yield _of_stay(asked, TaskKind.PAST_RIGHT, min(past), record, placement)
        if soon:
            yield _of_stay(asked, TaskKind.RIGHT_ENDING, min(soon), record, placement)


def _last(asked: Asked) -> date:
    return asked.tonight + asked.right_warning


def talks_due(asked: Asked) -> Iterator[Task]:
    """Whether somebody is a victim is to be talked about within 72 hours of arrival."""
    held = exists(
        select(RightDecision.id).where(
            RightDecision.household_id == Stay.household_id,
            RightDecision.kind == RightKind.CLARIFICATION_TALK,
            RightDecision.state == RightState.ENDED,
            RightDecision.decided_on >= Stay.began_on,
        )
    )
    wanted = (
        select(Stay, Placement)
        .join(Placement, Placement.id == Stay.placement_id)
        .join(Place, Place.id == Placement.place_id)
        .where(
            Stay.ended_on.is_(None), Place.scheme_code == CLARIFY, ~held, asked.stays_to_follow()
        )
        .order_by(Stay.began_on, Stay.id)
        .limit(MOST_OF_A_KIND)
    )
    for stay, placement in asked.session.execute(wanted):
        record = ("stay", stay.id, stay.id)
        yield _of_stay(asked, TaskKind.TALK_DUE, stay.began_on + TALK_NIGHTS, record, placement)


def left_before_moving(asked: Asked) -> Iterator[Task]:
    """Somebody left for elsewhere while a next place was arranged for them: where are they?

    The open request for one ends with the departure; one with a place is never ended by a machine.
    """
    lives_somewhere = exists(
        select(Stay.id).where(Stay.household_id == Referral.household_id, Stay.ended_on.is_(None))
    )
    left_on = (
        select(func.max(Stay.ended_on))
        .where(Stay.household_id == Referral.household_id)
        .scalar_subquery()
    )
    wanted = (
        select(Referral, left_on)
        .where(
            Referral.onward,
            Referral.state.in_({ReferralState.OPEN, ReferralState.ARRANGED}),
            ~lives_somewhere,
            visible_referrals(asked.by),
        )
        .order_by(left_on, Referral.id)
        .limit(MOST_OF_A_KIND)
    )
    for referral, left in asked.session.execute(wanted):
        yield Task(
            kind=TaskKind.LEFT_BEFORE_MOVING,
            due=on_day(left or asked.today),
            by_day=True,
            record_kind="referral",
            record_id=referral.id,
            referral=referral.id,
        )


def blockers_to_call(asked: Asked) -> Iterator[Task]:
    """What keeps somebody from leaving, to be looked at again."""
    wanted = (
        select(Blocker, Placement)
        .join(Stay, Stay.id == Blocker.stay_id)
        .join(Placement, Placement.id == Stay.placement_id)
        .where(
            Blocker.closed_on.is_(None),
            Blocker.next_contact_on <= asked.today,
            Stay.ended_on.is_(None),
            asked.stays_to_follow(),
        )
        .order_by(Blocker.next_contact_on, Blocker.id)
        .limit(MOST_OF_A_KIND)
    )
    for blocker, placement in asked.session.execute(wanted):
        yield _of_stay(
            asked,
            TaskKind.BLOCKER_CONTACT,
            blocker.next_contact_on,
            ("blocker", blocker.id, blocker.stay_id),
            placement,
        )


def absences_over(asked: Asked) -> Iterator[Task]:
    """Somebody is away and the nights for which the bed is kept are over: a person decides."""
    wanted = (
        select(Absence, Placement)
        .join(Stay, Stay.id == Absence.stay_id)
        .join(Placement, Placement.id == Stay.placement_id)
        .where(
            Absence.ended_on.is_(None),
            Absence.kept_until <= asked.tonight,
            Stay.ended_on.is_(None),
            asked.placements(),
        )
        .order_by(Absence.kept_until, Absence.id)
        .limit(MOST_OF_A_KIND)
    )
    for absence, placement in asked.session.execute(wanted):
        due = absence.kept_until
        yield _of_stay(
            asked, TaskKind.ABSENCE_OVER, due, ("absence", absence.id, absence.stay_id), placement
        )


def outcomes_due(asked: Asked) -> Iterator[Task]:
    """Where somebody is now is to be asked; "unknown" is an answer."""
    wanted = (
        select(Outcome, Placement)
        .join(Stay, Stay.id == Outcome.stay_id)
        .join(Placement, Placement.id == Stay.placement_id)
        .where(
            Outcome.recorded_at.is_(None),
            Outcome.due_on <= asked.today,
            asked.stays_to_follow(),
        )
        .order_by(Outcome.due_on, Outcome.id)
        .limit(MOST_OF_A_KIND)
    )
    for outcome, placement in asked.session.execute(wanted):
        due = outcome.due_on
        yield _of_stay(
            asked, TaskKind.OUTCOME_DUE, due, ("outcome", outcome.id, outcome.stay_id), placement
        )


def _of_stay(
    asked: Asked, kind: TaskKind, due: date, record: tuple[str, str, str], placement: Placement
) -> Task:
    return Task(
        kind=kind,
        due=on_day(due),
        by_day=True,
        record_kind=record[0],
        record_id=record[1],
        stay=record[2],
        # A house knows the placement, never the request behind it.
        referral=None if asked.is_house else placement.referral_id,
        place=placement.place_id,
    )
