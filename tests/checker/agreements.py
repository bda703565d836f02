"""What is agreed with houses and groups: crisis reserves (CAP-3), smallest parts (CAP-4)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from solver.codes import Certainty, GroupId, HouseholdId, SiteId, Urgency
from solver.facts import Household, Occupancy, Reserve
from solver.plans import Option, Plan, SharedCost
from tests.checker.households import is_referred
from tests.checker.objections import Objection, nights
from tests.checker.rooms import certain_moves, leaves_on
from tests.checker.told import Told, lasts_until

A_BED_OF_THE_RESERVE = 200
BARRED = (Urgency.PLANNED, Urgency.SOON)


def objections_to_the_reserves(told: Told, plan: Plan) -> Iterator[Objection]:
    """CAP-3: planned and soon are never more than what is left over, either time."""
    for reserve in told.problem.reserves:
        for night, left, comers in _nights_of(told, plan, reserve):
            barred = [name for name in comers if name.urgency in BARRED]
            if _people(barred) > left:
                for household in barred:
                    what = f"{left} beds beside {reserve.id} on {night}"
                    yield Objection("CAP-3", household.id, what)


def due_for_the_reserves(told: Told, plan: Plan) -> list[SharedCost]:
    """CAP-3: what is used of each reserve on the night on which it is most."""
    due = []
    for reserve in told.problem.reserves:
        used = [_people(comers) - left for _, left, comers in _nights_of(told, plan, reserve)]
        most = max(used, default=0)
        if most > 0:
            due.append(SharedCost("CAP-3", reserve.id, most, most * A_BED_OF_THE_RESERVE))
    return due


def objections_to_the_groups(told: Told, plan: Plan) -> Iterator[Objection]:
    """CAP-4: who comes finds, with those who come along, the smallest part of the group."""
    options = {a.option.household: a.option for a in plan.assignments}
    for name, option in options.items():
        household = told.households[name]
        if household.group is None:
            continue
        group = _group(told, household.group)
        if household not in group:
            continue
        everybody = _people(group)
        part = household.smallest_part
        asked = everybody if part is None else min(part, everybody)
        site = told.offer(option).place.site
        with_them = [o for o in group if o.id != name and _is_at(told, options, o, site, option)]
        come = len(household.people) + _people(with_them)
        if come < asked:
            yield Objection("CAP-4", name, f"{come} of {asked} at {site} on {option.night}")


def _nights_of(
    told: Told, plan: Plan, reserve: Reserve
) -> Iterator[tuple[date, int, Sequence[Household]]]:
    """Give, either time, each night of a reserve with what is left over and who is coming."""
    begins = max(reserve.begins, told.problem.tonight)
    until = min(reserve.until, told.problem.horizon)
    beds = {bed for place in reserve.places for bed in told.offers[place].place.beds}
    taken = [occupancy for bed in beds for occupancy in told.on_bed.get(bed, ())]
    moves = certain_moves(told, plan)
    options = [
        assignment.option
        for assignment in plan.assignments
        if set(told.offer(assignment.option).parts) & set(reserve.places)
    ]
    for as_expected in (False, True):
        counted = [o for o in options if as_expected or o.certainty is not Certainty.EXPECTED]
        for night in nights(begins, until) if counted else ():
            comers = [told.household(o) for o in counted if o.night <= night < o.until]
            there = [t for t in taken if _covers(t, night, as_expected=as_expected)]
            gone = [t for t in there if leaves_on(t, moves, t.until) <= night]
            left = len(beds) - len({t.bed for t in there}) - reserve.beds
            left = left + len({t.bed for t in gone}) if left >= 0 else 0
            yield night, left, comers


def _covers(taken: Occupancy, night: date, *, as_expected: bool) -> bool:
    return taken.begins <= night < lasts_until(taken, as_expected=as_expected)


def _people(households: Sequence[Household]) -> int:
    return sum(len(household.people) for household in households)


def _group(told: Told, group: GroupId) -> list[Household]:
    """Give who belongs to a group and is matched, or lives somewhere already."""
    return [
        household
        for household in told.problem.households
        if household.group == group and (household.stay is not None or not is_referred(household))
    ]


def _is_at(
    told: Told,
    options: Mapping[HouseholdId, Option],
    other: Household,
    site: SiteId,
    comes: Option,
) -> bool:
    """Tell whether one of the group sleeps at a site when somebody comes, or still lives there.

    All choices count, the open ones too; who lives there does so as the facts are.
    """
    option = options.get(other.id)
    if option is not None and option.night <= comes.night:
        return told.offer(option).place.site == site and comes.night < option.until
    return any(
        told.room_of[taken.bed].site == site and _covers(taken, comes.night, as_expected=False)
        for taken in told.of_household.get(other.id, ())
    )
