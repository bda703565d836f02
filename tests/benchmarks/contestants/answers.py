"""What a contestant answers, and the round that all who solve a model go through."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from solver.facts import Problem
from solver.plans import Option
from solver.rulebook import Rulebook
from tests.benchmarks.contestants.carrying_out import CarriedOut, carry_out, cuts_against
from tests.benchmarks.contestants.columns import Columns
from tests.benchmarks.contestants.sheet import Sheet


@dataclass(frozen=True)
class Answer:
    """The options of a plan that can be carried out, and what the contestant says of it.

    ``bound`` is in points and counts everybody's rest; None when nothing is proven. ``preparing``
    is the part of the seconds that went into asking the rules and writing the model, if apart.
    """

    options: tuple[Option, ...]
    bound: int | None
    preparing: float | None
    seconds: float
    cuts: int = 0
    is_lawful: bool = True
    """Whether its last plan could be carried out; else the options are none at all."""


@dataclass(frozen=True)
class Solved:
    """What a solver says of a model: variables taken, and a bound on the sum, when it has any."""

    taken: frozenset[int] | None
    bound: int | None


Solver = Callable[[Sheet, Sequence[int], float], Solved]
"""Told the rows, the points of the first variables (the others cost nothing), the seconds left."""
Lister = Callable[[Problem, Rulebook], Columns]
Writer = Callable[[Columns], Sheet]


def model_and_cut(
    problem: Problem,
    book: Rulebook,
    seconds: float,
    *,
    columns: Lister,
    write: Writer,
    solve: Solver,
) -> Answer:
    """Write the model, solve it, forbid what cannot be carried out, until time runs out."""
    began = time.perf_counter()
    listed = columns(problem, book)
    sheet = write(listed)
    prepared = time.perf_counter() - began
    offset, gains = sum(listed.rests.values()), listed.gains
    cuts, is_proven, bound = 0, True, None
    options: tuple[Option, ...] | None = None
    while options is None and (left := seconds - (time.perf_counter() - began)) > 0:
        solved = solve(sheet, gains, left)
        if solved.bound is not None and is_proven:
            bound = solved.bound + offset
        if solved.taken is None:
            break
        chosen = [listed.options[n] for n in sorted(solved.taken) if n < len(gains)]
        found = carry_out(problem, book, chosen)
        if isinstance(found, CarriedOut):
            options = tuple(chosen)
        else:
            new = cuts_against(listed, found, chosen)
            sheet.rows.extend(cut.row for cut in new)
            is_proven = is_proven and all(cut.is_proven for cut in new)
            cuts += len(new)
    spent = time.perf_counter() - began
    return Answer(options or (), bound, prepared, spent, cuts, is_lawful=options is not None)
