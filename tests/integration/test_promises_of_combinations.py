"""What the database refuses about combinations: half of one is never taken, nor given free."""

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from placement.api.framework.problems import CATALOGUE
from placement.errors.register import OnlyTogether
from placement.lifecycle import PlacementState
from placement.store.database.calling_in import call_in
from placement.store.database.promises import Promise
from placement.store.tables import Bed, CombinationRoom, Occupancy, Placement, Stay, TakenWhole
from solver.codes import OccupancyKind, Use
from tests.builders_rows import a_placement
from tests.builders_store import NOW, Country, night
from tests.refusals import on_statement, on_writing, refusal, stay


@pytest.fixture
def pair(rooms: Country) -> Country:
    """The shared and the single room, joined."""
    rooms.joined("pair", "shared", "single")
    return rooms


def bed(name: str, until: int = 7, **facts: object) -> Occupancy:
    """Build what the family f takes of one room."""
    room = name.partition("-")[0]
    use = Use.SHARED_ROOM if room == "shared" else Use.SINGLE_ROOM
    told = {"kind": OccupancyKind.HOLD, "use_key": "f", "place_id": room, "place_use": use}
    return stay(name, "f", 3, until, placement_id="pl-pair", **(told | facts))


def promised(state: PlacementState = PlacementState.ACCEPTED) -> Placement:
    return a_placement("f", "pair", id="pl-pair", state=state, begins=3, until=7)


def taken(pair: Country, *rows: Occupancy, state: PlacementState = PlacementState.ACCEPTED) -> None:
    with pair.store.writing(NOW) as session:
        session.add(promised(state))
        session.flush()
        session.add_all(rows)
        call_in(session)


@pytest.mark.parametrize(
    ("beds", "refused"),
    [
        ((), True),
        (("shared-b1",), True),
        (("shared-b1", "shared-b2"), True),
        (("shared-b1", "single-b1"), False),
        (("shared-b1", "shared-b2", "single-b2"), False),
    ],
)
def test_a_combination_is_taken_with_a_bed_in_each_of_its_rooms(
    pair: Country, beds: tuple[str, ...], *, refused: bool
) -> None:
    found = refusal(lambda: taken(pair, *map(bed, beds)))
    assert found == (Promise.WHOLE if refused else None)


def test_the_rooms_of_a_combination_are_taken_on_the_same_nights(pair: Country) -> None:
    uneven = refusal(lambda: taken(pair, bed("shared-b1"), bed("single-b1", until=6)))
    assert uneven is Promise.WHOLE


def take_half(pair: Country) -> None:
    with pair.store.writing(NOW) as session:
        session.add(promised())
        session.flush()
        session.add(bed("shared-b1"))


def test_a_transaction_cannot_end_with_half_a_combination(pair: Country) -> None:
    with pytest.raises(OnlyTogether):
        take_half(pair)
    with pair.store.reading() as session:
        assert session.get(Placement, "pl-pair") is None


def test_what_is_refused_at_the_end_of_a_transaction_has_its_name_and_is_no_fault(
    pair: Country,
) -> None:
    assert refusal(lambda: take_half(pair)) is Promise.WHOLE
    with pytest.raises(OnlyTogether) as refused:
        take_half(pair)
    assert refused.value.facts == {}
    assert CATALOGUE[type(refused.value)] == (409, "only-together")


def test_a_reference_that_is_refused_at_once_is_not_taken_for_one_that_is_put_off(
    pair: Country,
) -> None:
    with pytest.raises(IntegrityError), pair.store.writing(NOW) as session:
        session.add(Bed(id="x", place_id="nowhere", member_from=night(0)))


def test_half_a_combination_is_never_given_free(pair: Country) -> None:
    taken(pair, bed("shared-b1"), bed("single-b1"))
    single = Occupancy.bed_id == "single-b1"
    for half in (
        delete(Occupancy).where(single),
        update(Occupancy).where(single).values(until=night(6)),
        update(Occupancy).where(single).values(begins=night(4)),
    ):
        with pytest.raises(OnlyTogether), pair.store.writing(NOW) as session:
            session.execute(half)
    both = update(Occupancy).where(Occupancy.placement_id == "pl-pair").values(until=night(6))
    assert on_statement(pair, both) is None


def test_who_lives_in_a_combination_has_all_of_it_until_the_stay_has_ended(pair: Country) -> None:
    slept = [bed(name, kind=OccupancyKind.STAY) for name in ("shared-b1", "single-b1")]
    taken(pair, *slept, state=PlacementState.ARRIVED)
    pair.write(Stay(id="s", placement_id="pl-pair", household_id="f", began_on=night(3)))
    half = delete(Occupancy).where(Occupancy.bed_id == "single-b1")
    with pytest.raises(OnlyTogether), pair.store.writing(NOW) as session:
        session.execute(half)
    with pair.store.writing(NOW) as session:
        session.execute(half)
        session.execute(update(Stay).values(ended_on=night(3)))


def test_a_placement_that_has_ended_may_leave_half_of_what_it_had_behind(pair: Country) -> None:
    taken(pair, bed("shared-b1"), bed("single-b1"))
    with pair.store.writing(NOW) as session:
        session.execute(delete(Occupancy).where(Occupancy.bed_id == "single-b1"))
        session.execute(update(Placement).where(Placement.id == "pl-pair").values(state="released"))


def test_a_placement_elsewhere_lacks_no_room(pair: Country) -> None:
    pair.write(stay("shared-b1", "f", 0, 5))
    with pair.store.reading() as session:
        assert session.query(TakenWhole).count() == 0


def room(combination: str, name: str, **facts: str) -> CombinationRoom:
    told = {"site_id": "s1", "scheme_code": "COSM"} | facts
    return CombinationRoom(combination_id=combination, room_id=name, **told)


def test_a_combination_is_made_of_rooms(pair: Country) -> None:
    pair.place("other", 0)
    for wrong in (
        room("other", "other"),
        room("other", "pair"),
        room("shared", "other"),
        Bed(id="x", place_id="pair", member_from=night(0)),
    ):
        assert on_writing(pair, wrong) is Promise.ROOMS
    moved = update(Bed).where(Bed.id == "single-b2").values(place_id="pair")
    assert on_statement(pair, moved) is Promise.ROOMS


def test_the_rooms_of_a_combination_are_those_that_it_was_made_of(pair: Country) -> None:
    pair.place("third")
    rows = CombinationRoom.combination_id == "pair"
    assert on_statement(pair, delete(CombinationRoom).where(rows)) is Promise.ROOMS
    changed = update(CombinationRoom).where(CombinationRoom.room_id == "single")
    assert on_statement(pair, changed.values(room_id="third")) is Promise.ROOMS
    taken(pair, bed("shared-b1"), bed("single-b1"))
    assert on_writing(pair, room("pair", "third")) is Promise.ROOMS


@pytest.mark.parametrize("facts", [{"site_id": "s2"}, {"scheme_code": "VO"}])
def test_a_combination_and_its_rooms_are_of_one_house(pair: Country, facts: dict[str, str]) -> None:
    pair.site("s2")
    pair.place("third", 1, **facts)
    pair.place("fourth", 0)
    told = {"combination_id": "fourth", "room_id": "third", "site_id": "s1", "scheme_code": "COSM"}
    for told_of_room in ({}, facts):
        with pytest.raises(DBAPIError), pair.store.writing(NOW) as session:
            session.execute(insert(CombinationRoom).values(**(told | told_of_room)))
