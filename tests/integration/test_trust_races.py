"""Two at once: of two who write, disclose or shelter, one is first and the other is told so."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from placement.errors import PlacementError, TransitionNotAllowed, VersionOutdated
from placement.errors.trust import StepNotYet
from placement.service.forms.note import NewNote
from placement.service.sharing.disclosing import disclose, list_disclosures
from placement.service.sharing.handover_notes import list_notes, write_note
from placement.service.sharing.withdrawing import withdraw_consent
from placement.service.watching.sheltering import list_shelters, shelter_temporarily
from placement.store.codes import DisclosureStep, NotePart, TemporaryKind
from tests.builders_rows import NOW
from tests.builders_store import HELPDESK, Country
from tests.builders_trust import RING, a_country_with_a_house, consented, said_yes

CLIENTS = 6
Act = Callable[[int], object]


@pytest.fixture
def house(country: Country) -> Country:
    return a_country_with_a_house(country)


def at_once(act: Act) -> list[object]:
    """Let clients do an act at one moment; gives what each got, an error of the field included."""
    ready = Barrier(CLIENTS)

    def one(number: int) -> object:
        ready.wait()
        try:
            return act(number)
        except PlacementError as refused:
            return type(refused)

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(one, range(CLIENTS)))


def test_one_writes_the_first_version_and_the_others_are_told(house: Country) -> None:
    def write(number: int) -> str:
        new = NewNote(referral="r-h1", part=NotePart.CARE, text=f"note {number}", follows=0)
        return write_note(house.store, RING, new, by=HELPDESK, now=NOW, new_id=lambda: f"n{number}")

    got = at_once(write)
    assert got.count(VersionOutdated) == CLIENTS - 1
    newest = list_notes(house.store, "r-h1", by=HELPDESK).newest[NotePart.CARE]
    assert newest.number == 1


def test_a_step_is_taken_once(house: Country) -> None:
    house.write(said_yes())

    def step(number: int) -> str:
        first = DisclosureStep.CRITERIA
        return disclose(
            house.store, "of-h1-p1", first, by=HELPDESK, now=NOW, new_id=lambda: f"d{number}"
        )

    assert at_once(step).count(StepNotYet) == CLIENTS - 1
    assert len(list_disclosures(house.store, "of-h1-p1", by=HELPDESK)) == 1


def test_people_are_sheltered_in_one_place(house: Country) -> None:
    def shelter(number: int) -> str:
        return shelter_temporarily(
            house.store,
            "r-h1",
            TemporaryKind.HOTEL,
            by=HELPDESK,
            now=NOW,
            new_id=f"t{number}",
        )

    assert at_once(shelter).count(TransitionNotAllowed) == CLIENTS - 1
    assert len(list_shelters(house.store, by=HELPDESK)) == 1


def test_placing_and_withdrawing_consent_come_one_after_the_other(house: Country) -> None:
    """Either the place was given before, or it is refused: never given on consent that is gone."""
    consent = consented(house)

    def act(number: int) -> object:
        if number:
            return withdraw_consent(house.store, consent, by=HELPDESK, now=NOW, version=1)
        return house.book()

    placed, *withdrawals = at_once(act)
    assert sum(isinstance(got, str) for got in withdrawals) == 1
    assert isinstance(placed, str) or placed.__name__ == "ConsentMissing"  # type: ignore[attr-defined]
