"""Funded place-nights, each worked out by hand."""

from datetime import date

import pytest

from placement.service.register.funding import YearOfPlaces, funded_year, place_nights, places_on
from placement.store.register.statements import Statement, contract_places, funded


def stated(
    places: int,
    begins: date = date(2020, 1, 1),
    until: date | None = None,
    *,
    institution: str | None = "house",
    site: str | None = None,
    lot: str | None = None,
    scheme: str = "COSM",
) -> Statement:
    """A contract of a house as a whole, unless it is of a site, a lot or nobody in particular."""
    return Statement(
        scheme=scheme,
        institution=institution,
        site=site,
        lot=lot,
        begins=begins,
        until=until,
        places=places,
    )


def general(places: int, lot: str | None = None) -> Statement:
    return stated(places, institution=None, lot=lot)


def test_a_whole_year_of_one_place_is_365_nights_in_four_quarters() -> None:
    [year] = funded_year([stated(1, date(2020, 1, 1))], 2026)
    assert year == YearOfPlaces("COSM", 365, (90, 91, 92, 92))


def test_a_leap_year_has_a_night_more() -> None:
    [year] = funded_year([stated(2, date(2020, 1, 1))], 2028)
    assert (year.nights, year.quarters[0]) == (2 * 366, 2 * 91)


def test_a_change_in_the_middle_of_a_quarter_counts_pro_rata() -> None:
    # 50 places until 1 August, 58 from then on: July has 31 nights, August and September 61.
    told = [stated(50, date(2018, 1, 1), date(2018, 8, 1)), stated(58, date(2018, 8, 1))]
    [year] = funded_year(told, 2018)
    assert year.quarters == (50 * 90, 50 * 91, 50 * 31 + 58 * 61, 58 * 92)
    assert year.nights == 50 * 212 + 58 * 153


def test_a_statement_about_the_country_is_not_added_to_its_parts() -> None:
    first, until = date(2026, 1, 1), date(2026, 1, 11)
    parts = [
        stated(5, site="s1"),
        stated(7, site="s2", institution="other"),
        stated(4, scheme="OMM"),
    ]
    assert place_nights(parts, first, until) == {"COSM": 120, "OMM": 40}
    total = stated(20, date(2026, 1, 6), institution=None)
    smaller = stated(16, date(2026, 1, 6), institution=None)
    # Five nights as summed, then five nights of the largest statement about all.
    assert place_nights([*parts, total, smaller], first, until)["COSM"] == 5 * 12 + 5 * 20


def test_institutions_lots_and_sites_are_summed() -> None:
    assert funded([stated(6), stated(9, institution="other")]) == 15
    assert funded([stated(4, lot="1"), stated(3, lot="2"), stated(2, lot="3")]) == 9
    assert funded([stated(3, site="s1"), stated(2, site="s1"), stated(4, site="s2")]) == 9
    men, more = stated(10, site="s1", lot="men"), stated(2, site="s1", lot="men")
    assert funded([men, more, stated(9, site="s1", lot="women")]) == 21
    assert funded([stated(3, site="s1"), stated(6, institution="other")]) == 9
    assert funded([]) == 0


def test_of_a_whole_and_its_parts_the_larger_is_meant() -> None:
    assert funded([general(36), general(20), general(16)]) == 36
    # One institution says 6: the country says 9 in all, of which those 6 are a part.
    assert funded([general(9), stated(6)]) == 9
    assert funded([general(9), stated(6), stated(5, institution="other")]) == 11
    # An institution as a whole, and its sites and lots.
    assert funded([stated(10), stated(4, site="s1"), stated(3, site="s2")]) == 10
    assert funded([stated(10), stated(6, lot="1"), stated(5, lot="2")]) == 11
    assert funded([stated(6, lot="1"), stated(4, lot="1", site="s1"), stated(3, site="s2")]) == 9
    # Three lots are tendered: of one it is known who runs it.
    assert funded([general(12, "2"), general(16, "3"), stated(22, lot="1")]) == 50
    assert funded([general(24, "1"), stated(22, lot="1"), general(16, "2"), general(50)]) == 50


def test_a_site_as_a_whole_is_not_added_to_its_lots() -> None:
    whole = stated(20, site="s1")
    women, men = stated(12, site="s1", lot="women"), stated(8, site="s1", lot="men")
    assert funded([whole, women, men]) == 20
    assert funded([whole, women]) == 20
    assert funded([stated(15, site="s1"), women, men]) == 20
    # The lot of the institution holds the 12 of this site; what is left of the 20 is in no lot.
    assert funded([whole, women, stated(14, lot="women")]) == 22
    # Another site has lots of its own.
    assert funded([whole, women, men, stated(5, site="s2"), stated(4, site="s2", lot="men")]) == 25
    at_sites = contract_places([whole, women, men, stated(5, site="s2")], {}).at_sites
    assert at_sites == {("COSM", "s1"): 20, ("COSM", "s2"): 5}


@pytest.mark.parametrize(
    ("night", "places"),
    [(date(2026, 3, 9), 0), (date(2026, 3, 10), 3), (date(2026, 3, 19), 3), (date(2026, 3, 20), 0)],
)
def test_a_contract_runs_from_its_first_night_to_before_its_end(night: date, places: int) -> None:
    assert places_on([stated(3, date(2026, 3, 10), date(2026, 3, 20))], night) == places


def test_a_year_without_contracts_funds_nothing() -> None:
    assert funded_year([stated(3, date(2020, 1, 1), date(2021, 1, 1))], 2026) == ()
