"""Absence: the bed is kept, everybody sees it, and nothing follows by itself."""

from datetime import date

import pytest

from placement.errors import InvalidFacts, TransitionNotAllowed, UnknownAbsence, VersionOutdated
from placement.policy import AccountId, Role, Subject
from placement.service.beds.releasing import depart
from placement.service.once import Once
from placement.service.register.confirming import current_list
from placement.service.stays.absences import (
    NewAbsence,
    keep_longer,
    list_absences,
    report_absence,
    report_return,
    show_absence,
)
from placement.service.stays.locks import ReadStay
from placement.service.stays.staying import show_stay
from placement.service.watching.tasks import list_tasks
from placement.store.codes import AbsenceKind
from placement.store.register.week_list import Due
from placement.store.tables import Coordination
from placement.store.tasks.values import TaskKind
from tests.builders_rows import an_account
from tests.builders_store import HELPDESK, Country, at, night

HOUSE = Subject(
    account=AccountId("house"), name="House", role=Role.INSTITUTION, sites=frozenset({"s1"})
)
OTHERS = Subject(
    account=AccountId("house"), name="House", role=Role.INSTITUTION, sites=frozenset({"s2"})
)
COORDINATOR = Subject(account=AccountId("zoco"), name="Zoco", role=Role.ZORGCOORDINATOR)
NIGHTS = {AbsenceKind.HOSPITAL: 14, AbsenceKind.MISSING: 3, AbsenceKind.ELSEWHERE: 7}
READ = ReadStay("stay-h1")
ANY = ReadStay("")


@pytest.fixture
def house(country: Country) -> Country:
    """Somebody who stays in a single room."""
    country.site()
    country.place("p1")
    country.write(
        an_account("house", Role.INSTITUTION, institution_id="house"),
        an_account("zoco", Role.ZORGCOORDINATOR),
    )
    country.resident("h1", "p1-b1", until=60)
    return country


def away(
    house: Country,
    kind: AbsenceKind = AbsenceKind.MISSING,
    began: int = 0,
    until: date | None = None,
    read: ReadStay = READ,
) -> str:
    return report_absence(
        house.store,
        read,
        NewAbsence(kind=kind, began_on=night(began), kept_until=until),
        by=HOUSE,
        now=at(0),
        new_id=house.new_id(),
        kept_nights=NIGHTS,
    )


@pytest.mark.parametrize("why", list(AbsenceKind))
def test_the_bed_is_kept_for_the_nights_of_its_kind(house: Country, why: AbsenceKind) -> None:
    absence = show_absence(house.store, away(house, why), by=HOUSE, now=at(0)).absence
    assert (absence.kind, absence.kept_until) == (why, night(NIGHTS[why]))
    history = show_stay(house.store, "stay-h1", by=HOUSE, now=at(0)).history
    assert history[-1].act == "be_absent"


def test_the_helpdesk_and_the_coordinator_of_the_case_see_who_is_away(house: Country) -> None:
    made = away(house)
    assert list_absences(house.store, by=COORDINATOR, now=at(0)) == []
    house.write(Coordination(id="c", case_id="case-h1", account_id="zoco", begins=night(-5)))
    for who in (HELPDESK, HOUSE, COORDINATOR):
        assert [a.absence.id for a in list_absences(house.store, by=who, now=at(0))] == [made]
    assert list_absences(house.store, by=OTHERS, now=at(0)) == []
    with pytest.raises(UnknownAbsence):
        show_absence(house.store, made, by=OTHERS, now=at(0))


def test_when_the_nights_are_over_it_is_a_task_and_the_bed_is_not_lost(house: Country) -> None:
    away(house)
    assert not list_absences(house.store, by=HELPDESK, now=at(2))[0].is_over
    assert TaskKind.AWAY in {t.kind for t in list_tasks(house.store, by=HELPDESK, now=at(2))}
    assert list_absences(house.store, by=HELPDESK, now=at(3))[0].is_over
    [place] = current_list(house.store, "s1", by=HOUSE, now=at(3)).places
    assert place.due == {Due.ABSENCE_OVER}
    assert place.beds[0].placement == "pl-h1"


def test_back_is_back(house: Country) -> None:
    made = away(house, began=-2)
    report_return(house.store, made, ANY, by=HOUSE, now=at(2))
    assert show_absence(house.store, made, by=HOUSE, now=at(2)).absence.ended_on == night(2)
    assert list_absences(house.store, by=HOUSE, now=at(9)) == []
    with pytest.raises(TransitionNotAllowed):
        report_return(house.store, made, ANY, by=HOUSE, now=at(2))
    assert away(house) != made


def test_a_person_keeps_the_bed_longer(house: Country) -> None:
    made = away(house)
    keep_longer(
        house.store, made, ANY, until=night(9), reason="heard from her", by=HOUSE, now=at(3)
    )
    assert show_absence(house.store, made, by=HOUSE, now=at(3)).absence.kept_until == night(9)
    for wrong in (9, 5, 200):
        with pytest.raises(InvalidFacts):
            keep_longer(
                house.store, made, ANY, until=night(wrong), reason="so", by=HOUSE, now=at(3)
            )


def test_nobody_is_away_twice(house: Country) -> None:
    away(house)
    with pytest.raises(TransitionNotAllowed):
        away(house)


@pytest.mark.parametrize(("began", "until"), [(1, 5), (-21, 5), (0, 0), (0, 100)])
def test_nights_that_cannot_be_are_refused(house: Country, began: int, until: int) -> None:
    with pytest.raises(InvalidFacts):
        away(house, began=began, until=night(until))


def test_an_absence_ends_with_its_stay(house: Country) -> None:
    made = away(house)
    depart(house.store, "pl-h1", on=night(1), destination="unknown", by=HOUSE, now=at(1))
    assert list_absences(house.store, by=HELPDESK, now=at(9)) == []
    with pytest.raises(TransitionNotAllowed):
        report_return(house.store, made, ANY, by=HOUSE, now=at(2))


def test_an_older_version_is_refused_and_a_key_acts_once(house: Country) -> None:
    once = Once.of("house", "key", b"the same")
    made = away(house, read=ReadStay("stay-h1", 1, once))
    assert away(house, read=ReadStay("stay-h1", 1, once)) == made
    again = ReadStay("", 1, Once.of("house", "longer", b"this"))
    for _ in range(2):
        keep_longer(house.store, made, again, until=night(9), reason="so", by=HOUSE, now=at(0))
    with pytest.raises(VersionOutdated):
        report_return(house.store, made, ReadStay("", 1), by=HOUSE, now=at(0))
    back = ReadStay("", 2, Once.of("house", "back", b"this"))
    for _ in range(2):
        report_return(house.store, made, back, by=HOUSE, now=at(0))
