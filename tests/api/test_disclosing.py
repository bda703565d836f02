"""Notes, disclosure and addresses over HTTP and by page: what a house gets to read, and when."""

from typing import Any

import pytest

from placement.policy import Role
from placement.service.beds.releasing import arrive, depart
from placement.store.sharing.sealing import KeyRing
from tests.builders_store import HELPDESK, NOW, night
from tests.builders_trust import CANARY, said_yes
from tests.builders_web import Browser, Web
from tests.reading_pages import send

NOTE = {"referral": "r-h1", "part": "care", "text": CANARY}
STEPS = ("criteria", "profile", "risk_summary", "handover_note", "address")
ABOUT = "/opvangverzoeken/r-h1"


@pytest.fixture
def helpdesk(web: Web) -> Browser:
    """The helpdesk, in a country in which a house said yes to a household."""
    web.country.site("s1")
    web.country.place("p1")
    web.country.referral("h1")
    web.country.write(said_yes(answered_by="institution"))
    return web.browser_of(Role.HELPDESK)


@pytest.fixture
def house(helpdesk: Browser, web: Web) -> Browser:  # noqa: ARG001 - it lays the country down
    return web.browser_of(Role.INSTITUTION)


def share(helpdesk: Browser, count: int) -> None:
    for step in STEPS[:count]:
        made = helpdesk.post("/disclosures", {"offer": "of-h1-p1", "step": step})
        assert made.status_code == 201, made.text


def test_a_note_is_written_released_read_and_taken_back(helpdesk: Browser, house: Browser) -> None:
    made = helpdesk.post("/handover-notes", NOTE)
    assert made.status_code == 201
    note = made.json["id"]
    assert house.get(f"/handover-notes/{note}").status_code == 404
    early = helpdesk.post(f"/handover-notes/{note}/releases", {"offer": "of-h1-p1"})
    assert early.json["type"].endswith("/step-not-yet")
    share(helpdesk, 4)
    held = helpdesk.post(f"/handover-notes/{note}/releases", {"offer": "of-h1-p1"})
    assert held.status_code == 201
    assert house.get(f"/handover-notes/{note}").json["text"] == CANARY
    [listed] = house.get("/note-releases").json["items"]
    assert (listed["id"], listed["place"]) == (note, "p1")
    back = helpdesk.post(f"/note-releases/{held.json['id']}/withdrawals", {})
    assert back.status_code == 201
    assert house.get(f"/handover-notes/{note}").status_code == 404


def test_no_list_and_no_answer_that_is_kept_holds_the_text(helpdesk: Browser) -> None:
    first = helpdesk.post("/handover-notes", NOTE, Idempotency_Key="one")
    again = helpdesk.post("/handover-notes", NOTE, Idempotency_Key="one")
    assert first.json == again.json
    assert CANARY not in helpdesk.get("/handover-notes?referral=r-h1").text
    assert CANARY not in first.text


def test_a_blind_overwrite_of_a_note_is_refused(helpdesk: Browser) -> None:
    helpdesk.post("/handover-notes", NOTE)
    assert helpdesk.post("/handover-notes", NOTE).status_code == 412
    assert helpdesk.post("/handover-notes", NOTE | {"follows": 1}).status_code == 201


BAD: list[tuple[str, dict[str, Any], str, str]] = [
    ("/handover-notes", NOTE | {"part": "gossip"}, "part", "unknown_code"),
    ("/handover-notes", NOTE | {"text": ""}, "text", "wrong_length"),
    ("/handover-notes", NOTE | {"text": "x" * 10_001}, "text", "wrong_length"),
    ("/handover-notes", NOTE | {"follows": -1}, "follows", "out_of_range"),
    ("/handover-notes", NOTE | {"name": "x"}, "name", "unknown_field"),
    ("/disclosures", {"offer": "of-h1-p1", "step": "everything"}, "step", "unknown_code"),
    ("/handover-notes/x/releases", {"offer": "a", "placement": "b"}, "offer", "one_receiver"),
    ("/handover-notes/x/releases", {}, "offer", "one_receiver"),
    ("/note-erasures", {"referral": "r-h1", "reason": ""}, "reason", "wrong_length"),
    ("/address-reveals", {"placement": "x"}, "reason", "required"),
]


@pytest.mark.parametrize(("path", "sent", "field", "code"), BAD)
def test_a_fault_is_named(
    helpdesk: Browser, path: str, sent: dict[str, Any], field: str, code: str
) -> None:
    answer = helpdesk.post(path, sent)
    assert answer.status_code == 400
    assert (field, code) in {(f["field"], f["code"]) for f in answer.json["errors"]}


def test_without_a_key_the_service_runs_and_says_that_nothing_can_be_sealed(
    helpdesk: Browser, web: Web
) -> None:
    object.__setattr__(web.runtime, "ring", KeyRing())
    refused = helpdesk.post("/handover-notes", NOTE)
    assert refused.status_code == 503
    assert refused.json["type"].endswith("/sealing-unavailable")
    page = send(helpdesk, f"{ABOUT}/aanmeldverslag", "/aanmeldverslag", text=CANARY)
    assert page.status_code == 409
    assert "niets onverzegeld bewaard" in page.text
    assert CANARY in page.text  # what was typed is not lost
    assert helpdesk.get("/handover-notes?referral=r-h1").json["items"] == []


def test_an_address_is_entered_by_the_house_and_told_for_a_placement(
    helpdesk: Browser, house: Browser
) -> None:
    known = house.get("/site-addresses/s1")
    sent = {"site": "s1", "address": CANARY}
    assert house.post("/site-addresses", sent).status_code == 428
    tag = known.headers["ETag"]
    made = house.post("/site-addresses", sent, If_Match=tag)
    assert (made.status_code, made.json["version"]) == (201, 1)
    assert CANARY not in made.text
    assert house.post("/site-addresses", sent, If_Match=tag).status_code == 412
    order = {"referral": "r-h1", "household": "h1", "place": "p1"}
    order |= {"night": "2026-03-02", "until": "2026-03-09"}
    placed = helpdesk.post("/placements", {"orders": [order], "reason": "near"})
    asked = {"placement": placed.json["items"][0]["id"], "reason": "she travels tonight"}
    early = helpdesk.post("/address-reveals", asked)
    assert early.json["type"].endswith("/step-not-yet")
    share(helpdesk, 5)
    assert helpdesk.post("/address-reveals", asked).json["address"] == CANARY
    assert house.post("/address-reveals", asked).status_code == 403


def test_the_pages_take_each_step_and_show_the_house_no_more_than_that(
    helpdesk: Browser, house: Browser
) -> None:
    assert "Er is nu niets vrijgegeven" in house.raw("GET", "/vrijgegeven").text
    send(helpdesk, f"{ABOUT}/aanmeldverslag", "/aanmeldverslag", text=CANARY)
    for _ in range(4):
        assert send(helpdesk, f"{ABOUT}/delen", "/delen/of-h1-p1").status_code == 302
    known = house.raw("GET", "/vrijgegeven/of-h1-p1").text
    assert "vrouw, 23 jaar of ouder" in known
    assert "ref-h1" not in known
    given = send(helpdesk, f"{ABOUT}/aanmeldverslag", "/vrijgeven", receiver="offer:of-h1-p1")
    assert given.status_code == 302
    listed = house.raw("GET", "/vrijgegeven").text
    assert CANARY not in listed
    [note] = [n["id"] for n in house.get("/note-releases").json["items"]]
    assert CANARY in house.raw("GET", f"/aanmeldverslagen/{note}").text
    send(helpdesk, f"{ABOUT}/delen", "/terugnemen")
    assert "Er is nu niets vrijgegeven" in house.raw("GET", "/vrijgegeven").text
    assert house.raw("GET", f"/aanmeldverslagen/{note}").status_code == 404


def test_the_page_refuses_the_step_after_this_one_in_words(helpdesk: Browser) -> None:
    refused = send(helpdesk, f"{ABOUT}/delen", "/delen/of-h1-p1", step="risk_summary")
    assert refused.status_code == 409
    assert "Dit is niet de volgende stap" in refused.text


def test_the_page_of_a_house_seals_its_address_and_never_shows_it(
    helpdesk: Browser, house: Browser
) -> None:
    page = "/locaties/s1/adres"
    assert send(house, page, "/adres", address="").status_code == 400
    assert send(house, page, "/adres", address=CANARY).status_code == 302
    shown = house.raw("GET", page).text
    assert "bekend en verzegeld" in shown
    assert CANARY not in shown
    assert helpdesk.raw("GET", "/locaties/nowhere/adres").status_code == 404


def test_what_the_house_still_reads_after_a_withdrawal_is_said_to_everybody(
    helpdesk: Browser, house: Browser
) -> None:
    consent = {"referral": "r-h1", "ground": "oral"}
    assert helpdesk.post("/consents", consent).status_code == 201
    order = {"referral": "r-h1", "household": "h1", "place": "p1"}
    order |= {"night": "2026-03-02", "until": "2026-03-09"}
    placed = helpdesk.post("/placements", {"orders": [order], "reason": "near"})
    [placement] = placed.json["items"]
    share(helpdesk, 5)
    tag = helpdesk.get(f"/placements/{placement['id']}").headers["ETag"]
    path = f"/placements/{placement['id']}/arrivals"
    assert house.post(path, {}, If_Match=tag).status_code == 201
    before = helpdesk.raw("GET", f"{ABOUT}/toestemming").text
    assert "op grond van gerechtvaardigd belang" in before
    send(helpdesk, f"{ABOUT}/toestemming", "/intrekken")
    assert "behalve wat het huis" in helpdesk.raw("GET", f"{ABOUT}/toestemming").text
    told = house.get("/disclosed-facts/of-h1-p1").json
    assert (told["restsOn"], told["steps"]) == ("justified_interest", list(STEPS[:3]))
    assert "De cliënt trok de toestemming in." in house.raw("GET", "/vrijgegeven/of-h1-p1").text
    assert "gerechtvaardigd belang" in helpdesk.raw("GET", f"{ABOUT}/delen").text


def test_the_page_offers_neither_a_step_nor_the_address_once_they_have_left(
    helpdesk: Browser, web: Web
) -> None:
    country, page = web.country, f"{ABOUT}/delen"
    placement = country.book()
    arrive(country.store, placement, by=HELPDESK, now=NOW, new_id=country.new_id)
    shown = helpdesk.raw("GET", page).text
    assert ("Deel: eigen" in shown, "Toon het adres" in shown) == (True, True)
    depart(country.store, placement, on=night(0), destination="x", by=HELPDESK, now=NOW)
    left = helpdesk.raw("GET", page).text
    assert ("Deel:" in left, "Toon het adres" in left) == (False, False)
