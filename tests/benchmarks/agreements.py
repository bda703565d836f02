"""What was agreed and what is expected in an instance: drawn beside the facts of `instances`.

A second source of chance, so that the facts of a size and seed stay what they were before these
were added: coordination and nearness, groups, declines, talks on the telephone, crisis reserves,
forecasts of departures, and rooms that can be joined.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from random import Random

from solver.codes import COSM, BedId, GroupId, PlaceId, Region, ReserveId, Use
from solver.facts import (
    Combination,
    Discussed,
    Household,
    Occupancy,
    Parked,
    Place,
    Problem,
    Reserve,
)
from solver.judgement import objections
from solver.rulebook import RULEBOOK

PERIOD = 3
"""Nights by which a forecast may be wrong, and by which people arrive."""
COORDINATED = 0.8
"""Regions with a zorgcoordinator."""
NEAR = 0.15
"""Households with a school, case or network to stay near to."""
GROUPED = 0.02
"""New households that belong to a group, and never fewer than two."""
NAMING = 0.04
"""Households that a place declined, and households with which a place was discussed."""
FORECAST = 1 / 3
"""Outside stays whose end is forecast to be earlier than the firm one."""
JOINABLE = 0.2
"""Houses that can join two of their rooms."""
RESERVING = 0.3
"""COSM houses that keep beds for crises."""
TRIES = 20
"""Places looked at for one that could have been discussed."""
SHARED_BY_A_GROUP = (
    "urgency",
    "needed_from",
    "arrives_from",
    "legal_group",
    "bedenktijd",
    "b8_permit",
    "without_status",
    "multi_problem",
    "omm_application",
    "risk_regions",
    "risk_asked",
    "reporting_region",
)


def with_agreements(problem: Problem, seed: str) -> Problem:
    """Give the instance with what was agreed in it; same seed, same agreements."""
    random = Random(f"agreements {seed}")
    houses = _houses(problem.places)
    placed = replace(problem, places=tuple(_placed(random, houses)))
    return replace(
        placed,
        households=tuple(_told(random, placed)),
        occupancies=tuple(_forecast(random, placed)),
        reserves=tuple(_reserved(random, houses, placed)),
        combinations=tuple(_joinable(random, houses)),
    )


def _houses(places: Sequence[Place]) -> list[list[Place]]:
    return [list(rooms) for _, rooms in groupby(places, key=lambda place: place.site)]


def _placed(random: Random, houses: list[list[Place]]) -> Iterator[Place]:
    coordinated: dict[frozenset[Region], bool] = {}
    for rooms in houses:
        regions = rooms[0].regions
        has_one = coordinated.setdefault(regions, random.random() < COORDINATED)
        town = frozenset({_town(random, next(iter(sorted(regions))))})
        for room in rooms:
            yield replace(
                room,
                regions=regions | town,
                has_zorgcoordinator=has_one,
                nights_lost_on_forecast=PERIOD,
            )


def _town(random: Random, unit: Region) -> Region:
    """Give one of four municipalities of a police unit."""
    return Region(f"municipality:{unit.partition(':')[2]}-{random.randrange(4)}")


def _told(random: Random, problem: Problem) -> Iterator[Household]:
    groups = _groups(random, [h for h in problem.households if not h.is_resident])
    units = sorted({r for p in problem.places for r in p.regions if r.startswith("unit:")})
    for drawn in problem.households:
        household = groups.get(drawn.id, drawn)
        if random.random() < NEAR:
            unit = random.choice(units)
            household = replace(household, near=frozenset({unit, _town(random, unit)}))
        if random.random() < NAMING:
            again = random.choice([None, problem.tonight + timedelta(days=random.randint(1, 21))])
            declined = Parked(
                place=random.choice(problem.places).id, until=again, reason="unavailable"
            )
            household = replace(household, parked=frozenset({declined}))
        if random.random() < NAMING:
            household = replace(household, discussed=_discussed(random, problem, household))
        yield household


def _groups(random: Random, new: list[Household]) -> Mapping[str, Household]:
    """Give the members of groups: people in one situation, some of whom can be parted."""
    found: dict[str, Household] = {}
    members = random.sample(new, min(len(new), max(2, round(GROUPED * len(new)))))
    for number in range(0, len(members) - 1, 2):
        leader = members[number]
        situation = {name: getattr(leader, name) for name in SHARED_BY_A_GROUP}
        least = random.choice([None, 1, 2])
        for member in members[number : number + 2]:
            group = GroupId(f"g{number // 2:03}")
            found[member.id] = replace(member, **situation, group=group, smallest_part=least)
    return found


def _discussed(random: Random, problem: Problem, household: Household) -> Discussed | None:
    """Give a place and night that could have been agreed to, if one is soon found."""
    night = max(household.arrives_from, problem.tonight)
    for _ in range(TRIES):
        place = random.choice(problem.places)
        if not objections(RULEBOOK, household, place, night, problem.horizon):
            return Discussed(place=place.id, night=night)
    return None


def _forecast(random: Random, problem: Problem) -> Iterator[Occupancy]:
    """Give outside parties an earlier end that is expected; all beds of a party the same."""
    known: dict[str, date | None] = {}
    first = problem.tonight + timedelta(days=PERIOD)
    for taken in problem.occupancies:
        party: str = taken.bed if taken.room_key in {"F", "M"} else str(taken.room_key)
        if taken.household is None and party not in known:
            sooner = taken.until - timedelta(days=PERIOD * random.randint(1, 4))
            expected = random.random() < FORECAST and first <= sooner
            known[party] = sooner if expected else None
        yield replace(taken, expected_until=known.get(party))


def _joinable(random: Random, houses: list[list[Place]]) -> Iterator[Combination]:
    for rooms in houses:
        whole = [room.id for room in rooms if room.use is not Use.SHARED_ROOM]
        if random.random() < JOINABLE and len(whole) > 1:
            joined = tuple(sorted(random.sample(whole, 2)))
            yield Combination(id=PlaceId(f"{rooms[0].site}-joined"), rooms=joined)


def _reserved(random: Random, houses: list[list[Place]], problem: Problem) -> Iterator[Reserve]:
    for rooms in houses:
        beds: list[BedId] = [bed for room in rooms for bed in room.beds]
        if rooms[0].scheme == COSM and random.random() < RESERVING:
            yield Reserve(
                id=ReserveId(f"{rooms[0].site}-crisis"),
                places=tuple(room.id for room in rooms),
                beds=min(random.choice([1, 2]), len(beds)),
                begins=problem.tonight,
                until=problem.horizon,
            )
