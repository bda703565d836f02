"""What cannot be about households: who they are, what they name, where they live."""

from collections import defaultdict
from collections.abc import Iterator

from solver.codes import HouseholdId
from solver.consistency.fault import Fault, outside
from solver.facts import Household, Occupancy, Problem, Stay

MOST_PEOPLE = 20
"""People in one household; above this it is a typing error or a group."""
MOST_WAITED = 3_660
"""Nights waited before tonight."""


def households(problem: Problem) -> Iterator[Fault]:
    """Give what is wrong with each household by itself."""
    for number, household in enumerate(problem.households):
        path = f"/households/{number}"
        yield from _people(path, household)
        yield from _group(path, household)
        yield from _nights_of(path, household, problem)


def mentions(problem: Problem) -> Iterator[Fault]:
    """Give every household and place that is named and is not there."""
    known = {h.id for h in problem.households} | {o.household for o in problem.occupancies}
    there = problem.place_by_id
    for number, household in enumerate(problem.households):
        path = f"/households/{number}"
        for other in sorted(household.keep_apart):
            if other not in known or other == household.id:
                yield Fault(
                    f"{path}/keep_apart",
                    f"{other} is nobody else in this problem",
                    "name a household of the problem or of an occupancy, or leave it out",
                )
        named = (
            ("said_yes", household.said_yes),
            ("parked", {parked.place for parked in household.parked}),
            ("discussed", {household.discussed.place} if household.discussed else set()),
        )
        for field, places in named:
            for place in sorted(place for place in places if place not in there):
                yield Fault(f"{path}/{field}", f"there is no place {place}", "name a known place")


def _people(path: str, household: Household) -> Iterator[Fault]:
    if not 0 < household.size <= MOST_PEOPLE:
        yield Fault(
            f"{path}/people", f"{household.size} people", f"1 to {MOST_PEOPLE} people, or a group"
        )
    yield from outside(f"{path}/security_needed", household.security_needed, 0, None)
    if not 0 <= household.waited <= MOST_WAITED:
        yield Fault(
            f"{path}/waited", f"{household.waited} nights waited", f"0 to {MOST_WAITED} nights"
        )
    bedenktijd = household.bedenktijd
    if bedenktijd is not None and bedenktijd.ends <= bedenktijd.begins:
        yield Fault(
            f"{path}/bedenktijd/ends", "the bedenktijd ends before it begins", "a later end"
        )


def _group(path: str, household: Household) -> Iterator[Fault]:
    if household.smallest_part is None:
        return
    if household.group is None:
        message = "a smallest part of no group"
        yield Fault(f"{path}/smallest_part", message, "name the group, or leave it out")
    yield from outside(f"{path}/smallest_part", household.smallest_part, 1, None)


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
    discussed = household.discussed
    if discussed is not None and not problem.tonight <= discussed.night < problem.horizon:
        message = f"{discussed.night} is no night of this plan"
        yield Fault(f"{path}/discussed/night", message, "a night that is planned, or leave it out")


def residents(problem: Problem) -> Iterator[Fault]:
    """Give every stay that is not what the occupancies say."""
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
    rooms = (problem.place_by_id[room] for room in (place.rooms if place else ()))
    empty = sorted(room.id for room in rooms if not set(stay.beds) & set(room.beds))
    if empty:
        # Joined rooms are used whole: a room in which nobody is told of could be given away.
        message = f"it has no bed in {', '.join(empty)}, which it uses too"
        yield Fault(f"{path}/stay/beds", message, "at least one bed of each of the joined rooms")
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
