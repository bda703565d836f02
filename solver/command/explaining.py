"""Explanations as documents: which kind of answer it is stands beside what was found."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType, NoneType

from solver.codes import HouseholdId, PlaceId
from solver.explanation import (
    Barred,
    Full,
    Possible,
    PricedPlace,
    SmallestChange,
    Why,
    rank,
    smallest_change,
    why,
    why_not,
    why_not_any,
)
from solver.facts import Problem
from solver.plans import Plan
from solver.rulebook import RULEBOOK
from solver.telling import tell
from solver.wording import Tongue

NOTHING_OPENS_IT: Mapping[Tongue, str] = MappingProxyType(
    {
        "nl": "Niets wat mensen kunnen veranderen, maakt hier een plek vrij.",
        "en": "Nothing that people can change opens a place here.",
    }
)


class Answer(StrEnum):
    """What kind of explanation was found."""

    WHY = "why"
    BARRED = "barred"
    """Rules keep the household from the place."""
    FULL = "full"
    """Others use the place, or must be kept apart."""
    POSSIBLE = "possible"
    """The place can be had."""
    CHANGE = "change"
    """The least that people must change so that the place opens."""
    NOTHING = "nothing"
    """Nothing that people can change opens it."""


ANSWERS = {
    Why: Answer.WHY,
    Barred: Answer.BARRED,
    Full: Answer.FULL,
    Possible: Answer.POSSIBLE,
    SmallestChange: Answer.CHANGE,
    NoneType: Answer.NOTHING,
}
"""By what was found."""
Found = Why | Barred | Full | Possible | SmallestChange | None


@dataclass(frozen=True)
class Explained:
    """Why, why not, or what would have to change."""

    answer: Answer
    found: Found


@dataclass(frozen=True)
class AtPlace:
    """What stands between a household and one place."""

    place: PlaceId
    answer: Answer
    found: Barred | Full | Possible


@dataclass(frozen=True)
class Everywhere:
    """What stands between a household and each place, in the order of their ids."""

    places: tuple[AtPlace, ...]


@dataclass(frozen=True)
class Ranked:
    """The best places for one household, the best for everybody together first."""

    places: tuple[PricedPlace, ...]


@dataclass(frozen=True)
class Told:
    """What an institution is told: sentences, and none where all of it concerns others."""

    sentences: tuple[str, ...]


@dataclass(frozen=True)
class ToldOfPlace:
    """What an institution is told of one place."""

    place: PlaceId
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class ToldOfAll:
    """What an institution is told of each place, in the order of their ids."""

    places: tuple[ToldOfPlace, ...]


def explained(
    problem: Problem, plan: Plan, household: HouseholdId, place: PlaceId | None
) -> Explained:
    """Say why a household has what it has; with a place, what stands between the two."""
    if place is None:
        return Explained(Answer.WHY, why(problem, RULEBOOK, plan, household))
    found = why_not(problem, RULEBOOK, plan, household, place)
    return Explained(ANSWERS[type(found)], found)


def everywhere(problem: Problem, plan: Plan, household: HouseholdId) -> Everywhere:
    """Say of each place what stands between it and a household."""
    found = why_not_any(problem, RULEBOOK, plan, household)
    return Everywhere(tuple(AtPlace(p, ANSWERS[type(found[p])], found[p]) for p in sorted(found)))


def opened(
    problem: Problem,
    plan: Plan,
    household: HouseholdId,
    place: PlaceId | None,
    *,
    with_moves: bool,
) -> Explained:
    """Say what people would have to change so that a place, or any place, opens."""
    found = smallest_change(problem, RULEBOOK, plan, household, place, with_moves=with_moves)
    return Explained(ANSWERS[type(found)], found)


def ranked(problem: Problem, plan: Plan, household: HouseholdId, most: int) -> Ranked:
    """Give at most so many places for a household."""
    return Ranked(rank(problem, RULEBOOK, plan, household, most))


def for_institution(told: Explained | Everywhere, tongue: Tongue) -> Told | ToldOfAll:
    """Give what an institution may be told: no one else, not even counted, and no safety reason.

    Nor what kind of answer it was, for that would tell that something is left out.
    """
    if isinstance(told, Everywhere):
        return ToldOfAll(
            tuple(ToldOfPlace(e.place, _to_institution(e.found, tongue)) for e in told.places)
        )
    return Told(_to_institution(told.found, tongue))


def _to_institution(found: Found, tongue: Tongue) -> tuple[str, ...]:
    return () if found is None else tell(RULEBOOK, found, tongue, for_institution=True)


def as_lines(told: Told | ToldOfAll) -> str:
    """Give what an institution is told as lines of text, one sentence on each."""
    if isinstance(told, Told):
        return "".join(f"{sentence}\n" for sentence in told.sentences)
    return "".join(f"{each.place}: {s}\n" for each in told.places for s in each.sentences)


def in_words(told: Explained | Everywhere, tongue: Tongue) -> str:
    """Give an explanation as lines of text, one sentence on each."""
    if isinstance(told, Everywhere):
        lines = [
            f"{each.place}: {sentence}"
            for each in told.places
            for sentence in tell(RULEBOOK, each.found, tongue)
        ]
    elif told.found is None:
        lines = [NOTHING_OPENS_IT[tongue]]
    else:
        lines = list(tell(RULEBOOK, told.found, tongue))
    return "".join(f"{line}\n" for line in lines)
