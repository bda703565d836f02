"""Shutting and opening accounts over HTTP."""

import pytest

from placement.policy import Role
from tests.builders_web import PASSWORD, Answer, Browser, Web, an_account


@pytest.fixture
def administrator(web: Web) -> Browser:
    return web.browser_of(Role.ADMINISTRATOR)


def move(browser: Browser, account: str, under: str, **headers: str) -> Answer:
    """Disable or enable an account on the version of now, unless another is named."""
    version = browser.get(f"/accounts/{account}").headers["ETag"]
    sent = {"If_Match": version, **headers}
    return browser.post(f"/accounts/{account}/{under}", {}, **sent)


def test_one_account_is_shown_with_its_version_and_never_its_password(
    web: Web, administrator: Browser
) -> None:
    shown = administrator.get("/accounts/institution")
    assert shown.headers["ETag"] == '"1"'
    assert shown.json == {
        "id": "institution",
        "loginName": "institution",
        "displayName": "Institution",
        "role": "institution",
        "institution": "house",
        "disabled": False,
        "disabledAt": None,
        "mustChangePassword": False,
        "demo": True,
        "createdAt": "2026-03-02T14:00:00Z",
        "openCases": 0,
    }
    assert "argon2" not in administrator.get("/accounts").text
    assert administrator.get("/accounts/nobody").json["type"].endswith("/unknown-account")
    assert web.browser_of(Role.HELPDESK).get("/accounts/helpdesk").status_code == 403


def test_what_is_made_says_where_it_stands(administrator: Browser) -> None:
    new = {"loginName": "x", "displayName": "X", "password": PASSWORD, "role": "helpdesk"}
    made = administrator.post("/accounts", new)
    assert administrator.raw("GET", made.headers["Location"]).json == made.json


def test_who_is_disabled_does_nothing_a_moment_later_and_may_come_back(
    web: Web, administrator: Browser
) -> None:
    helpdesk = web.browser_of(Role.HELPDESK)
    shut = move(administrator, "helpdesk", "disablements")
    assert shut.status_code == 201
    assert shut.json["disabled"]
    assert shut.headers["ETag"] == administrator.get("/accounts/helpdesk").headers["ETag"]
    assert shut.json["disabledAt"] == "2026-03-02T14:00:00Z"
    assert helpdesk.get("/referrals").status_code == 401
    assert helpdesk.post("/proposals", {"referral": "r"}).status_code == 401
    assert helpdesk.raw("GET", "/bord").headers["Location"].startswith("/inloggen")
    assert helpdesk.sign_in("helpdesk").json["type"].endswith("/sign-in-refused")
    opened = move(administrator, "helpdesk", "enablements")
    assert (opened.json["disabled"], opened.json["disabledAt"]) == (False, None)
    assert helpdesk.get("/referrals").status_code == 401
    assert helpdesk.sign_in("helpdesk").status_code == 201
    assert helpdesk.get("/referrals").status_code == 200


def test_how_many_cases_are_left_is_in_the_answer(web: Web, administrator: Browser) -> None:
    web.country.referral("h1")
    web.browser_of(Role.HELPDESK).give_case("r-h1", "zorgcoordinator")
    shut = move(administrator, "zorgcoordinator", "disablements")
    assert shut.json["openCases"] == 1
    page = web.browser_of(Role.HELPDESK).raw("GET", "/opvangverzoeken/r-h1/overdracht").text
    assert "Zorgcoordinator <" in page
    assert "kan niet meer inloggen" in page
    tasks = web.browser_of(Role.HELPDESK).get("/tasks?kind=coordinator_disabled").json["items"]
    assert [task["referral"] for task in tasks] == ["r-h1"]
    todo = web.browser_of(Role.HELPDESK).raw("GET", "/te-doen").text
    assert '"/opvangverzoeken/r-h1/overdracht"' in todo


@pytest.mark.parametrize(
    ("account", "under", "others", "problem"),
    [
        ("administrator", "disablements", 0, "last-administrator"),
        ("administrator", "disablements", 1, "own-account"),
        ("helpdesk", "enablements", 0, "transition-not-allowed"),
    ],
)
def test_what_must_not_be_is_refused_in_words(
    web: Web, administrator: Browser, account: str, under: str, others: int, problem: str
) -> None:
    for number in range(others):
        an_account(web.runtime, f"boss{number}", Role.ADMINISTRATOR)
    refused = move(administrator, account, under)
    assert refused.status_code == 409
    assert refused.json["type"].endswith(f"/{problem}")
    assert refused.json["detail"].endswith(".")
    assert administrator.get("/accounts").status_code == 200


def test_an_act_names_the_version_that_was_read(administrator: Browser) -> None:
    without = administrator.post("/accounts/helpdesk/disablements", {})
    assert without.json["type"].endswith("/version-missing")
    stale = move(administrator, "helpdesk", "disablements", If_Match='"7"')
    assert stale.json["type"].endswith("/version-outdated")


def test_sent_twice_under_a_key_it_is_done_once(administrator: Browser) -> None:
    sent = {"If_Match": '"1"', "Idempotency_Key": "one"}
    path = "/accounts/policy_reader/disablements"
    first, again = (administrator.post(path, {}, **sent) for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert first.json == again.json
    other = administrator.post("/accounts/policy_reader/enablements", {}, **sent)
    assert other.json["type"].endswith("/idempotency-key-reused")
