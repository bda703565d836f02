"""Who still is in a bed that is gone counts as there: occupied, beside no capacity."""

import pytest

from placement.service.beds.releasing import depart
from placement.service.beds.settling import settle_site
from placement.service.register.keeping_beds import take_out_bed
from placement.service.register.keeping_places import change_use, close_place
from placement.service.stays.locks import ReadStay
from placement.service.stays.staying import withdraw_departure
from placement.store.register.availability import read_availability
from placement.store.register.timeline import occupied_on
from solver.codes import Use
from tests.builders_offers import HOUSE, with_reasons
from tests.builders_store import NOW, Country, at, counted, night

LEAVES = 2


@pytest.fixture
def house(country: Country) -> Country:
    """A site with a room of two beds, in one of which a lives, and another that is free."""
    with_reasons(country)
    country.site()
    country.place("p1", 2, use=Use.SHARED_ROOM)
    country.place("p2")
    country.resident("a", "p1-b1", until=10)
    return country


def of_the_site(
    house: Country, on: int, *, now: int | None = None, known: int | None = None
) -> tuple[int, int, int, dict[str, int]]:
    """Give capacity, occupied, usable and the causes of a night; they add up."""
    with house.store.reading() as session:
        known_at = None if known is None else at(known)
        now_at = at(on if now is None else now)
        found = read_availability(session, night(on), now_at, known_at)
    one = found.by_site["s1"]
    assert one.capacity == one.occupied + one.usable + sum(one.causes.values())
    assert found.by_scheme["COSM"] == one
    return one.capacity, one.occupied, one.usable, dict(one.causes)


def stays_after_all(house: Country) -> None:
    withdraw_departure(house.store, ReadStay("stay-a"), reason="a slip", by=HOUSE, now=at(1))


def is_to_leave(house: Country) -> None:
    depart(house.store, "pl-a", on=night(LEAVES), destination="known", by=HOUSE, now=NOW)


def test_who_lives_in_a_closed_place_is_occupied_and_no_capacity(house: Country) -> None:
    close_place(house.store, "p1", on=night(LEAVES), by=HOUSE, now=NOW)
    assert of_the_site(house, 1) == (3, 1, 2, {})
    settle_site(house.store, "s1", now=at(3))
    assert of_the_site(house, 3) == (1, 1, 1, {"still_lived_in": -1})
    depart(house.store, "pl-a", on=night(3), destination="known", by=HOUSE, now=at(3))
    assert of_the_site(house, 3) == (1, 0, 1, {})


def test_who_lives_in_a_bed_that_was_taken_out_is_occupied_and_no_capacity(house: Country) -> None:
    is_to_leave(house)
    take_out_bed(house.store, "p1", "p1-b1", on=night(LEAVES), by=HOUSE, now=NOW)
    stays_after_all(house)
    assert of_the_site(house, 3) == (2, 1, 2, {"still_lived_in": -1})


def test_the_nights_that_were_slept_there_stay_counted_also_as_known_then(house: Country) -> None:
    close_place(house.store, "p1", on=night(LEAVES), by=HOUSE, now=NOW)
    settle_site(house.store, "s1", now=at(3))
    depart(house.store, "pl-a", on=night(4), destination="known", by=HOUSE, now=at(4))
    told = (1, 1, 1, {"still_lived_in": -1})
    assert of_the_site(house, 3, now=6) == told
    assert of_the_site(house, 3, now=6, known=3) == told
    assert of_the_site(house, 5, now=6) == (1, 0, 1, {})


def test_the_weeks_count_who_is_in_a_closed_place(house: Country) -> None:
    close_place(house.store, "p1", on=night(LEAVES), by=HOUSE, now=NOW)
    with house.store.reading() as session:
        weeks = occupied_on(session, [night(1), night(3)], at(1))
    assert weeks == {"COSM": (1, 1)}


def test_a_room_of_another_use_counts_who_is_still_in_it_once(house: Country) -> None:
    is_to_leave(house)
    change_use(
        house.store,
        "p1",
        Use.SINGLE_ROOM,
        on=night(LEAVES),
        by=HOUSE,
        now=NOW,
        new_id=counted("new"),
    )
    stays_after_all(house)
    assert of_the_site(house, 3) == (3, 1, 1, {"taken_whole": 1})
