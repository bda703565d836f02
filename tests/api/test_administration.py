"""Accounts and register imports over HTTP."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from placement.policy import Role
from placement.service.once import Once
from placement.store.tables import KeptAnswer
from tests.builders_web import Web

NEW = {
    "loginName": "nieuw",
    "displayName": "Nieuw",
    "password": "three words make a passphrase",
    "role": "helpdesk",
}
NATIONAL = Path(__file__).parents[2] / "fixtures" / "netherlands"


def files() -> dict[str, str]:
    return {
        str(path.relative_to(NATIONAL)): path.read_text(encoding="utf-8")
        for path in NATIONAL.rglob("*.csv")
    }


def test_who_gets_an_account_can_sign_in(web: Web) -> None:
    administrator = web.browser_of(Role.ADMINISTRATOR)
    made = administrator.post("/accounts", NEW)
    assert made.status_code == 201
    assert "password" not in made.text
    assert made.json["mustChangePassword"]
    opened = web.browser().sign_in("nieuw", str(NEW["password"]))
    assert (opened.status_code, opened.json["subject"]["mustChangePassword"]) == (201, True)
    assert "nieuw" in {a["loginName"] for a in administrator.get("/accounts").json["items"]}


def test_an_account_that_is_sent_twice_under_a_key_is_made_once(web: Web) -> None:
    administrator = web.browser_of(Role.ADMINISTRATOR)
    made, again = (administrator.post("/accounts", NEW, Idempotency_Key="one") for _ in range(2))
    assert made.status_code == again.status_code == 201
    assert made.json == again.json
    other = administrator.post("/accounts", NEW | {"loginName": "ander"}, Idempotency_Key="one")
    assert other.json["type"].endswith("/idempotency-key-reused")
    assert administrator.post("/accounts", NEW).json["type"].endswith("/account-exists")


def test_what_is_kept_of_a_password_cannot_be_tried_without_the_key_of_the_service(
    web: Web,
) -> None:
    administrator = web.browser_of(Role.ADMINISTRATOR)
    sent = json.dumps(NEW).encode()
    headers = {"X-CSRFToken": administrator.token, "Idempotency-Key": "one"}
    made = administrator.raw(
        "POST", "/api/v1/accounts", data=sent, content_type="application/json", headers=headers
    )
    assert made.status_code == 201
    with web.runtime.store.reading() as session:
        kept = session.scalars(select(KeptAnswer.request_digest)).one()
    plain = Once.of("administrator", "one", b"POST /api/v1/accounts\n" + b"\n" + sent)
    assert kept != plain.digest


@pytest.mark.parametrize(
    ("change", "status", "problem"),
    [
        ({"loginName": "helpdesk"}, 409, "account-exists"),
        ({"password": "short"}, 400, "weak-password"),
        ({"password": "aaaaaaaaaaaaaaaa"}, 400, "weak-password"),
        ({"role": "institution"}, 400, "invalid-facts"),
        ({"institution": "nowhere"}, 400, "invalid-facts"),
        ({"role": "boss"}, 400, "invalid-facts"),
        ({"demo": True}, 400, "invalid-facts"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    web: Web, change: dict[str, object], status: int, problem: str
) -> None:
    answer = web.browser_of(Role.ADMINISTRATOR).post("/accounts", {**NEW, **change})
    assert answer.status_code == status
    assert answer.json["type"].endswith(f"/{problem}")


def test_the_national_register_is_imported_and_a_second_time_changes_nothing(web: Web) -> None:
    administrator = web.browser_of(Role.ADMINISTRATOR)
    first = administrator.post("/register-imports", {"files": files()})
    assert first.status_code == 201, first.text
    assert first.json["added"]["bed"] > 100
    once = {"Idempotency_Key": f"key-{administrator.keys}"}
    assert administrator.post("/register-imports", {"files": files()}, **once).json == first.json
    other = files() | {"schemes.csv": ""}
    reused = administrator.post("/register-imports", {"files": other}, **once)
    assert reused.status_code in {400, 409}
    again = administrator.post("/register-imports", {"files": files()})
    assert again.json == {"added": {}, "changed": {}}


def test_one_bad_row_imports_nothing_and_every_bad_row_is_named(web: Web) -> None:
    sent = files()
    header, first, *rest = sent["places.csv"].splitlines()
    use = header.split(",").index("use")
    bad = first.split(",")
    bad[use] = "palace"
    sent["places.csv"] = "\n".join([header, ",".join(bad), *rest, "x"]) + "\n"
    answer = web.browser_of(Role.ADMINISTRATOR).post("/register-imports", {"files": sent})
    assert answer.status_code == 400
    assert answer.json["type"].endswith("/register-refused")
    assert len(answer.json["errors"]) >= 2
    assert web.browser_of(Role.HELPDESK).get("/availability").json["byScheme"] == {}


@pytest.mark.parametrize("name", ["../places.csv", "/etc/passwd", "a/b/c.csv", "places.txt"])
def test_a_file_name_cannot_leave_its_folder(web: Web, name: str) -> None:
    answer = web.browser_of(Role.ADMINISTRATOR).post("/register-imports", {"files": {name: "x"}})
    assert answer.status_code == 400
    assert answer.json["errors"][0]["code"] == "not_a_file_name"
