"""Plans made by hand, priced by the rules: what an audit finds good, until a test spoils it."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from solver.codes import BedId, Certainty
from solver.documents import facts_digest
from solver.facts import Problem
from solver.judgement import certainty, penalty, referral_verdict, rest_penalty, shared_costs
from solver.plans import Assignment, Chain, Option, Plan, Proof, Provenance, Rest
from solver.rulebook import RULEBOOK
from tests.builders import night

Taken = Mapping[str, tuple[str, int, tuple[str, ...]]]
"""Per household: the place, the number of the night, the beds."""


def an_option(problem: Problem, household: str, place: str, begins: int, until: int = 10) -> Option:
    h = next(h for h in problem.households if h.id == household)
    p = next(p for p in problem.offers if p.id == place)
    return Option(h.id, p.id, night(begins), night(until), certainty(h, p))


def a_plan(
    problem: Problem,
    taken: Taken,
    *chains: tuple[str, ...],
    expected: Collection[str] = (),
    until: Mapping[str, int] = MappingProxyType({}),
    **facts: Any,  # noqa: ANN401
) -> Plan:
    """Build the plan in which these households go and everybody else rests or is referred.

    The options of the ``expected`` households rest on a forecast; each lasts ``until`` the number
    of a night, where that is told.
    """
    options = {
        name: an_option(problem, name, place, n, until.get(name, 10))
        for name, (place, n, _) in taken.items()
    }
    for name in expected:
        options[name] = options[name]._replace(certainty=Certainty.EXPECTED)
    referred = {h.id for h in problem.households if referral_verdict(RULEBOOK, h)}
    assignments = tuple(
        Assignment(
            options[name],
            tuple(BedId(bed) for bed in beds),
            penalty(
                RULEBOOK,
                problem.household_by_id[options[name].household],
                problem.place_of(options[name]),
                options[name].night,
                options[name].until,
            ),
        )
        for name, (_, _, beds) in taken.items()
    )
    rests = tuple(
        Rest(h.id, rest_penalty(RULEBOOK, h, problem.horizon))
        for h in problem.households
        if h.id not in referred | options.keys()
    )
    priced = [part.points for part in assignments] + [part.points for part in rests]
    shared = shared_costs(RULEBOOK, problem, options.values())
    points = sum(sum(part.values()) for part in priced) + sum(cost.points for cost in shared)
    told: dict[str, Any] = {
        "assignments": assignments,
        "rests": rests,
        "referred": tuple(sorted(referred)),
        "points": points,
        "bound": points,
        "proof": Proof.OPTIMAL,
        "chains": tuple(Chain(tuple(options[name] for name in names)) for names in chains),
        "shared": shared,
        "provenance": Provenance(facts_digest(problem), RULEBOOK.version, "by hand", 0, {}),
    }
    return Plan(**(told | facts))
