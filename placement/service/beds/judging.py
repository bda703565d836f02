"""Judging again under the locks: a proposal is taken only if today's facts still allow it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from placement.errors import BedNoLongerFree, HouseNotAsked, NotLawful
from solver.beds import Beds, arrivals_by_place, beds_of, moves_that_free, ways_to_pick
from solver.codes import BedId, Certainty, PlaceId, Use
from solver.facts import Household, Place, Problem
from solver.judgement import broken_rulings, certainty, objections, referral_verdict
from solver.plans import Option
from solver.rulebook import Rulebook

OF_BEDS = frozenset({"CAP-1", "CAP-2", "CAP-3"})
"""The rules about what is free; the others about several households say who may come together."""


@dataclass(frozen=True)
class Move:
    """One household that takes one place, with the facts of both."""

    household: Household
    place: Place
    night: date
    until: date

    @property
    def option(self) -> Option:
        """The move as the rules know it."""
        return Option(self.household.id, self.place.id, self.night, self.until)

    @property
    def use_key(self) -> str:
        """How the household uses the room: with others of its sex, or whole."""
        shared = self.place.use is Use.SHARED_ROOM
        return self.household.room_key if shared else self.household.id


@dataclass(frozen=True)
class PickedBed:
    """A bed with the room in which it stands: the place itself, or a room of a combination."""

    id: BedId
    room: Place


def judge_again(problem: Problem, moves: Sequence[Move], book: Rulebook) -> None:
    """Judge every pair, and all of them together with everybody present.

    Raises:
        NotLawful: a rule bars a household from its place, or them from each other.
        HouseNotAsked: the house decides itself and has not said yes.
        BedNoLongerFree: the beds or the use of the room are not free on some night.
    """
    in_force = book.in_force(problem.tonight)
    for move in moves:
        _judge_pair(move, in_force)
    broken = broken_rulings(in_force, problem, [move.option for move in moves])
    if not broken:
        return
    codes = tuple(sorted({rule.code for rule, _ in broken}))
    facts = {name: value for _, ruling in broken for name, value in ruling.facts.items()}
    if any(code in OF_BEDS for code in codes):
        raise BedNoLongerFree(changed=codes, **facts)
    raise NotLawful(rules=codes, **facts)


def _judge_pair(move: Move, book: Rulebook) -> None:
    household, place = move.household, move.place
    verdict = referral_verdict(book, household)
    barred = objections(book, household, place, move.night, move.until)
    if verdict or barred:
        codes = tuple(sorted({rule.code for rule, _ in (*verdict, *barred)}))
        raise NotLawful(rules=codes, place=place.id)
    if certainty(household, place) is not Certainty.CERTAIN:
        raise HouseNotAsked(place=place.id)


def pick_beds(problem: Problem, moves: Sequence[Move]) -> list[tuple[PickedBed, ...]]:
    """Pick beds for each move, in the order of the moves, as the solver picks them for a plan.

    Of a combination at least one in each of its rooms: it is taken whole, however few they are.

    Raises:
        BedNoLongerFree: no bed is free on all of the nights, though there is one for each night.
    """
    options = [move.option for move in moves]
    leaving = moves_that_free(problem, options)
    picked: dict[Option, tuple[BedId, ...]] = {}
    for place, arrivals in arrivals_by_place(options).items():
        beds = beds_of(problem, place, leaving)
        found = next(ways_to_pick(problem, beds, arrivals), None)
        if found is None:
            raise BedNoLongerFree(changed=("CAP-1",), place=place)
        picked |= {
            option: _in_each_room(problem, option, own, beds) for option, own in found.items()
        }
    return [tuple(_standing(problem, option.place, picked[option])) for option in options]


def _in_each_room(
    problem: Problem, option: Option, picked: tuple[BedId, ...], beds: Beds
) -> tuple[BedId, ...]:
    """The beds picked, with one of each room that has none instead of one too many elsewhere."""
    found = list(picked)
    rooms = [problem.place_by_id[room] for room in problem.rooms_of(option.place)]
    for room in rooms:
        if not set(room.beds).isdisjoint(found):
            continue
        free = [bed for bed in room.beds if not any(taken.bars(option) for taken in beds[bed])]
        if not free:
            raise BedNoLongerFree(changed=("CAP-1",), place=room.id)
        # As the solver: what the last household leaves comes first, so that who follows shows.
        awaited = (b for b in free if any(taken.is_awaited_by(option) for taken in beds[b]))
        crowded = (set(r.beds) for r in rooms if len(set(r.beds).intersection(found)) > 1)
        if spare := next((bed for own in crowded for bed in reversed(found) if bed in own), None):
            found.remove(spare)
        found.append(next(awaited, free[0]))
    return tuple(found)


def _standing(problem: Problem, place: PlaceId, beds: Sequence[BedId]) -> Iterator[PickedBed]:
    room_of = {
        bed: problem.place_by_id[room]
        for room in problem.rooms_of(place)
        for bed in problem.place_by_id[room].beds
    }
    return (PickedBed(bed, room_of[bed]) for bed in beds)
