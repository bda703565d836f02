"""Who sleeps in which bed, night after night: beds, rooms and houses (CAP-1, CAP-2, SAF-4).

Every night is looked at twice: as the facts are, without who is expected, and as is expected.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from solver.codes import BedId, Certainty, HouseholdId, OccupancyKind, PlaceId, Sex, SiteId, Use
from solver.facts import Household, Problem
from solver.plans import Assignment, Option, Plan
from tests.checker.households import MINORS, must_be_asked
from tests.checker.objections import Objection, nights


@dataclass(frozen=True)
class Sleeper:
    """Who or what has a bed on the nights [begins, until)."""

    bed: BedId
    rooms: frozenset[PlaceId]
    """The room, or all rooms of a combination: those are used whole, bed or no bed."""
    site: SiteId
    begins: date
    until: date
    expected_until: date
    room_key: str | None
    """Singles of one sex ``F`` or ``M``, else the party that has the room whole; None: nobody."""
    household: HouseholdId | None
    is_planned: bool
    is_expected: bool

    def sleeps_on(self, night: date) -> bool:
        """Tell whether somebody is there by the facts."""
        return self.begins <= night < self.until

    def is_expected_on(self, night: date) -> bool:
        """Tell whether somebody is still there when all departures are as expected."""
        return self.begins <= night < self.expected_until


def objections_to_the_beds(problem: Problem, plan: Plan) -> Iterator[Objection]:
    """Walk through every planned bed night by night and look who else is in bed, room, house."""
    sleepers = everybody_who_sleeps(problem, plan)
    for planned in sleepers:
        if planned.is_planned and planned.household is not None:
            for night in nights(planned.begins, planned.until):
                for other in sleepers:
                    if other is not planned and other.sleeps_on(night):
                        yield from _in_one_house(problem, planned, planned.household, other, night)
                        if _meet(planned, other, night):
                            yield from _in_one_room(planned, planned.household, other, night)


def everybody_who_sleeps(problem: Problem, plan: Plan) -> list[Sleeper]:
    """Give everybody present, movers only until a certain move, and everybody planned."""
    leaves = certain_moves(problem, plan)
    return [*_who_is_there(problem, leaves), *_who_comes(problem, plan)]


def certain_moves(problem: Problem, plan: Plan) -> dict[HouseholdId, Assignment]:
    """Give the residents whose bed comes free, with the act that frees it."""
    found = {}
    for assignment in plan.assignments:
        household = problem.household_by_id[assignment.option.household]
        is_certain = due_certainty(problem, assignment.option) is Certainty.CERTAIN
        if household.stay is not None and is_certain:
            found[household.id] = assignment
    return found


def due_certainty(problem: Problem, option: Option) -> Certainty:
    """Tell what a choice may be called, from what it is called and what the facts forecast."""
    if option.certainty is Certainty.EXPECTED:
        beds = problem.place_by_id[option.place].beds
        for taken in problem.occupancies:
            end = taken.expected_until
            if taken.bed in beds and end is not None and end <= option.night < taken.until:
                return Certainty.EXPECTED
    household = problem.household_by_id[option.household]
    asked = must_be_asked(household, problem.place_by_id[option.place])
    return Certainty.TO_ASK if asked else Certainty.CERTAIN


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
                expected_until = taken.expected_until or until
                if taken.kind is OccupancyKind.STAY and taken.household in leaves:
                    moves = leaves[taken.household].option.night
                    until, expected_until = min(until, moves), min(expected_until, moves)
                yield Sleeper(
                    bed=taken.bed,
                    rooms=frozenset({place.id}),
                    site=place.site,
                    begins=taken.begins,
                    until=until,
                    expected_until=expected_until,
                    room_key=None if taken.kind is OccupancyKind.OUTAGE else taken.room_key,
                    household=taken.household,
                    is_planned=False,
                    is_expected=False,
                )


def _who_comes(problem: Problem, plan: Plan) -> Iterator[Sleeper]:
    for assignment in plan.assignments:
        option = assignment.option
        place = problem.place_by_id[option.place]
        for bed in assignment.beds:
            yield Sleeper(
                bed=bed,
                rooms=frozenset(place.rooms or (place.id,)),
                site=place.site,
                begins=option.night,
                until=option.until,
                expected_until=option.until,
                room_key=key_of_use(problem.household_by_id[option.household], place.use),
                household=option.household,
                is_planned=True,
                is_expected=due_certainty(problem, option) is Certainty.EXPECTED,
            )


def _meet(planned: Sleeper, other: Sleeper, night: date) -> bool:
    """Tell whether two are there at once, as the facts are or as is expected."""
    as_the_facts_are = not planned.is_expected and not other.is_expected
    return as_the_facts_are or other.is_expected_on(night)


def _in_one_room(
    one: Sleeper, name: HouseholdId, other: Sleeper, night: date
) -> Iterator[Objection]:
    if other.bed == one.bed:
        yield Objection("CAP-1", name, f"bed {one.bed} is taken twice on {night}")
    for room in one.rooms & other.rooms:
        if share_no_room(one.room_key, other.room_key):
            yield Objection("CAP-2", name, f"{room} is used otherwise too on {night}")


def _in_one_house(
    problem: Problem, one: Sleeper, name: HouseholdId, other: Sleeper, night: date
) -> Iterator[Objection]:
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
