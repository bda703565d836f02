"""A yes of a house waits for the helpdesk until a bed is held or promised, or it is withdrawn."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from placement.policy import Subject
from placement.service.beds.placing import Acceptance, place
from placement.service.beds.settling import settle_site
from placement.service.questions.asking import withdraw_offer
from placement.service.watching.tasks import list_tasks
from placement.store.codes import Condition, OfferAnswer
from placement.store.tasks.values import Task, TaskKind
from tests.builders_offers import HOUSE, ask, houses, may_go_there, say
from tests.builders_rows import NOW, night
from tests.builders_store import HELPDESK, TERMS, Country, an_order, at
from tests.builders_trust import COORDINATOR

SOON = NOW + timedelta(minutes=10)


@pytest.fixture
def asked(country: Country) -> Country:
    houses(country)
    may_go_there(country)
    return country


def waiting(country: Country, by: Subject = HELPDESK, hours: float = 1) -> list[Task]:
    found = list_tasks(country.store, by=by, now=NOW + timedelta(hours=hours))
    return [task for task in found if task.kind is TaskKind.YES_TO_DECIDE]


def test_a_yes_is_a_task_of_the_helpdesk_with_who_gave_it_and_until_when_it_stands(
    asked: Country,
) -> None:
    [offer, _] = ask(asked, "p1", "p2")
    assert waiting(asked) == []
    say(asked, offer, OfferAnswer.YES, now=SOON)
    [task] = waiting(asked)
    assert (task.record_kind, task.record_id, task.referral) == ("offer", offer, "r-h1")
    assert (task.said_by, task.stands_until, task.place) == ("House", night(10), "p1")
    assert (task.due, task.by_day) == (SOON + timedelta(hours=1), False)
    assert waiting(asked, HOUSE) == waiting(asked, COORDINATOR) == []


def test_a_yes_from_a_date_on_is_due_on_that_day(asked: Country) -> None:
    [offer] = ask(asked, "p1")
    say(asked, offer, OfferAnswer.YES_IF, condition=Condition.DATE, from_date=night(3))
    [task] = waiting(asked)
    assert (task.due.date(), task.by_day, task.stands_until) == (night(3), True, night(10))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (OfferAnswer.MAYBE, {}),
        (OfferAnswer.YES_IF, {"condition": Condition.TALK, "intake_at": at(1)}),
        (OfferAnswer.NO, {"reason": "parked_a_week"}),
    ],
)
def test_what_is_no_yes_yet_is_no_such_task(
    asked: Country, answer: OfferAnswer, said: dict[str, Any]
) -> None:
    [offer] = ask(asked, "p1")
    say(asked, offer, answer, **said)
    assert waiting(asked) == []


def test_every_yes_waits_until_one_bed_is_held_and_again_when_the_hold_is_over(
    asked: Country,
) -> None:
    for offer in ask(asked, "p1", "p2"):
        say(asked, offer, OfferAnswer.YES)
    assert {task.place for task in waiting(asked)} == {"p1", "p2"}
    held = Acceptance(orders=(an_order(),), reason="still calling", hold=True)
    place(asked.store, held, by=HELPDESK, now=NOW, new_id=asked.new_id, terms=TERMS)
    assert waiting(asked, hours=0.5) == []
    settle_site(asked.store, "s1", now=NOW + timedelta(hours=2))
    assert {task.place for task in waiting(asked, hours=2)} == {"p1", "p2"}


def test_a_bed_that_is_promised_or_a_question_that_is_withdrawn_takes_the_task_away(
    asked: Country,
) -> None:
    first, second = ask(asked, "p1", "p2")
    for offer in (first, second):
        say(asked, offer, OfferAnswer.YES)
    withdraw_offer(asked.store, second, by=HELPDESK, now=NOW)
    assert [task.record_id for task in waiting(asked)] == [first]
    order = replace(an_order(), house_agreed=True)
    asked.accept(order)
    assert waiting(asked) == []
