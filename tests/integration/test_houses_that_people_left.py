"""A house that people have left is told nothing more of them, whoever would tell it."""

import pytest
from sqlalchemy import select

from placement.errors import TransitionNotAllowed
from placement.errors.trust import UnknownOffer
from placement.policy import Role
from placement.service.beds.releasing import arrive, depart
from placement.service.sharing.addressing import enter_address, goes_there, reveal_address
from placement.service.sharing.disclosing import disclose, disclosures_about
from placement.service.sharing.handover_notes import list_notes
from placement.service.sharing.releasing_notes import release_note
from placement.service.stays.births import report_birth
from placement.service.stays.locks import ReadStay
from placement.service.stays.staying import list_stays, show_stay
from placement.store.codes import DisclosureStep
from placement.store.sharing.notes import offer_of_placement
from placement.store.tables import JournalEntry
from solver.codes import Sex
from tests.builders_rows import an_account
from tests.builders_store import HELPDESK, NOW, TERMS, Country, an_order, at, night
from tests.builders_trust import CANARY, HOUSE, RING, a_country_with_a_house, told, written
from tests.invariants import broken_invariants

LAST = DisclosureStep.ADDRESS


@pytest.fixture
def lived_in(country: Country) -> str:
    """A house in which a household arrived, and its placement."""
    a_country_with_a_house(country)
    enter_address(country.store, RING, ("s1", CANARY), by=HOUSE, now=NOW)
    placement = country.book()
    arrive(country.store, placement, by=HOUSE, now=NOW, new_id=country.new_id)
    return placement


def leave(country: Country, placement: str, on: int) -> None:
    depart(country.store, placement, on=night(on), destination="own_home", by=HOUSE, now=at(1))


def offer_of(country: Country, placement: str) -> str:
    with country.store.reading() as session:
        return offer_of_placement(session, placement) or ""


def revealed(country: Country, placement: str) -> str:
    asked = {"reason": "her papers lie there", "by": HELPDESK, "now": at(2)}
    return reveal_address(country.store, RING, placement, **asked).address  # type: ignore[arg-type]


def test_no_step_is_taken_with_a_house_that_people_have_left(
    country: Country, lived_in: str
) -> None:
    leave(country, lived_in, on=1)
    with pytest.raises(TransitionNotAllowed):  # and without the first step none comes
        disclose(
            country.store,
            offer_of(country, lived_in),
            DisclosureStep.CRITERIA,
            by=HELPDESK,
            now=at(2),
            new_id=country.new_id,
        )
    (about,) = disclosures_about(country.store, "r-h1", by=HELPDESK)
    assert (about.steps, about.next_step) == ((), None)


def test_the_address_of_a_house_is_told_until_they_have_left(
    country: Country, lived_in: str
) -> None:
    told(country, lived_in, LAST)
    leave(country, lived_in, on=3)  # said ahead: they live there until then
    assert goes_there(country.store, lived_in)
    assert revealed(country, lived_in) == CANARY
    leave(country, lived_in, on=1)
    assert not goes_there(country.store, lived_in)
    with pytest.raises(TransitionNotAllowed) as refused:
        revealed(country, lived_in)
    assert refused.value.facts["state"] == "ended"
    with country.store.reading() as session:
        reveals = select(JournalEntry).where(JournalEntry.act == "reveal_address")
        assert len(session.scalars(reveals).all()) == 1
        assert broken_invariants(session, at(2)) == []


def test_who_came_without_a_question_leaves_no_way_to_the_house_either(country: Country) -> None:
    country.site()
    country.place()
    country.write(an_account("warden", Role.INSTITUTION, institution_id="house"))
    country.resident("h1", "p1-b1", until=10)
    enter_address(country.store, RING, ("s1", CANARY), by=HOUSE, now=NOW)
    note = written(country)
    assert [r.placement for r in list_notes(country.store, "r-h1", by=HELPDESK).receivers]
    assert revealed(country, "pl-h1") == CANARY
    leave(country, "pl-h1", on=1)
    assert list_notes(country.store, "r-h1", by=HELPDESK).receivers == []
    with pytest.raises(UnknownOffer):
        release_note(
            country.store,
            note,
            to=(None, "pl-h1"),
            by=HELPDESK,
            now=at(2),
            new_id=country.new_id,
        )
    with pytest.raises(TransitionNotAllowed):
        revealed(country, "pl-h1")


def test_a_house_that_people_left_does_not_read_how_many_they_are_since(
    country: Country,
) -> None:
    country.site()
    country.place()
    country.place("p2", 3, site_id=country.site("s2"))
    country.write(an_account("warden", Role.INSTITUTION, institution_id="house"))
    country.resident("h1", "p1-b1", until=10, wants_to_move=True)

    def told() -> tuple[int | None, bool]:
        seen = show_stay(country.store, "stay-h1", by=HOUSE, now=at(1)).seen
        [listed] = list_stays(country.store, by=HOUSE, now=at(1), ongoing=False)
        assert listed.people == seen.people
        return seen.people, seen.is_short_of_beds

    assert told() == (1, False)
    (placement,) = country.accept(an_order("h1", "p2", on=True, until=31))
    stay = arrive(country.store, placement, by=HELPDESK, now=NOW, new_id=country.new_id)
    report_birth(
        country.store,
        ReadStay(stay),
        Sex.FEMALE,
        by=HELPDESK,
        now=NOW,
        new_id=country.new_id,
        terms=TERMS,
    )
    assert told() == (None, False)
    assert show_stay(country.store, stay, by=HELPDESK, now=at(1)).seen.people == 2
