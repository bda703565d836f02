"""Opening the store: what it refuses to start on."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from placement.errors import CannotStart, VersionOutdated
from placement.store.database.opening import Store, open_store
from placement.store.database.selftest import StoreNotTrustworthy
from placement.store.database.sqlite import driver, has_the_wal_fix
from placement.store.tables import Institution
from tests.databases import Databases

ON_SQLITE = [
    f"{promise}_on_{event}"
    for promise, *events in (
        ("a_bed_is_never_given_twice", "insert", "update"),
        ("a_room_has_one_use_a_night", "insert", "update"),
        ("a_household_sleeps_in_one_place", "insert", "update"),
        ("a_changed_bed_is_never_given_twice", "insert", "update"),
        ("a_changed_room_has_one_use_a_night", "insert", "update"),
        ("same_room_stays_the_same", "delete"),
        ("same_bed_stays_the_same", "insert"),
        ("the_journal_is_never_rewritten", "update", "delete"),
    )
    for event in events
]
"""Triggers that stand alone; the others name a promise that another guard keeps as well."""
BROKEN = {
    "a_changed_bed_is_never_given_twice": "a_bed_is_never_given_twice",
    "a_changed_room_has_one_use_a_night": "a_room_has_one_use_a_night",
    "same_room_stays_the_same": "a_room_stays_the_room_it_was",
    "same_bed_stays_the_same": "a_room_stays_the_room_it_was",
}
"""The promise of a trigger, where it has another name than that."""
ON_POSTGRESQL = {
    "a_bed_is_never_given_twice": (
        "ALTER TABLE occupancy DROP CONSTRAINT a_bed_is_never_given_twice"
    ),
    "a_room_has_one_use_a_night": (
        "ALTER TABLE occupancy DROP CONSTRAINT a_room_has_one_use_a_night"
    ),
    "a_household_sleeps_in_one_place": (
        "ALTER TABLE occupancy DROP CONSTRAINT a_household_sleeps_in_one_place"
    ),
    "one_live_placement_per_referral": "DROP INDEX one_live_placement_per_referral",
    "a_placement_has_a_named_acceptor": (
        "ALTER TABLE placement DROP CONSTRAINT a_placement_has_a_named_acceptor"
    ),
    "a_bed_is_never_given_twice, a_room_has_one_use_a_night": (
        "DROP TRIGGER a_changed_room_is_one_room ON occupancy"
    ),
    "a_room_stays_the_room_it_was": "DROP TRIGGER a_room_stays_the_room_it_was ON same_room",
    "the_journal_is_never_rewritten": "DROP TRIGGER the_journal_is_never_rewritten ON journal",
}


def test_a_fresh_store_is_trusted_and_nothing_of_the_trial_stays(store: Store) -> None:
    store.check()
    with store.reading() as session:
        assert session.query(Institution).count() == 0


@pytest.mark.parametrize("trigger", ON_SQLITE)
@pytest.mark.parametrize("kind", ["sqlite"])
def test_the_store_does_not_start_when_a_trigger_was_dropped(store: Store, trigger: str) -> None:
    with store.writing() as session:
        session.execute(text(f"DROP TRIGGER {trigger}"))
    name = trigger.partition("_on_")[0]
    with pytest.raises(StoreNotTrustworthy, match=BROKEN.get(name, name)):
        store.check()


@pytest.mark.parametrize("promise", ON_POSTGRESQL)
@pytest.mark.parametrize("kind", ["postgresql"])
def test_the_store_does_not_start_when_a_constraint_was_dropped(store: Store, promise: str) -> None:
    with store.writing() as session:
        session.execute(text(ON_POSTGRESQL[promise]))
    with pytest.raises(StoreNotTrustworthy, match=promise):
        store.check()


def test_the_store_does_not_start_on_tables_of_another_revision(
    databases: Databases, kind: str
) -> None:
    empty = databases.empty(kind, f"empty_{kind}")
    with pytest.raises(CannotStart, match="not up to date"):
        empty.check()
    empty.migrate()
    empty.check()
    empty.close()


@pytest.mark.parametrize(
    ("version", "fixed"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_the_write_ahead_log_is_used_only_where_its_race_is_fixed(
    version: tuple[int, ...], *, fixed: bool
) -> None:
    assert has_the_wal_fix(version) is fixed


def test_an_old_sqlite_runs_without_the_write_ahead_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if has_the_wal_fix(sqlite3.sqlite_version_info):
        pytest.skip("this Python carries a fixed library")
    monkeypatch.setattr("placement.store.database.sqlite.driver", lambda: sqlite3)
    old = open_store(f"sqlite:///{tmp_path / 'old.sqlite'}")
    old.migrate()
    old.check()
    with old.reading() as session:
        assert session.execute(text("PRAGMA journal_mode")).scalar_one() == "truncate"
    old.close()


def test_a_database_switched_to_an_unsafe_journal_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_the_wal_fix(driver().sqlite_version_info):
        pytest.skip("needs the fixed library")
    monkeypatch.setattr(
        "placement.store.database.sqlite._pragmas",
        lambda _version: {"journal_mode": "DELETE", "synchronous": "OFF", "foreign_keys": "OFF"},
    )
    unsafe = open_store(f"sqlite:///{tmp_path / 'unsafe.sqlite'}")
    unsafe.migrate()
    with pytest.raises(CannotStart) as refused:
        unsafe.check()
    for setting in ("foreign_keys = 0", "synchronous = 0", "journal_mode = delete"):
        assert setting in str(refused.value)
    unsafe.close()


@pytest.mark.parametrize("kind", ["postgresql"])
def test_a_server_that_may_lose_commits_is_refused(store: Store) -> None:
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        name = store.engine.url.database
        connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
    store.engine.dispose()
    with pytest.raises(CannotStart, match="synchronous_commit off"):
        store.check()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://somewhere/x"])
def test_a_database_that_cannot_keep_the_promises_is_not_opened(url: str) -> None:
    with pytest.raises(CannotStart):
        open_store(url)


def test_a_reading_transaction_cannot_write(store: Store) -> None:
    with pytest.raises(Exception, match=r"read.?only"), store.reading() as session:
        session.execute(text("INSERT INTO cited_source VALUES ('a', 'b', 'c', 'd')"))


def test_a_reader_sees_one_moment_though_others_write(store: Store) -> None:
    with store.reading() as session:
        assert session.query(Institution).count() == 0
        with store.writing() as other:
            other.add(Institution(id="i", name="I"))
        assert session.query(Institution).count() == 0
    with store.reading() as session:
        assert session.query(Institution).count() == 1


def test_a_change_of_an_older_version_is_refused(store: Store) -> None:
    with store.writing() as session:
        session.add(Institution(id="i", name="before"))
    with store.reading() as session:
        old = session.get_one(Institution, "i")
    with store.writing() as session:
        session.get_one(Institution, "i").name = "meanwhile"
    old.name = "too late"
    with pytest.raises(VersionOutdated), store.writing() as session:
        session.add(old)
    with store.reading() as session:
        found = session.get_one(Institution, "i")
        assert (found.name, found.version) == ("meanwhile", 2)
