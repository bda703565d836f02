"""What keeps a household from leaving, and the steps towards an exit that is not a bed."""

import pytest

from placement.errors import InvalidFacts, TransitionNotAllowed, UnknownStay, VersionOutdated
from placement.errors.care import UnknownBlocker, UnknownMilestone
from placement.service.beds.releasing import depart
from placement.service.following.blockers import (
    BlockerChange,
    NewBlocker,
    change_blocker,
    close_blocker,
    open_blocker,
)
from placement.service.following.milestones import Step, StepChange, add_milestone, change_milestone
from placement.service.following.showing_care import (
    blockers_of,
    list_blockers,
    milestones_in,
    milestones_of,
    show_blocker,
)
from placement.service.watching.tasks import list_tasks
from placement.store.database.promises import Promise
from placement.store.journal import entries_of
from placement.store.tables import Milestone
from placement.store.tasks.values import TaskKind
from tests.builders_care import CAREN, CORA, HOUSE, STAY, followed
from tests.builders_store import HELPDESK, NOW, Country, at, night
from tests.refusals import on_writing


@pytest.fixture
def house(country: Country) -> Country:
    return followed(country)


def block(house: Country, code: str = "no_housing", contact: int | None = 7) -> str:
    new = NewBlocker(
        code=code,
        owner="municipality",
        next_contact_on=None if contact is None else night(contact),
    )
    return open_blocker(house.store, STAY, new, by=CAREN, now=NOW, new_id=house.new_id)


def step(house: Country, kind: str = "permit") -> str:
    new = Step(kind=kind, expected_on=night(30), reached_on=None)
    return add_milestone(house.store, STAY, new, by=CAREN, now=NOW, new_id=house.new_id)


def test_a_blocker_has_an_owner_and_a_next_contact(house: Country) -> None:
    found = show_blocker(house.store, block(house), by=CAREN)
    assert (found.owner, found.next_contact_on) == ("municipality", night(7))
    assert (found.opened_on, found.closed_on) == (night(0), None)


def test_a_blocker_without_a_day_is_asked_about_after_a_week(house: Country) -> None:
    blocker = block(house, contact=None)
    assert show_blocker(house.store, blocker, by=CAREN).next_contact_on == night(7)
    kind = TaskKind.BLOCKER_CONTACT
    assert list_tasks(house.store, by=CAREN, now=at(6), kind=kind) == []
    (task,) = list_tasks(house.store, by=CAREN, now=at(7), kind=kind)
    assert task.record_id == blocker
    change = BlockerChange(owner="ind", next_contact_on=None, contact_days=3)
    change_blocker(house.store, blocker, change, by=CAREN, now=at(7))
    assert show_blocker(house.store, blocker, by=CAREN).next_contact_on == night(10)


def test_a_blocker_changes_its_owner_and_is_closed_and_each_is_journalled(house: Country) -> None:
    blocker = block(house)
    change = BlockerChange(owner="ind", next_contact_on=night(9))
    change_blocker(house.store, blocker, change, by=HELPDESK, now=at(1))
    close_blocker(house.store, blocker, by=CAREN, now=at(2))
    found = show_blocker(house.store, blocker, by=CAREN)
    assert (found.owner, found.closed_on) == ("ind", night(2))
    with house.store.reading() as session:
        acts = [(e.act, e.to_state) for e in entries_of(session, "blocker", blocker)]
    assert acts == [
        ("open_blocker", "open"),
        ("change_blocker", "open"),
        ("close_blocker", "closed"),
    ]


def test_what_is_closed_is_neither_changed_nor_closed_again(house: Country) -> None:
    blocker = block(house)
    close_blocker(house.store, blocker, by=CAREN, now=NOW)
    change = BlockerChange(owner="ind", next_contact_on=None)
    with pytest.raises(TransitionNotAllowed):
        close_blocker(house.store, blocker, by=CAREN, now=NOW)
    with pytest.raises(TransitionNotAllowed):
        change_blocker(house.store, blocker, change, by=CAREN, now=NOW)
    assert block(house) != blocker


def test_one_cause_keeps_a_household_once(house: Country) -> None:
    block(house)
    with pytest.raises(TransitionNotAllowed) as refused:
        block(house)
    assert refused.value.allowed == ("change_blocker", "close_blocker")
    assert block(house, "permit_pending")


def test_an_older_version_changes_nothing(house: Country) -> None:
    blocker = block(house)
    change = BlockerChange(owner="ind", next_contact_on=None)
    change_blocker(house.store, blocker, change, by=CAREN, now=NOW, version=1)
    with pytest.raises(VersionOutdated):
        close_blocker(house.store, blocker, by=CAREN, now=NOW, version=1)
    close_blocker(house.store, blocker, by=CAREN, now=NOW, version=2)


def test_unknown_causes_and_owners_are_named_together(house: Country) -> None:
    new = NewBlocker(code="bad_luck", owner="nobody", next_contact_on=None)
    with pytest.raises(InvalidFacts) as refused:
        open_blocker(house.store, STAY, new, by=CAREN, now=NOW, new_id=house.new_id)
    assert [fault.field for fault in refused.value.faults] == ["code", "owner"]


def test_who_does_not_follow_the_case_sees_and_changes_nothing(house: Country) -> None:
    blocker, milestone = block(house), step(house)
    with pytest.raises(UnknownBlocker):
        close_blocker(house.store, blocker, by=CORA, now=NOW)
    with pytest.raises(UnknownMilestone):
        change_milestone(
            house.store,
            milestone,
            StepChange(expected_on=None, reached_on=None),
            by=CORA,
            now=NOW,
        )
    with pytest.raises(UnknownStay):
        blockers_of(house.store, STAY, by=CORA)
    assert list_blockers(house.store, by=CORA, owner=None, limit=9) == []
    assert milestones_in(house.store, by=CORA) == []


def test_blockers_are_listed_by_owner_the_first_to_be_asked_on_top(house: Country) -> None:
    never, later = block(house, "permit_pending", None), block(house, "no_housing", 9)
    change_blocker(
        house.store, later, BlockerChange(owner="ind", next_contact_on=night(3)), by=CAREN, now=NOW
    )
    listed = [b.blocker.id for b in list_blockers(house.store, by=CAREN, owner=None, limit=9)]
    assert listed == [later, never]
    owned = list_blockers(house.store, by=CAREN, owner="municipality", limit=9)
    assert [b.blocker.id for b in owned] == [never]


def test_what_is_open_stands_before_what_is_closed(house: Country) -> None:
    first, second = block(house, "no_housing"), block(house, "permit_pending")
    close_blocker(house.store, first, by=CAREN, now=NOW)
    assert [b.id for b in blockers_of(house.store, STAY, by=HOUSE)] == [second, first]


def test_nothing_keeps_somebody_who_has_left(house: Country) -> None:
    depart(house.store, "pl-h1", on=night(0), destination="return", by=HOUSE, now=NOW)
    with pytest.raises(TransitionNotAllowed):
        block(house)
    with pytest.raises(TransitionNotAllowed):
        step(house)


def test_a_step_is_expected_and_then_reached(house: Country) -> None:
    milestone = step(house)
    reached = StepChange(expected_on=night(30), reached_on=night(28))
    change_milestone(house.store, milestone, reached, by=CAREN, now=at(28), version=1)
    (found,) = milestones_of(house.store, STAY, by=CAREN)
    assert (found.expected_on, found.reached_on) == (night(30), night(28))
    with house.store.reading() as session:
        states = [e.to_state for e in entries_of(session, "milestone", milestone)]
    assert states == ["expected", "reached"]


def test_a_stay_has_each_step_once(house: Country) -> None:
    step(house)
    with pytest.raises(TransitionNotAllowed) as refused:
        step(house)
    assert refused.value.allowed == ("change_milestone",)
    twice = Milestone(id="x", stay_id=STAY, kind="permit", recorded_by="caren", recorded_at=NOW)
    assert on_writing(house, twice) is Promise.ONE_MILESTONE
