"""Combinations over HTTP and on their page: made, shown, ended, and given to a large family."""

import re

import pytest

from placement.policy import Role
from placement.store.codes import PersonRole
from solver.codes import AgeBand, Use
from tests.builders_rows import a_person
from tests.builders_store import night
from tests.builders_web import Answer, Browser, Web

JOINED = {"site": "s1", "name": "Kamer 1 en 2", "rooms": ["p1", "p2"], "opens": "2026-03-02"}


@pytest.fixture
def house(web: Web) -> Browser:
    """An institution with two rooms."""
    web.country.site()
    web.country.place("p1", 3)
    web.country.place("p2", 2, use=Use.SHARED_ROOM)
    return web.browser_of(Role.INSTITUTION)


def a_large_family(web: Web) -> str:
    children = (a_person("h1", n, age=AgeBand.FROM_4, role=PersonRole.CHILD) for n in range(2, 6))
    return web.country.referral("h1", a_person("h1", role=PersonRole.PARENT), *children)


def test_a_combination_is_made_shown_listed_and_ended(house: Browser) -> None:
    made = house.post("/combinations", JOINED)
    assert made.status_code == 201
    shown = house.raw("GET", made.headers["Location"])
    assert shown.json == {**JOINED, "id": made.json["id"], "scheme": "COSM", "closes": None}
    assert house.get("/combinations?site=s1").json["items"] == [shown.json]
    place = house.get(f"/places/{made.json['id']}").json
    assert (place["rooms"], place["beds"]) == (["p1", "p2"], [])
    ended = house.post(
        f"/combinations/{made.json['id']}/endings", {}, If_Match=shown.headers["ETag"]
    )
    assert (ended.status_code, ended.json["closes"]) == (201, "2026-03-02")
    assert house.get("/combinations?site=s1").json["items"] == []


def test_sent_twice_it_is_made_once_and_ended_once(house: Browser) -> None:
    first, again = (house.post("/combinations", JOINED, Idempotency_Key="k") for _ in range(2))
    assert first.json == again.json
    path = f"/combinations/{first.json['id']}/endings"
    assert house.post(path, {}).status_code == 428
    assert house.post(path, {}, If_Match='"7"').status_code == 412
    for _ in range(2):
        assert house.post(path, {}, If_Match='"1"', Idempotency_Key="e").status_code == 201
    assert house.post(path, {}, If_Match='"2"').json["type"].endswith("/already-over")


def test_every_fault_is_named_at_once(house: Browser) -> None:
    wrong = house.post("/combinations", {"site": "s1", "rooms": ["p1", "p1"], "colour": "red"})
    assert wrong.status_code == 400
    assert {(e["field"], e["code"]) for e in wrong.json["errors"]} == {
        ("colour", "unknown_field"),
        ("name", "required"),
        ("opens", "required"),
        ("rooms", "wrong_number"),
    }
    unknown = house.post("/combinations", {**JOINED, "rooms": ["p1", "far"]})
    assert [e["code"] for e in unknown.json["errors"]] == ["not_a_room"]
    made = house.post("/combinations", JOINED).json["id"]
    ending = house.post(f"/combinations/{made}/endings", {"why": "x"}, If_Match='"1"')
    assert [e["field"] for e in ending.json["errors"]] == ["why"]


def test_a_combination_is_not_kept_as_a_place(house: Browser) -> None:
    made = house.post("/combinations", JOINED).json["id"]
    sent = {"on": night(4).isoformat()}
    refused = house.post(f"/places/{made}/closings", sent, If_Match='"1"')
    assert (refused.status_code, refused.json["rooms"]) == (409, ["p1", "p2"])
    assert refused.json["type"].endswith("/made-of-rooms")
    assert house.get(f"/place-profiles/{made}").json["type"].endswith("/made-of-rooms")
    # Its page is that of the combinations of its house.
    page = house.raw("GET", f"/plek/{made}")
    assert page.headers["Location"] == "/bedden/s1/combinaties"


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("role", [Role.ZORGCOORDINATOR, Role.POLICY_READER])
def test_who_keeps_no_places_joins_none(web: Web, role: Role) -> None:
    other = web.browser_of(role)
    assert other.post("/combinations", JOINED).status_code == 403
    assert other.raw("GET", "/bedden/s1/combinaties").status_code == 403


def press(browser: Browser, path: str, **sent: object) -> Answer:
    form = {"csrf_token": browser.token, "key": f"form-{browser.keys}", **sent}
    browser.keys += 1
    answer = browser.raw("POST", path, data=form)
    return browser.raw("GET", answer.headers["Location"]) if answer.status_code == 302 else answer


def test_a_house_joins_its_rooms_on_a_page_and_ends_it_there(house: Browser) -> None:
    assert "Samengevoegde kamers" in house.raw("GET", "/bedden/s1").text
    page = house.raw("GET", "/bedden/s1/combinaties").text
    assert "p2 (COSM, bedden: 2)" in page
    assert "voegt nu geen kamers samen" in page
    path, named = "/bedden/s1/combinaties", "Kamer 1 en 2"
    refused = press(house, path, name=named, rooms="p1", opens="02-03-2026")
    assert refused.status_code == 400
    assert f'value="{named}"' in refused.text
    page = press(house, path, name=named, rooms=["p1", "p2"], opens="02-03-2026").text
    assert "De kamers zijn samengevoegd" in page
    assert "<strong>Kamer 1 en 2</strong>: p1, p2 · COSM" in page
    assert "<strong>Kamer 1 en 2</strong>: p1, p2" in house.raw("GET", "/bedden/s1").text
    end = re.search(r'action="(/combinaties/[^"]+/opheffen)"', page)
    assert end
    page = press(house, end[1], version="1").text
    assert "De combinatie is opgeheven" in page
    assert "voegt nu geen kamers samen" in page


def test_the_page_is_there_in_english(house: Browser) -> None:
    house.raw("GET", "/taal/en?back=/bedden")
    page = house.raw("GET", "/bedden/s1/combinaties").text
    assert "Join rooms" in page
    assert "This house joins no rooms now." in page


def test_a_large_family_is_ranked_proposed_and_placed_in_joined_rooms(
    house: Browser, web: Web
) -> None:
    made = house.post("/combinations", JOINED).json["id"]
    referral = a_large_family(web)
    helpdesk = web.browser_of(Role.HELPDESK)
    proposal = helpdesk.post("/proposals", {"referral": referral}).json
    names = ("referral", "household", "place", "night", "until")
    order = {name: proposal["assignments"][0][name] for name in names}
    assert order["place"] == made
    assert "Kamer 1 en 2" in helpdesk.raw("GET", f"/opvangverzoeken/{referral}").text
    placed = helpdesk.post("/placements", {"orders": [order], "reason": "fits"})
    assert placed.status_code == 201, placed.text
    [there] = helpdesk.get(f"/placements?referral={referral}").json["items"]
    assert there["place"] == made
    refused = house.post(f"/combinations/{made}/endings", {}, If_Match='"1"')
    assert refused.json["type"].endswith("/beds-in-use")
