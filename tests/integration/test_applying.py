"""Applying for OMM: who may do what, and what a grant changes."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from placement.errors import (
    InvalidFacts,
    NotAllowed,
    TransitionNotAllowed,
    UnknownApplication,
    UnknownStay,
    VersionOutdated,
)
from placement.lifecycle import ApplicationState, ReferralState
from placement.policy import AccountId, Role, Subject
from placement.service.beds.releasing import depart
from placement.service.once import Once
from placement.service.stays.applying import (
    ReadApplication,
    apply_for_omm,
    consult,
    list_applications,
    show_application,
    withdraw_application,
)
from placement.service.stays.locks import ReadStay
from placement.service.stays.weighing_omm import Weighing, grant, refuse
from placement.service.watching.tasks import list_tasks
from placement.store.codes import VictimAnswer
from placement.store.journal import entries_of
from placement.store.tables import CodeWord, Coordination, Referral
from placement.store.tasks.values import TaskKind
from tests.builders_rows import an_account
from tests.builders_store import HELPDESK, Country, at, night
from tests.invariants import broken_invariants

HOUSE = Subject(
    account=AccountId("house"), name="House", role=Role.INSTITUTION, sites=frozenset({"s1"})
)
OTHERS = replace(HOUSE, sites=frozenset({"s2"}))
COORDINATOR = Subject(account=AccountId("zoco"), name="Zoco", role=Role.ZORGCOORDINATOR)
READ = ReadStay("stay-h1")
OPINION = "she asks for it herself"
YES = Weighing(reason="needs more than a COSM gives", victim_answer=VictimAnswer.YES)


@pytest.fixture
def house(country: Country) -> Iterator[Country]:
    """Somebody who stays in a COSM, with codes of what OMM is for."""
    country.site()
    country.place("p1")
    country.write(
        an_account("house", Role.INSTITUTION, institution_id="house"),
        an_account("zoco", Role.ZORGCOORDINATOR),
        CodeWord(kind="care", code="addiction", nl="verslaving", en="addiction"),
        CodeWord(kind="contra_indication", code="lvb", nl="lvb", en="lvb"),
    )
    country.resident("h1", "p1-b1", until=60)
    yield country
    with country.store.reading() as session:
        assert broken_invariants(session, at(0)) == []


def applied(house: Country, read: ReadStay = READ, *problems: str) -> str:
    return apply_for_omm(
        house.store,
        read,
        frozenset(problems or {"addiction", "lvb"}),
        by=HOUSE,
        now=at(0),
        new_id=house.new_id(),
    )


def consulted(house: Country) -> str:
    made = applied(house)
    consult(house.store, ReadApplication(made), OPINION, by=HELPDESK, now=at(1))
    return made


def granted(house: Country, application: str, weighing: Weighing = YES) -> str:
    return grant(
        house.store,
        ReadApplication(application),
        weighing,
        by=HELPDESK,
        now=at(2),
        new_id=house.new_id,
    )


def coordinated(house: Country) -> None:
    house.write(Coordination(id="c", case_id="case-h1", account_id="zoco", begins=night(-5)))


def to_do(house: Country, by: Subject) -> set[TaskKind]:
    found = list_tasks(house.store, by=by, now=at(1))
    return {task.kind for task in found if task.record_kind == "omm_application"}


def onward(house: Country) -> Referral:
    with house.store.reading() as session:
        return session.scalars(select(Referral).where(Referral.onward)).one()


def test_a_grant_opens_an_onward_referral_with_the_facts_of_omm(house: Country) -> None:
    made = granted(house, consulted(house))
    seen = show_application(house.store, made, by=HOUSE).application
    assert (seen.state, seen.weighed_by, seen.consulted_by) == ("granted", "helpdesk", "helpdesk")
    assert seen.weighing == YES.reason
    referral = onward(house)
    assert (referral.id, referral.state) == (seen.referral_id, ReferralState.OPEN)
    assert (referral.multi_problem, referral.omm_applied_by) == (True, "house")
    assert (referral.omm_consulted, referral.omm_weighed) == (True, True)
    assert referral.needs | referral.brings == {"addiction", "lvb"}
    assert referral.needs == {"addiction"}
    assert (referral.victim_answer, referral.victim_answered_at) == (VictimAnswer.YES, at(2))
    assert referral.risk_answered_by == "victim"
    with house.store.reading() as session:
        acts = [entry.act for entry in entries_of(session, "omm_application", made)]
        assert acts == ["apply_for_omm", "consult", "grant"]


def test_a_grant_adds_to_an_onward_referral_that_is_open(house: Country) -> None:
    house.another_referral("h1", "on-h1", onward=True, victim_answer=None)
    granted(house, consulted(house))
    referral = onward(house)
    assert (referral.id, referral.omm_weighed) == ("on-h1", True)
    assert referral.victim_answer is VictimAnswer.YES


def test_without_an_answer_of_the_victim_it_is_opened_and_nobody_is_moved(house: Country) -> None:
    granted(house, consulted(house), Weighing(reason="urgent"))
    assert onward(house).victim_answer is None


def test_against_the_victims_no_nothing_is_opened(house: Country) -> None:
    no = Weighing(reason="urgent", victim_answer=VictimAnswer.NO)
    made = consulted(house)
    with pytest.raises(InvalidFacts):
        granted(house, made, no)
    assert show_application(house.store, made, by=HELPDESK).application.state == "consulted"


def test_what_who_is_consulted_thinks_is_read_by_who_weighs_and_not_by_the_house(
    house: Country,
) -> None:
    coordinated(house)
    made = applied(house)
    consult(house.store, ReadApplication(made), OPINION, by=COORDINATOR, now=at(1))
    for by, told in ((HELPDESK, OPINION), (COORDINATOR, OPINION), (HOUSE, None)):
        assert show_application(house.store, made, by=by).opinion == told
        assert [seen.opinion for seen in list_applications(house.store, by=by)] == [told]
    with house.store.reading() as session:
        assert OPINION not in str(
            [(entry.reason, entry.facts) for entry in entries_of(session, "omm_application", made)]
        )


def test_the_zorgcoordinator_of_the_case_is_consulted(house: Country) -> None:
    coordinated(house)
    made = applied(house)
    assert to_do(house, HELPDESK) == set()
    assert to_do(house, COORDINATOR) == {TaskKind.OMM_TO_CONSULT}
    with pytest.raises(NotAllowed):
        consult(house.store, ReadApplication(made), OPINION, by=HELPDESK, now=at(1))
    consult(house.store, ReadApplication(made), OPINION, by=COORDINATOR, now=at(1))
    assert show_application(house.store, made, by=HOUSE).application.consulted_by == "zoco"
    assert to_do(house, HELPDESK) == {TaskKind.OMM_TO_WEIGH}


def test_who_has_nothing_to_do_with_it_does_not_see_it(house: Country) -> None:
    made = applied(house)
    for who in (COORDINATOR, OTHERS):
        assert list_applications(house.store, by=who) == []
        with pytest.raises(UnknownApplication):
            show_application(house.store, made, by=who)
    assert [a.application.id for a in list_applications(house.store, by=HELPDESK)] == [made]


def test_weighing_comes_after_the_consultation(house: Country) -> None:
    made = applied(house)
    with pytest.raises(TransitionNotAllowed):
        granted(house, made)
    with pytest.raises(TransitionNotAllowed):
        refuse(house.store, ReadApplication(made), YES, by=HELPDESK, now=at(2))


def test_a_refusal_tells_why_and_opens_nothing(house: Country) -> None:
    made = consulted(house)
    refuse(house.store, ReadApplication(made), Weighing(reason="full"), by=HELPDESK, now=at(2))
    seen = show_application(house.store, made, by=HOUSE).application
    assert (seen.state, seen.weighing, seen.referral_id) == (ApplicationState.REFUSED, "full", None)
    assert list_applications(house.store, by=HOUSE, open_only=True) == []
    assert applied(house) != made


def test_one_application_is_open_at_a_time_and_can_be_taken_back(house: Country) -> None:
    made = applied(house)
    with pytest.raises(TransitionNotAllowed):
        applied(house)
    withdraw_application(house.store, ReadApplication(made), by=HOUSE, now=at(1))
    applied(house)


def test_who_has_left_is_not_granted_anything(house: Country) -> None:
    made = consulted(house)
    depart(house.store, "pl-h1", on=night(0), destination="unknown", by=HOUSE, now=at(0))
    with pytest.raises(TransitionNotAllowed):
        granted(house, made)


@pytest.mark.parametrize("problem", ["unheard_of", "nl"])
def test_problems_are_of_the_lists(house: Country, problem: str) -> None:
    with pytest.raises(InvalidFacts):
        applied(house, READ, problem)


def test_for_somebody_elses_household_nobody_applies(house: Country) -> None:
    with pytest.raises(UnknownStay):
        apply_for_omm(house.store, READ, frozenset({"lvb"}), by=OTHERS, now=at(0), new_id="another")


def test_an_older_version_is_refused_and_a_key_acts_once(house: Country) -> None:
    read = ReadStay("stay-h1", 1, Once.of("house", "key", b"the same"))
    made = applied(house, read)
    assert applied(house, read) == made
    asked = ReadApplication(made, 1, Once.of("helpdesk", "c", b"this"))
    for _ in range(2):
        consult(house.store, asked, OPINION, by=HELPDESK, now=at(1))
    with pytest.raises(VersionOutdated):
        refuse(house.store, ReadApplication(made, 1), YES, by=HELPDESK, now=at(1))
