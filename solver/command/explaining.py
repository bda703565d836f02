"""Explanations as documents: which kind of answer it is stands beside what was found."""

from dataclasses import dataclass
from enum import StrEnum

from solver.codes import HouseholdId, PlaceId
from solver.explanation import Barred, Full, Possible, PricedPlace, Why, rank, why, why_not
from solver.facts import Problem
from solver.plans import Plan
from solver.rulebook import RULEBOOK
from solver.telling import tell
from solver.wording import Tongue


class Answer(StrEnum):
    """What kind of explanation was found."""

    WHY = "why"
    BARRED = "barred"
    """Rules keep the household from the place."""
    FULL = "full"
    """Others use the place, or must be kept apart."""
    POSSIBLE = "possible"
    """The place can be had."""


@dataclass(frozen=True)
class Explained:
    """Why, or why not."""

    answer: Answer
    found: Why | Barred | Full | Possible


@dataclass(frozen=True)
class Ranked:
    """The best places for one household, the best for everybody together first."""

    places: tuple[PricedPlace, ...]


def explained(
    problem: Problem, plan: Plan, household: HouseholdId, place: PlaceId | None
) -> Explained:
    """Say why a household has what it has; with a place, what stands between the two."""
    found = (
        why(problem, RULEBOOK, plan, household)
        if place is None
        else why_not(problem, RULEBOOK, plan, household, place)
    )
    return Explained(Answer(type(found).__name__.lower()), found)


def ranked(problem: Problem, plan: Plan, household: HouseholdId, most: int) -> Ranked:
    """Give at most so many places for a household."""
    return Ranked(rank(problem, RULEBOOK, plan, household, most))


def in_words(told: Explained, tongue: Tongue) -> str:
    """Give an explanation as lines of text, one sentence on each."""
    return "".join(f"{sentence}\n" for sentence in tell(RULEBOOK, told.found, tongue))
