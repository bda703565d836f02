"""Being signed in is marked at most once a minute, and never waits for a lock."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select

from placement.policy import Role
from placement.service.accounts.accounts import (
    NewAccount,
    create_account,
    sign_in,
    who_is_signed_in,
)
from placement.service.accounts.passwords import Passwords
from placement.settings import Settings, demo_settings
from placement.store.database.opening import Store
from placement.store.tables import SignIn
from tests.builders_store import NOW

AT_ONCE = 1.0  # seconds; who waited for a lock would take five at least
WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return demo_settings(tmp_path)


@pytest.fixture
def token(store: Store, settings: Settings) -> str:
    """Somebody who signed in now."""
    passwords = Passwords(mebibytes=1, passes=1)
    new = NewAccount(
        login_name="anna", display_name="Anna", password="three words here", role=Role.HELPDESK
    )
    create_account(store, new, passwords, account_id="anna", now=NOW)
    who = {"name": "anna", "password": new.password, "source": "here"}
    return sign_in(store, settings, passwords, **who, new_id="s1", now=NOW).token


def seen(store: Store) -> datetime:
    with store.reading() as session:
        return session.scalars(select(SignIn.last_seen_at)).one()


@contextmanager
def writes(store: Store) -> Iterator[list[str]]:
    """The statements that wrote meanwhile."""
    found: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        if statement.startswith(WRITES):
            found.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(store.engine, "before_cursor_execute", note)


def test_many_looks_in_a_minute_write_once(store: Store, settings: Settings, token: str) -> None:
    with writes(store) as written:
        for second in range(0, 121, 10):
            who_is_signed_in(store, settings, token, NOW + timedelta(seconds=second))
    assert len([w for w in written if "sign_in" in w]) == 1
    assert seen(store) == NOW + timedelta(seconds=70)


def test_a_look_does_not_wait_for_who_writes(store: Store, settings: Settings, token: str) -> None:
    later = NOW + timedelta(minutes=2)
    with store.writing() as other:
        other.scalars(select(SignIn).with_for_update()).one()
        began = time.monotonic()
        found = who_is_signed_in(store, settings, token, later)
        assert time.monotonic() - began < AT_ONCE
        assert found.account == "anna"
    assert seen(store) == NOW
    who_is_signed_in(store, settings, token, later)
    assert seen(store) == later
