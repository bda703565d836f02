"""How complete the register is: shares, reminders, and what was not there."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from placement.policy import AccountId, Role, Subject
from placement.service.questions.declining import reassess_decline
from placement.service.register.completing import list_reminders, survey_completeness
from placement.service.register.confirming import current_list
from placement.service.register.looking import show_place
from placement.service.register.surveying import survey_places
from placement.service.watching.tasks import list_tasks
from placement.store.codes import DeclineEffect, Party
from placement.store.facts.problem_reader import Scope, read_problem
from placement.store.register.availability import read_availability
from placement.store.tables import (
    ConfirmedPlace,
    Decline,
    DeclineReason,
    Institution,
    Site,
    WeekOverview,
)
from placement.store.tasks.values import TaskKind
from solver.codes import Freshness
from tests.builders_store import HELPDESK, Country, at, night

HOUSE = Subject(
    account=AccountId("house"), name="House", role=Role.INSTITUTION, sites=frozenset({"s1"})
)


@pytest.fixture
def house(country: Country) -> Country:
    """Two institutions; the first confirmed one of its two places six days ago."""
    country.write(Institution(id="other", name="Other"))
    country.site()
    country.site("s2", institution_id="other")
    country.place("p1", confirmed_at=at(-6))
    country.place("p2", confirmed_at=at(-20))
    country.place("p3", site_id="s2", confirmed_at=None)
    return country


def said(house: Country, name: str, days: int, *places: str, site: str = "s1") -> None:
    house.write(
        WeekOverview(
            id=name,
            site_id=site,
            confirmed_by="helpdesk",
            confirmed_at=at(days),
            nothing_changed=False,
        ),
        *(ConfirmedPlace(overview_id=name, place_id=place) for place in places),
    )


def not_there(house: Country, place: str, days: int) -> None:
    house.referral("h1")
    house.write(
        DeclineReason(
            code="not_there",
            party=Party.HOUSE,
            nl="niet vrij",
            en="not free",
            effect=DeclineEffect.LOWERS_TRUST,
        ),
        Decline(
            id="d1",
            household_id="h1",
            place_id=place,
            reason="not_there",
            said_by="helpdesk",
            said_at=at(days),
        ),
    )


def test_the_share_is_of_places_confirmed_within_a_week(house: Country) -> None:
    country, one, other = survey_completeness(house.store, by=HELPDESK, now=at(0))
    assert (country.institution, country.places, country.confirmed) == (None, 3, 1)
    assert country.share == pytest.approx(0.333)
    assert (one.name, one.share, one.stale, one.next_due) == ("House", 0.5, 1, night(1))
    assert (other.name, other.share, other.stale, other.next_due) == ("Other", 0.0, 1, None)


def test_weeks_are_counted_back_from_now(house: Country) -> None:
    said(house, "a", -1, "p1", "p2")
    said(house, "b", -8, "p1")
    said(house, "c", -90, "p1")
    said(house, "d", -95, "p1", "p2")
    one = survey_completeness(house.store, by=HELPDESK, now=at(0))[1]
    assert len(one.weeks) == 13
    assert (one.weeks[0], one.weeks[1], one.weeks[12]) == (1.0, 0.5, 0.5)
    assert sum(one.weeks) == pytest.approx(2.0)


def test_an_institution_sees_itself_alone(house: Country) -> None:
    [own] = survey_completeness(house.store, by=HOUSE, now=at(0))
    assert own.institution == "house"
    assert {r.site for r in list_reminders(house.store, by=HOUSE, now=at(0))} == {"s1"}


def test_a_house_is_reminded_before_its_figures_go_stale(house: Country) -> None:
    house.site("s3")
    house.place("fresh", site_id="s3", confirmed_at=at(-4))
    found = {r.site: r for r in list_reminders(house.store, by=HELPDESK, now=at(0))}
    assert set(found) == {"s1", "s2"}
    assert (found["s1"].places, found["s1"].is_late) == (2, True)
    assert found["s2"].due_on is None
    soon = at(1) + timedelta(hours=1)
    reminder = {r.site: r for r in list_reminders(house.store, by=HELPDESK, now=soon)}["s3"]
    assert (reminder.places, reminder.due_on, reminder.is_late) == (1, night(3), False)


def test_a_place_that_was_not_there_is_counted_and_trusted_less(house: Country) -> None:
    not_there(house, "p1", -1)
    assert survey_completeness(house.store, by=HELPDESK, now=at(0))[1].phantoms == 1
    with house.store.reading() as session:
        places = read_problem(session, at(0), Scope(horizon_nights=30)).places
    assert {str(p.id): p.freshness for p in places}["p1"] is Freshness.OLDER


def test_confirmed_again_it_is_trusted_again(house: Country) -> None:
    not_there(house, "p1", -7)
    with house.store.reading() as session:
        places = read_problem(session, at(0), Scope(horizon_nights=30)).places
    assert {str(p.id): p.freshness for p in places}["p1"] is Freshness.THIS_WEEK


def test_a_place_that_was_not_there_counts_as_never_confirmed_wherever_its_age_is_told(
    house: Country,
) -> None:
    house.write(Site(id="s3", institution_id="house", name="s3", town="Town"))
    house.place("p4", site_id="s3", confirmed_at=at(-2))
    warden = replace(HOUSE, sites=frozenset({"s3"}))
    before, denied, again = at(-1), at(0), at(1)

    def told(now: datetime) -> tuple[object, ...]:
        [figures] = [
            c
            for c in survey_completeness(house.store, by=warden, now=now)
            if c.institution is not None
        ]
        reminders = list_reminders(house.store, by=warden, now=now)
        tasks = list_tasks(house.store, by=warden, now=now)
        listed = current_list(house.store, "s3", by=warden, now=now).places[0].confirmed_at
        kept = show_place(house.store, "p4", by=warden).confirmed_at
        numbers = survey_places(house.store, by=warden, now=now).by_site["s3"]
        return (
            (figures.confirmed, figures.stale),
            [(r.site, r.due_on, r.is_late) for r in reminders],
            [task.kind for task in tasks if task.kind is TaskKind.WEEK_STALE],
            (listed, kept, numbers.oldest_confirmation, numbers.confirmed_by),
        )

    age = at(-2)
    assert told(before) == ((1, 0), [], [], (age, age, age, None))
    not_there(house, "p4", 0)
    never = (None, None, None, None)
    assert told(denied) == ((0, 1), [("s3", None, True)], [TaskKind.WEEK_STALE], never)
    reassess_decline(house.store, "d1", by=HELPDESK, now=again)
    assert told(again) == ((1, 0), [], [], (age, age, age, None))


def test_that_it_was_not_there_is_known_on_a_day_as_it_was_known_then(house: Country) -> None:
    house.write(Site(id="s3", institution_id="house", name="s3", town="Town"))
    house.place("p4", site_id="s3", confirmed_at=at(-2))
    not_there(house, "p4", 1)
    reassess_decline(house.store, "d1", by=HELPDESK, now=at(3))
    with house.store.reading() as session:
        ages = [
            read_availability(session, night(0), at(5), at(day)).by_site["s3"].oldest_confirmation
            for day in (0, 2, 4)
        ]
    assert ages == [at(-2), None, at(-2)]


def test_a_place_never_confirmed_beside_a_fresh_one_is_a_task(house: Country) -> None:
    house.place("fresh", site_id="s2", confirmed_at=at(0))
    sites = {task.site for task in list_tasks(house.store, by=HELPDESK, now=at(0))}
    assert "s2" in sites
