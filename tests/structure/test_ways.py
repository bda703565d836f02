"""What a person may change to meet a rule: never safety, never what nobody can decide."""

from collections import Counter
from dataclasses import fields
from string import Formatter

import pytest

from solver.facts import Household, Place
from solver.rulebook import RULEBOOK
from solver.rules.grammar import Rule, TogetherRule
from solver.ways import BedWay, Way

GIVING_WAY = [(rule, way) for rule in RULEBOOK.everything for way in rule.gives_way]
NOBODY_DECIDES = {
    "adult_sexes",
    "b8_permit",
    "bedenktijd",
    "children",
    "guardian_checked",
    "lawful_stay",
    "legal_group",
    "multi_problem",
    "scheme",
    "sex_policy",
    "status_unclear",
    "without_status",
}

every_way = pytest.mark.parametrize(
    ("rule", "way"), GIVING_WAY, ids=[f"{rule.code}-{way.fact}" for rule, way in GIVING_WAY]
)


@every_way
def test_a_way_is_about_a_fact_that_its_rule_reads(
    rule: Rule | TogetherRule, way: Way | BedWay
) -> None:
    if isinstance(way, Way):
        assert isinstance(rule, Rule)
        assert way.fact in (*rule.reads.household, *rule.reads.place)
    else:
        assert isinstance(rule, TogetherRule)


@every_way
def test_a_way_changes_a_fact_that_is_told(rule: Rule | TogetherRule, way: Way | BedWay) -> None:
    if isinstance(way, Way):
        told = {field.name for kind in (Household, Place) for field in fields(kind)}
        assert (way.kept_in or way.fact) in told, rule.code


@every_way
def test_a_way_has_a_price_and_two_sentences(rule: Rule | TogetherRule, way: Way | BedWay) -> None:
    assert way.price > 0
    for text in (way.nl, way.en):
        assert text[0].isupper(), rule.code
        assert not text.endswith("."), rule.code
        assert {name for _, name, _, _ in Formatter().parse(text) if name} <= {"value"}
    assert way.nl != way.en


def test_safety_gives_way_only_to_a_question_that_nobody_asked_yet() -> None:
    safety = [(rule.code, way.fact) for rule, way in GIVING_WAY if rule.is_safety]
    assert safety == [("SAF-1", "risk_asked")]


def test_what_nobody_can_decide_never_gives_way() -> None:
    assert {way.fact for _, way in GIVING_WAY}.isdisjoint(NOBODY_DECIDES)
    assert "SEX-1" not in {rule.code for rule, _ in GIVING_WAY}


def test_a_fact_gives_way_for_one_rule_only() -> None:
    counted = Counter(way.fact for _, way in GIVING_WAY)
    assert set(counted.values()) == {1}
