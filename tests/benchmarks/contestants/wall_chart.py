"""A wall chart: every bed with who is in it, as a careful person keeps it by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from solver.codes import BedId, Certainty, HouseholdId, OccupancyKind, PlaceId, SiteId, Use
from solver.facts import Problem
from solver.plans import Option


@dataclass(frozen=True)
class Taken:
    """A bed on the nights [begins, until); ``until_once`` is the end before a move cut it off."""

    bed: BedId
    begins: date
    until: date
    until_once: date
    likely_until: date
    key: str | None
    household: HouseholdId | None

    def meets(self, option: Option) -> bool:
        """Whether the bed is taken on a night of an option, as far as that option can know."""
        relies = option.certainty is Certainty.EXPECTED
        until = min(self.until, self.likely_until) if relies else self.until
        return self.begins < option.until and option.night < until

    def meets_firmly(self, option: Option) -> bool:
        """Whether somebody may be there on a night of an option, whatever is forecast."""
        return self.begins < option.until and option.night < self.until

    def would_meet(self, option: Option) -> bool:
        """Whether it would be in the way had nobody moved."""
        return self.begins < option.until and option.night < self.until_once


class WallChart:
    """Every bed with who is in it, and how many acts have to be done before each move."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._in_room: dict[PlaceId, list[Taken]] = {p.id: [] for p in problem.places}
        self._depth: dict[HouseholdId, int] = {}
        self._rooms_of_site: dict[SiteId, list[PlaceId]] = {}
        for place in problem.places:
            self._rooms_of_site.setdefault(place.site, []).append(place.id)
            for o in problem.occupancies_by_place[place.id]:
                key = None if o.kind is OccupancyKind.OUTAGE else str(o.room_key)
                ends = o.until, o.until, o.likely_until
                self._in_room[place.id].append(Taken(o.bed, o.begins, *ends, key, o.household))
        self._apart = _kept_apart(problem)

    def beds_for(self, option: Option) -> tuple[BedId, ...] | None:
        """Give beds for an option, None when it cannot be had."""
        household = self._problem.household_by_id[option.household]
        listed = self._listed(option)
        own = self._key(option)
        if any(t.meets(option) and t.key not in {None, own} for t in listed):
            return None
        if any(t.meets_firmly(option) for t in self._shunned(option)):
            return None
        taken = {t.bed for t in listed if t.meets(option)}
        beds = self._problem.place_by_id[option.place].beds
        free = tuple(bed for bed in beds if bed not in taken)[: household.size]
        is_short = self._acts(option, free) <= self._problem.chain_limit
        return free if is_short and len(free) == household.size else None

    def write(self, option: Option, beds: tuple[BedId, ...]) -> None:
        """Write an option down; a certain move ends the stay of a resident."""
        household = self._problem.household_by_id[option.household]
        self._depth[household.id] = self._acts(option, beds)
        if household.stay is not None and option.certainty is Certainty.CERTAIN:
            for home in self._problem.rooms_of(household.stay.place):
                self._in_room[home] = [
                    replace(t, until=min(t.until, option.night))
                    if t.household == household.id
                    else t
                    for t in self._in_room[home]
                ]
        ends = option.until, option.until, option.until
        for room in self._problem.rooms_of(option.place):
            own_beds = set(self._problem.place_by_id[room].beds)
            # A joined room of which no bed is used is used all the same.
            used = [bed for bed in beds if bed in own_beds] or [BedId("")]
            self._in_room[room] = self._in_room[room] + [
                Taken(bed, option.night, *ends, self._key(option), household.id) for bed in used
            ]

    def erase_to(self, kept: "WallChart") -> None:
        """Go back to how the chart was when it was copied."""
        self._in_room, self._depth = dict(kept._in_room), dict(kept._depth)  # noqa: SLF001 - its own kind

    def copied(self) -> "WallChart":
        """Give a chart on which can be tried."""
        copy = object.__new__(WallChart)
        copy.__dict__.update(self.__dict__)
        copy.erase_to(self)
        return copy

    def _listed(self, option: Option) -> list[Taken]:
        rooms = self._problem.rooms_of(option.place)
        return [taken for room in rooms for taken in self._in_room[room]]

    def _key(self, option: Option) -> str:
        household = self._problem.household_by_id[option.household]
        place = self._problem.place_by_id[option.place]
        return household.room_key if place.use is Use.SHARED_ROOM else household.id

    def _shunned(self, option: Option) -> list[Taken]:
        """Give who is at the site and must be kept apart from the household of an option."""
        apart = self._apart.get(option.household)
        if not apart:
            return []
        site = self._problem.place_by_id[option.place].site
        there = (t for room in self._rooms_of_site[site] for t in self._in_room[room])
        return [t for t in there if t.household in apart]

    def _acts(self, option: Option, beds: tuple[BedId, ...]) -> int:
        """Count the acts up to this one: it waits for every move that it could not do without."""
        own = self._key(option)
        awaited = [
            t
            for t in self._listed(option)
            if t.would_meet(option) and (t.bed in beds or t.key not in {None, own})
        ]
        awaited += [t for t in self._shunned(option) if t.would_meet(option)]
        before = (self._depth.get(t.household, 0) for t in awaited if t.household is not None)
        return 1 + max(before, default=0)


def _kept_apart(problem: Problem) -> Mapping[HouseholdId, set[HouseholdId]]:
    """Give for each household whom it must be kept apart from, whichever of the two said so."""
    found: dict[HouseholdId, set[HouseholdId]] = {}
    for household in problem.households:
        for other in household.keep_apart - {household.id}:
            found.setdefault(household.id, set()).add(other)
            found.setdefault(other, set()).add(household.id)
    return found
