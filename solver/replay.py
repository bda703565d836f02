"""Computes a plan again from what it says about itself, and tells where the two differ."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from math import inf

from solver.budget import Budget
from solver.documents import canonical, facts_digest
from solver.facts import Problem
from solver.plans import Plan
from solver.ranked import ranked_plan
from solver.rulebook import Rulebook

MADE_WITHOUT_SOLVER = "none"
"""How the engine version of the plan of the fallback begins."""
CUT_OFF = ("cut_off_by_fuse", "cancelled")
"""Parameters that are true where a clock or a person ended the search."""
LONG_FUSE = 3_600.0
"""Seconds: a replay on a slower machine is not to be cut off where the plan was not."""
LONGEST_SHOWN = 200
"""Characters shown of a part that differs."""


class Outcome(StrEnum):
    """How a replay ended."""

    SAME_BYTES = "same_bytes"
    SAME_POINTS = "same_points"
    """Rulebook or versions changed since: compared on points, and these are equal."""
    DIFFERENT = "different"
    NOT_REPLAYABLE = "not_replayable"
    """These are other facts, or the plan was cut off by a clock or a person, or made by hand."""


@dataclass(frozen=True)
class Difference:
    """Something that the plan says of itself and that is otherwise now."""

    what: str
    told: str
    now: str


@dataclass(frozen=True)
class Replay:
    """What came of computing a plan again."""

    outcome: Outcome
    differences: tuple[Difference, ...]
    """Empty exactly when the outcome is ``same_bytes``."""

    @property
    def is_same(self) -> bool:
        """Whether every byte is the same."""
        return self.outcome is Outcome.SAME_BYTES


def replay(problem: Problem, rulebook: Rulebook, plan: Plan) -> Replay:
    """Compute a plan again from its facts, seed and budget, and compare the two.

    With the same rulebook and versions the bytes must be equal. After a change of either the
    points are compared instead, and the differences name what changed. A plan of other facts,
    one that a clock or a person cut off, and one that no engine made cannot be computed again.

    Raises:
        InconsistentProblem: The facts contradict each other.
        EngineFault: Not even the ranked plan passes the audit.
    """
    hindrances = tuple(_hindrances(problem, plan))
    if hindrances:
        return Replay(Outcome.NOT_REPLAYABLE, hindrances)
    again = _again(problem, rulebook, plan)
    if canonical(again) == canonical(plan):
        return Replay(Outcome.SAME_BYTES, ())
    changed = tuple(_changed_since(plan, again))
    if changed and again.points == plan.points:
        return Replay(Outcome.SAME_POINTS, changed)
    return Replay(Outcome.DIFFERENT, (*changed, *_other_parts(plan, again)))


def _hindrances(problem: Problem, plan: Plan) -> Iterator[Difference]:
    told = plan.provenance
    digest = facts_digest(problem)
    if told.facts_digest != digest:
        yield Difference("facts_digest", told.facts_digest, digest)
    for name in CUT_OFF:
        if told.parameters.get(name, "false") != "false":
            yield Difference(name, told.parameters[name], "false")
    if not _is_ranked(plan) and _budget(plan) is None:
        limits = " and ".join(field.name for field in fields(Budget))
        yield Difference(limits, "not told", "needed: how long the engine may work")


def _is_ranked(plan: Plan) -> bool:
    """Whether the plan was made without the engine."""
    return plan.provenance.engine_version.startswith(MADE_WITHOUT_SOLVER)


def _budget(plan: Plan) -> Budget | None:
    """Give the work that the plan took at most, with a fuse that does not blow."""
    told = plan.provenance.parameters
    try:
        work = float(told["deterministic"])
    except (KeyError, ValueError):
        return None
    is_told = 0 < work < inf and "fuse_seconds" in told
    return Budget(deterministic=work, fuse_seconds=LONG_FUSE) if is_told else None


def _again(problem: Problem, rulebook: Rulebook, plan: Plan) -> Plan:
    told, budget = plan.provenance, _budget(plan)
    if _is_ranked(plan) or budget is None:
        again = ranked_plan(problem, rulebook)
        now = replace(again.provenance, seed=told.seed, parameters=told.parameters)
        return replace(again, provenance=now)
    from solver.engine import match  # noqa: PLC0415 - only a solve needs OR-Tools

    again = match(problem, rulebook, budget, seed=told.seed)
    # The longer fuse is this replay's own: the plan told of another, which did not blow.
    parameters = {**again.provenance.parameters, "fuse_seconds": told.parameters["fuse_seconds"]}
    return replace(again, provenance=replace(again.provenance, parameters=parameters))


def _changed_since(plan: Plan, again: Plan) -> Iterator[Difference]:
    """Give what rulebook and versions were and are, where they differ."""
    for name in ("rulebook_version", "engine_version"):
        told, now = getattr(plan.provenance, name), getattr(again.provenance, name)
        if told != now:
            yield Difference(name, told, now)


def _other_parts(plan: Plan, again: Plan) -> Iterator[Difference]:
    """Give the parts of the plan that came out otherwise."""
    for field in fields(Plan):
        told, now = getattr(plan, field.name), getattr(again, field.name)
        if told != now and field.name != "provenance":
            yield Difference(field.name, _shown(told, now), _shown(now, told))


def _shown(part: object, other: object) -> str:
    """Give what is only in one of two parts, shortened."""
    if isinstance(part, tuple) and isinstance(other, tuple):
        part = tuple(item for item in part if item not in other)
    text = canonical(part).decode()
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}..."
