"""A place that is over while people are in it: closed, its scheme over, or a bed taken out."""

import pytest

from placement.errors import NotLawful
from placement.store.tables import Scheme
from solver.codes import Mode
from tests.builders_offers import with_reasons
from tests.builders_store import Country, an_order, at, night
from tests.invariants import broken_invariants
from tests.reading import problem_of


@pytest.fixture
def house(country: Country) -> Country:
    """Two rooms at one site, one of them of a scheme that ends tomorrow."""
    with_reasons(country)
    country.write(
        Scheme(
            code="ISZW", nl="ISZW", en="ISZW", mode=Mode.PLACE, begins=night(-900), until=night(1)
        )
    )
    country.site()
    country.place("old", scheme_code="ISZW")
    country.place("other")
    country.referral("h1")
    return country


def test_who_lives_in_a_place_of_a_scheme_that_is_over_is_told_as_there(house: Country) -> None:
    house.resident("a", "old-b1", until=10, wants_to_move=True)
    told = problem_of(house, at(1))
    assert [(o.household, o.bed) for o in told.occupancies] == [("a", "old-b1")]
    assert told.place_by_id["old"].closes == night(1)  # type: ignore[index]
    assert {h.id for h in told.households} == {"a", "h1"}


def test_nobody_is_booked_where_she_is_whom_they_must_never_meet(house: Country) -> None:
    house.resident("a", "old-b1", until=10)
    house.apart("a", "h1")
    with pytest.raises(NotLawful):
        house.book("h1", "other", begins=1, until=9, now=at(1))


def test_who_lives_where_the_scheme_is_over_is_moved_on(house: Country) -> None:
    house.resident("a", "old-b1", until=10, wants_to_move=True)
    house.accept(an_order("a", "other", begins=1, until=31, on=True), now=at(1))
    with house.store.reading() as session:
        assert broken_invariants(session, at(1)) == []


def test_a_place_of_a_scheme_that_is_over_takes_nobody(house: Country) -> None:
    house.resident("a", "old-b1", until=10)
    with pytest.raises(NotLawful):
        house.book("h1", "old", begins=10, until=19, now=at(9))
    house.place("empty", scheme_code="ISZW")
    assert "empty" not in problem_of(house, at(1)).place_by_id


def test_who_was_to_come_to_a_place_that_is_over_may_be_there(house: Country) -> None:
    house.place("short", closes=night(2))
    house.book("h1", "short", begins=0, until=2)
    told = problem_of(house, at(2))
    assert [(o.household, o.bed) for o in told.occupancies] == [("h1", "short-b1")]
