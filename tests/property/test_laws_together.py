"""The laws of beds, rooms and sites. See `test_laws`."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from solver.codes import BedId, GroupId
from solver.facts import Problem
from solver.judgement import broken_rulings, certainty, shared_costs
from solver.plans import Option
from solver.rulebook import RULEBOOK
from tests.builders import a_reserve, night
from tests.property.laws import law_of
from tests.property.strategies import (
    problems,
)


@st.composite
def choices(draw: DrawFn) -> tuple[Problem, list[Option]]:
    """Give a problem and one random option for each of some households, lawful or not."""
    problem = draw(problems())
    chosen = []
    for household in problem.households:
        place = draw(st.sampled_from(problem.places))
        nights = (problem.horizon - problem.tonight).days
        begins = draw(st.integers(0, nights - 1))
        until = draw(st.integers(begins + 1, nights))
        if household.present_place != place.id and draw(st.booleans()):
            option = Option(household.id, place.id, night(begins), night(until))
            chosen.append(option._replace(certainty=certainty(household, place)))
    return problem, chosen


def broken(code: str, problem: Problem, chosen: list[Option]) -> bool:
    return code in {rule.code for rule, _ in broken_rulings(RULEBOOK, problem, chosen)}


@law_of("CAP-1")
@given(choices(), st.data())
def test_a_bed_more_never_overbooks(
    told: tuple[Problem, list[Option]], data: st.DataObject
) -> None:
    problem, chosen = told
    wider = data.draw(st.sampled_from(problem.places))
    roomier = replace(wider, beds=(*wider.beds, BedId("one-more")))
    more = tuple(roomier if p.id == wider.id else p for p in problem.places)
    if not broken("CAP-1", problem, chosen):
        assert not broken("CAP-1", replace(problem, places=more), chosen)


@law_of("CAP-1", "CAP-2", "SAF-4")
@given(choices())
def test_one_arrival_less_never_breaks(told: tuple[Problem, list[Option]]) -> None:
    problem, chosen = told
    residents_stay = {h.id for h in problem.households if h.is_resident}
    for option in chosen:
        if option.household not in residents_stay:
            fewer = [other for other in chosen if other != option]
            for code in ("CAP-1", "CAP-2", "SAF-4"):
                assert broken(code, problem, fewer) <= broken(code, problem, chosen)


@law_of("SAF-4")
@given(choices())
def test_one_pair_more_to_keep_apart_never_mends(told: tuple[Problem, list[Option]]) -> None:
    problem, chosen = told
    ids = frozenset(h.id for h in problem.households)
    wary = tuple(replace(h, keep_apart=h.keep_apart | ids - {h.id}) for h in problem.households)
    stricter = replace(problem, households=wary)
    assert broken("SAF-4", problem, chosen) <= broken("SAF-4", stricter, chosen)


@law_of("CAP-3")
@given(choices(), st.data())
def test_a_smaller_reserve_bars_and_costs_no_more(
    told: tuple[Problem, list[Option]], data: st.DataObject
) -> None:
    problem, chosen = told
    places = data.draw(st.lists(st.sampled_from(problem.places), min_size=1, unique=True))
    beds = data.draw(st.integers(1, sum(len(place.beds) for place in places)))
    more, less = (replace(problem, reserves=(a_reserve(n, *places),)) for n in (beds, beds - 1))
    assert broken("CAP-3", less, chosen) <= broken("CAP-3", more, chosen)
    due = [sum(c.points for c in shared_costs(RULEBOOK, p, chosen)) for p in (less, more)]
    assert due[0] <= due[1]


@law_of("CAP-4")
@given(choices(), st.integers(1, 5))
def test_a_group_that_accepts_smaller_parts_is_barred_no_more(
    told: tuple[Problem, list[Option]], smallest: int
) -> None:
    problem, chosen = told
    whole, parts, smaller = (
        replace(
            problem,
            households=tuple(
                replace(h, group=GroupId("crew"), smallest_part=part) for h in problem.households
            ),
        )
        for part in (None, smallest + 1, smallest)
    )
    assert broken("CAP-4", smaller, chosen) <= broken("CAP-4", parts, chosen)
    assert broken("CAP-4", parts, chosen) <= broken("CAP-4", whole, chosen)
