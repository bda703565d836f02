"""Moving within a site: judged with everybody there, and what was slept stays where it was."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from placement.errors import (
    BedNoLongerFree,
    InvalidFacts,
    NotLawful,
    OtherScheme,
    UnknownPlace,
    VersionOutdated,
)
from placement.service.beds.rejudging import told
from placement.service.beds.releasing import depart
from placement.service.once import Once
from placement.service.stays.locks import ReadStay
from placement.service.stays.moving_within import move_within
from placement.service.stays.staying import show_stay
from placement.service.watching.tasks import list_tasks
from placement.store.codes import PersonRole, UntilBasis
from placement.store.tables import Occupancy, Place, Placement, Stay
from placement.store.tasks.values import TaskKind
from solver.codes import AgeBand, Sex, SexPolicy, Use
from tests.builders_offers import HOUSE
from tests.builders_rows import a_person
from tests.builders_store import HELPDESK, TERMS, Country, at, night
from tests.invariants import broken_invariants

READ = ReadStay("stay-h1")


@pytest.fixture
def house(country: Country) -> Iterator[Country]:
    """A woman in a single room, and other rooms at her site."""
    country.site()
    country.site("s2")
    country.place("p1")
    country.place("p2")
    country.place("shared", 2, use=Use.SHARED_ROOM)
    country.resident("h1", "p1-b1", until=10)
    yield country
    with country.store.reading() as session:
        assert broken_invariants(session, at(0)) == []


def move(house: Country, to: str, read: ReadStay = READ, days: int = 0) -> str:
    return move_within(
        house.store, read, to, by=HELPDESK, now=at(days), new_id=house.new_id, terms=TERMS
    )


def rows(house: Country, household: str = "h1") -> list[tuple[object, ...]]:
    with house.store.reading() as session:
        query = select(Occupancy).where(Occupancy.household_id == household)
        return [
            (r.bed_id, r.begins, r.until, r.use_key, r.basis)
            for r in session.scalars(query.order_by(Occupancy.begins))
        ]


def test_a_household_moves_and_what_was_slept_stays_where_it_was(house: Country) -> None:
    move(house, "p2")
    basis = UntilBasis.EXPECTED_END
    assert rows(house) == [
        ("p1-b1", night(-20), night(0), "h1", basis),
        ("p2-b1", night(0), night(10), "h1", basis),
    ]
    shown = show_stay(house.store, "stay-h1", by=HELPDESK, now=at(0))
    assert (shown.seen.place, shown.seen.beds, shown.seen.stay.version) == ("p2", ("p2-b1",), 2)
    assert shown.history[-1].act == "move_within"
    assert shown.history[-1].facts == {
        "from": "p1",
        "to": "p2",
        "beds": ["p2-b1"],
        "on": night(0).isoformat(),
    }
    house.referral("h2")
    house.book("h2", "p1", until=20)


def test_who_moved_stays_until_somebody_reports_the_departure(house: Country) -> None:
    move(house, "p2")
    depart(house.store, "pl-h1", on=night(15), destination="unknown", by=HELPDESK, now=at(14))
    assert [r[:3] for r in rows(house)][-1] == ("p2-b1", night(0), night(15))


def test_a_departure_before_the_move_reported_late_leaves_no_night_behind(house: Country) -> None:
    move(house, "p2", days=5)
    depart(house.store, "pl-h1", on=night(3), destination="unknown", by=HELPDESK, now=at(6))
    assert [r[:3] for r in rows(house)] == [("p1-b1", night(-20), night(3))]


def test_a_woman_in_a_shared_room_uses_it_with_women_only(house: Country) -> None:
    house.resident("man", "shared-b1", sex=Sex.MALE)
    with pytest.raises(BedNoLongerFree):
        move(house, "shared")
    assert len(rows(house)) == 1


def test_with_women_she_shares(house: Country) -> None:
    house.resident("h2", "shared-b1")
    move(house, "shared")
    assert rows(house)[-1][:4] == ("shared-b2", night(0), night(10), "F")


def test_a_room_that_is_taken_or_promised_is_not_free(house: Country) -> None:
    house.referral("h2")
    house.book("h2", "p2", begins=5, until=20)
    with pytest.raises(BedNoLongerFree):
        move(house, "p2")


def test_a_rule_of_living_there_holds(house: Country) -> None:
    house.place("men", sex_policy=SexPolicy.MEN)
    with pytest.raises(NotLawful) as refused:
        move(house, "men")
    assert refused.value.facts["rules"] == ("SEX-1",)


def test_a_house_is_told_of_its_own_criteria_and_its_beds_only() -> None:
    codes = ("CAP-1", "ELI-8", "SAF-3", "SEX-1", "WIS-1")
    assert told(codes, HOUSE) == ("CAP-1", "SEX-1")
    assert told(codes, HELPDESK) == codes


def test_a_right_that_has_ended_does_not_lock_somebody_in_a_room(house: Country) -> None:
    with house.store.writing() as session:
        session.get_one(Stay, "stay-h1").right_ends = night(-1)
    move(house, "p2")


def test_nobody_arrives_so_it_may_be_late(house: Country) -> None:
    with house.store.writing() as session:
        session.get_one(Place, "p2")
    move_within(
        house.store,
        READ,
        "p2",
        by=HELPDESK,
        now=at(0).replace(hour=22),
        new_id=house.new_id,
        terms=TERMS,
    )


def test_only_within_the_site_and_the_scheme(house: Country) -> None:
    house.place("far", site_id="s2")
    house.place("vo", scheme_code="VO")
    for place in ("far", "nowhere"):
        with pytest.raises(UnknownPlace):
            move(house, place)
    with pytest.raises(OtherScheme):
        move(house, "vo")
    with pytest.raises(InvalidFacts) as refused:
        move(house, "p1")
    assert [fault.code for fault in refused.value.faults] == ["there_already"]


def test_the_house_that_decides_itself_moves_its_own_people(house: Country) -> None:
    house.place("vo1", scheme_code="VO")
    house.place("vo2", scheme_code="VO")
    house.resident("h2", "vo1-b1")
    move(house, "vo2", ReadStay("stay-h2"))
    assert rows(house, "h2")[-1][0] == "vo2-b1"


def test_a_place_with_a_longest_stay_dates_the_end(house: Country) -> None:
    house.place("short", max_nights=25)
    move(house, "short")
    with house.store.reading() as session:
        assert session.get_one(Stay, "stay-h1").hard_end == night(5)
        assert session.get_one(Placement, "pl-h1").place_id == "short"


def test_who_arrived_tonight_moves_without_a_night_in_between(house: Country) -> None:
    move(house, "p2")
    move(house, "p1", ReadStay("stay-h1", 2))
    assert [r[:3] for r in rows(house)] == [
        ("p1-b1", night(-20), night(0)),
        ("p1-b1", night(0), night(10)),
    ]


def test_an_older_version_is_refused_and_a_key_acts_once(house: Country) -> None:
    read = ReadStay("stay-h1", 1, Once.of("helpdesk", "key", b"the same"))
    assert move(house, "p2", read) == move(house, "p2", read)
    with pytest.raises(VersionOutdated):
        move(house, "shared", ReadStay("stay-h1", 1))


def test_who_are_more_people_than_they_have_beds_take_one_more_where_they_live(
    house: Country,
) -> None:
    house.place("p3", 2)
    house.resident("h3", "p3-b1", until=10)
    read = ReadStay("stay-h3")
    with pytest.raises(InvalidFacts):
        move(house, "p3", read)
    # Born while the second bed was out of use.
    house.write(a_person("h3", 2, age=AgeBand.UNDER_4, role=PersonRole.CHILD))
    move(house, "p3", read)
    assert {row[:4] for row in rows(house, "h3")} == {
        ("p3-b1", night(-20), night(0), "h3"),
        ("p3-b1", night(0), night(10), "h3"),
        ("p3-b2", night(0), night(10), "h3"),
    }
    assert list_tasks(house.store, by=HELPDESK, now=at(0), kind=TaskKind.SHORT_OF_BEDS) == []
    shown = show_stay(house.store, "stay-h3", by=HELPDESK, now=at(0))
    assert shown.history[-1].act == "take_bed_more"
    with pytest.raises(InvalidFacts):
        move(house, "p3", read)


def test_no_bed_is_taken_more_where_none_is_free(house: Country) -> None:
    house.write(a_person("h1", 2, age=AgeBand.UNDER_4, role=PersonRole.CHILD))
    with pytest.raises(BedNoLongerFree):
        move(house, "p1")
    assert len(rows(house)) == 1
