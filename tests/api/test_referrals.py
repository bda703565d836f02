"""Registering and reading requests for shelter, and everything that can be wrong with one."""

from typing import Any

import pytest

from placement.policy import Role
from placement.store.tables import CodeWord, Referral
from tests.builders_web import Web, an_account

LAWFUL: dict[str, Any] = {
    "people": [{"sex": "F", "age": "23+"}],
    "reporterKind": "police",
    "consentGround": "oral",
    "askedAlone": "yes",
    "urgency": "acute",
    "neededFrom": "2026-03-02",
    "legalGroup": "third_country",
    "bedenktijd": {"state": "granted", "begins": "2026-02-20", "ends": "2026-05-21"},
    "risk": {"answeredBy": "police"},
}


def a_referral(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON value
    return {**LAWFUL, **changes}


def test_a_registered_request_is_open_and_can_be_read_back(web: Web) -> None:
    web.country.write(*(CodeWord(kind="language", code=c, nl=c, en=c) for c in ("en", "ti")))
    helpdesk = web.browser_of(Role.HELPDESK)
    made = helpdesk.post("/referrals", a_referral(speaks=["en", "ti"]))
    assert made.status_code == 201
    read = helpdesk.raw("GET", made.headers["Location"])
    assert read.json == made.json
    assert read.headers["ETag"] == made.headers["ETag"] == '"1"'
    assert read.json["state"] == "open"
    assert read.json["facts"]["speaks"] == ["en", "ti"]
    assert read.json["facts"]["bedenktijdEnds"] == "2026-05-21"
    assert [r["id"] for r in helpdesk.get("/referrals?state=open").json["items"]] == [
        read.json["id"]
    ]


def test_nights_waited_count_from_the_night_shelter_was_needed(web: Web) -> None:
    helpdesk = web.browser_of(Role.HELPDESK)
    made = helpdesk.post("/referrals", a_referral())
    assert made.json["nightsWaited"] == 0
    web.clock.pass_by(days=2, hours=-4)  # eleven in the morning: still the night before
    helpdesk.sign_in("helpdesk")
    assert helpdesk.get(f"/referrals/{made.json['id']}").json["nightsWaited"] == 1


def a_period(ends: str) -> dict[str, str]:
    return {"state": "granted", "begins": "2026-02-20", "ends": ends}


def test_a_bedenktijd_runs_as_long_as_the_law_lets_it_and_no_longer(web: Web) -> None:
    helpdesk = web.browser_of(Role.HELPDESK)
    for dublin, last, later in (
        (False, "2026-05-23", "2026-05-24"),
        (True, "2026-03-22", "2026-03-23"),
    ):
        longer = a_referral(bedenktijd=a_period(later), dublin=dublin)
        (fault,) = helpdesk.post("/referrals", longer).json["errors"]
        assert (fault["field"], fault["code"]) == ("bedenktijd.ends", "too_long")
        longest = a_referral(bedenktijd=a_period(last), dublin=dublin)
        assert helpdesk.post("/referrals", longest).status_code == 201


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"bedenktijd": a_period("2027-01-20")}, "bedenktijd.ends", "too_long"),
    ({"bedenktijd": a_period("2026-03-23"), "dublin": True}, "bedenktijd.ends", "too_long"),
    ({"people": []}, "people", "number_of_people"),
    ({"people": LAWFUL["people"] * 21}, "people", "number_of_people"),
    ({"people": [{"sex": "F", "age": "23+", "name": "x"}]}, "people.0.name", "unknown_field"),
    ({"people": [{"sex": "X", "age": "23+"}]}, "people.0.sex", "unknown_code"),
    ({"nationality": "x"}, "nationality", "unknown_field"),
    ({"neededFrom": "2026-02-30"}, "neededFrom", "not_a_date"),
    ({"neededFrom": "30-11-2026"}, "neededFrom", "not_a_date"),
    ({"neededFrom": "2062-03-02"}, "neededFrom", "too_far_off"),
    ({"neededFrom": None}, "neededFrom", "null"),
    ({"neededUntil": "2026-03-02"}, "neededUntil", "ends_before_it_begins"),
    ({"arrivesFrom": "2026-03-01"}, "arrivesFrom", "arrives_too_early"),
    (
        {"bedenktijd": {"state": "granted", "begins": "2026-02-20", "ends": "2026-02-19"}},
        "bedenktijd.ends",
        "ends_before_it_begins",
    ),
    ({"bedenktijd": {"state": "granted"}}, "bedenktijd.begins", "missing_date"),
    (
        {"bedenktijd": {"state": "none", "begins": "2026-02-20", "ends": "2026-02-21"}},
        "bedenktijd.state",
        "state_without_period",
    ),
    ({"decideBefore": "2026-03-02T12:00:00"}, "decideBefore", "not_an_instant"),
    ({"dublin": "perhaps"}, "dublin", "not_yes_or_no"),
    ({"urgency": "ACUTE"}, "urgency", "unknown_code"),
    ({"legalGroup": 3}, "legalGroup", "unknown_code"),
    ({"speaks": "en"}, "speaks", "not_a_list"),
    ({"speaks": ["xx"]}, "speaks", "unknown_code"),
    ({"needs": ["magic"]}, "needs", "unknown_code"),
    ({"speaks": ["en\x00"]}, "speaks.0", "not_a_code"),
    ({"needs": ["c"] * 51}, "needs", "too_many"),
    ({"risk": {"regions": []}}, "risk.answeredBy", "required"),
    (
        {"risk": {"answeredBy": "police", "securityNeeded": 9}},
        "risk.securityNeeded",
        "out_of_range",
    ),
    ({"homeRegions": ["province:atlantis"]}, "homeRegions", "unknown_code"),
    ({"risk": {"answeredBy": "self", "knownSites": ["x"]}}, "risk.knownSites", "unknown_code"),
    ({"omm": {"appliedBy": "nobody"}}, "omm.appliedBy", "unknown_code"),
    ({"keepApartFrom": ["nobody"]}, "keepApartFrom", "unknown_code"),
    ({"belongsWith": "nobody"}, "belongsWith", "unknown_code"),
    ({"belongsWith": "r", "askedAlone": "no"}, "belongsWith", "not_asked_alone"),
    ({"belongsWith": "r", "smallestPart": 0}, "smallestPart", "out_of_range"),
    ({"near": ["province:atlantis"]}, "near", "unknown_code"),
]


@pytest.mark.parametrize(("change", "field", "code"), BAD)
def test_a_fault_is_named_by_field_with_its_remedy(
    web: Web, change: dict[str, Any], field: str, code: str
) -> None:
    answer = web.browser_of(Role.HELPDESK).post("/referrals", a_referral(**change))
    assert answer.status_code == 400
    assert answer.json["type"].endswith("/invalid-facts")
    found = {(fault["field"], fault["code"]) for fault in answer.json["errors"]}
    assert (field, code) in found
    assert all(fault["remedy"] for fault in answer.json["errors"])


def test_all_faults_are_named_at_once(web: Web) -> None:
    sent = a_referral(people=[], neededFrom="2026-02-30", colour="red", dublin="perhaps")
    answer = web.browser_of(Role.HELPDESK).post("/referrals", sent)
    assert {fault["field"] for fault in answer.json["errors"]} == {
        "people",
        "neededFrom",
        "colour",
        "dublin",
    }


def test_a_remedy_is_told_in_the_language_that_was_asked_for(web: Web) -> None:
    helpdesk = web.browser_of(Role.HELPDESK)
    dutch = helpdesk.post("/referrals", a_referral(people=[]))
    english = helpdesk.post("/referrals", a_referral(people=[]), Accept_Language="en")
    assert "Stuur 1 tot en met 20 personen." in dutch.text
    assert "Send 1 to 20 people." in english.text
    assert dutch.headers["Content-Language"] == "nl"


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", "3", '{"people": NaN}', '{"urgency": 1, "urgency": 2}', "[" * 100_000],
)
def test_a_broken_body_is_a_bad_request(web: Web, body: str) -> None:
    helpdesk = web.browser_of(Role.HELPDESK)
    answer = helpdesk.raw(
        "POST",
        "/api/v1/referrals",
        data=body,
        content_type="application/json",
        headers={"X-CSRFToken": helpdesk.token, "Idempotency-Key": "k"},
    )
    assert answer.status_code == 400
    assert answer.json["errors"]


def test_a_body_that_is_not_json_is_an_unsupported_type(web: Web) -> None:
    helpdesk = web.browser_of(Role.HELPDESK)
    answer = helpdesk.raw(
        "POST",
        "/api/v1/referrals",
        data={"urgency": "acute"},
        headers={"X-CSRFToken": helpdesk.token, "Idempotency-Key": "k"},
    )
    assert answer.status_code == 415


def test_an_unknown_query_key_is_refused(web: Web) -> None:
    answer = web.browser_of(Role.HELPDESK).get("/referrals?status=open")
    assert answer.status_code == 400
    assert answer.json["errors"][0]["field"] == "status"


def test_the_same_key_with_the_same_content_registers_once(web: Web) -> None:
    helpdesk = web.browser_of(Role.HELPDESK)
    first = helpdesk.post("/referrals", a_referral(), Idempotency_Key="one")
    again = helpdesk.post("/referrals", a_referral(), Idempotency_Key="one")
    assert again.json["id"] == first.json["id"]
    assert len(helpdesk.get("/referrals").json["items"]) == 1


def test_the_same_key_with_other_content_is_refused(web: Web) -> None:
    helpdesk = web.browser_of(Role.HELPDESK)
    helpdesk.post("/referrals", a_referral(), Idempotency_Key="one")
    answer = helpdesk.post("/referrals", a_referral(urgency="soon"), Idempotency_Key="one")
    assert answer.status_code == 409
    assert answer.json["type"].endswith("/idempotency-key-reused")


def test_a_change_without_a_key_is_refused(web: Web) -> None:
    helpdesk = web.browser_of(Role.HELPDESK)
    answer = helpdesk.raw(
        "POST", "/api/v1/referrals", json=a_referral(), headers={"X-CSRFToken": helpdesk.token}
    )
    assert answer.status_code == 400
    assert answer.json["type"].endswith("/idempotency-key-missing")


def test_two_people_may_use_the_same_key(web: Web) -> None:
    an_account(web.runtime, "second", Role.HELPDESK)
    first = web.browser_of(Role.HELPDESK).post("/referrals", a_referral(), Idempotency_Key="one")
    other = web.browser_of(Role.HELPDESK, "second").post(
        "/referrals", a_referral(), Idempotency_Key="one"
    )
    assert first.json["id"] != other.json["id"]


def test_a_coordinator_sees_exactly_the_assigned_cases(web: Web) -> None:
    helpdesk, coordinator = (web.browser_of(r) for r in (Role.HELPDESK, Role.ZORGCOORDINATOR))
    mine, other = (helpdesk.post("/referrals", a_referral()).json["id"] for _ in range(2))
    assert helpdesk.give_case(mine, "zorgcoordinator").status_code == 204
    assert [r["id"] for r in coordinator.get("/referrals").json["items"]] == [mine]
    assert coordinator.get(f"/referrals/{mine}").status_code == 200
    assert coordinator.get(f"/referrals/{other}").status_code == 404


def test_not_yours_answers_as_does_not_exist(web: Web) -> None:
    helpdesk, coordinator = (web.browser_of(r) for r in (Role.HELPDESK, Role.ZORGCOORDINATOR))
    other = helpdesk.post("/referrals", a_referral()).json["id"]
    not_mine = coordinator.get(f"/referrals/{other}").json
    not_there = coordinator.get("/referrals/nothing").json
    assert not_mine.pop("instance") != not_there.pop("instance")
    assert not_mine == not_there


def test_a_case_handed_over_is_no_longer_seen(web: Web) -> None:
    an_account(web.runtime, "successor", Role.ZORGCOORDINATOR)
    helpdesk, coordinator = (web.browser_of(r) for r in (Role.HELPDESK, Role.ZORGCOORDINATOR))
    mine = helpdesk.post("/referrals", a_referral()).json["id"]
    for name in ("zorgcoordinator", "successor"):
        assert helpdesk.give_case(mine, name).status_code == 204
    assert coordinator.get(f"/referrals/{mine}").status_code == 404
    assert (
        web.browser_of(Role.ZORGCOORDINATOR, "successor").get(f"/referrals/{mine}").status_code
        == 200
    )


def test_giving_a_case_twice_under_a_key_gives_it_once(web: Web) -> None:
    an_account(web.runtime, "successor", Role.ZORGCOORDINATOR)
    helpdesk = web.browser_of(Role.HELPDESK)
    mine = helpdesk.post("/referrals", a_referral()).json["id"]
    once = {"Idempotency_Key": "one", "If_Match": '"1"'}
    assert helpdesk.give_case(mine, "zorgcoordinator", **once).status_code == 204
    assert helpdesk.give_case(mine, "successor").status_code == 204
    assert helpdesk.give_case(mine, "zorgcoordinator", **once).status_code == 204
    assert helpdesk.get(f"/referrals/{mine}").json["coordinator"] == "successor"
    again = helpdesk.give_case(mine, "successor", **once)
    assert again.json["type"].endswith("/idempotency-key-reused")


def test_of_two_who_give_a_case_away_the_second_is_told(web: Web) -> None:
    an_account(web.runtime, "successor", Role.ZORGCOORDINATOR)
    helpdesk = web.browser_of(Role.HELPDESK)
    mine = helpdesk.post("/referrals", a_referral()).json["id"]
    assert helpdesk.give_case(mine, "zorgcoordinator", If_Match='"1"').status_code == 204
    second = helpdesk.give_case(mine, "successor", If_Match='"1"')
    assert second.json["type"].endswith("/version-outdated")
    assert helpdesk.get(f"/referrals/{mine}").json["coordinator"] == "zorgcoordinator"


def test_only_a_coordinator_gets_a_case(web: Web) -> None:
    helpdesk = web.browser_of(Role.HELPDESK)
    mine = helpdesk.post("/referrals", a_referral()).json["id"]
    answer = helpdesk.give_case(mine, "policy_reader")
    assert answer.status_code == 404


def test_an_exception_for_an_eu_citizen_is_recorded_under_a_name(web: Web) -> None:
    helpdesk = web.browser_of(Role.HELPDESK)
    made = helpdesk.post("/referrals", a_referral(legalGroup="eu", cosmException=True)).json["id"]
    with web.runtime.store.reading() as session:
        assert session.get_one(Referral, made).cosm_exception_by == "helpdesk"
