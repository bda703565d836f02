"""Who should coordinate a case: on the pages of the request and in the API."""

import pytest

from placement.exchange.bundled import bundled
from placement.exchange.register_files import read_register
from placement.policy import Role
from placement.service.register.importing import import_register
from placement.store.tables import Account
from solver.codes import AgeBand
from tests.builders_rows import a_person
from tests.builders_store import HELPDESK, NOW
from tests.builders_web import Browser, Web, an_account


@pytest.fixture
def netherlands(web: Web) -> Web:
    """The national register, with a zorgcoordinator of Fier."""
    import_register(web.runtime.store, read_register(bundled("netherlands")), by=HELPDESK, now=NOW)
    an_account(web.runtime, "femke", Role.ZORGCOORDINATOR)
    with web.runtime.store.writing() as session:
        session.get_one(Account, "femke").institution_id = "fier"
    return web


@pytest.fixture
def helpdesk(netherlands: Web) -> Browser:
    return netherlands.browser_of(Role.HELPDESK)


def suggested(browser: Browser, referral: str) -> list[tuple[str, bool, list[str]]]:
    found = browser.get(f"/responsible-coordinators?referral={referral}").json["items"]
    return [(one["organisation"], one["elsewhere"], one["accounts"]) for one in found]


def test_who_coordinates_stands_on_both_pages_with_the_region(
    netherlands: Web, helpdesk: Browser
) -> None:
    netherlands.country.referral("h1", a_person("h1"), reporting_region="province:friesland")
    for page in ("/opvangverzoeken/r-h1", "/opvangverzoeken/r-h1/overdracht"):
        assert "Fier (Friesland)" in helpdesk.raw("GET", page).text
    assert "Femke (van deze regio)" in helpdesk.raw("GET", "/opvangverzoeken/r-h1/overdracht").text
    assert suggested(helpdesk, "r-h1") == [("Fier", False, ["femke"])]


def test_what_no_region_covers_is_said_to_be_comenshas(netherlands: Web, helpdesk: Browser) -> None:
    netherlands.country.referral("h1", a_person("h1"), reporting_region="province:groningen")
    shown = helpdesk.raw("GET", "/opvangverzoeken/r-h1").text
    assert "MJD (Groningen (stad)), CoMensha op afstand (elders in Groningen)" in shown
    assert suggested(helpdesk, "r-h1") == [("MJD", False, []), ("CoMensha", True, [])]


def test_the_age_of_the_adult_chooses(netherlands: Web, helpdesk: Browser) -> None:
    for name, age in (("h1", AgeBand.FROM_18), ("h2", AgeBand.FROM_23)):
        person = a_person(name, age=age)
        netherlands.country.referral(name, person, municipality_registered="municipality:apeldoorn")
    assert suggested(helpdesk, "r-h1") == [("MEE Veluwe", False, [])]
    assert suggested(helpdesk, "r-h2") == [("Moviera", False, [])]


def test_the_municipality_of_registration_counts_also_where_comensha_coordinates(
    netherlands: Web, helpdesk: Browser
) -> None:
    netherlands.country.referral(
        "h1",
        a_person("h1"),
        municipality_registered="zwolle",
        municipality_found="amsterdam",
        reporting_region="province:friesland",
    )
    assert suggested(helpdesk, "r-h1") == [("CoMensha", False, [])]


def test_of_a_municipality_that_the_register_does_not_know_the_next_one_counts(
    netherlands: Web, helpdesk: Browser
) -> None:
    where = {"municipality_registered": "urk", "reporting_region": "province:drenthe"}
    netherlands.country.referral("h1", a_person("h1"), **where)
    netherlands.country.referral("h2", a_person("h2"), municipality_registered="urk")
    assert suggested(helpdesk, "r-h1") == [("GGD Drenthe", False, [])]
    assert suggested(helpdesk, "r-h2") == [("CoMensha", False, [])]
