"""Settling: nobody's bed is given away because a date has passed, and whoever waits is moved on."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from placement.errors import BedNoLongerFree, NotLawful, TransitionNotAllowed, UnknownPlacement
from placement.lifecycle import PlacementState, ReferralState
from placement.policy import AccountId, Role, Subject
from placement.service.beds.releasing import arrive, depart, release
from placement.service.beds.settling import settle_every_site, settle_site
from placement.store.codes import UntilBasis
from placement.store.facts.problem_reader import Scope, read_problem
from placement.store.journal import entries_of
from placement.store.tables import Occupancy, Placement, Referral, Stay
from solver.codes import OccupancyKind, Sex, Use
from tests.builders_rows import a_placement, an_occupancy
from tests.builders_store import HELPDESK, NOW, Country, an_order, at, night


@pytest.fixture
def house(country: Country) -> Country:
    """Two single rooms and a shared room at one site."""
    country.site()
    country.place("one")
    country.place("two")
    country.place("shared", 2, use=Use.SHARED_ROOM)
    return country


def nights(country: Country, placement: str) -> tuple[int, int]:
    """Give the first and the last night of what a placement occupies, as numbers."""
    with country.store.reading() as session:
        rows = session.scalars(select(Occupancy).where(Occupancy.placement_id == placement)).all()
        begins, until = {r.begins for r in rows}, {r.until for r in rows}
    return (min(begins) - night(0)).days, (max(until) - night(0)).days


def test_a_stay_that_nobody_reported_as_ended_goes_on_until_tomorrow(house: Country) -> None:
    stays = house.resident("r1", "one-b1", until=3)
    settle_site(house.store, "s1", now=at(2))
    assert nights(house, stays) == (-20, 3)
    settle_site(house.store, "s1", now=at(5))
    assert nights(house, stays) == (-20, 6)


def test_settling_twice_changes_nothing_the_second_time(house: Country) -> None:
    house.resident("r1", "one-b1", until=3)
    assert settle_site(house.store, "s1", now=at(5)).changed
    again = settle_site(house.store, "s1", now=at(5))
    assert (again.changed, again.dropped) == ((), frozenset())


def test_a_reported_departure_ends_a_stay(house: Country) -> None:
    stays = house.resident("r1", "one-b1", until=10)
    depart(house.store, stays, on=night(3), destination="own_home", by=HELPDESK, now=NOW)
    assert nights(house, stays) == (-20, 3)
    settle_site(house.store, "s1", now=at(3))
    with house.store.reading() as session:
        assert session.get_one(Stay, "stay-r1").ended_on == night(3)
    assert nights(house, stays) == (-20, 3)


def test_who_has_arrived_elsewhere_does_not_stay_on_beside_who_does(house: Country) -> None:
    lived = house.resident("r1", "shared-b1", wants_to_move=True)
    stays = house.resident("r2", "shared-b2", until=2)
    (moves,) = house.accept(an_order("r1", "two", begins=2, until=30, on=True))
    arrive(house.store, moves, by=HELPDESK, now=at(2), new_id=house.new_id)
    settle_site(house.store, "s1", now=at(4))
    assert (nights(house, lived), nights(house, stays)) == ((-20, 2), (-20, 5))


def test_who_waits_for_a_bed_that_is_not_free_comes_a_night_later(house: Country) -> None:
    house.resident("r1", "one-b1", wants_to_move=True)
    house.referral("h1")
    _, waits = house.accept(
        an_order("r1", "two", begins=2, until=30, on=True),
        an_order("h1", "one", begins=2, until=20),
    )
    settle_site(house.store, "s1", now=at(2))
    assert nights(house, waits) == (3, 20)
    with house.store.reading() as session:
        placement = session.get_one(Placement, waits)
        assert (placement.begins, placement.state) == (night(3), PlacementState.ACCEPTED)
        acts = [entry.act for entry in entries_of(session, "placement", waits)]
        assert acts == ["place", "postpone"]


def test_who_has_no_nights_left_gives_way_and_is_open_again(house: Country) -> None:
    house.resident("r1", "one-b1", wants_to_move=True)
    house.referral("h1")
    _, waits = house.accept(
        an_order("r1", "two", begins=2, until=30, on=True),
        an_order("h1", "one", begins=2, until=3),
    )
    settle_site(house.store, "s1", now=at(2))
    with house.store.reading() as session:
        assert session.get_one(Placement, waits).state is PlacementState.DISPLACED
        assert session.get_one(Referral, "r-h1").state is ReferralState.OPEN
        assert not session.scalars(select(Occupancy).where(Occupancy.placement_id == waits)).all()


def test_who_is_on_the_way_is_never_displaced_by_a_machine(house: Country) -> None:
    house.resident("r1", "one-b1", wants_to_move=True)
    house.referral("h1")
    _, waits = house.accept(
        an_order("r1", "two", begins=2, until=30, on=True),
        an_order("h1", "one", begins=2, until=3),
    )
    with house.store.writing() as session:
        session.get_one(Placement, waits).state = PlacementState.ARRIVING
    settled = settle_site(house.store, "s1", now=at(2))
    assert settled.needing_a_person == {waits}
    assert nights(house, waits) == (3, 4)
    with house.store.reading() as session:
        assert session.get_one(Placement, waits).state is PlacementState.ARRIVING
        assert "call_for_a_person" in {
            entry.act for entry in entries_of(session, "placement", waits)
        }


def test_a_room_still_used_by_a_man_makes_a_woman_wait(house: Country) -> None:
    stays = house.resident("m", "shared-b1", sex=Sex.MALE)
    house.referral("f")
    depart(house.store, stays, on=night(2), destination="home", by=HELPDESK, now=NOW)
    waits = house.book("f", "shared", begins=2, until=20)
    with house.store.writing() as session:
        session.get_one(Stay, "stay-m").departs_on = None
    settle_site(house.store, "s1", now=at(2))
    assert nights(house, waits) == (3, 20)


def test_two_who_are_kept_apart_do_not_meet_because_one_stays_longer(house: Country) -> None:
    house.resident("r1", "one-b1", until=2)
    house.referral("h1", state=ReferralState.ARRANGED)
    house.write(
        a_placement("h1", "two", begins=2, until=20),
        an_occupancy(
            "two-b1",
            "two",
            household_id="h1",
            placement_id="pl-h1",
            kind=OccupancyKind.HOLD,
            use_key="h1",
            begins=night(2),
            until=night(20),
        ),
    )
    house.apart("h1", "r1")
    settle_site(house.store, "s1", now=at(2))
    with house.store.reading() as session:
        assert session.get_one(Placement, "pl-h1").state is PlacementState.DISPLACED


def test_a_hold_that_is_over_is_removed(house: Country) -> None:
    house.referral("h1", state=ReferralState.ARRANGED)
    house.write(
        a_placement(
            "h1",
            "one",
            begins=0,
            until=9,
            state=PlacementState.HELD,
            hold_expires_at=NOW + timedelta(hours=1),
        ),
        an_occupancy(
            "one-b1",
            "one",
            household_id="h1",
            placement_id="pl-h1",
            kind=OccupancyKind.HOLD,
            use_key="h1",
        ),
    )
    assert not settle_site(house.store, "s1", now=NOW + timedelta(minutes=59)).expired
    assert settle_site(house.store, "s1", now=NOW + timedelta(hours=1)).expired == {"pl-h1"}
    with house.store.reading() as session:
        assert session.get_one(Placement, "pl-h1").state is PlacementState.RELEASED
        assert session.get_one(Referral, "r-h1").state is ReferralState.OPEN


def test_an_outage_lasts_until_it_is_reported_over(house: Country) -> None:
    outage = an_occupancy(
        "one-b1",
        "one",
        kind=OccupancyKind.OUTAGE,
        cause="repair",
        basis=UntilBasis.OPEN,
        until=night(1),
    )
    house.write(outage)
    settle_site(house.store, "s1", now=at(4))
    with house.store.reading() as session:
        assert session.scalars(select(Occupancy)).one().until == night(5)


def test_the_reader_sees_what_settling_would_write(house: Country) -> None:
    house.resident("r1", "one-b1", until=3)
    with house.store.reading() as session:
        problem = read_problem(session, at(5), Scope(horizon_nights=10))
    [taken] = problem.occupancies
    assert (taken.bed, taken.until, taken.household) == ("one-b1", night(15), "r1")


def test_arriving_ends_the_stay_elsewhere_and_begins_one_here(house: Country) -> None:
    before = house.resident("r1", "one-b1", wants_to_move=True)
    [moved] = house.accept(an_order("r1", "two", begins=1, until=30, on=True))
    stay = arrive(house.store, moved, by=HELPDESK, now=at(1), new_id=house.new_id)
    assert (nights(house, before), nights(house, moved)) == ((-20, 1), (1, 30))
    with house.store.reading() as session:
        assert session.get_one(Stay, "stay-r1").ended_on == night(1)
        begun = session.get_one(Stay, stay)
        assert (begun.began_on, begun.right_ends, begun.ended_on) == (night(1), night(80), None)
        assert session.get_one(Referral, "on-r1").state is ReferralState.ENDED
        kinds = session.scalars(select(Occupancy.kind).where(Occupancy.placement_id == moved))
        assert list(kinds) == [OccupancyKind.STAY]


def test_nobody_arrives_in_a_bed_that_is_not_left_yet(house: Country) -> None:
    stays = house.resident("r1", "one-b1")
    house.referral("h1")
    depart(house.store, stays, on=night(2), destination="home", by=HELPDESK, now=NOW)
    waits = house.book("h1", "one", begins=2, until=20)
    with house.store.writing() as session:
        session.get_one(Stay, "stay-r1").departs_on = None  # it turns out not to be so
    with pytest.raises(BedNoLongerFree) as refused:
        arrive(house.store, waits, by=HELPDESK, now=at(2), new_id=house.new_id)
    assert refused.value.facts["changed"] == ("not_departed",)
    depart(house.store, stays, on=night(2), destination="home", by=HELPDESK, now=at(2))
    arrive(house.store, waits, by=HELPDESK, now=at(2), new_id=house.new_id)
    assert nights(house, waits) == (2, 20)


def test_nobody_arrives_more_than_a_night_early(house: Country) -> None:
    house.referral("h1")
    placed = house.book("h1", "one", begins=3, until=20)
    with pytest.raises(TransitionNotAllowed):
        arrive(house.store, placed, by=HELPDESK, now=at(1), new_id=house.new_id)
    arrive(house.store, placed, by=HELPDESK, now=at(2), new_id=house.new_id)


def test_a_house_sees_only_placements_at_its_own_sites(house: Country) -> None:
    house.referral("h1")
    placed = house.book("h1", "one")
    stranger = Subject(
        account=AccountId("x"), name="X", role=Role.INSTITUTION, sites=frozenset({"s2"})
    )
    with pytest.raises(UnknownPlacement):
        arrive(house.store, placed, by=stranger, now=NOW, new_id=house.new_id)


def test_nobody_arrives_early_where_somebody_to_be_kept_apart_still_is(house: Country) -> None:
    house.referral("h1")
    stays = house.resident("r1", "two-b1")
    house.apart("h1", "r1")
    depart(house.store, stays, on=night(1), destination="home", by=HELPDESK, now=NOW)
    placed = house.book("h1", "one", begins=1, until=20)
    with pytest.raises(NotLawful):
        arrive(house.store, placed, by=HELPDESK, now=at(0), new_id=house.new_id)


def test_a_departure_after_a_promise_to_others_is_refused(house: Country) -> None:
    stays = house.resident("r1", "one-b1")
    house.referral("h1")
    depart(house.store, stays, on=night(2), destination="home", by=HELPDESK, now=NOW)
    house.book("h1", "one", begins=2, until=20)
    with pytest.raises(BedNoLongerFree):
        depart(house.store, stays, on=night(4), destination="home", by=HELPDESK, now=NOW)


def test_every_site_is_settled(house: Country) -> None:
    house.site("s2")
    house.place("far", site_id="s2")
    stays = house.resident("r1", "far-b1", until=1)
    settle_every_site(house.store, now=at(4))
    assert nights(house, stays) == (-20, 5)


def test_releasing_frees_the_bed_and_the_referral(house: Country) -> None:
    house.referral("h1")
    house.referral("h2")
    placed = house.book("h1", "one")
    release(house.store, placed, reason="cannot come", by=HELPDESK, now=NOW)
    with house.store.reading() as session:
        assert session.get_one(Referral, "r-h1").state is ReferralState.OPEN
        assert session.get_one(Placement, placed).state is PlacementState.RELEASED
    assert house.book("h2", "one")


def test_a_released_move_promises_nothing_about_the_bed_that_was_to_be_left(
    house: Country,
) -> None:
    house.resident("r1", "one-b1", wants_to_move=True)
    [moved] = house.accept(an_order("r1", "two", begins=2, until=30, on=True))
    release(house.store, moved, reason="the house said no after all", by=HELPDESK, now=NOW)
    with house.store.reading() as session:
        problem = read_problem(session, NOW, Scope(horizon_nights=10))
    [taken] = problem.occupancies
    assert (taken.bed, taken.until) == ("one-b1", night(10))
