from dataclasses import replace

import pytest

from placement.app import app_for
from placement.policy import Role
from placement.store.journal import entries_of
from tests.builders_web import Web


def test_who_signs_in_is_told_who_they_are(web: Web) -> None:
    answer = web.browser().sign_in("helpdesk")
    assert answer.status_code == 201
    assert answer.json["subject"]["role"] == "helpdesk"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(web: Web) -> None:
    cookie = web.browser().sign_in("helpdesk").headers["Set-Cookie"]
    assert cookie.startswith("placement=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_the_token_itself_is_not_in_the_database(web: Web) -> None:
    cookie = web.browser().sign_in("helpdesk").headers["Set-Cookie"]
    token = cookie.removeprefix("placement=").partition(";")[0]
    path = web.runtime.settings.data_folder / "placement.sqlite"
    assert token.encode() not in path.read_bytes()


@pytest.mark.parametrize(("name", "password"), [("helpdesk", "wrong"), ("nobody", "wrong")])
def test_a_wrong_name_and_a_wrong_password_sound_the_same(
    web: Web, name: str, password: str
) -> None:
    answer = web.browser().sign_in(name, password)
    assert answer.status_code == 401
    assert answer.json["type"].endswith("/sign-in-refused")


def test_failed_attempts_on_one_name_are_throttled_and_never_lock(web: Web) -> None:
    browser = web.browser()
    statuses = [browser.sign_in("helpdesk", "wrong").status_code for _ in range(6)]
    assert statuses == [401] * 5 + [429]
    assert browser.sign_in("helpdesk").status_code == 429
    assert browser.sign_in("policy_reader").status_code == 201
    web.clock.pass_by(minutes=16)
    assert browser.sign_in("helpdesk").status_code == 201


def test_attempts_from_one_source_are_throttled_over_all_names(web: Web) -> None:
    browser = web.browser()
    statuses = [browser.sign_in(f"guess{i}", "wrong").status_code for i in range(31)]
    assert statuses == [401] * 30 + [429]


def test_a_throttled_answer_says_when_to_come_back(web: Web) -> None:
    browser = web.browser()
    answers = [browser.sign_in("helpdesk", "wrong") for _ in range(6)]
    assert answers[-1].headers["Retry-After"] == "900"


def test_behind_a_proxy_the_source_is_who_the_proxy_names(web: Web) -> None:
    settings = replace(web.runtime.settings, trusted_proxies=1, attempts_per_source=1)
    client = app_for(replace(web.runtime, settings=settings)).test_client()
    statuses = [
        client.post(
            "/api/v1/sessions",
            json={"name": f"guess{i}", "password": "wrong"},
            headers={"X-Forwarded-For": source},
        ).status_code
        for i, source in enumerate(["192.0.2.1", "192.0.2.1", "192.0.2.2"])
    ]
    assert statuses == [401, 429, 401]


def test_who_signs_in_and_out_stands_in_the_journal(web: Web) -> None:
    web.browser_of(Role.HELPDESK).send("DELETE", "/sessions/current")
    with web.runtime.store.reading() as session:
        acts = [entry.act for entry in entries_of(session, "account", "helpdesk")]
    assert acts == ["sign_in", "sign_out"]


def test_signing_in_does_not_count_as_a_failed_attempt(web: Web) -> None:
    statuses = [web.browser().sign_in("helpdesk").status_code for _ in range(8)]
    assert statuses == [201] * 8


def test_signing_out_ends_the_session_on_the_server(web: Web) -> None:
    browser = web.browser_of(Role.HELPDESK)
    cookie = browser.client.get_cookie("placement")
    assert cookie is not None
    assert browser.send("DELETE", "/sessions/current").status_code == 204
    thief = web.browser()
    thief.client.set_cookie("placement", cookie.value)
    assert thief.get("/sessions/current").status_code == 401


def test_an_idle_session_ends(web: Web) -> None:
    browser = web.browser_of(Role.HELPDESK)
    web.clock.pass_by(minutes=14)
    assert browser.get("/sessions/current").status_code == 200
    web.clock.pass_by(minutes=14)
    assert browser.get("/sessions/current").status_code == 200
    web.clock.pass_by(minutes=16)
    assert browser.get("/sessions/current").status_code == 401


def test_a_session_in_use_ends_after_eight_hours(web: Web) -> None:
    browser = web.browser_of(Role.HELPDESK)
    for _ in range(47):
        web.clock.pass_by(minutes=10)
        assert browser.get("/sessions/current").status_code == 200
    web.clock.pass_by(minutes=10)
    assert browser.get("/sessions/current").status_code == 401


def test_a_changing_request_needs_the_form_token(web: Web) -> None:
    browser = web.browser_of(Role.HELPDESK)
    browser.token = ""
    answer = browser.send("DELETE", "/sessions/current")
    assert answer.status_code == 400
    assert answer.json["type"].endswith("/csrf-token")


def test_a_form_token_from_before_signing_in_is_worth_nothing(web: Web) -> None:
    browser = web.browser_of(Role.HELPDESK)
    before = browser.token
    browser.sign_in("helpdesk")
    browser.token = before
    assert browser.send("DELETE", "/sessions/current").status_code == 400
