"""Changing passwords and roles over HTTP, and on their pages."""

import pytest

from placement.policy import Role
from tests.builders_web import PASSWORD, Answer, Browser, Web, an_account
from tests.reading_pages import filled_in, send

NEW = "quite another phrase"


@pytest.fixture
def administrator(web: Web) -> Browser:
    return web.browser_of(Role.ADMINISTRATOR)


def act(browser: Browser, account: str, under: str, sent: dict[str, str | None]) -> Answer:
    tag = browser.get(f"/accounts/{account}").headers["ETag"]
    return browser.post(f"/accounts/{account}/{under}", sent, If_Match=tag)


def change(browser: Browser, old: str = PASSWORD, new: str = NEW) -> Answer:
    sent = {"oldPassword": old, "newPassword": new}
    return browser.send("PUT", "/sessions/current/password", sent)


def test_the_own_password_is_changed_by_the_old_one(web: Web) -> None:
    helpdesk = web.browser_of(Role.HELPDESK)
    elsewhere = web.browser_of(Role.HELPDESK)
    wrong = change(helpdesk, "not this one at all")
    assert (wrong.status_code, wrong.json["errors"][0]["field"]) == (400, "oldPassword")
    assert change(helpdesk, new="short").json["type"].endswith("/weak-password")
    assert change(helpdesk).status_code == 204
    for browser in (helpdesk, elsewhere):
        assert browser.get("/referrals").status_code == 401
    assert helpdesk.sign_in("helpdesk").status_code == 401
    assert helpdesk.sign_in("helpdesk", NEW).status_code == 201


def test_with_a_one_time_password_nothing_is_done_but_changing_it(
    web: Web, administrator: Browser
) -> None:
    helpdesk = web.browser_of(Role.HELPDESK)
    made = act(administrator, "helpdesk", "one-time-passwords", {"password": NEW})
    assert (made.status_code, made.json["mustChangePassword"]) == (201, True)
    assert NEW not in made.text
    assert helpdesk.get("/referrals").status_code == 401
    assert helpdesk.sign_in("helpdesk", NEW).json["subject"]["mustChangePassword"]
    refused = helpdesk.get("/referrals")
    assert (refused.status_code, refused.json["type"].rpartition("/")[2]) == (
        403,
        "password-must-change",
    )
    assert helpdesk.post("/proposals", {}).status_code == 403
    assert helpdesk.raw("GET", "/bord").headers["Location"] == "/wachtwoord"
    htmx = helpdesk.raw("GET", "/bord", headers={"HX-Request": "true"})
    assert htmx.headers["HX-Redirect"] == "/wachtwoord"
    assert change(helpdesk, NEW, PASSWORD).status_code == 204
    assert helpdesk.sign_in("helpdesk").status_code == 201
    assert helpdesk.get("/referrals").status_code == 200
    assert not administrator.get("/accounts/helpdesk").json["mustChangePassword"]


def test_another_role_is_another_session(web: Web, administrator: Browser) -> None:
    web.country.site()
    helpdesk = web.browser_of(Role.HELPDESK)
    made = act(administrator, "helpdesk", "roles", {"role": "institution", "institution": "house"})
    assert (made.status_code, made.json["role"], made.json["institution"]) == (
        201,
        "institution",
        "house",
    )
    assert helpdesk.get("/referrals").status_code == 401
    assert helpdesk.sign_in("helpdesk").json["subject"]["sites"] == ["s1"]
    assert helpdesk.get("/referrals").status_code == 403
    own = act(administrator, "administrator", "roles", {"role": "helpdesk", "institution": None})
    assert own.json["type"].endswith("/last-administrator")


def test_a_password_and_a_role_are_given_on_the_page_of_the_account(
    web: Web, administrator: Browser
) -> None:
    helpdesk = web.browser_of(Role.HELPDESK)
    assert '"/accounts/helpdesk"' in administrator.raw("GET", "/accounts").text
    twice = {"password": NEW, "passwordAgain": "another one typed"}
    refused = send(administrator, "/accounts/helpdesk", "/helpdesk/wachtwoord", **twice)
    assert refused.status_code == 400
    assert "Typ in beide velden hetzelfde wachtwoord." in refused.text
    short = {"password": "short", "passwordAgain": "short"}
    refused = send(administrator, "/accounts/helpdesk", "/helpdesk/wachtwoord", **short)
    assert "neem minstens 12 tekens" in refused.text
    twice["passwordAgain"] = NEW
    done = send(administrator, "/accounts/helpdesk", "/helpdesk/wachtwoord", **twice)
    assert done.headers["Location"] == "/accounts"
    assert "eenmalig wachtwoord, nog niet gewijzigd" in administrator.raw("GET", "/accounts").text
    helpdesk.sign_in("helpdesk", NEW)
    assert "eenmalig wachtwoord" in helpdesk.raw("GET", "/wachtwoord").text
    role = {"role": "policy_reader", "institution": ""}
    done = send(administrator, "/accounts/helpdesk", "/helpdesk/rol", **role)
    assert done.status_code == 302
    assert administrator.get("/accounts/helpdesk").json["role"] == "policy_reader"
    same = send(administrator, "/accounts/helpdesk", "/helpdesk/rol", **role)
    assert same.status_code == 400
    assert "Stuur een andere rol" in same.text


def test_the_own_account_has_no_such_forms(web: Web, administrator: Browser) -> None:
    an_account(web.runtime, "other", Role.ADMINISTRATOR)
    page = administrator.raw("GET", "/accounts/administrator").text
    assert "/accounts/administrator/rol" not in page
    form = {"csrf_token": administrator.token, "key": "k", "version": "1", "role": "helpdesk"}
    answer = administrator.raw("POST", "/accounts/administrator/rol", data=form)
    assert answer.status_code == 409
    assert "Niemand doet dit met het eigen account" in answer.text


def test_the_own_password_is_changed_on_its_page(web: Web) -> None:
    helpdesk = web.browser_of(Role.HELPDESK)
    assert 'href="/wachtwoord"' in helpdesk.raw("GET", "/bord").text
    typed = {"oldPassword": "not this one at all", "newPassword": NEW, "passwordAgain": NEW}
    refused = send(helpdesk, "/wachtwoord", "/wachtwoord", **typed)
    assert refused.status_code == 400
    assert "Typ het wachtwoord waarmee u inlogde." in refused.text
    assert filled_in(refused, "/wachtwoord")["newPassword"] == ""
    typed["oldPassword"] = PASSWORD
    done = send(helpdesk, "/wachtwoord", "/wachtwoord", **typed)
    assert done.headers["Location"] == "/inloggen"
    assert "Log in met het nieuwe." in helpdesk.raw("GET", "/inloggen").text
    assert helpdesk.raw("GET", "/bord").headers["Location"].startswith("/inloggen")
    assert helpdesk.sign_in("helpdesk", NEW).status_code == 201


def test_the_pages_are_there_in_english(administrator: Browser) -> None:
    administrator.raw("GET", "/taal/en?back=/accounts")
    assert "One-time password" in administrator.raw("GET", "/accounts/helpdesk").text
    assert "Present password" in administrator.raw("GET", "/wachtwoord").text
