"""The homes of residents who may move: what is free there, whoever moves, and who could come."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from solver.codes import Certainty, HouseholdId, PlaceId, Use
from solver.facts import Problem
from solver.plans import Option


@dataclass(frozen=True)
class Home:
    """A place where residents live to the end who may move, and who could be there after them.

    Beds are counted; a place that is used whole counts as one bed.
    """

    place: PlaceId
    free: Mapping[date, int]
    """Beds that are free by the facts, whoever moves: on the last night before more are, and on
    the last of all."""
    comers: Mapping[int, int]
    """What each option that lasts to the end takes, by its column."""
    residents: Mapping[HouseholdId, int]
    """What each resident leaves."""
    is_whole: bool

    def until(self, option: Option) -> date:
        """Give the first of these nights on which an option is there."""
        return next(night for night in self.free if option.night <= night)


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
        free = _free(problem, place, leaves, movers)
        is_known = leaves and min(free.values()) >= 0
        return Home(place, free, sizes, leaves, is_whole=False) if is_known else None
    is_alone = len(leaves) == 1 and sum(leaves.values()) == len(there)
    one_each, one = dict.fromkeys(comers, 1), dict.fromkeys(leaves, 1)
    return Home(place, {last: 0}, one_each, one, is_whole=True) if is_alone else None


def _free(
    problem: Problem,
    place: PlaceId,
    leaves: Mapping[HouseholdId, int],
    movers: Mapping[HouseholdId, object],
) -> Mapping[date, int]:
    """Give the beds free of a shared room; those of who may move, and leaves anyway, count so."""
    taken = [
        o
        for o in problem.occupancies_by_place[place]
        if o.household is None or o.household in leaves or o.household not in movers
    ]
    ends = {o.until for o in taken if problem.tonight < o.until < problem.horizon}
    found: dict[date, int] = {}
    for end in sorted({*ends, problem.horizon}):
        night = end - timedelta(days=1)
        there = sum(o.begins <= night < o.until for o in taken)
        found[night] = len(problem.place_by_id[place].beds) - there
    return found
