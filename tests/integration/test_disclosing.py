"""Stepwise disclosure: in order, each step logged, and a house knows no more than its steps say."""

from dataclasses import asdict
from itertools import combinations

import pytest
from sqlalchemy import select

from placement.errors import ReasonMissing, TransitionNotAllowed, UnknownPlacement, VersionOutdated
from placement.errors.trust import ConsentMissing, StepNotYet, UnknownOffer, UnknownSite
from placement.lifecycle import OfferState
from placement.policy import Subject
from placement.service.sharing.addressing import address_version, enter_address, reveal_address
from placement.service.sharing.disclosing import (
    Disclosed,
    disclose,
    disclosed_to_house,
    disclosures_about,
    list_disclosures,
    show_disclosed,
    take_back,
)
from placement.store.codes import ConsentGround, DisclosureStep, OfferAnswer
from placement.store.tables import JournalEntry
from solver.codes import AskedAlone
from tests.builders_rows import NOW
from tests.builders_store import HELPDESK, Country
from tests.builders_trust import (
    CANARY,
    COORDINATOR,
    HOUSE,
    RING,
    a_country_with_a_house,
    an_offer,
    assigned,
    consented,
    said_yes,
    told,
)

STEPS = tuple(DisclosureStep)
OFFER = "of-h1-p1"


@pytest.fixture
def house(country: Country) -> Country:
    return a_country_with_a_house(country)


def step(country: Country, which: DisclosureStep, by: Subject = HELPDESK) -> str:
    return disclose(country.store, OFFER, which, by=by, now=NOW, new_id=country.new_id)


def taken(country: Country, *steps: DisclosureStep) -> None:
    for which in steps:
        step(country, which)


def shown(country: Country) -> Disclosed:
    return show_disclosed(country.store, OFFER, by=HOUSE, now=NOW)


def acts(country: Country, record: str) -> list[str]:
    with country.store.reading() as session:
        found = select(JournalEntry.act).where(JournalEntry.record_id == record)
        return list(session.scalars(found.order_by(JournalEntry.number)))


@pytest.mark.parametrize(("first", "second"), list(combinations(STEPS, 2)))
def test_no_step_comes_before_the_one_that_is_next(
    house: Country, first: DisclosureStep, second: DisclosureStep
) -> None:
    house.write(said_yes())
    taken(house, *STEPS[: STEPS.index(first)])
    with pytest.raises(StepNotYet):
        step(house, second)


def test_no_step_is_taken_twice(house: Country) -> None:
    house.write(said_yes())
    taken(house, *STEPS[:2])
    for again in STEPS[:2]:
        with pytest.raises(StepNotYet):
            step(house, again)


@pytest.mark.parametrize("answer", [None, OfferAnswer.MAYBE])
def test_before_its_yes_a_house_learns_no_risk(house: Country, answer: OfferAnswer | None) -> None:
    house.write(an_offer(answer=answer))
    taken(house, *STEPS[:2])
    with pytest.raises(StepNotYet):
        step(house, DisclosureStep.RISK_SUMMARY)
    assert shown(house).risk is None


def test_a_risk_summary_needs_consent_and_an_anonymous_profile_does_not(country: Country) -> None:
    country.site()
    country.place()
    country.referral(consent_ground=ConsentGround.ANONYMOUS)
    country.write(said_yes(answered_by="helpdesk"))
    taken(country, *STEPS[:2])
    with pytest.raises(ConsentMissing):
        step(country, DisclosureStep.RISK_SUMMARY)
    consented(country)
    step(country, DisclosureStep.RISK_SUMMARY)


@pytest.mark.parametrize("state", [OfferState.DECLINED, OfferState.WITHDRAWN])
def test_about_a_closed_question_nothing_is_told(house: Country, state: OfferState) -> None:
    house.write(an_offer(state=state))
    with pytest.raises(TransitionNotAllowed):
        step(house, DisclosureStep.CRITERIA)


def test_a_house_is_shown_exactly_what_its_steps_say(country: Country) -> None:
    """The facts about safety and other people are canaries: none reaches the house, ever."""
    country.site()
    country.site("s2", "province:secret")
    country.place()
    country.referral(
        "h1",
        risk_regions=frozenset({"province:canary-region"}),
        known_sites=frozenset({"canary-site"}),
        never_regions=frozenset({"province:canary-never"}),
        security_needed=2,
        asked_alone=AskedAlone.NO,
        brings=frozenset({"violence"}),
        speaks=frozenset({"ti"}),
        needs=frozenset({"trauma"}),
    )
    country.referral("h2")
    country.apart("h1", "h2")
    country.write(said_yes(answered_by="helpdesk"))
    for count, which in enumerate(STEPS[:4], 1):
        step(country, which)
        seen = shown(country)
        assert seen.steps == STEPS[:count]
        assert (seen.profile is None, seen.risk is None) == (count < 2, count < 3)
        said = str(asdict(seen))
        for canary in ("canary", "h2", "case-h1", "ref-h1", "r-h1"):
            assert canary not in said.replace(OFFER, "")
    assert seen.profile is not None
    assert seen.profile.speaks == {"ti"}
    assert seen.risk is not None
    assert (seen.risk.security_needed, seen.risk.speak_alone_after_arrival) == (2, True)


def test_taking_back_leaves_the_house_nothing_and_the_steps_begin_anew(house: Country) -> None:
    house.write(said_yes())
    taken(house, *STEPS[:3])
    take_back(house.store, OFFER, by=HELPDESK, now=NOW)
    seen = shown(house)
    assert (seen.steps, seen.profile, seen.risk) == ((), None, None)
    assert disclosed_to_house(house.store, by=HOUSE) == []
    step(house, DisclosureStep.CRITERIA)
    assert len(list_disclosures(house.store, OFFER, by=HELPDESK)) == 4
    assert [d.offer for d in disclosures_about(house.store, "r-h1", by=HELPDESK)] == [OFFER]


def test_every_step_and_every_reading_by_the_house_stands_in_the_journal(house: Country) -> None:
    house.write(said_yes())
    taken(house, *STEPS[:2])
    shown(house)
    show_disclosed(house.store, OFFER, by=HELPDESK, now=NOW)
    take_back(house.store, OFFER, by=HELPDESK, now=NOW)
    assert acts(house, OFFER) == ["disclose", "disclose", "read_disclosed", "take_back_disclosure"]


def test_only_those_concerned_see_an_offer(house: Country) -> None:
    house.write(said_yes())
    elsewhere = Subject(
        account=HOUSE.account, name="x", role=HOUSE.role, sites=frozenset({"elsewhere"})
    )
    for stranger in (COORDINATOR, elsewhere):
        with pytest.raises(UnknownOffer):
            show_disclosed(house.store, OFFER, by=stranger, now=NOW)
    with pytest.raises(UnknownOffer):
        step(house, DisclosureStep.CRITERIA, by=COORDINATOR)
    assigned(house)
    step(house, DisclosureStep.CRITERIA, by=COORDINATOR)


# The address of the house, for who is to come there.


def entered(country: Country, version: int | None = None, by: Subject = HOUSE) -> int:
    return enter_address(country.store, RING, ("s1", CANARY), by=by, now=NOW, version=version)


def revealed(country: Country, placement: str, reason: str = "she travels tonight") -> str:
    return reveal_address(
        country.store, RING, placement, reason=reason, by=HELPDESK, now=NOW
    ).address


def test_an_address_is_entered_by_its_own_house_and_held_to_its_version(house: Country) -> None:
    assert address_version(house.store, "s1", by=HOUSE) == 0
    assert entered(house, version=0) == 1
    with pytest.raises(VersionOutdated):
        entered(house, version=0)
    assert entered(house, version=1) == 2
    elsewhere = Subject(account=HOUSE.account, name="x", role=HOUSE.role, sites=frozenset())
    with pytest.raises(UnknownSite):
        entered(house, by=elsewhere)


def test_an_address_is_told_only_after_acceptance_with_a_reason_and_is_journalled(
    house: Country,
) -> None:
    entered(house)
    with pytest.raises(UnknownPlacement):
        revealed(house, "pl-h1")
    placement = house.book()
    with pytest.raises(StepNotYet):
        revealed(house, placement)
    told(house, placement, DisclosureStep.ADDRESS)
    with pytest.raises(ReasonMissing):
        revealed(house, placement, reason=" ")
    assert "reveal_address" not in acts(house, "s1")
    assert revealed(house, placement) == CANARY
    assert acts(house, "s1") == ["enter_address", "reveal_address"]


def test_an_address_that_was_never_entered_is_not_there(house: Country) -> None:
    placement = house.book()
    told(house, placement, DisclosureStep.ADDRESS)
    with pytest.raises(UnknownSite):
        revealed(house, placement)


def test_where_a_house_was_asked_the_address_is_the_last_step(house: Country) -> None:
    entered(house)
    house.write(said_yes())
    taken(house, *STEPS[:4])
    with pytest.raises(StepNotYet):
        step(house, DisclosureStep.ADDRESS)
    placement = house.book()
    with pytest.raises(StepNotYet):
        revealed(house, placement)
    step(house, DisclosureStep.ADDRESS)
    assert revealed(house, placement) == CANARY
