"""Requests that belong together, that must be kept apart, and what people want to be near to."""

from placement.lifecycle import ReferralState
from placement.policy import Role
from solver.codes import AskedAlone
from tests.api.test_referrals import a_referral
from tests.builders_web import Web


def test_requests_belong_together_by_the_id_or_the_reference_of_one_another(web: Web) -> None:
    helpdesk = web.browser_of(Role.HELPDESK)
    first = helpdesk.post("/referrals", a_referral()).json
    second = helpdesk.post("/referrals", a_referral(belongsWith=first["id"], smallestPart=2)).json
    assert first["belongsWith"] == []  # the first of a group cannot name anybody yet
    third = helpdesk.post("/referrals", a_referral(belongsWith=f" {second['case'].lower()}")).json
    shown = helpdesk.get(f"/referrals/{first['id']}").json
    assert {tied["referral"] for tied in shown["belongsWith"]} == {second["id"], third["id"]}
    assert second["facts"]["smallestPart"] == 2
    assert [tied["state"] for tied in second["belongsWith"]] == ["open"]


def test_nobody_joins_who_has_a_place_or_was_not_asked_alone_or_must_be_kept_apart(
    web: Web,
) -> None:
    web.country.referral("placed", state=ReferralState.ENDED)
    web.country.referral("unasked", asked_alone=AskedAlone.NO)
    web.country.referral("feared")
    helpdesk = web.browser_of(Role.HELPDESK)
    for named, code, apart in (
        ("r-placed", "not_open", []),
        ("r-unasked", "not_asked_alone", []),
        ("r-feared", "kept_apart", ["r-feared"]),
    ):
        sent = a_referral(belongsWith=named, keepApartFrom=apart)
        answer = helpdesk.post("/referrals", sent)
        assert [(f["field"], f["code"]) for f in answer.json["errors"]] == [("belongsWith", code)]


def test_who_must_be_kept_apart_is_shown_on_both_requests(web: Web) -> None:
    helpdesk = web.browser_of(Role.HELPDESK)
    first = helpdesk.post("/referrals", a_referral()).json
    second = helpdesk.post("/referrals", a_referral(keepApartFrom=[first["case"]])).json
    assert [tied["referral"] for tied in second["keepApartFrom"]] == [first["id"]]
    shown = helpdesk.get(f"/referrals/{first['id']}").json
    assert [tied["referral"] for tied in shown["keepApartFrom"]] == [second["id"]]


def test_nearness_is_told_by_municipalities_and_police_units_only(web: Web) -> None:
    web.country.site("s1", "municipality:assen", "province:drenthe")
    helpdesk = web.browser_of(Role.HELPDESK)
    made = helpdesk.post("/referrals", a_referral(near=["municipality:assen"]))
    assert made.json["facts"]["near"] == ["municipality:assen"]
    refused = helpdesk.post("/referrals", a_referral(near=["province:drenthe"]))
    assert [(f["field"], f["code"]) for f in refused.json["errors"]] == [("near", "wrong_kind")]
