"""A family in joined rooms: proposed, held, accepted, arrived, moved on, never by half."""

from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy import select

from placement.errors import BedNoLongerFree
from placement.service.beds.holding import accept_hold
from placement.service.beds.placing import Acceptance, place
from placement.service.beds.releasing import arrive, depart, release, report_no_show
from placement.service.beds.settling import settle_site
from placement.service.register.occupying import NewOutage, report_outage
from placement.service.stays.births import report_birth
from placement.service.stays.locks import ReadStay
from placement.service.stays.moving_within import move_within
from placement.store.codes import PersonRole
from placement.store.facts.problem_reader import Scope, read_problem
from placement.store.register.availability import read_availability
from placement.store.tables import CodeWord, Occupancy, Placement, Referral, Stay
from solver import Budget, match
from solver.codes import AgeBand, Certainty, Sex, SexPolicy, Use
from solver.consistency import faults
from solver.facts import Problem
from solver.plans import Plan
from solver.rulebook import RULEBOOK
from tests.builders_rows import a_person
from tests.builders_store import HELPDESK, HORIZON_NIGHTS, TERMS, Country, an_order, at, night
from tests.integration.test_races import together
from tests.invariants import broken_invariants


@pytest.fixture
def house(country: Country) -> Iterator[Country]:
    """A room of three beds and a shared room of two that can be joined, and a single room."""
    country.site()
    country.place("p1", 3)
    country.place("p2", 2, use=Use.SHARED_ROOM)
    country.place("p3")
    country.joined("pair", "p1", "p2")
    yield country
    with country.store.reading() as session:
        assert broken_invariants(session, at(0)) == []


def family(house: Country, name: str = "h1", people: int = 4, **facts: object) -> str:
    """Write a mother with children who ask for a place."""
    child = {"age": AgeBand.FROM_4, "role": PersonRole.CHILD}
    return house.referral(
        name,
        a_person(name, role=PersonRole.PARENT),
        *(a_person(name, n, **child) for n in range(2, people + 1)),  # type: ignore[arg-type]
        **facts,
    )


def problem_of(house: Country, day: int = 0) -> Problem:
    with house.store.reading() as session:
        found = read_problem(session, at(day), Scope(horizon_nights=HORIZON_NIGHTS))
    assert faults(found) == ()
    return found


def plan_of(house: Country) -> Plan:
    budget = Budget(deterministic=2.0, fuse_seconds=20.0)
    return match(problem_of(house), RULEBOOK, budget, seed=0)


def rows(house: Country, household: str = "h1") -> list[tuple[str, str, object, object]]:
    with house.store.reading() as session:
        query = select(Occupancy).where(Occupancy.household_id == household)
        ordered = query.order_by(Occupancy.begins, Occupancy.bed_id)
        return [(r.bed_id, r.place_id, r.begins, r.until) for r in session.scalars(ordered)]


def beds(house: Country, household: str = "h1") -> list[str]:
    return [row[0] for row in rows(house, household)]


def placed_in(house: Country, placement: str) -> tuple[str, str]:
    with house.store.reading() as session:
        found = session.get_one(Placement, placement)
        return found.place_id, found.state


def comes(house: Country, placement: str, day: int = 0) -> str:
    return arrive(house.store, placement, by=HELPDESK, now=at(day), new_id=house.new_id)


def test_a_large_family_that_fits_no_room_is_proposed_the_joined_rooms(house: Country) -> None:
    family(house)
    [assigned] = plan_of(house).assignments
    assert (assigned.option.place, assigned.option.certainty) == ("pair", Certainty.CERTAIN)


def test_a_family_is_held_accepted_arrives_and_leaves(house: Country) -> None:
    family(house)
    acceptance = Acceptance(orders=(an_order("h1", "pair"),), reason="fits", hold=True)
    acts = {"by": HELPDESK, "new_id": house.new_id, "terms": TERMS}
    [held] = place(house.store, acceptance, now=at(0), **acts)  # type: ignore[arg-type]
    whole = ["p1-b1", "p1-b2", "p1-b3", "p2-b1"]
    assert (placed_in(house, held), beds(house)) == (("pair", "held"), whole)
    accept_hold(house.store, held, reason="agreed", now=at(0), **acts)  # type: ignore[arg-type]
    comes(house, held)
    # Nobody else sleeps in either room, and beds left over are not usable.
    with house.store.reading() as session:
        told = {p.place: p.numbers for p in read_availability(session, night(0), at(0)).places}
    assert {name: (n.capacity, n.occupied, n.usable) for name, n in told.items()} == {
        "p1": (3, 3, 0),
        "p2": (2, 1, 0),
        "p3": (1, 0, 1),
    }
    depart(house.store, held, on=night(4), destination="own_home", by=HELPDESK, now=at(1))
    assert {row[3] for row in rows(house)} == {night(4)}
    settle_site(house.store, "s1", now=at(4))
    with house.store.reading() as session:
        assert session.scalars(select(Stay.ended_on)).all() == [night(4)]


@pytest.mark.parametrize("people", [1, 2, 3])
def test_however_few_they_are_they_have_a_bed_in_each_of_the_rooms(
    house: Country, people: int
) -> None:
    family(house, people=people)
    house.book("h1", "pair")
    assert {row[1] for row in rows(house)} == {"p1", "p2"}
    assert len(beds(house)) == max(people, 2)


def test_what_frees_a_combination_frees_all_of_it(house: Country) -> None:
    family(house)
    told = {"reason": "no", "by": HELPDESK, "now": at(0)}
    release(house.store, house.book("h1", "pair"), **told)  # type: ignore[arg-type]
    assert beds(house) == []
    report_no_show(house.store, house.book("h1", "pair"), **told)  # type: ignore[arg-type]
    assert beds(house) == []
    acceptance = Acceptance(orders=(an_order("h1", "pair"),), reason="fits", hold=True)
    [held] = place(
        house.store, acceptance, by=HELPDESK, now=at(0), new_id=house.new_id, terms=TERMS
    )
    settle_site(house.store, "s1", now=at(1))
    assert (placed_in(house, held)[1], beds(house)) == ("released", [])


def test_whoever_has_one_of_the_rooms_keeps_a_family_out_of_both(house: Country) -> None:
    house.resident("r1", "p2-b1", until=20)
    family(house)
    with pytest.raises(BedNoLongerFree):
        house.book("h1", "pair")
    assert plan_of(house).assignments == ()


def test_a_family_in_both_rooms_keeps_others_out_of_each(house: Country) -> None:
    family(house, people=3)
    house.book("h1", "pair")
    house.referral("h2")
    for room in ("p1", "p2", "pair"):
        with pytest.raises(BedNoLongerFree):
            house.book("h2", room)
    house.book("h2", "p3")


@pytest.mark.parametrize("room", ["p1", "p2"])
def test_of_a_family_and_who_wants_one_of_the_rooms_exactly_one_wins(
    house: Country, room: str
) -> None:
    for n in range(3):
        family(house, f"f{n}", bedenktijd_ends=night(80))
        house.referral(f"o{n}")
        orders = an_order(f"f{n}", "pair"), an_order(f"o{n}", room)
        ended = together([partial(house.accept, order) for order in orders])
        [won] = [end for end in ended if isinstance(end, tuple)]
        [lost] = [end for end in ended if not isinstance(end, tuple)]
        assert isinstance(lost, BedNoLongerFree)
        release(house.store, won[0], reason="next race", by=HELPDESK, now=at(0))


def test_an_overdue_stay_in_one_room_moves_the_whole_family_on(house: Country) -> None:
    house.resident("r1", "p2-b1", until=1)
    depart(house.store, "pl-r1", on=night(1), destination="own_home", by=HELPDESK, now=at(0))
    family(house)
    coming = house.book("h1", "pair", begins=1, until=9)
    # It was taken back: they are there still, and nobody has said until when.
    with house.store.writing(at(0)) as session:
        stay = session.get_one(Stay, "stay-r1")
        stay.departs_on = None
    settle_site(house.store, "s1", now=at(1))
    assert {row[2] for row in rows(house)} == {night(2)}
    assert placed_in(house, coming) == ("pair", "accepted")


@pytest.mark.parametrize(("where", "people"), [("p1", 3), ("pair", 4)])
def test_a_family_that_overstays_stays_in_all_of_its_beds(
    house: Country, where: str, people: int
) -> None:
    family(house, people=people)
    comes(house, house.book("h1", where, until=3))
    settle_site(house.store, "s1", now=at(5))
    assert [row[3] for row in rows(house)] == [night(6)] * people
    problem_of(house, 5)


def test_who_lives_in_joined_rooms_moves_on_and_leaves_both(house: Country) -> None:
    family(house)
    comes(house, house.book("h1", "pair"))
    house.another_referral("h1", "on-h1", onward=True, victim_answer="yes", arrives_from=night(0))
    told = problem_of(house).household_by_id["h1"].stay  # type: ignore[index]
    assert told is not None
    assert (told.place, set(told.beds)) == ("pair", set(beds(house)))
    house.site("s2")
    house.place("far", 4, site_id="s2")
    [there] = house.accept(an_order("h1", "far", begins=1, until=30, on=True))
    comes(house, there, day=1)
    assert {row[1] for row in rows(house) if row[3] != night(1)} == {"far"}


def test_a_chain_waits_for_everybody_who_must_leave_one_of_the_rooms(house: Country) -> None:
    for n, bed in enumerate(("p2-b1", "p2-b2"), 1):
        house.resident(f"r{n}", bed, until=20, wants_to_move=True)
    house.site("s2")
    for n in (1, 2):
        house.place(f"q{n}", site_id="s2")
    family(house)
    moves = [an_order(f"r{n}", f"q{n}", begins=1, until=30, on=True) for n in (1, 2)]
    made = house.accept(*moves, an_order("h1", "pair", begins=1, until=9))
    with house.store.reading() as session:
        assert session.get_one(Placement, made[2]).waits_for == {"pl-r1", "pl-r2"}


def test_a_family_moves_within_the_house_into_joined_rooms_and_out_of_them(
    house: Country,
) -> None:
    family(house, people=3)
    placement = house.book("h1", "p1")
    stay = comes(house, placement)
    told = {"by": HELPDESK, "new_id": house.new_id, "terms": TERMS}
    move_within(house.store, ReadStay(stay), "pair", now=at(1), **told)  # type: ignore[arg-type]
    now = [row for row in rows(house) if row[2] == night(1)]
    assert {row[1] for row in now} == {"p1", "p2"}
    move_within(house.store, ReadStay(stay), "p1", now=at(2), **told)  # type: ignore[arg-type]
    assert {row[1] for row in rows(house) if row[2] == night(2)} == {"p1"}
    depart(house.store, placement, on=night(0), destination="own_home", by=HELPDESK, now=at(3))


def test_a_departure_from_before_they_had_both_rooms_can_be_reported_late(house: Country) -> None:
    family(house, people=3)
    placement = house.book("h1", "p1")
    stay = comes(house, placement)
    told = {"by": HELPDESK, "new_id": house.new_id, "terms": TERMS}
    move_within(house.store, ReadStay(stay), "pair", now=at(2), **told)  # type: ignore[arg-type]
    depart(house.store, placement, on=night(1), destination="own_home", by=HELPDESK, now=at(3))
    assert {(row[1], row[3]) for row in rows(house)} == {("p1", night(1))}


def test_a_child_born_in_joined_rooms_has_a_bed_there(house: Country) -> None:
    family(house)
    stay = comes(house, house.book("h1", "pair"))
    told = {"by": HELPDESK, "new_id": house.new_id, "terms": TERMS}
    born = report_birth(house.store, ReadStay(stay), Sex.MALE, now=at(1), **told)  # type: ignore[arg-type]
    assert born.has_bed
    assert len([row for row in rows(house) if row[2] == night(1)]) == 5


def test_a_room_that_is_out_of_use_is_joined_with_no_other(house: Country) -> None:
    house.write(CodeWord(kind="outage_cause", code="repair", nl="reparatie", en="repair"))
    whole = NewOutage(place="p2", cause="repair")
    report_outage(house.store, whole, by=HELPDESK, now=at(0), new_id="out")
    family(house, people=3)
    assert problem_of(house).combinations == ()
    with pytest.raises(BedNoLongerFree):
        house.book("h1", "pair")


def test_rooms_for_women_and_for_men_are_joined_for_nobody(house: Country) -> None:
    house.place("w", sex_policy=SexPolicy.WOMEN)
    house.place("m", sex_policy=SexPolicy.MEN)
    house.joined("odd", "w", "m")
    assert [one.id for one in problem_of(house).combinations] == ["pair"]


@pytest.mark.parametrize("facts", [{"opens": night(1)}, {"opens": night(-9), "closes": night(0)}])
def test_a_combination_is_offered_from_its_first_night_until_it_ends(
    house: Country, facts: dict[str, object]
) -> None:
    house.joined("other", "p1", "p3", **facts)
    assert [one.id for one in problem_of(house).combinations] == ["pair"]


def test_a_family_is_asked_for_again_when_its_rooms_are_given_up(house: Country) -> None:
    family(house)
    placement = house.book("h1", "pair")
    release(house.store, placement, reason="other plan", by=HELPDESK, now=at(0))
    with house.store.reading() as session:
        assert session.get_one(Referral, "r-h1").state == "open"
