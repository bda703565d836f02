"""Funded place-nights, each worked out by hand."""

from dataclasses import dataclass
from datetime import date

import pytest

from placement.service.register.funding import YearOfPlaces, funded_year, place_nights, places_on


@dataclass(frozen=True)
class Told:
    """A contract as far as it is read."""

    places: int
    begins: date
    until: date | None = None
    site_id: str | None = "s1"
    scheme_code: str = "COSM"


def test_a_whole_year_of_one_place_is_365_nights_in_four_quarters() -> None:
    [year] = funded_year([Told(1, date(2020, 1, 1))], 2026)
    assert year == YearOfPlaces("COSM", 365, (90, 91, 92, 92))


def test_a_leap_year_has_a_night_more() -> None:
    [year] = funded_year([Told(2, date(2020, 1, 1))], 2028)
    assert (year.nights, year.quarters[0]) == (2 * 366, 2 * 91)


def test_a_change_in_the_middle_of_a_quarter_counts_pro_rata() -> None:
    # 50 places until 1 August, 58 from then on: July has 31 nights, August and September 61.
    told = [Told(50, date(2018, 1, 1), date(2018, 8, 1)), Told(58, date(2018, 8, 1))]
    [year] = funded_year(told, 2018)
    assert year.quarters == (50 * 90, 50 * 91, 50 * 31 + 58 * 61, 58 * 92)
    assert year.nights == 50 * 212 + 58 * 153


def test_sites_are_summed_and_a_statement_about_all_of_them_is_their_total() -> None:
    first, until = date(2026, 1, 1), date(2026, 1, 11)
    sites = [Told(5, first), Told(7, first, site_id="s2"), Told(4, first, scheme_code="OMM")]
    assert place_nights(sites, first, until) == {"COSM": 120, "OMM": 40}
    total = Told(20, date(2026, 1, 6), site_id=None)
    smaller = Told(16, date(2026, 1, 6), site_id=None)
    # Five nights as summed, then five nights of the largest statement about all.
    assert place_nights([*sites, total, smaller], first, until)["COSM"] == 5 * 12 + 5 * 20


@pytest.mark.parametrize(
    ("night", "places"),
    [(date(2026, 3, 9), 0), (date(2026, 3, 10), 3), (date(2026, 3, 19), 3), (date(2026, 3, 20), 0)],
)
def test_a_contract_runs_from_its_first_night_to_before_its_end(night: date, places: int) -> None:
    assert places_on([Told(3, date(2026, 3, 10), date(2026, 3, 20))], night) == places


def test_a_year_without_contracts_funds_nothing() -> None:
    assert funded_year([Told(3, date(2020, 1, 1), date(2021, 1, 1))], 2026) == ()
