"""Change the whole problem in a way whose effect is known: the plan must change just so."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from random import Random
from typing import TypeVar

from solver.codes import BedId, HouseholdId, PlaceId, Scheme
from solver.documents import canonical
from solver.engine import match
from solver.facts import Household, Problem
from solver.judgement import rest_penalty
from solver.plans import Plan, Proof
from solver.rulebook import RULEBOOK
from tests.builders import a_household, a_place
from tests.trust.countries import a_tiny_country
from tests.trust.found import Found, Programme
from tests.trust.transformed import renamed, shifted

T = TypeVar("T")
Relation = Callable[[Random, Problem, Plan], bool | None]
"""Whether the relation holds; None when the case has nothing to change."""

EACH = 2_000
HOPELESS = HouseholdId("zz-hopeless")
USELESS = PlaceId("a0-useless")


def permute(chance: Random, problem: Problem, plan: Plan) -> bool:
    """The order of the facts makes no difference to a single byte."""
    shuffled = replace(
        problem,
        households=_shuffled(chance, problem.households),
        places=_shuffled(chance, problem.places),
        occupancies=_shuffled(chance, problem.occupancies),
    )
    return _told(match(shuffled, RULEBOOK)) == _told(plan)


def rename(chance: Random, problem: Problem, plan: Plan) -> bool:
    """Other ids give the same points, and the same plan when their order is the same."""
    ids = sorted(_ids(problem))
    in_order = {old: f"n{number:04}" for number, old in enumerate(ids)}
    mixed = dict(zip(ids, _shuffled(chance, tuple(in_order.values())), strict=True))
    again = match(renamed(problem, in_order), RULEBOOK)
    otherwise = match(renamed(problem, mixed), RULEBOOK)
    return _told(again) == _told(renamed(plan, in_order)) and _as_good(otherwise, plan)


def add_a_useless_place(_: Random, problem: Problem, plan: Plan) -> bool:
    """A place that nobody may use changes nothing."""
    useless = a_place(USELESS, 2, scheme=Scheme("NOBODY_KNOWS"), admits_from=problem.tonight)
    more = match(replace(problem, places=(useless, *problem.places)), RULEBOOK)
    return _told(more) == _told(plan)


def add_a_hopeless_request(_: Random, problem: Problem, plan: Plan) -> bool:
    """Somebody for whom there is no place costs their own rest and nobody else anything."""
    hopeless = a_household(
        HOPELESS,
        needed_from=problem.tonight,
        arrives_from=problem.tonight,
        needed_until=problem.horizon,
        security_needed=99,
    )
    more = match(replace(problem, households=(*problem.households, hopeless)), RULEBOOK)
    cost = sum(rest_penalty(RULEBOOK, hopeless, problem.horizon).values())
    others = replace(more, rests=tuple(r for r in more.rests if r.household != HOPELESS))
    same = _told(replace(others, points=plan.points, bound=plan.bound)) == _told(plan)
    return same and more.points == plan.points + cost and more.proof is plan.proof


def double_a_place(chance: Random, problem: Problem, plan: Plan) -> bool:
    """A second place like one that is there never makes the plan worse."""
    place = chance.choice(problem.places)
    beds = tuple(BedId(f"{bed}-second") for bed in place.beds)
    second = replace(place, id=PlaceId(f"{place.id}-second"), beds=beds)
    more = match(replace(problem, places=(*problem.places, second)), RULEBOOK)
    return more.proof is Proof.OPTIMAL and more.points <= plan.points


def drop_an_unplaced_request(chance: Random, problem: Problem, plan: Plan) -> bool | None:
    """Without somebody who got no place the rest of the plan is as good as it was."""
    resting = {rest.household: sum(rest.points.values()) for rest in plan.rests}
    unplaced = [h for h in problem.households if h.id in resting and _stands_alone(h)]
    if not unplaced:
        return None
    dropped = chance.choice(unplaced)
    left = tuple(
        replace(h, keep_apart=h.keep_apart - {dropped.id})
        for h in problem.households
        if h is not dropped
    )
    fewer = match(replace(problem, households=left), RULEBOOK)
    return fewer.proof is Proof.OPTIMAL and fewer.points == plan.points - resting[dropped.id]


def shift_all_dates(chance: Random, problem: Problem, plan: Plan) -> bool:
    """The same facts some weeks later give the same plan as much later."""
    days = 7 * chance.randint(1, 8)
    later = shifted(problem, days)
    same_rules = RULEBOOK.in_force(later.tonight) == RULEBOOK.in_force(problem.tonight)
    return same_rules and _told(match(later, RULEBOOK)) == _told(shifted(plan, days))


RELATIONS: Mapping[str, Relation] = {
    "permute": permute,
    "rename": rename,
    "add a useless place": add_a_useless_place,
    "add a hopeless request": add_a_hopeless_request,
    "double a place": double_a_place,
    "drop an unplaced request": drop_an_unplaced_request,
    "shift all dates": shift_all_dates,
}
FURTHER_ON = 1_000_000
"""Where the next problem is drawn when a relation has nothing to change in one."""


def run(numbers: range) -> Found:
    """Try one relation on the tiny problem of each number, each relation in turn."""
    return sum((_try(number) for number in numbers), Found())


def _try(number: int) -> Found:
    name = list(RELATIONS)[number % len(RELATIONS)]
    held, seed = None, number // len(RELATIONS)
    while held is None:
        problem = a_tiny_country(seed)
        held = RELATIONS[name](Random(seed), problem, match(problem, RULEBOOK))
        seed += FURTHER_ON
    return Found(1, Counter([name]), () if held else (f"{number}: {name}",))


def _shuffled(chance: Random, values: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(chance.sample(values, len(values)))


def _ids(problem: Problem) -> Iterable[str]:
    named = (problem.places, problem.households, problem.combinations, problem.reserves)
    told: list[str] = [one.id for kind in named for one in kind]
    beds = {bed for place in problem.places for bed in place.beds}
    groups = {h.group for h in problem.households if h.group is not None}
    return {*beds, *groups, *told, *(p.site for p in problem.places)}


def _stands_alone(household: Household) -> bool:
    """Whether nothing else changes without somebody: no bed is left, no group is smaller."""
    return not household.is_resident and household.group is None


def _as_good(one: Plan, other: Plan) -> bool:
    return (one.points, one.proof) == (other.points, other.proof)


def _told(plan: Plan) -> bytes:
    """Give a plan as bytes, but for the digest of its facts."""
    return canonical(replace(plan, provenance=replace(plan.provenance, facts_digest="")))


RELATIONS_PROGRAMME = Programme(
    name="relations",
    proves="permuting, renaming, adding, doubling, dropping and shifting change a plan just so",
    run=run,
    cases=EACH * len(RELATIONS),
    sample=5 * len(RELATIONS),
    piece=100 * len(RELATIONS),
    must_cover=dict.fromkeys(RELATIONS, EACH),
)
