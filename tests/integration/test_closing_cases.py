"""Closing a case: when nothing goes on, with everything taken back, and opening it again."""

from datetime import timedelta

import pytest

from placement.errors import (
    TransitionNotAllowed,
    UnknownReferral,
    VersionOutdated,
)
from placement.errors.care import CaseStillOpen
from placement.lifecycle import ApplicationState, PlacementState, ReferralState, TransferState
from placement.lifecycle.cases import CaseState
from placement.policy import Subject
from placement.service.beds.releasing import depart
from placement.service.following.closing_cases import (
    close_case,
    list_cases_to_close,
    reopen_case,
    show_case,
)
from placement.service.following.handing_over import offer_transfer
from placement.service.following.outcomes import outcomes_due
from placement.service.once import Once
from placement.service.watching.tasks import list_tasks
from placement.store.codes import CloseReason
from placement.store.following.case_rows import GoesOn
from placement.store.journal import entries_of
from placement.store.tables import (
    CaseTransfer,
    OmmApplication,
    Placement,
    Referral,
)
from placement.store.tasks.values import TaskKind
from tests.builders_care import CAREN, CORA, HOUSE, followed
from tests.builders_rows import a_placement
from tests.builders_store import HELPDESK, NOW, Country, at, night
from tests.builders_trust import (
    a_country_with_a_house,
    consented,
)
from tests.invariants import broken_invariants

WHY = CloseReason.COMPLETED


@pytest.fixture
def house(country: Country) -> Country:
    """A household that lives in a house, followed by Caren."""
    return followed(country)


@pytest.fixture
def asked(country: Country) -> Country:
    """A household without a bed, about which a house may be asked."""
    return a_country_with_a_house(country)


def leave(country: Country) -> None:
    depart(country.store, "pl-h1", on=night(0), destination="own_housing", by=HOUSE, now=NOW)


def close(
    country: Country,
    by: Subject = HELPDESK,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    close_case(country.store, "r-h1", WHY, by=by, now=NOW, version=version, once=once)


def reopen(country: Country, by: Subject = HELPDESK, reason: str = "came back") -> None:
    reopen_case(country.store, "r-h1", reason, by=by, now=NOW)


def state(country: Country) -> CaseState:
    return show_case(country.store, "r-h1", by=HELPDESK, now=NOW).state


def goes_on(country: Country) -> dict[GoesOn, int]:
    shown = show_case(country.store, "r-h1", by=HELPDESK, now=NOW)
    return {each.kind: each.count for each in shown.going_on}


def ask_is(country: Country, state: ReferralState) -> None:
    with country.store.writing(NOW) as session:
        session.get_one(Referral, "r-h1").state = state


def place_is(country: Country, state: PlacementState) -> None:
    with country.store.writing(NOW) as session:
        session.get_one(Placement, "pl-h1").state = state


@pytest.mark.parametrize("by", [HELPDESK, CAREN])
def test_a_case_is_closed_by_who_follows_it_once_its_people_have_left(
    house: Country, by: Subject
) -> None:
    leave(house)
    close(house, by=by)
    shown = show_case(house.store, "r-h1", by=by, now=NOW)
    assert (shown.state, shown.case.closed_at, shown.case.close_reason) == ("closed", NOW, WHY)
    assert shown.allowed == ("reopen_case",)
    with house.store.reading() as session:
        (entry,) = entries_of(session, "case", "case-h1")
        assert (entry.act, entry.from_state, entry.to_state) == ("close_case", "open", "closed")
        assert entry.facts == {"reason": "completed"}
        assert broken_invariants(session, at(0)) == []


def test_what_still_goes_on_is_named_by_kind_and_count(house: Country) -> None:
    house.another_referral("h1", "on-h1", onward=True)
    house.write(
        OmmApplication(
            id="omm",
            household_id="h1",
            institution_id="house",
            state=ApplicationState.APPLIED,
            problems=frozenset(),
            applied_by="inge",
            applied_at=NOW,
        )
    )
    with pytest.raises(CaseStillOpen) as refused:
        close(house)
    found = {each.kind: each.count for each in refused.value.facts["going_on"]}  # type: ignore[attr-defined]
    assert found == {GoesOn.ONWARD: 1, GoesOn.STAY: 1, GoesOn.OMM_APPLICATION: 1}
    assert state(house) is CaseState.OPEN


@pytest.mark.parametrize("live", [PlacementState.ACCEPTED, PlacementState.ARRIVING])
def test_a_case_with_a_request_or_a_promised_place_stays_open(
    asked: Country, live: PlacementState
) -> None:
    assert goes_on(asked) == {GoesOn.REQUEST: 1}
    ask_is(asked, ReferralState.ARRANGED)
    asked.write(a_placement("h1", "p1", state=live))
    assert goes_on(asked) == {GoesOn.REQUEST: 1, GoesOn.PLACE: 1}
    ask_is(asked, ReferralState.ENDED)
    assert goes_on(asked) == {GoesOn.PLACE: 1}
    with pytest.raises(CaseStillOpen):
        close(asked)
    place_is(asked, PlacementState.RELEASED)
    close(asked)
    assert state(asked) is CaseState.CLOSED


def test_tasks_of_a_closed_case_go_and_its_outcomes_are_still_asked(house: Country) -> None:
    consented(house)
    leave(house)
    later = NOW + timedelta(days=40)

    def kinds(by: Subject) -> set[TaskKind]:
        return {task.kind for task in list_tasks(house.store, by=by, now=later)}

    assert {TaskKind.SIGNATURE_DUE, TaskKind.OUTCOME_DUE} <= kinds(CAREN)
    close(house)
    assert TaskKind.SIGNATURE_DUE not in kinds(CAREN)
    assert TaskKind.OUTCOME_DUE in kinds(CAREN)
    assert outcomes_due(house.store, by=CAREN, now=later, limit=9)
    reopen(house, by=CAREN)
    assert TaskKind.SIGNATURE_DUE in kinds(CAREN)


def test_what_is_offered_of_a_case_is_taken_back_when_it_is_closed(house: Country) -> None:
    leave(house)
    made = offer_transfer(house.store, "r-h1", "cora", by=CAREN, now=NOW, new_id=house.new_id)
    close(house, by=CAREN)
    with house.store.reading() as session:
        assert session.get_one(CaseTransfer, made).state is TransferState.WITHDRAWN


def test_a_closed_case_is_not_closed_again_nor_an_open_one_opened(house: Country) -> None:
    with pytest.raises(TransitionNotAllowed) as open_already:
        reopen(house)
    assert open_already.value.allowed == ("close_case",)
    leave(house)
    close(house)
    with pytest.raises(TransitionNotAllowed) as closed_already:
        close(house)
    assert closed_already.value.allowed == ("reopen_case",)


def test_closed_by_who_read_an_older_version_nothing_changes(house: Country) -> None:
    leave(house)
    version = show_case(house.store, "r-h1", by=CAREN, now=NOW).case.version
    close(house)
    reopen(house)
    with pytest.raises(VersionOutdated):
        close(house, version=version)
    assert state(house) is CaseState.OPEN


def test_sent_twice_a_case_is_closed_once(house: Country) -> None:
    leave(house)
    key = Once.of("helpdesk", "key", b"close")
    close(house, once=key)
    close(house, once=key)
    with house.store.reading() as session:
        assert len(entries_of(session, "case", "case-h1")) == 1


@pytest.mark.parametrize("by", [CORA, HOUSE])
def test_who_does_not_follow_a_case_finds_none(house: Country, by: Subject) -> None:
    leave(house)
    for act in (close, reopen):
        with pytest.raises(UnknownReferral):
            act(house, by=by)
    with pytest.raises(UnknownReferral):
        show_case(house.store, "r-h1", by=by, now=NOW)


def test_cases_in_which_nothing_goes_on_are_listed_to_who_follows_them(house: Country) -> None:
    def listed(by: Subject, *, far: bool = False) -> list[tuple[str, str]]:
        return list_cases_to_close(house.store, by=by, at_a_distance=far)

    assert listed(CAREN) == []
    leave(house)
    assert listed(CAREN) == [("ref-h1", "r-h1")]
    assert listed(HELPDESK, far=True) == []
    assert listed(CORA) == []
    close(house)
    assert listed(CAREN) == []
