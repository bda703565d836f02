"""The laws of beds, rooms and sites. See `test_laws`."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from solver.codes import (
    BedId,
)
from solver.facts import Problem
from solver.judgement import broken_rulings, certainty
from solver.plans import Option
from solver.rulebook import RULEBOOK
from tests.builders import night
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
