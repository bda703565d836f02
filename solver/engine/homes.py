"""The homes of residents who may move, as they are on the last night that is planned."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from solver.codes import Certainty, HouseholdId, PlaceId, Use
from solver.facts import Problem
from solver.plans import Option


@dataclass(frozen=True)
class Home:
    """A place where residents live to the end who may move, and who could be there after them.

    Beds are counted; a place that is used whole counts as one bed.
    """

    place: PlaceId
    free: int
    """Beds that are free by the facts, whoever moves."""
    comers: Mapping[int, int]
    """What each option that lasts to the end takes, by its column."""
    residents: Mapping[HouseholdId, int]
    """What each resident leaves."""
    is_whole: bool


def homes(
    problem: Problem, options: Sequence[Option], movers: Mapping[HouseholdId, object]
) -> Iterator[Home]:
    """Give the homes of the movers, in the order of their ids.

    Left out are options that rest on a forecast, for they may have beds that are not free here.
    """
    comers: dict[PlaceId, list[int]] = defaultdict(list)
    for column, option in enumerate(options):
        if option.until == problem.horizon and option.certainty is not Certainty.EXPECTED:
            comers[option.place].append(column)
    stays = (problem.household_by_id[household].stay for household in movers)
    for place in sorted({stay.place for stay in stays if stay is not None} & comers.keys()):
        home = _home(problem, place, comers[place], options, movers)
        if home is not None:
            yield home


def _home(
    problem: Problem,
    place: PlaceId,
    comers: Sequence[int],
    options: Sequence[Option],
    movers: Mapping[HouseholdId, object],
) -> Home | None:
    last = problem.horizon - timedelta(days=1)
    there = [o for o in problem.occupancies_by_place[place] if o.begins <= last < o.until]
    leaves: dict[HouseholdId, int] = defaultdict(int)
    for taken in there:
        if taken.household is not None and taken.household in movers:
            leaves[taken.household] += 1
    sizes = {c: problem.household_by_id[options[c].household].size for c in comers}
    if problem.place_by_id[place].use is Use.SHARED_ROOM:
        free = len(problem.place_by_id[place].beds) - len(there)
        is_known = leaves and free >= 0
        return Home(place, free, sizes, leaves, is_whole=False) if is_known else None
    is_alone = len(leaves) == 1 and sum(leaves.values()) == len(there)
    one_each, one = dict.fromkeys(comers, 1), dict.fromkeys(leaves, 1)
    return Home(place, 0, one_each, one, is_whole=True) if is_alone else None
