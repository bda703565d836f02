"""The evening on which the demo begins: full houses, people who must leave, all kinds of asking."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from placement.demo.calibration import BASE, BLOCKERS, DESTINATIONS
from placement.demo.desk import TABLE
from placement.demo.filling import MONTHS, SEED, SyntheticWorld, new_referral, synthetic_world
from placement.demo.months import Drawing
from placement.demo.present import Evening
from placement.demo.rooms import Rooms, is_lawful, places_of
from placement.exchange.bundled import bundled
from placement.exchange.register_files import read_register
from placement.service.register.loading_residents import until_with_basis
from placement.service.register.rows import Register
from placement.store.codes import PersonRole, UntilBasis, VictimAnswer
from placement.store.nights import tonight_at
from solver.codes import COSM, OMM, Sex, Urgency

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)
TONIGHT = tonight_at(NOW)


@pytest.fixture(scope="module")
def register() -> Register:
    """The national register."""
    return read_register(bundled("netherlands"))


def world_of(register: Register, *coordinators: str) -> SyntheticWorld:
    """The world of the demo with some zorgcoordinators at work."""
    evening = Evening(figures=BASE, tonight=TONIGHT, coordinators=coordinators)
    return synthetic_world(Drawing.of(SEED, register, TONIGHT, MONTHS), evening, NOW)


@pytest.fixture(scope="module")
def world(register: Register) -> SyntheticWorld:
    """The world of the demo."""
    return world_of(register, "zorg-1", "zorg-2")


def test_the_world_is_the_same_for_a_seed_whoever_works_there(
    register: Register, world: SyntheticWorld
) -> None:
    assert world_of(register, "zorg-1", "zorg-2") == world
    alone = world_of(register)
    assert [r.facts for r in alone.present.residents] == [r.facts for r in world.present.residents]
    assert alone.desk == world.desk
    assert {r.coordinator for r in alone.present.residents} == {None}
    assert {r.coordinator for r in world.present.residents} == {None, "zorg-1", "zorg-2"}


def test_everybody_came_lawfully_those_who_were_there_before_the_months_too(
    world: SyntheticWorld,
) -> None:
    for stay in world.months.stays:
        facts = stay.referral.facts
        assert is_lawful(facts, stay.place, stay.began_on, facts.needed_until)


def test_the_cosm_is_structurally_full_and_the_omm_has_some_room(
    register: Register, world: SyntheticWorld
) -> None:
    rooms = Rooms(places_of(register, TONIGHT))
    for stay in world.months.stays:
        if stay.is_present(TONIGHT):
            rooms.take(stay.place, stay.beds, stay.room_key, stay.leaves_on)
    taken = rooms.occupied(TONIGHT)
    assert taken[COSM][0] >= 0.9 * taken[COSM][1]
    assert 0.7 * taken[OMM][1] <= taken[OMM][0] < taken[OMM][1]


def test_some_must_leave_and_have_a_next_place_in_sight_or_a_blocker(
    register: Register, world: SyntheticWorld
) -> None:
    present = [r for r in world.present.residents if r.ended_on is None]
    past = [r for r in present if r.right_ends and r.right_ends <= TONIGHT]
    wishes = [r.onward for r in present if r.onward]
    blockers = [blocker for r in present for blocker in r.blockers]
    assert len(past) >= 5
    assert VictimAnswer.YES in {wish.victim_answer for wish in wishes}
    assert any(wish.facts.omm_application for wish in wishes)
    assert {blocker.code for blocker in blockers} <= BLOCKERS.keys()
    words = {(code.kind, code.code) for code in register.codes}
    assert {("blocker", code) for code in BLOCKERS} <= words
    assert {("destination", code) for code in DESTINATIONS} <= words
    assert {("blocker_owner", blocker.owner) for blocker in blockers} <= words
    assert {("outage_cause", outage.cause) for outage in world.present.outages} <= words


def test_nobody_who_left_has_an_open_wish_and_everybody_who_left_has_a_destination(
    world: SyntheticWorld,
) -> None:
    for resident in world.present.residents:
        left = resident.ended_on is not None
        assert (resident.destination is not None) == left
        assert not (left and (resident.onward or resident.blockers or resident.departs_on))


def test_beds_are_taken_until_a_night_that_lies_ahead(world: SyntheticWorld) -> None:
    bases: Counter[UntilBasis] = Counter()
    for resident in world.present.residents:
        until, basis = until_with_basis(resident, TONIGHT, TONIGHT.replace(year=2027))
        assert resident.began_on < until
        assert resident.ended_on or until > TONIGHT
        bases[basis] += 1
    assert {
        UntilBasis.REPORTED_DEPARTURE,
        UntilBasis.EXPECTED_END,
        UntilBasis.END_OF_RIGHT,
        UntilBasis.SETTLED,
    } <= bases.keys()


def test_the_desk_holds_requests_of_every_urgency_and_the_hardest_groups(
    world: SyntheticWorld,
) -> None:
    assert 8 <= len(world.desk) == len(TABLE) <= 14
    assert {request.facts.urgency for request in world.desk} == set(Urgency)
    men = [r for r in world.desk if r.facts.people[0].sex is Sex.MALE and r.route == "regular"]
    assert men
    assert any(not request.facts.risk_asked for request in world.desk)
    assert all(request.registered_at < NOW for request in world.desk)
    assert all(request.facts.needed_from >= TONIGHT for request in world.desk)


def test_a_request_is_registered_with_a_checked_parent_and_marked_as_synthetic(
    world: SyntheticWorld,
) -> None:
    family = next(request for request in world.desk if len(request.facts.people) == 3)
    new = new_referral(family)
    assert [person.role for person in new.people] == [
        PersonRole.PARENT,
        PersonRole.CHILD,
        PersonRole.CHILD,
    ]
    assert [person.role_checked for person in new.people] == [True, False, False]
    assert new.facts["synthetic"] is True


def test_clients_from_outside_tell_nothing_but_how_they_use_a_room(world: SyntheticWorld) -> None:
    assert len(world.present.outside) > 50
    for client in world.present.outside:
        assert client.begins <= TONIGHT
        assert client.room.key in {"F", "M"} or str(client.room.key).startswith("outside-")


def test_another_seed_makes_another_evening(register: Register, world: SyntheticWorld) -> None:
    evening = Evening(figures=BASE, tonight=TONIGHT)
    other = synthetic_world(Drawing.of(SEED + 1, register, TONIGHT, MONTHS), evening, NOW)
    assert other.present != world.present
