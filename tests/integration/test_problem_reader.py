"""From rows to the facts that the solver is told: every field, the settled view, few queries."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from placement.lifecycle import ReferralState
from placement.service.beds.releasing import depart
from placement.store.codes import UntilBasis
from placement.store.tables import Bed, Contract, RegionalCoordination
from solver.codes import (
    Freshness,
    OccupancyKind,
    SexPolicy,
    Use,
)
from tests.builders_rows import LONG_AGO, an_occupancy
from tests.builders_store import HELPDESK, NOW, Country, an_order, at, night
from tests.reading import problem_of, words


@pytest.fixture
def house(country: Country) -> Country:
    country.site("s1", "province:drenthe", "police_unit:noord", security=2)
    country.place("one", 2)
    return country


def test_a_place_is_told_with_its_whole_profile(house: Country) -> None:
    house.place(
        "two",
        2,
        use=Use.SHARED_ROOM,
        scheme_code="VO",
        sex_policy=SexPolicy.WOMEN,
        oldest_child=12,
        oldest_boy=11,
        features=frozenset({"garden"}),
        offers=frozenset({"trauma"}),
        spoken_here=frozenset({"nl"}),
        cannot_admit=frozenset({"addiction"}),
        accepts_unclear=True,
        stated_terms=frozenset({"local"}),
        closes=night(7),
        max_nights=5,
        nights_lost_when_asked=2,
        confirmed_at=at(-10),
    )
    told = problem_of(house).place_by_id["two"]  # type: ignore[index]
    assert (told.site, told.scheme, told.mode) == ("s1", "VO", "mediate")
    assert (told.use, told.beds) == (Use.SHARED_ROOM, ("two-b1", "two-b2"))
    assert (told.sex_policy, told.oldest_child, told.oldest_boy) == (SexPolicy.WOMEN, 12, 11)
    assert words(told.features, told.offers, told.spoken_here) == [{"garden"}, {"trauma"}, {"nl"}]
    assert words(told.cannot_admit, told.stated_terms) == [{"addiction"}, {"local"}]
    assert (told.accepts_unclear, told.accepts_without_status) == (True, False)
    assert (told.closes, told.max_nights, told.nights_lost_when_asked) == (night(7), 5, 2)
    assert told.regions == {"province:drenthe", "police_unit:noord"}
    assert (told.security, told.freshness) == (2, Freshness.LAST_WEEK)


@pytest.mark.parametrize(
    ("hours", "out_of_hours", "first"),
    [(0, False, 0), (2, False, 0), (2.1, False, 1), (12, False, 1), (12, True, 0)],
)
def test_a_house_admits_until_its_last_hour_and_with_a_roster_all_night(
    country: Country, hours: float, first: int, *, out_of_hours: bool
) -> None:
    # The clock stands at three in the afternoon; the last arrival is at five.
    country.site(admits_until="17:00", out_of_hours=out_of_hours)
    country.place()
    [place] = problem_of(country, NOW + timedelta(hours=hours)).places
    assert place.admits_from == night(first)


def test_two_in_the_morning_is_still_the_night_before(house: Country) -> None:
    before_noon = datetime(2026, 3, 3, 10, 59, tzinfo=UTC)
    assert problem_of(house, before_noon).tonight == night(0)
    assert problem_of(house, before_noon + timedelta(minutes=1)).tonight == night(1)


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (7, Freshness.THIS_WEEK),
        (8, Freshness.LAST_WEEK),
        (15, Freshness.THIS_MONTH),
        (32, Freshness.OLDER),
        (None, Freshness.OLDER),
    ],
)
def test_a_vacancy_is_as_fresh_as_its_confirmation(
    house: Country, days: int | None, band: Freshness
) -> None:
    house.place("two", confirmed_at=None if days is None else at(-days))
    assert problem_of(house).place_by_id["two"].freshness is band  # type: ignore[index]


def test_an_end_that_nobody_reported_frees_no_bed(house: Country) -> None:
    house.resident("r1", "one-b1", until=4)
    [taken] = problem_of(house).occupancies
    assert (taken.until, taken.kind, taken.household) == (night(10), OccupancyKind.STAY, "r1")
    depart(house.store, "pl-r1", on=night(4), destination="home", by=HELPDESK, now=NOW)
    [taken] = problem_of(house).occupancies
    assert taken.until == night(4)


def test_an_arranged_referral_is_no_longer_a_question_but_its_bed_is_taken(house: Country) -> None:
    house.referral("h1")
    house.book("h1", "one", begins=2, until=8)
    problem = problem_of(house)
    assert problem.households == ()
    [taken] = problem.occupancies
    assert (taken.begins, taken.until, taken.kind) == (night(2), night(10), OccupancyKind.HOLD)


def test_drafts_and_ended_referrals_are_not_told(house: Country) -> None:
    house.referral("h1", state=ReferralState.DRAFT)
    house.referral("h2", state=ReferralState.ENDED)
    assert problem_of(house).households == ()


def test_a_bed_that_comes_or_goes_is_there_only_on_its_nights(house: Country) -> None:
    house.write(
        Bed(id="late", place_id="one", member_from=night(3)),
        Bed(id="leaving", place_id="one", member_from=LONG_AGO, member_until=night(6)),
        Bed(id="gone", place_id="one", member_from=LONG_AGO, member_until=night(0)),
    )
    problem = problem_of(house)
    assert problem.places[0].beds == ("late", "leaving", "one-b1", "one-b2")
    assert [(o.bed, o.begins, o.until) for o in problem.occupancies] == [
        ("late", night(0), night(3)),
        ("leaving", night(6), night(10)),
    ]


def test_closed_places_and_those_of_no_scheme_in_force_are_not_told(house: Country) -> None:
    house.place("closed", closes=night(0))
    house.place("soon", opens=night(4))
    problem = problem_of(house)
    assert {p.id: p.admits_from for p in problem.places} == {"one": night(0), "soon": night(4)}


def test_a_chain_that_was_accepted_reads_as_facts(house: Country) -> None:
    house.place("two")
    house.resident("r1", "two-b1", wants_to_move=True)
    house.referral("h1")
    house.accept(
        an_order("r1", "one", begins=2, until=30, on=True),
        an_order("h1", "two", begins=2, until=20),
    )
    told = {(o.household, o.bed): (o.begins, o.until) for o in problem_of(house).occupancies}
    assert told == {
        ("r1", "two-b1"): (night(-20), night(2)),
        ("r1", "one-b1"): (night(2), night(30)),
        ("h1", "two-b1"): (night(2), night(20)),
    }


def test_reading_asks_no_more_queries_for_more_rows(house: Country) -> None:
    def count() -> int:
        asked: list[str] = []
        engine = house.store.engine

        def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
            asked.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        problem_of(house)
        event.remove(engine, "before_cursor_execute", note)
        assert not any("registration" in statement for statement in asked)
        return len(asked)

    before = count()
    for number in range(5):
        house.place(f"more-{number}")
        house.resident(f"r{number}", f"more-{number}-b1", wants_to_move=True)
        house.referral(f"h{number}")
    assert count() == before


def test_an_outside_client_takes_the_room_and_names_nobody(house: Country) -> None:
    client = an_occupancy(
        "one-b1", "one", kind=OccupancyKind.OUTSIDE, use_key="party-1", basis=UntilBasis.OPEN
    )
    house.write(client)
    [taken] = problem_of(house).occupancies
    assert (taken.kind, taken.room_key, taken.household) == (
        OccupancyKind.OUTSIDE,
        "party-1",
        None,
    )


@pytest.mark.parametrize(
    ("facts", "has_one"),
    [
        ({}, True),
        ({"from_age": 23}, True),
        ({"organisation": "CoMensha"}, False),
        ({"begins": night(1)}, False),
        ({"until": night(0)}, False),
        ({"begins": night(0), "until": night(1)}, True),
        ({"region_code": "police_unit:oost"}, False),
    ],
)
def test_a_zorgcoordinator_works_where_the_region_has_one_of_its_own_tonight(
    house: Country, facts: dict[str, Any], has_one: object
) -> None:
    house.site("s2", "police_unit:oost")
    lawful: dict[str, Any] = {"region_code": "province:drenthe", "organisation": "GGD Drenthe"}
    house.write(RegionalCoordination(id="c1", **(lawful | facts)))
    assert problem_of(house).place_by_id["one"].has_zorgcoordinator is has_one  # type: ignore[index]


@pytest.mark.parametrize(
    ("changed", "beds"),
    [
        ({}, 1),
        ({"crisis_reserve": 3}, 2),
        ({"crisis_reserve": 0}, None),
        ({"lot": "women"}, 1),
        ({"lot": "men"}, None),
        ({"scheme_code": "VO", "lot": "men"}, None),
        ({"site_id": "s2"}, None),
        ({"site_id": None}, None),
        ({"until": night(0)}, None),
        ({"begins": night(30)}, None),
    ],
)
def test_a_crisis_reserve_is_kept_among_the_places_of_its_contract(
    country: Country, changed: dict[str, Any], beds: int | None
) -> None:
    country.site("s1", "province:drenthe")
    country.site("s2")
    country.place("one", 2, lot="women")
    country.place("other", 2, scheme_code="VO", lot="women")
    lawful: dict[str, Any] = {
        "site_id": "s1",
        "scheme_code": "COSM",
        "begins": night(-9),
        "places": 5,
        "crisis_reserve": 1,
    }
    country.write(Contract(id="c1", **(lawful | changed)))
    reserves = problem_of(country).reserves
    assert [(r.id, r.places, r.beds) for r in reserves] == (
        [] if beds is None else [("c1", ("one",), beds)]
    )
    assert all(r.begins == night(-9) < r.until for r in reserves)
