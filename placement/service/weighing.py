"""Weighing: the places that one household could take tonight, cheapest first.

Everybody else is taken to stay where they are: what a plan for everybody would do stands in a
proposal. No solver is asked, so a page can wait for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from placement.errors import UnknownReferral
from placement.policy import Subject
from placement.service.placing import Terms
from placement.store.opening import Store
from placement.store.problem_reader import Scope, read_problem
from placement.store.referral_queries import referral_files
from solver.codes import PlaceId
from solver.facts import Problem
from solver.judgement import broken_rulings, penalty
from solver.options import alternatives
from solver.plans import Option
from solver.rulebook import Rulebook


@dataclass(frozen=True)
class Weighed:
    """One place that a household could take, with the points per rule; fewest are best."""

    option: Option
    points: Mapping[str, int]

    @property
    def total(self) -> int:
        """All points together."""
        return sum(self.points.values())


def weigh_places(
    store: Store, referral: str, *, by: Subject, now: datetime, terms: Terms, at_most: int
) -> tuple[Weighed, ...]:
    """The lawful places with free beds for a referral, each once with its best nights.

    Raises:
        UnknownReferral: there is none that the subject may see.
    """
    problem = _problem(store, referral, by, now, terms)
    return _weighed(problem, terms, at_most) if problem.households else ()


def _problem(store: Store, referral: str, by: Subject, now: datetime, terms: Terms) -> Problem:
    scope = Scope(
        horizon_nights=terms.horizon_nights,
        chain_limit=terms.chain_limit,
        referrals=frozenset({referral}),
    )
    with store.reading() as session:
        if not referral_files(session, by, only=referral):
            raise UnknownReferral
        return read_problem(session, now, scope)


def _weighed(problem: Problem, terms: Terms, at_most: int) -> tuple[Weighed, ...]:
    """The cheapest option of each place, leaving out what those who are present do not allow."""
    book = terms.rulebook.in_force(problem.tonight)
    found = alternatives(problem, book)
    by_price = sorted(range(len(found.options)), key=lambda n: (found.points[n], n))
    best: dict[PlaceId, Option] = {}
    for option in (found.options[n] for n in by_price):
        if option.place not in best and not broken_rulings(book, problem, [option]):
            best[option.place] = option
            if len(best) == at_most:
                break
    return tuple(_priced(problem, book, option) for option in best.values())


def _priced(problem: Problem, book: Rulebook, option: Option) -> Weighed:
    household = problem.household_by_id[option.household]
    place = problem.place_by_id[option.place]
    return Weighed(option, penalty(book, household, place, option.night, option.until))
