"""A seeker in a tiny problem for whom a place opens only when a resident moves.

Drawn apart from everything else, so that the other facts of a seed stay what they were.
"""

from dataclasses import replace
from random import Random

from solver.facts import Problem
from tests.builders import a_household, a_place, a_resident, the_stay_of


def with_somebody_in_the_way(problem: Problem, seed: int) -> Problem:
    """Give the same problem with the only house that is secure enough, which is full.

    Who lives there was never asked to move, and mostly there is another room to move to.
    """
    random = Random(f"moves {seed}")
    secure = 1 + max((place.security for place in problem.places), default=0)
    full = a_place("secure", security=secure)
    resident = a_resident(
        full,
        "rsecure",
        stay={"victim_agreed": False},
        horizon=problem.horizon,
        needed_until=problem.horizon,
    )
    seeker = a_household("hseeks", security_needed=secure, needed_until=problem.horizon)
    others = [a_place("spare")] if random.randrange(3) else []
    return replace(
        problem,
        households=(*problem.households, resident, seeker),
        places=(*problem.places, full, *others),
        occupancies=(*problem.occupancies, *the_stay_of(resident, [full], problem.horizon)),
    )
