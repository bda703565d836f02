"""Cases of rules: facts and what the rule says of them, so that a rule is a table to read."""

from collections.abc import Sequence
from dataclasses import dataclass

from solver.choices import Choices
from solver.codes import Certainty
from solver.facts import Household, Place, Problem
from solver.judgement import certainty
from solver.plans import Option
from solver.rules.grammar import Kind, Rule, TogetherRule
from tests.builders import HORIZON, TONIGHT, night


@dataclass(frozen=True)
class Case:
    """One household and one place: what is lacking, in the units of the rule."""

    says: str
    household: Household
    place: Place
    lacking: int
    night: int = 0
    until: int = 10

    def outcome(self, rule: Rule) -> int:
        problem = Problem(
            tonight=TONIGHT,
            horizon=HORIZON,
            households=(self.household,),
            places=(self.place,),
        )
        (place,) = problem.places
        if rule.kind is Kind.REFER:
            return rule.ask_of_household(self.household).shortfall
        found = rule.ask(self.household, place, night(self.night), night(self.until))
        return found.shortfall


@dataclass(frozen=True)
class Resting:
    """A household that stays as it is until the horizon."""

    says: str
    household: Household
    lacking: int

    def outcome(self, rule: Rule) -> int:
        return rule.ask_of_rest(self.household, HORIZON).shortfall


@dataclass(frozen=True)
class Together:
    """Choices made at once: whether they break a ruling of the rule."""

    says: str
    problem: Problem
    chosen: Sequence[tuple[str, str, int, int]]
    """Household, place, first night, end."""
    lacking: int
    expected: frozenset[str] = frozenset()
    """The households whose option rests on a forecast."""

    def outcome(self, rule: TogetherRule) -> int:
        choices = self.choices()
        rulings = rule.rulings(choices.sought)
        return int(any(broken for ruling in rulings for broken in choices.broken(ruling)))

    def choices(self) -> Choices:
        return Choices(self.problem, sorted(self.option(*chosen) for chosen in self.chosen))

    def option(self, household: str, place: str, begins: int, until: int) -> Option:
        h = next(h for h in self.problem.households if h.id == household)
        p = next(p for p in self.problem.offers if p.id == place)
        how = Certainty.EXPECTED if household in self.expected else certainty(h, p)
        return Option(h.id, p.id, night(begins), night(until), how)
