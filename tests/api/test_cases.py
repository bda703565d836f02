"""Closing a case over HTTP and on its page: what stands in the way is said by kind."""

import pytest

from placement.policy import Role
from placement.service.beds.releasing import depart
from placement.store.tables import Coordination
from tests.builders_care import words
from tests.builders_rows import night
from tests.builders_store import HELPDESK, NOW
from tests.builders_web import Browser, Web
from tests.reading_pages import send

CASE = "/referrals/r-h1/case"
PAGE = "/opvangverzoeken/r-h1/dossier"


@pytest.fixture
def house(web: Web) -> Web:
    words(web.country)
    web.country.site()
    web.country.place("p1")
    web.country.resident("h1", "p1-b1")
    web.country.write(
        Coordination(id="co", case_id="case-h1", account_id="zorgcoordinator", begins=night(-20))
    )
    return web


@pytest.fixture
def left(house: Web) -> Web:
    depart(house.runtime.store, "pl-h1", on=night(0), destination="return", by=HELPDESK, now=NOW)
    return house


@pytest.fixture(params=[Role.HELPDESK, Role.ZORGCOORDINATOR])
def who(request: pytest.FixtureRequest) -> Role:
    return Role(request.param)


def test_what_goes_on_is_in_the_answer_and_in_the_refusal(house: Web, who: Role) -> None:
    browser = house.browser_of(who)
    shown = browser.get(CASE)
    assert shown.json["goingOn"] == [{"kind": "stay", "count": 1}]
    assert (shown.json["state"], shown.json["allowed"]) == ("open", [])
    sent = {"reason": "completed"}
    refused = browser.post(f"{CASE}/closings", sent, If_Match=shown.headers["ETag"])
    assert (refused.status_code, refused.json["type"].rpartition("/")[2]) == (
        409,
        "case-still-open",
    )
    assert refused.json["goingOn"] == [{"kind": "stay", "count": 1}]


def test_a_case_is_closed_and_opened_again_by_who_read_it(left: Web, who: Role) -> None:
    browser = left.browser_of(who)
    read = browser.get(CASE).headers["ETag"]
    closed = browser.post(f"{CASE}/closings", {"reason": "completed"}, If_Match=read)
    assert (closed.status_code, closed.json["state"]) == (201, "closed")
    assert (closed.json["closeReason"], closed.json["allowed"]) == ("completed", ["reopen_case"])
    late = browser.post(f"{CASE}/reopenings", {"reason": "came back"}, If_Match=read)
    assert late.status_code == 412
    again = browser.post(
        f"{CASE}/reopenings", {"reason": "came back"}, If_Match=closed.headers["ETag"]
    )
    assert (again.status_code, again.json["state"], again.json["closedAt"]) == (201, "open", None)


def test_every_fault_of_a_closing_is_named(left: Web) -> None:
    browser = left.browser_of(Role.HELPDESK)
    read = browser.get(CASE).headers["ETag"]
    answer = browser.post(f"{CASE}/closings", {"reason": "tired", "who": "x"}, If_Match=read)
    assert answer.status_code == 400
    assert {fault["field"] for fault in answer.json["errors"]} == {"reason", "who"}
    empty = browser.post(f"{CASE}/reopenings", {"reason": ""}, If_Match=read)
    assert [fault["field"] for fault in empty.json["errors"]] == ["reason"]


def test_the_page_says_what_stands_in_the_way(house: Web) -> None:
    shown = house.browser_of(Role.ZORGCOORDINATOR).raw("GET", PAGE)
    assert "verblijf dat nog duurt" in shown.text
    assert "dossier/sluiten" not in shown.text


def test_a_case_is_closed_and_opened_again_on_its_page(left: Web, who: Role) -> None:
    browser = left.browser_of(who)
    unsaid = send(browser, PAGE, "/sluiten", reason="")
    assert unsaid.status_code == 400
    assert "Vul dit in." in unsaid.text
    assert send(browser, PAGE, "/sluiten", reason="contact_lost").status_code == 302
    shown = browser.raw("GET", PAGE)
    assert "geen contact meer" in shown.text
    assert send(browser, PAGE, "/heropenen", reason="came back").status_code == 302
    assert browser.get(CASE).json["state"] == "open"


def test_a_form_that_was_open_too_long_closes_nothing(left: Web) -> None:
    browser, other = left.browser_of(Role.HELPDESK), left.browser_of(Role.ZORGCOORDINATOR)
    read = other.get(CASE).headers["ETag"]
    other.post(f"{CASE}/closings", {"reason": "completed"}, If_Match=read)
    sent = {"csrf_token": browser.token, "key": "k", "version": "1", "reason": "completed"}
    assert browser.raw("POST", f"{PAGE}/sluiten", data=sent).status_code == 409


def test_the_caseload_leads_to_cases_that_can_be_closed(left: Web) -> None:
    care: Browser = left.browser_of(Role.ZORGCOORDINATOR)
    assert f'href="{PAGE}"' in care.raw("GET", "/mijn-clienten").text
    send(care, PAGE, "/sluiten", reason="completed")
    assert f'href="{PAGE}"' not in care.raw("GET", "/mijn-clienten").text
