"""Availability, outflow pressure and rules over HTTP; the figures themselves are the store's."""

from placement.policy import Role
from placement.store.tables import Institution
from tests.builders_store import night
from tests.builders_web import Web


def test_the_three_numbers_add_up_and_have_an_age(web: Web) -> None:
    web.country.site("s1", "province:drenthe")
    web.country.place("p1", beds=2, use="shared_room")
    web.country.resident("h9", "p1-b1")
    seen = web.browser_of(Role.POLICY_READER).get("/availability").json
    assert seen["tonight"] == "2026-03-02"
    expected = {
        "capacity": 2,
        "occupied": 1,
        "usable": 1,
        "causes": {},
        "oldestConfirmation": "2026-03-02T14:00:00Z",
        "confirmedBy": None,
    }
    assert seen["byScheme"] == {"COSM": expected}
    assert seen["byRegion"] == {"province:drenthe": expected}


def test_an_institution_sees_the_figures_of_its_own_sites(web: Web) -> None:
    web.country.write(Institution(id="other", name="Other"))
    web.country.site("s1")
    web.country.site("s2", institution_id="other")
    web.country.place("p1")
    web.country.place("p2", site_id="s2")
    house, helpdesk = (web.browser_of(r) for r in (Role.INSTITUTION, Role.HELPDESK))
    assert set(house.get("/availability").json["bySite"]) == {"s1"}
    assert set(helpdesk.get("/availability").json["bySite"]) == {"s1", "s2"}


def test_the_figures_of_any_night_are_told_as_known_now_or_then(web: Web) -> None:
    web.country.site("s1")
    web.country.place("p1")
    web.country.resident("h9", "p1-b1", until=4)
    helpdesk = web.browser_of(Role.HELPDESK)
    then = helpdesk.get("/availability?night=2026-02-20").json
    assert (then["night"], then["byPlace"]["p1"]["occupied"]) == ("2026-02-20", 1)
    coming = helpdesk.get("/availability?night=2026-03-09&known=2026-03-02").json
    assert coming["byScheme"]["COSM"]["causes"] == {"expected_free": 1}
    before = helpdesk.get("/availability?known=2026-02-01").json
    assert before["byScheme"] == {}


def test_a_night_too_far_off_and_a_day_to_come_are_refused_together(web: Web) -> None:
    answer = web.browser_of(Role.HELPDESK).get("/availability?night=2030-01-01&known=2026-04-01")
    assert answer.status_code == 400
    assert {e["field"]: e["code"] for e in answer.json["errors"]} == {
        "night": "too_far_off",
        "known": "not_yet",
    }


def test_who_may_not_see_places_is_told_of_none(web: Web) -> None:
    web.country.site("s1")
    web.country.place("p1")
    assert web.browser_of(Role.POLICY_READER).get("/availability").json["byPlace"] == {}


def test_outflow_pressure_counts_who_must_leave(web: Web) -> None:
    web.country.site("s1")
    web.country.place("p1")
    web.country.resident("h9", "p1-b1", stay={"right_ends": night(-3)})
    seen = web.browser_of(Role.HELPDESK).get("/outflow-pressure").json
    assert seen["byScheme"]["COSM"]["households"]["past_right"] == 1


def test_every_rule_says_where_it_comes_from(web: Web) -> None:
    seen = web.browser_of(Role.INSTITUTION).get("/rules").json
    assert {"ELI-1", "SAF-1", "CAP-1"} <= {rule["code"] for rule in seen["items"]}
    assert all(rule["source"] and rule["sentence"]["nl"] for rule in seen["items"])
