"""A departure that is reported for a later night than before: who was promised a place on it."""

import pytest

from placement.lifecycle import PlacementState, ReferralState
from placement.policy import Subject
from placement.service.beds.placing import Acceptance, place
from placement.service.beds.releasing import depart
from placement.service.watching.tasks import list_tasks
from placement.store.journal import entries_of
from placement.store.tables import Placement, Referral
from placement.store.tasks.values import TaskKind
from tests.builders_offers import HOUSE, with_reasons
from tests.builders_store import HELPDESK, NOW, TERMS, Country, an_order, at, night
from tests.invariants import broken_invariants


@pytest.fixture
def house(country: Country) -> Country:
    """Two rooms at one site; a lives in the first and leaves on night 2, h1 must never meet her."""
    with_reasons(country)
    country.site()
    country.place("p1")
    country.place("p2")
    country.resident("a", "p1-b1", until=10)
    country.referral("h1")
    country.apart("a", "h1")
    leaves(country, 2)
    return country


def leaves(house: Country, on: int, *, by: Subject = HOUSE) -> None:
    depart(house.store, "pl-a", on=night(on), destination="known", by=by, now=NOW)


def state_of(house: Country, placement: str) -> tuple[PlacementState, ReferralState]:
    with house.store.reading() as session:
        found = session.get_one(Placement, placement)
        assert broken_invariants(session, NOW) == []
        return found.state, session.get_one(Referral, found.referral_id).state


def tasks(house: Country, by: Subject = HELPDESK) -> set[TaskKind]:
    return {task.kind for task in list_tasks(house.store, by=by, now=at(0))}


def test_who_must_never_meet_her_gives_way_when_she_stays_longer(house: Country) -> None:
    promised = house.book("h1", "p2", begins=2, until=20)
    leaves(house, 6)
    assert state_of(house, promised) == (PlacementState.DISPLACED, ReferralState.OPEN)
    assert TaskKind.PLACE_FELL_AWAY in tasks(house)


def test_the_house_is_not_told_who_must_never_meet_whom(house: Country) -> None:
    promised = house.book("h1", "p2", begins=2, until=20)
    leaves(house, 6)
    with house.store.reading() as session:
        told = [*entries_of(session, "placement", promised), *entries_of(session, "stay", "stay-a")]
    (gone,) = (entry for entry in told if entry.act == "displace")
    assert gone.facts == {"why": "bed_not_free"}
    assert not [e for e in told if e.act == "depart" and set(e.facts) > {"on", "destination"}]


def test_a_bed_that_is_held_for_who_must_never_meet_her_gives_way_too(house: Country) -> None:
    order = an_order("h1", "p2", begins=2, until=20)
    (held,) = place(
        house.store,
        Acceptance(orders=(order,), reason="best place", hold=True),
        by=HELPDESK,
        now=NOW,
        new_id=house.new_id,
        terms=TERMS,
    )
    leaves(house, 6)
    assert state_of(house, held) == (PlacementState.DISPLACED, ReferralState.OPEN)


def test_who_is_on_the_way_already_is_a_task_for_a_person(house: Country) -> None:
    promised = house.book("h1", "p2", begins=2, until=20)
    with house.store.writing(NOW) as session:
        session.get_one(Placement, promised).state = PlacementState.ARRIVING
    leaves(house, 6)
    with house.store.reading() as session:
        assert session.get_one(Placement, promised).state is PlacementState.ARRIVING
        assert "households that must be kept apart meet" not in str(broken_invariants(session, NOW))
    assert TaskKind.CALL_FOR_A_PERSON in tasks(house)


def test_who_comes_after_the_later_night_keeps_the_place(house: Country) -> None:
    promised = house.book("h1", "p2", begins=6, until=20)
    leaves(house, 6)
    assert state_of(house, promised) == (PlacementState.ACCEPTED, ReferralState.ARRANGED)


def test_who_may_meet_her_keeps_the_place(house: Country) -> None:
    house.referral("h2")
    promised = house.book("h2", "p2", begins=2, until=20)
    leaves(house, 6)
    assert state_of(house, promised) == (PlacementState.ACCEPTED, ReferralState.ARRANGED)
