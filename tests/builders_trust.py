"""Rows and acts of consent, disclosure and notes, one function per fact, with lawful defaults."""

from datetime import timedelta
from typing import Any

from placement.lifecycle import OfferState
from placement.policy import AccountId, Role, Subject
from placement.service.forms.consent import NewConsent, Receiver
from placement.service.forms.note import NewNote
from placement.service.sharing.consenting import record_consent
from placement.service.sharing.disclosing import disclose
from placement.service.sharing.handover_notes import read_note, write_note
from placement.service.sharing.releasing_notes import release_note
from placement.store.codes import ConsentGround, DisclosureStep, NotePart, OfferAnswer, Purpose
from placement.store.sharing.notes import offer_of_placement
from placement.store.sharing.sealing import KeyRing
from placement.store.tables import Coordination, Offer
from tests.builders_rows import NOW, an_account, night
from tests.builders_store import HELPDESK, Country

RING = KeyRing({1: b"k" * 32})
HOUSE = Subject(
    account=AccountId("warden"), name="Warden", role=Role.INSTITUTION, sites=frozenset({"s1"})
)
STRANGER = Subject(
    account=HOUSE.account, name="Other", role=HOUSE.role, sites=frozenset({"elsewhere"})
)
COORDINATOR = Subject(account=AccountId("anna"), name="Anna", role=Role.ZORGCOORDINATOR)
CANARY = "The canary sleeps under the red bridge"


def a_country_with_a_house(country: Country) -> Country:
    """Give a site s1 with a place p1, a household h1 that asks for it, and who works there."""
    country.site()
    country.place()
    country.referral()
    country.write(
        an_account("warden", Role.INSTITUTION, institution_id="house"),
        an_account("anna", Role.ZORGCOORDINATOR),
    )
    return country


def assigned(country: Country, household: str = "h1") -> None:
    """Give the case of a household to the zorgcoordinator."""
    country.write(
        Coordination(
            id=f"co-{household}", case_id=f"case-{household}", account_id="anna", begins=night(0)
        )
    )


def an_offer(household: str = "h1", place: str = "p1", **facts: Any) -> Offer:  # noqa: ANN401 - columns of any type
    """Ask a house about a household; with an answer it is answered by its warden."""
    lawful: dict[str, Any] = {
        "id": f"of-{household}-{place}",
        "referral_id": f"r-{household}",
        "household_id": household,
        "place_id": place,
        "state": OfferState.ASKED,
        "begins": night(0),
        "until": night(10),
        "asked_by": "helpdesk",
        "asked_at": NOW,
        "answer_due_at": NOW + timedelta(hours=4),
    }
    if facts.get("answer"):
        lawful |= {
            "state": OfferState.ANSWERED,
            "answered_by": "warden",
            "answered_at": NOW,
        }
    return Offer(**(lawful | facts))


def said_yes(household: str = "h1", place: str = "p1", **facts: Any) -> Offer:  # noqa: ANN401 - columns of any type
    return an_offer(household, place, answer=OfferAnswer.YES, **facts)


def a_consent(**changes: Any) -> NewConsent:  # noqa: ANN401 - fields of any type
    lawful: dict[str, Any] = {
        "referral": "r-h1",
        "purpose": Purpose.SHELTER,
        "receiver": Receiver.INSTITUTION,
        "ground": ConsentGround.ORAL,
        "with_interpreter": False,
        "signed_on": None,
        "signatory": None,
    }
    return NewConsent(**(lawful | changes))


def consented(country: Country, by: Subject = HELPDESK, **changes: Any) -> str:  # noqa: ANN401 - fields of any type
    """Record a consent; gives its id."""
    return record_consent(
        country.store, a_consent(**changes), by=by, now=NOW, new_id=country.new_id
    )


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


def told(country: Country, placement: str, upto: DisclosureStep) -> None:
    """Take every step with the house of a placement, up to and with this one."""
    with country.store.reading() as session:
        offer = offer_of_placement(session, placement)
    assert offer is not None
    for step in list(DisclosureStep)[: list(DisclosureStep).index(upto) + 1]:
        disclose(country.store, offer, step, by=HELPDESK, now=NOW, new_id=country.new_id)
