"""Handover notes: sealed, in parts, every version kept, each reading written down."""

import logging

import pytest
from sqlalchemy import select, text, update

from placement.app.logs import JsonLines
from placement.errors import UnknownReferral, VersionOutdated
from placement.errors.trust import (
    CaseErased,
    SealBroken,
    SealingUnavailable,
    UnknownNote,
)
from placement.service.forms.note import NewNote
from placement.service.sharing.handover_notes import (
    erase_notes,
    list_notes,
    rotate_keys,
    write_note,
)
from placement.service.sharing.releasing_notes import list_released
from placement.store.codes import NotePart
from placement.store.sharing.sealing import KeyRing
from placement.store.tables import Base, Case, JournalEntry, SealedNote
from tests.builders_rows import NOW
from tests.builders_store import HELPDESK, Country
from tests.builders_trust import (
    CANARY,
    COORDINATOR,
    HOUSE,
    RING,
    STRANGER,
    a_country_with_a_house,
    assigned,
    disclosed,
    opened,
    released,
    written,
)


@pytest.fixture
def house(country: Country) -> Country:
    return a_country_with_a_house(country)


def readings(country: Country) -> list[tuple[str, str]]:
    with country.store.reading() as session:
        found = select(JournalEntry).where(JournalEntry.act == "read_note")
        return [(entry.actor, entry.record_id) for entry in session.scalars(found)]


def everything_in(country: Country) -> str:
    """Give the text of every column of every table."""
    with country.store.reading() as session:
        rows = [
            str(tuple(row))
            for table in Base.metadata.sorted_tables
            for row in session.execute(text(f'SELECT * FROM "{table.name}"'))  # noqa: S608 - our own names
        ]
    return "\n".join(rows)


def test_what_is_written_is_read_again_and_stands_nowhere_in_the_clear(
    house: Country, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    note = written(house)
    assert opened(house, note) == CANARY
    assert CANARY not in everything_in(house)
    lines = [JsonLines().format(record) for record in caplog.records]
    assert not any(CANARY in line for line in (*lines, caplog.text))


def test_the_file_of_the_database_does_not_hold_the_text(house: Country) -> None:
    address = house.store.engine.url.database
    written(house)
    if house.store.engine.dialect.name == "sqlite":
        assert address is not None
        with open(address, "rb") as file:  # noqa: PTH123 - the bytes as they lie on the disk
            assert CANARY.encode() not in file.read()


def test_every_version_is_kept_and_the_newest_is_listed(house: Country) -> None:
    first = written(house, "first")
    second = written(house, "second", follows=1)
    notes = list_notes(house.store, "r-h1", by=HELPDESK)
    assert notes.newest[NotePart.CARE].id == second
    assert notes.newest[NotePart.CARE].number == 2
    assert (opened(house, first), opened(house, second)) == ("first", "second")


def test_who_read_an_older_version_does_not_overwrite_a_newer_one(house: Country) -> None:
    written(house, "first")
    with pytest.raises(VersionOutdated):
        written(house, "blind", follows=0)
    written(house, "other part", part=NotePart.SAFETY)


def test_every_reading_stands_in_the_journal_by_name(house: Country) -> None:
    note = written(house)
    assert readings(house) == []
    opened(house, note)
    assigned(house)
    opened(house, note, by=COORDINATOR)
    assert readings(house) == [("helpdesk", note), ("anna", note)]


def test_without_its_row_in_the_journal_no_text_is_given(house: Country) -> None:
    """The journal is made to refuse: the reading must fail with it."""
    note = written(house)
    sqlite = house.store.engine.dialect.name == "sqlite"
    with house.store.writing(NOW) as session:
        if sqlite:
            refuse = (
                "CREATE TRIGGER no_journal BEFORE INSERT ON journal BEGIN "
                "SELECT RAISE(ABORT, 'no_journal'); END"
            )
        else:
            refuse = "ALTER TABLE journal ADD CONSTRAINT no_journal CHECK (false) NOT VALID"
        session.execute(text(refuse))
    with pytest.raises(Exception, match="no_journal"):
        opened(house, note)


def test_a_reading_that_is_refused_is_not_journalled(house: Country) -> None:
    note = written(house)
    for stranger in (COORDINATOR, HOUSE, STRANGER):
        with pytest.raises(UnknownNote):
            opened(house, note, by=stranger)
    assert readings(house) == []


def test_texts_that_were_swapped_between_rows_are_refused(house: Country) -> None:
    one, other = written(house, "one"), written(house, "other", part=NotePart.SAFETY)
    with house.store.writing(NOW) as session:
        rows = [session.get_one(SealedNote, note) for note in (one, other)]
        rows[0].sealed_text, rows[1].sealed_text = rows[1].sealed_text, rows[0].sealed_text
    for note in (one, other):
        with pytest.raises(SealBroken):
            opened(house, note)
    assert readings(house) == []


def test_the_key_of_one_case_does_not_open_the_note_of_another(house: Country) -> None:
    house.referral("h2")
    note = written(house)
    other = NewNote(referral="r-h2", part=NotePart.LEGAL, text="other", follows=0)
    write_note(house.store, RING, other, by=HELPDESK, now=NOW, new_id=house.new_id)
    with house.store.writing(NOW) as session:
        session.execute(update(SealedNote).where(SealedNote.id == note).values(case_id="case-h2"))
    with pytest.raises(SealBroken):
        opened(house, note)


def test_without_a_key_nothing_is_kept_and_nothing_is_opened(house: Country) -> None:
    note = written(house)
    new = NewNote(referral="r-h1", part=NotePart.LEGAL, text=CANARY, follows=0)
    with pytest.raises(SealingUnavailable):
        write_note(house.store, KeyRing(), new, by=HELPDESK, now=NOW, new_id=house.new_id)
    with pytest.raises(SealingUnavailable):
        opened(house, note, ring=KeyRing())
    assert CANARY not in everything_in(house)
    assert set(list_notes(house.store, "r-h1", by=HELPDESK).newest) == {NotePart.CARE}


def test_erasing_destroys_the_key_and_no_note_is_written_again(house: Country) -> None:
    disclosed(house)
    note = written(house)
    released(house, note)
    erase_notes(house.store, "r-h1", reason="retention is over", by=HELPDESK, now=NOW)
    for reader in (HELPDESK, HOUSE):
        with pytest.raises((CaseErased, UnknownNote)):
            opened(house, note, by=reader)
    with pytest.raises(CaseErased):
        written(house, follows=1)
    assert list_released(house.store, by=HOUSE) == []
    with pytest.raises(UnknownNote):
        erase_notes(house.store, "r-h1", reason="again", by=HELPDESK, now=NOW)


def test_when_a_case_closes_its_note_is_read_no_more(house: Country) -> None:
    disclosed(house)
    note = written(house)
    released(house, note)
    with house.store.writing(NOW) as session:
        session.get_one(Case, "case-h1").closed_at = NOW
    for reader in (HELPDESK, HOUSE):
        with pytest.raises(CaseErased):
            opened(house, note, by=reader)
    assert list_released(house.store, by=HOUSE) == []


def test_turning_the_ring_reseals_the_keys_and_the_old_one_can_go(house: Country) -> None:
    note = written(house)
    both = KeyRing({2: b"2" * 32, **RING.keys})
    assert rotate_keys(house.store, both, now=NOW, by="command") == 1
    assert rotate_keys(house.store, both, now=NOW, by="command") == 0
    assert opened(house, note, ring=KeyRing({2: b"2" * 32})) == CANARY
    with pytest.raises(SealingUnavailable):
        opened(house, note)


def test_a_coordinator_writes_for_assigned_cases_only(house: Country) -> None:
    new = NewNote(referral="r-h1", part=NotePart.CARE, text="x", follows=0)
    with pytest.raises(UnknownReferral):
        write_note(house.store, RING, new, by=COORDINATOR, now=NOW, new_id=house.new_id)
    assigned(house)
    write_note(house.store, RING, new, by=COORDINATOR, now=NOW, new_id=house.new_id)
