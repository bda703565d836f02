"""Who has no place while the time of their class runs out is a task, with an hour."""

from datetime import timedelta

import pytest

from placement.policy import Role
from placement.service.beds.releasing import release
from placement.service.watching.sheltering import shelter_temporarily
from placement.service.watching.tasks import PROVIDERS, list_tasks
from placement.store.codes import TemporaryKind
from placement.store.nights import AMSTERDAM
from placement.store.tasks.seeking import without_place
from placement.store.tasks.values import Task, TaskKind
from solver.codes import Urgency
from tests.builders_rows import NOW, night
from tests.builders_store import HELPDESK, Country, at


def waiting(country: Country, nights: int = 0) -> list[Task]:
    now = at(nights)
    return list_tasks(country.store, by=HELPDESK, now=now, kind=TaskKind.WITHOUT_PLACE)


def test_an_acute_request_is_a_task_at_once_and_due_within_an_hour(country: Country) -> None:
    country.referral("h1", urgency=Urgency.ACUTE)
    for nights in (0, 2):
        [task] = waiting(country, nights)
        assert (task.due, task.by_day) == (NOW + timedelta(hours=1), False)
        assert (task.record_kind, task.record_id, task.referral) == ("referral", "r-h1", "r-h1")


def test_an_acute_request_for_a_later_night_is_due_before_it(country: Country) -> None:
    country.referral("h1", urgency=Urgency.ACUTE, needed_from=night(2))
    [task] = waiting(country)
    assert (task.due.astimezone(AMSTERDAM).date(), task.by_day) == (night(2), True)


@pytest.mark.parametrize(
    ("urgency", "needed", "shown", "due"),
    [
        (Urgency.URGENT, 0, 3, 3),
        (Urgency.URGENT, 5, 4, 5),
        (Urgency.SOON, 0, 14, 14),
        (Urgency.PLANNED, 30, 29, 30),
    ],
)
def test_others_are_a_task_when_the_time_of_their_class_runs_out(
    country: Country, urgency: Urgency, needed: int, shown: int, due: int
) -> None:
    country.referral("h1", urgency=urgency, needed_from=night(needed))
    assert waiting(country, shown - 2) == []
    [task] = waiting(country, shown)
    assert (task.due.astimezone(AMSTERDAM).date(), task.by_day) == (night(due), True)


def test_the_acute_come_before_those_who_waited_longer_when_there_are_many(
    country: Country, monkeypatch: pytest.MonkeyPatch
) -> None:
    country.referral("h1", urgency=Urgency.PLANNED, registered_at=NOW - timedelta(days=30))
    country.referral("h2", urgency=Urgency.ACUTE)
    monkeypatch.setattr("placement.store.tasks.seeking.MOST_OF_A_KIND", 1)
    assert [task.referral for task in waiting(country)] == ["r-h2"]


def test_a_bed_that_is_held_or_promised_takes_the_task_away_and_giving_it_up_brings_it_back(
    country: Country,
) -> None:
    country.site()
    country.place("p1")
    country.referral("h1")
    placement = country.book()
    assert waiting(country) == []
    release(country.store, placement, reason="x", by=HELPDESK, now=NOW)
    assert len(waiting(country)) == 1


def test_temporary_shelter_does_not_take_the_task_away(country: Country) -> None:
    country.referral("h1")
    given = {"by": HELPDESK, "now": NOW, "new_id": "t1"}
    shelter_temporarily(country.store, "r-h1", TemporaryKind.HOTEL, **given)  # type: ignore[arg-type]
    assert len(waiting(country)) == 1


def test_who_asks_to_move_on_has_a_bed_and_is_no_such_task(country: Country) -> None:
    country.site()
    country.place("p1")
    country.resident("h1", "p1-b1", wants_to_move=True)
    assert waiting(country, 40) == []


def test_only_the_helpdesk_is_asked_to_find_a_place() -> None:
    assert [role for role, asked in PROVIDERS.items() if without_place in asked] == [Role.HELPDESK]
