"""Those whom the engine is compared with: written first, then frozen on 2026-11-22.

Frozen means: their method stays as it is while the engine is tuned. What changed in them since is
what they must know of new rules, so that all answer the same question, and that a line of acts is
cut off at its beginning, which spares them rounds. None of them asks the
engine anything: they price each pair by asking the rules themselves (`columns`), and say in their
own words what excludes what (`rows`). Only the two whose names end in ``-few`` are given the
engine's own options, which are a tenth as many: they show what its search alone is worth.
"""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from solver.facts import Problem
from solver.rulebook import Rulebook
from tests.benchmarks.contestants.answers import Answer, model_and_cut
from tests.benchmarks.contestants.by_bed import write_per_bed
from tests.benchmarks.contestants.by_cp_sat import cp_sat
from tests.benchmarks.contestants.by_mip import highs
from tests.benchmarks.contestants.columns import every_column, few_columns
from tests.benchmarks.contestants.greedy import most_urgent_first
from tests.benchmarks.contestants.rows import write

Contestant = Callable[[Problem, Rulebook, float], Answer]
"""Told the facts, the rules and the seconds it has."""

CONTESTANTS: Mapping[str, Contestant] = MappingProxyType(
    {
        "greedy": most_urgent_first,
        "cp-sat": partial(model_and_cut, columns=every_column, write=write, solve=cp_sat()),
        "cp-sat-per-bed": partial(
            model_and_cut, columns=every_column, write=write_per_bed, solve=cp_sat()
        ),
        "mip": partial(model_and_cut, columns=every_column, write=write, solve=highs),
        "cp-sat-few": partial(model_and_cut, columns=few_columns, write=write, solve=cp_sat()),
        "mip-few": partial(model_and_cut, columns=few_columns, write=write, solve=highs),
    }
)
"""By the name under which they stand in the tables."""

__all__ = ["CONTESTANTS", "Answer", "Contestant"]
