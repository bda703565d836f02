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
