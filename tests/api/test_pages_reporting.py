"""Reporting on pages who came and who did not: by the house, and by the helpdesk for it."""

import pytest

from placement.policy import Role
from placement.store.tables import Stay
from tests.api.test_pages_asking import sent
from tests.builders_store import NOW, night
from tests.builders_web import Browser, Web
from tests.reading_pages import forms_of

REQUEST, HOUSES = "/opvangverzoeken/r-h1/huizen", "/mijn-plekken"
CAME, MISSED = "/aangekomen", "/niet-gekomen"


@pytest.fixture
def house(web: Web) -> Web:
    """A room, and somebody who asks for it."""
    web.country.site()
    web.country.place("p1")
    web.country.referral("h1")
    return web


def offered(browser: Browser, page: str) -> set[str]:
    """Give which of the two acts stand on a page."""
    actions = [form.action for form in forms_of(browser.raw("GET", page))]
    return {act for act in (CAME, MISSED) if any(a.endswith(act) for a in actions)}


def began(web: Web) -> object:
    with web.country.store.reading() as session:
        return session.query(Stay).one().began_on


@pytest.mark.parametrize(("role", "page"), [(Role.HELPDESK, REQUEST), (Role.INSTITUTION, HOUSES)])
def test_helpdesk_and_house_report_who_came(house: Web, role: Role, page: str) -> None:
    house.country.book("h1", "p1")
    browser = house.browser_of(role)
    assert offered(browser, page) == {CAME, MISSED}
    assert "De aankomst is vastgelegd." in sent(browser, page, CAME, {}).text
    assert began(house) == night(0)


@pytest.mark.parametrize(("role", "page"), [(Role.HELPDESK, REQUEST), (Role.INSTITUTION, HOUSES)])
def test_helpdesk_and_house_report_who_did_not_come(house: Web, role: Role, page: str) -> None:
    house.country.book("h1", "p1")
    done = sent(house.browser_of(role), page, MISSED, {}, reason="niet gezien")
    assert "Het bed is weer vrij" in done.text


@pytest.mark.parametrize(("role", "page"), [(Role.HELPDESK, REQUEST), (Role.INSTITUTION, HOUSES)])
def test_a_night_early_only_the_arrival_can_be_reported(house: Web, role: Role, page: str) -> None:
    house.country.book("h1", "p1", begins=2)
    browser = house.browser_of(role)
    assert offered(browser, page) == set()
    house.clock.pass_by(days=1)
    browser = house.browser_of(role)
    assert offered(browser, page) == {CAME}
    sent(browser, page, CAME, {})
    assert began(house) == night(1)


def test_what_is_only_held_is_not_reported_on(house: Web) -> None:
    helpdesk = house.browser_of(Role.HELPDESK)
    sent(helpdesk, REQUEST, "/vasthouden", {}, reason="still calling")
    assert offered(helpdesk, REQUEST) == set()
    assert offered(house.browser_of(Role.INSTITUTION), HOUSES) == set()


@pytest.mark.parametrize(("role", "page"), [(Role.HELPDESK, REQUEST), (Role.INSTITUTION, HOUSES)])
def test_later_the_page_asks_since_when_and_says_what_cannot_be(
    house: Web, role: Role, page: str
) -> None:
    house.country.book("h1", "p1")
    house.clock.pass_by(days=3)
    browser = house.browser_of(role)
    refused = sent(browser, page, CAME, {}, on="28-02-2026")
    assert refused.status_code == 400
    assert "eerste nacht dat ze hier sliepen" in refused.text
    sent(browser, page, CAME, {}, on=f"{night(0):%d-%m-%Y}")
    assert began(house) == night(0)


def test_a_program_tells_the_night_too(house: Web) -> None:
    placed = house.country.book("h1", "p1")
    house.clock.pass_by(days=2)
    path, browser = f"/placements/{placed}", house.browser_of(Role.INSTITUTION)
    tag = browser.get(path).headers["ETag"]
    late = {"on": (NOW.date()).isoformat()}
    assert browser.post(f"{path}/arrivals", late, If_Match=tag).status_code == 201
    assert began(house) == night(0)
