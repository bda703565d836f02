"""Judges choices made at once: which `together` rules they break."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from solver.choices import Broken, Choices
from solver.facts import Problem
from solver.plans import Option, SharedCost
from solver.rulebook import Rulebook
from solver.rules.grammar import TogetherRule
from solver.rulings import Limit, Ruling


@dataclass(frozen=True)
class Together:
    """Options taken at once, with all that the rules say of them; each rule is asked once."""

    book: Rulebook
    """The rules in force."""
    choices: Choices

    @cached_property
    def rulings(self) -> tuple[tuple[TogetherRule, Ruling], ...]:
        """Every ruling about these options, with its rule."""
        sought = self.choices.sought
        return tuple((rule, told) for rule in self.book.together for told in rule.rulings(sought))

    def broken(self) -> Iterator[tuple[TogetherRule, Broken]]:
        """Give every ruling that the options break together, night by night."""
        for rule, ruling in self.rulings:
            for broken in self.choices.broken(ruling):
                yield rule, broken

    def costs(self) -> tuple[SharedCost, ...]:
        """Give what the options cost together: each pool once, at the most it is gone over.

        In the order of rule and pool; pools that cost nothing are left out.
        """
        units: dict[tuple[str, str, int], int] = defaultdict(int)
        for rule, ruling in self.rulings:
            if isinstance(ruling, Limit) and ruling.points:
                most = max((over for _, over in self.choices.over(ruling)), default=0)
                pool = rule.code, ruling.pool, ruling.points
                units[pool] = max(units[pool], most)
        return tuple(
            SharedCost(code, pool, over, over * points)
            for (code, pool, points), over in sorted(units.items())
            if over
        )


def taken_together(book: Rulebook, problem: Problem, options: Iterable[Option]) -> Together:
    """Give options of one plan as the `together` rules in force judge them."""
    return Together(book.in_force(problem.tonight), choices_of(book, problem, options))


def broken_rulings(
    book: Rulebook, problem: Problem, options: Iterable[Option]
) -> tuple[tuple[TogetherRule, Broken], ...]:
    """Give every ruling that these options break together, with its rule, night by night."""
    return tuple(taken_together(book, problem, options).broken())


def choices_of(book: Rulebook, problem: Problem, options: Iterable[Option]) -> Choices:
    """Give options as `together` rules are asked about them."""
    grouped = (household for household in problem.households if household.group is not None)
    referred = frozenset(
        household.id
        for household in grouped
        if not all(rule.ask_of_household(household).met for rule in book.referrals)
    )
    return Choices(problem, sorted(set(options)), referred)


def shared_costs(
    book: Rulebook, problem: Problem, options: Iterable[Option]
) -> tuple[SharedCost, ...]:
    """Give what these options cost together; see `Together.costs`."""
    return taken_together(book, problem, options).costs()
