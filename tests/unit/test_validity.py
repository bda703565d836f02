"""A rule of any kind can begin and end on a day: the first day counts, the last does not."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from solver.codes import Urgency
from solver.handbook import handbook
from solver.judgement import audit, broken_rulings, objections, penalty, referral_verdict
from solver.rulebook import RULEBOOK, Rulebook
from solver.rules.grammar import Finding, Rule, TogetherRule, holds, must, prefer, refer, together
from solver.rulings import Limit, measure
from solver.sought import Sought
from tests.builders import HORIZON, a_household, a_place, a_problem, night
from tests.plans import a_plan, an_option

PLACE, ANN = a_place("room"), a_household("ann")
PROBLEM = a_problem([ANN], [PLACE])
ANYTHING: dict[str, Any] = {"source": "design", "nl": "Nooit iemand."}
DAYS = [
    ({"valid_from": night(1)}, 0, False),
    ({"valid_from": night(1)}, 1, True),
    ({"valid_until": night(1)}, 0, True),
    ({"valid_until": night(1)}, 1, False),
    ({"valid_from": night(1), "valid_until": night(2)}, 0, False),
    ({"valid_from": night(1), "valid_until": night(2)}, 1, True),
    ({"valid_from": night(1), "valid_until": night(2)}, 2, False),
    ({}, 0, True),
]


@measure
def people(size: int) -> int:
    return size


def never(urgency: Urgency, /) -> Finding:
    """Nobody ever."""
    return holds(condition=False, urgency=urgency)


def nobody(sought: Sought) -> Iterator[Limit]:
    """Nobody anywhere."""
    for room in sought.rooms:
        yield Limit(where=sought.using(room.id), at_most=0, counts=people, facts={})


def a_book(validity: dict[str, Any]) -> Rulebook:
    """Build a rulebook with one rule of each kind, all with the same validity."""
    rules: tuple[Rule, ...] = (
        must("NEW-1", **ANYTHING, **validity)(never),
        refer("NEW-2", **ANYTHING, **validity)(never),
        prefer("NEW-3", points=3, **ANYTHING, **validity)(never),
    )
    last: TogetherRule = together("NEW-4", reads=("size",), **ANYTHING, **validity)(nobody)
    return Rulebook(version="test", rules=rules, together=(last,))


def judged(book: Rulebook, tonight: date) -> dict[str, bool]:
    """Say of each kind of rule whether it is asked about an evening."""
    problem = replace(PROBLEM, tonight=tonight)
    book = book.in_force(tonight)
    pair = (ANN, PLACE, tonight, HORIZON)
    return {
        "must": bool(objections(book, *pair)),
        "refer": bool(referral_verdict(book, ANN)),
        "prefer": penalty(book, *pair) == {"NEW-3": 3},
        "together": bool(broken_rulings(book, problem, [an_option(problem, "ann", "room", 2)])),
    }


@pytest.mark.parametrize(("validity", "day", "holds_then"), DAYS)
def test_a_rule_of_any_kind_holds_on_the_days_of_its_validity(
    validity: dict[str, Any], day: int, *, holds_then: bool
) -> None:
    assert set(judged(a_book(validity), night(day)).values()) == {holds_then}


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        (lambda book: book.rules[0], "In force from 2026-03-03, until and without 2026-03-05."),
        (lambda book: book.together[0], "In force from 2026-03-03, until and without 2026-03-05."),
    ],
)
def test_the_handbook_says_when_a_rule_holds(
    declared: Callable[[Rulebook], Rule | TogetherRule], told: str
) -> None:
    rule = declared(a_book({"valid_from": night(1), "valid_until": night(3)}))
    book = Rulebook(
        version="test",
        rules=(*RULEBOOK.rules, *([rule] if isinstance(rule, Rule) else [])),
        together=(*RULEBOOK.together, *([rule] if isinstance(rule, TogetherRule) else [])),
    )
    assert told in handbook(book, "en")
    assert "In force from" not in handbook(RULEBOOK, "en")


def test_the_audit_asks_only_the_rules_of_the_evening() -> None:
    plan = a_plan(PROBLEM, {"ann": ("room", 0, ("room-b1",))})
    added = a_book({"valid_from": night(1)})
    tomorrow = replace(
        RULEBOOK,
        rules=(*RULEBOOK.rules, *added.rules),
        together=(*RULEBOOK.together, *added.together),
    )
    assert audit(tomorrow, PROBLEM, plan) == ()
    at_once = replace(tomorrow, rules=(*RULEBOOK.rules, *a_book({}).rules))
    assert {breach.rule for breach in audit(at_once, PROBLEM, plan)} >= {"NEW-1", "NEW-2"}
