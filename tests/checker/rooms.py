"""Who sleeps in which bed, night after night: beds, rooms and houses (CAP-1, CAP-2, SAF-4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from solver.codes import BedId, HouseholdId, OccupancyKind, PlaceId, Sex, SiteId, Use
from solver.facts import Household, Problem
from solver.plans import Assignment, Plan
from tests.checker.households import MINORS, must_be_asked
from tests.checker.objections import Objection, nights


@dataclass(frozen=True)
class Sleeper:
    """Who or what has a bed on the nights [begins, until)."""

    bed: BedId
    place: PlaceId
    site: SiteId
    begins: date
    until: date
    room_key: str | None
    """Singles of one sex ``F`` or ``M``, else the party that has the room whole; None: nobody."""
    household: HouseholdId | None
    is_planned: bool

    def sleeps_on(self, night: date) -> bool:
        return self.begins <= night < self.until


def objections_to_the_beds(problem: Problem, plan: Plan) -> Iterator[Objection]:
    """Walk through every planned bed night by night and look who else is in bed, room, house."""
    sleepers = everybody_who_sleeps(problem, plan)
    for planned in sleepers:
        if planned.is_planned and planned.household is not None:
            for night in nights(planned.begins, planned.until):
                for other in sleepers:
                    if other is not planned and other.sleeps_on(night):
                        yield from _together(problem, planned, planned.household, other, night)


def everybody_who_sleeps(problem: Problem, plan: Plan) -> list[Sleeper]:
    """Give everybody present, movers only until a certain move, and everybody planned."""
    leaves = certain_moves(problem, plan)
    return [*_who_is_there(problem, leaves), *_who_comes(problem, plan)]


def certain_moves(problem: Problem, plan: Plan) -> dict[HouseholdId, Assignment]:
    """Give the residents whose bed comes free, with the act that frees it."""
    found = {}
    for assignment in plan.assignments:
        household = problem.household_by_id[assignment.option.household]
        place = problem.place_by_id[assignment.option.place]
        if household.stay is not None and not must_be_asked(household, place):
            found[household.id] = assignment
    return found


def key_of_use(household: Household, use: Use) -> str:
    """Tell how a household uses a room: among singles of its sex, or whole."""
    if use is Use.SHARED_ROOM and len(household.people) == 1:
        (alone,) = household.people
        if alone.age not in MINORS and alone.sex is not Sex.UNKNOWN:
            return alone.sex.value
    return household.id


def _who_is_there(problem: Problem, leaves: dict[HouseholdId, Assignment]) -> Iterator[Sleeper]:
    for place in problem.places:
        for taken in problem.occupancies:
            if taken.bed in place.beds:
                until = taken.until
                if taken.kind is OccupancyKind.STAY and taken.household in leaves:
                    until = min(until, leaves[taken.household].option.night)
                yield Sleeper(
                    bed=taken.bed,
                    place=place.id,
                    site=place.site,
                    begins=taken.begins,
                    until=until,
                    room_key=None if taken.kind is OccupancyKind.OUTAGE else taken.room_key,
                    household=taken.household,
                    is_planned=False,
                )


def _who_comes(problem: Problem, plan: Plan) -> Iterator[Sleeper]:
    for assignment in plan.assignments:
        option = assignment.option
        place = problem.place_by_id[option.place]
        for bed in assignment.beds:
            yield Sleeper(
                bed=bed,
                place=place.id,
                site=place.site,
                begins=option.night,
                until=option.until,
                room_key=key_of_use(problem.household_by_id[option.household], place.use),
                household=option.household,
                is_planned=True,
            )


def _together(
    problem: Problem, one: Sleeper, name: HouseholdId, other: Sleeper, night: date
) -> Iterator[Objection]:
    if other.bed == one.bed:
        yield Objection("CAP-1", name, f"bed {one.bed} is taken twice on {night}")
    if other.place == one.place and share_no_room(one.room_key, other.room_key):
        yield Objection("CAP-2", name, f"{one.place} is used otherwise too on {night}")
    if other.site == one.site and are_kept_apart(problem, name, other.household):
        yield Objection("SAF-4", name, f"both at {one.site} on {night}")


def share_no_room(one: str | None, other: str | None) -> bool:
    """CAP-2: two uses of one room that do not go together; an empty bed goes with every use."""
    return one is not None and other is not None and one != other


def are_kept_apart(problem: Problem, one: HouseholdId, other: HouseholdId | None) -> bool:
    """SAF-4: whichever of the two said so."""
    if other is None or other == one:
        return False
    asks = problem.household_by_id
    return (one in asks and other in asks[one].keep_apart) or (
        other in asks and one in asks[other].keep_apart
    )
