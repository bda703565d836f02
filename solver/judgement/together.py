"""Judges choices made at once: which `together` rules they break."""

from collections import defaultdict
from collections.abc import Iterable

from solver.choices import Broken, Choices
from solver.facts import Problem
from solver.plans import Option, SharedCost
from solver.rulebook import Rulebook
from solver.rules.grammar import TogetherRule
from solver.rulings import Limit


def broken_rulings(
    book: Rulebook, problem: Problem, options: Iterable[Option]
) -> tuple[tuple[TogetherRule, Broken], ...]:
    """Give every ruling that these options break together, with its rule, night by night."""
    choices = choices_of(book, problem, options)
    return tuple(
        (rule, broken)
        for rule in book.in_force(problem.tonight).together
        for ruling in rule.rulings(choices.sought)
        for broken in choices.broken(ruling)
    )


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
    """Give what these options cost together: each pool once, at the most it is gone over.

    In the order of rule and pool; pools that cost nothing are left out.
    """
    choices = choices_of(book, problem, options)
    units: dict[tuple[str, str, int], int] = defaultdict(int)
    for rule in book.in_force(problem.tonight).together:
        for ruling in rule.rulings(choices.sought):
            if isinstance(ruling, Limit) and ruling.points:
                most = max((over for _, over in choices.over(ruling)), default=0)
                pool = rule.code, ruling.pool, ruling.points
                units[pool] = max(units[pool], most)
    return tuple(
        SharedCost(code, pool, over, over * points)
        for (code, pool, points), over in sorted(units.items())
        if over
    )
