"""The least that people must change so that a place opens for a household.

Only what a rule declares to give way is ever tried, so never safety and never what nobody can
decide. A place is open when the household can be there, beside everybody else in the plan, by the
night on which it needs it.
"""

from collections.abc import Iterator

from solver.codes import HouseholdId, PlaceId
from solver.explanation.changes import Change, ResidentMoved, SmallestChange
from solver.explanation.searching import Search, Try
from solver.facts import Problem
from solver.judgement import referral_verdict
from solver.plans import Plan
from solver.rulebook import Rulebook
from solver.rules.grammar import TogetherRule
from solver.ways import BedFact, BedWay

NIGHTS_LATER = 14
"""So many nights later than needed are tried, as another night that people may agree on."""


def smallest_change(
    problem: Problem,
    rulebook: Rulebook,
    plan: Plan,
    household: HouseholdId,
    place: PlaceId | None = None,
    nights_later: int = NIGHTS_LATER,
    *,
    with_moves: bool = False,
) -> SmallestChange | None:
    """Give the least changes, by price, that open a place, or any place when none is named.

    No changes when it is open already; None when nothing that people can change opens it. With
    moves, residents whom the plan leaves where they are may also be asked to move: whom, the
    engine works out.

    Raises:
        KeyError: The problem has no such household or place.
    """
    book = rulebook.in_force(problem.tonight)
    who = problem.household_by_id[household]
    places = problem.offers if place is None else (problem.place_by_id[place],)
    if referral_verdict(book, who):
        return None
    search = Search(problem, book, plan, who, places, nights_later)
    found = search.least()
    if not with_moves or who.group is not None:
        return found
    moved = _with_moves(search, None if found is None else found.price)
    return moved or found


def _with_moves(search: Search, most: int | None) -> SmallestChange | None:
    """Give the least changes with moves of residents; None when they cost ``most`` or more."""
    told = next(_ways_of_moving(search.book), None)
    if told is None:
        return None
    rule, way = told
    prices = search.prices_by_need(None if most is None else most - way.price)
    if not prices:
        return None
    from solver.engine.moving import Opening, whom_to_move  # noqa: PLC0415 - it loads OR-Tools

    opening = Opening(search.who.id, search.needed, prices, way.price)
    moved = whom_to_move(search.problem, search.book, search.plan, opening)
    if moved is None:
        return None
    own, moves = moved
    number = next(n for n, p in enumerate(search.places) if p.id == own.option.place)
    changes: tuple[Change, ...] = (
        *search.changes_of_rules(Try(0, own.option.night, number, own.option.until)),
        *(
            ResidentMoved(rule=rule.code, by=way.by, price=way.price, move=a.option, beds=a.beds)
            for a in moves
        ),
    )
    found = search.smallest(number, changes)
    return None if found is None or (most is not None and found.price >= most) else found


def _ways_of_moving(book: Rulebook) -> Iterator[tuple[TogetherRule, BedWay]]:
    for rule in book.together:
        for way in rule.gives_way:
            if isinstance(way, BedWay) and way.fact is BedFact.STAY:
                yield rule, way
