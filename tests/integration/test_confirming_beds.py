"""Confirming bed by bed: where one bed of a room is due, the others are confirmed all the same."""

import pytest
from sqlalchemy import select

from placement.errors import SomethingIsDue
from placement.errors.register import UnknownBed
from placement.policy import AccountId, Role, Subject
from placement.service.register.completing import survey_completeness
from placement.service.register.confirming import (
    Confirmation,
    confirm_week,
    current_list,
    show_overview,
)
from placement.store.register.confirmations import SeenOverview
from placement.store.tables import ConfirmedPlace, Place, Stay
from solver.codes import Use
from tests.builders_rows import an_account
from tests.builders_store import Country, at

HOUSE = Subject(
    account=AccountId("house"), name="House", role=Role.INSTITUTION, sites=frozenset({"s1"})
)


@pytest.fixture
def house(country: Country) -> Country:
    """A shared room of three, last confirmed today; in nine days r2 should have gone."""
    country.site()
    country.site("s2")
    country.write(an_account("house", Role.INSTITUTION, institution_id="house"))
    country.place("room", 3, use=Use.SHARED_ROOM)
    country.place("far", 2, site_id="s2", use=Use.SHARED_ROOM)
    country.resident("r1", "room-b1", until=30)
    country.resident("r2", "room-b2", until=9)
    return country


def confirmed(house: Country, *beds: str, days: int) -> SeenOverview:
    seen = current_list(house.store, "s1", by=HOUSE, now=at(days)).seen
    said = Confirmation(site="s1", seen=seen, beds=frozenset(beds))
    made = confirm_week(house.store, said, by=HOUSE, now=at(days), new_id=house.new_id())
    return show_overview(house.store, made, by=HOUSE)


def age(house: Country, place: str = "room") -> object:
    with house.store.reading() as session:
        return session.get_one(Place, place).confirmed_at


def test_a_bed_is_confirmed_by_itself_and_so_is_who_stays_in_it(house: Country) -> None:
    with pytest.raises(SomethingIsDue):
        confirmed(house, "room-b1", "room-b2", days=10)
    shown = confirmed(house, "room-b1", "room-b3", days=10)
    assert (shown.beds, shown.places, shown.overview.nothing_changed) == (2, 0, False)
    with house.store.reading() as session:
        ages = {s.id: s.confirmed_at for s in session.scalars(select(Stay))}
    assert ages["stay-r1"] == at(10)
    assert ages["stay-r2"] != at(10)


def test_a_room_is_as_old_as_the_bed_in_it_that_was_confirmed_longest_ago(house: Country) -> None:
    confirmed(house, "room-b1", days=3)
    confirmed(house, "room-b3", days=4)
    assert age(house) == at(0)
    confirmed(house, "room-b2", days=5)
    assert age(house) == at(3)
    confirmed(house, "room-b1", days=6)
    assert age(house) == at(4)
    with house.store.reading() as session:
        assert len(session.scalars(select(ConfirmedPlace.place_id)).all()) == 2
    [figures] = [
        found
        for found in survey_completeness(house.store, by=HOUSE, now=at(6))
        if found.institution is not None
    ]
    assert (figures.confirmed, figures.weeks[0]) == (1, 1.0)


def test_a_room_that_was_never_confirmed_is_so_until_all_its_beds_are(house: Country) -> None:
    house.place("new", 2, use=Use.SHARED_ROOM, confirmed_at=None)
    confirmed(house, "new-b1", days=1)
    assert age(house, "new") is None
    confirmed(house, "new-b2", days=2)
    assert age(house, "new") == at(1)


def test_only_beds_of_the_site_are_confirmed(house: Country) -> None:
    with pytest.raises(UnknownBed):
        confirmed(house, "far-b1", days=1)
