"""What must hold of every rule, so that the next one is written like the others."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from solver.codes import Urgency
from solver.facts import Household, Place
from solver.handbook import most_of_preferences
from solver.rulebook import RULEBOOK
from solver.rules.grammar import Kind, Rule, TogetherRule
from solver.rules.waiting import RATES

TESTS = Path(__file__).parents[1]
RULE_FILES = sorted((TESTS.parent / "solver" / "rules").glob("*.py"))
PRICES_PER_NIGHT = {"WAI-1", "WAI-2", "WAI-3", "WAI-4", "OUT-1"}
MOST_LINES = 12

every_rule = pytest.mark.parametrize("rule", RULEBOOK.everything, ids=lambda rule: rule.code)
every_pair_rule = pytest.mark.parametrize("rule", RULEBOOK.rules, ids=lambda rule: rule.code)


def test_a_code_is_used_once() -> None:
    codes = [rule.code for rule in RULEBOOK.everything]
    assert len(set(codes)) == len(codes)


def test_every_rule_that_is_written_is_in_the_rulebook() -> None:
    written = {
        id(value)
        for path in RULE_FILES
        for value in vars(importlib.import_module(f"solver.rules.{path.stem}")).values()
        if isinstance(value, Rule | TogetherRule)
    }
    assert written == {id(rule) for rule in RULEBOOK.everything}


@every_rule
def test_a_rule_has_two_sentences_and_a_source(rule: Rule | TogetherRule) -> None:
    assert all(s.endswith(".") and s[0].isupper() for s in rule.sentence)
    assert rule.sentence.nl != rule.sentence.en
    assert "domain" in rule.source or "design" in rule.source


@every_pair_rule
def test_a_rule_reads_facts_by_their_name_and_type(rule: Rule) -> None:
    told = get_type_hints(rule.check)
    assert told.pop("return").__name__ == "Finding"
    known = {Household: facts_of(Household), Place: facts_of(Place)}
    for name in rule.reads.household:
        assert told.pop(name) == known[Household][name]
    for name in rule.reads.place:
        assert told.pop(name) == known[Place][name]
    assert all(kind is date for kind in told.values())


def test_the_two_sides_have_no_fact_of_one_name() -> None:
    assert facts_of(Household).keys() & facts_of(Place).keys() == {"id"}


@every_pair_rule
def test_no_rule_reads_an_id_that_tells_equal_places_apart(rule: Rule) -> None:
    assert not {"id", "beds"} & {*rule.reads.household, *rule.reads.place}


@every_pair_rule
def test_the_legal_group_decides_on_eligibility_only(rule: Rule) -> None:
    reads_it = "legal_group" in rule.reads.household
    assert not reads_it or rule.code.startswith("ELI")


@every_rule
def test_a_rule_has_a_table_with_what_it_bars_and_what_it_lets_pass(
    rule: Rule | TogetherRule,
) -> None:
    cases = [case for table in tables() for case in table.get(rule.code, ())]
    assert {case.lacking > 0 for case in cases} == {True, False}


@every_rule
def test_a_rule_has_a_law(rule: Rule | TogetherRule) -> None:
    assert rule.code in laws()


@every_rule
def test_a_rule_is_short(rule: Rule | TogetherRule) -> None:
    check = rule.check if isinstance(rule, Rule) else rule.rulings
    (written,) = ast.parse(inspect.getsource(check)).body
    assert isinstance(written, ast.FunctionDef)
    docstring, *body = written.body
    assert isinstance(docstring, ast.Expr)
    assert (body[-1].end_lineno or 0) - body[0].lineno + 1 <= MOST_LINES


def test_the_preferences_of_one_household_stay_under_300_points() -> None:
    assert most_of_preferences(RULEBOOK) < 300
    assert RATES[Urgency.ACUTE] > 33 * most_of_preferences(RULEBOOK)


def test_only_prices_per_night_have_no_upper_bound() -> None:
    unbounded = {rule.code for rule in RULEBOOK.prices if rule.at_most is None}
    assert unbounded == PRICES_PER_NIGHT
    assert all(rule.points > 0 for rule in RULEBOOK.prices)


def test_only_a_preference_has_a_price_and_only_by_its_own_word() -> None:
    for rule in RULEBOOK.rules:
        if rule.kind is not Kind.PREFER:
            assert (rule.points, rule.at_most, rule.also_at_rest) == (0, None, False)


def test_the_rates_of_nights_can_be_counted_in_tenths() -> None:
    assert [rate % 10 for rate in RATES.values()] == [0] * len(Urgency)


def test_safety_is_never_a_preference() -> None:
    kinds = {rule.kind for rule in RULEBOOK.everything if rule.is_safety}
    assert kinds == {Kind.MUST, Kind.TOGETHER}


def test_rule_files_do_not_know_each_other() -> None:
    names = {f"solver.rules.{path.stem}" for path in RULE_FILES} - {"solver.rules.grammar"}
    imported = {
        (path.stem, node.module)
        for path in RULE_FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module in names
    }
    assert imported == set()


def facts_of(kind: type) -> dict[str, Any]:
    """Every fact that a rule may read, with its type: fields and derived facts alike."""
    derived = {
        name: get_type_hints(value.func)["return"]
        for name, value in vars(kind).items()
        if isinstance(value, cached_property)
    }
    return get_type_hints(kind) | derived


def tables() -> Iterator[dict[str, Any]]:
    for path in sorted((TESTS / "unit").glob("test_rules_*.py")):
        yield getattr(importlib.import_module(f"tests.unit.{path.stem}"), "TABLE", {})


def laws() -> set[str]:
    modules = (
        importlib.import_module(f"tests.property.{path.stem}")
        for path in (TESTS / "property").glob("test_laws*.py")
    )
    return {
        code
        for module in modules
        for name, value in vars(module).items()
        if name.startswith("test_")
        for code in getattr(value, "law_of", ())
    }
