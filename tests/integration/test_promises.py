"""What the database refuses about beds and rooms, and what it lets through."""

from typing import Any

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from placement.errors import BedNoLongerFree
from placement.lifecycle import PlacementState
from placement.store.codes import UntilBasis
from placement.store.database.promises import Promise
from placement.store.tables import Bed, Occupancy, Place
from solver.codes import OccupancyKind, Use
from tests.builders_rows import a_placement
from tests.builders_store import NOW, Country, night
from tests.refusals import on_statement, on_writing, stay


@pytest.mark.parametrize(
    ("begins", "until", "refused"),
    [(3, 7, True), (4, 5, True), (0, 20, True), (7, 12, False), (0, 3, False), (6, 7, True)],
)
def test_a_bed_is_never_given_twice(
    rooms: Country, begins: int, until: int, *, refused: bool
) -> None:
    again = on_writing(
        rooms, stay("shared-b1", "f", 3, 7), stay("shared-b1", "f", begins, until, id="again")
    )
    assert again == (Promise.BED if refused else None)


def test_a_bed_out_of_use_is_not_given_at_all(rooms: Country) -> None:
    outage = stay(
        "shared-b1",
        "f",
        0,
        5,
        kind=OccupancyKind.OUTAGE,
        household_id=None,
        placement_id=None,
        use_key=None,
        cause="repair",
    )
    assert on_writing(rooms, outage, stay("shared-b1", "f", 4, 9)) is Promise.BED


def test_prolonging_over_somebody_else_is_refused(rooms: Country) -> None:
    rooms.write(stay("shared-b1", "f", 0, 5), stay("shared-b1", "f", 5, 9, id="later"))
    longer = update(Occupancy).where(Occupancy.begins == night(0)).values(until=night(6))
    shorter = update(Occupancy).where(Occupancy.begins == night(0)).values(until=night(4))
    assert on_statement(rooms, longer) is Promise.BED
    assert on_statement(rooms, shorter) is None


@pytest.mark.parametrize(
    ("begins", "until", "refused"), [(4, 9, True), (5, 9, False), (0, 1, True)]
)
def test_a_shared_room_never_mixes_women_and_men(
    rooms: Country, begins: int, until: int, *, refused: bool
) -> None:
    found = on_writing(rooms, stay("shared-b1", "f", 0, 5), stay("shared-b2", "m", begins, until))
    assert found == (Promise.ROOM if refused else None)


def test_a_shared_room_sleeps_two_of_one_sex(rooms: Country) -> None:
    other = stay("shared-b2", "m", 0, 5, use_key="F")
    assert on_writing(rooms, stay("shared-b1", "f", 0, 5), other) is None


def test_a_room_taken_whole_is_shared_with_nobody(rooms: Country) -> None:
    whole = stay("shared-b1", "f", 0, 5, use_key="f")
    assert on_writing(rooms, whole, stay("shared-b2", "m", 4, 6)) is Promise.ROOM


def test_moving_an_occupancy_into_a_room_used_otherwise_is_refused(rooms: Country) -> None:
    rooms.write(stay("shared-b1", "f", 0, 5), stay("shared-b2", "m", 5, 9))
    earlier = update(Occupancy).where(Occupancy.household_id == "m").values(begins=night(4))
    assert on_statement(rooms, earlier) is Promise.ROOM


def test_an_outage_uses_a_bed_and_no_room(rooms: Country) -> None:
    outage = stay(
        "shared-b2",
        "m",
        0,
        5,
        kind=OccupancyKind.OUTAGE,
        household_id=None,
        placement_id=None,
        use_key=None,
        cause="repair",
    )
    assert on_writing(rooms, stay("shared-b1", "f", 0, 5), outage) is None


@pytest.mark.parametrize(("begins", "refused"), [(4, True), (5, False)])
def test_a_household_sleeps_in_one_place(rooms: Country, begins: int, *, refused: bool) -> None:
    rooms.write(a_placement("f", "single", id="pl-2", state=PlacementState.ARRIVED))
    there = stay("shared-b2", "f", begins, 9, placement_id="pl-2")
    found = on_writing(rooms, stay("shared-b1", "f", 0, 5), there)
    assert found == (Promise.HOUSEHOLD if refused else None)


def test_a_household_may_be_promised_a_place_while_it_stays_elsewhere(rooms: Country) -> None:
    rooms.write(a_placement("f", "single", id="pl-2", state=PlacementState.ARRIVED))
    there = stay("shared-b2", "f", 2, 9, placement_id="pl-2", kind=OccupancyKind.HOLD)
    assert on_writing(rooms, stay("shared-b1", "f", 0, 5), there) is None


def test_an_occupancy_is_in_the_place_of_its_bed(rooms: Country) -> None:
    assert on_writing(rooms, stay("single-b1", "f", 0, 5)) is Promise.BED_PLACE
    rooms.write(stay("shared-b1", "f", 0, 5))
    moved = update(Bed).where(Bed.id == "shared-b1").values(place_id="single")
    assert on_statement(rooms, moved) is Promise.BED_PLACE
    free = update(Bed).where(Bed.id == "shared-b2").values(place_id="single")
    assert on_statement(rooms, free) is None


def test_an_occupancy_has_the_use_of_its_place(rooms: Country) -> None:
    wrong = stay("shared-b1", "f", 0, 5, place_use=Use.APARTMENT, use_key="f")
    assert on_writing(rooms, wrong) is Promise.PLACE_USE
    rooms.write(stay("shared-b1", "f", 0, 5))
    changed = update(Place).where(Place.id == "shared").values(use=Use.SINGLE_ROOM)
    assert on_statement(rooms, changed) is Promise.PLACE_USE
    unused = update(Place).where(Place.id == "single").values(use=Use.APARTMENT)
    assert on_statement(rooms, unused) is None


def test_only_a_shared_room_is_used_by_sex(rooms: Country) -> None:
    single: dict[str, Any] = {"place_id": "single", "place_use": Use.SINGLE_ROOM}
    by_sex = stay("single-b1", "f", 0, 5, use_key="F", **single)
    assert on_writing(rooms, by_sex) is Promise.SHARED_ONLY
    whole = stay("single-b1", "f", 0, 5, use_key="f", **single)
    assert on_writing(rooms, whole) is None


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"until": night(0), "begins": night(0)}, "an_occupancy_has_nights"),
        ({"placement_id": None, "household_id": None}, "a_hold_or_stay_has_its_placement"),
        ({"use_key": None}, "only_an_outage_uses_no_room"),
        ({"cause": "repair"}, "an_outage_has_its_cause"),
        ({"basis": "hope"}, "basis_is_known"),
        ({"begins": night(740), "until": night(750)}, "nobody_knows_a_night_so_far_ahead"),
    ],
)
def test_an_occupancy_that_cannot_be_is_refused(
    rooms: Country, kind: str, change: dict[str, object], constraint: str
) -> None:
    rooms.write(stay("shared-b1", "f", 0, 5))
    raw = {
        name: (value.isoformat() if hasattr(value, "isoformat") and kind == "sqlite" else value)
        for name, value in change.items()
    }
    settings = ", ".join(f"{name} = :{name}" for name in raw)
    with pytest.raises(DBAPIError, match=constraint), rooms.store.writing(NOW) as session:
        session.execute(text(f"UPDATE occupancy SET {settings}"), raw)  # noqa: S608 - names of this test


def test_the_error_of_a_lost_race_carries_no_values_of_the_row(rooms: Country) -> None:
    rooms.write(stay("shared-b1", "f", 3, 7))
    with pytest.raises(BedNoLongerFree) as lost:
        rooms.write(stay("shared-b1", "f", 4, 9))
    assert lost.value.facts == {"changed": ("a_bed_is_never_given_twice",)}
    assert "shared-b1" not in str(lost.value)


def test_an_outside_client_needs_only_a_use_of_the_room(rooms: Country) -> None:
    client = stay(
        "shared-b1",
        "f",
        0,
        5,
        kind=OccupancyKind.OUTSIDE,
        household_id=None,
        placement_id=None,
        basis=UntilBasis.OPEN,
    )
    assert on_writing(rooms, client, stay("shared-b2", "m", 2, 4)) is Promise.ROOM
