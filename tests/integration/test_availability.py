"""The three numbers and the outflow pressure, each with its cause and its age."""

from datetime import timedelta

import pytest

from placement.policy import Role
from placement.service.beds.releasing import depart, release
from placement.store.codes import Readiness, UntilBasis
from placement.store.facts.problem_reader import Scope
from placement.store.following.outflow import OutflowPressure, Urge, read_outflow
from placement.store.register.availability import Availability, ThreeNumbers, read_availability
from placement.store.tables import Bed, Blocker, Contract
from solver.codes import OccupancyKind, Use
from solver.rulebook import RULEBOOK
from tests.builders_rows import LONG_AGO, an_account, an_occupancy
from tests.builders_store import HELPDESK, NOW, Country, at, night


@pytest.fixture
def house(country: Country) -> Country:
    """Two sites in two provinces."""
    country.site("s1", "province:drenthe")
    country.site("s2", "province:zeeland")
    return country


def numbers(
    country: Country,
    sites: frozenset[str] | None = None,
    *,
    on: int = 0,
    now: int = 0,
    known: int | None = None,
) -> Availability:
    """Read the three numbers; whatever they are, they must add up."""
    known_at = None if known is None else at(known)
    with country.store.reading() as session:
        found = read_availability(session, night(on), at(now), known_at, sites=sites)
    everything = [
        *(p.numbers for p in found.places),
        *found.by_site.values(),
        *found.by_scheme.values(),
        *found.by_region.values(),
    ]
    for one in everything:
        assert one.capacity == one.occupied + one.usable + sum(one.causes.values())
    return found


def in_short(one: ThreeNumbers) -> tuple[int, int, int, dict[str, int]]:
    return one.capacity, one.occupied, one.usable, dict(one.causes)


def test_every_bed_that_is_neither_occupied_nor_usable_has_its_cause(house: Country) -> None:
    house.place("family", 3)
    house.place("free", 2, use=Use.SHARED_ROOM)
    house.place("broken")
    house.place("promised")
    house.place("soon", opens=night(5))
    house.place("gone", closes=night(0))
    house.resident("r1", "family-b1")
    house.referral("h1")
    house.book("h1", "promised")
    house.write(
        an_occupancy(
            "broken-b1",
            "broken",
            kind=OccupancyKind.OUTAGE,
            cause="repair",
            basis=UntilBasis.OPEN,
        )
    )
    found = numbers(house)
    assert in_short(found.by_site["s1"]) == (
        7,
        1,
        2,
        {"taken_whole": 2, "outage:repair": 1, "promised": 1},
    )
    assert found.by_region["province:drenthe"] == found.by_site["s1"]


def test_a_stay_that_nobody_reported_as_ended_is_still_occupied(house: Country) -> None:
    house.place("one")
    house.resident("r1", "one-b1", until=-2)
    assert in_short(numbers(house).by_scheme["COSM"]) == (1, 1, 0, {})


def test_a_shared_room_with_one_woman_has_a_usable_bed(house: Country) -> None:
    house.place("shared", 2, use=Use.SHARED_ROOM)
    house.resident("r1", "shared-b1")
    assert in_short(numbers(house).by_scheme["COSM"]) == (2, 1, 1, {})


def test_capacity_is_what_a_contract_funds_and_the_difference_is_named(house: Country) -> None:
    house.place("one", 2)
    house.place("two", site_id="s2")

    def contract(name: str, places: int, site: str | None, begins: int, until: int) -> Contract:
        return Contract(
            id=name,
            scheme_code="COSM",
            site_id=site,
            begins=night(begins),
            until=night(until),
            places=places,
        )

    house.write(
        contract("over", 9, "s1", -20, 0),
        contract("s1", 5, "s1", 0, 9),
        contract("total", 8, None, -9, 9),
    )
    found = numbers(house)
    assert in_short(found.by_site["s1"]) == (5, 0, 2, {"not_in_register": 3})
    assert in_short(found.by_site["s2"]) == (1, 0, 1, {})
    assert in_short(found.by_scheme["COSM"]) == (8, 0, 3, {"not_in_register": 5})


def test_a_figure_is_as_old_as_its_oldest_part(house: Country) -> None:
    house.place("fresh", confirmed_at=at(-1))
    house.place("old", confirmed_at=at(-9))
    house.place("never", site_id="s2", confirmed_at=None)
    found = numbers(house)
    assert found.by_site["s1"].oldest_confirmation == at(-9)
    assert found.by_site["s2"].oldest_confirmation is None
    assert found.by_scheme["COSM"].oldest_confirmation is None


def test_an_institution_reads_the_numbers_of_its_own_sites(house: Country) -> None:
    house.place("one")
    house.place("two", site_id="s2")
    found = numbers(house, sites=frozenset({"s2"}))
    assert [p.place for p in found.places] == ["two"]
    assert set(found.by_site) == {"s2"}


def pressure(country: Country) -> OutflowPressure:
    with country.store.reading() as session:
        return read_outflow(session, NOW, Scope(horizon_nights=30), RULEBOOK)


def test_each_household_that_must_leave_counts_once_in_its_most_pressing_group(
    house: Country,
) -> None:
    ends = {"past": 0, "near": 14, "later": 15, "far": 31}
    for name, number in ends.items():
        house.place(f"p-{name}")
        house.resident(name, f"p-{name}-b1", stay={"right_ends": night(number)})
    house.place("p-ready")
    house.resident("ready", "p-ready-b1", stay={"readiness": Readiness.READY})
    found = pressure(house)
    assert {one.household: one.urge for one in found.leaving} == {
        "past": Urge.PAST_RIGHT,
        "near": Urge.WITHIN_14,
        "later": Urge.WITHIN_30,
        "ready": Urge.READY,
    }
    assert set(found.by_scheme["COSM"].households.values()) == {1}
    assert found.by_region["province:drenthe"] == found.by_site["s1"]


def test_the_nights_past_the_right_and_what_blocks_are_named(house: Country) -> None:
    house.place("one")
    house.resident(
        "r1",
        "one-b1",
        stay={"right_ends": night(-4), "confirmed_at": NOW - timedelta(days=3)},
    )
    house.write(
        Blocker(
            id="b",
            stay_id="stay-r1",
            code="no_housing",
            owner="m",
            opened_on=night(-3),
            next_contact_on=night(4),
        ),
        Blocker(
            id="c",
            stay_id="stay-r1",
            code="solved",
            owner="m",
            opened_on=LONG_AGO,
            closed_on=night(-9),
            next_contact_on=night(-9),
        ),
    )
    [one] = pressure(house).leaving
    assert (one.nights_past_right, one.blockers) == (4, ("no_housing",))
    assert one.confirmed_at == at(-3)


def test_exits_are_the_usable_places_that_no_rule_bars(house: Country) -> None:
    house.place("one")
    house.place("open", site_id="s2")
    house.place("taken", site_id="s2")
    house.place("vo", site_id="s2", scheme_code="VO", opens=night(40))
    house.resident("other", "taken-b1")
    house.resident("r1", "one-b1", wants_to_move=True, stay={"right_ends": night(1)})
    found = pressure(house)
    assert [one.exits for one in found.leaving] == [frozenset({"open"})]
    assert found.by_scheme["COSM"].exits == 1


def test_a_night_that_has_passed_shows_who_slept_there(house: Country) -> None:
    house.place("one")
    house.place("two", opens=night(-5))
    house.resident("r1", "one-b1", until=4)
    assert in_short(numbers(house, on=-7).by_scheme["COSM"]) == (1, 1, 0, {})
    assert in_short(numbers(house, on=-3).by_scheme["COSM"]) == (2, 1, 1, {})
    assert in_short(numbers(house, on=-21).by_scheme["COSM"]) == (1, 0, 1, {})


def test_a_stay_that_nobody_reported_as_ended_was_slept_since(house: Country) -> None:
    house.place("one")
    house.resident("r1", "one-b1", until=-4)
    assert in_short(numbers(house, on=-2).by_scheme["COSM"]) == (1, 1, 0, {})


def test_what_is_only_expected_to_be_free_is_not_usable_yet(house: Country) -> None:
    house.place("one", 2)
    house.resident("r1", "one-b1", until=4)
    assert in_short(numbers(house, on=3).by_scheme["COSM"]) == (2, 1, 0, {"taken_whole": 1})
    assert in_short(numbers(house, on=4).by_scheme["COSM"]) == (2, 0, 0, {"expected_free": 2})


def test_a_reported_departure_makes_a_bed_usable_on_that_night(house: Country) -> None:
    house.place("one")
    stays = house.resident("r1", "one-b1", until=9)
    depart(house.store, stays, on=night(3), destination="own_home", by=HELPDESK, now=NOW)
    assert in_short(numbers(house, on=2).by_scheme["COSM"]) == (1, 1, 0, {})
    assert in_short(numbers(house, on=3).by_scheme["COSM"]) == (1, 0, 1, {})


def test_what_was_known_on_a_day_stays_what_it_was(house: Country) -> None:
    house.place("one")
    house.referral("h1")
    placement = house.book(begins=4, until=8, place_id="one")
    assert in_short(numbers(house, on=5).by_scheme["COSM"]) == (1, 0, 0, {"promised": 1})
    release(house.store, placement, reason="not coming", by=HELPDESK, now=at(2))
    assert in_short(numbers(house, on=5, now=2).by_scheme["COSM"]) == (1, 0, 1, {})
    then = numbers(house, on=5, now=2, known=1).by_scheme["COSM"]
    assert in_short(then) == (1, 0, 0, {"promised": 1})
    after = numbers(house, on=5, now=2, known=2).by_scheme["COSM"]
    assert in_short(after) == (1, 0, 1, {})


def test_what_was_written_down_two_years_ahead_was_known_from_then_on(house: Country) -> None:
    house.place("one")
    house.write(
        an_occupancy(
            "one-b1",
            "one",
            kind=OccupancyKind.OUTAGE,
            cause="repair",
            begins=night(729),
            until=night(733),
        )
    )
    for number in (728, 729, 731, 732, 733):
        assert numbers(house, on=number, known=0).places == numbers(house, on=number).places
    assert numbers(house, on=730, known=0).by_site["s1"].usable == 0


def test_a_bed_that_was_added_later_was_not_known_before(house: Country) -> None:
    house.place("one")
    with house.store.writing(at(3)) as session:
        session.add(Bed(id="one-b2", place_id="one", member_from=night(-9)))
    assert numbers(house, on=0, now=4).by_site["s1"].capacity == 2
    assert numbers(house, on=0, now=4, known=2).by_site["s1"].capacity == 1
    assert numbers(house, on=0, now=4, known=3).by_site["s1"].capacity == 2


def test_as_known_now_is_the_same_as_what_is_known(house: Country) -> None:
    house.place("one", 2)
    house.place("shared", 2, use=Use.SHARED_ROOM)
    house.resident("r1", "one-b1", until=4)
    house.resident("r2", "shared-b1", until=9)
    house.referral("h1")
    house.book("h1", "shared", begins=1, until=5)
    for number in range(-22, 15):
        told = numbers(house, on=number)
        known = numbers(house, on=number, known=0)
        assert known.places == told.places, number
        assert known.by_scheme == told.by_scheme


def test_a_figure_names_the_organisation_that_confirmed_it(house: Country) -> None:
    house.write(an_account("carer", Role.INSTITUTION, institution_id="house"))
    house.place("one", confirmed_by="carer", confirmed_at=at(-2))
    house.place("two", confirmed_by="helpdesk")
    assert numbers(house).by_site["s1"].confirmed_by == "House"
    assert [p.numbers.confirmed_by for p in numbers(house).places] == ["House", "CoMensha"]
