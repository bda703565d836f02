"""A yes was said to the people and needs of that day: when others join it counts no more."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from placement.errors import HouseNotAsked
from placement.lifecycle import OfferState
from placement.service.beds.holding import accept_hold
from placement.service.beds.placing import Acceptance, place
from placement.service.questions.asking import Asking, Question, ask_houses
from placement.service.stays.applying import ReadApplication, apply_for_omm, consult
from placement.service.stays.births import report_birth
from placement.service.stays.locks import ReadStay
from placement.service.stays.reuniting import Joining, reunite
from placement.service.stays.weighing_omm import Weighing, grant
from placement.service.watching.morning import morning_handover
from placement.store.codes import OfferAnswer, VictimAnswer
from placement.store.tables import CodeWord
from solver.codes import Sex
from tests.builders_offers import HOUSE, houses, may_go_there, say, the_offer
from tests.builders_rows import a_person
from tests.builders_store import HELPDESK, TERMS, Country, an_order, at, night
from tests.integration.test_asking import said_yes

MAY_GO: dict[str, Any] = {
    "b8_permit": True,
    "bedenktijd": "none",
    "bedenktijd_begins": None,
    "bedenktijd_ends": None,
}
READ = ReadStay("stay-h1")


@pytest.fixture
def asked(country: Country) -> tuple[str, str]:
    """The questions about a woman who lives somewhere and moves on: one house said yes."""
    houses(country)
    country.place("home", 3, scheme_code="VO")
    country.place("big", 3, site_id="s2", scheme_code="VO")
    country.write(
        *(CodeWord(kind="contra_indication", code=c, nl=c, en=c) for c in ("arson", "lvb"))
    )
    country.resident("h1", "home-b1", until=10)
    country.another_referral(
        "h1",
        "on-h1",
        onward=True,
        victim_answer=VictimAnswer.YES,
        brings=frozenset({"lvb"}),
        **MAY_GO,
    )
    places = tuple(Question(place=p, night=night(0), until=night(30)) for p in ("big", "p3"))
    asking = Asking(referral="on-h1", houses=places)
    first, second = ask_houses(
        country.store, asking, by=HELPDESK, now=at(0), new_id=country.new_id, terms=TERMS
    )
    say(country, first, OfferAnswer.YES)
    return first, second


def acting(country: Country) -> dict[str, Any]:
    return {"now": at(0), "new_id": country.new_id}


def born(country: Country) -> None:
    report_birth(country.store, READ, Sex.MALE, by=HOUSE, terms=TERMS, **acting(country))


def joined_by_a_man(country: Country) -> None:
    may_go_there(country, "h2", a_person("h2", sex=Sex.MALE))
    joining = Joining(referral="r-h2")
    reunite(country.store, READ, joining, by=HELPDESK, terms=TERMS, **acting(country))


def granted(country: Country, problem: str = "arson") -> None:
    house = {"by": HOUSE, "now": at(0)}
    apply_for_omm(country.store, READ, frozenset({problem}), new_id="ap", **house)  # type: ignore[arg-type]
    read = ReadApplication("ap")
    consult(country.store, read, "she asks for it", by=HELPDESK, now=at(0))
    grant(country.store, read, Weighing(reason="it fits"), by=HELPDESK, **acting(country))


@pytest.mark.parametrize("change", [born, joined_by_a_man, granted])
def test_no_yes_survives_that_was_said_to_fewer_people_or_other_needs(
    country: Country, asked: tuple[str, str], change: Callable[[Country], None]
) -> None:
    change(country)
    assert said_yes(country) == frozenset()
    assert {the_offer(country, o).state for o in asked} == {OfferState.WITHDRAWN}
    with pytest.raises(HouseNotAsked):
        country.accept(an_order("h1", "big", on=True, until=30))
    told = morning_handover(country.store, by=HELPDESK, now=at(0) + timedelta(hours=1))
    assert told.acts["withdraw"] == len(asked)


def test_a_bed_that_was_held_for_fewer_is_not_accepted_without_a_new_yes(
    country: Country, asked: tuple[str, str]
) -> None:
    held = Acceptance(orders=(an_order("h1", "big", on=True, until=30),), reason="near", hold=True)
    (placement,) = place(country.store, held, by=HELPDESK, terms=TERMS, **acting(country))
    born(country)
    assert {the_offer(country, o).state for o in asked} == {OfferState.WITHDRAWN}
    with pytest.raises(HouseNotAsked):
        accept_hold(
            country.store, placement, reason="x", by=HELPDESK, terms=TERMS, **acting(country)
        )


def test_a_grant_that_tells_nothing_new_asks_nobody_anew(
    country: Country, asked: tuple[str, str]
) -> None:
    granted(country, "lvb")
    assert said_yes(country) == {"big"}
    assert the_offer(country, asked[1]).state is OfferState.ASKED
