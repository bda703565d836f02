"""What a plan promises, and the report that a promise is broken."""

from dataclasses import dataclass
from enum import StrEnum

from solver.rules.grammar import Evidence


class Promise(StrEnum):
    """What holds for every plan that leaves the library."""

    EVERYBODY_ONCE = "everybody_once"
    """Every household is assigned, rests or is referred, and only one of these."""
    ONLY_THE_KNOWN = "only_the_known"
    """The plan names nobody and no place that the problem does not hold."""
    REFERRED_BY_RULE = "referred_by_rule"
    """A household is referred exactly when a rule says so."""
    NO_OBJECTION = "no_objection"
    """No `must` rule bars an assignment."""
    WITHIN_ITS_NIGHTS = "within_its_nights"
    """An assignment lasts from tonight or later to at most its hardest end."""
    LASTS_AS_LONG_AS_IT_CAN = "lasts_as_long_as_it_can"
    """An assignment that ends before its hardest end does so where the facts bring somebody."""
    HONEST_CERTAINTY = "honest_certainty"
    """What must still be asked, or is free by a forecast only, is not called certain."""
    BEDS_FOR_ALL = "beds_for_all"
    """Everybody has a bed of the place."""
    NO_BED_TWICE = "no_bed_twice"
    """No bed serves two on one night, those who are there already included."""
    TOGETHER_LAWFUL = "together_lawful"
    """No `together` rule is broken."""
    POINTS_ADD_UP = "points_add_up"
    """The points are those that the rules give, to the last one."""
    HONEST_PROOF = "honest_proof"
    """Nothing is called proven that is not."""
    CHAINS_TOLD = "chains_told"
    """Whoever waits for a move stands in a chain behind it."""
    CHAINS_SHORT = "chains_short"
    """No more acts follow one another than the limit allows."""
    MADE_FROM_THESE_FACTS = "made_from_these_facts"
    """The plan names the facts and the rulebook that it is judged by."""


@dataclass(frozen=True)
class Breach:
    """A broken promise, with the rule that says so where there is one."""

    promise: Promise
    facts: Evidence
    rule: str | None = None
