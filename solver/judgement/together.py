"""Judges choices made at once: which `together` rules they break."""

from collections.abc import Iterable

from solver.choices import Broken, Choices
from solver.facts import Problem
from solver.plans import Option
from solver.rulebook import Rulebook
from solver.rules.grammar import TogetherRule


def broken_rulings(
    book: Rulebook, problem: Problem, options: Iterable[Option]
) -> tuple[tuple[TogetherRule, Broken], ...]:
    """Give every ruling that these options break together, with its rule, night by night."""
    choices = Choices(problem, sorted(set(options)))
    return tuple(
        (rule, broken)
        for rule in book.in_force(problem.tonight).together
        for ruling in rule.rulings(choices.sought)
        for broken in choices.broken(ruling)
    )
