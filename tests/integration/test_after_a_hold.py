"""A hold that is over bars nothing: the next act settles it first, as a page that looks does."""

from datetime import timedelta
from typing import Any

import pytest

from placement.lifecycle import ReferralState
from placement.service.beds.placing import Acceptance, Order, place
from placement.service.following.onward import withdraw_onward
from placement.service.stays.locks import ReadStay
from placement.service.stays.reuniting import Joining, reunite
from placement.store.codes import OfferAnswer
from placement.store.tables import Referral
from tests.builders_offers import ask, houses, may_go_there, say
from tests.builders_store import HELPDESK, NOW, TERMS, Country, an_order
from tests.integration.test_correcting import BABY, WOMAN, correct

LATER = NOW + timedelta(hours=2)
GIVEN: dict[str, Any] = {"by": HELPDESK, "now": LATER}


@pytest.fixture
def after(country: Country) -> Country:
    """Houses, one of them lived in; and a bed that was held for an hour, two hours ago."""
    houses(country, 2)
    may_go_there(country)
    country.place("ours", site_id="s1")
    country.place("home", 3, site_id="s2")
    country.resident("h3", "home-b1", wants_to_move=True)
    return country


def held(country: Country, order: Order) -> None:
    acceptance = Acceptance(orders=(order,), reason="still calling", hold=True)
    given = {"by": HELPDESK, "now": NOW, "new_id": country.new_id, "terms": TERMS}
    place(country.store, acceptance, **given)  # type: ignore[arg-type]  # mixed values


def state_of(country: Country, referral: str) -> ReferralState:
    with country.store.reading() as session:
        return session.get_one(Referral, referral).state


def test_houses_are_asked(after: Country) -> None:
    [first] = ask(after, "p1")
    say(after, first, OfferAnswer.YES)
    held(after, an_order())
    assert len(ask(after, "p2", now=LATER)) == 1


def test_an_onward_request_is_withdrawn(after: Country) -> None:
    held(after, an_order("h3", "ours", on=True, begins=1, until=30))
    withdraw_onward(after.store, "on-h3", **GIVEN)
    assert state_of(after, "on-h3") is ReferralState.ENDED


def test_somebody_joins_who_lives_elsewhere(after: Country) -> None:
    after.referral("h2", risk_regions=frozenset())
    held(after, an_order("h2", "ours"))
    more = GIVEN | {"new_id": after.new_id, "terms": TERMS}
    reunite(after.store, ReadStay("stay-h3"), Joining(referral="r-h2"), **more)
    assert state_of(after, "r-h2") is ReferralState.ENDED


def test_people_are_put_right(after: Country) -> None:
    after.referral("h2")
    held(after, an_order("h2", "ours"))
    correct(after, "r-h2", people=(WOMAN, BABY), act={"now": LATER})
    assert state_of(after, "r-h2") is ReferralState.OPEN
