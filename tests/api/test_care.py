"""Following stays over HTTP: versions, keys, problems, and who sees what."""

from typing import Any

import pytest

from placement.policy import Role
from placement.service.beds.releasing import depart
from placement.store.tables import Coordination
from tests.builders_care import STAY, words
from tests.builders_rows import night
from tests.builders_store import HELPDESK, NOW
from tests.builders_web import Answer, Browser, Web, an_account

LISTS = {
    "helpdesk": ["/blockers", "/outcomes", "/case-transfers", "/onward-referrals"],
    "institution": ["/right-clocks"],
}


@pytest.fixture
def house(web: Web) -> Web:
    words(web.country)
    web.country.site()
    web.country.place("p1")
    web.country.resident("h1", "p1-b1", stay={"right_ends": night(0)})
    web.country.write(
        Coordination(id="co", case_id="case-h1", account_id="zorgcoordinator", begins=night(-20))
    )
    an_account(web.runtime, "cora", Role.ZORGCOORDINATOR)
    return web


@pytest.fixture
def care(house: Web) -> Browser:
    return house.browser_of(Role.ZORGCOORDINATOR)


def right(**changes: str | int) -> dict[str, Any]:
    return {
        "household": "h1",
        "kind": "bedenktijd",
        "state": "granted",
        "begins": "2026-02-20",
        "ends": "2026-05-20",
        "decidedBy": "ind",
        "decidedOn": "2026-03-01",
    } | changes


def blocker(**changes: str) -> dict[str, Any]:
    return {
        "code": "no_housing",
        "owner": "municipality",
        "nextContactOn": "2026-03-09",
    } | changes


def test_a_decision_is_recorded_and_its_history_shown(care: Browser) -> None:
    made = care.post("/rights", right())
    assert (made.status_code, made.json["ends"]) == (201, "2026-05-20")
    listed = care.get("/rights?household=h1").json["items"]
    assert [one["recordedBy"] for one in listed] == ["zorgcoordinator", "helpdesk"]


def test_how_a_right_ran_is_told_when_the_stay_is_over(house: Web) -> None:
    care, institution = house.browser_of(Role.ZORGCOORDINATOR), house.browser_of(Role.INSTITUTION)
    made = care.post("/rights", right()).json["id"]
    depart(house.runtime.store, "pl-h1", on=night(0), destination="return", by=HELPDESK, now=NOW)
    found = care.get(f"/right-clocks/{STAY}").json
    assert (found["endedOn"], found["nightsPast"]) == ("2026-03-02", 0)
    assert [period["decision"]["id"] for period in found["periods"]] == [made]
    (told,) = institution.get(f"/right-clocks/{STAY}").json["periods"]
    assert (told["ends"], told["decision"]) == ("2026-05-20", None)
    shown = care.raw("GET", f"/verblijven/{STAY}/begeleiding").text
    assert "Hoe het recht liep" in shown
    longer = institution.raw("GET", f"/verblijven/{STAY}/langer").text
    assert "20-05-2026" in longer
    assert "<form" not in longer.partition("<main")[2]


def test_every_fault_of_a_decision_is_named_at_once(care: Browser) -> None:
    answer = care.post("/rights", right(kind="luck", decidedOn="soon", extra=1))
    assert answer.status_code == 400
    assert {fault["field"] for fault in answer.json["errors"]} == {"kind", "decidedOn", "extra"}


def test_a_stay_past_its_right_is_a_clock_until_it_is_explained(house: Web) -> None:
    with_house = house.browser_of(Role.HELPDESK)
    (clock,) = with_house.get("/right-clocks").json["items"]
    assert (clock["kind"], clock["nightsLeft"], clock["needsReason"]) == ("right", 0, True)
    sent = {"stay": STAY, "code": "no_housing", "holdsUntil": "2026-03-20"}
    assert with_house.post("/past-right-reasons", sent).status_code == 201
    (clock,) = with_house.get("/right-clocks").json["items"]
    assert (clock["reason"], clock["needsReason"]) == ("no_housing", False)
    (reason,) = with_house.get(f"/past-right-reasons?stay={STAY}").json["items"]
    assert reason["holdsUntil"] == "2026-03-20"


def test_a_blocker_is_opened_changed_and_closed_by_its_version(care: Browser) -> None:
    made = care.post(f"/stays/{STAY}/blockers", blocker())
    address = f"/blockers/{made.json['id']}"
    change = {"owner": "ind", "nextContactOn": None}
    assert care.post(f"{address}/changes", change).status_code == 428
    changed = care.post(f"{address}/changes", change, If_Match=made.headers["ETag"])
    assert (changed.status_code, changed.json["owner"]) == (201, "ind")
    stale = care.post(f"{address}/closures", {}, If_Match=made.headers["ETag"])
    assert stale.status_code == 412
    closed = care.post(f"{address}/closures", {}, If_Match=changed.headers["ETag"])
    assert closed.json["closedOn"] == "2026-03-02"
    again = care.post(f"{address}/closures", {}, If_Match=closed.headers["ETag"])
    assert (again.status_code, again.json["allowed"]) == (409, [])
    assert care.get("/blockers?owner=ind").json["items"] == []
    assert len(care.get(f"/stays/{STAY}/blockers").json["items"]) == 1


def test_a_milestone_is_recorded_and_reached(care: Browser) -> None:
    step = {"kind": "permit", "expectedOn": "2026-04-01"}
    made = care.post(f"/stays/{STAY}/milestones", step)
    again = care.post(f"/stays/{STAY}/milestones", step)
    assert (again.status_code, again.json["allowed"]) == (409, ["change_milestone"])
    address = f"/milestones/{made.json['id']}"
    reached = {"expectedOn": "2026-04-01", "reachedOn": "2026-03-02"}
    changed = care.post(f"{address}/changes", reached, If_Match=made.headers["ETag"])
    assert changed.json["reachedOn"] == "2026-03-02"
    assert care.get(address).json["version"] == 2
    assert len(care.get(f"/stays/{STAY}/milestones").json["items"]) == 1


def ready(care: Browser, etag: str, **headers: str) -> Answer:
    sent = {"onward": {"victimAnswer": "yes", "wishes": ["garden"]}}
    return care.post(f"/stays/{STAY}/readiness", sent, If_Match=etag, **headers)


def test_ready_to_leave_makes_an_onward_referral_and_taken_back_ends_it(care: Browser) -> None:
    etag = care.get(f"/stays/{STAY}/readiness").headers["ETag"]
    made = ready(care, etag, Idempotency_Key="once")
    again = ready(care, etag, Idempotency_Key="once")
    assert (made.status_code, again.status_code) == (201, 201)
    assert made.json["readiness"] == "ready"
    assert again.json["onwardReferral"] == made.json["onwardReferral"]
    (onward,) = care.get("/onward-referrals").json["items"]
    assert (onward["id"], onward["onward"]) == (made.json["onwardReferral"], True)
    back = care.post(f"/stays/{STAY}/readiness/withdrawals", {}, If_Match=made.headers["ETag"])
    assert (back.json["readiness"], back.json["onwardReferral"]) == ("not_yet", None)
    assert care.get("/onward-referrals").json["items"] == []


def test_an_onward_referral_is_asked_for_and_withdrawn_by_itself(care: Browser) -> None:
    made = care.post("/onward-referrals", {"stay": STAY, "victimAnswer": "yes"})
    assert (made.status_code, made.json["onward"]) == (201, True)
    address = f"/onward-referrals/{made.json['id']}/withdrawals"
    assert care.post(address, {}, If_Match='"99"').status_code == 412
    assert care.post(address, {}, If_Match=made.headers["ETag"]).json["state"] == "ended"


def test_the_questions_after_a_departure_are_answered_when_they_are_due(house: Web) -> None:

    depart(house.country.store, "pl-h1", on=night(0), destination="return", by=HELPDESK, now=NOW)
    care = house.browser_of(Role.ZORGCOORDINATOR)
    assert care.get("/outcomes?due=true").json["items"] == []
    assert len(care.get("/outcomes").json["items"]) == 4
    house.clock.pass_by(days=31)
    care = house.browser_of(Role.ZORGCOORDINATOR)
    (due,) = care.get("/outcomes?due=true").json["items"]
    address = f"/outcomes/{due['id']}"
    etag = care.get(address).headers["ETag"]
    answered = care.post(f"{address}/answers", {"answer": "unknown"}, If_Match=etag)
    assert (answered.status_code, answered.json["answer"]) == (201, "unknown")
    assert care.get("/outcomes?due=true").json["items"] == []


def test_a_case_is_handed_over(house: Web, care: Browser) -> None:
    made = care.post("/case-transfers", {"referral": "r-h1", "toAccount": "cora"})
    assert (made.status_code, made.json["state"]) == (201, "offered")
    cora = house.browser_of(Role.ZORGCOORDINATOR, "cora")
    assert cora.get("/referrals").json["items"] == []
    address = f"/case-transfers/{made.json['id']}"
    etag = cora.get(address).headers["ETag"]
    assert care.post(f"{address}/acceptances", {}, If_Match=etag).status_code == 404
    taken = cora.post(f"{address}/acceptances", {}, If_Match=etag)
    assert taken.json["state"] == "accepted"
    assert len(cora.get("/referrals").json["items"]) == 1
    late = care.post(f"{address}/withdrawals", {}, If_Match=taken.headers["ETag"])
    assert (late.status_code, late.json["allowed"]) == (409, [])


def test_an_offered_case_is_declined_or_taken_back(house: Web, care: Browser) -> None:
    cora = house.browser_of(Role.ZORGCOORDINATOR, "cora")
    for who, act, state in (
        (cora, "declines", "declined"),
        (care, "withdrawals", "withdrawn"),
    ):
        made = care.post("/case-transfers", {"referral": "r-h1", "toAccount": "cora"})
        ended = who.post(
            f"/case-transfers/{made.json['id']}/{act}", {}, If_Match=made.headers["ETag"]
        )
        assert ended.json["state"] == state
    given = care.post("/case-transfers", {"referral": "r-h1"})
    assert (given.json["state"], given.json["toAccount"]) == ("accepted", None)


def test_somebody_else_finds_nothing_of_a_stay_that_is_not_theirs(house: Web) -> None:
    cora = house.browser_of(Role.ZORGCOORDINATOR, "cora")
    for path in (f"/stays/{STAY}/blockers", f"/stays/{STAY}/readiness", "/rights?household=h1"):
        assert cora.get(path).status_code == 404
    assert cora.get("/right-clocks").json["items"] == []


@pytest.mark.parametrize("role", [Role.HELPDESK, Role.INSTITUTION])
def test_a_list_is_empty_where_there_is_nothing(web: Web, role: Role) -> None:
    browser = web.browser_of(role)
    for path in LISTS[role]:
        assert browser.get(path).json == {"items": []}


def test_a_list_has_an_end(care: Browser) -> None:
    assert care.get("/outcomes?limit=201").status_code == 400
