"""Asking houses over HTTP: what a house may see, what is refused, versions and keys."""

from typing import Any

import pytest

from placement.policy import Role
from placement.store.codes import PersonRole
from placement.store.tables import Disclosure, Institution, Place, Region, SiteRegion
from solver.codes import AgeBand, Sex
from tests.builders_offers import houses, may_go_there
from tests.builders_rows import a_person
from tests.builders_store import NOW, night
from tests.builders_web import Browser, Web, an_account

CANARY = "canary"
NIGHTS = {"night": night(0).isoformat(), "until": night(10).isoformat()}


@pytest.fixture
def helpdesk(web: Web) -> Browser:
    """The helpdesk, with four houses to ask about somebody."""
    houses(web.country)
    may_go_there(web.country)
    return web.browser_of(Role.HELPDESK)


def asking(*places: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON value
    listed = [{"place": place, **NIGHTS} for place in places or ("p1",)]
    return {"referral": "r-h1", "houses": listed, **changes}


def asked(helpdesk: Browser, *places: str) -> str:
    """Ask houses; gives the id of the first offer."""
    made = helpdesk.post("/offers", asking(*places))
    assert made.status_code == 201, made.text
    return str(made.json["items"][0]["id"])


def test_three_houses_are_asked_and_each_answers_in_the_version_it_read(
    helpdesk: Browser, web: Web
) -> None:
    made = helpdesk.post("/offers", asking("p1", "p2", "p3"))
    assert [item["state"] for item in made.json["items"]] == ["asked"] * 3
    assert helpdesk.raw("GET", made.headers["Location"]).json == made.json["items"][0]
    path = f"/offers/{made.json['items'][0]['id']}"
    house = web.browser_of(Role.INSTITUTION)
    tag = house.get(path).headers["ETag"]
    assert house.post(f"{path}/answers", {"answer": "maybe"}).status_code == 428
    said = house.post(f"{path}/answers", {"answer": "maybe"}, If_Match=tag)
    assert (said.status_code, said.json["answer"]) == (201, "maybe")
    assert house.post(f"{path}/answers", {"answer": "yes"}, If_Match=tag).status_code == 412
    again = house.post(f"{path}/answers", {"answer": "yes"}, If_Match=said.headers["ETag"])
    assert again.json["state"] == "answered"
    fourth = helpdesk.post("/offers", asking("p4"))
    assert fourth.status_code == 409
    assert fourth.json["type"].endswith("/too-many-houses-asked")
    assert (fourth.json["open"], fourth.json["most"]) == (3, 3)


def test_a_house_sees_its_own_criteria_and_nothing_of_the_person(
    helpdesk: Browser, web: Web
) -> None:
    people = (
        a_person("h2", role=PersonRole.PARENT),
        a_person("h2", 2, age=AgeBand.FROM_12, sex=Sex.MALE, role=PersonRole.CHILD),
    )
    facts = {"brings": frozenset({"arson"}), "speaks": frozenset({"ti"})}
    may_go_there(web.country, "h2", *people, **facts, needs=frozenset({"trauma"}))
    made = helpdesk.post("/offers", asking("p1", referral="r-h2"))
    offer = made.json["items"][0]["id"]
    with web.runtime.store.writing() as session:  # the house states all this of itself since
        place = session.get_one(Place, "p1")
        place.cannot_admit = frozenset({"psychosis", "arson"})
        place.spoken_here = frozenset({"nl"})
        place.oldest_child = 11
    shown = web.browser_of(Role.INSTITUTION).get(f"/offers/{offer}").json
    told = {c["kind"]: (c["met"], c["own"]) for c in shown["criteria"]}
    assert told["sex"] == (True, ["mixed"])
    assert told["ages"] == (False, [])
    assert told["cannot_admit"] == (False, ["arson"])
    assert told["languages"] == (False, ["nl"])
    assert told["care"] == (False, [])
    assert (shown["referral"], shown["people"]) == (None, None)
    web.country.write(
        Disclosure(
            id="d", offer_id=offer, step="profile", disclosed_by="helpdesk", disclosed_at=NOW
        )
    )
    shown = web.browser_of(Role.INSTITUTION).get(f"/offers/{offer}").json
    assert {(p["sex"], p["age"]) for p in shown["people"]} == {("F", "23+"), ("M", "12-15")}


def test_whatever_is_known_of_safety_and_others_a_house_is_told_the_same(
    helpdesk: Browser, web: Web
) -> None:
    drenthe = "province:drenthe"
    web.country.write(
        Region(code=drenthe, kind="province", nl=drenthe, en=drenthe),
        SiteRegion(site_id="s1", region_code=drenthe),
    )
    plain = asked(helpdesk)
    web.country.referral("h9")
    loaded = {
        "risk_regions": frozenset({f"province:{CANARY}"}),
        "known_sites": frozenset({"s4"}),
        "never_regions": frozenset({f"province:{CANARY}-never"}),
        "wishes": frozenset({f"{CANARY}_wish"}),
        "group_id": CANARY,
        "municipality_found": CANARY,
        "reporter_kind": CANARY,
    }
    may_go_there(web.country, "h3", **loaded)
    web.country.apart("h3", "h9")
    answer = helpdesk.post("/offers", asking("p1", referral="r-h3"))
    assert answer.status_code == 201, answer.text
    made = answer.json["items"][0]["id"]
    house = web.browser_of(Role.INSTITUTION)
    answers = [house.get(f"/offers/{offer}") for offer in (plain, made)]
    first, second = ({**a.json, "id": "", "askedAt": ""} for a in answers)
    assert first == second
    pages = house.raw("GET", "/te-beantwoorden").text + answers[1].text
    for secret in (CANARY, "r-h3", "h9", "SAF", "s4"):
        assert secret not in pages


def test_a_house_of_another_institution_sees_nothing_of_it(helpdesk: Browser, web: Web) -> None:
    offer = asked(helpdesk)
    web.country.write(Institution(id="other", name="Other"))
    an_account(web.runtime, "other", Role.INSTITUTION, "other")
    house = web.browser_of(Role.INSTITUTION, "other")
    assert house.get("/offers").json["items"] == []
    assert house.get(f"/offers/{offer}").status_code == 404
    answer = house.post(f"/offers/{offer}/answers", {"answer": "yes"}, If_Match='"1"')
    assert answer.json["type"].endswith("/unknown-offer")


def test_the_lists_are_bounded_and_newest_first(helpdesk: Browser) -> None:
    asked(helpdesk, "p1", "p2", "p3")
    assert len(helpdesk.get("/offers?limit=2").json["items"]) == 2
    assert helpdesk.get("/offers?limit=0").status_code == 400
    assert helpdesk.get("/offers?state=taken").json["items"] == []
    assert len(helpdesk.get("/offers?referral=r-h1&state=asked").json["items"]) == 3


BAD_ANSWERS = [
    ({}, "answer", "required"),
    ({"answer": "perhaps"}, "answer", "unknown_code"),
    ({"answer": "yes_if"}, "condition", "required"),
    ({"answer": "yes_if", "condition": "date"}, "fromDate", "required"),
    ({"answer": "yes_if", "condition": "talk"}, "intakeAt", "required"),
    ({"answer": "yes_if", "condition": "other_room"}, "otherPlace", "required"),
    ({"answer": "no"}, "reason", "required"),
    ({"answer": "yes", "reason": "not_there"}, "reason", "not_with_this_answer"),
    ({"answer": "maybe", "condition": "date"}, "condition", "not_with_this_answer"),
    ({"answer": "yes", "fromDate": "2026-02-30"}, "fromDate", "not_a_date"),
    ({"answer": "yes", "name": "Anna"}, "name", "unknown_field"),
    ({"answer": "no", "reason": "victim_says_no"}, "reason", "unknown_code"),
]


@pytest.mark.parametrize(("sent", "field", "code"), BAD_ANSWERS)
def test_a_fault_in_an_answer_is_named(
    helpdesk: Browser, sent: dict[str, Any], field: str, code: str
) -> None:
    offer = asked(helpdesk)
    answer = helpdesk.post(f"/offers/{offer}/answers", sent, If_Match='"1"')
    assert answer.status_code == 400
    assert (field, code) in {(f["field"], f["code"]) for f in answer.json["errors"]}


BAD_QUESTIONS = [
    ({"houses": []}, "houses", "number_of_houses"),
    ({"houses": [{"place": "p1", **NIGHTS}] * 11}, "houses", "number_of_houses"),
    (
        {"houses": [{"place": "p1", "night": NIGHTS["until"], "until": NIGHTS["night"]}]},
        "houses.0.until",
        "ends_before_it_begins",
    ),
    ({"answerDueAt": "2026-03-02T13:00:00+00:00"}, "answerDueAt", "not_a_time_to_answer"),
    ({"answerDueAt": "2026-04-02T13:00:00+00:00"}, "answerDueAt", "not_a_time_to_answer"),
    ({"answerDueAt": "soon"}, "answerDueAt", "not_an_instant"),
    ({"note": "x"}, "note", "unknown_field"),
]


@pytest.mark.parametrize(("change", "field", "code"), BAD_QUESTIONS)
def test_a_fault_in_a_question_is_named(
    helpdesk: Browser, change: dict[str, Any], field: str, code: str
) -> None:
    answer = helpdesk.post("/offers", asking(**change))
    assert answer.status_code == 400
    assert (field, code) in {(f["field"], f["code"]) for f in answer.json["errors"]}


def test_a_hold_is_accepted_left_for_and_refused_over_http(helpdesk: Browser, web: Web) -> None:
    web.country.place("ours", site_id="s1")
    web.country.referral("h2")
    order = {"referral": "r-h2", "household": "h2", "place": "ours", **NIGHTS}
    held = {"orders": [order], "reason": "still calling", "hold": True}
    two = helpdesk.post("/placements", held | {"orders": [order, order]})
    assert ("hold", "one_at_a_time") in {(f["field"], f["code"]) for f in two.json["errors"]}
    [made] = helpdesk.post("/placements", held).json["items"]
    assert made["holdExpiresAt"] == "2026-03-02T15:00:00Z"
    path = f"/placements/{made['id']}"
    tag = helpdesk.get(path).headers["ETag"]
    done = helpdesk.post(f"{path}/acceptances", {"reason": "agreed"}, If_Match=tag)
    assert (done.status_code, done.json["state"]) == (201, "accepted")
    left = helpdesk.post(f"{path}/journeys", {}, If_Match=done.headers["ETag"])
    assert left.json["state"] == "arriving"
    house = web.browser_of(Role.INSTITUTION)
    sent = {"reason": "not_there"}
    refused = house.post(f"{path}/refusals", sent, If_Match=left.headers["ETag"])
    assert (refused.json["state"], refused.json["closeReason"]) == ("released", None)
    assert helpdesk.get(path).json["closeReason"] == "refused:not_there"
    assert helpdesk.get("/referrals/r-h2").json["state"] == "open"
    [decline] = house.get("/declines").json["items"]
    assert (decline["reason"], decline["placement"]) == ("not_there", made["id"])


def test_declines_calls_and_reasons_over_http(helpdesk: Browser) -> None:
    assert len(helpdesk.get("/decline-reasons?party=victim").json["items"]) == 1
    sent = {"referral": "r-h1", "place": "p1", "reason": "victim_says_no"}
    made = helpdesk.post("/declines", sent)
    assert (made.status_code, made.json["until"]) == (201, None)
    path, tag = f"/declines/{made.json['id']}/reassessments", made.headers["ETag"]
    assert helpdesk.post(path, {}, If_Match=tag).json["reassessedAt"]
    assert helpdesk.get("/declines?standing=true").json["items"] == []
    call = {"referral": "r-h1", "place": "p2", "result": "no_answer"}
    assert helpdesk.post("/call-notes", call).json["items"][0]["result"] == "no_answer"
    promised = helpdesk.post("/call-notes", call | {"result": "promised"})
    named = {(f["field"], f["code"]) for f in promised.json["errors"]}
    assert named == {("promisedUntil", "required"), ("promisedNight", "required")}


def test_a_request_is_ended_in_the_version_that_was_read(helpdesk: Browser) -> None:
    tag = helpdesk.get("/referrals/r-h1").headers["ETag"]
    sent = {"reason": "victim_withdraws"}
    assert helpdesk.post("/referrals/r-h1/ends", sent, If_Match='"9"').status_code == 412
    done = helpdesk.post("/referrals/r-h1/ends", sent, If_Match=tag)
    assert (done.status_code, done.json["state"]) == (201, "ended")
    again = helpdesk.post("/referrals/r-h1/ends", sent, If_Match=done.headers["ETag"])
    assert (again.status_code, again.json["allowed"]) == (409, [])
