"""What houses and groups bring to a tiny problem: joined rooms, reserves, forecasts, groups.

Drawn apart from everything else, so that the other facts of a seed stay what they were.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from random import Random

from solver.codes import GroupId, PlaceId, ReserveId, SexPolicy
from solver.facts import Combination, Household, Occupancy, Place, Problem, Reserve
from tests.builders import GIRL, night

OPPOSITE = {SexPolicy.WOMEN, SexPolicy.MEN}


def with_houses(problem: Problem, seed: int) -> Problem:
    """Give the same problem with what houses can do and who belongs together."""
    random = Random(f"houses {seed}")
    joined = _joined(random, problem)
    families = [_larger(random, h, joined, problem) for h in problem.households]
    return replace(
        problem,
        combinations=joined,
        households=_grouped(random, families),
        reserves=_reserves(random, problem),
        occupancies=tuple(_forecast(random, taken) for taken in problem.occupancies),
        places=tuple(
            replace(place, nights_lost_on_forecast=random.randrange(3)) for place in problem.places
        ),
    )


def _joined(random: Random, problem: Problem) -> tuple[Combination, ...]:
    pairs = [pair for pair in combinations(problem.places, 2) if _can_join(*pair)]
    if not pairs or random.randrange(3) == 0:
        return ()
    taken = {occupancy.bed for occupancy in problem.occupancies}
    random.shuffle(pairs)
    # Rooms that are empty can be joined at once: those first, mostly.
    pairs.sort(key=lambda rooms: any(taken & set(room.beds) for room in rooms))
    chosen = pairs[: random.choice((1, 1, 2))]
    return tuple(
        Combination(id=PlaceId(f"c{number}"), rooms=tuple(room.id for room in rooms))
        for number, rooms in enumerate(chosen)
    )


def _can_join(one: Place, other: Place) -> bool:
    alike = (one.site, one.scheme) == (other.site, other.scheme)
    return alike and {one.sex_policy, other.sex_policy} != OPPOSITE


def _larger(
    random: Random, household: Household, joined: Sequence[Combination], problem: Problem
) -> Household:
    """Give every other new household so many children that only joined rooms have the beds."""
    if household.stay is not None or not household.has_adult or not joined or random.randrange(2):
        return household
    rooms = [problem.place_by_id[room] for room in joined[0].rooms]
    children = max(len(room.beds) for room in rooms) + 1 - household.size
    return replace(household, people=(*household.people, *[GIRL] * children))


def _grouped(random: Random, households: Sequence[Household]) -> tuple[Household, ...]:
    """Let some households belong together; those who are new have most in common."""
    if len(households) < 2 or random.randrange(3):
        return tuple(households)
    chosen = random.sample(range(len(households)), min(len(households), random.choice((2, 2, 3))))
    first = next((households[n] for n in chosen if households[n].stay is None), None)
    found = list(households)
    for number in chosen:
        own = households[number]
        like = own if first is None or own.stay is not None else first
        part = random.choice((None, None, 1, 2, 3))
        found[number] = replace(
            like,
            id=own.id,
            people=own.people,
            keep_apart=own.keep_apart,
            group=GroupId("together"),
            smallest_part=part,
        )
    return tuple(found)


def _reserves(random: Random, problem: Problem) -> tuple[Reserve, ...]:
    if random.randrange(3):
        return ()
    places = random.sample(problem.places, random.randint(1, len(problem.places)))
    beds = sum(len(place.beds) for place in places)
    begins = random.choice((-3, 0, 0, 1))
    return (
        Reserve(
            id=ReserveId("crisis"),
            places=tuple(sorted(place.id for place in places)),
            beds=random.randint(1, beds),
            begins=night(begins),
            until=night(random.randint(max(1, begins + 1), 7)),
        ),
    )


def _forecast(random: Random, taken: Occupancy) -> Occupancy:
    nights = (taken.until - taken.begins).days
    if nights < 2 or random.randrange(3):
        return taken
    earlier = random.randint(1, min(nights - 1, 5))
    return replace(taken, expected_until=taken.until - timedelta(days=earlier))
