"""Work lists: each task appears when its fact is there, for whom it concerns, and goes with it."""

from datetime import timedelta
from typing import Any

import pytest

from placement.lifecycle import OfferState, PlacementState
from placement.policy import AccountId, Role, Subject
from placement.service.sharing.consenting import sign_consent
from placement.service.sharing.withdrawing import withdraw_consent
from placement.service.watching.sheltering import record_check, shelter_temporarily
from placement.service.watching.tasks import PROVIDERS, list_tasks
from placement.store.codes import (
    DeclineEffect,
    Party,
    ProfileOf,
    SafetyCheck,
    TemporaryKind,
)
from placement.store.journal import record
from placement.store.tables import (
    CaseTransfer,
    Decline,
    DeclineReason,
    Offer,
    OmmApplication,
    Place,
    Placement,
    ProfileChange,
    Referral,
)
from placement.store.tasks.values import TaskKind
from solver.codes import Urgency
from tests.builders_rows import NOW, TONIGHT, a_placement, night
from tests.builders_store import HELPDESK, Country
from tests.builders_trust import (
    COORDINATOR,
    HOUSE,
    a_country_with_a_house,
    an_offer,
    assigned,
    consented,
)

STRANGER = Subject(account=AccountId("x"), name="X", role=Role.INSTITUTION, sites=frozenset())


@pytest.fixture
def house(country: Country) -> Country:
    """Give a house with a request for its place p1, and a resident h9 in p9."""
    a_country_with_a_house(country)
    changed(country, Referral, "r-h1", urgency=Urgency.PLANNED, needed_from=night(20))
    country.place("p9")
    country.resident("h9", "p9-b1", stay={"right_ends": night(40)})
    return country


def kinds(country: Country, by: Subject = HELPDESK, hours: float = 0) -> set[str]:
    """Give what waits for somebody; the request of h1 itself is waiting for nothing."""
    at = NOW + timedelta(hours=hours)
    return {task.kind.value for task in list_tasks(country.store, by=by, now=at)}


def changed(country: Country, table: type[Any], id_: str, **facts: Any) -> None:  # noqa: ANN401 - columns of any type
    with country.store.writing(NOW) as session:
        row = session.get_one(table, id_)
        for name, value in facts.items():
            setattr(row, name, value)


def test_nothing_waits_where_nothing_is_due(house: Country) -> None:
    for subject in (HELPDESK, HOUSE, COORDINATOR, STRANGER):
        assert kinds(house, subject) == set()


def test_roles_without_work_lists_have_none() -> None:
    assert set(PROVIDERS) == {Role.HELPDESK, Role.INSTITUTION, Role.ZORGCOORDINATOR}


def test_a_hold_is_a_task_until_it_is_decided(house: Country) -> None:
    held = a_placement(
        "h1", "p1", begins=0, state="held", hold_expires_at=NOW + timedelta(minutes=30)
    )
    house.write(held)
    [task] = list_tasks(house.store, by=HELPDESK, now=NOW)
    assert (task.kind, task.due) == (TaskKind.HOLD_EXPIRING, NOW + timedelta(minutes=30))
    assert kinds(house, HOUSE) == set()
    changed(house, Placement, "pl-h1", state=PlacementState.ACCEPTED, hold_expires_at=None)
    assert kinds(house) == set()


def test_a_question_waits_for_its_house_and_late_for_the_helpdesk(house: Country) -> None:
    house.write(an_offer())
    assert kinds(house, HOUSE) == {"to_answer"}
    assert kinds(house, STRANGER) == set()
    assert kinds(house) == set()
    assert kinds(house, hours=5) == {"answer_late"}
    changed(house, Offer, "of-h1-p1", state=OfferState.WITHDRAWN)
    assert kinds(house, HOUSE) | kinds(house, hours=5) == set()


def test_who_was_to_come_and_is_not_reported_is_asked_about(house: Country) -> None:
    house.write(a_placement("h1", "p1", begins=0))
    assert kinds(house) == set()
    for subject in (HELPDESK, HOUSE):
        assert kinds(house, subject, hours=24) == {"arrival_unreported"}
    [told] = list_tasks(house.store, by=HOUSE, now=NOW + timedelta(days=1))
    assert told.referral is None  # a house knows the placement, not the request behind it


def test_somebody_on_the_way_to_a_bed_that_is_not_free_is_called_about(house: Country) -> None:
    house.write(a_placement("h1", "p1", begins=0, state="arriving"))
    with house.store.writing(NOW) as session:
        record(
            session,
            "call_for_a_person",
            record_kind="placement",
            record_id="pl-h1",
            by="settling",
            now=NOW,
        )
    assert kinds(house) == {"call_for_a_person"}
    changed(house, Placement, "pl-h1", state=PlacementState.ARRIVED)
    assert kinds(house) == set()


def test_a_deadline_of_the_reporter_waits_while_there_is_no_place(country: Country) -> None:
    later = {"urgency": Urgency.PLANNED, "needed_from": night(60)}
    country.referral("h1", decide_before=NOW + timedelta(hours=2), **later)
    assert kinds(country) == {"decision_due"}


def test_temporary_shelter_is_checked_and_where_it_is_not_safe_at_once(house: Country) -> None:
    shelter = shelter_temporarily(
        house.store, "r-h1", TemporaryKind.HOTEL, by=HELPDESK, now=NOW, new_id="t1"
    )
    assert kinds(house) == {"safety_check"}
    record_check(house.store, shelter, SafetyCheck.NOT_SAFE, by=HELPDESK, now=NOW)
    assert kinds(house) == {"shelter_not_safe"}
    assert kinds(house, HOUSE) == set()


def test_a_signature_waits_until_it_is_there(house: Country) -> None:
    consent = consented(house)
    assigned(house)
    for subject in (HELPDESK, COORDINATOR):
        [task] = list_tasks(house.store, by=subject, now=NOW)
        assert (task.kind, task.referral) == (TaskKind.SIGNATURE_DUE, "r-h1")
    sign_consent(house.store, consent, TONIGHT, by=HELPDESK, now=NOW)
    assert kinds(house) == set()


def test_consent_that_was_withdrawn_while_a_place_is_kept_is_a_task(house: Country) -> None:
    changed(house, Referral, "r-h1", needed_from=TONIGHT)
    consent = consented(house)
    house.book()
    withdraw_consent(house.store, consent, by=HELPDESK, now=NOW)
    assert kinds(house) == {"consent_withdrawn"}
    consented(house)
    assert kinds(house) == {"signature_due"}


def test_a_house_is_reminded_before_its_week_is_stale(house: Country) -> None:
    assert kinds(house, HOUSE, hours=24 * 4) == set()
    assert "week_stale" in kinds(house, HOUSE, hours=24 * 5)
    assert kinds(house, STRANGER, hours=24 * 5) == set()
    changed(house, Place, "p1", confirmed_at=NOW + timedelta(days=5))
    assert "week_stale" in kinds(house, HOUSE, hours=24 * 5)
    changed(house, Place, "p9", confirmed_at=NOW + timedelta(days=5))
    assert kinds(house, HOUSE, hours=24 * 5) == set()


def test_a_profile_that_was_questioned_waits_until_it_is_changed(house: Country) -> None:
    house.write(
        DeclineReason(
            code="stairs",
            party=Party.HELPDESK,
            nl="trap",
            en="stairs",
            effect=DeclineEffect.CHANGES_PROFILE,
        ),
        Decline(
            id="d1",
            household_id="h1",
            place_id="p1",
            reason="stairs",
            said_by="helpdesk",
            said_at=NOW,
        ),
    )
    assert kinds(house, HOUSE) == {"profile_questioned"}
    assert kinds(house, STRANGER) == set()
    house.write(
        ProfileChange(
            id="c1",
            record_kind=ProfileOf.PLACE,
            record_id="p1",
            begins=TONIGHT,
            facts={},
            reason="no lift",
            recorded_at=NOW + timedelta(hours=1),
            recorded_by="warden",
        )
    )
    assert kinds(house, HOUSE) == set()


def test_a_case_that_is_offered_waits_for_whom_it_is_offered_to(house: Country) -> None:
    house.write(
        CaseTransfer(
            id="t1",
            case_id="case-h1",
            state="offered",
            to_account="anna",
            offered_by="helpdesk",
            offered_at=NOW,
        )
    )
    assert kinds(house, COORDINATOR) == {"transfer_offered"}
    changed(house, CaseTransfer, "t1", state="accepted", answered_at=NOW)
    assert kinds(house, COORDINATOR) == set()


def test_what_is_due_first_stands_on_top(house: Country) -> None:
    house.write(an_offer())
    consented(house)
    found = list_tasks(house.store, by=HELPDESK, now=NOW + timedelta(hours=5))
    assert [task.kind for task in found] == [TaskKind.ANSWER_LATE, TaskKind.SIGNATURE_DUE]
    only = list_tasks(house.store, by=HELPDESK, now=NOW, kind=TaskKind.SIGNATURE_DUE)
    assert [task.kind for task in only] == [TaskKind.SIGNATURE_DUE]


def test_what_is_urgent_stands_above_what_waits_longer_and_is_not_cut_off_by_it(
    house: Country, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = NOW + timedelta(days=60)
    house.referral("acute", urgency=Urgency.ACUTE, registered_at=later)
    found = list_tasks(house.store, by=HELPDESK, now=later)
    urgent = [task for task in found if task.kind is TaskKind.WITHOUT_PLACE]
    assert urgent[-1].referral == "r-acute"
    assert found[: len(urgent)] == urgent
    assert urgent[-1].due > found[-1].due
    monkeypatch.setattr("placement.service.watching.tasks.MOST_TASKS", len(urgent))
    assert list_tasks(house.store, by=HELPDESK, now=later) == urgent


def test_an_application_for_omm_waits_for_consultation_and_then_for_weighing(
    house: Country,
) -> None:
    house.write(
        OmmApplication(
            id="a1",
            household_id="h9",
            institution_id="house",
            state="applied",
            problems=frozenset(),
            applied_by="warden",
            applied_at=NOW,
        )
    )
    assert kinds(house) == {"omm_to_consult"}
    assigned(house, "h9")
    assert kinds(house) == set()
    assert kinds(house, COORDINATOR) == {"omm_to_consult"}
    changed(house, OmmApplication, "a1", state="consulted", consulted_by="anna", consulted_at=NOW)
    assert (kinds(house), kinds(house, COORDINATOR)) == ({"omm_to_weigh"}, set())
