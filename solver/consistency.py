"""Facts that cannot be true together: found before anything is solved, all at once."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from solver.codes import HouseholdId, OccupancyKind
from solver.facts import Household, Occupancy, Problem, Stay
from solver.rulebook import RULEBOOK
from solver.rules.outflow import nights_past_the_right
from solver.rules.waiting import RATES, nights_missing

MOST_PEOPLE = 20
"""People in one household; above this it is a typing error or a group."""
MOST_BEDS = 100
"""Beds in one place; the largest site known to domain 2.2 has 22 in all."""
MOST_NIGHTS = 366
"""Nights planned at once."""
LONGEST_STAY = 36_600
"""Nights that a place can allow: a century stands for without end."""
MOST_WAITED = 3_660
"""Nights waited before tonight."""
MOST_POINTS = 2**53
"""Above this a sum of points is no longer exact in a float, and the bound would be false."""


@dataclass(frozen=True, order=True)
class Fault:
    """Something in the facts that cannot be: where it is, what is wrong, what would be right."""

    path: str
    """A JSON pointer into the problem, for example ``/households/2/needed_until``."""
    message: str
    remedy: str


def faults(problem: Problem, *, most_points: int = MOST_POINTS) -> tuple[Fault, ...]:
    """Give every fault of a problem; facts without faults can be solved and judged."""
    sections = (_times, _ids, _households, _residents, _places, _occupancies)
    found = [fault for section in sections for fault in section(problem)]
    return tuple(found) or tuple(_overflow(problem, most_points))


def _times(problem: Problem) -> Iterator[Fault]:
    nights = (problem.horizon - problem.tonight).days
    if not 0 < nights <= MOST_NIGHTS:
        yield Fault(
            "/horizon",
            f"the horizon is {nights} nights after tonight",
            f"plan 1 to {MOST_NIGHTS} nights",
        )
    if problem.chain_limit < 1:
        yield Fault("/chain_limit", f"a chain of {problem.chain_limit} acts", "at least 1")


def _ids(problem: Problem) -> Iterator[Fault]:
    yield from _twice("/households", "id", [h.id for h in problem.households])
    yield from _twice("/places", "id", [p.id for p in problem.places])
    beds = [(f"/places/{n}/beds", bed) for n, p in enumerate(problem.places) for bed in p.beds]
    counted = Counter(bed for _, bed in beds)
    for path, bed in beds:
        if counted[bed] > 1:
            yield Fault(path, f"bed {bed} is listed more than once", "a bed has one place")


def _twice(path: str, field: str, ids: Sequence[str]) -> Iterator[Fault]:
    counted = Counter(ids)
    for number, name in enumerate(ids):
        if counted[name] > 1:
            yield Fault(f"{path}/{number}/{field}", f"{name} is used twice", "an id of its own")


def _households(problem: Problem) -> Iterator[Fault]:
    known = {h.id for h in problem.households} | {o.household for o in problem.occupancies}
    for number, household in enumerate(problem.households):
        path = f"/households/{number}"
        yield from _people(path, household)
        yield from _nights_of(path, household, problem)
        for other in sorted(household.keep_apart):
            if other not in known or other == household.id:
                yield Fault(
                    f"{path}/keep_apart",
                    f"{other} is nobody else in this problem",
                    "name a household of the problem or of an occupancy, or leave it out",
                )
        for place in sorted(household.said_yes - problem.place_by_id.keys()):
            yield Fault(f"{path}/said_yes", f"there is no place {place}", "name a known place")


def _people(path: str, household: Household) -> Iterator[Fault]:
    if not 0 < household.size <= MOST_PEOPLE:
        yield Fault(
            f"{path}/people", f"{household.size} people", f"1 to {MOST_PEOPLE} people, or a group"
        )
    if not 0 <= household.waited <= MOST_WAITED:
        yield Fault(
            f"{path}/waited", f"{household.waited} nights waited", f"0 to {MOST_WAITED} nights"
        )
    bedenktijd = household.bedenktijd
    if bedenktijd is not None and bedenktijd.ends <= bedenktijd.begins:
        yield Fault(
            f"{path}/bedenktijd/ends", "the bedenktijd ends before it begins", "a later end"
        )


def _nights_of(path: str, household: Household, problem: Problem) -> Iterator[Fault]:
    if household.needed_from < problem.tonight:
        yield Fault(
            f"{path}/needed_from",
            "shelter is needed from a night that is past",
            "tonight; nights already spent without shelter are counted in waited",
        )
    if not problem.tonight < household.needed_until <= problem.horizon:
        yield Fault(
            f"{path}/needed_until",
            "the stay asked for does not end between tonight and the horizon",
            "at most the horizon",
        )
    if not household.is_resident and household.needed_until <= household.needed_from:
        yield Fault(
            f"{path}/needed_until", "the stay asked for ends before it begins", "a later end"
        )


def _residents(problem: Problem) -> Iterator[Fault]:
    taken: dict[HouseholdId, list[Occupancy]] = defaultdict(list)
    for occupancy in problem.occupancies:
        if occupancy.household is not None:
            taken[occupancy.household].append(occupancy)
    for number, household in enumerate(problem.households):
        path = f"/households/{number}"
        if household.stay is not None:
            yield from _stay(path, household, household.stay, problem, taken[household.id])
        elif taken[household.id]:
            yield Fault(f"{path}/stay", "it takes a bed and has no stay", "add its stay")


def _stay(
    path: str, household: Household, stay: Stay, problem: Problem, taken: list[Occupancy]
) -> Iterator[Fault]:
    place = problem.place_by_id.get(stay.place)
    strange = sorted(set(stay.beds) - set(place.beds if place else ()))
    if place is None or strange or not stay.beds or len(set(stay.beds)) < len(stay.beds):
        message = f"the beds {', '.join(strange) or 'listed'} are not beds of {stay.place}"
        yield Fault(f"{path}/stay/beds", message, "one or more beds of its place, each once")
    ends = min(household.stay_ends or problem.horizon, problem.horizon)
    if ends <= problem.tonight:
        yield Fault(f"{path}/stay", "the stay is over before tonight", "leave the stay out")
    lasting = {o.bed for o in taken if o.begins <= problem.tonight and o.until >= ends}
    if {o.bed for o in taken} != set(stay.beds) or lasting != set(stay.beds):
        message = f"the occupancies of {household.id} are not its stay from tonight until {ends}"
        remedy = "one occupancy for each bed of the stay, to departure, hard end or horizon"
        yield Fault(f"{path}/stay/beds", message, remedy)
    needed_from = min(stay.hard_end or problem.horizon, problem.horizon)
    if household.needed_from != needed_from:
        message = f"a resident has shelter until {needed_from}"
        yield Fault(f"{path}/needed_from", message, f"{needed_from}: hard end or horizon")


def _places(problem: Problem) -> Iterator[Fault]:
    for number, place in enumerate(problem.places):
        for field, value, low, high in (
            ("beds", len(place.beds), 1, MOST_BEDS),
            ("max_nights", 1 if place.max_nights is None else place.max_nights, 1, LONGEST_STAY),
            ("nights_lost_when_asked", place.nights_lost_when_asked, 0, MOST_NIGHTS),
            ("arrival_days", min(place.arrival_days, default=0), 0, None),
            ("arrival_days", max(place.arrival_days, default=6), 0, 6),
        ):
            if value < low or (high is not None and value > high):
                remedy = f"{low} or more" if high is None else f"{low} to {high}"
                yield Fault(f"/places/{number}/{field}", f"{value} cannot be", remedy)


def _occupancies(problem: Problem) -> Iterator[Fault]:
    beds = {bed for place in problem.places for bed in place.beds}
    for number, taken in enumerate(problem.occupancies):
        if taken.bed not in beds:
            message = f"there is no bed {taken.bed}"
            yield Fault(f"/occupancies/{number}/bed", message, "name a bed of a place")
        if taken.until <= taken.begins:
            message = "the occupancy ends before it begins"
            yield Fault(f"/occupancies/{number}/until", message, "a later end")
        if taken.room_key is None and taken.kind is not OccupancyKind.OUTAGE:
            message = f"it does not say how bed {taken.bed} and its room are used"
            remedy = "F or M for somebody alone in a shared room, else one key for the whole party"
            yield Fault(f"/occupancies/{number}/room_key", message, remedy)
    in_order = sorted(enumerate(problem.occupancies), key=lambda o: (o[1].bed, o[1].begins))
    for (_, before), (number, after) in pairwise(in_order):
        if before.bed == after.bed and after.begins < before.until:
            message = f"bed {after.bed} is taken already until {before.until}"
            yield Fault(f"/occupancies/{number}/begins", message, "a bed is never given twice")


def largest_sum(problem: Problem) -> int:
    """Give a number of points that no plan of the problem can exceed."""
    bounded = sum(rule.points * (rule.at_most or 0) for rule in RULEBOOK.prices)
    lost = max((place.nights_lost_when_asked for place in problem.places), default=0)
    return sum(bounded + _most_points(h, problem, lost) for h in problem.households)


def _overflow(problem: Problem, most_points: int) -> Iterator[Fault]:
    largest = largest_sum(problem)
    if largest >= most_points:
        message = f"points could add up to {largest}, too many to be exact"
        yield Fault("/households", message, "fewer households or nights")


def _most_points(household: Household, problem: Problem, lost: int) -> int:
    nights = (problem.horizon - problem.tonight).days + lost
    past_right = max(0, (problem.horizon - (household.right_ends or problem.horizon)).days)
    dearest = 4 * RATES[household.urgency] + nights_missing.points
    return dearest * household.size * nights + nights_past_the_right.points * past_right
