"""How many points a plan could cost at most: sums beyond what stays exact are refused."""

from solver.facts import Household, Problem
from solver.rulebook import RULEBOOK
from solver.rules.capacity import RESERVE_POINTS
from solver.rules.outflow import nights_past_the_right
from solver.rules.waiting import RATES, nights_missing

MOST_POINTS = 2**53
"""Above this a sum of points is no longer exact in a float, and the bound would be false."""


def largest_sum(problem: Problem) -> int:
    """Give a number of points that no plan of the problem can exceed."""
    bounded = sum(rule.points * (rule.at_most or 0) for rule in RULEBOOK.prices)
    lost = max((_nights_lost(problem)), default=0)
    alone = sum(bounded + _most_points(h, problem, lost) for h in problem.households)
    people = sum(household.size for household in problem.households)
    return alone + RESERVE_POINTS * people * len(problem.reserves)


def _nights_lost(problem: Problem) -> list[int]:
    return [max(p.nights_lost_when_asked, p.nights_lost_on_forecast) for p in problem.places]


def _most_points(household: Household, problem: Problem, lost: int) -> int:
    nights = (problem.horizon - problem.tonight).days + lost
    past_right = max(0, (problem.horizon - (household.right_ends or problem.horizon)).days)
    dearest = 4 * RATES[household.urgency] + nights_missing.points
    return dearest * household.size * nights + nights_past_the_right.points * past_right
