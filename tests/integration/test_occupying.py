"""Beds out of use and clients from outside: nobody is displaced, and both last until reported."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from placement.errors import IdempotencyKeyReused, InvalidFacts, UnknownPlace
from placement.errors.register import AlreadyOver, BedsInUse, UnknownOccupation
from placement.policy import AccountId, Role, Subject
from placement.service.beds.settling import settle_every_site
from placement.service.once import Once
from placement.service.register.occupying import (
    NewOutage,
    NewOutsideClient,
    list_occupations,
    report_outage,
    report_outside_client,
    report_over,
    show_occupation,
)
from placement.service.requests.weighing import weigh_free_places, weigh_places
from placement.store.journal import entries_of
from placement.store.register.availability import read_availability
from placement.store.tables import CodeWord, Institution, Occupancy
from solver.codes import OccupancyKind, Sex, Use
from tests.builders_rows import a_person
from tests.builders_store import HELPDESK, NOW, TERMS, Country, at, night

CARER = Subject(
    account=AccountId("carer"), name="Carer", role=Role.INSTITUTION, sites=frozenset({"s1"})
)


@pytest.fixture
def house(country: Country) -> Country:
    """A single room, a shared room of two beds, and the cause "repair"."""
    country.site()
    country.place("one")
    country.place("shared", 2, use=Use.SHARED_ROOM)
    country.write(CodeWord(kind="outage_cause", code="repair", nl="reparatie", en="repair"))
    return country


def break_down(house: Country, place: str = "one", **changes: Any) -> str:  # noqa: ANN401 - of any kind
    act = {name: changes.pop(name) for name in ("by", "now", "new_id", "once") if name in changes}
    given = {"by": CARER, "now": NOW, "new_id": "out", **act}
    return report_outage(house.store, NewOutage(place=place, cause="repair", **changes), **given)


def let_in(house: Country, place: str, *beds: str, **changes: Any) -> str:  # noqa: ANN401 - of any kind
    act = {name: changes.pop(name) for name in ("by", "now", "new_id") if name in changes}
    given = {"by": CARER, "now": NOW, "new_id": "client", **act}
    return report_outside_client(
        house.store, NewOutsideClient(place=place, beds=beds, **changes), **given
    )


def causes(house: Country, place: str, on: int = 0, now: int = 0) -> tuple[int, dict[str, int]]:
    with house.store.reading() as session:
        found = read_availability(session, night(on), at(now)).places
    [numbers] = [one.numbers for one in found if one.place == place]
    return numbers.usable, dict(numbers.causes)


def rows(house: Country) -> list[tuple[str, int, int]]:
    with house.store.reading() as session:
        found = session.scalars(select(Occupancy).order_by(Occupancy.id)).all()
    return [(r.bed_id, (r.begins - night(0)).days, (r.until - night(0)).days) for r in found]


def test_a_bed_out_of_use_cannot_be_used_until_it_is_reported_over(house: Country) -> None:
    assert break_down(house) == "out"
    assert causes(house, "one") == (0, {"outage:repair": 1})
    assert causes(house, "one", on=9) == (0, {"outage:repair": 1})
    settle_every_site(house.store, now=at(3))
    assert causes(house, "one", on=3, now=3) == (0, {"outage:repair": 1})
    report_over(house.store, "out", by=CARER, now=at(3))
    assert causes(house, "one", on=3, now=3) == (1, {})
    assert rows(house) == [("one-b1", 0, 3)]
    assert list_occupations(house.store, by=CARER, now=at(3)) == []


def test_an_expected_end_is_a_forecast_and_frees_nothing(house: Country) -> None:
    break_down(house, expected_until=night(5))
    assert causes(house, "one", on=4) == (0, {"outage:repair": 1})
    assert causes(house, "one", on=5) == (0, {"expected_free": 1})
    settle_every_site(house.store, now=at(6))
    assert rows(house) == [("one-b1", 0, 7)]
    house.referral("h1")
    with pytest.raises(Exception, match="no longer free"):
        house.book("h1", "one", begins=6, until=9, now=at(6))


def test_an_outage_reported_over_early_was_never_there_from_then_on(house: Country) -> None:
    break_down(house, begins=night(3), expected_until=night(9))
    report_over(house.store, "out", on=night(5), by=CARER, now=at(1))
    assert show_occupation(house.store, "out", by=CARER, now=at(1)).reported_until == night(5)
    assert causes(house, "one", on=4) == (0, {"outage:repair": 1})
    assert causes(house, "one", on=5) == (1, {})
    report_over(house.store, "out", on=night(3), by=CARER, now=at(1))
    assert rows(house) == []


def test_a_whole_place_is_out_of_use_and_back_in_one_act(house: Country) -> None:
    break_down(house, "shared")
    assert causes(house, "shared") == (0, {"outage:repair": 2})
    [seen] = list_occupations(house.store, kind=OccupancyKind.OUTAGE, by=CARER, now=NOW)
    assert (seen.id, seen.beds, seen.expected_until) == ("out", ("shared-b1", "shared-b2"), None)
    report_over(house.store, "out", by=CARER, now=NOW)
    assert rows(house) == []


def refused(act: Callable[[], object]) -> tuple[object, object]:
    with pytest.raises(BedsInUse) as caught:
        act()
    return caught.value.facts["placements"], caught.value.facts["kinds"]


def test_what_is_promised_later_stands_in_the_way_of_an_outage_without_an_end(
    house: Country,
) -> None:
    house.referral("h1")
    promised = house.book("h1", "one", begins=4, until=8)
    assert refused(lambda: break_down(house)) == ((promised,), ("hold",))
    assert refused(lambda: break_down(house, expected_until=night(5))) == ((promised,), ("hold",))
    assert len(rows(house)) == 1
    break_down(house, expected_until=night(4))
    assert causes(house, "one", on=3) == (0, {"outage:repair": 1})


def test_who_is_there_is_never_expected_away(house: Country) -> None:
    stays = house.resident("r1", "one-b1", until=3)
    assert refused(lambda: break_down(house, begins=night(5))) == ((stays,), ("stay",))
    assert refused(lambda: break_down(house)) == ((stays,), ("stay",))


def test_the_free_bed_of_a_room_in_use_can_go_out_of_use(house: Country) -> None:
    house.resident("r1", "shared-b1", until=3)
    break_down(house, "shared", beds=("shared-b2",))
    assert causes(house, "shared") == (0, {"outage:repair": 1})


def test_a_client_from_outside_carries_only_the_use_of_the_room(house: Country) -> None:
    let_in(house, "shared", "shared-b1", use="F")
    assert causes(house, "shared") == (1, {})
    [seen] = list_occupations(house.store, kind=OccupancyKind.OUTSIDE, by=CARER, now=NOW)
    assert (seen.use, seen.beds, seen.cause) == ("F", ("shared-b1",), None)
    house.resident("r1", "shared-b2", until=3)
    with pytest.raises(BedsInUse):
        let_in(house, "shared", "shared-b2", use="F", new_id="other")
    with house.store.reading() as session:
        row = session.get_one(Occupancy, "client-1")
        assert (row.household_id, row.placement_id, row.use_key) == (None, None, "F")


def test_a_man_from_outside_does_not_come_into_a_room_of_women(house: Country) -> None:
    house.resident("r1", "shared-b1", until=3, sex=Sex.FEMALE)
    with pytest.raises(BedsInUse):
        let_in(house, "shared", "shared-b2", use="M")
    with pytest.raises(BedsInUse):
        let_in(house, "shared", "shared-b2")


def test_a_party_from_outside_takes_a_room_whole(house: Country) -> None:
    let_in(house, "shared", "shared-b1")
    assert causes(house, "shared") == (0, {"taken_whole": 1})
    [seen] = list_occupations(house.store, by=CARER, now=NOW)
    assert seen.use == "whole"
    report_over(house.store, seen.id, by=CARER, now=at(1))
    assert causes(house, "shared", on=1, now=1) == (2, {})


def test_every_fault_of_a_report_is_named_at_once(house: Country) -> None:
    with pytest.raises(InvalidFacts) as wrong:
        report_outage(
            house.store,
            NewOutage(
                place="one",
                cause="whim",
                beds=("one-b9",),
                begins=night(-40),
                expected_until=night(0),
            ),
            by=CARER,
            now=NOW,
            new_id="x",
        )
    assert {(f.field, f.code) for f in wrong.value.faults} == {
        ("begins", "too_far_off"),
        ("beds", "unknown_code"),
        ("cause", "unknown_code"),
        ("expectedUntil", "ends_before_it_begins"),
    }
    with pytest.raises(InvalidFacts) as single:
        let_in(house, "one", "one-b1", use="F")
    assert [f.code for f in single.value.faults] == ["not_shared"]
    assert rows(house) == []


def test_another_house_finds_nothing_here(house: Country) -> None:
    house.write(Institution(id="other", name="Other"))
    stranger = Subject(
        account=AccountId("x"), name="X", role=Role.INSTITUTION, sites=frozenset({"s2"})
    )
    with pytest.raises(UnknownPlace):
        break_down(house, by=stranger)
    break_down(house)
    with pytest.raises(UnknownOccupation):
        report_over(house.store, "out", by=stranger, now=NOW)
    assert list_occupations(house.store, by=stranger, now=NOW) == []


def test_what_is_over_is_not_over_again(house: Country) -> None:
    break_down(house, begins=night(2), expected_until=night(4))
    with pytest.raises(AlreadyOver):
        report_over(house.store, "out", on=night(1), by=CARER, now=NOW)
    report_over(house.store, "out", on=night(2), by=CARER, now=NOW)
    with pytest.raises(UnknownOccupation):
        report_over(house.store, "out", by=CARER, now=NOW)


def test_sent_twice_it_is_reported_once(house: Country) -> None:
    once = Once.of("helpdesk", "key", b"outage")
    assert break_down(house, by=HELPDESK, once=once) == "out"
    assert break_down(house, by=HELPDESK, once=once, new_id="second") == "out"
    assert len(rows(house)) == 1
    with pytest.raises(IdempotencyKeyReused):
        break_down(house, by=HELPDESK, once=Once.of("helpdesk", "key", b"other"))


def test_who_reported_it_and_who_ended_it_stand_in_the_journal(house: Country) -> None:
    break_down(house)
    report_over(house.store, "out", by=HELPDESK, now=at(1))
    with house.store.reading() as session:
        told = [(e.act, e.actor_name) for e in entries_of(session, "occupancy", "out")]
    assert told == [("report_outage", "Carer"), ("report_over", "Helpdesk")]


def test_a_household_of_five_sees_only_places_for_five(house: Country) -> None:
    """Complaint 19 of the peers: household size was dropped from a vacancy view."""
    house.place("four", 4)
    house.place("five", 5)
    house.referral("h5", *(a_person("h5", number) for number in range(1, 6)))
    asked: dict[str, Any] = {"by": HELPDESK, "now": NOW, "terms": TERMS, "at_most": 100}
    free = weigh_free_places(house.store, "r-h5", **asked)
    assert {one.option.place for one in free} == {"five"}
    found = weigh_places(house.store, "r-h5", **asked)
    assert {one.priced.option.place for one in found} == {"five"}
    let_in(house, "five", "five-b3")
    found = weigh_places(house.store, "r-h5", by=HELPDESK, now=NOW, terms=TERMS, at_most=100)
    assert found == ()
