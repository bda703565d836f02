"""The morning handover: what the night left behind, and nothing that is not due."""

from datetime import UTC, datetime, timedelta

import pytest

from placement.service.watching.morning import morning_handover, next_noon
from placement.store.codes import CallResult
from placement.store.tables import CallNote
from tests.builders_rows import NOW, a_placement
from tests.builders_store import HELPDESK, Country
from tests.builders_trust import a_country_with_a_house

MORNING = datetime(2026, 3, 3, 7, tzinfo=UTC)  # eight o'clock in Amsterdam
NOON = datetime(2026, 3, 3, 11, tzinfo=UTC)


@pytest.fixture
def house(country: Country) -> Country:
    a_country_with_a_house(country)
    for household in ("h2", "h3"):
        country.referral(household)
    return country


def a_promise(name: str, until: datetime) -> CallNote:
    return CallNote(
        id=name,
        referral_id="r-h1",
        place_id="p1",
        result=CallResult.PROMISED,
        promised_until=until,
        called_by="helpdesk",
        called_at=NOW,
    )


@pytest.mark.parametrize(
    ("now", "noon"),
    [(MORNING, NOON), (NOON, NOON + timedelta(days=1)), (NOON - timedelta(hours=13), NOON)],
)
def test_noon_is_the_next_one(now: datetime, noon: datetime) -> None:
    assert next_noon(now) == noon


def test_promises_due_before_noon_are_told_with_whom_they_were_made_to(house: Country) -> None:
    house.write(
        a_promise("overdue", MORNING - timedelta(hours=2)),
        a_promise("at-noon", NOON),
        a_promise("later", NOON + timedelta(minutes=1)),
        a_promise("long-over", MORNING - timedelta(hours=25)),
    )
    told = morning_handover(house.store, by=HELPDESK, now=MORNING)
    assert [note.id for note in told.promises] == ["overdue", "at-noon"]
    assert told.staff == {"helpdesk": "Helpdesk"}


def test_holds_that_run_out_before_noon_and_arrivals_of_today_are_told(house: Country) -> None:
    house.place("p2")
    house.place("p3")
    house.write(
        a_placement("h1", "p1", begins=0, state="held", hold_expires_at=NOON),
        a_placement("h2", "p2", begins=1),
        a_placement("h3", "p3", begins=2),
    )
    told = morning_handover(house.store, by=HELPDESK, now=MORNING)
    assert [held.id for held in told.holds] == ["pl-h1"]
    assert [placed.id for placed in told.arrivals] == ["pl-h2"]


def test_who_needs_a_place_and_has_none_is_told(house: Country) -> None:
    house.book("h1")
    told = morning_handover(house.store, by=HELPDESK, now=MORNING)
    assert [file.referral.id for file in told.without_place] == ["r-h2", "r-h3"]
    assert told.acts["place"] == 1
    assert told.references["r-h1"] == "ref-h1"


def test_what_is_older_than_a_day_is_not_told_again(house: Country) -> None:
    house.book("h1")
    late = morning_handover(house.store, by=HELPDESK, now=NOW + timedelta(hours=25))
    assert (dict(late.acts), list(late.entries)) == ({}, [])
