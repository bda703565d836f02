"""No list grows without bound: each has a limit, and those that grow with the years a next page."""

from typing import Any

import pytest

from placement.policy import Role
from tests.api.test_referrals import a_referral
from tests.builders_web import Browser, Web, an_account

BOUNDED = {
    "/combinations": "of one site: those that are not over",
    "/completeness": "as many as there are institutions",
    "/contracts": "the newest 500",
    "/consents": "of one case, at most 100",
    "/decline-reasons": "a list of codes",
    "/disclosed-facts": "of the open questions of a house, at most 100",
    "/disclosures": "of one question, one per step",
    "/funded-place-nights": "of one year, one per contract",
    "/handover-notes": "of one request, the newest per kind",
    "/note-releases": "at most 100",
    "/outages": "those that go on: at most one per bed",
    "/outflow-pressure/nights": "at most 366 nights",
    "/outside-clients": "those that are there: at most one per bed",
    "/past-right-reasons": "of one stay",
    "/possible-duplicates": "at most 200",
    "/problem-types": "a list of codes",
    "/proposals": "the newest 20",
    "/register-warnings": "one per scheme and site",
    "/responsible-coordinators": "of one region",
    "/right-clocks": "those of people who are there, ending within the days that are asked",
    "/rights": "of one household",
    "/rules": "the rulebook",
    "/stays/{stay_id}/blockers": "of one stay",
    "/stays/{stay_id}/milestones": "of one stay",
    "/tasks": "at most 300",
    "/temporary-shelters": "at most 200",
}
"""Lists without a limit of the sender's, and what bounds them."""
WITH_A_NEXT_PAGE = {"/absences", "/accounts", "/onward-referrals", "/referrals", "/stays"}
MOST = 500


def lists(web: Web) -> dict[str, dict[str, Any]]:
    """What each list takes in its address, by name."""
    document = web.browser().get("/openapi.json").json
    shapes = document["components"]["schemas"]
    found = {}
    for path, methods in document["paths"].items():
        for told in [methods["get"]] if "get" in methods else []:
            for content in told["responses"]["200"].get("content", {}).values():
                name = content["schema"].get("$ref", "").rpartition("/")[2]
                if "items" in shapes.get(name, {}).get("properties", {}):
                    found[path] = {p["name"]: p for p in told.get("parameters", ())}
    return found


def test_every_list_has_a_limit_or_says_what_bounds_it(web: Web) -> None:
    found = lists(web)
    without = {path for path, takes in found.items() if "limit" not in takes}
    assert without == set(BOUNDED)
    most = [takes["limit"]["schema"]["maximum"] for takes in found.values() if "limit" in takes]
    assert most
    assert max(most) <= MOST


def test_a_list_that_grows_with_the_years_goes_on_behind_its_last_entry(web: Web) -> None:
    paged = {path for path, takes in lists(web).items() if "after" in takes}
    assert paged >= WITH_A_NEXT_PAGE


@pytest.fixture
def helpdesk(web: Web) -> Browser:
    return web.browser_of(Role.HELPDESK)


def ids(browser: Browser, path: str) -> list[str]:
    return [one["id"] for one in browser.get(path).json["items"]]


def paged(browser: Browser, path: str, limit: int) -> list[str]:
    """Every entry of a list, read page by page."""
    found, page = [], ids(browser, f"{path}limit={limit}")
    while page:
        assert len(page) <= limit
        found += page
        page = ids(browser, f"{path}limit={limit}&after={page[-1]}")
    return found


def test_requests_are_read_page_by_page_each_once_the_newest_first(helpdesk: Browser) -> None:
    nights = ["2026-03-04", "2026-03-02", "2026-03-03", "2026-03-03", "2026-03-03"]
    made = [helpdesk.post("/referrals", a_referral(neededFrom=n)).json["id"] for n in nights]
    newest = [made[0], *sorted(made[2:]), made[1]]
    assert ids(helpdesk, "/referrals") == newest
    assert paged(helpdesk, "/referrals?", 2) == newest


def test_of_the_open_requests_who_needs_shelter_first_stands_on_top(helpdesk: Browser) -> None:
    nights = ["2026-03-04", "2026-03-02", "2026-03-03"]
    made = [helpdesk.post("/referrals", a_referral(neededFrom=n)).json["id"] for n in nights]
    first = [made[1], made[2], made[0]]
    assert paged(helpdesk, "/referrals?state=open&", 1) == first


def test_a_request_that_changes_between_two_pages_loses_no_other(helpdesk: Browser) -> None:
    made = sorted(helpdesk.post("/referrals", a_referral()).json["id"] for _ in range(4))
    begun = ids(helpdesk, "/referrals?limit=2")
    ended = helpdesk.post(
        f"/referrals/{begun[-1]}/ends", {"reason": "reporter_withdraws"}, If_Match='"1"'
    )
    assert ended.status_code == 201, ended.text
    assert begun + ids(helpdesk, f"/referrals?limit=2&after={begun[-1]}") == made


def test_accounts_are_read_page_by_page_in_the_order_of_their_names(web: Web) -> None:
    for name in ("anna", "zoe"):
        an_account(web.runtime, name, Role.HELPDESK)
    found = paged(web.browser_of(Role.ADMINISTRATOR), "/accounts?", 3)
    assert found == sorted(found)
    assert {"anna", "zoe", *(role.value for role in Role)} == set(found)


@pytest.mark.parametrize("asked", ["limit=0", "limit=201", "limit=x", "after="])
def test_a_page_that_cannot_be_is_refused(helpdesk: Browser, asked: str) -> None:
    assert helpdesk.get(f"/referrals?{asked}").status_code == 400
