"""Reading the problem out of a store, as the solver is told it."""

from collections.abc import Collection
from datetime import datetime

from placement.store.facts.problem_reader import Scope, read_problem
from solver.consistency import faults
from solver.facts import Problem
from tests.builders_store import NOW, Country

TEN = Scope(horizon_nights=10)


def problem_of(country: Country, now: datetime = NOW, scope: Scope = TEN) -> Problem:
    """Read the problem, which must be one that the solver takes."""
    with country.store.reading() as session:
        problem = read_problem(session, now, scope)
    assert faults(problem) == ()
    return problem


def words(*told: Collection[str]) -> list[set[str]]:
    """Give sets of codes of different kinds as plain words."""
    return [set(one) for one in told]
