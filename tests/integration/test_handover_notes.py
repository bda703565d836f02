"""Handover notes: sealed, in parts, every version kept, each reading written down."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from placement.app.logs import JsonLines
from placement.errors import UnknownReferral, VersionOutdated
from placement.errors.trust import (
    CaseErased,
    ConsentMissing,
    SealBroken,
    SealingUnavailable,
    StepNotYet,
    UnknownNote,
    UnknownOffer,
)
from placement.lifecycle import PlacementState
from placement.policy import Subject
from placement.service.consenting import withdraw_consent
from placement.service.disclosing import disclose
from placement.service.forms.note import NewNote
from placement.service.handover_notes import (
    erase_notes,
    list_notes,
    read_note,
    rotate_keys,
    write_note,
)
from placement.service.releasing import release
from placement.service.releasing_notes import list_released, release_note, withdraw_release
from placement.store.codes import DisclosureStep, NotePart
from placement.store.sealing import KeyRing
from placement.store.tables import Base, Case, JournalEntry, Placement, SealedNote
from tests.builders_rows import NOW, a_placement
from tests.builders_store import HELPDESK, Country
from tests.builders_trust import (
    CANARY,
    COORDINATOR,
    HOUSE,
    RING,
    a_country_with_a_house,
    assigned,
    consented,
    said_yes,
)

STRANGER = Subject(
    account=HOUSE.account, name="Other", role=HOUSE.role, sites=frozenset({"elsewhere"})
)


@pytest.fixture
def house(country: Country) -> Country:
    return a_country_with_a_house(country)


def written(
    country: Country, note: str = CANARY, part: NotePart = NotePart.CARE, follows: int = 0
) -> str:
    new = NewNote(referral="r-h1", part=part, text=note, follows=follows)
    return write_note(country.store, RING, new, by=HELPDESK, now=NOW, new_id=country.new_id)


def opened(country: Country, note: str, by: Subject = HELPDESK, ring: KeyRing = RING) -> str:
    return read_note(country.store, ring, note, by=by, now=NOW).text


def released(country: Country, note: str, offer: str = "of-h1-p1") -> str:
    return release_note(
        country.store, note, to=(offer, None), by=HELPDESK, now=NOW, new_id=country.new_id
    )


def disclosed(country: Country, upto: DisclosureStep = DisclosureStep.HANDOVER_NOTE) -> None:
    """Take every step with the house that said yes, up to and with this one."""
    country.write(said_yes())
    for step in list(DisclosureStep)[: list(DisclosureStep).index(upto) + 1]:
        disclose(country.store, "of-h1-p1", step, by=HELPDESK, now=NOW, new_id=country.new_id)


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
    other = NewNote(referral="r-h2", part=NotePart.CARE, text="other", follows=0)
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


def test_a_house_reads_only_the_part_that_was_released_to_it(house: Country) -> None:
    disclosed(house)
    care, legal = written(house), written(house, "legal", part=NotePart.LEGAL)
    released(house, care)
    assert opened(house, care, by=HOUSE) == CANARY
    for reader, note in ((HOUSE, legal), (STRANGER, care)):
        with pytest.raises(UnknownNote):
            opened(house, note, by=reader)
    [(shown, version)] = list_released(house.store, by=HOUSE)
    assert (shown.note.id, shown.place, version.number) == (care, "p1", 1)
    assert list_released(house.store, by=STRANGER) == []


def test_a_new_version_must_be_released_anew_and_takes_the_place_of_the_old(
    house: Country,
) -> None:
    disclosed(house)
    first = written(house, "first")
    released(house, first)
    second = written(house, "second", follows=1)
    with pytest.raises(UnknownNote):
        opened(house, second, by=HOUSE)
    with pytest.raises(VersionOutdated):
        released(house, first)
    released(house, second)
    assert opened(house, second, by=HOUSE) == "second"
    with pytest.raises(UnknownNote):
        opened(house, first, by=HOUSE)


def test_nothing_is_released_before_its_step_a_yes_and_consent(house: Country) -> None:
    note = written(house)
    with pytest.raises(UnknownOffer):
        released(house, note)
    disclosed(house, DisclosureStep.RISK_SUMMARY)
    with pytest.raises(StepNotYet):
        released(house, note)
    disclose(
        house.store,
        "of-h1-p1",
        DisclosureStep.HANDOVER_NOTE,
        by=HELPDESK,
        now=NOW,
        new_id=house.new_id,
    )
    released(house, note)


def test_withdrawing_consent_takes_back_what_was_released(house: Country) -> None:
    disclosed(house)
    consent = consented(house)
    note = written(house)
    released(house, note)
    withdraw_consent(house.store, consent, by=HELPDESK, now=NOW + timedelta(hours=1))
    with pytest.raises(UnknownNote):
        opened(house, note, by=HOUSE)


def test_without_consent_nothing_is_released_where_somebody_is_placed(house: Country) -> None:
    note = written(house)
    placement = house.book()
    to = (None, placement)
    give = {"by": HELPDESK, "now": NOW, "new_id": house.new_id}
    withdraw_consent(house.store, consented(house), by=HELPDESK, now=NOW)
    with pytest.raises(ConsentMissing):
        release_note(house.store, note, to=to, **give)  # type: ignore[arg-type]
    consented(house)
    release_note(house.store, note, to=to, **give)  # type: ignore[arg-type]
    assert opened(house, note, by=HOUSE) == CANARY


def test_giving_the_place_up_takes_back_what_its_house_could_read(house: Country) -> None:
    note = written(house)
    placement = house.book()
    release_note(house.store, note, to=(None, placement), by=HELPDESK, now=NOW, new_id=house.new_id)
    assert opened(house, note, by=HOUSE) == CANARY
    release(house.store, placement, reason="she stays with kin", by=HELPDESK, now=NOW)
    with pytest.raises(UnknownNote):
        opened(house, note, by=HOUSE)


def test_a_hold_is_not_yet_a_reason_to_tell_a_house_anything(house: Country) -> None:
    note = written(house)
    house.write(
        a_placement(
            "h1",
            "p1",
            begins=0,
            state=PlacementState.HELD,
            hold_expires_at=NOW + timedelta(hours=1),
        )
    )
    with pytest.raises(UnknownOffer):
        release_note(
            house.store, note, to=(None, "pl-h1"), by=HELPDESK, now=NOW, new_id=house.new_id
        )
    with house.store.reading() as session:
        assert session.get_one(Placement, "pl-h1").state is PlacementState.HELD


def test_a_released_part_can_be_taken_back_by_a_person(house: Country) -> None:
    disclosed(house)
    note = written(house)
    held = released(house, note)
    with pytest.raises(UnknownNote):
        withdraw_release(house.store, held, by=HOUSE, now=NOW)
    for _ in range(2):
        withdraw_release(house.store, held, by=HELPDESK, now=NOW)
    with pytest.raises(UnknownNote):
        opened(house, note, by=HOUSE)


def test_a_coordinator_writes_for_assigned_cases_only(house: Country) -> None:
    new = NewNote(referral="r-h1", part=NotePart.CARE, text="x", follows=0)
    with pytest.raises(UnknownReferral):
        write_note(house.store, RING, new, by=COORDINATOR, now=NOW, new_id=house.new_id)
    assigned(house)
    write_note(house.store, RING, new, by=COORDINATOR, now=NOW, new_id=house.new_id)
