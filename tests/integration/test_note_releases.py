"""Releasing a note: anew and in part to each house, taken back when it is over."""

from datetime import timedelta

import pytest

from placement.errors import VersionOutdated
from placement.errors.trust import (
    CaseErased,
    ConsentMissing,
    StepNotYet,
    UnknownNote,
    UnknownOffer,
)
from placement.lifecycle import PlacementState
from placement.service.beds.releasing import release
from placement.service.sharing.disclosing import disclose, show_disclosed
from placement.service.sharing.handover_notes import erase_notes
from placement.service.sharing.releasing_notes import list_released, release_note, withdraw_release
from placement.service.sharing.withdrawing import withdraw_consent
from placement.store.codes import ANONYMOUS_STEPS, Condition, DisclosureStep, NotePart, OfferAnswer
from placement.store.sharing.notes import offer_of_placement
from placement.store.tables import Placement
from tests.builders_offers import say
from tests.builders_rows import NOW, a_placement
from tests.builders_store import HELPDESK, Country
from tests.builders_trust import (
    CANARY,
    HOUSE,
    STRANGER,
    a_country_with_a_house,
    consented,
    disclosed,
    opened,
    released,
    told,
    written,
)


@pytest.fixture
def house(country: Country) -> Country:
    return a_country_with_a_house(country)


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


def test_a_note_that_was_erased_is_released_to_nobody(house: Country) -> None:
    disclosed(house)
    note = written(house)
    erase_notes(house.store, "r-h1", reason="they asked for it", by=HELPDESK, now=NOW)
    with pytest.raises(CaseErased):
        released(house, note)
    assert list_released(house.store, by=HOUSE) == []


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
    told(house, placement, DisclosureStep.HANDOVER_NOTE)
    to = (None, placement)
    give = {"by": HELPDESK, "now": NOW, "new_id": house.new_id}
    withdraw_consent(house.store, consented(house), by=HELPDESK, now=NOW)
    with pytest.raises(ConsentMissing):
        release_note(house.store, note, to=to, **give)  # type: ignore[arg-type]
    consented(house)
    with pytest.raises(StepNotYet):
        release_note(house.store, note, to=to, **give)  # type: ignore[arg-type]
    with house.store.reading() as session:
        offer = offer_of_placement(session, placement)
    for step in (DisclosureStep.RISK_SUMMARY, DisclosureStep.HANDOVER_NOTE):
        disclose(house.store, offer or "", step, **give)  # type: ignore[arg-type]
    release_note(house.store, note, to=to, **give)  # type: ignore[arg-type]
    assert opened(house, note, by=HOUSE) == CANARY


def test_giving_the_place_up_takes_back_what_its_house_could_read(house: Country) -> None:
    note = written(house)
    placement = house.book()
    give = {"by": HELPDESK, "now": NOW, "new_id": house.new_id}
    with pytest.raises(StepNotYet):
        release_note(house.store, note, to=(None, placement), **give)  # type: ignore[arg-type]
    told(house, placement, DisclosureStep.HANDOVER_NOTE)
    release_note(house.store, note, to=(None, placement), **give)  # type: ignore[arg-type]
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


@pytest.mark.parametrize(
    ("answer", "condition", "reads_on"),
    [
        (OfferAnswer.MAYBE, None, False),
        (OfferAnswer.YES_IF, Condition.TALK, True),
        (OfferAnswer.YES, None, True),
    ],
)
def test_a_house_that_is_not_sure_any_more_reads_neither_the_dangers_nor_the_note(
    house: Country, answer: OfferAnswer, condition: Condition | None, *, reads_on: bool
) -> None:
    disclosed(house)
    note = written(house)
    released(house, note)
    say(house, "of-h1-p1", answer, by=HOUSE, condition=condition)
    seen = show_disclosed(house.store, "of-h1-p1", by=HOUSE, now=NOW)
    assert (seen.risk is not None, bool(list_released(house.store, by=HOUSE))) == (reads_on,) * 2
    assert set(seen.steps) >= ANONYMOUS_STEPS  # those may be known before any answer
    if not reads_on:
        with pytest.raises(UnknownNote):
            opened(house, note, by=HOUSE)
        with pytest.raises(StepNotYet):
            disclose(
                house.store,
                "of-h1-p1",
                DisclosureStep.RISK_SUMMARY,
                by=HELPDESK,
                now=NOW,
                new_id=house.new_id,
            )
