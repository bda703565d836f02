"""A part of a problem by itself: some households and places, all others as they were planned."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from solver.codes import BedId, Certainty, HouseholdId, OccupancyKind, PlaceId, Use
from solver.facts import Household, Occupancy, Problem
from solver.options import kept_apart
from solver.plans import Assignment, Option


def part_of(
    problem: Problem,
    fixed: Sequence[Assignment],
    households: Collection[HouseholdId],
    places: Collection[PlaceId],
) -> Problem:
    """Give the problem of some households and places; ``fixed`` is what all others keep.

    Combinations are those of which every room is among the places.
    """
    rooms = tuple(place for place in problem.places if place.id in places)
    beds = {bed for place in rooms for bed in place.beds}
    taken = _taken(problem, fixed, beds)
    known = {*households, *(o.household for o in taken)}
    joined = tuple(c for c in problem.combinations if set(c.rooms) <= {p.id for p in rooms})
    named = {p.id for p in rooms} | {c.id for c in joined}
    apart = kept_apart(problem)
    return replace(
        problem,
        households=tuple(
            _told(problem.household_by_id[h], named, apart.get(h, frozenset()) & known)
            for h in sorted(households)
        ),
        places=rooms,
        occupancies=taken,
        combinations=joined,
        reserves=tuple(r for r in problem.reserves if set(r.places) <= named),
    )


def _told(
    household: Household, places: Collection[PlaceId], apart: frozenset[HouseholdId]
) -> Household:
    """Give a household that names only what is in the part."""
    discussed = household.discussed
    return replace(
        household,
        keep_apart=apart,
        said_yes=frozenset(place for place in household.said_yes if place in places),
        parked=frozenset(parked for parked in household.parked if parked.place in places),
        discussed=discussed if discussed is None or discussed.place in places else None,
    )


def _taken(
    problem: Problem, fixed: Sequence[Assignment], beds: Collection[BedId]
) -> tuple[Occupancy, ...]:
    """Give how beds are taken: by the facts until somebody moves, and by those who come."""
    moves = {
        a.option.household: a.option
        for a in fixed
        if a.option.certainty is Certainty.CERTAIN
        and problem.household_by_id[a.option.household].is_resident
    }
    found: dict[BedId, list[Occupancy]] = {bed: [] for bed in beds}
    for occupancy in problem.occupancies:
        if occupancy.bed in found:
            move = moves.get(occupancy.household) if occupancy.household is not None else None
            found[occupancy.bed].extend(_left(occupancy, move))
    for assignment in fixed:
        for bed in assignment.beds:
            if bed in found:
                found[bed] = list(_with(problem, assignment.option, bed, found[bed]))
    return tuple(chain.from_iterable(found[bed] for bed in sorted(found)))


def _left(taken: Occupancy, move: Option | None) -> Iterator[Occupancy]:
    """Give what is left of an occupancy when a move ends it."""
    if move is None or taken.until <= move.night:
        yield taken
    elif taken.begins < move.night:
        yield replace(taken, until=move.night, expected_until=None)


def _with(
    problem: Problem, option: Option, bed: BedId, taken: Sequence[Occupancy]
) -> Iterator[Occupancy]:
    """Add a stay to what takes a bed; one that relies on a forecast begins when the bed is free.

    Until then the bed counts as taken, and nobody else relies on that forecast.
    """
    begins = option.night
    for occupancy in sorted(taken, key=lambda o: o.begins):
        if occupancy.begins < option.until and begins < occupancy.until:
            begins = max(begins, occupancy.until)
            yield replace(occupancy, expected_until=None)
        else:
            yield occupancy
    if begins < option.until:
        who, use = problem.household_by_id[option.household], problem.place_by_id[option.place].use
        yield Occupancy(
            bed=bed,
            begins=begins,
            until=option.until,
            kind=OccupancyKind.STAY,
            room_key=who.room_key if use is Use.SHARED_ROOM else who.id,
            household=who.id,
        )
