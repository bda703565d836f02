"""The references of cases: of those that are asked for, and only to who may see them."""

import pytest

from placement.lifecycle import ReferralState
from placement.policy import AccountId, Role, Subject
from placement.service.requests.naming_cases import (
    references_by_household,
    references_by_referral,
)
from placement.store.tables import Coordination
from tests.builders_rows import an_account
from tests.builders_store import HELPDESK, NOW, Country

CAREN = Subject(account=AccountId("caren"), name="Caren", role=Role.ZORGCOORDINATOR)


@pytest.fixture
def three(country: Country) -> Country:
    """Three households, one of which moved before; Caren coordinates the first case."""
    for household in ("h1", "h2", "h3"):
        country.referral(household, state=ReferralState.ENDED)
    country.another_referral("h1", "again")
    country.write(
        an_account("caren", Role.ZORGCOORDINATOR),
        Coordination(id="co", case_id="case-h1", account_id="caren", begins=NOW.date()),
    )
    return country


def test_the_cases_that_are_asked_for_are_named_and_no_others(three: Country) -> None:
    named = references_by_household(three.store, ["h1", "h2", "nobody"], by=HELPDESK)
    assert named == {"h1": "ref-h1", "h2": "ref-h2"}
    named = references_by_referral(three.store, ["again", "r-h2", "r-h2"], by=HELPDESK)
    assert named == {"again": "ref-h1", "r-h2": "ref-h2"}
    assert references_by_household(three.store, [], by=HELPDESK) == {}


def test_somebody_elses_case_is_left_out(three: Country) -> None:
    assert references_by_household(three.store, ["h1", "h2"], by=CAREN) == {"h1": "ref-h1"}
    named = references_by_referral(three.store, ["again", "r-h1", "r-h2"], by=CAREN)
    assert named == {"again": "ref-h1", "r-h1": "ref-h1"}


def test_a_house_is_told_no_reference(three: Country) -> None:
    house = Subject(
        account=AccountId("house"), name="H", role=Role.INSTITUTION, sites=frozenset({"s1"})
    )
    assert references_by_household(three.store, ["h1"], by=house) == {}
    assert references_by_referral(three.store, ["r-h1"], by=house) == {}
