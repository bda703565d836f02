"""Changing passwords and roles over HTTP, and on their pages."""

import pytest

from placement.policy import Right, Role, declaration_of
from tests.api.test_access import call, endpoints_of
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


def test_the_first_password_that_an_administrator_chose_is_changed_before_anything_else(
    web: Web, administrator: Browser
) -> None:
    new = {"loginName": "femke", "displayName": "Femke", "password": NEW, "role": "helpdesk"}
    assert administrator.post("/accounts", new).json["mustChangePassword"]
    femke = web.browser()
    femke.sign_in("femke", NEW)
    refused = femke.get("/referrals")
    assert (refused.status_code, refused.json["changeAt"]) == (
        403,
        "/api/v1/sessions/current/password",
    )
    assert (
        femke.send(
            "PUT",
            refused.json["changeAt"].removeprefix("/api/v1"),
            {"oldPassword": NEW, "newPassword": PASSWORD},
        ).status_code
        == 204
    )
    femke.sign_in("femke")
    assert femke.get("/referrals").status_code == 200
    assert not administrator.get("/accounts").json["items"][-1]["mustChangePassword"]


def test_with_a_one_time_password_every_address_but_the_own_session_is_shut(
    web: Web, administrator: Browser
) -> None:
    web.country.place(site_id=web.country.site())
    for role in Role:
        new = {"loginName": f"new-{role}", "displayName": "New", "password": NEW, "role": role}
        house = {"institution": "house"} if role is Role.INSTITUTION else {}
        assert administrator.post("/accounts", new | house).status_code == 201
        holder = web.browser()
        holder.sign_in(f"new-{role}", NEW)
        for (method, path), rule in endpoints_of(web.app).items():
            right = declaration_of(web.app.view_functions[rule.endpoint])
            if not isinstance(right, Right) or right is Right.OWN_SESSION:
                continue
            answer = call(holder, method, rule)
            if path.startswith("/api/"):
                assert answer.json["type"].endswith("/password-must-change"), (method, path)
            else:
                assert answer.headers.get("Location") == "/wachtwoord", (method, path)


def test_what_is_open_with_a_one_time_password_is_the_own_session(web: Web) -> None:
    own = {
        (method, path)
        for (method, path), rule in endpoints_of(web.app).items()
        if declaration_of(web.app.view_functions[rule.endpoint]) is Right.OWN_SESSION
    }
    assert own == {
        ("GET", "/"),
        ("GET", "/wachtwoord"),
        ("POST", "/wachtwoord"),
        ("POST", "/uitloggen"),
        ("GET", "/api/v1/sessions/current"),
        ("DELETE", "/api/v1/sessions/current"),
        ("PUT", "/api/v1/sessions/current/password"),
    }


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
