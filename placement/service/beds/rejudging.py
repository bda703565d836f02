"""Judging a household again at its own site: as if it came tonight into a room that is free of it.

Its right to the scheme was decided when it was placed and has clocks of its own, and it is in the
house already, so eligibility, arrival and the rules of moving from house to house are not asked.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from placement.errors import BedNoLongerFree, NotLawful
from placement.policy import Role, Subject
from placement.service.beds.judging import OF_BEDS, Move, PickedBed, pick_beds
from placement.service.beds.placing import Terms
from placement.service.questions.criteria import OF_THE_HOUSE
from placement.service.stays.locks import LockedStay
from placement.store.beds.taken import Taken
from placement.store.facts.problem_reader import Scope, problem_of
from placement.store.nights import ONE_NIGHT
from placement.store.tables import Occupancy
from solver.codes import HouseholdId, OccupancyKind, PlaceId
from solver.facts import Person, Problem
from solver.judgement import broken_rulings, objections

NOT_ASKED_AGAIN = ("ELI", "ARR", "OUT", "DEC")
"""Families of rules about coming to a house, not about living in it."""
EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True)
class Room:
    """A place with the household as it would live there, and the beds that it would have."""

    move: Move
    beds: tuple[PickedBed, ...]


def room_for(
    session: Session,
    locked: LockedStay,
    place: str,
    terms: Terms,
    *,
    people: Sequence[Person] | None = None,
    without: Collection[str] = (),
) -> Room:
    """Find the beds of a place in which a household can live from tonight.

    Args:
        session: the transaction of the act, with all locks taken.
        locked: the stay.
        place: a place of the same site.
        terms: by which rules and how far ahead is judged.
        people: the household as it will be, when that is not as it is written.
        without: further households whose beds are left free by the same act.

    Raises:
        NotLawful: a rule of living there bars it.
        BedNoLongerFree: the beds, or the use of the room, are not free on all its nights.
    """
    scope = Scope(
        horizon_nights=terms.horizon_nights,
        chain_limit=terms.chain_limit,
        sites=frozenset({locked.site}),
        referrals=frozenset(),
        residents=frozenset({locked.present_referral.id}),
        leaving=frozenset({locked.stay.household_id, *without}),
    )
    problem = problem_of(session, locked.now, scope, locked.rows)
    household = HouseholdId(locked.stay.household_id)
    told = problem.household_by_id.get(household)
    found = problem.place_by_id.get(PlaceId(place))
    if told is None or found is None:
        raise BedNoLongerFree(changed=("the_place_closed",), place=place)
    until = min(max(row.until for row in locked.own_rows), found.closes or problem.horizon)
    until = min(until, problem.horizon)
    move = Move(
        replace(
            told,
            people=told.people if people is None else tuple(people),
            stay=None,
            needed_until=until,
            said_yes=frozenset({found.id}),
            group=None,
        ),
        replace(found, admits_from=problem.tonight, arrival_days=EVERY_DAY),
        problem.tonight,
        until,
    )
    alone = _without(problem, move, {household, *without})
    _judge(alone, move, terms, locked.by)
    return Room(move, pick_beds(alone, [move])[0])


def rows_in(
    room: Room, locked: LockedStay, new_ids: Iterable[str], own: Sequence[Taken]
) -> list[Occupancy]:
    """What a household takes in a room from tonight, ending as its stay ended before."""
    last, closes = max(own, key=lambda row: row.until), room.move.place.closes
    until = max(last.until if closes is None else min(last.until, closes), locked.tonight)
    return [
        Occupancy(
            id=id_,
            bed_id=bed.id,
            place_id=bed.room.id,
            place_use=bed.room.use,
            household_id=locked.stay.household_id,
            placement_id=locked.placement.id,
            kind=OccupancyKind.STAY,
            use_key=room.move.use_key,
            begins=locked.tonight,
            until=max(until, locked.tonight + ONE_NIGHT),
            basis=last.basis,
        )
        for id_, bed in zip(new_ids, room.beds, strict=False)
    ]


def _without(problem: Problem, move: Move, leaving: Collection[str]) -> Problem:
    household, place = move.household, move.place
    return replace(
        problem,
        households=(household,),
        places=tuple(place if p.id == place.id else p for p in problem.places),
        occupancies=tuple(o for o in problem.occupancies if o.household not in leaving),
    )


def told(codes: Iterable[str], by: Subject) -> tuple[str, ...]:
    """The rules that somebody may be told of: a house only of its own criteria and its beds."""
    is_house = by.role is Role.INSTITUTION
    return tuple(sorted(c for c in codes if not is_house or c in OF_THE_HOUSE | OF_BEDS))


def _judge(problem: Problem, move: Move, terms: Terms, by: Subject) -> None:
    book = terms.rulebook.in_force(problem.tonight)
    barred = {
        rule.code
        for rule, _ in objections(book, move.household, move.place, move.night, move.until)
        if not rule.code.startswith(NOT_ASKED_AGAIN)
    }
    if barred:
        raise NotLawful(rules=told(barred, by), place=move.place.id)
    broken = tuple(sorted({rule.code for rule, _ in broken_rulings(book, problem, [move.option])}))
    # The reserve of a site is not touched: the household leaves as many beds as it takes.
    left = tuple(code for code in broken if code != "CAP-3")
    if any(code in OF_BEDS for code in left):
        raise BedNoLongerFree(changed=told(left, by), place=move.place.id)
    if left:
        raise NotLawful(rules=told(left, by), place=move.place.id)
