"""Consent: who signs, what waits for it, and what withdrawing it takes back."""

from datetime import timedelta
from itertools import product

import pytest

from placement.errors import (
    InvalidFacts,
    TransitionNotAllowed,
    UnknownReferral,
    VersionOutdated,
)
from placement.errors.trust import ConsentMissing, UnknownConsent
from placement.lifecycle import OfferState, ReferralState
from placement.service.beds.holding import accept_hold
from placement.service.forms.consent import Receiver
from placement.service.sharing.consenting import (
    gate,
    gate_placing,
    list_consents,
    show_consent,
    sign_consent,
)
from placement.service.sharing.withdrawing import withdraw_consent
from placement.store.codes import ConsentGround, DisclosureStep, PersonRole, Signatory
from placement.store.tables import Disclosure, Offer, Referral
from solver.codes import AgeBand
from tests.builders_rows import (
    NOW,
    TONIGHT,
    a_person,
    a_placement,
    an_occupancy,
    night,
)
from tests.builders_store import HELPDESK, TERMS, Country
from tests.builders_trust import (
    COORDINATOR,
    a_country_with_a_house,
    an_offer,
    assigned,
    consented,
    said_yes,
)

IDENTIFYING = (DisclosureStep.RISK_SUMMARY, DisclosureStep.HANDOVER_NOTE, DisclosureStep.ADDRESS)
ANONYMOUS = (DisclosureStep.CRITERIA, DisclosureStep.PROFILE)


@pytest.fixture
def house(country: Country) -> Country:
    return a_country_with_a_house(country)


def passes(country: Country, step: DisclosureStep) -> bool:
    with country.store.reading() as session:
        try:
            gate(session, "case-h1", step)
        except ConsentMissing:
            return False
    return True


def withdrawn(country: Country, consent: str) -> None:
    withdraw_consent(country.store, consent, by=HELPDESK, now=NOW)


@pytest.mark.parametrize("step", ANONYMOUS)
@pytest.mark.parametrize("ground", ["anonymous", "oral"])
def test_an_anonymous_question_may_be_asked_at_any_hour(
    country: Country, step: DisclosureStep, ground: str
) -> None:
    country.referral(consent_ground=ground)
    assert passes(country, step)


@pytest.mark.parametrize(("step", "ground"), list(product(IDENTIFYING, ConsentGround)))
def test_everything_further_needs_a_ground(
    country: Country, step: DisclosureStep, ground: ConsentGround
) -> None:
    age = AgeBand.FROM_12 if ground is ConsentGround.GUARDIAN_SIGNED else AgeBand.FROM_23
    country.referral("h1", a_person("h1", age=age), consent_ground=ConsentGround.ANONYMOUS)
    consented(country, ground=ground)
    assert passes(country, step) == (ground is not ConsentGround.ANONYMOUS)


def test_the_ground_of_the_request_counts_until_a_consent_is_recorded_by_itself(
    house: Country,
) -> None:
    assert passes(house, DisclosureStep.HANDOVER_NOTE)
    consent = consented(house)
    withdrawn(house, consent)
    assert not passes(house, DisclosureStep.HANDOVER_NOTE)


@pytest.mark.parametrize(
    ("ages", "signatory"),
    [
        ((AgeBand.FROM_23,), Signatory.SELF),
        ((AgeBand.FROM_16,), Signatory.SELF),
        ((AgeBand.FROM_12,), Signatory.GUARDIAN),
        ((AgeBand.FROM_12, AgeBand.UNDER_4), Signatory.GUARDIAN),
        ((AgeBand.FROM_18, AgeBand.FROM_4), Signatory.SELF),
    ],
)
def test_from_16_on_somebody_signs_for_themselves_below_a_guardian_does(
    country: Country, ages: tuple[AgeBand, ...], signatory: Signatory
) -> None:
    people = (a_person("h1", n, age=age) for n, age in enumerate(ages, 1))
    country.referral("h1", *people)
    consent = consented(country)
    assert show_consent(country.store, consent, by=HELPDESK).signatory is signatory
    wrong = ConsentGround.SIGNED if signatory is Signatory.GUARDIAN else "guardian_signed"
    with pytest.raises(InvalidFacts):
        consented(country, ground=ConsentGround(wrong))


def test_where_the_ages_do_not_say_who_signs_somebody_must(country: Country) -> None:
    person = a_person("h1", age=AgeBand.UNKNOWN, role=PersonRole.ADULT)
    country.referral("h1", person)
    with pytest.raises(InvalidFacts):
        consented(country, ground=ConsentGround.SIGNED)
    signed = consented(country, ground=ConsentGround.SIGNED, signatory=Signatory.SELF)
    assert show_consent(country.store, signed, by=HELPDESK).ground is ConsentGround.SIGNED


def test_consent_given_aloud_makes_the_signature_due_and_signing_ends_that(house: Country) -> None:
    consent = consented(house, with_interpreter=True)
    oral = show_consent(house.store, consent, by=HELPDESK)
    assert (oral.signature_due_on, oral.with_interpreter) == (night(14), True)
    sign_consent(house.store, consent, TONIGHT, by=HELPDESK, now=NOW)
    signed = show_consent(house.store, consent, by=HELPDESK)
    assert (signed.ground, signed.signature_due_on) == (ConsentGround.SIGNED, None)
    with pytest.raises(TransitionNotAllowed):
        sign_consent(house.store, consent, TONIGHT, by=HELPDESK, now=NOW)


def test_nobody_signs_on_a_day_that_lies_ahead(house: Country) -> None:
    consent = consented(house)
    with pytest.raises(InvalidFacts):
        sign_consent(house.store, consent, night(1), by=HELPDESK, now=NOW)
    with pytest.raises(InvalidFacts):
        consented(house, ground=ConsentGround.SIGNED, signed_on=night(1))


def test_a_change_of_an_older_version_is_refused_inside_the_transaction(house: Country) -> None:
    consent = consented(house)
    for version, refused in ((2, True), (1, False), (1, True)):
        if refused:
            with pytest.raises(VersionOutdated):
                sign_consent(house.store, consent, TONIGHT, by=HELPDESK, now=NOW, version=version)
        else:
            sign_consent(house.store, consent, TONIGHT, by=HELPDESK, now=NOW, version=version)


def test_withdrawing_takes_back_what_rested_on_it_and_leaves_what_is_anonymous(
    house: Country,
) -> None:
    house.place("p2")
    house.place("p3")
    house.write(
        an_offer(place="p1"),
        said_yes(place="p2"),
        an_offer(place="p3"),
        *(
            Disclosure(
                id=f"d-{place}-{step}",
                offer_id=f"of-h1-{place}",
                step=step,
                disclosed_by="helpdesk",
                disclosed_at=NOW,
            )
            for place, steps in (
                ("p1", (DisclosureStep.CRITERIA, DisclosureStep.PROFILE)),
                ("p2", (DisclosureStep.CRITERIA,)),
                ("p3", (DisclosureStep.CRITERIA, DisclosureStep.RISK_SUMMARY)),
            )
            for step in steps
        ),
    )
    withdrawn(house, consented(house))
    with house.store.reading() as session:
        states = {o: session.get_one(Offer, f"of-h1-{o}").state for o in ("p1", "p2", "p3")}
        left = {"d-p1-profile", "d-p2-criteria", "d-p3-risk_summary"}
        back = {d for d in left if session.get_one(Disclosure, d).withdrawn_at is not None}
        ground = session.get_one(Referral, "r-h1").consent_ground
    assert states == {
        "p1": OfferState.ASKED,
        "p2": OfferState.WITHDRAWN,
        "p3": OfferState.WITHDRAWN,
    }
    assert back == {"d-p2-criteria", "d-p3-risk_summary"}
    assert ground is ConsentGround.ANONYMOUS


def test_one_consent_stands_so_that_withdrawing_it_is_enough(house: Country) -> None:
    consented(house, ground=ConsentGround.ANONYMOUS)
    first = consented(house)
    with pytest.raises(TransitionNotAllowed) as refused:
        consented(house, ground=ConsentGround.SIGNED, signed_on=night(0))
    assert refused.value.allowed == ("sign", "withdraw")
    consented(house, receiver=Receiver.MUNICIPALITY)
    withdrawn(house, first)
    assert not passes(house, DisclosureStep.HANDOVER_NOTE)
    consented(house, ground=ConsentGround.SIGNED, signed_on=night(0))
    assert passes(house, DisclosureStep.HANDOVER_NOTE)


def test_who_withdrew_consent_is_not_placed_until_it_is_given_again(house: Country) -> None:
    with house.store.reading() as session:
        gate_placing(session, "case-h1")
    withdrawn(house, consented(house))
    with pytest.raises(ConsentMissing):
        house.book()
    consented(house)
    assert house.book()


def test_a_held_bed_is_not_accepted_for_who_withdrew_consent_meanwhile(house: Country) -> None:
    consent = consented(house)
    held = a_placement("h1", "p1", begins=0, state="held", hold_expires_at=NOW + timedelta(hours=1))
    house.write(held, an_occupancy("p1-b1", "p1", household_id="h1", placement_id="pl-h1",
                                   kind="hold", use_key="h1"))  # fmt: skip
    with house.store.writing(NOW) as session:
        session.get_one(Referral, "r-h1").state = ReferralState.ARRANGED
    withdrawn(house, consent)
    with pytest.raises(ConsentMissing):
        accept_hold(
            house.store,
            "pl-h1",
            reason="best place",
            by=HELPDESK,
            now=NOW,
            new_id=house.new_id,
            terms=TERMS,
        )


def test_a_withdrawn_consent_is_not_withdrawn_again(house: Country) -> None:
    consent = consented(house)
    withdrawn(house, consent)
    with pytest.raises(TransitionNotAllowed):
        withdrawn(house, consent)
    with pytest.raises(TransitionNotAllowed):
        sign_consent(house.store, consent, TONIGHT, by=HELPDESK, now=NOW)


def test_a_coordinator_records_consent_for_assigned_cases_only(house: Country) -> None:
    with pytest.raises(UnknownReferral):
        consented(house, by=COORDINATOR)
    consent = consented(house)
    with pytest.raises(UnknownConsent):
        withdraw_consent(house.store, consent, by=COORDINATOR, now=NOW)
    assigned(house)
    withdraw_consent(house.store, consent, by=COORDINATOR, now=NOW + timedelta(hours=1))
    later = consented(house, by=COORDINATOR)
    listed = list_consents(house.store, "r-h1", by=COORDINATOR)
    assert {c.id for c in listed} == {consent, later}
