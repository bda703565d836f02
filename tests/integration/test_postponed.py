"""Who is moved on because a bed is not free yet is a task, and both houses are warned."""

import pytest

from placement.policy import AccountId, Role, Subject
from placement.service.beds.holding import leave_for
from placement.service.beds.releasing import depart, release
from placement.service.beds.settling import settle_every_site
from placement.service.watching.tasks import list_tasks
from placement.store.nights import AMSTERDAM
from placement.store.tasks.values import TaskKind
from tests.builders_rows import night
from tests.builders_store import HELPDESK, Country, an_order, at

HERE, THERE = (
    Subject(account=AccountId(name), name=name, role=Role.INSTITUTION, sites=frozenset({site}))
    for name, site in (("here", "s1"), ("there", "s2"))
)
OF_IT = {TaskKind.POSTPONED, TaskKind.LEAVES_LATER}


@pytest.fixture
def chain(country: Country) -> tuple[Country, str, str]:
    """h1 moves from here to there on night 1, h2 comes in her place; but h3 is to leave first."""
    for site in ("s1", "s2", "s3"):
        country.site(site)
        country.place(f"p{site[1:]}", site_id=site)
    country.resident("h1", "p1-b1", until=25, wants_to_move=True)
    country.resident("h3", "p2-b1", until=25, wants_to_move=True)
    country.referral("h2")
    gone, moves, comes = country.accept(
        an_order("h3", "p3", on=True, begins=1, until=30),
        an_order("h1", "p2", on=True, begins=1, until=30),
        an_order("h2", "p1", begins=1, until=20),
    )
    release(country.store, gone, reason="x", by=HELPDESK, now=at(0))
    return country, moves, comes


def told(country: Country, by: Subject, number: int) -> list[tuple[TaskKind, str, str | None]]:
    """What waits on a night about who is moved on, once settled."""
    settle_every_site(country.store, now=at(number))
    tasks = list_tasks(country.store, by=by, now=at(number))
    return [(t.kind, t.record_id, t.referral) for t in tasks if t.kind in OF_IT]


def test_who_is_moved_on_is_a_task_every_night_and_both_houses_are_warned(
    chain: tuple[Country, str, str],
) -> None:
    country, moves, comes = chain
    assert told(country, HELPDESK, 0) == []
    for number in (1, 2):
        waiting = [(TaskKind.POSTPONED, moves, "on-h1"), (TaskKind.POSTPONED, comes, "r-h2")]
        assert told(country, HELPDESK, number) == waiting
        # A house knows the placement and the stay, not the request behind them.
        assert told(country, THERE, number) == [(TaskKind.POSTPONED, moves, None)]
        assert told(country, HERE, number) == [
            (TaskKind.POSTPONED, comes, None),
            (TaskKind.LEAVES_LATER, "stay-h1", None),
        ]
    first, *_ = list_tasks(country.store, by=HELPDESK, now=at(2), kind=TaskKind.POSTPONED)
    assert (first.due.astimezone(AMSTERDAM).date(), first.by_day) == (night(1), True)


def test_of_who_is_on_the_way_the_helpdesk_is_called_and_the_houses_are_warned(
    chain: tuple[Country, str, str],
) -> None:
    country, moves, comes = chain
    leave_for(country.store, moves, by=HELPDESK, now=at(0))
    assert told(country, HELPDESK, 1) == [(TaskKind.POSTPONED, comes, "r-h2")]
    assert told(country, THERE, 1) == [(TaskKind.POSTPONED, moves, None)]
    assert (TaskKind.LEAVES_LATER, "stay-h1", None) in told(country, HERE, 1)
    called = list_tasks(country.store, by=HELPDESK, now=at(1), kind=TaskKind.CALL_FOR_A_PERSON)
    assert [task.record_id for task in called] == [moves]


def test_nobody_is_warned_any_more_once_the_bed_is_free_or_the_promise_is_given_up(
    chain: tuple[Country, str, str],
) -> None:
    country, _, comes = chain
    assert len(told(country, HELPDESK, 1)) == 2
    depart(country.store, "pl-h3", on=night(2), destination="x", by=HELPDESK, now=at(1))
    release(country.store, comes, reason="x", by=HELPDESK, now=at(1))
    for by in (HELPDESK, HERE, THERE):
        assert told(country, by, 2) == []
