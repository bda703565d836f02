"""What is kept beside a stay: blockers, milestones, and readiness to leave."""

from dataclasses import replace
from typing import Any

from placement.api.following.care_shapes import (
    BlockerShape,
    BlockersShape,
    LimitQuery,
    MilestoneShape,
    MilestonesShape,
    ReadinessShape,
)
from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.versions import etag_of, version_asked
from placement.errors import IdempotencyKeyMissing, TransitionNotAllowed, UnknownStay
from placement.errors.care import UnknownBlocker, UnknownMilestone
from placement.policy import Right
from placement.service.following.blockers import (
    BlockerChange,
    NewBlocker,
    change_blocker,
    close_blocker,
    open_blocker,
)
from placement.service.following.leaving import Ready, mark_ready, withdraw_readiness
from placement.service.following.milestones import Step, StepChange, add_milestone, change_milestone
from placement.service.following.showing_care import (
    blockers_of,
    list_blockers,
    milestones_of,
    show_blocker,
    show_milestone,
    show_stay,
)
from placement.service.forms.care import (
    BlockerChangeForm,
    BlockerForm,
    MilestoneChangeForm,
    MilestoneForm,
    ReadinessForm,
)
from placement.service.forms.grammar import Code, Form
from placement.store.following.followed_stays import StayFile
from placement.store.tables import Blocker, Milestone

care_of_stays = Resource("care-of-stays", "Following present stays", under="stays")
blockers = Resource("blockers", "What keeps households from leaving")
milestones = Resource("milestones", "Steps towards exits that are not beds")

Made = tuple[Any, int, dict[str, str]]


class BlockersQuery(LimitQuery):
    """Whose blockers are listed."""

    owner = Code(load_default=None)


@care_of_stays.get(
    "/<stay_id>/blockers", right=Right.SEE_STAYS, gives=BlockersShape(), fails=[UnknownStay]
)
def list_of_blockers_of_stay(stay_id: str) -> dict[str, list[Blocker]]:
    """List what keeps a household from leaving, what is open first."""
    return {"items": blockers_of(runtime().store, stay_id, by=subject())}


@care_of_stays.post(
    "/<stay_id>/blockers",
    right=Right.FOLLOW_STAYS,
    takes=BlockerForm(),
    gives=BlockerShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownStay],
    once=True,
)
def post_blocker(new: NewBlocker, stay_id: str) -> Made:
    """Record what keeps a household from leaving."""
    at, by = runtime(), subject()
    made = open_blocker(
        at.store,
        stay_id,
        replace(new, contact_days=at.settings.blocker_contact_days),
        by=by,
        now=at.clock(),
        new_id=at.new_id,
        once=once(),
    )
    return _of(show_blocker(at.store, made, by=by), 201)


@blockers.get(right=Right.FOLLOW_STAYS, gives=BlockersShape(), query=BlockersQuery())
def list_of_blockers(asked: dict[str, Any]) -> dict[str, list[Blocker]]:
    """List open blockers of present stays, by owner; those to be asked about first on top."""
    found = list_blockers(runtime().store, by=subject(), owner=asked["owner"], limit=asked["limit"])
    return {"items": [blocked.blocker for blocked in found]}


@blockers.get("/<blocker_id>", right=Right.SEE_STAYS, gives=BlockerShape(), fails=[UnknownBlocker])
def get_blocker(blocker_id: str) -> Made:
    """Show one blocker."""
    return _of(show_blocker(runtime().store, blocker_id, by=subject()), 200)


@blockers.post(
    "/<blocker_id>/changes",
    right=Right.FOLLOW_STAYS,
    takes=BlockerChangeForm(),
    gives=BlockerShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownBlocker],
    once=True,
    versioned=True,
)
def post_blocker_change(change: BlockerChange, blocker_id: str) -> Made:
    """Give a blocker to another owner, or name the day of the next contact."""
    at, by = runtime(), subject()
    change_blocker(
        at.store,
        blocker_id,
        replace(change, contact_days=at.settings.blocker_contact_days),
        by=by,
        now=at.clock(),
        version=version_asked(),
        once=once(),
    )
    return _of(show_blocker(at.store, blocker_id, by=by), 201)


@blockers.post(
    "/<blocker_id>/closures",
    right=Right.FOLLOW_STAYS,
    takes=Form(),
    gives=BlockerShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownBlocker],
    once=True,
    versioned=True,
)
def post_blocker_closure(_: object, blocker_id: str) -> Made:
    """Record that a blocker keeps nobody any more."""
    at, by = runtime(), subject()
    close_blocker(at.store, blocker_id, by=by, now=at.clock(), version=version_asked(), once=once())
    return _of(show_blocker(at.store, blocker_id, by=by), 201)


@care_of_stays.get(
    "/<stay_id>/milestones",
    right=Right.FOLLOW_STAYS,
    gives=MilestonesShape(),
    fails=[UnknownStay],
)
def list_of_milestones(stay_id: str) -> dict[str, list[Milestone]]:
    """List the steps of a stay towards an exit that is not a bed."""
    return {"items": milestones_of(runtime().store, stay_id, by=subject())}


@care_of_stays.post(
    "/<stay_id>/milestones",
    right=Right.FOLLOW_STAYS,
    takes=MilestoneForm(),
    gives=MilestoneShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownStay],
    once=True,
)
def post_milestone(step: Step, stay_id: str) -> Made:
    """Record a step towards an exit that is not a bed."""
    at, by = runtime(), subject()
    made = add_milestone(
        at.store, stay_id, step, by=by, now=at.clock(), new_id=at.new_id, once=once()
    )
    return _of(show_milestone(at.store, made, by=by), 201)


@milestones.get(
    "/<milestone_id>",
    right=Right.FOLLOW_STAYS,
    gives=MilestoneShape(),
    fails=[UnknownMilestone],
)
def get_milestone(milestone_id: str) -> Made:
    """Show one milestone."""
    return _of(show_milestone(runtime().store, milestone_id, by=subject()), 200)


@milestones.post(
    "/<milestone_id>/changes",
    right=Right.FOLLOW_STAYS,
    takes=MilestoneChangeForm(),
    gives=MilestoneShape(),
    fails=[IdempotencyKeyMissing, UnknownMilestone],
    once=True,
    versioned=True,
)
def post_milestone_change(change: StepChange, milestone_id: str) -> Made:
    """Record when a step is expected now, or that it was reached."""
    at, by = runtime(), subject()
    change_milestone(
        at.store,
        milestone_id,
        change,
        by=by,
        now=at.clock(),
        version=version_asked(),
        once=once(),
    )
    return _of(show_milestone(at.store, milestone_id, by=by), 201)


@care_of_stays.get(
    "/<stay_id>/readiness", right=Right.SEE_STAYS, gives=ReadinessShape(), fails=[UnknownStay]
)
def get_readiness(stay_id: str) -> Made:
    """Show whether a household is ready to leave."""
    return _ready(show_stay(runtime().store, stay_id, by=subject()), 200)


@care_of_stays.post(
    "/<stay_id>/readiness",
    right=Right.FOLLOW_STAYS,
    takes=ReadinessForm(),
    gives=ReadinessShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownStay],
    once=True,
    versioned=True,
)
def post_readiness(ready: Ready, stay_id: str) -> Made:
    """Record that a household is ready to leave, and ask for its next bed in the same act."""
    at, by = runtime(), subject()
    mark_ready(
        at.store,
        stay_id,
        ready,
        by=by,
        now=at.clock(),
        new_id=at.new_id,
        version=version_asked(),
        once=once(),
    )
    return _ready(show_stay(at.store, stay_id, by=by), 201)


@care_of_stays.post(
    "/<stay_id>/readiness/withdrawals",
    right=Right.FOLLOW_STAYS,
    takes=Form(),
    gives=ReadinessShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownStay],
    once=True,
    versioned=True,
)
def post_readiness_withdrawal(_: object, stay_id: str) -> Made:
    """Take back that a household is ready to leave; its onward referral ends with it."""
    at, by = runtime(), subject()
    withdraw_readiness(
        at.store, stay_id, by=by, now=at.clock(), version=version_asked(), once=once()
    )
    return _ready(show_stay(at.store, stay_id, by=by), 201)


def _of(record: Blocker | Milestone, status: int) -> Made:
    return record, status, {"ETag": etag_of(record.version)}


def _ready(file: StayFile, status: int) -> Made:
    return file, status, {"ETag": etag_of(file.stay.version)}
