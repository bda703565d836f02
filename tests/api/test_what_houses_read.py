"""What houses read over HTTP: no reason of a decision, and no id that links people."""

import re
from typing import Any

import pytest

from placement.policy import Role
from placement.store.tables import CodeWord, Institution, Placement, Stay
from tests.access import expectations
from tests.builders_offers import houses, may_go_there
from tests.builders_rows import a_person
from tests.builders_store import night
from tests.builders_web import Browser, Web

CANARY = "canary"
NIGHTS = {"night": night(0).isoformat(), "until": night(10).isoformat()}
WITHHELD = ("acceptedBy", "closeReason", "household", "proposal", "reason", "referral")


@pytest.fixture
def helpdesk(web: Web) -> Browser:
    """The helpdesk, with two people whose every id is a canary, as is each reason that it gives."""
    houses(web.country)
    web.country.place("ours", site_id="s1")
    web.country.place("other", site_id="s1")
    web.country.referral(f"{CANARY}-1")
    web.country.place("home", site_id="s1")
    web.country.referral(f"{CANARY}-3")
    web.country.write(CodeWord(kind="care", code="addiction", nl="x", en="x"))
    may_go_there(web.country, f"{CANARY}-2")
    return web.browser_of(Role.HELPDESK)


def held(helpdesk: Browser, place: str = "ours", number: int = 1) -> str:
    """Hold a bed without asking the house anything."""
    who = {"referral": f"r-{CANARY}-{number}", "household": f"{CANARY}-{number}", "place": place}
    sent = {"orders": [who | NIGHTS], "reason": f"{CANARY}: her brother is there", "hold": True}
    made = helpdesk.post("/placements", sent)
    assert made.status_code == 201, made.text
    return str(made.json["items"][0]["id"])


def act(browser: Browser, path: str, name: str, sent: dict[str, Any]) -> Any:  # noqa: ANN401 - any JSON value
    tag = browser.get(path).headers["ETag"]
    done = browser.post(f"{path}/{name}", sent, If_Match=tag)
    assert done.status_code == 201, done.text
    return done.json


def declined(helpdesk: Browser, house: Browser) -> dict[str, str]:
    """Let a house say no to a question; gives its ids."""
    asking = {"referral": f"r-{CANARY}-2", "houses": [{"place": "p1", **NIGHTS}]}
    made = helpdesk.post("/offers", asking)
    assert made.status_code == 201, made.text
    offer = str(made.json["items"][0]["id"])
    act(house, f"/offers/{offer}", "answers", {"answer": "no", "reason": "profile_wrong"})
    [found] = house.get("/declines").json["items"]
    return {"offer_id": offer, "offer": offer, "decline_id": found["id"]}


def stays_and_applies(helpdesk: Browser, house: Browser) -> dict[str, str]:
    """Let somebody come to the house, and the house apply for OMM, which is granted; the ids."""
    placement = held(helpdesk, "home", 3)
    act(helpdesk, f"/placements/{placement}", "acceptances", {"reason": "free"})
    act(house, f"/placements/{placement}", "arrivals", {})
    [stay] = [s["id"] for s in house.get("/stays").json["items"] if s["placement"] == placement]
    tag = house.get(f"/stays/{stay}").headers["ETag"]
    asked = {"stay": stay, "problems": ["addiction"]}
    applied = house.post("/omm-applications", asked, If_Match=tag).json["id"]
    path = f"/omm-applications/{applied}"
    act(helpdesk, path, "consultations", {"opinion": f"{CANARY}: agreed"})
    act(helpdesk, path, "grants", {"reason": "fits", "victimAnswer": "yes"})
    return {"stay": stay, "stay_id": stay, "application_id": applied}


def test_no_address_tells_a_house_why_it_was_decided_or_whom_a_question_was_about(
    helpdesk: Browser, web: Web
) -> None:
    house = web.browser_of(Role.INSTITUTION)
    first = held(helpdesk)
    act(helpdesk, f"/placements/{first}", "releases", {"reason": f"{CANARY}: he knows this house"})
    second = held(helpdesk, "other")
    act(helpdesk, f"/placements/{second}", "acceptances", {"reason": f"{CANARY}: safe enough"})
    web.country.write(a_person(f"{CANARY}-1", 2))  # born since: one bed is too few
    known = {**declined(helpdesk, house), "site": "s1", "site_id": "s1", "place": "ours"}
    known |= stays_and_applies(helpdesk, house)
    known |= {"place_id": "ours"}
    assert "short_of_beds" in house.get("/tasks").text
    wrong = {}
    for placement in (first, second):
        for path in paths_of_a_house(known | {"placement_id": placement}):
            answer = house.raw("GET", path)
            if CANARY in answer.text or answer.status_code >= 500:
                wrong[path] = answer.status_code
    assert wrong == {}


def paths_of_a_house(known: dict[str, str]) -> list[str]:
    rules = [
        rule for (m, rule), who in expectations().items() if m == "GET" and "institution" in who
    ]
    assert any("<placement_id>" in rule for rule in rules)
    return [re.sub(r"<(?:\w+:)?(\w+)>", lambda m: known.get(m[1], "unknown"), r) for r in rules]


def test_what_is_withheld_from_a_house_is_null_and_the_helpdesk_reads_it(
    helpdesk: Browser, web: Web
) -> None:
    house = web.browser_of(Role.INSTITUTION)
    made = held(helpdesk)
    told, known = (who.get(f"/placements/{made}").json for who in (house, helpdesk))
    assert {name: told[name] for name in WITHHELD} == dict.fromkeys(WITHHELD)
    assert {name for name in known if told[name] != known[name]} == set(WITHHELD) - {
        "closeReason",
        "proposal",  # neither has one yet
    }
    declined(helpdesk, house)
    [of_house] = house.get("/declines").json["items"]
    [of_helpdesk] = helpdesk.get("/declines").json["items"]
    assert (of_house["household"], of_helpdesk["household"]) == (None, f"{CANARY}-2")


def test_a_house_knows_who_stays_by_the_stay_and_the_helpdesk_by_the_household(
    helpdesk: Browser, web: Web
) -> None:
    house = web.browser_of(Role.INSTITUTION)
    made = stays_and_applies(helpdesk, house)
    for path, withheld in (
        ("/stays", {"household"}),
        (f"/stays/{made['stay_id']}", {"household"}),
        ("/omm-applications", {"household", "referral", "opinion"}),
        (f"/omm-applications/{made['application_id']}", {"household", "referral", "opinion"}),
    ):
        told, known = (_first(who.get(path).json) for who in (house, helpdesk))
        assert {name for name in known if told[name] != known[name]} == withheld
        assert told["household"] is None
        assert known["household"] == f"{CANARY}-3"


def test_who_left_is_not_followed_by_the_house_that_applied_for_them(
    helpdesk: Browser, web: Web
) -> None:
    web.country.write(Institution(id="others", name="Others"))
    web.country.place("elsewhere", site_id=web.country.site("far", institution_id="others"))
    made = stays_and_applies(helpdesk, web.browser_of(Role.INSTITUTION))
    path = f"/omm-applications/{made['application_id']}"
    with web.runtime.store.writing(web.clock()) as session:
        stay = session.get_one(Stay, made["stay_id"])
        session.get_one(Placement, stay.placement_id).place_id = "elsewhere"
    told, known = (who.get(path).json for who in (web.browser_of(Role.INSTITUTION), helpdesk))
    assert (known["stay"], known["place"]) == (made["stay_id"], "elsewhere")
    assert (told["stay"], told["place"]) == (None, None)


def _first(answer: dict[str, Any]) -> dict[str, Any]:
    return answer["items"][0] if "items" in answer else answer


def test_what_a_house_itself_reports_is_answered_without_them_as_well(
    helpdesk: Browser, web: Web
) -> None:
    made = f"/placements/{held(helpdesk)}"
    act(helpdesk, made, "acceptances", {"reason": f"{CANARY}: agreed"})
    done = act(web.browser_of(Role.INSTITUTION), made, "refusals", {"reason": "not_there"})
    assert done["state"] == "released"
    assert CANARY not in str(done)


def test_a_house_cannot_ask_which_of_its_placements_belongs_to_a_request(
    helpdesk: Browser, web: Web
) -> None:
    held(helpdesk)
    path = f"/placements?referral=r-{CANARY}-1"
    assert len(helpdesk.get(path).json["items"]) == 1
    assert web.browser_of(Role.INSTITUTION).get(path).json["items"] == []
