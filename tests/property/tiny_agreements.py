"""What was agreed in a tiny problem: nearness, coordination, declines, what was discussed.

Drawn apart from everything else, so that the other facts of a seed stay what they were.
"""

from dataclasses import replace
from random import Random
from typing import Any

from solver.codes import Region
from solver.facts import Discussed, Household, Parked, Place, Problem
from tests.builders import night

NEAR = (Region("municipality:assen"), Region("unit:noord"), Region("unit:zuid"))
PLACES_NAMED = 6
"""Of so many households about one names a place on the telephone, and one declines one."""


def with_agreements(problem: Problem, seed: int) -> Problem:
    """Give the same problem with what was agreed in it."""
    random = Random(f"agreements {seed}")
    return replace(
        problem,
        places=tuple(_placed(random, place) for place in problem.places),
        households=tuple(_agreed(random, h, problem) for h in problem.households),
    )


def _placed(random: Random, place: Place) -> Place:
    lies = frozenset(region for region in NEAR if random.randrange(3) == 0)
    coordinated = random.randrange(3) > 0
    return replace(place, regions=place.regions | lies, has_zorgcoordinator=coordinated)


def _agreed(random: Random, household: Household, problem: Problem) -> Household:
    nights = (problem.horizon - problem.tonight).days
    names = [place.id for place in problem.offers]
    told: dict[str, Any] = {}
    if random.randrange(3) == 0:
        told["near"] = frozenset(region for region in NEAR if random.randrange(2))
    if random.randrange(PLACES_NAMED) == 0:
        on = night(random.randrange(nights))
        told["discussed"] = Discussed(place=random.choice(names), night=on)
    if random.randrange(PLACES_NAMED) == 0:
        until = random.choice([None, night(random.randrange(nights + 1))])
        decline = Parked(place=random.choice(names), until=until, reason="full")
        told["parked"] = frozenset({decline})
    return replace(household, **told)
