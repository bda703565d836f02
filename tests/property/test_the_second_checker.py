"""Two judges who share no code agree on every plan: the handbook says what the rules do.

`tests/checker` was written from the sentences of docs/handbook.md. Where the two disagree, either
a rule or its sentence is wrong.
"""

import ast
import json
from collections import Counter
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from random import Random
from types import FunctionType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tests.checker
from placement.exchange.bundled import bundled
from solver.budget import Budget
from solver.circumstances import Bedenktijd, Parked, Stay
from solver.codes import AgeBand, Mode, PlaceId, Use
from solver.documents import read_problem
from solver.engine import match
from solver.facts import DERIVED, Household, Occupancy, Place, Problem
from solver.judgement import audit
from solver.judgement.breaches import Promise
from solver.plans import Plan
from solver.ranked import ranked_plan
from solver.rulebook import RULEBOOK
from tests.builders import (
    GIRL,
    WOMAN,
    a_combination,
    a_household,
    a_place,
    a_problem,
    a_resident,
    night,
)
from tests.checker import check
from tests.checker.objections import (
    ASKED,
    CHAIN,
    ENDS,
    FACTS,
    ONCE,
    POINTS,
    PROOF,
    SHORT,
)
from tests.checker.spoiling import SPOILERS, send_elsewhere
from tests.plans import a_plan
from tests.property.strategies import problems
from tests.property.tiny import a_tiny_problem
from tests.property.tiny_houses import with_houses

MAY_BE_READ = {"solver.facts", "solver.circumstances", "solver.codes", "solver.plans"}
IN_OTHER_WORDS = {
    Promise.EVERYBODY_ONCE: ONCE,
    Promise.ONLY_THE_KNOWN: FACTS,
    Promise.REFERRED_BY_RULE: "ELI-6",
    Promise.WITHIN_ITS_NIGHTS: ENDS,
    Promise.LASTS_AS_LONG_AS_IT_CAN: SHORT,
    Promise.HONEST_CERTAINTY: ASKED,
    Promise.BEDS_FOR_ALL: "CAP-1",
    Promise.NO_BED_TWICE: "CAP-1",
    Promise.POINTS_ADD_UP: POINTS,
    Promise.CHAINS_TOLD: CHAIN,
    Promise.CHAINS_SHORT: CHAIN,
    Promise.HONEST_PROOF: PROOF,
}
SENTENCES = {f"ELI-{number}" for number in range(10)} | {f"SAF-{number}" for number in range(1, 6)}
SENTENCES |= {f"CAP-{number}" for number in range(1, 5)}
SENTENCES |= {"SEX-1", "ARR-1", "CAR-1", "WIS-1", "DEC-1", "OUT-0", "OUT-3", SHORT}
NAMED = sorted(f.name for f in bundled("problems").iterdir() if f.name.endswith(".json"))
BUDGET = Budget(deterministic=1.0, fuse_seconds=10.0)


def by_the_rules(problem: Problem, plan: Plan) -> set[str]:
    """Give what the first judge objects to, in the words of the second."""
    return {
        IN_OTHER_WORDS.get(breach.promise, breach.rule or "")
        for breach in audit(RULEBOOK, problem, plan)
        if breach.promise is not Promise.MADE_FROM_THESE_FACTS
    }


def by_the_handbook(problem: Problem, plan: Plan) -> set[str]:
    return {objection.code for objection in check(problem, plan)}


def assert_both_agree(problem: Problem, plan: Plan) -> set[str]:
    """Compare verdicts; and sentence by sentence where the plan can be read at all."""
    first, second = by_the_rules(problem, plan), by_the_handbook(problem, plan)
    assert bool(first) == bool(second), (first, check(problem, plan), plan)
    said = first | second
    if not said & {ONCE, FACTS, ENDS}:
        beside = {CHAIN} if len(said) > 1 else set()
        assert first - beside == second - beside, (check(problem, plan), plan)
    return first & second


def test_the_checker_shares_no_code_with_what_it_judges() -> None:
    for path in Path(tests.checker.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not isinstance(node, ast.Import), path
            if isinstance(node, ast.ImportFrom):
                source = node.module or ""
                ours = source.startswith("tests.checker")
                theirs = source.split(".")[0] in {"solver", "placement", "tests"}
                assert ours or not theirs or source in MAY_BE_READ, (path, source)


def test_the_checker_reads_only_what_was_told() -> None:
    """What the facts work out about themselves is not asked; their plain fields are."""
    facts = (Household, Place, Occupancy, Problem, AgeBand, Bedenktijd, Parked, Stay, Plan)
    told = {f.name for fact in facts if is_dataclass(fact) for f in fields(fact)}
    made = {f.name for f in fields(Place) if DERIVED in f.metadata} - {"rooms"}
    for fact in facts:
        made |= {
            name
            for name, value in vars(fact).items()
            if isinstance(value, property | cached_property | FunctionType)
            and not name.startswith("_")
        } - told
    for path in Path(tests.checker.__file__).parent.glob("*.py"):
        read = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        names = {node.attr for node in read if isinstance(node, ast.Attribute)}
        assert not names & made, (path, names & made)


@pytest.fixture(scope="module")
def solved() -> list[tuple[Problem, Plan]]:
    """Give tiny problems by seed, each with the plan of the engine."""
    some = [a_tiny_problem(seed) for seed in range(160)]
    some += [with_houses(a_tiny_problem(seed), seed) for seed in range(160)]
    return [(problem, match(problem, RULEBOOK, BUDGET)) for problem in some if problem.households]


@given(problems())
@settings(max_examples=70, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_plan_breaks_a_sentence_of_the_handbook(problem: Problem) -> None:
    assert check(problem, ranked_plan(problem, RULEBOOK)) == []
    assert check(problem, match(problem, RULEBOOK, BUDGET)) == []


def test_no_chain_breaks_a_sentence_of_the_handbook(solved: list[tuple[Problem, Plan]]) -> None:
    chains = Counter[bool]()
    for problem, plan in solved:
        assert check(problem, plan) == []
        chains.update(chain.is_ring for chain in plan.chains)
    assert min(chains[True], chains[False]) >= 3


@pytest.mark.parametrize("file", NAMED)
def test_no_plan_of_a_named_problem_breaks_a_sentence(file: str) -> None:
    document = json.loads(bundled("problems", file).read_text(encoding="utf-8"))
    problem = read_problem(document["problem"])
    assert check(problem, ranked_plan(problem, RULEBOOK)) == []
    assert check(problem, match(problem, RULEBOOK, BUDGET)) == []


@given(problems(), st.integers(0, 2**32))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_both_judges_agree_on_a_spoilt_plan(problem: Problem, seed: int) -> None:
    chance = Random(seed)
    plan = ranked_plan(problem, RULEBOOK)
    if problem.households:
        for spoil in SPOILERS.values():
            assert_both_agree(problem, spoil(chance, problem, plan))


@pytest.mark.parametrize("spoiler", SPOILERS)
def test_both_judges_see_what_was_spoilt(spoiler: str, solved: list[tuple[Problem, Plan]]) -> None:
    seen = 0
    for number, (problem, plan) in enumerate(solved):
        spoilt = SPOILERS[spoiler](Random(number), problem, plan)
        seen += bool(assert_both_agree(problem, spoilt))
    assert seen >= 3


def test_both_judges_find_every_sentence_broken_somewhere(
    solved: list[tuple[Problem, Plan]],
) -> None:
    broken = Counter[str]()
    for number, (problem, plan) in enumerate(solved):
        chance = Random(number)
        for _ in range(6):
            broken.update(assert_both_agree(problem, send_elsewhere(chance, problem, plan)))
    assert broken.keys() >= SENTENCES, SENTENCES - broken.keys()


def test_both_judges_count_the_same_links_of_a_chain(solved: list[tuple[Problem, Plan]]) -> None:
    too_long = 0
    for problem, plan in solved:
        if plan.chains:
            for limit in (1, 2):
                too_long += bool(assert_both_agree(replace(problem, chain_limit=limit), plan))
    assert too_long >= 3


def test_a_ring_told_only_as_a_line_is_not_told() -> None:
    """A family and a woman change places, and a second woman takes the family's other bed.

    The line says that the family goes first; in truth neither can go before the other.
    """
    room = a_place("room", 2, use=Use.SHARED_ROOM)
    flat = a_place("flat", 2)
    family = a_resident(room, "family", WOMAN, GIRL)
    woman = a_resident(flat, "woman")
    problem = a_problem([family, woman, a_household("second")], [room, flat])
    plan = a_plan(
        problem,
        {
            "family": ("flat", 0, flat.beds),
            "woman": ("room", 0, room.beds[:1]),
            "second": ("room", 0, room.beds[1:]),
        },
        ("family", "woman", "second"),
    )
    (line,) = plan.chains
    told = replace(plan, chains=(replace(line, acts=line.acts[:2], is_ring=True), line))
    assert by_the_rules(problem, told) == by_the_handbook(problem, told) == set()
    assert_both_agree(problem, plan)


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        (night(10), night(10)),
        (night(12), night(15)),
        (night(-1), night(10)),
        (night(-3), night(-1)),
        (night(0), night(11)),
        (night(4), night(4)),
        (night(6), night(2)),
        (date.min, date.max),
        (date.max, date.max),
    ],
)
def test_nights_outside_the_calendar_are_an_objection(begins: date, ends: date) -> None:
    """Whatever the dates say, a judge objects and does not stumble."""
    room = a_place("p1", mode=Mode.MEDIATE, max_nights=20, nights_lost_when_asked=2)
    problem = a_problem([a_household("h1"), a_household("h2")], [room, a_place("p2")])
    lawful = a_plan(problem, {"h1": ("p1", 0, room.beds), "h2": ("p2", 0, ("p2-b1",))})
    first, second = lawful.assignments
    moved = replace(first, option=first.option._replace(night=begins, until=ends))
    plan = replace(lawful, assignments=(moved, second))
    assert Promise.WITHIN_ITS_NIGHTS in {b.promise for b in audit(RULEBOOK, problem, plan)}
    assert ENDS in by_the_handbook(problem, plan)


def test_who_lives_in_joined_rooms_has_each_of_them_whole() -> None:
    """One bed of the one room is taken; the other room is part of the home all the same."""
    large, small = (
        a_place(name, beds, site="house") for name, beds in (("large", 2), ("small", 1))
    )
    lives = a_resident(large, "lives")
    problem = a_problem([lives, a_household("comes")], [large, small])
    joined = replace(
        problem,
        combinations=(a_combination("both", large, small),),
        households=tuple(
            replace(h, stay=replace(h.stay, place=PlaceId("both"))) if h.stay else h
            for h in problem.households
        ),
    )
    taken = {"comes": ("small", 0, small.beds)}
    assert by_the_handbook(problem, a_plan(problem, taken)) == set()
    assert by_the_handbook(joined, a_plan(joined, taken)) == {"CAP-2"}
