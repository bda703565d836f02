"""What houses report, over HTTP: keys, versions, who sees what, and what a refusal says."""

from typing import Any

import pytest

from placement.policy import Role
from placement.store.tables import CodeWord, Coordination
from tests.builders_store import night
from tests.builders_web import Answer, Browser, Web


@pytest.fixture
def house(web: Web) -> Browser:
    """An institution with somebody in the first of its rooms."""
    web.country.site()
    for place in ("p1", "p2"):
        web.country.place(place, 2)
    web.country.write(
        CodeWord(kind="blocker", code="no_housing", nl="geen woning", en="no housing"),
        CodeWord(kind="destination", code="own_housing", nl="eigen woning", en="own home"),
        CodeWord(kind="care", code="addiction", nl="verslaving", en="addiction"),
    )
    web.country.resident("h1", "p1-b1", until=10)
    return web.browser_of(Role.INSTITUTION)


def post(who: Browser, path: str, version: int | None = None, **sent: Any) -> Answer:  # noqa: ANN401 - any JSON value
    headers = {} if version is None else {"If_Match": f'"{version}"'}
    return who.post(path, sent, **headers)


DEPARTURE = {"on": night(5).isoformat(), "destination": "own_housing"}
SHIFT: dict[str, Any] = {
    "site": "s1",
    "beginsAt": "2026-03-02T15:00:00+01:00",
    "endsAt": "2026-03-03T08:00:00+01:00",
    "duty": "achterwacht",
    "telephone": "020 1234567",
    "admits": ["COSM"],
}
ACTS: list[tuple[str, dict[str, Any]]] = [
    ("departures", DEPARTURE),
    ("departure-withdrawals", {"reason": "wrong room"}),
    ("expected-ends", {"on": night(20).isoformat()}),
    ("absences", {"kind": "missing", "beganOn": night(0).isoformat()}),
    ("births", {"sex": "F"}),
    ("moves", {"place": "p2"}),
    ("reunifications", {"referral": "r-h2"}),
]
every_act = pytest.mark.parametrize(("act", "sent"), ACTS, ids=[act for act, _ in ACTS])


@every_act
def test_an_act_names_the_version_that_was_read(
    house: Browser, act: str, sent: dict[str, Any]
) -> None:
    assert post(house, f"/stays/stay-h1/{act}", **sent).status_code == 428
    assert post(house, f"/stays/stay-h1/{act}", 7, **sent).status_code in {404, 412}
    assert post(house, f"/stays/unknown/{act}", 1, **sent).status_code == 404


@every_act
def test_what_is_not_known_is_refused_with_every_fault(
    house: Browser, act: str, sent: dict[str, Any]
) -> None:
    refused = post(house, f"/stays/stay-h1/{act}", 1, name="Jane", colour="red", **sent)
    assert refused.status_code == 400
    assert [fault["field"] for fault in refused.json["errors"]] == ["colour", "name"]


@every_act
def test_a_zorgcoordinator_reads_and_reports_nothing(
    house: Browser, web: Web, act: str, sent: dict[str, Any]
) -> None:
    web.country.write(
        Coordination(id="c", case_id="case-h1", account_id="zorgcoordinator", begins=night(-5))
    )
    coordinator = web.browser_of(Role.ZORGCOORDINATOR)
    assert coordinator.get("/stays/stay-h1").status_code == 200
    assert post(coordinator, f"/stays/stay-h1/{act}", 1, **sent).status_code == 403
    assert house.get("/stays/stay-h1").json["history"] == []


def test_a_departure_sent_twice_is_one_departure(house: Browser) -> None:
    headers = {"If_Match": '"1"', "Idempotency_Key": "one"}
    first = house.post("/stays/stay-h1/departures", DEPARTURE, **headers)
    again = house.post("/stays/stay-h1/departures", DEPARTURE, **headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.headers["ETag"] == again.headers["ETag"] == '"2"'
    assert [act["act"] for act in again.json["history"]] == ["depart"]
    other = {**DEPARTURE, "on": night(6).isoformat()}
    assert house.post("/stays/stay-h1/departures", other, **headers).status_code == 409


def test_a_week_is_confirmed_as_it_was_read(house: Browser, web: Web) -> None:
    listed = house.get("/week-overviews/current?site=s1").json
    assert listed["ready"] == ["p1", "p2"]
    assert listed["places"][0]["beds"][0]["placement"] == "pl-h1"
    sent = {"site": "s1", "seen": listed["seen"], "all": True}
    made = house.post("/week-overviews", sent)
    assert (made.status_code, made.json["places"]) == (201, 2)
    assert house.raw("GET", made.headers["Location"]).json == made.json
    assert house.get("/week-overviews?site=s1").json["items"] == [made.json]
    web.country.resident("h2", "p2-b1")
    late = house.post("/week-overviews", sent)
    assert (late.status_code, late.json["type"].rpartition("/")[2]) == (409, "list-outdated")


@pytest.mark.parametrize(
    "which",
    [
        {},
        {"all": True, "places": ["p1"]},
        {"places": ["p1"], "beds": ["p1-b1"]},
        {"places": []},
        {"beds": []},
    ],
)
def test_a_confirmation_says_which_places(house: Browser, which: dict[str, Any]) -> None:
    sent = {"site": "s1", "seen": "0", **which}
    assert house.post("/week-overviews", sent).status_code == 400


def test_what_is_due_is_told_with_its_places(house: Browser, web: Web) -> None:
    web.clock.pass_by(days=11)
    house = web.browser_of(Role.INSTITUTION)
    listed = house.get("/week-overviews/current?site=s1").json
    assert (listed["first"], listed["places"][0]["due"]) == (["p1"], ["departure_passed"])
    sent = {"site": "s1", "seen": listed["seen"], "places": ["p1"]}
    refused = house.post("/week-overviews", sent)
    assert (refused.status_code, refused.json["places"]) == (409, ["p1"])


def test_an_absence_is_kept_longer_and_ends(house: Browser) -> None:
    sent = {"kind": "missing", "beganOn": night(0).isoformat()}
    made = post(house, "/stays/stay-h1/absences", 1, **sent)
    assert made.json["keptUntil"] == night(3).isoformat()
    path = f"/absences/{made.json['id']}"
    longer = post(house, f"{path}/extensions", 1, until=night(9).isoformat(), reason="heard")
    assert (longer.status_code, longer.headers["ETag"]) == (201, '"2"')
    assert post(house, f"{path}/returns", 1).status_code == 412
    assert post(house, f"{path}/returns", 2).json["endedOn"] == night(0).isoformat()
    assert house.get("/absences").json["items"] == []


def test_the_list_of_who_is_away_goes_on_where_it_ended(house: Browser, web: Web) -> None:
    web.country.place("p3")
    for name, bed in (("h2", "p3-b1"), ("h3", "p2-b1")):
        web.country.resident(name, bed)
    for name, kept in (("h3", 2), ("h1", 5), ("h2", 5)):
        sent = {"kind": "missing", "beganOn": str(night(0)), "keptUntil": str(night(kept))}
        assert post(house, f"/stays/stay-{name}/absences", 1, **sent).status_code == 201
    whole = [one["id"] for one in house.get("/absences").json["items"]]
    found: list[str] = []
    for _ in whole:
        after = f"&after={found[-1]}" if found else ""
        [one] = house.get(f"/absences?limit=1{after}").json["items"]
        found.append(one["id"])
    assert found == whole
    assert house.get("/absences").json["items"][0]["stay"] == "stay-h3"
    assert house.get(f"/absences?after={whole[-1]}").json["items"] == []


@pytest.mark.parametrize(
    ("path", "sent", "over"),
    [
        ("/outages", {"place": "p2", "cause": "repair"}, "ends"),
        ("/outages", {"place": "p2", "cause": "repair", "begins": str(night(4))}, "ends"),
        ("/outside-clients", {"place": "p2", "beds": ["p2-b1"]}, "ends"),
        ("/duty-shifts", SHIFT, "ends"),
        ("/stays/stay-h1/absences", {"kind": "missing", "beganOn": str(night(0))}, "returns"),
        ("/omm-applications", {"stay": "stay-h1", "problems": ["addiction"]}, "withdrawals"),
        ("/stays/stay-h1/departures", DEPARTURE, "departure-withdrawals"),
    ],
)
def test_an_act_sent_again_after_it_is_over_gives_its_first_answer(
    house: Browser, web: Web, path: str, sent: dict[str, Any], over: str
) -> None:
    web.country.write(CodeWord(kind="outage_cause", code="repair", nl="reparatie", en="repair"))
    headers = {"If_Match": '"1"', "Idempotency_Key": "the act"}
    first = house.post(path, sent, **headers)
    assert first.status_code == 201, first.text
    made = first.headers.get("Location", "/api/v1/stays/stay-h1").removeprefix("/api/v1")
    version = {"If_Match": first.headers["ETag"]} if "ETag" in first.headers else {}
    closed = {"reason": "was wrong"} if over == "departure-withdrawals" else {}
    if sent.get("begins"):
        closed = {"on": sent["begins"]}
    end = house.post(f"{made}/{over}", closed, **version)
    assert end.status_code == 201, end.text
    again = house.post(path, sent, **headers)
    assert again.status_code == 201, again.text
    assert again.json["id"] == first.json["id"]
    end_again = house.post(
        f"{made}/{over}", closed, Idempotency_Key=f"key-{house.keys - 1}", **version
    )
    assert end_again.status_code == 201, end_again.text


def test_a_house_is_told_no_rule_of_safety(house: Browser, web: Web) -> None:
    web.country.resident("h2", "p2-b1")
    web.country.apart("h1", "h2")
    refused = post(house, "/stays/stay-h1/reunifications", 1, stay="stay-h2")
    assert (refused.status_code, refused.json["rules"]) == (409, [])
    helpdesk = web.browser_of(Role.HELPDESK)
    told = post(helpdesk, "/stays/stay-h1/reunifications", 1, stay="stay-h2")
    assert told.json["rules"] == ["SAF-4"]


def test_a_house_is_not_told_what_an_act_did_to_others(house: Browser, web: Web) -> None:
    web.country.referral("h2")
    helpdesk = web.browser_of(Role.HELPDESK)
    joined = post(helpdesk, "/stays/stay-h1/reunifications", 1, referral="r-h2")
    assert (joined.status_code, joined.json["people"]) == (201, 2)
    assert joined.json["history"][0]["facts"]["household"] == "h2"
    assert house.get("/stays/stay-h1").json["history"][0]["facts"] == {}


def test_a_birth_tells_whether_there_is_a_bed(house: Browser) -> None:
    born = post(house, "/stays/stay-h1/births", 1, sex="M")
    assert (born.status_code, born.json["hasBed"], born.json["people"]) == (201, True, 2)
    moved = post(house, "/stays/stay-h1/moves", 2, place="p2")
    assert moved.json["beds"] == ["p2-b1", "p2-b2"]


def test_omm_from_application_to_referral(house: Browser, web: Web) -> None:
    asked = post(house, "/omm-applications", 1, stay="stay-h1", problems=["addiction"])
    assert (asked.status_code, asked.json["state"]) == (201, "applied")
    path = f"/omm-applications/{asked.json['id']}"
    helpdesk = web.browser_of(Role.HELPDESK)
    early = post(helpdesk, f"{path}/grants", 1, reason="fits")
    assert (early.status_code, early.json["allowed"]) == (409, ["consult", "withdraw"])
    assert post(helpdesk, f"{path}/consultations", 1).status_code == 400
    said = post(helpdesk, f"{path}/consultations", 1, opinion="she asks for it herself").json
    assert (said["state"], said["opinion"]) == ("consulted", "she asks for it herself")
    assert house.get(path).json["opinion"] is None
    granted = post(helpdesk, f"{path}/grants", 2, reason="fits", victimAnswer="yes")
    assert granted.status_code == 201, granted.text
    referral = helpdesk.get(f"/referrals/{granted.json['referral']}").json
    assert referral["state"] == "open"
    assert house.get(path).json["weighing"] == "fits"


def test_completeness_and_reminders(house: Browser, web: Web) -> None:
    web.clock.pass_by(days=6)
    house = web.browser_of(Role.INSTITUTION)
    told = house.get("/completeness").json
    assert [row["institution"] for row in told["items"]] == ["house"]
    assert told["reminders"] == [
        {"site": "s1", "places": 2, "dueOn": night(7).isoformat(), "isLate": False}
    ]
    country = web.browser_of(Role.POLICY_READER).get("/completeness").json["items"][0]
    assert (country["institution"], country["places"], country["share"]) == (None, 2, 1.0)


def test_a_shift_is_entered_and_ended(house: Browser, web: Web) -> None:
    made = post(house, "/duty-shifts", **SHIFT)
    assert (made.status_code, made.json["telephone"], made.json["answersNow"]) == (201, None, True)
    [seen] = web.browser_of(Role.HELPDESK).get("/duty-shifts?site=s1").json["items"]
    assert seen["telephone"] == "020 1234567"
    ended = post(house, f"/duty-shifts/{made.json['id']}/ends", 1)
    assert ended.status_code == 201
    assert house.get("/duty-shifts").json["items"] == []
    wrong = post(house, "/duty-shifts", **{**SHIFT, "telephone": "call me"})
    assert [fault["field"] for fault in wrong.json["errors"]] == ["telephone"]


def test_lists_are_bounded(house: Browser) -> None:
    for path in (
        "/stays",
        "/week-overviews?site=s1",
        "/omm-applications",
        "/duty-shifts",
        "/absences",
    ):
        mark = "&" if "?" in path else "?"
        assert house.get(f"{path}{mark}limit=201").status_code == 400
        assert house.get(f"{path}{mark}limit=1").status_code == 200
