"""Another password: every session of the account ends with the old one."""

from pathlib import Path

import pytest

from placement.errors import (
    InvalidFacts,
    NotSignedIn,
    SignInRefused,
    TooManyAttempts,
    UnknownAccount,
    VersionOutdated,
    WeakPassword,
)
from placement.errors.accounts import OwnAccount
from placement.policy import Role, Subject
from placement.service.accounts.accounts import NewAccount, create_account
from placement.service.accounts.changing_passwords import (
    PasswordChange,
    change_own_password,
    set_one_time_password,
)
from placement.service.accounts.passwords import Passwords
from placement.service.accounts.showing import show_account
from placement.service.once import Once
from placement.settings import Settings, demo_settings
from placement.store.journal import entries_of
from tests.builders_accounts import (
    BOSS,
    CHEAP,
    FEMKE,
    NEW,
    OLD,
    an_office,
    enter,
    subject_of,
    told,
)
from tests.builders_rows import NOW
from tests.builders_store import Country


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return demo_settings(tmp_path)


@pytest.fixture
def office(country: Country) -> Country:
    return an_office(country)


def change(
    office: Country, settings: Settings, old: str = OLD, new: str = NEW, once: Once | None = None
) -> None:
    change_own_password(
        office.store,
        settings,
        CHEAP,
        PasswordChange(old_password=old, new_password=new),
        source="here",
        attempt=office.new_id(),
        by=FEMKE,
        now=NOW,
        once=once,
    )


def give_password(office: Country, account: str = "femke", by: Subject = BOSS) -> None:
    set_one_time_password(office.store, CHEAP, account, NEW, by=by, now=NOW)


def test_who_knows_the_old_password_takes_a_new_one_and_signs_in_anew_everywhere(
    office: Country, settings: Settings
) -> None:
    sessions = [enter(office, settings) for _ in range(2)]
    change(office, settings)
    assert told(office) == ("change_password", {"sessions_ended": 2})
    assert [subject_of(office, settings, one) for one in sessions] == [None, None]
    with pytest.raises(SignInRefused):
        enter(office, settings, OLD)
    assert subject_of(office, settings, enter(office, settings, NEW))


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [("not this one at all", NEW, "oldPassword"), (OLD, OLD, "newPassword")],
)
def test_a_password_that_is_not_right_or_not_new_is_named_and_changes_nothing(
    office: Country, settings: Settings, old: str, new: str, field: str
) -> None:
    session = enter(office, settings)
    with pytest.raises(InvalidFacts) as refused:
        change(office, settings, old, new)
    assert [fault.field for fault in refused.value.faults] == [field]
    with pytest.raises(WeakPassword):
        change(office, settings, OLD, "short")
    assert subject_of(office, settings, session)


def test_the_old_password_cannot_be_guessed_any_number_of_times(
    office: Country, settings: Settings
) -> None:
    for _ in range(settings.attempts_per_account):
        with pytest.raises(InvalidFacts):
            change(office, settings, "not this one at all")
    with pytest.raises(TooManyAttempts):
        change(office, settings)


def test_changing_it_in_order_counts_as_no_failed_attempt(
    office: Country, settings: Settings
) -> None:
    for number in range(settings.attempts_per_account + 1):
        change(office, settings, NEW if number % 2 else OLD, OLD if number % 2 else NEW)


def test_sent_twice_under_a_key_it_is_changed_once(office: Country, settings: Settings) -> None:
    key = Once.of("femke", "key", b"change").keyed("secret")
    for _ in range(2):
        change(office, settings, once=key)
    with office.store.reading() as session:
        acts = [entry.act for entry in entries_of(session, "account", "femke")]
    assert acts.count("change_password") == 1


def test_a_one_time_password_ends_every_session_and_is_to_be_changed(
    office: Country, settings: Settings
) -> None:
    session = enter(office, settings)
    give_password(office)
    assert subject_of(office, settings, session) is None
    assert told(office) == ("set_password", {"sessions_ended": 1})
    assert enter(office, settings, NEW).subject.must_change_password
    change(office, settings, NEW, OLD)
    assert not enter(office, settings).subject.must_change_password
    assert not show_account(office.store, "femke").account.password_is_one_time


def test_who_gets_another_password_while_the_old_is_checked_does_not_get_in_with_it(
    office: Country, settings: Settings
) -> None:
    class Slow(Passwords):
        def fits(self, password: str, stored: str | None) -> bool:
            give_password(office)
            return super().fits(password, stored)

    with pytest.raises(SignInRefused):
        enter(office, settings, passwords=Slow(mebibytes=1, passes=1))


def test_a_password_that_was_set_while_the_own_is_changed_stands(
    office: Country, settings: Settings
) -> None:
    class Slow(Passwords):
        def hashed(self, password: str) -> str:
            give_password(office)
            return super().hashed(password)

    wanted = PasswordChange(old_password=OLD, new_password="five words are best of all")
    with pytest.raises(NotSignedIn):
        change_own_password(
            office.store,
            settings,
            Slow(mebibytes=1, passes=1),
            wanted,
            source="here",
            attempt="a",
            by=FEMKE,
            now=NOW,
        )
    assert enter(office, settings, NEW).subject.must_change_password


def test_an_administrator_changes_the_own_password_by_the_old_one_only(office: Country) -> None:
    with pytest.raises(OwnAccount):
        give_password(office, "boss")
    with pytest.raises(UnknownAccount):
        give_password(office, "nobody")
    with pytest.raises(WeakPassword):
        set_one_time_password(office.store, CHEAP, "femke", "short", by=BOSS, now=NOW)
    with pytest.raises(VersionOutdated):
        set_one_time_password(office.store, CHEAP, "femke", NEW, by=BOSS, now=NOW, version=7)


@pytest.mark.parametrize(("by", "is_one_time"), [(BOSS, True), ("command", False)])
def test_a_first_password_is_one_time_when_somebody_else_chose_it(
    office: Country,
    by: Subject | str,
    is_one_time: bool,  # noqa: FBT001 - a table of cases
) -> None:
    new = NewAccount(login_name="new", display_name="New", password=NEW, role=Role.HELPDESK)
    create_account(office.store, new, CHEAP, account_id="new", now=NOW, by=by)
    assert show_account(office.store, "new").account.password_is_one_time == is_one_time
