"""The page of the beds of a site: two taps, plain forms, nothing displaced."""

import re

import pytest

from placement.policy import Role
from placement.store.tables import CodeWord, Institution
from solver.codes import Use
from tests.builders_store import night
from tests.builders_web import Answer, Browser, Web


@pytest.fixture
def house(web: Web) -> Web:
    """One site with a single and a shared room, and the site of another house."""
    web.country.site("s1")
    web.country.place("one")
    web.country.place("shared", 2, use=Use.SHARED_ROOM)
    web.country.write(
        CodeWord(kind="outage_cause", code="repair", nl="reparatie", en="repair"),
        Institution(id="other", name="Other"),
    )
    web.country.site("s2", institution_id="other")
    return web


def press(browser: Browser, path: str, **sent: str) -> Answer:
    form = {"csrf_token": browser.token, "key": f"form-{browser.keys}", **sent}
    browser.keys += 1
    answer = browser.raw("POST", path, data=form)
    assert answer.status_code in {302, 400, 409}, answer.text
    return browser.raw("GET", answer.headers["Location"]) if answer.status_code == 302 else answer


def test_who_has_one_site_is_there_at_once(house: Web) -> None:
    carer = house.browser_of(Role.INSTITUTION)
    assert carer.raw("GET", "/bedden").headers["Location"] == "/bedden/s1"
    assert "/bedden/s2" in house.browser_of(Role.HELPDESK).raw("GET", "/bedden").text
    assert carer.raw("GET", "/bedden/s2").status_code == 404


def test_a_bed_is_out_of_use_and_back_in_two_taps_each(house: Web) -> None:
    carer = house.browser_of(Role.INSTITUTION)
    page = press(
        carer, "/bedden/s1/buiten-gebruik", place="one", beds="one-b1", cause="repair"
    ).text
    assert "buiten gebruik (reparatie)" in page
    ending = re.search(r'action="(/bedden/s1/voorbij/[^"]+)"', page)
    assert ending
    after = press(carer, ending[1])
    assert "Het bed is weer bruikbaar" in after.text
    assert "(reparatie)" not in after.text


def test_a_client_from_outside_is_let_in_and_leaves(house: Web) -> None:
    carer = house.browser_of(Role.INSTITUTION)
    page = press(carer, "/bedden/s1/van-buiten", place="shared", beds="shared-b1", use="M").text
    assert "cliënt van buiten" in page
    ending = re.search(r'action="(/bedden/s1/voorbij/[^"]+)"', page)
    assert ending
    assert "voorbij" not in press(carer, ending[1]).text


def test_what_was_planned_for_later_can_be_dropped(house: Web) -> None:
    helpdesk = house.browser_of(Role.HELPDESK)
    sent = {"place": "one", "cause": "repair", "begins": night(9).isoformat()}
    assert helpdesk.post("/outages", sent).status_code == 201
    page = helpdesk.raw("GET", "/bedden/s1").text
    assert "gepland vanaf 11-03-2026" in page
    drop = re.search(r'action="(/bedden/s1/gaat-niet-door/[^"]+)"', page)
    assert drop
    assert "gepland vanaf" not in press(helpdesk, drop[1], key="pressed twice").text
    assert "gaat niet door" in press(helpdesk, drop[1], key="pressed twice").text
    assert helpdesk.get("/outages").json == {"items": []}


def test_a_promise_in_the_way_is_named_and_nothing_changes(house: Web) -> None:
    house.country.referral("h1")
    promised = house.country.book("h1", "one", begins=3, until=9)
    carer = house.browser_of(Role.INSTITUTION)
    page = press(carer, "/bedden/s1/buiten-gebruik", place="one", cause="repair").text
    assert f"In de weg staat plaatsing {promised[:6]}" in page
    assert carer.get("/outages").json == {"items": []}
    refused = carer.post("/outages", {"place": "one", "cause": "repair"})
    assert refused.status_code == 409
    assert refused.json["type"].endswith("/beds-in-use")
    assert refused.json["placements"] == [promised]


def test_every_fault_is_said_on_the_page_where_it_was_made(house: Web) -> None:
    carer = house.browser_of(Role.INSTITUTION)
    page = press(
        carer, "/bedden/s1/buiten-gebruik", place="one", cause="whim", expectedUntil="01-01-2020"
    ).text
    assert "Kies iets uit de lijst." in page
    assert "Stuur een datum na vannacht" in page


def test_over_http_an_outage_has_an_address_a_key_and_an_end(house: Web) -> None:
    carer = house.browser_of(Role.INSTITUTION)
    made = carer.post(
        "/outages", {"place": "shared", "cause": "repair", "expectedUntil": "2026-03-09"}
    )
    assert made.status_code == 201
    shown = carer.raw("GET", made.headers["Location"]).json
    assert (shown["beds"], shown["expectedUntil"]) == (["shared-b1", "shared-b2"], "2026-03-09")
    ended = carer.post(f"/outages/{shown['id']}/ends", {})
    assert (ended.status_code, ended.json) == (201, {"items": []})
    sent = {"place": "one", "cause": "repair"}
    refused = carer.raw("POST", "/api/v1/outages", json=sent, headers={"X-CSRFToken": carer.token})
    assert refused.json["type"].endswith("/idempotency-key-missing")


def test_a_client_from_outside_says_nothing_but_the_use_of_the_room(house: Web) -> None:
    carer = house.browser_of(Role.INSTITUTION)
    sent = {"place": "shared", "beds": ["shared-b1"], "use": "F"}
    made = carer.post("/outside-clients", sent)
    assert made.json["use"] == "F"
    assert carer.get("/outside-clients").json["items"] == [made.json]
    named = carer.post("/outside-clients", {**sent, "name": "somebody"})
    assert named.json["errors"][0]["code"] == "unknown_field"
    assert carer.post("/outside-clients", {**sent, "use": "X"}).status_code == 400
    assert carer.post(f"/outside-clients/{made.json['id']}/ends", {}).json == {"items": []}


def test_who_is_still_in_a_closed_place_stands_on_the_page_and_leaves_from_there(
    house: Web,
) -> None:
    house.country.place("gone", closes=night(0))
    house.country.resident("a", "gone-b1")
    page = house.browser_of(Role.INSTITUTION).raw("GET", "/bedden/s1").text
    assert "gesloten sinds" in page
    assert "sluit op" not in page
    assert "/verblijven/stay-a" in page
    administrator = house.browser_of(Role.ADMINISTRATOR).raw("GET", "/bedden/s1").text
    assert "gesloten sinds" in administrator
    assert "/verblijven/stay-a" not in administrator
    joined = house.browser_of(Role.HELPDESK).raw("GET", "/bedden/s1/combinaties").text
    assert 'value="one"' in joined
    assert 'value="gone"' not in joined
