"""Who sleeps in which bed, night after night: beds, rooms and houses (CAP-1, CAP-2, SAF-4)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from solver.codes import Certainty, HouseholdId, OccupancyKind, Sex, SiteId, Use
from solver.facts import Household, Occupancy
from solver.plans import Option, Plan
from tests.checker.households import MINORS
from tests.checker.objections import Objection
from tests.checker.told import Offer, Told, lasts_until, rooms_of


@dataclass(frozen=True)
class Nights:
    """The nights [begins, until) that somebody, or nobody known here, has something for."""

    begins: date
    until: date
    whose: HouseholdId | None
    is_planned: bool
    key: str | None = None
    """How a room is used: singles of one sex ``F`` or ``M``, else the party that has it whole."""

    def first_shared_with(self, other: "Nights") -> date | None:
        begins = max(self.begins, other.begins)
        return begins if begins < min(self.until, other.until) else None


Book = Mapping[str, list[Nights]]
"""For each bed, or for each room, who has it when."""


def objections_to_the_beds(told: Told, plan: Plan) -> Iterator[Objection]:
    """Look at every bed and room twice, as the facts are and as expected; at every house once."""
    for as_expected in (False, True):
        for bed, one, other, night in _clashes(_beds(told, plan, as_expected=as_expected)):
            yield Objection("CAP-1", _name(one, other), f"{bed} is taken twice on {night}")
        for room, one, other, night in _clashes(_rooms(told, plan, as_expected=as_expected)):
            if one.whose != other.whose and share_no_room(one.key, other.key):
                yield Objection("CAP-2", _name(one, other), f"{room} is used otherwise on {night}")
    yield from _kept_apart(told, plan)


def days_to_end_for(told: Told, option: Option) -> set[date]:
    """Give the days on which a stay may end before it has to: somebody comes by the facts."""
    offer, apart = told.offer(option), kept_apart_from(told)[option.household]
    found = {taken.begins for bed in offer.place.beds for taken in told.on_bed.get(bed, ())}
    for taken in (taken for foe in apart for taken in told.of_household.get(foe, ())):
        if told.room_of[taken.bed].site == offer.place.site:
            found.add(taken.begins)
    return found


def certain_moves(told: Told, plan: Plan) -> Mapping[HouseholdId, Option]:
    """Give the moves that free beds: of residents, on nothing expected, and nobody to ask."""
    return {
        option.household: option
        for option in (assignment.option for assignment in plan.assignments)
        if told.household(option).stay is not None and option.certainty is Certainty.CERTAIN
    }


def leaves_on(taken: Occupancy, moves: Mapping[HouseholdId, Option], stays_until: date) -> date:
    """Give the first night after an occupancy, when who lives there may have moved before."""
    if taken.household is None or taken.kind is not OccupancyKind.STAY:
        return stays_until
    move = moves.get(taken.household)
    return stays_until if move is None else min(stays_until, move.night)


def key_in(offer: Offer, household: Household) -> str:
    """Tell how a household uses a room: among singles of its sex, or whole."""
    if offer.place.use is Use.SHARED_ROOM and len(household.people) == 1:
        (alone,) = household.people
        if alone.age not in MINORS and alone.sex is not Sex.UNKNOWN:
            return alone.sex.value
    return household.id


def share_no_room(one: str | None, other: str | None) -> bool:
    """CAP-2: two uses of one room that do not go together; an empty bed goes with every use."""
    return one is not None and other is not None and one != other


def kept_apart_from(told: Told) -> Mapping[HouseholdId, set[HouseholdId]]:
    """SAF-4: for each household those it is kept apart from, whichever of the two said so."""
    apart = defaultdict[HouseholdId, set[HouseholdId]](set)
    for household in told.problem.households:
        for other in household.keep_apart - {household.id}:
            apart[household.id].add(other)
            apart[other].add(household.id)
    return apart


def _name(one: Nights, other: Nights) -> HouseholdId:
    (planned, *_) = (nights for nights in (one, other) if nights.is_planned)
    return planned.whose or HouseholdId("")


def _counts(option: Option, *, as_expected: bool) -> bool:
    """As the facts are, expected choices do not count."""
    return as_expected or option.certainty is not Certainty.EXPECTED


def _there(told: Told, plan: Plan, *, as_expected: bool) -> Iterator[tuple[Occupancy, Nights]]:
    moves = certain_moves(told, plan)
    for taken in told.problem.occupancies:
        until = leaves_on(taken, moves, lasts_until(taken, as_expected=as_expected))
        key = None if taken.kind is OccupancyKind.OUTAGE else taken.room_key
        yield taken, Nights(taken.begins, until, taken.household, is_planned=False, key=key)


def _comes(option: Option, key: str | None = None) -> Nights:
    return Nights(option.night, option.until, option.household, is_planned=True, key=key)


def _beds(told: Told, plan: Plan, *, as_expected: bool) -> Book:
    book = defaultdict[str, list[Nights]](list)
    for taken, nights in _there(told, plan, as_expected=as_expected):
        book[taken.bed].append(nights)
    for assignment in plan.assignments:
        if _counts(assignment.option, as_expected=as_expected):
            for bed in assignment.beds:
                book[bed].append(_comes(assignment.option))
    return book


def _rooms(told: Told, plan: Plan, *, as_expected: bool) -> Book:
    book = defaultdict[str, list[Nights]](list)
    for taken, nights in _there(told, plan, as_expected=as_expected):
        for room in rooms_of(told, taken):
            book[room].append(nights)
    for assignment in plan.assignments:
        option = assignment.option
        if _counts(option, as_expected=as_expected):
            offer = told.offer(option)
            for room in offer.parts:
                book[room].append(_comes(option, key_in(offer, told.household(option))))
    return book


def _clashes(book: Book) -> Iterator[tuple[str, Nights, Nights, date]]:
    """Give every two who have the same thing on one night; at least one of them is planned."""
    for thing, whose in book.items():
        for one, other in combinations(whose, 2):
            night = one.first_shared_with(other)
            if night is not None and (one.is_planned or other.is_planned):
                yield thing, one, other, night


def _kept_apart(told: Told, plan: Plan) -> Iterator[Objection]:
    """Compare all choices with all choices, and with everybody who is there by the facts."""
    apart = kept_apart_from(told)
    if not apart:
        return
    at = defaultdict[HouseholdId, list[tuple[SiteId, Nights]]](list)
    for taken, nights in _there(told, plan, as_expected=False):
        if taken.household is not None and taken.household in apart:
            at[taken.household].append((told.room_of[taken.bed].site, nights))
    for assignment in plan.assignments:
        option = assignment.option
        at[option.household].append((told.offer(option).place.site, _comes(option)))
    for name, others in apart.items():
        for other in others:
            for here, one in at[name]:
                for there, two in at[other]:
                    night = one.first_shared_with(two)
                    if here == there and night is not None and one.is_planned:
                        yield Objection("SAF-4", name, f"both at {here} on {night}")
