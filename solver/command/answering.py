"""What the commands about one plan do: documents in, one JSON document out."""

import argparse
from dataclasses import dataclass

from solver.codes import HouseholdId, PlaceId
from solver.command.exits import Exit
from solver.command.reading import only_one_from_standard_input, plan_of, problem_of, refused
from solver.command.solving import Solved, solve
from solver.command.writing import put, put_text
from solver.facts import Problem
from solver.judgement import audit
from solver.judgement.breaches import Breach
from solver.rulebook import RULEBOOK

HELPDESK, INSTITUTION = "helpdesk", "institution"
"""Who may read an explanation: an institution is told less."""


@dataclass(frozen=True)
class Judged:
    """What the audit says of a plan: nothing, when the plan is good."""

    breaches: tuple[Breach, ...]


class Unlawful(ValueError):
    """The plan that was given is not good; ``breaches`` says why."""

    def __init__(self, breaches: tuple[Breach, ...]) -> None:
        super().__init__(f"{len(breaches)} breaches")
        self.breaches = breaches


def match(told: argparse.Namespace) -> Exit:
    """Print a plan for everybody."""
    solved = solve(problem_of(told.problem), told)
    put(solved.plan)
    return solved.exit(require_proof=told.require_proof)


def rank(told: argparse.Namespace) -> Exit:
    """Print the best places of a household, each with its price for the others."""
    problem, household = _asked(told)
    solved = planned(problem, told)
    from solver.command.explaining import ranked  # noqa: PLC0415 - only an answer needs arrays

    put(ranked(problem, solved.plan, household, told.places))
    return solved.exit(require_proof=told.require_proof)


def explain(told: argparse.Namespace) -> Exit:
    """Print why a household got what it got, why not a place, or what would open one."""
    problem, household = _asked(told)
    place = told.place and PlaceId(told.place)
    if place is not None and told.everywhere:
        raise refused("--everywhere is about every place", f"leave out {place}")
    if place is not None and place not in problem.place_by_id:
        raise refused(f"the problem has no place {place}", "name a place by its id")
    solved = planned(problem, told)
    from solver.command import explaining  # noqa: PLC0415 - as rank

    found: explaining.Explained | explaining.Everywhere
    if told.everywhere:
        found = explaining.everywhere(problem, solved.plan, household)
    elif told.change:
        found = explaining.opened(
            problem, solved.plan, household, place, with_moves=told.with_moves
        )
    else:
        found = explaining.explained(problem, solved.plan, household, place)
    if told.reader == INSTITUTION:
        trimmed = explaining.for_institution(found, told.words or "nl")
        if told.words:
            put_text(explaining.as_lines(trimmed))
        else:
            put(trimmed)
    elif told.words:
        put_text(explaining.in_words(found, told.words))
    else:
        put(found)
    return solved.exit(require_proof=told.require_proof)


def judge(told: argparse.Namespace) -> Exit:
    """Print every promise that a plan breaks."""
    only_one_from_standard_input([told.problem, told.plan])
    breaches = audit(RULEBOOK, problem_of(told.problem), plan_of(told.plan))
    put(Judged(breaches))
    return Exit.DIFFERS if breaches else Exit.DONE


def replay(told: argparse.Namespace) -> Exit:
    """Print whether a plan comes out the same when it is computed again."""
    only_one_from_standard_input([told.problem, told.plan])
    problem, plan = problem_of(told.problem), plan_of(told.plan)
    from solver.replay import replay as computed_again  # noqa: PLC0415 - as explain

    replayed = computed_again(problem, RULEBOOK, plan)
    put(replayed)
    return Exit.DONE if replayed.is_same else Exit.DIFFERS


def planned(problem: Problem, told: argparse.Namespace) -> Solved:
    """Give the plan that was named, judged first; without one the engine makes it.

    Raises:
        Unlawful: The plan that was named breaks a promise.
    """
    if told.plan is None:
        return solve(problem, told)
    only_one_from_standard_input([told.problem, told.plan])
    plan = plan_of(told.plan)
    if breaches := audit(RULEBOOK, problem, plan):
        raise Unlawful(breaches)
    return Solved(plan, was_cancelled=False)


def _asked(told: argparse.Namespace) -> tuple[Problem, HouseholdId]:
    problem, household = problem_of(told.problem), HouseholdId(told.household)
    if household not in problem.household_by_id:
        raise refused(f"the problem has no household {household}", "name a household by its id")
    return problem, household
