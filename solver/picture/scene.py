"""What a picture shows, before it is drawn: who is in which beds on which nights, and who moves."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from string import ascii_uppercase

from solver.codes import BedId, Certainty, HouseholdId, OccupancyKind, PlaceId
from solver.facts import Occupancy, Place, Problem
from solver.plans import Chain, Option, Plan


class Mark(StrEnum):
    """What a bar says of its nights."""

    STAY = "stay"
    OUTSIDE = "outside"
    HOLD = "hold"
    OUTAGE = "outage"
    CERTAIN = "certain"
    TO_ASK = "to_ask"
    EXPECTED = "expected"
    FREED = "freed"
    """Free because a certain move of the plan ends a stay."""
    FORECAST = "forecast"
    """Likely to be free: the forecast of an end has passed, the firm end has not."""

    @property
    def is_left_over(self) -> bool:
        """Whether it tells what remains of an occupancy, beneath the others."""
        return self in {Mark.FREED, Mark.FORECAST}

    @property
    def is_planned(self) -> bool:
        """Whether the plan takes it."""
        return self in {Mark.CERTAIN, Mark.TO_ASK, Mark.EXPECTED}


@dataclass(frozen=True)
class Bar:
    """One party in some beds of a place on the nights [begins, until)."""

    mark: Mark
    place: PlaceId
    beds: tuple[BedId, ...]
    begins: date
    until: date
    who: HouseholdId | None
    """None where nobody of the register is meant."""
    acts: tuple[str, ...] = ()
    """The acts of chains that it is, for example ``A2``."""
    joined: PlaceId | None = None
    """The combination of rooms that is meant, where it is not the room alone."""


@dataclass(frozen=True)
class Move:
    """A resident who goes from one bed to another, or somebody who comes after a move."""

    acts: tuple[str, ...]
    is_ring: bool
    is_certain: bool
    night: date
    leaves: BedId | None
    """None for who had no bed in the register."""
    takes: BedId


@dataclass(frozen=True)
class Scene:
    """Everything that a picture shows."""

    tonight: date
    horizon: date
    places: tuple[Place, ...]
    bars: tuple[Bar, ...]
    moves: tuple[Move, ...]
    chains: tuple[tuple[str, Chain], ...]
    """Each with its letter."""
    plan: Plan


def scene(problem: Problem, plan: Plan, only: Collection[PlaceId] | None = None) -> Scene:
    """Lay out a plan; ``only`` names the places to show, None shows them all."""
    places = tuple(p for p in problem.places if only is None or p.id in only)
    shown = {bed for place in places for bed in place.beds}
    chains = tuple((_letters(n), chain) for n, chain in enumerate(plan.chains))
    acts = _acts(chains)
    bars = [bar for place in places for bar in _present(problem, plan, place)]
    bars += [bar for bar in _planned(problem, plan, acts) if shown & set(bar.beds)]
    moves = [m for m in _moves(problem, plan, chains, acts) if {m.leaves, m.takes} & shown]
    drawn = {act for move in moves for act in move.acts}
    return Scene(
        tonight=problem.tonight,
        horizon=problem.horizon,
        places=places,
        bars=tuple(sorted(bars, key=lambda b: (b.mark.is_left_over, b.place, b.beds, b.begins))),
        moves=tuple(moves),
        chains=tuple((a, c) for a, c in chains if drawn & {f"{a}{n}" for n in _numbers(c)}),
        plan=plan,
    )


def _letters(number: int) -> str:
    """Give the name of a chain: A to Z, then AA."""
    before, last = divmod(number, len(ascii_uppercase))
    return (_letters(before - 1) if before else "") + ascii_uppercase[last]


def _numbers(chain: Chain) -> range:
    return range(1, len(chain.acts) + 1)


def _acts(chains: tuple[tuple[str, Chain], ...]) -> dict[Option, tuple[str, ...]]:
    found: dict[Option, tuple[str, ...]] = {}
    for letter, chain in chains:
        for number, act in enumerate(chain.acts, start=1):
            found[act] = (*found.get(act, ()), f"{letter}{number}")
    return found


def _present(problem: Problem, plan: Plan, place: Place) -> Iterator[Bar]:
    """Give who is in a place by the facts, each until a certain move."""
    for taken in problem.occupancies_by_place[place.id]:
        begins, until = max(taken.begins, problem.tonight), min(taken.until, problem.horizon)
        leaves = _leaves(plan, taken)
        mark = Mark(taken.kind.value)
        ends = min(until, leaves or until)
        if leaves is None and taken.expected_until is not None:
            ends = min(until, max(begins, taken.expected_until))
        beds = (taken.bed,)
        if begins < ends:
            yield Bar(mark, place.id, beds, begins, ends, taken.household)
        left = Mark.FORECAST if leaves is None else Mark.FREED
        if max(begins, ends) < until:
            yield Bar(left, place.id, beds, max(begins, ends), until, taken.household)


def _leaves(plan: Plan, taken: Occupancy) -> date | None:
    """Give the night of the certain move that ends a stay, None when there is none."""
    if taken.household is None or taken.kind is not OccupancyKind.STAY:
        return None
    moves = plan.assignment_of(taken.household)
    is_certain = moves is not None and moves.option.certainty is Certainty.CERTAIN
    return moves.option.night if moves is not None and is_certain else None


def _planned(problem: Problem, plan: Plan, acts: dict[Option, tuple[str, ...]]) -> Iterator[Bar]:
    for taken in plan.assignments:
        option = taken.option
        for room in problem.rooms_of(option.place):
            beds = tuple(bed for bed in taken.beds if bed in problem.place_by_id[room].beds)
            if beds:
                yield Bar(
                    mark=Mark(option.certainty.value),
                    place=room,
                    beds=beds,
                    begins=option.night,
                    until=option.until,
                    who=option.household,
                    acts=acts.get(option, ()),
                    joined=option.place if option.place != room else None,
                )


def _moves(
    problem: Problem,
    plan: Plan,
    chains: tuple[tuple[str, Chain], ...],
    acts: dict[Option, tuple[str, ...]],
) -> Iterator[Move]:
    """Give an arrow for every move of a resident and every act of a chain."""
    in_a_ring = {act for _, chain in chains if chain.is_ring for act in chain.acts}
    for taken in plan.assignments:
        option, stay = taken.option, problem.household_by_id[taken.option.household].stay
        if taken.beds and (stay is not None or option in acts):
            yield Move(
                acts=acts.get(option, ()),
                is_ring=option in in_a_ring,
                is_certain=option.certainty is Certainty.CERTAIN,
                night=option.night,
                leaves=stay.beds[0] if stay else None,
                takes=taken.beds[0],
            )
