"""A yes of a house counts for one placement: once that has ended, the house is asked anew."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from placement.errors import HouseNotAsked
from placement.lifecycle import PlacementState
from placement.service.beds.placing import Acceptance, place
from placement.service.beds.releasing import depart, release, report_no_show
from placement.service.beds.settling import settle_site
from placement.service.questions.asking import Asking, Question, ask_houses
from placement.service.requests.showing import show_placement
from placement.store.codes import Answer, OfferAnswer
from placement.store.tables import HouseAnswer, Stay
from tests.builders_offers import HOUSE, ask, houses, may_go_there, say
from tests.builders_rows import NOW, night
from tests.builders_store import HELPDESK, TERMS, Country, an_order, at

LATER = at(20)


@pytest.fixture
def asked(country: Country) -> Country:
    """Somebody for a house that decides itself, with one room."""
    houses(country, 1)
    may_go_there(country)
    return country


def said_yes(country: Country) -> None:
    [offer] = ask(country, "p1")
    say(country, offer, OfferAnswer.YES)


def answers(country: Country) -> list[Answer]:
    with country.store.reading() as session:
        found = session.get(HouseAnswer, ("r-h1", "p1"))
    return [found.answer] if found else []


def given_free(country: Country) -> None:
    release(country.store, country.book(), reason="x", by=HELPDESK, now=NOW)


def missed(country: Country) -> None:
    report_no_show(country.store, country.book(), reason="x", by=HOUSE, now=NOW)


def displaced(country: Country) -> None:
    lives = country.resident("r1", "p1-b1")
    depart(country.store, lives, on=night(2), destination="home", by=HELPDESK, now=NOW)
    placed = country.book(begins=2, until=3)
    with country.store.writing() as session:
        session.get_one(Stay, "stay-r1").departs_on = None
    settle_site(country.store, "s1", now=at(2))
    depart(country.store, lives, on=night(2), destination="home", by=HELPDESK, now=at(3))
    assert show_placement(country.store, placed, by=HELPDESK).state is PlacementState.DISPLACED


@pytest.mark.parametrize("ends", [given_free, missed, displaced])
def test_a_yes_counts_no_more_once_its_placement_has_ended(
    asked: Country, ends: Callable[[Country], None]
) -> None:
    said_yes(asked)
    ends(asked)
    assert answers(asked) == []
    with pytest.raises(HouseNotAsked):
        asked.book(begins=20, until=30, now=LATER)
    nights = Question(place="p1", night=night(20), until=night(30))
    asking = Asking(referral="r-h1", houses=(nights,))
    given = {"by": HELPDESK, "now": LATER, "new_id": asked.new_id, "terms": TERMS}
    [anew] = ask_houses(asked.store, asking, **given)  # type: ignore[arg-type]  # mixed values
    say(asked, anew, OfferAnswer.YES, now=LATER)
    assert asked.book(begins=20, until=30, now=LATER)


def hold(country: Country, *, agreed: bool = False) -> str:
    order = an_order()
    if agreed:
        order = replace(order, house_agreed=True)
    held = Acceptance(orders=(order,), reason="still calling", hold=True)
    return place(country.store, held, by=HELPDESK, now=NOW, new_id=country.new_id, terms=TERMS)[0]


def let_expire(country: Country, _placed: str) -> None:
    settle_site(country.store, "s1", now=NOW + timedelta(days=1))


def let_go(country: Country, placed: str) -> None:
    release(country.store, placed, reason="x", by=HELPDESK, now=NOW)


@pytest.mark.parametrize("ends", [let_expire, let_go])
def test_a_yes_to_a_question_that_is_still_open_outlives_a_hold(
    asked: Country, ends: Callable[[Country, str], None]
) -> None:
    said_yes(asked)
    ends(asked, hold(asked))
    assert answers(asked) == [Answer.YES]
    assert asked.book()


@pytest.mark.parametrize("ends", [let_expire, let_go])
def test_a_yes_on_the_telephone_ends_with_the_hold_that_it_was_for(
    asked: Country, ends: Callable[[Country, str], None]
) -> None:
    ends(asked, hold(asked, agreed=True))
    assert answers(asked) == []
