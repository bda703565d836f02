"""Placing over HTTP: what is taken, who comes second, chains, and giving free again."""

from typing import Any

import pytest

from placement.policy import Role
from placement.store.tables import Institution
from tests.builders_store import night
from tests.builders_web import Browser, Web, an_account


@pytest.fixture
def helpdesk(web: Web) -> Browser:
    """The helpdesk, in a country with two single rooms and two people who need one."""
    web.country.site("s1")
    web.country.site("s2")
    web.country.place("p1")
    web.country.place("p2", site_id="s2")
    for household in ("h1", "h2"):
        web.country.referral(household)
    return web.browser_of(Role.HELPDESK)


def an_order(household: str = "h1", place: str = "p1", **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON value
    lawful = {
        "referral": f"r-{household}",
        "household": household,
        "place": place,
        "night": night(0).isoformat(),
        "until": night(10).isoformat(),
    }
    return lawful | changes


def accepting(*orders: dict[str, Any], **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON value
    return {"orders": list(orders or [an_order()]), "reason": "near her school", **changes}


def test_who_is_placed_by_whom_and_why_is_told(helpdesk: Browser) -> None:
    made = helpdesk.post("/placements", accepting())
    assert made.status_code == 201
    [placement] = made.json["items"]
    assert (placement["state"], placement["acceptedBy"]) == ("accepted", "helpdesk")
    assert placement["reason"] == "near her school"
    assert helpdesk.raw("GET", made.headers["Location"]).json == placement
    assert helpdesk.get("/referrals/r-h1").json["placement"]["place"] == "p1"


def test_who_comes_second_is_told_what_changed_and_what_is_best_now(helpdesk: Browser) -> None:
    helpdesk.post("/placements", accepting())
    second = helpdesk.post("/placements", accepting(an_order("h2")))
    assert second.status_code == 409
    assert second.json["type"].endswith("/bed-no-longer-free")
    assert second.json["changed"]
    assert second.json["nextBest"]["place"] == "p2"
    offered = {name: second.json["nextBest"][name] for name in ("place", "night", "until")}
    placed = helpdesk.post("/placements", accepting(an_order("h2", **offered)))
    assert placed.status_code == 201


def test_when_nothing_is_left_that_is_told_too(helpdesk: Browser, web: Web) -> None:
    web.country.referral("h3")
    for household, place in (("h1", "p1"), ("h2", "p2")):
        helpdesk.post("/placements", accepting(an_order(household, place)))
    third = helpdesk.post("/placements", accepting(an_order("h3", "p2")))
    assert third.status_code == 409
    assert third.json["nextBest"] is None


def test_placements_are_listed_by_state_and_request_and_not_without_end(
    helpdesk: Browser,
) -> None:
    for household, place in (("h1", "p1"), ("h2", "p2")):
        helpdesk.post("/placements", accepting(an_order(household, place)))

    def listed(query: str) -> list[str]:
        return [p["household"] for p in helpdesk.get(f"/placements?{query}").json["items"]]

    assert sorted(listed("state=accepted")) == ["h1", "h2"]
    assert listed("state=released") == []
    assert listed("referral=r-h2") == ["h2"]
    assert len(listed("limit=1")) == 1
    assert helpdesk.get("/placements?limit=501").status_code == 400


def test_a_chain_is_accepted_whole(helpdesk: Browser, web: Web) -> None:
    web.country.place("p3", site_id="s2")
    web.country.resident("h9", "p3-b1", wants_to_move=True)
    move = an_order("h9", "p2", referral="on-h9", until=night(90).isoformat())
    made = helpdesk.post("/placements", accepting(move, an_order("h1", "p3")))
    assert made.status_code == 201, made.text
    first, second = made.json["items"]
    assert (first["place"], second["place"]) == ("p2", "p3")
    assert second["waitsFor"]


def test_a_chain_with_a_broken_link_places_nobody(helpdesk: Browser) -> None:
    both = accepting(an_order("h1", "p1"), an_order("h2", "p1"))
    assert helpdesk.post("/placements", both).status_code == 409
    assert helpdesk.get("/placements").json["items"] == []


def test_the_same_key_places_once(helpdesk: Browser) -> None:
    first = helpdesk.post("/placements", accepting(), Idempotency_Key="one")
    again = helpdesk.post("/placements", accepting(), Idempotency_Key="one")
    assert again.status_code == 201
    assert again.json == first.json
    other = helpdesk.post("/placements", accepting(an_order("h2", "p2")), Idempotency_Key="one")
    assert other.status_code == 409
    assert other.json["type"].endswith("/idempotency-key-reused")


def test_a_house_that_decides_must_have_said_yes(helpdesk: Browser, web: Web) -> None:
    web.country.place("p4", scheme_code="VO")
    web.country.referral(
        "h5", b8_permit=True, bedenktijd="none", bedenktijd_begins=None, bedenktijd_ends=None
    )
    refused = helpdesk.post("/placements", accepting(an_order("h5", "p4")))
    assert refused.json["type"].endswith("/house-not-asked")
    agreed = an_order("h5", "p4", houseAgreed=True)
    assert helpdesk.post("/placements", accepting(agreed)).status_code == 201


def test_a_place_that_the_rules_bar_is_named_with_the_rule(helpdesk: Browser, web: Web) -> None:
    web.country.referral("h6", security_needed=2)
    refused = helpdesk.post("/placements", accepting(an_order("h6")))
    assert refused.status_code == 409
    assert refused.json["type"].endswith("/not-lawful")
    assert "SAF-3" in refused.json["rules"]


def test_a_referral_that_is_arranged_lists_what_can_be_done(helpdesk: Browser) -> None:
    helpdesk.post("/placements", accepting())
    again = helpdesk.post("/placements", accepting(an_order(place="p2")))
    assert again.json["type"].endswith("/transition-not-allowed")
    assert again.json["allowed"] == ["correct", "end", "reopen"]


def test_a_released_bed_is_free_and_its_referral_open(helpdesk: Browser) -> None:
    made = helpdesk.post("/placements", accepting()).json["items"][0]["id"]
    path = f"/placements/{made}"
    tag = helpdesk.get(path).headers["ETag"]
    done = helpdesk.post(f"{path}/releases", {"reason": "she stays with kin"}, If_Match=tag)
    assert done.status_code == 201
    assert done.json["state"] == "released"
    assert helpdesk.get("/referrals/r-h1").json["state"] == "open"
    assert helpdesk.post("/placements", accepting(an_order("h2"))).status_code == 201


def test_a_release_names_the_version_that_was_read(helpdesk: Browser) -> None:
    made = helpdesk.post("/placements", accepting()).json["items"][0]["id"]
    path, why = f"/placements/{made}/releases", {"reason": "she stays with kin"}
    assert helpdesk.post(path, why).status_code == 428
    assert helpdesk.post(path, why, If_Match='"99"').status_code == 412
    assert helpdesk.post(path, why, If_Match="*").status_code == 412


@pytest.mark.parametrize("act", ["releases", "no-shows"])
def test_giving_a_bed_up_twice_under_one_key_does_it_once(helpdesk: Browser, act: str) -> None:
    made = helpdesk.post("/placements", accepting()).json["items"][0]["id"]
    path = f"/placements/{made}/{act}"
    sent = {"If_Match": helpdesk.get(f"/placements/{made}").headers["ETag"]}
    first = helpdesk.post(path, {"reason": "did not come"}, Idempotency_Key="one", **sent)
    again = helpdesk.post(path, {"reason": "did not come"}, Idempotency_Key="one", **sent)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json == first.json
    stale = helpdesk.post(path, {"reason": "did not come"}, **sent)
    assert stale.status_code == 412
    tag = again.headers["ETag"]
    over = helpdesk.post(path, {"reason": "did not come"}, If_Match=tag)
    assert over.json["type"].endswith("/transition-not-allowed")
    assert over.json["allowed"] == []


def test_a_house_sees_the_placements_at_its_own_sites_only(helpdesk: Browser, web: Web) -> None:
    web.country.write(Institution(id="other", name="Other"))
    an_account(web.runtime, "other", Role.INSTITUTION, "other")
    made = helpdesk.post("/placements", accepting()).json["items"][0]["id"]
    for name, status, count in (("institution", 200, 1), ("other", 404, 0)):
        house = web.browser_of(Role.INSTITUTION, name)
        assert house.get(f"/placements/{made}").status_code == status
        assert len(house.get("/placements").json["items"]) == count


BAD = [
    ({"orders": []}, "orders", "number_of_orders"),
    ({"orders": [an_order()] * 11}, "orders", "number_of_orders"),
    ({"orders": [an_order(until=night(0).isoformat())]}, "orders.0.until", "ends_before_it_begins"),
    ({"orders": [an_order(night="2026-13-01")]}, "orders.0.night", "not_a_date"),
    ({"orders": [an_order(bed="p1-b1")]}, "orders.0.bed", "unknown_field"),
    ({"reason": ""}, "reason", "wrong_length"),
    ({"reason": "x" * 501}, "reason", "wrong_length"),
    ({"reason": "x\x00y"}, "reason", "control_signs"),
]


@pytest.mark.parametrize(("change", "field", "code"), BAD)
def test_a_fault_in_what_is_accepted_is_named(
    helpdesk: Browser, change: dict[str, Any], field: str, code: str
) -> None:
    answer = helpdesk.post("/placements", accepting(**change))
    assert answer.status_code == 400
    assert (field, code) in {(f["field"], f["code"]) for f in answer.json["errors"]}


@pytest.mark.parametrize(
    ("change", "problem"),
    [({"place": "nowhere"}, "unknown-place"), ({"referral": "nobody"}, "unknown-referral")],
)
def test_what_does_not_exist_cannot_be_placed(
    helpdesk: Browser, change: dict[str, str], problem: str
) -> None:
    answer = helpdesk.post("/placements", accepting(an_order(**change)))
    assert answer.status_code == 404
    assert answer.json["type"].endswith(f"/{problem}")
