"""The demo: a full and lawful country of synthetic people, on which proposals show something."""

import time
from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from placement.demo.filling import HORIZON_NIGHTS, JOINED, DemoStaff, fill_demo
from placement.lifecycle import ReferralState
from placement.policy import AccountId, Role, Subject
from placement.store.database.opening import Store
from placement.store.facts.problem_reader import Scope, read_problem
from placement.store.tables import (
    Account,
    Blocker,
    Case,
    Coordination,
    Occupancy,
    Placement,
    Referral,
    Stay,
)
from solver.codes import Certainty
from solver.consistency import faults
from solver.engine import Budget, match
from solver.facts import Problem
from solver.rulebook import RULEBOOK
from tests.builders_store import NOW, counted

HELPDESK = Subject(account=AccountId("demo-helpdesk"), name="Helpdesk", role=Role.HELPDESK)


def filled(store: Store, now: datetime = NOW) -> bool:
    """Fill the store as the demo command does."""

    def hire() -> DemoStaff:
        with store.writing() as session:
            for name, role in (("helpdesk", Role.HELPDESK), ("zorg", Role.ZORGCOORDINATOR)):
                if session.get(Account, f"demo-{name}") is None:
                    session.add(
                        Account(
                            id=f"demo-{name}",
                            login_name=name,
                            display_name=name,
                            password_hash="none",
                            role=role,
                            demo=True,
                            created_at=now,
                        )
                    )
        return DemoStaff(helpdesk=HELPDESK, coordinators=("demo-zorg",))

    return fill_demo(store, hire, new_id=counted("id"), now=now)


def problem_of(store: Store, now: datetime = NOW) -> Problem:
    """What the solver is told of the evening."""
    with store.reading() as session:
        return read_problem(session, now, Scope(horizon_nights=HORIZON_NIGHTS))


def test_the_houses_are_about_ninety_percent_full(store: Store) -> None:
    filled(store)
    problem = problem_of(store)
    assert faults(problem) == ()
    tonight = problem.tonight
    taken = {o.bed for o in problem.occupancies if o.begins <= tonight < o.until}
    unusable = total = 0
    for place in problem.places:
        used = len(taken & set(place.beds))
        whole = used and place.use != "shared_room"
        unusable += len(place.beds) if whole else used
        total += len(place.beds)
    assert 0.8 <= unusable / total <= 0.95


@pytest.mark.parametrize("kind", ["sqlite"])
def test_two_houses_have_rooms_that_can_be_joined_for_a_large_family(store: Store) -> None:
    filled(store)
    problem = problem_of(store)
    told = {place.rooms: len(place.beds) for place in problem.offers if place.rooms}
    assert told.keys() == {rooms for _, rooms in JOINED.values()}
    largest = max(len(place.beds) for place in problem.places if place.scheme == "VO")
    assert max(told.values()) > largest


@pytest.mark.parametrize("kind", ["sqlite"])
def test_the_second_start_adds_nobody_and_is_quick(store: Store) -> None:
    began = time.perf_counter()
    assert filled(store)
    first = time.perf_counter() - began
    with store.reading() as session:
        before = session.scalar(select(func.count()).select_from(Occupancy))
    began = time.perf_counter()
    assert not filled(store)
    assert (first < 20, time.perf_counter() - began < 2) == (True, True)
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Occupancy)) == before


@pytest.mark.parametrize("kind", ["sqlite"])
def test_everybody_says_to_be_synthetic(store: Store) -> None:
    filled(store)
    with store.reading() as session:
        for table in (Referral, Placement, Stay, Occupancy, Blocker):
            assert set(session.scalars(select(table.synthetic))) == {True}
        assert session.scalar(select(func.count()).select_from(Case).where(Case.synthetic))


@pytest.mark.parametrize("kind", ["sqlite"])
def test_people_wait_with_mixed_urgency_and_residents_must_leave(store: Store) -> None:
    filled(store)
    with store.reading() as session:
        opened = session.scalars(select(Referral).where(Referral.state == ReferralState.OPEN)).all()
        stays = session.scalars(select(Stay).where(Stay.ended_on.is_(None))).all()
        past = [stay for stay in stays if stay.right_ends and stay.right_ends < NOW.date()]
        coordinated = session.scalar(select(func.count()).select_from(Coordination))
    new = [referral for referral in opened if not referral.onward]
    assert 8 <= len(new) <= 14
    assert len({referral.urgency for referral in new}) == 4
    assert len(past) >= 5
    assert sum(stay.ready_since is not None for stay in stays) >= 3
    assert {r.victim_answer for r in opened if r.onward} >= {"yes"}
    assert coordinated


@pytest.mark.parametrize("kind", ["sqlite"])
@pytest.mark.parametrize("weekday", [0, 4, 6])
def test_on_any_weekday_a_first_plan_shows_every_kind_of_outcome(
    store: Store, weekday: int
) -> None:
    now = NOW + timedelta(days=weekday)
    filled(store, now)
    problem = problem_of(store, now)
    plan = match(problem, RULEBOOK, Budget(deterministic=2.0, fuse_seconds=20.0), seed=0)
    new = {h.id for h in problem.households if not h.is_resident}
    kinds = Counter(a.option.certainty for a in plan.assignments if a.option.household in new)
    assert kinds[Certainty.CERTAIN] >= 2
    assert kinds[Certainty.TO_ASK] >= 2
    assert any(rest.household in new for rest in plan.rests)
    frees_for_a_newcomer = [c for c in plan.chains if new & {act.household for act in c.acts}]
    assert frees_for_a_newcomer
