"""The week overview: prefilled, confirmed in one act, and never over what is due."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from placement.errors import ListOutdated, SomethingIsDue, UnknownPlace, UnknownSite
from placement.policy import AccountId, Role, Subject
from placement.service.once import Once
from placement.service.register.confirming import (
    Confirmation,
    confirm_week,
    current_list,
    list_overviews,
    show_overview,
)
from placement.service.register.looking import BedState, look_at_site
from placement.service.register.occupying import NewOutage, report_outage
from placement.store.codes import DeclineEffect, Party
from placement.store.journal import entries_of
from placement.store.register.availability import read_availability
from placement.store.register.week_list import Due, WeekList
from placement.store.tables import (
    CodeWord,
    ConfirmedPlace,
    Decline,
    DeclineReason,
    PastRightReason,
    Place,
    Stay,
    WeekOverview,
)
from solver.codes import OccupancyKind, Use
from tests.builders_rows import an_account
from tests.builders_store import HELPDESK, Country, at, night

HOUSE = Subject(
    account=AccountId("house"), name="House", role=Role.INSTITUTION, sites=frozenset({"s1"})
)
WEEK_LATER = at(7)


@pytest.fixture
def house(country: Country) -> Country:
    """A site with three single rooms and a shared one; somebody stays in the first."""
    country.site()
    country.site("s2")
    country.write(an_account("house", Role.INSTITUTION, institution_id="house"))
    for name in ("p1", "p2", "p3"):
        country.place(name)
    country.place("far", site_id="s2")
    country.place("shared", 2, use=Use.SHARED_ROOM)
    country.resident("h1", "p1-b1", until=30)
    return country


def the_list(house: Country, days: int = 0) -> WeekList:
    return current_list(house.store, "s1", by=HOUSE, now=at(days))


def confirmed(
    house: Country, *places: str, days: int = 0, once: Once | None = None, seen: str | None = None
) -> str:
    said = Confirmation(
        site="s1",
        seen=the_list(house, days).seen if seen is None else seen,
        places=frozenset(places) or None,
    )
    made = house.new_id()
    return confirm_week(house.store, said, by=HOUSE, now=at(days), new_id=made, once=once)


def test_the_list_says_bed_by_bed_who_stays_by_the_number_of_the_placement(house: Country) -> None:
    found = {p.place: p for p in the_list(house).places}
    assert set(found) == {"p1", "p2", "p3", "shared"}
    [line] = found["p1"].beds
    assert (line.kind, line.placement, line.since) == (OccupancyKind.STAY, "pl-h1", night(-20))
    assert (line.expected_end, line.exceeds_right) == (night(30), False)
    assert [bed.kind for bed in found["shared"].beds] == [None, None]


@pytest.mark.parametrize("use", [Use.APARTMENT, Use.SINGLE_ROOM])
def test_a_bed_of_a_room_that_is_taken_whole_is_free_nowhere(house: Country, use: Use) -> None:
    house.place("family", 3, use=use)
    house.resident("r1", "family-b2")
    week = {p.place: p for p in the_list(house).places}["family"]
    assert [(bed.kind, bed.taken_whole) for bed in week.beds] == [
        (None, True),
        (OccupancyKind.STAY, False),
        (None, True),
    ]
    seen = look_at_site(house.store, "s1", by=HOUSE, now=at(0)).places
    beds = {told.place.id: [bed.state for bed in told.beds] for told in seen}["family"]
    assert beds == [BedState.TAKEN_WHOLE, BedState.STAY, BedState.TAKEN_WHOLE]
    with house.store.reading() as session:
        counted = read_availability(session, night(0), at(0)).places
    numbers = {place.place: place.numbers for place in counted}["family"]
    assert (numbers.occupied, numbers.usable, numbers.causes) == (1, 0, {"taken_whole": 2})


def test_one_bed_out_of_use_or_one_woman_in_a_shared_room_leaves_the_other_free(
    house: Country,
) -> None:
    house.place("family", 2, use=Use.APARTMENT)
    house.write(CodeWord(kind="outage_cause", code="repair", nl="reparatie", en="repair"))
    broken = NewOutage(place="family", cause="repair", beds=("family-b1",))
    report_outage(house.store, broken, by=HOUSE, now=at(0), new_id="out")
    house.resident("r1", "shared-b1")
    found = {p.place: p for p in the_list(house).places}
    for place, kind in (("family", OccupancyKind.OUTAGE), ("shared", OccupancyKind.STAY)):
        told = [(bed.kind, bed.taken_whole) for bed in found[place].beds]
        assert told == [(kind, False), (None, False)]


def test_nothing_changed_is_one_act_for_all_places(house: Country) -> None:
    made = confirmed(house, days=7)
    with house.store.reading() as session:
        overview = session.get_one(WeekOverview, made)
        assert (overview.nothing_changed, overview.confirmed_by) == (True, "house")
        places = session.scalars(select(ConfirmedPlace.place_id)).all()
        assert sorted(places) == ["p1", "p2", "p3", "shared"]
        place = session.get_one(Place, "p1")
        assert (place.confirmed_at, place.confirmed_by, place.version) == (WEEK_LATER, "house", 1)
        assert session.get_one(Place, "far").confirmed_at == at(0)
        assert session.get_one(Stay, "stay-h1").confirmed_at == WEEK_LATER
        [entry] = entries_of(session, "week_overview", made)
        assert entry.facts == {"site": "s1", "places": 4, "beds": 0, "to_look_at_first": 0}
    assert show_overview(house.store, made, by=HOUSE).places == 4
    assert [o.overview.id for o in list_overviews(house.store, "s1", by=HOUSE)] == [made]


def test_one_place_is_confirmed_by_itself(house: Country) -> None:
    confirmed(house, "p2", days=7)
    with house.store.reading() as session:
        assert session.get_one(Place, "p2").confirmed_at == WEEK_LATER
        assert session.get_one(Place, "p1").confirmed_at == at(0)
        assert session.get_one(Stay, "stay-h1").confirmed_at is None


def test_a_departure_that_has_passed_is_looked_at_first(house: Country) -> None:
    house.resident("late", "p2-b1", until=5)
    found = the_list(house, 7)
    assert found.first == ("p2",)
    assert found.places[1].due == {Due.DEPARTURE_PASSED}
    confirmed(house, days=7)
    with house.store.reading() as session:
        assert session.get_one(Place, "p2").confirmed_at == at(0)
        assert session.get_one(Place, "p3").confirmed_at == WEEK_LATER
    with pytest.raises(SomethingIsDue):
        confirmed(house, "p2", days=7)


def test_somebody_who_was_to_come_is_looked_at_first(house: Country) -> None:
    house.referral("h2")
    house.book("h2", "p2", until=20)
    assert the_list(house).first == ("p2",)


def test_a_right_that_ended_needs_its_reason_before_the_place_is_confirmed(house: Country) -> None:
    house.resident("past", "p2-b1", until=40, stay={"right_ends": night(3)})
    assert the_list(house, 2).first == ()
    assert the_list(house, 2).places[1].beds[0].exceeds_right
    assert the_list(house, 3).places[1].due == {Due.PAST_RIGHT}
    house.write(
        PastRightReason(
            id="why",
            stay_id="stay-past",
            code="no_housing",
            given_by="house",
            given_at=at(3),
            holds_until=night(10),
        )
    )
    assert the_list(house, 3).first == ()
    assert the_list(house, 10).first == ("p2",)


def test_a_place_that_was_not_there_is_confirmed_by_itself_only(house: Country) -> None:
    house.referral("h2")
    house.write(
        DeclineReason(
            code="not_there",
            party=Party.HOUSE,
            nl="niet vrij",
            en="not free",
            effect=DeclineEffect.LOWERS_TRUST,
        ),
        Decline(
            id="d1",
            household_id="h2",
            place_id="p2",
            reason="not_there",
            said_by="house",
            said_at=at(1),
        ),
    )
    assert the_list(house, 2).first == ("p2",)
    confirmed(house, days=2)
    with house.store.reading() as session:
        assert session.get_one(Place, "p2").confirmed_at == at(0)
    confirmed(house, "p2", days=2)
    assert the_list(house, 2).first == ()


def test_what_is_confirmed_is_what_was_read(house: Country) -> None:
    read = the_list(house).seen
    house.resident("new", "p2-b1", until=20)
    with pytest.raises(ListOutdated):
        confirmed(house, seen=read)


def test_confirming_some_places_leaves_the_list_as_it_was_read(house: Country) -> None:
    read = the_list(house).seen
    confirmed(house, "p2", seen=read)
    confirmed(house, "p3", seen=read)


def test_sent_twice_it_is_confirmed_once(house: Country) -> None:
    once = Once.of("house", "key", b"the same")
    assert confirmed(house, once=once) == confirmed(house, once=once)
    assert len(list_overviews(house.store, "s1", by=HOUSE)) == 1


def test_a_house_confirms_its_own_sites_only(house: Country) -> None:
    with pytest.raises(UnknownSite):
        current_list(house.store, "s2", by=HOUSE, now=at(0))
    with pytest.raises(UnknownPlace):
        confirmed(house, "far")
    assert current_list(house.store, "s2", by=HELPDESK, now=at(0)).ready == ("far",)


def test_when_something_is_due_everywhere_nothing_is_confirmed(house: Country) -> None:
    for place in ("p2", "p3"):
        house.resident(f"late-{place}", f"{place}-b1", until=5)
    house.resident("a", "shared-b1", until=5)
    with house.store.writing() as session:
        session.get_one(Stay, "stay-h1").expected_end = night(5)
    with pytest.raises(SomethingIsDue):
        confirmed(house, days=6)


def test_confirming_settles_the_site_first(house: Country) -> None:
    house.resident("late", "p2-b1", until=2)
    confirmed(house, "p3", days=5)
    late = next(p for p in the_list(house, 5).places if p.place == "p2")
    assert late.beds[0].placement == "pl-late"
    assert late.beds[0].expected_end == night(5) - timedelta(days=3)
