"""What the database refuses of a room whose use changed: its beds stay the same beds."""

from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import pytest
from sqlalchemy import delete, select, text, update

from placement.errors import BedNoLongerFree
from placement.store.database.migrating import downgrade
from placement.store.database.promises import Promise
from placement.store.tables import (
    Occupancy,
    SameBed,
    SameRoom,
)
from solver.codes import OccupancyKind, Use
from tests.builders_rooms import CHANGE, beds_of, changed
from tests.builders_rows import an_occupancy
from tests.builders_store import NOW, Country, night
from tests.invariants import broken_invariants
from tests.refusals import on_statement, on_writing

MANY = 100
"""Rows after which reading all of them for each shows: half of its square."""


@pytest.fixture
def house(country: Country) -> Country:
    """A site with a single room of two beds."""
    country.site()
    country.place("old", 2)
    return country


@pytest.mark.parametrize(
    ("begins", "until", "refused"), [(CHANGE, 9, True), (6, 9, False), (5, 6, True)]
)
def test_a_bed_is_given_once_under_all_its_ids(
    house: Country, begins: int, until: int, *, refused: bool
) -> None:
    new = changed(house)
    [bed, other] = beds_of(house, new)
    nobody = {"kind": OccupancyKind.OUTAGE, "cause": "repair", "use_key": None}
    there = an_occupancy("old-b1", "old", begins=night(0), until=night(6), **nobody)
    told = {"begins": night(begins), "until": night(until), **nobody}
    again = an_occupancy(bed, new, Use.SHARED_ROOM, **told)
    assert on_writing(house, there, again) is (Promise.BED if refused else None)
    assert on_writing(house, an_occupancy(other, new, Use.SHARED_ROOM, **told)) is None


def test_a_room_is_used_in_one_way_a_night_under_all_its_ids(house: Country) -> None:
    new = changed(house)
    outside = {"kind": OccupancyKind.OUTSIDE, "until": night(6)}
    there = an_occupancy("old-b1", "old", use_key="party", begins=night(0), **outside)
    told = {"use_key": "F", "begins": night(5), "kind": OccupancyKind.OUTSIDE}
    beside = an_occupancy(beds_of(house, new)[1], new, Use.SHARED_ROOM, until=night(9), **told)
    assert on_writing(house, there, beside) is Promise.ROOM


def test_a_stay_grows_into_no_bed_that_is_given_under_another_id(house: Country) -> None:
    new = changed(house)
    outside = {"kind": OccupancyKind.OUTSIDE, "use_key": "party"}
    house.write(
        an_occupancy("old-b1", "old", begins=night(0), until=night(4), **outside),
        an_occupancy(
            beds_of(house, new)[0], new, Use.SHARED_ROOM, begins=night(4), until=night(9), **outside
        ),
    )
    old = update(Occupancy).where(Occupancy.place_id == "old")
    assert on_statement(house, old.values(until=night(5))) is Promise.BED
    assert on_statement(house, old.values(until=night(3))) is None


def test_a_room_that_changed_twice_is_still_one_room(house: Country) -> None:
    second = changed(house)
    third = changed(house, Use.APARTMENT, on=8, of=second)
    outside = {"kind": OccupancyKind.OUTSIDE, "use_key": "party"}
    there = an_occupancy("old-b1", "old", begins=night(0), until=night(12), **outside)
    again = an_occupancy(
        beds_of(house, third)[0], third, Use.APARTMENT, begins=night(10), until=night(14), **outside
    )
    assert on_writing(house, there, again) is Promise.BED


@pytest.mark.parametrize("kind", ["postgresql"])
def test_no_history_is_read_for_a_room_that_never_changed(house: Country) -> None:
    """Asked of both columns of a pair at once, PostgreSQL read every occupancy for each new one."""
    read = text("SELECT seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'occupancy'")
    nobody = {"kind": OccupancyKind.OUTAGE, "cause": "repair", "use_key": None}
    with house.store.writing(NOW) as session:
        for number in range(MANY):
            nights = {"begins": night(number), "until": night(number + 1)}
            session.add(an_occupancy("old-b1", "old", **nights, **nobody))
            session.flush()
        assert session.scalar(read) < 10 * MANY


def test_what_a_room_was_is_never_rewritten(house: Country) -> None:
    new = changed(house)
    house.place("else", 2)
    for statement in (
        update(SameRoom).values(first_id="else"),
        update(SameBed).values(first_id="else-b1"),
        delete(SameRoom),
        delete(SameBed),
    ):
        assert on_statement(house, statement) is Promise.SAME_ROOM
    for row in (
        SameRoom(place_id="old", first_id="else"),
        SameRoom(place_id="else", first_id=new),
        SameBed(bed_id="else-b1", first_id="old-b1"),
    ):
        assert on_writing(house, row) is Promise.SAME_ROOM
    house.resident("r1", "else-b1")
    assert on_writing(house, SameRoom(place_id="else", first_id="old")) is Promise.SAME_ROOM


@pytest.mark.parametrize("first", [0, 1])
def test_who_takes_a_room_under_one_id_waits_for_whoever_takes_it_under_the_other(
    house: Country, first: int
) -> None:
    new = changed(house)
    outside = {"kind": OccupancyKind.OUTSIDE, "begins": night(3), "until": night(6)}
    rows = [
        an_occupancy("old-b1", "old", use_key="party", **outside),
        an_occupancy(beds_of(house, new)[1], new, Use.SHARED_ROOM, use_key="F", **outside),
    ]
    with ThreadPoolExecutor(1) as pool:
        with house.store.writing(NOW) as session:
            session.add(rows[first])
            session.flush()
            other = pool.submit(house.write, rows[1 - first])
            # It must not get through while the other one is not committed.
            assert wait([other], timeout=1).done == set()
        with pytest.raises(BedNoLongerFree):
            other.result(30)


def test_a_migration_undone_and_done_again_finds_the_rooms_in_the_journal(house: Country) -> None:
    third = changed(house, Use.APARTMENT, on=8, of=changed(house))
    house.resident("r1", "old-b1", until=20)

    def told() -> list[Any]:
        with house.store.reading() as session:
            return [
                *session.execute(select(SameRoom.place_id, SameRoom.first_id).order_by("place_id")),
                *session.execute(select(SameBed.bed_id, SameBed.first_id).order_by("bed_id")),
            ]

    before = told()
    assert len(before) == 6
    downgrade(house.store.engine, "0006")
    house.store.migrate()
    assert told() == before
    outage = {"kind": OccupancyKind.OUTAGE, "cause": "repair", "begins": night(9)}
    again = an_occupancy(beds_of(house, third)[0], third, Use.APARTMENT, **outage)
    assert on_writing(house, again) is Promise.BED


def test_the_invariants_see_a_bed_and_a_room_that_are_given_under_two_ids(house: Country) -> None:
    new = changed(house)
    drop = {
        "sqlite": [
            f"DROP TRIGGER a_changed_{what}_on_insert"
            for what in ("bed_is_never_given_twice", "room_has_one_use_a_night")
        ],
        "postgresql": ["DROP TRIGGER a_changed_room_is_one_room ON occupancy"],
    }
    with house.store.writing(NOW) as session:
        for statement in drop[house.store.engine.dialect.name]:
            session.execute(text(statement))
    outside = {"kind": OccupancyKind.OUTSIDE, "begins": night(3), "until": night(6)}
    house.write(
        an_occupancy("old-b1", "old", use_key="party", **outside),
        an_occupancy(beds_of(house, new)[0], new, Use.SHARED_ROOM, use_key="F", **outside),
    )
    with house.store.reading() as session:
        told = " ".join(broken_invariants(session, NOW))
    assert "a bed is given twice under two ids" in told
    assert "a room has two uses on one night under two ids" in told
