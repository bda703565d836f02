"""A contract or scheme that ends under people who stay there is a task, never an end of a stay."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from placement.policy import Subject
from placement.service.beds.releasing import depart
from placement.service.register.contracts import ContractChange, Stated, change_contract
from placement.service.watching.tasks import list_tasks
from placement.store.tables import Contract, Institution, Scheme, Stay
from placement.store.tasks.values import TaskKind
from solver.codes import Mode
from tests.builders_offers import HOUSE, with_reasons
from tests.builders_store import HELPDESK, NOW, Country, an_order, at, night
from tests.builders_trust import COORDINATOR, STRANGER

ENDS = 10


@pytest.fixture
def house(country: Country) -> Country:
    """A site where two live in places of a contract that ends; they are to stay for longer."""
    with_reasons(country)
    country.site()
    for place in ("p1", "p2"):
        country.place(place)
        country.resident(f"in-{place}", f"{place}-b1", until=40)
    a_contract(country, until=night(ENDS))
    return country


def a_contract(country: Country, name: str = "k1", **facts: Any) -> None:  # noqa: ANN401 - columns of any type
    lawful: dict[str, Any] = {
        "scheme_code": "COSM",
        "institution_id": "house",
        "site_id": "s1",
        "begins": night(-300),
        "until": None,
        "places": 2,
    }
    country.write(Contract(id=name, **(lawful | facts)))


def told(house: Country, on: int = 0, by: Subject = HELPDESK) -> list[tuple[object, ...]]:
    """Give what ends: what, which record, where, for how many, and how many days from now."""
    kinds = {TaskKind.CONTRACT_ENDING, TaskKind.SCHEME_ENDING}
    return [
        (task.kind.value, task.record_id, task.site, task.scheme, task.stays, task.due.date())
        for task in list_tasks(house.store, by=by, now=at(on))
        if task.kind in kinds
    ]


def ending(stays: int, on: int = ENDS, record: str = "k1") -> list[tuple[object, ...]]:
    return [("contract_ending", record, "s1", "COSM", stays, night(on))]


def test_a_contract_that_ends_is_a_task_of_the_house_and_the_helpdesk(house: Country) -> None:
    assert told(house) == told(house, by=HOUSE) == ending(2)
    assert told(house, by=STRANGER) == told(house, by=COORDINATOR) == []
    with house.store.reading() as session:
        assert session.get_one(Stay, "stay-in-p1").hard_end is None


def test_it_is_told_as_long_ahead_as_a_right_that_ends(house: Country) -> None:
    def warned(days: int) -> bool:
        kind = TaskKind.CONTRACT_ENDING
        ahead = timedelta(days=days)
        return bool(list_tasks(house.store, by=HELPDESK, now=NOW, kind=kind, right_warning=ahead))

    assert [warned(days) for days in (ENDS - 1, ENDS)] == [False, True]


def test_it_stays_a_task_until_those_who_were_there_have_left(house: Country) -> None:
    assert told(house, ENDS + 3) == ending(2)
    for household in ("in-p1", "in-p2"):
        depart(
            house.store,
            f"pl-{household}",
            on=night(ENDS + 3),
            destination="known",
            by=HOUSE,
            now=at(ENDS + 3),
        )
    assert told(house, ENDS + 3) == []


def test_who_is_reported_to_leave_by_then_needs_no_next_place(house: Country) -> None:
    depart(house.store, "pl-in-p1", on=night(ENDS), destination="known", by=HOUSE, now=NOW)
    assert told(house) == ending(1)
    depart(house.store, "pl-in-p2", on=night(ENDS + 1), destination="known", by=HOUSE, now=NOW)
    assert told(house) == ending(1)


def test_who_has_a_next_place_by_then_needs_none_more(house: Country) -> None:
    house.place("p3")
    house.resident("mover", "p3-b1", until=40, wants_to_move=True)
    house.place("next", site_id=house.site("s2"))
    assert told(house) == ending(3)
    house.accept(an_order("mover", "next", begins=1, until=31, on=True), now=at(0))
    assert told(house) == ending(2)


def test_an_expected_end_is_no_next_place(house: Country) -> None:
    house.place("p3")
    house.resident("h3", "p3-b1", until=ENDS - 2)
    assert told(house) == ending(3)


def test_who_came_after_the_end_did_not_come_under_it(house: Country) -> None:
    with house.store.writing() as session:
        session.get_one(Contract, "k1").until = night(-20)
    assert told(house) == []
    with house.store.writing() as session:
        session.get_one(Contract, "k1").until = night(-19)
    assert told(house) == ending(2, -19)


@pytest.mark.parametrize(
    ("facts", "is_about_them"),
    [
        ({}, True),
        ({"site_id": None}, True),
        ({"lot": "women"}, True),
        ({"until": night(ENDS + 1)}, True),
        ({"begins": night(ENDS + 1)}, False),
        ({"scheme_code": "VO"}, False),
        ({"site_id": "s2"}, False),
        ({"site_id": None, "institution_id": None}, False),
        ({"site_id": "s3", "institution_id": "other"}, False),
    ],
)
def test_a_contract_that_is_followed_by_one_about_the_same_places_ends_nothing(
    house: Country,
    facts: dict[str, Any],
    is_about_them: bool,  # noqa: FBT001 - a table of cases
) -> None:
    house.site("s2")
    house.write(Institution(id="other", name="Other"))
    house.site("s3", institution_id="other")
    a_contract(house, "k2", **({"begins": night(ENDS)} | facts))
    assert (told(house)[:1] != ending(2)) == is_about_them


def test_a_contract_that_goes_on_after_a_gap_pays_for_them_again(house: Country) -> None:
    a_contract(house, "k2", begins=night(ENDS + 2))
    assert told(house, ENDS + 1) == ending(2)
    assert told(house, ENDS + 2) == []


def test_other_figures_from_a_day_on_end_nothing(house: Country) -> None:
    a_contract(house, "k2", begins=night(-300))
    stated = Stated(stated_by="Ministry")
    fewer = ContractChange(begins=night(3), places=1, crisis_reserve=0, note="", stated=stated)
    change_contract(house.store, "k2", fewer, by=HELPDESK, now=NOW, new_id=lambda: "k3")
    assert told(house) == []


def test_a_lot_of_others_ends_without_those_of_this_one(house: Country) -> None:
    house.place("p3", lot="men")
    house.resident("h3", "p3-b1", until=40)
    a_contract(house, "k2", lot="men")
    assert told(house) == []
    house.place("p4", lot="women")
    house.resident("h4", "p4-b1", until=40)
    assert told(house) == ending(1)


def test_figures_about_the_country_are_no_contract_of_a_house(house: Country) -> None:
    with house.store.writing() as session:
        contract = session.get_one(Contract, "k1")
        contract.site_id = contract.institution_id = None
    assert told(house) == []


def test_a_contract_of_a_whole_house_is_told_for_each_of_its_sites(house: Country) -> None:
    with house.store.writing() as session:
        session.get_one(Contract, "k1").site_id = None
    house.site("s2")
    house.place("far", site_id="s2")
    house.resident("h3", "far-b1", until=40)
    of_s1 = replace(HOUSE, sites=frozenset({"s1"}))
    assert [(t[2], t[4]) for t in told(house)] == [("s1", 2), ("s2", 1)]
    assert [(t[2], t[4]) for t in told(house, by=of_s1)] == [("s1", 2)]


def test_a_scheme_that_ends_is_told_once_with_its_contracts(house: Country) -> None:
    house.write(
        Scheme(
            code="BUDGET", nl="B", en="B", mode=Mode.PLACE, begins=night(-900), until=night(ENDS)
        )
    )
    house.place("p3", scheme_code="BUDGET")
    house.resident("h3", "p3-b1", until=40)
    a_contract(house, "k2", scheme_code="BUDGET", until=night(ENDS))
    of_the_scheme = ("scheme_ending", "BUDGET", "s1", "BUDGET", 1, night(ENDS))
    assert told(house, by=HOUSE) == [*ending(2), of_the_scheme]
