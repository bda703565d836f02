"""The price of a place for others is exact: no lawful plan with that place costs them less."""

from collections.abc import Sequence

from solver.codes import HouseholdId
from solver.engine import match
from solver.engine.forcing import ExactForcing
from solver.explanation import PricedPlace, rank
from solver.facts import Problem
from solver.judgement import penalty
from solver.plans import Option, Plan
from solver.rulebook import RULEBOOK
from tests.benchmarks.instances import Size, an_instance
from tests.property.exhaustive import better_plan
from tests.property.forcing_by_matching import ByMatching
from tests.property.tiny import a_tiny_problem

SEEDS = range(40)
ALL = 100


def test_no_lawful_plan_gives_a_place_cheaper_than_the_ranking_says() -> None:
    ranked_places = 0
    for seed in SEEDS:
        problem = a_tiny_problem(seed)
        plan = match(problem, RULEBOOK)
        for household in problem.households:
            ranked = rank_all(problem, plan, household.id)
            ranked_places += len(ranked)
            assert [each.total for each in ranked] == sorted(each.total for each in ranked)
            assert all(each.total >= 0 for each in ranked), seed
            taken = plan.assignment_of(household.id)
            if taken is not None:
                (same,) = (each for each in ranked if each.option.place == taken.option.place)
                assert same.total == 0, seed
    assert ranked_places > 80


def rank_all(problem: Problem, plan: Plan, household: HouseholdId) -> Sequence[PricedPlace]:
    """Rank all places of a household, each held against exhaustive search."""
    ranked = rank(problem, RULEBOOK, plan, household, ALL, ExactForcing(problem, RULEBOOK, plan))
    by_matching = ByMatching(problem, RULEBOOK, plan)
    again = rank(problem, RULEBOOK, plan, household, ALL, by_matching)
    assert [(r.total, r.extra) for r in ranked] == [(r.total, r.extra) for r in again]
    for each in ranked:
        assert each.is_exact
        assert dict(each.points) == points_of(problem, each.option)
        asked = by_matching.rulebook_with((household, each.option.place))
        assert better_plan(asked, problem, plan.points + each.total) is None
    return ranked


def test_the_best_few_are_the_first_of_all() -> None:
    for seed in SEEDS:
        problem = a_tiny_problem(seed)
        plan = match(problem, RULEBOOK)
        household = problem.households[0].id
        everything = rank(problem, RULEBOOK, plan, household, ALL)
        best = rank(problem, RULEBOOK, plan, household, 2)
        assert [each.total for each in best] == [each.total for each in everything[:2]], seed


def points_of(problem: Problem, option: Option) -> dict[str, int]:
    who, where = problem.household_by_id[option.household], problem.place_of(option)
    return dict(penalty(RULEBOOK, who, where, option.night, option.until))


def test_where_points_leave_a_choice_few_others_get_something_else() -> None:
    problem = an_instance(Size(25, 200, 25), 1)
    plan = match(problem, RULEBOOK)
    forcing = ExactForcing(problem, RULEBOOK, plan)
    ranked = [
        each
        for household in problem.households[:4]
        for each in rank(problem, RULEBOOK, plan, household.id, 4, forcing)
    ]
    same_for_others = [each for each in ranked if each.is_exact and each.total == 0]
    assert len(same_for_others) > 4
    # Without the tie-break it is four of them for one of these places.
    assert max(each.others for each in same_for_others) <= 2
