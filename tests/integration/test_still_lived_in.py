"""A place that is over while people are in it: closed, its scheme over, or a bed taken out."""

import pytest

from placement.errors import NotLawful
from placement.service.beds.releasing import depart
from placement.service.beds.settling import settle_site
from placement.service.register.confirming import current_list
from placement.service.register.keeping_beds import take_out_bed
from placement.service.register.keeping_places import close_place
from placement.service.register.looking import BedState, look_at_site
from placement.service.stays.locks import ReadStay
from placement.service.stays.moving_within import move_within
from placement.service.stays.staying import withdraw_departure
from placement.service.watching.tasks import list_tasks
from placement.store.tables import Scheme, Stay
from placement.store.tasks.values import TaskKind
from solver.codes import Mode
from tests.builders_offers import HOUSE, with_reasons
from tests.builders_store import HELPDESK, NOW, TERMS, Country, an_order, at, night
from tests.invariants import broken_invariants
from tests.reading import problem_of


@pytest.fixture
def house(country: Country) -> Country:
    """Two rooms at one site, one of them of a scheme that ends tomorrow."""
    with_reasons(country)
    country.write(
        Scheme(
            code="ISZW", nl="ISZW", en="ISZW", mode=Mode.PLACE, begins=night(-900), until=night(1)
        )
    )
    country.site()
    country.place("old", scheme_code="ISZW")
    country.place("other")
    country.referral("h1")
    return country


def test_who_lives_in_a_place_of_a_scheme_that_is_over_is_told_as_there(house: Country) -> None:
    house.resident("a", "old-b1", until=10, wants_to_move=True)
    told = problem_of(house, at(1))
    assert [(o.household, o.bed) for o in told.occupancies] == [("a", "old-b1")]
    assert told.place_by_id["old"].closes == night(1)  # type: ignore[index]
    assert {h.id for h in told.households} == {"a", "h1"}


def test_nobody_is_booked_where_she_is_whom_they_must_never_meet(house: Country) -> None:
    house.resident("a", "old-b1", until=10)
    house.apart("a", "h1")
    with pytest.raises(NotLawful):
        house.book("h1", "other", begins=1, until=9, now=at(1))


def test_who_lives_where_the_scheme_is_over_is_moved_on(house: Country) -> None:
    house.resident("a", "old-b1", until=10, wants_to_move=True)
    house.accept(an_order("a", "other", begins=1, until=31, on=True), now=at(1))
    with house.store.reading() as session:
        assert broken_invariants(session, at(1)) == []


def test_a_place_of_a_scheme_that_is_over_takes_nobody(house: Country) -> None:
    house.resident("a", "old-b1", until=10)
    with pytest.raises(NotLawful):
        house.book("h1", "old", begins=10, until=19, now=at(9))
    house.place("empty", scheme_code="ISZW")
    assert "empty" not in problem_of(house, at(1)).place_by_id


def test_who_was_to_come_to_a_place_that_is_over_may_be_there(house: Country) -> None:
    house.place("short", closes=night(2))
    house.book("h1", "short", begins=0, until=2)
    told = problem_of(house, at(2))
    assert [(o.household, o.bed) for o in told.occupancies] == [("h1", "short-b1")]


def stays_in_a_bed_that_was_to_go(house: Country) -> None:
    """Let a leave the first of two beds on night 2, which is taken out then; and stay after all."""
    house.place("p1", 2)
    house.resident("a", "p1-b1", until=10)
    house.apart("a", "h1")
    depart(house.store, "pl-a", on=night(2), destination="known", by=HOUSE, now=NOW)
    take_out_bed(house.store, "p1", "p1-b1", on=night(2), by=HOUSE, now=NOW)
    withdraw_departure(house.store, ReadStay("stay-a"), reason="a slip", by=HOUSE, now=at(1))


def listed(house: Country, on: int) -> dict[str, tuple[str | None, object]]:
    """Give each bed of the week list with its stay, and since when it is gone."""
    settle_site(house.store, "s1", now=at(on))
    week = current_list(house.store, "s1", by=HOUSE, now=at(on))
    return {bed.bed: (bed.stay, bed.gone_on) for place in week.places for bed in place.beds}


def test_who_stays_after_all_in_a_bed_that_was_taken_out_must_leave_by_then(house: Country) -> None:
    stays_in_a_bed_that_was_to_go(house)
    with house.store.reading() as session:
        assert session.get_one(Stay, "stay-a").hard_end == night(2)
        assert broken_invariants(session, at(1)) == []
    kinds = {task.kind for task in list_tasks(house.store, by=HELPDESK, now=at(1))}
    assert TaskKind.RIGHT_ENDING in kinds


def test_a_later_departure_than_the_bed_is_there_is_a_hard_end_too(house: Country) -> None:
    house.place("p1", 2)
    house.resident("a", "p1-b1", until=10)
    for on in (2, 6):
        depart(house.store, "pl-a", on=night(on), destination="known", by=HOUSE, now=NOW)
        with house.store.reading() as session:
            ends = session.get_one(Stay, "stay-a").hard_end
        assert ends == (None if on == 2 else night(2))
        if on == 2:
            take_out_bed(house.store, "p1", "p1-b1", on=night(2), by=HOUSE, now=NOW)


def test_who_is_in_a_bed_that_was_taken_out_meets_nobody_whom_they_must_never(
    house: Country,
) -> None:
    stays_in_a_bed_that_was_to_go(house)
    with pytest.raises(NotLawful):
        house.book("h1", "other", begins=3, until=20, now=at(3))


def test_who_is_in_a_bed_that_was_taken_out_can_be_moved_within_the_house(house: Country) -> None:
    stays_in_a_bed_that_was_to_go(house)
    move_within(
        house.store,
        ReadStay("stay-a"),
        "other",
        by=HOUSE,
        now=at(3),
        new_id=house.new_id,
        terms=TERMS,
    )
    assert listed(house, 3)["other-b1"] == ("stay-a", None)
    assert "p1-b1" not in listed(house, 3)
    with house.store.reading() as session:
        assert session.get_one(Stay, "stay-a").hard_end is None


def test_a_bed_that_was_taken_out_stands_in_the_list_while_somebody_is_in_it(
    house: Country,
) -> None:
    stays_in_a_bed_that_was_to_go(house)
    told = listed(house, 3)
    assert told["p1-b1"] == ("stay-a", night(2))
    assert told["p1-b2"] == (None, None)


def test_a_closed_place_stands_in_the_list_while_somebody_is_in_it(house: Country) -> None:
    house.place("p1", 2)
    house.resident("a", "p1-b1", until=10)
    close_place(house.store, "p1", on=night(2), by=HOUSE, now=NOW)
    told = listed(house, 3)
    assert told["p1-b1"] == ("stay-a", night(2))
    assert "p1-b2" not in told
    [task] = list_tasks(house.store, by=HOUSE, now=at(3), kind=TaskKind.BED_GONE)
    assert (task.stay, task.place, task.referral) == ("stay-a", "p1", None)
    depart(house.store, "pl-a", on=night(3), destination="known", by=HOUSE, now=at(3))
    assert not {"p1-b1", "p1-b2"} & set(listed(house, 3))
    assert list_tasks(house.store, by=HOUSE, now=at(3), kind=TaskKind.BED_GONE) == []


def looked_at(house: Country, on: int) -> dict[str, tuple[BedState, str | None, object]]:
    """Give each bed of the page of beds with what is in it, and since when it is gone."""
    settle_site(house.store, "s1", now=at(on))
    places = look_at_site(house.store, "s1", by=HOUSE, now=at(on)).places
    return {
        told.bed.id: (told.state, told.stay, told.gone_on)
        for place in places
        for told in place.beds
    }


def test_the_beds_of_a_closed_place_are_shown_while_somebody_is_in_them(house: Country) -> None:
    house.place("p1", 2)
    house.resident("a", "p1-b1", until=10)
    close_place(house.store, "p1", on=night(2), by=HOUSE, now=NOW)
    assert looked_at(house, 1)["p1-b1"] == (BedState.STAY, "stay-a", None)
    told = looked_at(house, 3)
    assert told["p1-b1"] == (BedState.STAY, "stay-a", night(2))
    assert "p1-b2" not in told
    depart(house.store, "pl-a", on=night(3), destination="known", by=HOUSE, now=at(3))
    assert not {"p1-b1", "p1-b2"} & set(looked_at(house, 3))


def test_a_bed_that_was_taken_out_is_shown_while_somebody_is_in_it(house: Country) -> None:
    stays_in_a_bed_that_was_to_go(house)
    told = looked_at(house, 3)
    assert told["p1-b1"] == (BedState.STAY, "stay-a", night(2))
    assert told["p1-b2"] == (BedState.TAKEN_WHOLE, None, None)
