"""Places and beds by date: opened, closed, changed in use; nobody is displaced by it."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from placement.errors import InvalidFacts, UnknownPlace, VersionOutdated
from placement.errors.register import AlreadyOver, BedsInUse, UnknownBed
from placement.errors.trust import UnknownSite
from placement.policy import AccountId, Role, Subject
from placement.service.beds.releasing import depart
from placement.service.register.keeping_beds import add_beds, take_out_bed
from placement.service.register.keeping_places import NewPlace, change_use, close_place, open_place
from placement.service.register.looking import look_at_site, show_place
from placement.service.register.occupying import (
    NewOutsideClient,
    report_outside_client,
    report_over,
)
from placement.service.register.profiling import NewProfileChange, plan_change
from placement.service.watching.tasks import list_tasks
from placement.store.codes import ProfileOf
from placement.store.facts.problem_reader import Scope, read_problem
from placement.store.register.availability import read_availability
from placement.store.tables import Place, Stay
from placement.store.tasks.values import TaskKind
from solver.codes import SexPolicy, Use
from tests.builders_store import HELPDESK, NOW, Country, an_order, at, counted, night

STRANGER = Subject(account=AccountId("x"), name="X", role=Role.INSTITUTION, sites=frozenset({"s2"}))


@pytest.fixture
def house(country: Country) -> Country:
    """A site with a single room of two beds."""
    country.site()
    country.place("one", 2, sex_policy=SexPolicy.WOMEN)
    return country


def capacity(house: Country, on: int) -> int:
    with house.store.reading() as session:
        found = read_availability(session, night(on), NOW).by_site
    return found["s1"].capacity if found else 0


def leave(house: Country, placement: str, *, on: int) -> None:
    depart(house.store, placement, on=night(on), destination="own_home", **acts())


def acts(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - arguments of the acts
    return {"by": HELPDESK, "now": NOW, **changes}


def test_a_place_opens_with_its_beds_and_its_profile(house: Country) -> None:
    new = NewPlace(
        site="s1",
        scheme="COSM",
        use=Use.SHARED_ROOM,
        name="Room 4",
        lot=None,
        opens=night(3),
        beds=4,
        facts={"sex_policy": "men", "features": []},
    )
    made = open_place(house.store, new, new_id=counted("n"), **acts())
    shown = show_place(house.store, made, by=HELPDESK)
    assert (shown.place.sex_policy, shown.place.name, len(shown.beds)) == ("men", "Room 4", 4)
    assert [capacity(house, on) for on in (2, 3)] == [2, 6]
    with pytest.raises(UnknownSite):
        open_place(house.store, new, new_id=counted("m"), **acts(by=STRANGER))


def test_a_place_closes_from_a_date_and_is_gone_from_then_on(house: Country) -> None:
    assert close_place(house.store, "one", on=night(5), **acts(version=1)).warnings == ()
    assert [capacity(house, on) for on in (4, 5)] == [2, 0]
    with pytest.raises(AlreadyOver):
        close_place(house.store, "one", on=night(9), **acts())
    with pytest.raises(VersionOutdated):
        close_place(house.store, "one", on=night(4), **acts(version=1))


def test_who_stays_longer_than_the_place_is_warned_about_and_must_leave_by_then(
    house: Country,
) -> None:
    there = house.resident("r1", "one-b1", until=20, wants_to_move=True)
    assert close_place(house.store, "one", on=night(5), **acts()).warnings == (there,)
    with house.store.reading() as session:
        assert session.get_one(Stay, "stay-r1").hard_end == night(5)
    with house.store.reading() as session:
        later = read_problem(session, at(7), Scope(horizon_nights=30))
    # The place is gone, and who is there is still known to be there and to have to leave.
    assert [h.stay.place for h in later.households if h.stay] == ["one"]


@pytest.mark.parametrize("expected", [0, 3])
def test_who_is_not_reported_as_gone_by_the_closing_is_warned_about_whatever_was_expected(
    house: Country, expected: int
) -> None:
    house.place("room", 2, use=Use.SHARED_ROOM)
    there = house.resident("r1", "room-b1", until=expected)
    leaves = house.resident("r2", "room-b2", until=20)
    leave(house, leaves, on=5)
    assert close_place(house.store, "room", on=night(5), **acts()).warnings == (there,)
    with house.store.reading() as session:
        ends = [session.get_one(Stay, f"stay-{name}").hard_end for name in ("r1", "r2")]
    assert ends == [night(5), None]
    late = list_tasks(house.store, by=HELPDESK, now=at(6))
    assert "stay-r1" in {task.stay for task in late if task.kind is TaskKind.PAST_RIGHT}


def test_what_is_promised_or_lived_in_tonight_keeps_a_place_open(house: Country) -> None:
    house.referral("h1")
    coming = house.book("h1", "one", begins=2, until=9)
    with pytest.raises(BedsInUse) as promised:
        close_place(house.store, "one", on=night(5), **acts())
    assert promised.value.facts["placements"] == (coming,)
    house.place("two")
    house.resident("r1", "two-b1", until=20)
    with pytest.raises(BedsInUse):
        close_place(house.store, "two", on=night(0), **acts())


def test_a_change_of_use_closes_one_place_and_opens_another(house: Country) -> None:
    change = NewProfileChange(
        kind=ProfileOf.PLACE, record="one", begins=night(1), facts={"oldest_child": 3}, reason="x"
    )
    plan_change(house.store, change, new_id="c", **acts())
    made = change_use(
        house.store, "one", Use.SHARED_ROOM, on=night(4), new_id=counted("n"), **acts()
    )
    old, new = (show_place(house.store, name, by=HELPDESK) for name in ("one", made))
    assert (old.place.closes, old.place.use) == (night(4), Use.SINGLE_ROOM)
    assert (new.place.opens, new.place.use, len(new.beds)) == (night(4), Use.SHARED_ROOM, 2)
    assert (new.place.sex_policy, new.place.oldest_child) == (SexPolicy.WOMEN, 3)
    assert [capacity(house, on) for on in (3, 4)] == [2, 2]


def change(house: Country, on: int) -> str:
    made = counted("n")
    return change_use(house.store, "one", Use.APARTMENT, on=night(on), new_id=made, **acts())


@pytest.mark.parametrize("expected", [0, 8])
def test_the_use_does_not_change_before_who_lives_there_is_reported_as_gone(
    house: Country, expected: int
) -> None:
    there = house.resident("r1", "one-b1", until=expected)
    for on in (1, 8, 30):
        with pytest.raises(BedsInUse) as refused:
            change(house, on)
        assert refused.value.facts["placements"] == (there,)
    leave(house, there, on=8)
    with pytest.raises(BedsInUse):
        change(house, 7)
    assert change(house, 8)


def test_a_move_onward_that_may_fall_through_does_not_free_a_room_for_another_use(
    house: Country,
) -> None:
    house.resident("r1", "one-b1", until=8, wants_to_move=True)
    house.place("two")
    house.accept(an_order("r1", "two", begins=2, until=30, on=True))
    with pytest.raises(BedsInUse):
        change(house, 2)


def test_whoever_was_promised_the_room_keeps_it_from_another_use_past_the_end_foreseen(
    house: Country,
) -> None:
    house.referral("h1")
    coming = house.book("h1", "one", begins=0, until=3)
    with pytest.raises(BedsInUse) as refused:
        change(house, 5)
    assert refused.value.facts["placements"] == (coming,)


def test_a_room_whose_resident_is_overdue_is_given_to_nobody_else(house: Country) -> None:
    house.resident("r1", "one-b1", until=0)
    with pytest.raises(BedsInUse):
        change(house, 1)
    with house.store.reading() as session:
        told = read_availability(session, night(1), at(1)).by_site["s1"]
    assert (told.occupied, told.usable) == (1, 0)


def test_beds_come_and_go_by_date(house: Country) -> None:
    [bed] = add_beds(house.store, "one", 1, begins=night(2), new_id=counted("b"), **acts(version=1))
    take_out_bed(house.store, "one", "one-b2", on=night(6), **acts(version=2))
    assert [capacity(house, on) for on in (1, 2, 5, 6)] == [2, 3, 3, 2]
    assert show_place(house.store, "one", by=HELPDESK).place.version == 3
    with pytest.raises(AlreadyOver):
        take_out_bed(house.store, "one", "one-b2", on=night(7), **acts())
    with pytest.raises(AlreadyOver):
        take_out_bed(house.store, "one", bed, on=night(2), **acts())
    with pytest.raises(UnknownBed):
        take_out_bed(house.store, "one", "other", on=night(7), **acts())


def test_a_bed_that_somebody_has_stays(house: Country) -> None:
    client = NewOutsideClient(place="one", beds=("one-b1",), expected_until=night(9))
    there = report_outside_client(house.store, client, new_id="c", **acts())
    for on in (4, 9, 20):
        with pytest.raises(BedsInUse):
            take_out_bed(house.store, "one", "one-b1", on=night(on), **acts())
        with pytest.raises(BedsInUse):
            change(house, on)
    report_over(house.store, there, on=night(9), **acts())
    take_out_bed(house.store, "one", "one-b1", on=night(9), **acts())
    with house.store.reading() as session:
        problem = read_problem(session, at(1), Scope(horizon_nights=30))
    nights = sorted((o.begins, o.until) for o in problem.occupancies if o.bed == "one-b1")
    assert nights
    assert all(first[1] <= second[0] for first, second in pairwise(nights))
    assert len(look_at_site(house.store, "s1", by=HELPDESK, now=NOW).places) == 1


@pytest.mark.parametrize("on", [date(2020, 1, 1), night(900)])
def test_a_date_too_far_off_is_refused(house: Country, on: date) -> None:
    with pytest.raises(InvalidFacts):
        close_place(house.store, "one", on=on, **acts())
    with pytest.raises(InvalidFacts):
        add_beds(house.store, "one", 1, begins=on, new_id=counted("b"), **acts())


def test_another_house_finds_no_place_here(house: Country) -> None:
    for act in (
        lambda: close_place(house.store, "one", on=night(5), **acts(by=STRANGER)),
        lambda: take_out_bed(house.store, "one", "one-b1", on=night(5), **acts(by=STRANGER)),
        lambda: show_place(house.store, "one", by=STRANGER),
    ):
        with pytest.raises(UnknownPlace):
            act()
    with house.store.reading() as session:
        assert session.get_one(Place, "one").closes is None
