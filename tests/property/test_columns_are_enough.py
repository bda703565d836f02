"""The columns against the truth: each is lawful and rightly priced, and no plan needs another.

The truth is judgement alone, asked for every household, place, night and end.
"""

import os
from collections.abc import Collection
from dataclasses import replace
from random import Random

from solver.codes import Use
from solver.ends import latest_end
from solver.facts import Problem
from solver.judgement import certainty, objections, penalty, referral_verdict, rest_penalty
from solver.options import Columns, list_columns
from solver.plans import Option
from solver.rulebook import RULEBOOK
from tests.property.exhaustive import better_plan
from tests.property.tiny import a_tiny_problem

SEEDS = range(int(os.environ.get("TINY_PROBLEMS", "250")))
"""How many problems each test draws."""
MERGED_AT_LEAST = len(SEEDS) // 40


def test_every_column_is_lawful_and_costs_what_judgement_says() -> None:
    for seed in SEEDS:
        problem = a_tiny_problem(seed)
        columns = list_columns(problem, RULEBOOK, merged=False)
        options = columns.options()
        assert options == sorted(set(options)), seed
        for option, points in zip(options, columns.points.tolist(), strict=True):
            assert is_lawful(problem, option), (seed, option)
            assert points == price_of(problem, option), (seed, option)


def test_no_plan_needs_an_option_that_is_no_column() -> None:
    for seed in SEEDS:
        problem = a_tiny_problem(seed)
        among = list_columns(problem, RULEBOOK, merged=False).options()
        assert better_plan(RULEBOOK, problem, cheapest(problem, among)) is None, seed


def test_no_plan_needs_more_than_the_columns_of_classes() -> None:
    merged = 0
    for seed in SEEDS:
        problem = with_rooms_alike(a_tiny_problem(seed), Random(seed))
        columns = list_columns(problem, RULEBOOK)
        merged += any(len(columns.rooms_of[place]) > 1 for place in columns.place.tolist())
        among = options_of_rooms(columns)
        assert better_plan(RULEBOOK, problem, cheapest(problem, among)) is None, seed
    assert merged >= MERGED_AT_LEAST


def is_lawful(problem: Problem, option: Option) -> bool:
    """Whether an option is one by the facts alone."""
    household = problem.household_by_id[option.household]
    place = problem.place_of(option)
    last = latest_end(household, place, option.night, problem.horizon)
    return (
        not objections(RULEBOOK, household, place, option.night, option.until)
        and problem.tonight <= option.night < option.until <= last
        and option.certainty is certainty(household, place)
    )


def price_of(problem: Problem, option: Option) -> int:
    """Give the points of an option by judgement."""
    household = problem.household_by_id[option.household]
    place = problem.place_of(option)
    return sum(penalty(RULEBOOK, household, place, option.night, option.until).values())


def cheapest(problem: Problem, among: Collection[Option]) -> int:
    """Give the points of the best lawful plan that takes these options only."""
    matched = [h for h in problem.households if not referral_verdict(RULEBOOK, h)]
    rests = {h.id: sum(rest_penalty(RULEBOOK, h, problem.horizon).values()) for h in matched}
    taken = frozenset(among)
    least = sum(rests.values()) + 1
    while (plan := better_plan(RULEBOOK, problem, least, taken)) is not None:
        resting = rests.keys() - {a.option.household for a in plan}
        least = sum(rests[h] for h in resting) + sum(price_of(problem, a.option) for a in plan)
    return least


def options_of_rooms(columns: Columns) -> list[Option]:
    """Give every option of a class for each of its rooms."""
    rooms = dict(zip(columns.places, columns.rooms_of, strict=True))
    return [o._replace(place=room) for o in columns.options() for room in rooms[o.place]]


def with_rooms_alike(problem: Problem, random: Random) -> Problem:
    """Give the places the facts of one of them, where they are used in the same way."""
    models = [place for place in problem.places if place.use is not Use.SHARED_ROOM]
    if not models:
        return problem
    model = random.choice(models)
    places = [
        replace(model, id=place.id, beds=place.beds, named=None)
        if (model.use, len(model.beds)) == (place.use, len(place.beds))
        else place
        for place in problem.places
    ]
    return replace(problem, places=tuple(places))
