"""What is given up for a reason of the list has its effect, for as long as that holds."""

import pytest

from placement.errors import InvalidFacts, NotLawful
from placement.lifecycle import OfferState, ReferralState
from placement.service.beds.releasing import release
from placement.service.questions.asking import withdraw_offer
from placement.service.questions.declining import Because
from placement.service.questions.showing import list_declines
from placement.store.codes import DeclineEffect, Party
from placement.store.tables import Decline, DeclineReason, Referral
from tests.builders_offers import ask, houses, may_go_there, the_offer
from tests.builders_rows import NOW, night
from tests.builders_store import HELPDESK, Country, at


@pytest.fixture
def asked(country: Country) -> Country:
    """Houses that decide themselves, a place of our own, and somebody for each."""
    houses(country, 2)
    country.place("ours", site_id="s1")
    country.referral("h1")
    may_go_there(country, "v1")
    country.write(
        DeclineReason(
            code="wants_to_think",
            party=Party.VICTIM,
            nl="wil nadenken",
            en="wants to think",
            effect=DeclineEffect.PARKS,
            park_days=2,
        )
    )
    return country


def declines(country: Country, referral: str) -> list[Decline]:
    return list_declines(country.store, by=HELPDESK, referral=referral)


def test_a_place_that_the_victim_gives_up_is_parked_for_as_long_as_the_reason_says(
    asked: Country,
) -> None:
    placement = asked.book(place_id="ours")
    because = Because("wants_to_think", "d1")
    release(asked.store, placement, reason="told", because=because, by=HELPDESK, now=NOW)
    [decline] = declines(asked, "r-h1")
    assert (decline.reason, decline.placement_id, decline.until) == (
        "wants_to_think",
        placement,
        night(2),
    )
    with pytest.raises(NotLawful) as refused:
        asked.book(place_id="ours", begins=1)
    assert "DEC-1" in str(refused.value)
    assert asked.book(place_id="ours", begins=2, now=at(2))


def test_a_question_that_the_helpdesk_withdraws_for_a_reason_keeps_it(asked: Country) -> None:
    [offer] = ask(asked, "p1", household="v1")
    because = Because("better_elsewhere", "d1")
    withdraw_offer(asked.store, offer, because=because, by=HELPDESK, now=NOW)
    assert the_offer(asked, offer).state is OfferState.WITHDRAWN
    [decline] = declines(asked, "r-v1")
    assert (decline.reason, decline.offer_id) == ("better_elsewhere", offer)
    assert ask(asked, "p1", household="v1")


@pytest.mark.parametrize("code", ["parked_a_week", "nothing_of_the_kind"])
def test_only_a_reason_of_the_victim_or_the_helpdesk_is_taken(asked: Country, code: str) -> None:
    placement = asked.book(place_id="ours")
    [offer] = ask(asked, "p1", household="v1")
    because = Because(code, "d1")
    with pytest.raises(InvalidFacts):
        release(asked.store, placement, reason="x", because=because, by=HELPDESK, now=NOW)
    with pytest.raises(InvalidFacts):
        withdraw_offer(asked.store, offer, because=because, by=HELPDESK, now=NOW)
    with asked.store.reading() as session:
        assert session.get_one(Referral, "r-h1").state is ReferralState.ARRANGED
    assert the_offer(asked, offer).state is OfferState.ASKED
