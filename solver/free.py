"""When a place has beds enough at all: nights on which nobody could be put there are not asked for.

Whatever the rules, a bed serves one. Beds of residents who may move count as free here.
"""

from solver.codes import HouseholdId, PlaceId
from solver.facts import Problem
from solver.questions import Calendar


class FreeBeds:
    """The runs of nights on which a place has a number of beds that could be free."""

    def __init__(self, problem: Problem, days: Calendar) -> None:
        self._nights = days.nights
        self._free: dict[PlaceId, list[int]] = {}
        self._known: dict[tuple[int, PlaceId], list[range]] = {}
        for place in problem.places:
            counted = [len(place.beds)] * days.nights
            for taken in problem.occupancies_by_place[place.id]:
                if not _may_leave(problem, taken.household):
                    for night in range(max(0, days.night(taken.begins)), days.night(taken.until)):
                        counted[night] -= 1
            self._free[place.id] = counted

    def free_for(self, people: int, place: PlaceId) -> list[range]:
        """Give the runs of nights, as long as can be, on which so many people could sleep there."""
        known = self._known.get((people, place))
        if known is None:
            known = self._known[people, place] = self._runs(people, self._free[place])
        return known

    def _runs(self, people: int, free: list[int]) -> list[range]:
        found, start = [], None
        for night, beds in enumerate([*free, 0]):
            if start is None and beds >= people:
                start = night
            elif start is not None and beds < people:
                found.append(range(start, night))
                start = None
        return found


def _may_leave(problem: Problem, household: HouseholdId | None) -> bool:
    known = problem.household_by_id.get(household) if household is not None else None
    return known is not None and known.is_resident
