"""Whom to ask to move so that a place opens: the fewest residents, found by the engine itself.

Everybody whom the plan gives a place keeps it; only residents for whom it has nothing better may
be asked. The question is put as a small problem of its own, under the same requirements.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from solver.codes import HouseholdId, PlaceId
from solver.consistency import faults
from solver.engine.matching import match
from solver.explanation.changes import settled
from solver.facts import Household, Problem
from solver.plans import Assignment, Plan
from solver.rulebook import Rulebook
from solver.rules.grammar import Finding, Kind, Reads, Rule, Sentence, holds, short_by
from solver.ways import Way, edited

UNSAID = Sentence("", "")
NEVER = 10_000_000
"""Points of leaving the household without: more than any number of moves and changes."""


@dataclass(frozen=True)
class Opening:
    """What the question is about: whom a place is sought for, and at what price it could go."""

    household: HouseholdId
    by: date
    prices: Mapping[PlaceId, int]
    """The places that other changes would open but for those who live there, with their price."""
    price_of_moving: int


def whom_to_move(
    problem: Problem, book: Rulebook, plan: Plan, opening: Opening
) -> tuple[Assignment, tuple[Assignment, ...]] | None:
    """Give how the household gets a place and who moves for it; None when nobody's move helps."""
    asked = _small(problem, book, plan, opening)
    if faults(asked):  # others are to follow this household, so it cannot go elsewhere
        return None
    found = match(asked, _questions(book, opening, problem))
    own = found.assignment_of(opening.household)
    if own is None:
        return None
    return own, tuple(a for a in found.assignments if a is not own)


def _small(problem: Problem, book: Rulebook, plan: Plan, opening: Opening) -> Problem:
    """Give the facts as if the plan were carried out, but for those whom it leaves as they are."""
    own = opening.household
    facts = settled(
        problem, [(a.option, a.beds) for a in plan.assignments if a.option.household != own]
    )
    asked = [h for h in facts.households if h.id == own or (h.is_resident and h.group is None)]
    known = {h.id for h in asked} | {taken.household for taken in facts.occupancies}
    apart = {(other, h.id) for h in facts.households for other in h.keep_apart if h.id in known}
    return replace(
        facts,
        households=tuple(
            replace(
                _eased(h, book),
                keep_apart=frozenset(
                    other
                    for other in h.keep_apart | {o for one, o in apart if one == h.id}
                    if other in known
                ),
            )
            for h in asked
        ),
    )


def _eased(household: Household, book: Rulebook) -> Household:
    """Give a household that agrees to whatever a household can agree to; its price is asked."""
    for rule in book.musts:
        for way in rule.gives_way:
            if isinstance(way, Way) and way.fact in rule.reads.household:
                household = _with_all(household, way)
    return household


def _with_all(record: Any, way: Way) -> Any:  # noqa: ANN401 - a household or its stay
    if way.kept_in is not None:
        inner = getattr(record, way.kept_in)
        eased = None if inner is None else _with_all(inner, replace(way, kept_in=None))
        return replace(record, **{way.kept_in: eased})
    return replace(record, **{way.fact: _after_all(way, getattr(record, way.fact))})


def _after_all(way: Way, value: object) -> Any:  # noqa: ANN401 - the fact has any type
    for edit in list(way.edits(value)):
        value = edited(way.how, value, edit, way.becomes)
    return value


def _questions(book: Rulebook, opening: Opening, problem: Problem) -> Rulebook:
    """Give the requirements as they are, and no prices but those of the changes and the moves.

    Nobody is asked to move to where the household itself lives: that could only be a swap.
    """
    own = opening.household
    home = problem.household_by_id[own].present_place
    rooms = set(problem.rooms_of(home)) if home is not None else set()
    shared = {place for place in problem.place_by_id if rooms & set(problem.rooms_of(place))}

    def only_there(one: HouseholdId, there: PlaceId, *, night: date) -> Finding:
        if one != own:
            return holds(there not in shared)
        return holds(there in opening.prices and night <= opening.by)

    def changes(one: HouseholdId, there: PlaceId) -> Finding:
        return short_by(opening.prices.get(there, 0) if one == own else opening.price_of_moving)

    def rest(one: HouseholdId, *, night: date) -> Finding:
        return short_by(NEVER * (one == own and night >= problem.horizon))

    both, alone = Reads(("id",), ("id",), night=False, until=False), ("id",)
    return replace(
        book,
        rules=(
            *book.referrals,
            *(_eased_rule(rule, own) for rule in book.musts),
            _question(Kind.MUST, only_there, replace(both, night=True)),
            _question(Kind.PREFER, changes, both),
            _question(Kind.PREFER, rest, Reads(alone, (), night=True, until=False)),
        ),
    )


def _eased_rule(rule: Rule, own: HouseholdId) -> Rule:
    """Give a requirement that houses meet, for the one household, in all the ways they can."""
    ways = {
        way.fact: way
        for way in rule.gives_way
        if isinstance(way, Way) and way.fact in rule.reads.place
    }
    if not ways:
        return rule
    count = len(rule.reads.household)

    def check(*values: Any, **times: date) -> Finding:  # noqa: ANN401 - the facts of a rule
        ours, one, theirs = values[:count], values[count], values[count + 1 :]
        if one == own:
            named = zip(rule.reads.place, theirs, strict=True)
            theirs = tuple(_after_all(ways[n], v) if n in ways else v for n, v in named)
        return rule.check(*ours, *theirs, **times)

    return replace(
        rule, check=check, reads=replace(rule.reads, household=(*rule.reads.household, "id"))
    )


def _question(kind: Kind, check: Callable[..., Finding], reads: Reads) -> Rule:
    code = f"ASKED-{check.__name__}"
    return Rule(code, kind, "a question, no policy", UNSAID, check, reads, points=1)
