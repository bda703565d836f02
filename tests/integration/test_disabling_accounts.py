"""Shutting an account: its sessions end with it, and what hangs on it stays."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from placement.errors import (
    AccountExists,
    IdempotencyKeyReused,
    NotSignedIn,
    PlacementError,
    SignInRefused,
    TransitionNotAllowed,
    UnknownAccount,
    VersionOutdated,
)
from placement.errors.accounts import LastAdministrator, OwnAccount
from placement.policy import AccountId, Role, Subject
from placement.service.accounts.accounts import (
    NewAccount,
    SignedIn,
    create_account,
    sign_in,
    who_is_signed_in,
)
from placement.service.accounts.disabling import disable_account, enable_account
from placement.service.accounts.passwords import Passwords
from placement.service.accounts.showing import show_account
from placement.service.once import Once
from placement.settings import Settings, demo_settings
from placement.store.account_queries import account_signing_in
from placement.store.journal import entries_of
from placement.store.tables import Account, SignIn
from tests.builders_rows import NOW, an_account
from tests.builders_store import Country
from tests.invariants import broken_invariants

BOSS = Subject(account=AccountId("boss"), name="Boss", role=Role.ADMINISTRATOR)
OTHER = Subject(account=AccountId("other"), name="Other", role=Role.ADMINISTRATOR)
PASSWORD = "three words here"
CHEAP = Passwords(mebibytes=1, passes=1)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return demo_settings(tmp_path)


@pytest.fixture
def office(country: Country) -> Country:
    """An administrator, and Femke at the helpdesk, who knows her password."""
    country.write(an_account("boss", Role.ADMINISTRATOR))
    new = NewAccount(
        login_name="femke", display_name="Femke", password=PASSWORD, role=Role.HELPDESK
    )
    create_account(country.store, new, CHEAP, account_id="femke", now=NOW)
    return country


def signed_in(
    office: Country, settings: Settings, number: int = 1, passwords: Passwords = CHEAP
) -> SignedIn:
    who = {"name": "femke", "password": PASSWORD, "source": "here"}
    return sign_in(office.store, settings, passwords, **who, new_id=f"s{number}", now=NOW)


def may_act(office: Country, settings: Settings, session: SignedIn) -> bool:
    try:
        return bool(who_is_signed_in(office.store, settings, session.token, NOW))
    except NotSignedIn:
        return False


def disable(office: Country, account: str = "femke", by: Subject = BOSS) -> None:
    disable_account(office.store, account, by=by, now=NOW)


def enable(office: Country, account: str = "femke", by: Subject = BOSS) -> None:
    enable_account(office.store, account, by=by, now=NOW)


def test_every_session_of_a_disabled_account_is_over_at_once_and_for_good(
    office: Country, settings: Settings
) -> None:
    sessions = [signed_in(office, settings, number) for number in (1, 2)]
    assert all(may_act(office, settings, one) for one in sessions)
    disable(office)
    assert not any(may_act(office, settings, one) for one in sessions)
    with pytest.raises(SignInRefused):
        signed_in(office, settings, 3)
    enable(office)
    assert not any(may_act(office, settings, one) for one in sessions)
    assert may_act(office, settings, signed_in(office, settings, 4))


def test_the_sessions_of_others_go_on(office: Country, settings: Settings) -> None:
    office.write(an_account("left", Role.HELPDESK))
    session = signed_in(office, settings)
    disable(office, "left")
    assert may_act(office, settings, session)


def test_a_refused_act_ends_no_session(office: Country, settings: Settings) -> None:
    session = signed_in(office, settings)
    with pytest.raises(VersionOutdated):
        disable_account(office.store, "femke", by=BOSS, now=NOW, version=7)
    assert may_act(office, settings, session)


def test_who_is_disabled_while_the_password_is_checked_does_not_get_in(
    office: Country, settings: Settings
) -> None:
    class Slow(Passwords):
        def fits(self, password: str, stored: str | None) -> bool:
            disable(office)
            return super().fits(password, stored)

    with pytest.raises(SignInRefused):
        signed_in(office, settings, passwords=Slow(mebibytes=1, passes=1))


def test_a_session_that_is_being_opened_ends_too(office: Country) -> None:
    """It is written, but not committed, when the account is disabled: that waits for it."""
    with ThreadPoolExecutor(1) as pool:
        with office.store.writing(NOW) as session:
            assert account_signing_in(session, "femke") is not None
            times = {"created_at": NOW, "last_seen_at": NOW, "expires_at": NOW + timedelta(hours=8)}
            session.add(SignIn(id="s1", account_id="femke", token_hash="x", **times))
            session.flush()
            disabling = pool.submit(disable, office)
            with pytest.raises(TimeoutError):
                disabling.result(0.3)
        disabling.result(20)
    with office.store.reading() as session:
        assert session.scalars(select(SignIn.revoked_at)).all() == [NOW]


def at_once(*acts: Callable[[], object]) -> list[object]:
    ready = Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        ready.wait()
        try:
            return act()
        except PlacementError as refused:
            return type(refused)

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_of_two_administrators_who_disable_each_other_one_is_first(office: Country) -> None:
    office.write(an_account("other", Role.ADMINISTRATOR), an_account("third", Role.ADMINISTRATOR))
    for _ in range(5):
        got = at_once(lambda: disable(office, "other"), lambda: disable(office, "boss", OTHER))
        assert sorted(map(str, got)) == sorted(map(str, (None, NotSignedIn)))
        with office.store.writing(NOW) as session:
            for account in (session.get_one(Account, name) for name in ("boss", "other")):
                account.disabled = False


def test_nobody_disables_their_own_account(office: Country) -> None:
    office.write(an_account("other", Role.ADMINISTRATOR))
    with pytest.raises(OwnAccount):
        disable(office, "boss")


def test_the_last_administrator_who_may_sign_in_stays(office: Country) -> None:
    office.write(an_account("gone", Role.ADMINISTRATOR, disabled=True))
    with pytest.raises(LastAdministrator):
        disable(office, "boss")
    enable(office, "gone")
    disable(office, "gone")
    assert show_account(office.store, "gone").account.disabled


def test_who_is_disabled_shuts_and_opens_nothing(office: Country) -> None:
    office.write(an_account("other", Role.ADMINISTRATOR, disabled=True))
    for act in (disable, enable):
        with pytest.raises(NotSignedIn):
            act(office, by=OTHER)


def test_what_cannot_be_is_refused(office: Country) -> None:
    with pytest.raises(UnknownAccount):
        disable(office, "nobody")
    with pytest.raises(UnknownAccount):
        show_account(office.store, "nobody")
    with pytest.raises(TransitionNotAllowed):
        enable(office)
    disable(office)
    with pytest.raises(TransitionNotAllowed) as refused:
        disable(office)
    assert refused.value.allowed == ("enable_account",)


def test_sent_twice_under_a_key_it_is_done_once(office: Country) -> None:
    key = Once.of("boss", "key", b"disable femke")
    for _ in range(2):
        disable_account(office.store, "femke", by=BOSS, now=NOW, version=1, once=key)
    assert len(acts(office)) == 2
    with pytest.raises(IdempotencyKeyReused):
        enable_account(
            office.store, "femke", by=BOSS, now=NOW, once=Once.of("boss", "key", b"enable femke")
        )


def acts(office: Country) -> list[tuple[str, str | None, str | None]]:
    with office.store.reading() as session:
        return [(e.act, e.from_state, e.to_state) for e in entries_of(session, "account", "femke")]


def test_the_journal_tells_who_shut_and_opened_an_account(
    office: Country, settings: Settings
) -> None:
    signed_in(office, settings)
    disable(office)
    enable(office)
    assert acts(office)[2:] == [
        ("disable_account", "enabled", "disabled"),
        ("enable_account", "disabled", "enabled"),
    ]
    with office.store.reading() as session:
        told = entries_of(session, "account", "femke")[2]
    assert (told.actor, told.facts) == ("boss", {"sessions_ended": 1, "open_cases": 0})


def test_since_when_an_account_is_disabled_is_told_while_it_is(office: Country) -> None:
    assert show_account(office.store, "femke").disabled_at is None
    disable(office)
    assert show_account(office.store, "femke").disabled_at == NOW
    enable(office)
    later = NOW + timedelta(days=3)
    assert show_account(office.store, "femke").disabled_at is None
    disable_account(office.store, "femke", by=BOSS, now=later)
    assert show_account(office.store, "femke").disabled_at == later


def test_a_session_that_outlives_its_account_would_be_found(
    office: Country, settings: Settings
) -> None:
    def broken() -> list[str]:
        with office.store.reading() as session:
            return broken_invariants(session, NOW)

    signed_in(office, settings)
    disable(office)
    assert broken() == []
    with office.store.writing(NOW) as session:
        session.get_one(SignIn, "s1").revoked_at = None
    assert broken() == ["a session goes on though its account is disabled: s1"]


def test_only_a_name_that_is_taken_is_called_taken(office: Country) -> None:
    new = NewAccount(
        login_name="Femke", display_name="Femke", password=PASSWORD, role=Role.HELPDESK
    )
    with pytest.raises(AccountExists):
        create_account(office.store, new, CHEAP, account_id="second", now=NOW)
    other = replace(new, login_name="sanne")
    with pytest.raises(IntegrityError):  # the same id twice is a fault of the code, not of a name
        create_account(office.store, other, CHEAP, account_id="femke", now=NOW)
