"""Who comes back has the rights of this time: what was decided the last time is history."""

from datetime import date
from typing import Any

import pytest

from placement.lifecycle import ReferralState
from placement.service.beds.releasing import arrive
from placement.service.following.deciding_rights import NewRight, record_right, rights_of
from placement.store.codes import BedenktijdState, RightKind, RightState
from placement.store.tables import Referral, RightDecision, Scheme, Stay
from solver.codes import COSM, ISZW, Mode
from tests.builders_care import words
from tests.builders_store import HELPDESK, NOW, Country, at, night

LAST_YEAR = -400


@pytest.fixture
def back(country: Country) -> Country:
    """Somebody who was here last year, and asks for shelter again tonight."""
    words(country)
    country.site()
    country.household("h1")
    country.another_referral(
        "h1", "first", state=ReferralState.ENDED, registered_at=at(LAST_YEAR), dublin=True
    )
    return country


def decided(back: Country, kind: RightKind, nights: int) -> None:
    """Write what was decided last year."""
    first = night(LAST_YEAR)
    back.write(
        RightDecision(
            id=f"old-{kind.value}",
            household_id="h1",
            kind=kind,
            state=RightState.GRANTED,
            begins=first,
            ends=night(LAST_YEAR + nights),
            decided_by="ind",
            decided_on=first,
            recorded_by="helpdesk",
            recorded_at=at(LAST_YEAR),
        )
    )


def decide(back: Country, **facts: Any) -> None:  # noqa: ANN401 - columns of any type
    lawful: dict[str, Any] = {
        "household": "h1",
        "kind": RightKind.BEDENKTIJD,
        "state": RightState.GRANTED,
        "begins": night(0),
        "ends": night(90),
        "decided_by": "police",
        "decided_on": night(0),
    }
    record_right(back.store, NewRight(**(lawful | facts)), by=HELPDESK, now=NOW, new_id=back.new_id)


def asks_again(back: Country, **facts: Any) -> None:  # noqa: ANN401 - columns of any type
    back.another_referral("h1", "r-h1", **facts)


def arrived(back: Country, scheme: str = COSM) -> Stay:
    """Let them come to a place of a scheme tonight."""
    back.place("p1", scheme_code=scheme)
    placement = back.book("h1", "p1", until=14)
    arrive(back.store, placement, by=HELPDESK, now=NOW, new_id=back.new_id)
    with back.store.reading() as session:
        return session.query(Stay).one()


def request(back: Country) -> tuple[BedenktijdState, date | None, bool]:
    with back.store.reading() as session:
        found = session.get_one(Referral, "r-h1")
        return found.bedenktijd, found.bedenktijd_ends, found.dublin


def test_a_dublin_term_of_last_year_ends_no_bedenktijd_of_now(back: Country) -> None:
    decided(back, RightKind.DUBLIN, nights=30)
    asks_again(back, bedenktijd=BedenktijdState.ANNOUNCED)
    decide(back)
    assert request(back) == (BedenktijdState.GRANTED, night(90), False)
    assert arrived(back).right_ends == night(90)


def test_a_dublin_term_of_now_ends_the_bedenktijd_of_now(back: Country) -> None:
    decided(back, RightKind.DUBLIN, nights=30)
    asks_again(back)
    decide(back, kind=RightKind.DUBLIN, ends=night(25))
    assert request(back) == (BedenktijdState.GRANTED, night(25), True)
    assert arrived(back).right_ends == night(25)


def test_a_bedenktijd_of_last_year_is_not_that_of_now(back: Country) -> None:
    decided(back, RightKind.BEDENKTIJD, nights=90)
    asks_again(back)
    assert arrived(back).right_ends == night(80)


def test_nights_of_the_inspectorate_of_last_year_are_not_those_of_now(back: Country) -> None:
    back.write(Scheme(code=ISZW, nl="x", en="x", mode=Mode.PLACE, begins=night(-900)))
    decided(back, RightKind.ISZW_NIGHTS, nights=14)
    asks_again(back, inspectorate_agreed=True, seriously_disadvantaged=True, lawful_stay=True)
    assert arrived(back, ISZW).hard_end == night(14)


def test_the_history_goes_on_with_what_the_new_request_told(back: Country) -> None:
    decided(back, RightKind.DUBLIN, nights=30)
    asks_again(back)
    decide(back)
    told = [(d.kind, d.ends) for d in rights_of(back.store, "h1", by=HELPDESK)]
    assert told == [
        (RightKind.BEDENKTIJD, night(90)),
        (RightKind.BEDENKTIJD, night(80)),
        (RightKind.DUBLIN, night(LAST_YEAR + 30)),
    ]
