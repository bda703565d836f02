"""A promise that fell away is a task with a deadline, until another one is made."""

from datetime import datetime, timedelta

import pytest

from placement.service.beds.refusing import refuse_order
from placement.service.beds.releasing import release, report_no_show
from placement.service.requests.ending import Ending, EndReason, end_referral
from placement.service.watching.tasks import list_tasks
from placement.store.nights import AMSTERDAM
from placement.store.tasks.values import Task, TaskKind
from tests.builders_offers import with_reasons
from tests.builders_rows import NOW, night
from tests.builders_store import HELPDESK, Country

HOUR = timedelta(hours=1)


@pytest.fixture
def house(country: Country) -> Country:
    """A house with two rooms, and somebody who asks for one."""
    with_reasons(country)
    country.site()
    country.place("p1")
    country.place("p2")
    country.referral("h1")
    return country


def fell_away(country: Country) -> list[Task]:
    return list_tasks(country.store, by=HELPDESK, now=NOW, kind=TaskKind.PLACE_FELL_AWAY)


def refused(country: Country, placement: str, now: datetime = NOW) -> None:
    given = {"by": HELPDESK, "now": now, "new_id": country.new_id}
    refuse_order(country.store, placement, reason="parked_a_week", **given)  # type: ignore[arg-type]


def test_a_refusal_for_tonight_is_to_be_met_within_an_hour(house: Country) -> None:
    placement = house.book()
    assert fell_away(house) == []
    refused(house, placement)
    [task] = fell_away(house)
    assert (task.due, task.by_day) == (NOW + HOUR, False)
    assert (task.record_id, task.referral, task.place) == (placement, "r-h1", "p1")


def test_a_refusal_for_a_later_night_is_due_before_that_night(house: Country) -> None:
    refused(house, house.book(begins=4))
    [task] = fell_away(house)
    assert (task.due.astimezone(AMSTERDAM).date(), task.by_day) == (night(4), True)


def test_who_did_not_come_is_a_task_and_who_was_released_is_not(house: Country) -> None:
    given = {"reason": "not seen", "by": HELPDESK, "now": NOW}
    release(house.store, house.book(), **given)  # type: ignore[arg-type]
    assert fell_away(house) == []
    later = given | {"now": NOW + HOUR}
    report_no_show(house.store, house.book(now=NOW + HOUR), **later)  # type: ignore[arg-type]
    assert len(fell_away(house)) == 1


def test_the_task_goes_with_another_place_and_with_the_end_of_the_request(house: Country) -> None:
    refused(house, house.book())
    second = house.book(place_id="p2", now=NOW + HOUR)
    assert fell_away(house) == []
    refused(house, second, NOW + 2 * HOUR)
    assert [task.place for task in fell_away(house)] == ["p2"]
    ending = Ending(reason=EndReason.VICTIM_WITHDRAWS)
    end_referral(house.store, "r-h1", ending, by=HELPDESK, now=NOW)
    assert fell_away(house) == []
