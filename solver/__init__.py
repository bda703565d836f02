"""Finds lawful, explainable placements: facts and a rulebook in, an audited plan out.

The library knows no database, no web and no person's name. What most callers need can be
imported from here; each name is loaded when it is first used, so that ``import solver`` loads
neither OR-Tools nor numpy. Beside it stand `solver.replay`, `solver.picture` and
`solver.handbook`, and `solver.codes` with the words of the field.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from solver.budget import Budget
    from solver.documents import DocumentRefused, canonical, parse, read, read_problem, write
    from solver.engine import EngineFault, InconsistentProblem, match
    from solver.explanation import (
        alternatives,
        rank,
        smallest_change,
        why,
        why_not,
        why_not_any,
    )
    from solver.facts import Household, Occupancy, Person, Place, Problem, Stay
    from solver.judgement import Breach, Promise, audit
    from solver.plans import Assignment, Chain, Option, Plan, Proof, Provenance, Rest
    from solver.rulebook import RULEBOOK, Rulebook
    from solver.stopping import Stop
    from solver.telling import tell

__all__ = [
    "RULEBOOK",
    "Assignment",
    "Breach",
    "Budget",
    "Chain",
    "DocumentRefused",
    "EngineFault",
    "Household",
    "InconsistentProblem",
    "Occupancy",
    "Option",
    "Person",
    "Place",
    "Plan",
    "Problem",
    "Promise",
    "Proof",
    "Provenance",
    "Rest",
    "Rulebook",
    "Stay",
    "Stop",
    "alternatives",
    "audit",
    "canonical",
    "match",
    "parse",
    "rank",
    "read",
    "read_problem",
    "smallest_change",
    "tell",
    "why",
    "why_not",
    "why_not_any",
    "write",
]

_HOMES = {
    "solver.budget": ("Budget",),
    "solver.documents": (
        "DocumentRefused",
        "canonical",
        "parse",
        "read",
        "read_problem",
        "write",
    ),
    "solver.engine": ("EngineFault", "InconsistentProblem", "match"),
    "solver.explanation": (
        "alternatives",
        "rank",
        "smallest_change",
        "why",
        "why_not",
        "why_not_any",
    ),
    "solver.facts": ("Household", "Occupancy", "Person", "Place", "Problem", "Stay"),
    "solver.judgement": ("Breach", "Promise", "audit"),
    "solver.plans": ("Assignment", "Chain", "Option", "Plan", "Proof", "Provenance", "Rest"),
    "solver.rulebook": ("RULEBOOK", "Rulebook"),
    "solver.stopping": ("Stop",),
    "solver.telling": ("tell",),
}


if not TYPE_CHECKING:  # a type checker would take every name for granted

    def __getattr__(name: str) -> object:
        """Load a public name from its home when it is first asked for."""
        for home, names in _HOMES.items():
            if name in names:
                return getattr(import_module(home), name)
        raise AttributeError(f"module 'solver' has no attribute {name!r}")

    def __dir__() -> list[str]:
        """Give the public names, whether or not they are loaded."""
        return [*globals(), *__all__]
