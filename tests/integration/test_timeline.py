"""Occupied beds week by week: one count, that of the three numbers of each night."""

import pytest

from placement.store.register.availability import read_availability
from placement.store.register.timeline import occupied_on
from placement.store.tables import Bed
from solver.codes import Use
from tests.builders_store import NOW, Country, night


@pytest.fixture
def house(country: Country) -> Country:
    """Beds and places that come and go while people are there, and two who are kept apart."""
    country.site("s1")
    country.site("s2")
    country.place("one", 2)
    country.place("shared", 3, use=Use.SHARED_ROOM)
    country.place("closes", closes=night(2))
    country.place("later", scheme_code="VO", site_id="s2", opens=night(3))
    country.resident("r1", "one-b1", until=0)
    country.resident("r2", "shared-b1", until=-2)
    country.resident("r3", "closes-b1", until=9)
    country.resident("r4", "shared-b2", until=12)
    country.referral("h1")
    country.book("h1", "shared", begins=0, until=5)
    country.apart("r1", "h1")
    with country.store.writing(NOW) as session:
        session.get_one(Bed, "shared-b2").member_until = night(6)
    return country


@pytest.mark.parametrize("sites", [None, frozenset({"s1"})])
def test_the_beds_occupied_week_by_week_are_those_of_the_three_numbers(
    house: Country, sites: frozenset[str] | None
) -> None:
    nights = [night(number) for number in range(-25, 15)]
    with house.store.reading() as session:
        told = occupied_on(session, nights, NOW, sites)
        figures = [read_availability(session, n, NOW, sites=sites).by_scheme for n in nights]
    assert set(told) == {"COSM"} | ({"VO"} if sites is None else set())
    for scheme, numbers in told.items():
        counted = [f[scheme].occupied if scheme in f else 0 for f in figures]
        assert list(numbers) == counted
    assert max(told["COSM"]) == 4
