"""A question that is over tells its house nothing new: what changes later is not about it."""

from collections.abc import Callable

import pytest

from placement.service.beds.releasing import arrive, depart, release
from placement.service.questions.asking import withdraw_offer
from placement.service.questions.criteria import CriterionKind
from placement.service.questions.showing import Wanted, list_offers, show_offer
from placement.store.codes import OfferAnswer
from placement.store.tables import Referral
from tests.builders_offers import HOUSE, ask, houses, may_go_there, say
from tests.builders_rows import NOW, night
from tests.builders_store import HELPDESK, Country

NEEDS = frozenset({"trauma"})


@pytest.fixture
def asked(country: Country) -> tuple[Country, str]:
    """Ask the house of p1 about somebody without any needs."""
    houses(country)
    may_go_there(country)
    [offer] = ask(country, "p1")
    return country, offer


def change_the_needs(country: Country) -> None:
    with country.store.writing(NOW) as session:
        session.get_one(Referral, "r-h1").needs = NEEDS


def care_told(country: Country, offer: str) -> bool | None:
    """Whether the house is told that its care is enough; None when it is told no criteria."""
    seen = show_offer(country.store, offer, by=HOUSE, now=NOW).criteria
    return next((c.met for c in seen if c.kind is CriterionKind.CARE), None)


def decline(country: Country, offer: str) -> None:
    say(country, offer, OfferAnswer.NO, reason="until_judged_anew")


def take_back(country: Country, offer: str) -> None:
    withdraw_offer(country.store, offer, by=HELPDESK, now=NOW)


def give_up(country: Country, offer: str) -> None:
    say(country, offer, OfferAnswer.YES)
    release(country.store, country.book(), reason="x", by=HELPDESK, now=NOW)


def stay_and_leave(country: Country, offer: str) -> None:
    say(country, offer, OfferAnswer.YES)
    placed = country.book()
    arrive(country.store, placed, by=HELPDESK, now=NOW, new_id=country.new_id)
    where = {"on": night(0), "destination": "own_home"}
    depart(country.store, placed, by=HELPDESK, now=NOW, **where)  # type: ignore[arg-type]  # mixed values


@pytest.mark.parametrize("ends", [decline, take_back, give_up, stay_and_leave])
def test_a_question_that_is_over_tells_no_criteria_on_the_facts_of_today(
    asked: tuple[Country, str], ends: Callable[[Country, str], None]
) -> None:
    country, offer = asked
    assert care_told(country, offer) is True
    ends(country, offer)
    change_the_needs(country)
    assert care_told(country, offer) is None
    [listed] = list_offers(country.store, Wanted(), by=HOUSE, now=NOW)
    assert listed.criteria == ()
    assert show_offer(country.store, offer, by=HELPDESK, now=NOW).criteria


def test_a_house_that_awaits_somebody_or_shelters_them_is_told_the_criteria_of_now(
    asked: tuple[Country, str],
) -> None:
    country, offer = asked
    say(country, offer, OfferAnswer.YES)
    placed = country.book()
    change_the_needs(country)
    assert care_told(country, offer) is False
    arrive(country.store, placed, by=HELPDESK, now=NOW, new_id=country.new_id)
    assert care_told(country, offer) is False
