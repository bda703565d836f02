"""A maybe, and a yes after a talk, stay on the work lists until they are a yes or a no."""

from datetime import timedelta

import pytest

from placement.policy import AccountId, Role, Subject
from placement.service.questions.answering import plan_intake
from placement.service.watching.tasks import list_tasks
from placement.store.codes import Condition, OfferAnswer
from placement.store.tasks.values import Task, TaskKind
from tests.builders_offers import HOUSE, ask, houses, may_go_there, say, the_offer
from tests.builders_rows import NOW, night
from tests.builders_store import HELPDESK, Country, at

SOON = NOW + timedelta(hours=3)
STRANGER = Subject(account=AccountId("x"), name="X", role=Role.INSTITUTION, sites=frozenset())
OF_ANSWERS = {TaskKind.ANSWER_NOT_FINAL, TaskKind.INTAKE_DUE}


@pytest.fixture
def asked(country: Country) -> tuple[Country, str]:
    """A question to a house."""
    houses(country)
    may_go_there(country)
    (offer,) = ask(country, "p1")
    return country, offer


def waiting(country: Country, by: Subject, nights: int = 0) -> list[Task]:
    found = list_tasks(country.store, by=by, now=at(nights))
    return [task for task in found if task.kind in OF_ANSWERS]


def test_a_maybe_waits_for_its_house_at_once_and_past_its_time_for_the_helpdesk(
    asked: tuple[Country, str],
) -> None:
    country, offer = asked
    say(country, offer, OfferAnswer.MAYBE)
    due = the_offer(country, offer).answer_due_at
    [told] = waiting(country, HOUSE)
    assert (told.kind, told.due, told.referral) == (TaskKind.ANSWER_NOT_FINAL, due, None)
    assert waiting(country, HELPDESK) == []
    [late] = waiting(country, HELPDESK, 5)
    assert (late.kind, late.due, late.referral) == (TaskKind.ANSWER_NOT_FINAL, due, "r-h1")
    assert (late.record_kind, late.record_id, late.place) == ("offer", offer, "p1")
    assert waiting(country, STRANGER, 5) == []


def test_a_yes_after_a_talk_is_a_task_on_the_day_of_the_talk_and_until_it_is_a_yes_or_a_no(
    asked: tuple[Country, str],
) -> None:
    country, offer = asked
    talk = NOW + timedelta(days=2)
    say(country, offer, OfferAnswer.YES_IF, condition=Condition.TALK, intake_at=talk)
    for by in (HELPDESK, HOUSE):
        assert waiting(country, by, 1) == []
        for nights in (2, 5):
            [task] = waiting(country, by, nights)
            assert (task.kind, task.due) == (TaskKind.INTAKE_DUE, talk)
    say(country, offer, OfferAnswer.YES, now=at(5))
    assert waiting(country, HELPDESK, 5) == waiting(country, HOUSE, 5) == []


def test_a_maybe_with_a_planned_talk_waits_for_the_talk_and_a_moved_talk_moves_the_task(
    asked: tuple[Country, str],
) -> None:
    country, offer = asked
    say(country, offer, OfferAnswer.MAYBE)
    plan_intake(country.store, offer, at=SOON, by=HOUSE, now=NOW)
    assert [task.kind for task in waiting(country, HOUSE)] == [TaskKind.INTAKE_DUE]
    plan_intake(country.store, offer, at=NOW + timedelta(days=7), by=HOUSE, now=NOW)
    assert waiting(country, HOUSE, 5) == waiting(country, HELPDESK, 5) == []


def test_an_answer_that_is_final_is_no_such_task(asked: tuple[Country, str]) -> None:
    country, offer = asked
    say(country, offer, OfferAnswer.MAYBE)
    say(country, offer, OfferAnswer.YES_IF, condition=Condition.DATE, from_date=night(2))
    assert waiting(country, HELPDESK, 5) == waiting(country, HOUSE, 5) == []
    say(country, offer, OfferAnswer.NO, reason="parked_a_week")
    assert waiting(country, HELPDESK, 5) == waiting(country, HOUSE, 5) == []
