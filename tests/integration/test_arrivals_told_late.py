"""An arrival counts from the night on which somebody came, also where it is reported later."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from placement.errors import BedNoLongerFree, InvalidFacts, TransitionNotAllowed
from placement.service.beds.holding import leave_for
from placement.service.beds.placing import Acceptance, place
from placement.service.beds.releasing import arrive, release, report_no_show
from placement.service.beds.settling import settle_site
from placement.store.journal import entries_of
from placement.store.nights import tonight_at
from placement.store.register.availability import read_availability
from placement.store.tables import Occupancy, Placement, Stay, TemporaryShelter
from tests.builders_store import HELPDESK, NOW, TERMS, Country, an_order, at, night
from tests.invariants import broken_invariants


@pytest.fixture
def house(country: Country) -> Iterator[Country]:
    """A room, and somebody who is to come tonight."""
    country.site()
    country.place("p1")
    country.place("short", max_nights=14)
    country.referral("h1")
    yield country
    with country.store.reading() as session:
        assert broken_invariants(session, at(4)) == []


def came(house: Country, placement: str, on: int | None, now: datetime) -> Stay:
    told = None if on is None else night(on)
    stay = arrive(house.store, placement, on=told, by=HELPDESK, now=now, new_id=house.new_id)
    with house.store.reading() as session:
        return session.get_one(Stay, stay)


def test_an_arrival_told_later_counts_from_the_night_they_came(house: Country) -> None:
    placed = house.book("h1", "p1")
    stay = came(house, placed, 0, at(3))
    assert stay.began_on == night(0)
    with house.store.reading() as session:
        rows = session.scalars(select(Occupancy).where(Occupancy.placement_id == placed))
        assert [(row.begins, row.until) for row in rows] == [(night(0), night(10))]
        for number in range(4):
            site = read_availability(session, night(number), at(3)).by_site["s1"]
            assert site.occupied == 1
        told = entries_of(session, "placement", placed)[-1]
        assert told.facts == {"on": night(0).isoformat()}


def test_without_a_night_somebody_came_tonight(house: Country) -> None:
    assert came(house, house.book("h1", "p1"), None, at(3)).began_on == night(3)


def test_the_end_of_a_short_place_counts_from_the_night_they_came(house: Country) -> None:
    placed = house.book("h1", "short", until=14)
    assert came(house, placed, 0, at(4)).hard_end == night(14)


@pytest.mark.parametrize("on", [-1, 1, 4])
def test_nobody_came_before_they_were_to_come_or_on_a_night_to_come(
    house: Country, on: int
) -> None:
    placed = house.book("h1", "p1", begins=2)
    with pytest.raises(InvalidFacts) as refused:
        came(house, placed, on, at(3))
    assert [fault.field for fault in refused.value.faults] == ["on"]


def test_who_moved_on_left_on_the_night_of_the_arrival_elsewhere(house: Country) -> None:
    before = house.resident("r1", "p1-b1", wants_to_move=True)
    house.place("next")
    (moved,) = house.accept(an_order("r1", "next", begins=1, until=30, on=True))
    settle_site(house.store, "s1", now=at(3))
    assert came(house, moved, 1, at(3)).began_on == night(1)
    with house.store.reading() as session:
        assert session.get_one(Stay, "stay-r1").ended_on == night(1)
        rows = session.scalars(select(Occupancy).where(Occupancy.placement_id == before))
        assert {row.until for row in rows} == {night(1)}


def test_temporary_shelter_ends_on_the_night_of_the_arrival(house: Country) -> None:
    shelter = TemporaryShelter(
        id="t1",
        referral_id="r-h1",
        kind="hotel",
        began_on=tonight_at(NOW),
        arranged_by="helpdesk",
        arranged_at=NOW,
        check_due_at=NOW + timedelta(days=1),
    )
    house.write(shelter)
    came(house, house.book("h1", "p1", begins=1), 1, at(3))
    with house.store.reading() as session:
        assert session.get_one(TemporaryShelter, "t1").ended_on == night(1)


def test_nobody_failed_to_come_before_their_night(house: Country) -> None:
    placed = house.book("h1", "p1", begins=2)
    give = {"by": HELPDESK, "now": at(1)}
    with pytest.raises(TransitionNotAllowed) as refused:
        report_no_show(house.store, placed, reason="not seen", **give)  # type: ignore[arg-type]
    assert refused.value.facts["allowed"] == ("release",)
    release(house.store, placed, reason="will not come", **give)  # type: ignore[arg-type]
    again = house.book("h1", "p1", begins=2)
    report_no_show(house.store, again, reason="not seen", by=HELPDESK, now=at(2))
    with house.store.reading() as session:
        assert session.get_one(Placement, again).state == "no_show"


def nights_of(house: Country, placement: str) -> tuple[int, int]:
    """Give the nights of a placement, as numbers; its beds have the same."""
    with house.store.reading() as session:
        placed = session.get_one(Placement, placement)
        rows = session.scalars(select(Occupancy).where(Occupancy.placement_id == placement)).all()
        assert {(row.begins, row.until) for row in rows} == {(placed.begins, placed.until)}
        return (placed.begins - night(0)).days, (placed.until - night(0)).days


@pytest.mark.parametrize("is_on_the_way", [False, True])
def test_who_may_have_come_keeps_the_bed_until_somebody_reports(
    house: Country, *, is_on_the_way: bool
) -> None:
    placed = house.book("h1", "p1", until=2)
    if is_on_the_way:
        leave_for(house.store, placed, by=HELPDESK, now=NOW)
    for number in (2, 3, 6):
        settled = settle_site(house.store, "s1", now=at(number))
        assert (settled.displaced, settled.needing_a_person) == (frozenset(), frozenset())
        assert nights_of(house, placed) == (0, number + 1)
    with house.store.reading() as session:
        acts = [entry.act for entry in entries_of(session, "placement", placed)]
        assert acts.count("await_report") == 1
        assert read_availability(session, night(7), at(6)).by_site["s1"].usable == 1
    assert came(house, placed, 0, at(6)).began_on == night(0)


def test_nobody_is_booked_over_who_may_have_come(house: Country) -> None:
    house.referral("h2")
    placed = house.book("h1", "p1", until=2)
    with pytest.raises(BedNoLongerFree):
        house.book("h2", "p1", begins=3, until=9, now=at(3))
    report_no_show(house.store, placed, reason="not seen", by=HELPDESK, now=at(3))
    assert house.book("h2", "p1", begins=3, until=9, now=at(3))


def test_who_comes_next_waits_for_the_report_on_who_was_to_come_before(house: Country) -> None:
    house.referral("h2")
    follows = house.book("h2", "p1", begins=2, until=9)
    placed = house.book("h1", "p1", until=2)
    with pytest.raises(BedNoLongerFree) as refused:
        came(house, follows, None, at(2))
    assert refused.value.facts["changed"] == ("not_reported",)
    settle_site(house.store, "s1", now=at(2))
    assert (nights_of(house, placed), nights_of(house, follows)) == ((0, 3), (3, 9))
    report_no_show(house.store, placed, reason="not seen", by=HELPDESK, now=at(2))
    assert came(house, follows, None, at(2)).began_on == night(2)


def test_a_hold_whose_nights_are_over_promises_nothing(house: Country) -> None:
    terms = replace(TERMS, hold_for=timedelta(days=9))
    order = Acceptance(orders=(an_order(until=1),), reason="still calling", hold=True)
    given = {"by": HELPDESK, "now": NOW, "new_id": house.new_id}
    (held,) = place(house.store, order, terms=terms, **given)  # type: ignore[arg-type]  # mixed values
    assert settle_site(house.store, "s1", now=at(1)).displaced == {held}
