"""When beds are expected to be free, from how long people stayed before; told to the solver."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from placement.errors import BedNoLongerFree
from placement.lifecycle import PlacementState, ReferralState
from placement.service.following.pressing import list_forecasts
from placement.store.facts.problem_reader import Scope, read_problem
from placement.store.following.forecasts import ForecastBasis, read_forecasts
from placement.store.tables import Occupancy, Stay
from solver.codes import Certainty
from solver.consistency import faults
from solver.facts import Problem
from solver.ranked import ranked_plan
from solver.rulebook import RULEBOOK
from tests.builders_care import CAREN, CORA, HOUSE, STAY, followed
from tests.builders_rows import LONG_AGO, a_placement
from tests.builders_store import HELPDESK, HORIZON_NIGHTS, NOW, Country, night

LENGTHS = (24, 26, 28, 30, 32, 34, 40, 50)
"""Of stays in the same scheme: the resident has been there twenty nights."""


def history(country: Country, lengths: tuple[int, ...] = LENGTHS) -> Country:
    """Let people have stayed and left, in beds that are gone by now."""
    country.place("old", closes=night(-100))
    for number, length in enumerate(lengths):
        name = f"past{number}"
        country.referral(name, state=ReferralState.ENDED)
        begins = -length - 1
        country.write(
            a_placement(name, "old", state=PlacementState.ARRIVED, begins=begins, until=0),
            Stay(
                id=f"stay-{name}",
                placement_id=f"pl-{name}",
                household_id=name,
                began_on=night(begins),
                ended_on=night(-1),
            ),
        )
    return country


@pytest.fixture
def house(country: Country) -> Country:
    return history(followed(country))


def read(house: Country, *, forecasts: bool = True) -> Problem:
    with house.store.reading() as session:
        return read_problem(session, NOW, Scope(horizon_nights=HORIZON_NIGHTS, forecasts=forecasts))


def test_the_range_is_what_is_left_of_like_stays(house: Country) -> None:
    with house.store.reading() as session:
        (found,) = read_forecasts(session, night(0))
    assert (found.elapsed, found.basis, found.cases) == (20, ForecastBasis.HISTORY, 8)
    assert (found.earliest, found.likely, found.latest) == (night(6), night(10), night(14))


def test_a_reported_departure_is_no_forecast_any_more(country: Country) -> None:
    house = history(followed(country, departs_on=night(4)))
    with house.store.reading() as session:
        (found,) = read_forecasts(session, night(0))
    assert (found.basis, found.earliest, found.latest) == (
        ForecastBasis.REPORTED,
        night(4),
        night(4),
    )
    assert all(o.expected_until is None for o in read(house).occupancies)


def test_the_hard_end_of_a_place_ends_every_range(country: Country) -> None:
    house = history(followed(country, hard_end=night(8)))
    with house.store.reading() as session:
        (found,) = read_forecasts(session, night(0))
    assert (found.earliest, found.likely, found.latest) == (night(6), night(8), night(8))


def test_with_too_few_cases_the_end_as_stated_is_told(country: Country) -> None:
    house = history(followed(country, right_ends=night(7)), LENGTHS[:7])
    with house.store.reading() as session:
        (found,) = read_forecasts(session, night(0))
    assert (found.basis, found.likely, found.latest) == (ForecastBasis.STATED, night(7), None)


def test_where_nothing_is_known_nothing_is_expected(country: Country) -> None:
    house = followed(country)
    with house.store.writing(NOW) as session:
        session.execute(update(Stay).values(expected_end=None))
    with house.store.reading() as session:
        assert read_forecasts(session, night(0)) == []
    assert read(house).place_by_id["p1"].nights_lost_on_forecast == 0  # type: ignore[index]


def test_the_solver_is_told_the_likely_end_and_what_relying_on_it_may_lose(house: Country) -> None:
    problem = read(house)
    (taken,) = problem.occupancies
    assert (taken.expected_until, taken.until) == (night(10), night(HORIZON_NIGHTS))
    assert problem.place_by_id["p1"].nights_lost_on_forecast == 4  # type: ignore[index]
    assert faults(problem) == ()


def test_a_bed_that_is_expected_free_opens_an_option_that_is_called_expected(
    house: Country,
) -> None:
    house.referral("h2")
    plan = ranked_plan(read(house), RULEBOOK)
    (assignment,) = plan.assignments
    assert assignment.option.certainty is Certainty.EXPECTED
    assert assignment.option.night >= night(10)


def test_no_forecast_frees_a_bed_for_a_certain_option_nor_for_a_booking(house: Country) -> None:
    house.referral("h2")
    assert not any(o.expected_until for o in read(house, forecasts=False).occupancies)
    assert ranked_plan(read(house, forecasts=False), RULEBOOK).assignments == ()
    with pytest.raises(BedNoLongerFree):
        house.book("h2", "p1", begins=12, until=HORIZON_NIGHTS)


def test_what_is_expected_after_the_nights_that_are_planned_is_not_told(country: Country) -> None:
    house = history(followed(country), tuple(length + 60 for length in LENGTHS))
    with house.store.writing(NOW) as session:
        session.execute(update(Occupancy).values(until=night(200)))
    problem = read(house)
    assert problem.occupancies[0].expected_until is None
    assert problem.place_by_id["p1"].nights_lost_on_forecast == 0  # type: ignore[index]
    assert faults(problem) == ()


def test_no_more_nights_are_lost_than_are_planned(country: Country) -> None:
    house = history(followed(country), (*LENGTHS[:5], 90, 95, 99))
    problem = read(house)
    assert problem.occupancies[0].expected_until == night(10)
    lost = problem.place_by_id["p1"].nights_lost_on_forecast  # type: ignore[index]
    assert lost == HORIZON_NIGHTS - 10


def test_who_asks_to_move_is_not_expected_to_leave(house: Country) -> None:
    house.another_referral("h1", "on-h1", onward=True, victim_answer="yes")
    assert all(o.expected_until is None for o in read(house).occupancies)


def test_old_stays_tell_of_other_times(house: Country) -> None:
    later = night(-1) + timedelta(days=3 * 365)
    with house.store.reading() as session:
        found = read_forecasts(session, later)
    assert [forecast.basis for forecast in found] == []


@pytest.mark.parametrize("by", [HELPDESK, CAREN, HOUSE])
def test_who_may_see_a_stay_sees_its_forecast(house: Country, by: object) -> None:
    found = list_forecasts(house.store, by=by, now=NOW, limit=9)  # type: ignore[arg-type]  # subjects
    assert [forecast.stay for forecast in found] == [STAY]
    assert found[0].earliest > LONG_AGO


def test_nobody_else_does(house: Country) -> None:
    assert list_forecasts(house.store, by=CORA, now=NOW, limit=9) == []
