"""Why, or why not, a place for a referral."""

from typing import Any

import pytest

from placement.policy import Role
from tests.builders_web import Browser, Web


@pytest.fixture
def helpdesk(web: Web) -> Browser:
    """The helpdesk, with one room, and a place that is not secure enough for one of two."""
    web.country.site("s1")
    web.country.site("s2", security=2)
    web.country.place("p1")
    web.country.place("p2", site_id="s2")
    web.country.referral("h1", security_needed=2)
    web.country.referral("h2", urgency="soon")
    return web.browser_of(Role.HELPDESK)


def ask(browser: Browser, referral: str, place: str) -> dict[str, Any]:
    answer = browser.get(f"/explanations?referral={referral}&place={place}")
    assert answer.status_code == 200, answer.text
    assert isinstance(answer.json, dict)
    return answer.json


def test_a_rule_that_bars_a_place_is_named_with_its_facts(helpdesk: Browser) -> None:
    told = ask(helpdesk, "r-h1", "p1")
    assert told["verdict"] == "barred"
    [reason] = told["reasons"]
    assert reason["rule"] == "SAF-3"
    assert reason["isSafety"] is True
    assert reason["sentence"]["nl"]
    assert reason["facts"]


def test_what_is_proposed_is_told_as_proposed(helpdesk: Browser) -> None:
    helpdesk.post("/proposals", {})
    assert ask(helpdesk, "r-h1", "p2")["verdict"] == "proposed"


def test_a_place_that_the_plan_gives_to_others_counts_them_and_names_nobody(
    helpdesk: Browser,
) -> None:
    helpdesk.post("/proposals", {})
    told = ask(helpdesk, "r-h2", "p2")
    assert (told["verdict"], told["others"]) == ("in_the_way", 1)
    assert "h1" not in str(told)


def test_a_place_that_is_taken_has_no_bed(helpdesk: Browser, web: Web) -> None:
    web.country.place("p3")
    web.country.resident("h9", "p3-b1", until=80)
    assert ask(helpdesk, "r-h2", "p3")["verdict"] == "no_bed"


def test_a_free_place_that_is_not_proposed_tells_what_it_costs(helpdesk: Browser, web: Web) -> None:
    helpdesk.post("/proposals", {})
    web.country.place("p4", confirmed_at=None)
    told = ask(helpdesk, "r-h2", "p4")
    assert told["verdict"] == "possible"
    assert told["option"]
    assert "TRU-1" in told["points"]
    assert isinstance(told["proposedPoints"], int)


def test_what_people_would_have_to_change_is_told_with_who_can(helpdesk: Browser, web: Web) -> None:
    web.country.referral("h3", cannot_do_without=["step_free"])
    change = ask(helpdesk, "r-h3", "p1")["change"]
    (step,) = change["changes"]
    assert step == {
        "rule": "CAR-1",
        "fact": "cannot_do_without",
        "by": "victim",
        "price": change["price"],
        "value": "step_free",
    }
    assert change["option"]["night"]


def test_safety_is_never_told_as_something_to_change(helpdesk: Browser) -> None:
    assert ask(helpdesk, "r-h1", "p1")["change"] is None


def test_the_page_says_what_would_open_a_place(helpdesk: Browser, web: Web) -> None:
    web.country.referral("h3", cannot_do_without=["step_free"])
    shown = helpdesk.client.get("/opvangverzoeken/r-h3/waarom-niet?place=p1")
    page = shown.get_data(as_text=True)
    assert "Wat de plek zou openen" in page
    assert "toch zonder" in page


def test_a_coordinator_asks_about_assigned_cases_only(helpdesk: Browser, web: Web) -> None:
    helpdesk.give_case("r-h2", "zorgcoordinator")
    coordinator = web.browser_of(Role.ZORGCOORDINATOR)
    assert ask(coordinator, "r-h2", "p1")
    assert coordinator.get("/explanations?referral=r-h1&place=p1").status_code == 404


def test_what_does_not_exist_is_not_explained(helpdesk: Browser) -> None:
    assert helpdesk.get("/explanations?referral=nobody&place=p1").status_code == 404
    assert helpdesk.get("/explanations?referral=r-h1&place=nowhere").status_code == 404
    both = helpdesk.get("/explanations").json["errors"]
    assert {fault["field"] for fault in both} == {"referral", "place"}
