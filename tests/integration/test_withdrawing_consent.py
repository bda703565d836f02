"""Withdrawing a consent: what it opened is closed, before an arrival all of it."""

import pytest
from sqlalchemy import select

from placement.errors import HouseNotAsked
from placement.errors.trust import ConsentMissing, StepNotYet, UnknownNote
from placement.lifecycle import TransferState
from placement.policy import Subject
from placement.service.beds.releasing import arrive, depart, release
from placement.service.following.handing_over import offer_transfer
from placement.service.forms.consent import Receiver
from placement.service.sharing.addressing import enter_address, reveal_address
from placement.service.sharing.disclosing import Disclosed, disclose, disclosed_to_house
from placement.service.sharing.releasing_notes import list_released, release_note
from placement.service.sharing.withdrawing import withdraw_consent
from placement.service.watching.tasks import list_tasks
from placement.store.codes import (
    ConsentGround,
    DisclosureStep,
    NotePart,
    OfferAnswer,
    SharingGround,
)
from placement.store.tables import CaseTransfer, JournalEntry
from tests import builders_offers
from tests.builders_rows import NOW, TONIGHT, night
from tests.builders_store import HELPDESK, Country
from tests.builders_trust import (
    CANARY,
    COORDINATOR,
    HOUSE,
    RING,
    a_country_with_a_house,
    assigned,
    consented,
    opened,
    told,
    written,
)

KEPT = (DisclosureStep.CRITERIA, DisclosureStep.PROFILE, DisclosureStep.RISK_SUMMARY)
ANONYMOUS = KEPT[:2]
PURPOSE = "a key for the door"


@pytest.fixture
def house(country: Country) -> Country:
    return a_country_with_a_house(country)


def withdrawn(country: Country, consent: str) -> None:
    withdraw_consent(country.store, consent, by=HELPDESK, now=NOW)


def placed_and_told(house: Country) -> tuple[str, dict[NotePart, str]]:
    """Place h1, take every step with its house, release all of the note; gives the placement."""
    placement = house.book()
    told(house, placement, DisclosureStep.ADDRESS)
    notes = {part: written(house, part=part) for part in NotePart}
    for note in notes.values():
        release_note(
            house.store, note, to=(None, placement), by=HELPDESK, now=NOW, new_id=house.new_id
        )
    enter_address(house.store, RING, ("s1", "a street"), by=HOUSE, now=NOW)
    return placement, notes


def lives_there(house: Country, placement: str) -> None:
    arrive(house.store, placement, by=HELPDESK, now=NOW, new_id=house.new_id)


def known(country: Country, by: Subject = HOUSE) -> Disclosed:
    [found] = disclosed_to_house(country.store, by=by)
    return found


def kinds(country: Country, by: Subject = HELPDESK) -> set[str]:
    return {task.kind.value for task in list_tasks(country.store, by=by, now=NOW)}


def address_is_told(country: Country, placement: str) -> None:
    reveal_address(country.store, RING, placement, reason=PURPOSE, by=HELPDESK, now=NOW)


def test_before_the_arrival_all_that_consent_opened_is_closed(house: Country) -> None:
    consent = consented(house)
    placement, notes = placed_and_told(house)
    assert known(house).rests_on is SharingGround.CONSENT
    withdrawn(house, consent)
    left = known(house)
    assert (left.steps, left.risk, left.rests_on) == (ANONYMOUS, None, None)
    assert list_released(house.store, by=HOUSE) == []
    for note in notes.values():
        with pytest.raises(UnknownNote):
            opened(house, note, by=HOUSE)
    with pytest.raises(StepNotYet):
        address_is_told(house, placement)


def test_where_somebody_lives_already_the_house_keeps_what_their_safety_needs_and_no_more(
    house: Country,
) -> None:
    consent = consented(house)
    placement, notes = placed_and_told(house)
    lives_there(house, placement)
    withdrawn(house, consent)
    left = known(house)
    assert (left.steps, left.rests_on) == (KEPT, SharingGround.JUSTIFIED_INTEREST)
    assert left.risk is not None
    assert opened(house, notes[NotePart.SAFETY], by=HOUSE) == CANARY
    for part in set(NotePart) - {NotePart.SAFETY}:
        with pytest.raises(UnknownNote):
            opened(house, notes[part], by=HOUSE)
    with pytest.raises(StepNotYet):
        address_is_told(house, placement)
    with pytest.raises(ConsentMissing):
        told_more(house, left.offer)


def test_the_departure_closes_what_the_safety_there_needed(house: Country) -> None:
    consent = consented(house)
    placement, _ = placed_and_told(house)
    lives_there(house, placement)
    withdrawn(house, consent)
    depart(house.store, placement, on=TONIGHT, destination="family", by=HOUSE, now=NOW)
    assert disclosed_to_house(house.store, by=HOUSE) == []
    assert list_released(house.store, by=HOUSE) == []


def test_what_a_withdrawal_left_to_a_house_stands_in_the_journal(house: Country) -> None:
    consent = consented(house)
    lives_there(house, placed_and_told(house)[0])
    withdrawn(house, consent)
    with house.store.reading() as session:
        wanted = select(JournalEntry.facts).where(JournalEntry.act == "withdraw_consent")
        [facts] = session.scalars(wanted)
    assert facts["still_read_on"] == "justified_interest"


def test_a_yes_does_not_survive_the_withdrawal_of_the_consent_it_rested_on(
    country: Country,
) -> None:
    builders_offers.houses(country, 1)
    builders_offers.may_go_there(country)
    consent = consented(country)
    [offer] = builders_offers.ask(country, "p1")
    builders_offers.say(country, offer, OfferAnswer.YES)
    withdrawn(country, consent)
    consented(country)
    with pytest.raises(HouseNotAsked):
        country.book()
    [anew] = builders_offers.ask(country, "p1")
    builders_offers.say(country, anew, OfferAnswer.YES)
    assert country.book()


def test_the_yes_behind_a_placement_does_not_outlive_it_either(country: Country) -> None:
    builders_offers.houses(country, 1)
    builders_offers.may_go_there(country)
    consent = consented(country)
    [offer] = builders_offers.ask(country, "p1")
    builders_offers.say(country, offer, OfferAnswer.YES)
    placement = country.book()
    withdrawn(country, consent)
    release(country.store, placement, reason="they want no house", by=HELPDESK, now=NOW)
    consented(country)
    with pytest.raises(HouseNotAsked):
        country.book()


@pytest.mark.parametrize("other", [r for r in Receiver if r is not Receiver.INSTITUTION])
def test_consent_for_others_does_not_hide_that_it_was_withdrawn_for_houses(
    house: Country, other: Receiver
) -> None:
    consent = consented(house)
    consented(house, receiver=other, ground=ConsentGround.SIGNED, signed_on=night(0))
    assigned(house)
    house.book()
    withdrawn(house, consent)
    assert kinds(house) == {"consent_withdrawn"}
    assert kinds(house, COORDINATOR) == {"consent_withdrawn"}


def test_a_case_is_not_handed_over_to_whom_consent_was_withdrawn_for(house: Country) -> None:
    consent = consented(house, receiver=Receiver.ZORGCOORDINATION)
    offered = offered_to_anna(house)
    withdrawn(house, consent)
    with house.store.reading() as session:
        assert session.get_one(CaseTransfer, offered).state is TransferState.WITHDRAWN
    with pytest.raises(ConsentMissing):
        offered_to_anna(house)
    assert house.book()
    consented(house, receiver=Receiver.ZORGCOORDINATION)
    assert offered_to_anna(house)


def test_a_case_that_somebody_has_though_consent_was_withdrawn_is_a_task(house: Country) -> None:
    consent = consented(house, receiver=Receiver.ZORGCOORDINATION)
    assigned(house)
    withdrawn(house, consent)
    unplaced = {"without_place"}  # nobody found a place for h1 yet
    assert kinds(house, COORDINATOR) == {"followed_unasked"}
    assert kinds(house) == {"followed_unasked"} | unplaced
    offer_transfer(house.store, "r-h1", None, by=HELPDESK, now=NOW, new_id=house.new_id)
    assert (kinds(house), kinds(house, COORDINATOR)) == (unplaced, set())


def offered_to_anna(house: Country) -> str:
    return offer_transfer(house.store, "r-h1", "anna", by=HELPDESK, now=NOW, new_id=house.new_id)


def told_more(house: Country, offer: str) -> None:
    step = DisclosureStep.HANDOVER_NOTE
    disclose(house.store, offer, step, by=HELPDESK, now=NOW, new_id=house.new_id)
