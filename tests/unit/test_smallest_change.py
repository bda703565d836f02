"""The smallest change that opens a place, by hand: what people may change, and what never."""

from typing import Any

import pytest

from solver.codes import (
    ISZW,
    OMM,
    Feature,
    HouseholdId,
    LegalGroup,
    Mode,
    OccupancyKind,
    PlaceId,
    Region,
    Scheme,
    SexPolicy,
    SiteId,
    Urgency,
)
from solver.engine import match
from solver.explanation import (
    BedFreed,
    FactChanged,
    ResidentMoved,
    SmallestChange,
    smallest_change,
)
from solver.facts import Household, OmmApplication, Problem
from solver.rulebook import RULEBOOK
from solver.telling import tell
from tests.builders import a_household, a_place, a_problem, a_resident, an_occupancy, night, parked

H1, P1 = HouseholdId("h1"), PlaceId("p1")
DRENTHE = Region("province:drenthe")
NOBODYS = a_place("p2", scheme=Scheme("UNHEARD_OF"))
COT, GARDEN = Feature("cot"), Feature("garden")


def smallest(problem: Problem, **terms: Any) -> SmallestChange | None:  # noqa: ANN401 - any terms
    return smallest_change(problem, RULEBOOK, match(problem, RULEBOOK), H1, **terms)


def one_room(household: Household, **facts: Any) -> Problem:  # noqa: ANN401 - any facts
    return a_problem([household], [a_place("p1", **facts), NOBODYS])


def facts_of(found: SmallestChange | None) -> list[tuple[str, object]]:
    assert found is not None
    changes = [change for change in found.changes if isinstance(change, FactChanged)]
    return [(change.fact, change.value) for change in changes]


def test_nothing_need_change_where_a_place_is_open() -> None:
    found = smallest(one_room(a_household("h1")))
    assert found is not None
    assert (found.changes, found.price, found.option.place) == ((), 0, P1)


@pytest.mark.parametrize(
    ("household", "place", "expected"),
    [
        ({"never_features": {COT, GARDEN}}, {"features": {COT}}, [("never_features", COT)]),
        ({"never_regions": {DRENTHE}}, {"regions": {DRENTHE}}, [("never_regions", DRENTHE)]),
        (
            {"cannot_do_without": {COT, GARDEN}},
            {"features": set()},
            [("cannot_do_without", COT), ("cannot_do_without", GARDEN)],
        ),
        ({"brings": {"arson"}}, {"cannot_admit": {"arson"}}, [("cannot_admit", "arson")]),
        (
            {"without_status": True, "bedenktijd": None},
            {},
            [("accepts_without_status", True)],
        ),
        (
            {"legal_group": LegalGroup.EU, "bedenktijd": None},
            {},
            [("cosm_exception", True)],
        ),
        (
            {"risk_asked": False, "reporting_region": DRENTHE},
            {"regions": {DRENTHE}},
            [("risk_asked", True)],
        ),
        ({"parked": {parked("p1")}}, {}, [("parked", parked("p1"))]),
        ({"parked": {parked("p1", 3), parked("p2")}}, {}, [("parked", parked("p1", 3))]),
        (
            {
                "multi_problem": True,
                "omm_application": OmmApplication(
                    by_institution=True, consulted=False, weighed=False
                ),
            },
            {"scheme": OMM},
            [("omm_application", "consulted"), ("omm_application", "weighed")],
        ),
    ],
)
def test_people_change_what_the_rule_lets_them(
    household: dict[str, Any], place: dict[str, Any], expected: list[tuple[str, object]]
) -> None:
    ours, theirs = (
        {name: frozenset(v) if isinstance(v, set) else v for name, v in facts.items()}
        for facts in (household, place)
    )
    assert facts_of(smallest(one_room(a_household("h1", **ours), **theirs))) == expected


def test_the_inspectorate_is_asked_for_its_agreement_only() -> None:
    found = smallest(one_room(a_household("h1"), scheme=ISZW))
    assert [fact for fact, _ in facts_of(found)] == ["inspectorate"]


@pytest.mark.parametrize(
    ("household", "place"),
    [
        ({"known_sites": frozenset({SiteId("s1")})}, {"site": SiteId("s1")}),
        ({"security_needed": 2}, {"security": 1}),
        ({"risk_regions": frozenset({DRENTHE})}, {"regions": frozenset({DRENTHE})}),
        ({}, {"sex_policy": SexPolicy.MEN}),
        ({"legal_group": LegalGroup.DUTCH, "bedenktijd": None}, {}),
        ({}, {"mode": Mode.REFER}),
    ],
)
def test_neither_safety_nor_sex_nor_a_status_is_ever_given_up(
    household: dict[str, Any], place: dict[str, Any]
) -> None:
    assert smallest(one_room(a_household("h1", **household), **place)) is None


def test_a_bed_out_of_use_is_made_fit() -> None:
    room = a_place("p1")
    outage = an_occupancy(room, -3, 99, kind=OccupancyKind.OUTAGE, room_key=None)
    found = smallest(a_problem([a_household("h1", urgency=Urgency.ACUTE)], [room], [outage]))
    assert found is not None
    (freed,) = found.changes
    assert isinstance(freed, BedFreed)
    assert freed.bed == room.beds[0]


def test_another_night_is_cheapest_for_who_can_wait() -> None:
    room = a_place("p1", admits_from=night(2))
    found = smallest(a_problem([a_household("h1", urgency=Urgency.PLANNED)], [room]))
    assert facts_of(found) == [("needed_from", night(2))]
    assert found is not None
    assert found.price == 1 + 10 + 11  # the way, and two nights of WAI-1


def test_no_night_is_offered_later_than_was_asked() -> None:
    room = a_place("p1", admits_from=night(5))
    problem = a_problem([a_household("h1", urgency=Urgency.PLANNED)], [room])
    assert smallest(problem, nights_later=4) is None
    assert smallest(problem, nights_later=5) is not None


def test_a_confirmed_departure_makes_a_bed_firm() -> None:
    room = a_place("p1")
    stay = an_occupancy(room, -3, 99, expected_until=night(0))
    found = smallest(a_problem([a_household("h1")], [room], [stay]))
    assert found is not None
    (freed,) = found.changes
    assert isinstance(freed, BedFreed)
    assert freed.night == night(0)


def test_a_resident_who_never_said_yes_may_be_asked_to_move() -> None:
    room = a_place("p1", security=1)
    resident = a_resident(room, "r1", stay={"victim_agreed": False})
    household = a_household("h1", security_needed=1)
    problem = a_problem([household, resident], [room, a_place("p2")])
    assert smallest(problem) is None
    found = smallest(problem, with_moves=True)
    assert found is not None
    (moved,) = found.changes
    assert isinstance(moved, ResidentMoved)
    assert found.option.place == P1
    assert "r1" not in repr(found)
    told = tell(RULEBOOK, found, "en")
    assert told[-1] == "Somebody who stays there now moves to another place."
    assert tell(RULEBOOK, found, "en", for_institution=True) == ()


def test_an_institution_hears_of_a_change_only_when_it_is_its_own() -> None:
    own = smallest(one_room(a_household("h1", without_status=True, bedenktijd=None)))
    asked = smallest(
        one_room(
            a_household("h1", risk_asked=False, reporting_region=DRENTHE),
            regions=frozenset({DRENTHE}),
        )
    )
    assert own is not None
    assert asked is not None
    assert len(tell(RULEBOOK, own, "nl", for_institution=True)) == 2
    assert tell(RULEBOOK, asked, "nl", for_institution=True) == ()
    assert any("regio" in sentence for sentence in tell(RULEBOOK, asked, "nl"))
