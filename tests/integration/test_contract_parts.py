"""Contracts against each other, and beds by lot: warnings, and nothing is corrected."""

from typing import Any

import pytest

from placement.policy import AccountId, Role, Subject
from placement.service.register.contracts import (
    compare_with_register,
    compare_with_wholes,
    end_contract,
)
from placement.store.register.contract_parts import Exceeded
from placement.store.register.contracts import Difference
from placement.store.tables import Institution
from tests.builders_store import HELPDESK, NOW, Country, night
from tests.integration.test_contracts import agree

OURS = Subject(account=AccountId("x"), name="X", role=Role.INSTITUTION, sites=frozenset({"s1"}))


@pytest.fixture
def sites(country: Country) -> Country:
    """Two sites of one institution and one of another, without contracts."""
    country.site("s1")
    country.site("s2")
    country.write(Institution(id="other", name="Other"))
    country.site("s3", institution_id="other")
    return country


def exceeded(country: Country, by: Subject = HELPDESK) -> tuple[Exceeded, ...]:
    return compare_with_wholes(country.store, by=by, now=NOW)


def of_lots(country: Country, by: Subject = HELPDESK) -> list[Difference]:
    return [d for d in compare_with_register(country.store, by=by, now=NOW) if d.lot]


OF_SITE: dict[str, Any] = {"site": "s1"}
OF_HOUSE: dict[str, Any] = {"site": None}
OF_COUNTRY: dict[str, Any] = {"site": None, "institution": None}
OTHER: dict[str, Any] = {"site": "s3", "institution": "other"}


@pytest.mark.parametrize(
    ("whole", "parts", "told"),
    [
        (OF_SITE, [OF_SITE | {"lot": "a"}, OF_SITE | {"lot": "b"}], ("house", "s1", "")),
        (OF_HOUSE, [OF_SITE, {"site": "s2"}], ("house", "", "")),
        (OF_HOUSE, [OF_HOUSE | {"lot": "a"}, OF_HOUSE | {"lot": "b"}], ("house", "", "")),
        (
            OF_HOUSE | {"lot": "a"},
            [OF_SITE | {"lot": "a"}, {"site": "s2", "lot": "a"}],
            ("house", "", "a"),
        ),
        (OF_COUNTRY, [OF_HOUSE, OTHER], ("", "", "")),
        (OF_COUNTRY | {"lot": "a"}, [OF_HOUSE | {"lot": "a"}, OTHER | {"lot": "a"}], ("", "", "a")),
    ],
)
def test_parts_that_are_more_than_the_whole_are_a_warning_and_as_many_are_not(
    sites: Country, whole: dict[str, Any], parts: list[dict[str, Any]], told: tuple[str, str, str]
) -> None:
    agree(sites, "whole", **whole, places=5)
    agree(sites, "first", **parts[0], places=2)
    agree(sites, "second", **parts[1], places=3)
    assert exceeded(sites) == ()
    agree(sites, "more", **parts[1], places=1)
    assert exceeded(sites) == (Exceeded("COSM", *told, 5, 6),)
    end_contract(sites.store, "more", on=night(0), by=HELPDESK, now=NOW)
    assert exceeded(sites) == ()


def test_sources_about_the_country_overlap_and_a_scheme_says_nothing_of_another(
    sites: Country,
) -> None:
    for name, places in (("all", 36), ("these", 20), ("those", 16)):
        agree(sites, name, **OF_COUNTRY, places=places)
    agree(sites, "else", **OF_HOUSE, scheme="VO", places=99)
    assert exceeded(sites) == ()
    agree(sites, "part", **OF_HOUSE, places=37)
    assert exceeded(sites) == (Exceeded("COSM", "", "", "", 36, 37),)


def test_an_institution_is_warned_of_its_own_parts_only(sites: Country) -> None:
    agree(sites, "country", **OF_COUNTRY, places=1)
    for name, where in (("ours", OF_SITE), ("theirs", OTHER)):
        agree(sites, name, **where, places=2)
        agree(sites, f"{name}-lot", **where, lot="a", places=3)
    assert exceeded(sites, OURS) == (Exceeded("COSM", "house", "s1", "", 2, 3),)
    assert len(exceeded(sites)) == 3


def test_the_beds_of_a_lot_are_set_against_its_contract(sites: Country) -> None:
    sites.place("women", 3, lot="a")
    sites.place("men", 2, lot="b")
    sites.place("elsewhere", 4, site_id="s2", lot="a")
    agree(sites, "a", **OF_SITE, lot="a", places=3)
    assert of_lots(sites) == []
    agree(sites, "b", **OF_SITE, lot="b", places=5)
    assert of_lots(sites) == [Difference("COSM", "house", "s1", 5, 2, "b")]
    agree(sites, "all-of-a", **OF_HOUSE, lot="a", places=8)
    assert Difference("COSM", "house", "", 8, 7, "a") in of_lots(sites)
    agree(sites, "country", **OF_COUNTRY, lot="a", places=9)
    assert Difference("COSM", "", "", 9, 7, "a") in of_lots(sites)
    assert all(one.institution for one in of_lots(sites, OURS))


def test_where_no_bed_says_its_lot_lots_are_not_compared(sites: Country) -> None:
    sites.place("room", 3)
    agree(sites, "a", **OF_SITE, lot="a", places=2)
    assert of_lots(sites) == []
    sites.place("named", 1, lot="b")
    assert of_lots(sites) == [Difference("COSM", "house", "s1", 2, 0, "a")]
