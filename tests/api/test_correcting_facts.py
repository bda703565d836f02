"""Putting the facts of a request right over the API."""

from typing import Any

import pytest

from placement.policy import Role
from placement.store.tables import CodeWord
from tests.api.test_referrals import BAD, LAWFUL, a_referral
from tests.builders_web import Answer, Browser, Web

ELSEWHERE = {"bedenktijd", "consentGround"}
"""What a request is registered with and is not put right with its facts."""


def the_facts(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON value
    return {k: v for k, v in LAWFUL.items() if k not in ELSEWHERE} | changes


def put(browser: Browser, made: dict[str, Any], version: str = '"1"', **changes: Any) -> Answer:  # noqa: ANN401 - any JSON value
    path = f"/referrals/{made['id']}/facts"
    return browser.send("PUT", path, the_facts(**changes), If_Match=version)


@pytest.fixture
def helpdesk(web: Web) -> Browser:
    """Somebody at the helpdesk, with a house in Drenthe and a word for English."""
    web.country.site("s1", "province:drenthe")
    web.country.place("p1")
    web.country.write(CodeWord(kind="language", code="en", nl="Engels", en="English"))
    return web.browser_of(Role.HELPDESK)


@pytest.fixture
def made(helpdesk: Browser) -> dict[str, Any]:
    """A request as it was registered."""
    return dict(helpdesk.post("/referrals", a_referral()).json)


def test_facts_are_replaced_and_the_request_is_given_back_with_its_version(
    helpdesk: Browser, made: dict[str, Any]
) -> None:
    answer = put(helpdesk, made, urgency="soon", speaks=["en"])
    assert answer.status_code == 200
    assert (answer.json["urgency"], answer.json["facts"]["speaks"]) == ("soon", ["en"])
    assert answer.json["noLongerAllowedBy"] == []
    assert answer.headers["ETag"] == '"2"'
    read = helpdesk.get(f"/referrals/{made['id']}")
    said = {"noLongerAllowedBy", "questionsWithdrawn", "signaturesDue"}
    told = {name: value for name, value in answer.json.items() if name not in said}
    assert (read.json, read.headers["ETag"]) == (told, '"2"')
    assert read.json["facts"]["bedenktijdEnds"] == "2026-05-21"
    assert put(helpdesk, made, '"2"').json["facts"]["speaks"] == []


def test_a_place_that_no_longer_suits_is_told_by_its_rules(
    helpdesk: Browser, made: dict[str, Any]
) -> None:
    act = {
        "referral": made["id"],
        "household": made["household"],
        "place": "p1",
        "night": "2026-03-02",
        "until": "2026-03-20",
    }
    placed = helpdesk.post("/placements", {"orders": [act], "reason": "best"})
    assert placed.status_code == 201, placed.text
    tag = helpdesk.get(f"/referrals/{made['id']}").headers["ETag"]
    answer = put(helpdesk, made, tag, risk={"answeredBy": "self", "regions": ["province:drenthe"]})
    assert (answer.status_code, answer.json["noLongerAllowedBy"]) == (200, ["SAF-1"])
    assert answer.json["state"] == "arranged"
    assert answer.json["placement"]["state"] == "accepted"


def test_an_older_version_none_and_no_key_are_refused(
    helpdesk: Browser, made: dict[str, Any]
) -> None:
    put(helpdesk, made, urgency="soon")
    assert put(helpdesk, made, urgency="planned").status_code == 412
    path = f"/referrals/{made['id']}/facts"
    assert helpdesk.send("PUT", path, the_facts()).status_code == 428
    headers = {"X-CSRFToken": helpdesk.token, "If-Match": '"2"'}
    answer = helpdesk.raw("PUT", f"/api/v1{path}", json=the_facts(), headers=headers)
    assert answer.json["type"].endswith("/idempotency-key-missing")


def test_a_request_that_has_ended_is_refused_with_what_is_allowed(
    helpdesk: Browser, made: dict[str, Any]
) -> None:
    path = f"/referrals/{made['id']}"
    helpdesk.post(f"{path}/ends", {"reason": "other"}, If_Match='"1"')
    answer = put(helpdesk, made, helpdesk.get(path).headers["ETag"], urgency="soon")
    assert answer.json["type"].endswith("/transition-not-allowed")
    assert (answer.status_code, answer.json["allowed"]) == (409, [])


def test_what_has_an_act_of_its_own_is_no_field_of_it(
    helpdesk: Browser, made: dict[str, Any]
) -> None:
    answer = put(helpdesk, made, consentGround="signed", bedenktijd={"state": "none"}, dublin=True)
    assert {(fault["field"], fault["code"]) for fault in answer.json["errors"]} == {
        (name, "unknown_field") for name in ("consentGround", "bedenktijd", "dublin")
    }


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [bad for bad in BAD if not {"bedenktijd", "dublin", "omm"} & bad[0].keys()],
)
def test_a_fault_is_named_as_at_registering(
    helpdesk: Browser, made: dict[str, Any], change: dict[str, Any], field: str, code: str
) -> None:
    answer = put(helpdesk, made, **change)
    assert answer.status_code == 400
    assert (field, code) in {(fault["field"], fault["code"]) for fault in answer.json["errors"]}


def test_security_may_be_needed_before_anybody_was_asked_about_danger(
    helpdesk: Browser, made: dict[str, Any]
) -> None:
    facts = put(helpdesk, made, risk={"securityNeeded": 2}).json["facts"]
    assert (facts["securityNeeded"], facts["riskAnsweredBy"]) == (2, None)


def test_a_link_and_a_group_are_named_by_id_or_reference(
    helpdesk: Browser, made: dict[str, Any]
) -> None:
    other = helpdesk.post("/referrals", a_referral()).json
    third = helpdesk.post("/referrals", a_referral()).json
    named = {"keepApartFrom": [other["case"].lower()], "belongsWith": third["id"]}
    answer = put(helpdesk, made, smallestPart=2, **named).json
    assert [tied["referral"] for tied in answer["keepApartFrom"]] == [other["id"]]
    assert [tied["referral"] for tied in answer["belongsWith"]] == [third["id"]]
    shown = helpdesk.get(f"/referrals/{other['id']}")
    assert [tied["referral"] for tied in shown.json["keepApartFrom"]] == [made["id"]]
    assert shown.headers["ETag"] == '"2"'
