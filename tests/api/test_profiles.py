"""Profiles over HTTP: shown on a night, planned with warnings, cancelled."""

import pytest

from placement.policy import Role
from placement.store.tables import CodeWord
from solver.codes import Sex, Use
from tests.builders_web import Web


@pytest.fixture
def house(web: Web) -> Web:
    """A shared room in which a man lives."""
    web.country.site("s1")
    web.country.place("room", 2, use=Use.SHARED_ROOM)
    web.country.resident("r1", "room-b1", sex=Sex.MALE, until=20)
    web.country.write(CodeWord(kind="feature", code="cot", nl="kinderbed", en="cot"))
    return web


def test_a_change_is_planned_with_a_warning_shown_and_cancelled(house: Web) -> None:
    carer = house.browser_of(Role.INSTITUTION)
    sent = {
        "begins": "2026-03-09",
        "facts": {"sexPolicy": "women", "features": ["cot"], "oldestChild": None},
        "reason": "the room is rebuilt",
    }
    planned = carer.post("/place-profiles/room/changes", sent)
    assert planned.status_code == 201
    assert planned.json["warnings"] == [{"placement": "pl-r1", "rules": ["SEX-1"]}]
    now = carer.raw("GET", planned.headers["Location"]).json
    assert now["facts"]["sexPolicy"] == "mixed"
    then = carer.get("/place-profiles/room?night=2026-03-09").json
    assert (then["facts"]["sexPolicy"], then["facts"]["features"]) == ("women", ["cot"])
    change = planned.json["id"]
    assert [c["id"] for c in then["changes"]] == [change]
    assert carer.post(f"/profile-changes/{change}/cancellations", {}).status_code == 201
    again = carer.post(f"/profile-changes/{change}/cancellations", {})
    assert again.json["type"].endswith("/already-over")


def test_sent_twice_a_change_is_planned_once_and_warns_again(house: Web) -> None:
    carer = house.browser_of(Role.INSTITUTION)
    sent = {"begins": "2026-03-09", "facts": {"sexPolicy": "women"}, "reason": "x"}
    first = carer.post("/place-profiles/room/changes", sent, Idempotency_Key="same")
    second = carer.post("/place-profiles/room/changes", sent, Idempotency_Key="same")
    assert first.json == second.json
    assert len(carer.get("/place-profiles/room").json["changes"]) == 1


def test_the_hours_of_a_site_are_planned_for_all_its_places(house: Web) -> None:
    carer = house.browser_of(Role.INSTITUTION)
    facts = {"admitsUntil": "20:30", "arrivalDays": ["0", "1", "1"], "outOfHours": False}
    sent = {"begins": "2026-03-04", "facts": facts, "reason": "new hours"}
    assert carer.post("/site-profiles/s1/changes", sent).json["warnings"] == []
    shown = carer.get("/site-profiles/s1?night=2026-03-05").json["facts"]
    assert (shown["admitsUntil"], shown["arrivalDays"]) == ("20:30", ["0", "1"])


def test_every_fault_of_a_change_is_named_at_once(house: Web) -> None:
    carer = house.browser_of(Role.INSTITUTION)
    sent = {
        "begins": "soon",
        "facts": {"sexPolicy": "cats", "oldestChild": 40, "colour": "red"},
        "reason": "",
    }
    answer = carer.post("/place-profiles/room/changes", sent)
    assert {(e["field"], e["code"]) for e in answer.json["errors"]} == {
        ("begins", "not_a_date"),
        ("facts.sexPolicy", "unknown_code"),
        ("facts.oldestChild", "out_of_range"),
        ("facts.colour", "unknown_field"),
        ("reason", "wrong_length"),
    }
    hours = {"begins": "2026-03-04", "facts": {"admitsUntil": "8 o'clock"}, "reason": "x"}
    wrong = carer.post("/site-profiles/s1/changes", hours)
    assert [e["code"] for e in wrong.json["errors"]] == ["not_a_time"]
    empty = carer.post("/place-profiles/room/changes", {**hours, "facts": {}})
    assert [e["code"] for e in empty.json["errors"]] == ["nothing"]
