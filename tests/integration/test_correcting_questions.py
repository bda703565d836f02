"""Houses that were asked on facts that are other ones now are asked no longer."""

from typing import Any

import pytest

from placement.lifecycle import OfferState
from placement.service.forms.request_facts import NewPerson
from placement.service.requests.correcting import Corrected, correct_referral
from placement.store.codes import OfferAnswer, PersonRole
from placement.store.tables import CodeWord
from solver.codes import AgeBand, Sex
from tests.builders_offers import ask, houses, may_go_there, say, the_offer
from tests.builders_store import HELPDESK, NOW, Country
from tests.integration.test_asking import said_yes
from tests.integration.test_correcting import correction

MAN = NewPerson(sex=Sex.MALE, age=AgeBand.FROM_23, role=PersonRole.ADULT, role_checked=True)


@pytest.fixture
def asked(country: Country) -> Country:
    """Houses that decide themselves; one said yes, another was asked."""
    houses(country)
    may_go_there(country)
    country.write(CodeWord(kind="care", code="addiction", nl="x", en="x"))
    return country


def correct(country: Country, **changes: Any) -> Corrected:  # noqa: ANN401 - facts of any type
    sent = correction(country, **changes)
    return correct_referral(
        country.store, "r-h1", sent, by=HELPDESK, now=NOW, new_id=country.new_id
    )


@pytest.mark.parametrize("change", [{"people": (MAN,)}, {"needs": frozenset({"addiction"})}])
def test_no_yes_survives_that_was_said_about_other_people_or_needs(
    asked: Country, change: dict[str, Any]
) -> None:
    first, second = ask(asked, "p1", "p2")
    say(asked, first, OfferAnswer.YES)
    assert said_yes(asked) == {"p1"}
    assert correct(asked, **change).questions_withdrawn == 2
    assert said_yes(asked) == frozenset()
    assert {the_offer(asked, o).state for o in (first, second)} == {OfferState.WITHDRAWN}
    ask(asked, "p1", "p2")


def test_a_question_stands_when_the_house_was_not_asked_on_what_changed(asked: Country) -> None:
    first, _ = ask(asked, "p1", "p2")
    say(asked, first, OfferAnswer.YES)
    assert correct(asked, urgency="soon").questions_withdrawn == 0
    assert said_yes(asked) == {"p1"}
    assert the_offer(asked, first).state is OfferState.ANSWERED
