"""Temporary shelter: the request stays open, and somebody checks every morning."""

from datetime import UTC, datetime, timedelta

import pytest

from placement.errors import TransitionNotAllowed, UnknownReferral, VersionOutdated
from placement.errors.trust import UnknownTemporaryShelter
from placement.lifecycle import PlacementState, ReferralState
from placement.service.beds.releasing import arrive
from placement.service.following.onward import withdraw_onward
from placement.service.requests.ending import Ending, EndReason, end_referral
from placement.service.stays.locks import ReadStay
from placement.service.stays.reuniting import Joining, reunite
from placement.service.watching.sheltering import (
    end_shelter,
    list_shelters,
    next_morning,
    record_check,
    shelter_temporarily,
    show_shelter,
)
from placement.store.codes import SafetyCheck, TemporaryKind
from placement.store.journal import entries_of
from placement.store.tables import Placement, Referral
from tests.builders_rows import NOW, TONIGHT, night
from tests.builders_store import HELPDESK, TERMS, Country
from tests.builders_trust import HOUSE, a_country_with_a_house
from tests.invariants import broken_invariants

TEN = datetime(2026, 3, 3, 9, tzinfo=UTC)  # ten in the morning in Amsterdam


@pytest.fixture
def house(country: Country) -> Country:
    return a_country_with_a_house(country)


def sheltered(country: Country, now: datetime = NOW) -> str:
    return shelter_temporarily(
        country.store,
        "r-h1",
        TemporaryKind.HOTEL,
        by=HELPDESK,
        now=now,
        new_id=country.new_id(),
    )


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (NOW, TEN),
        (datetime(2026, 3, 3, 1, tzinfo=UTC), TEN),
        (datetime(2026, 3, 3, 8, 59, tzinfo=UTC), TEN),
        (TEN, TEN + timedelta(days=1)),
        # The night in which the clocks go forward: ten o'clock is an hour earlier in UTC.
        (datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 3, 29, 8, tzinfo=UTC)),
    ],
)
def test_a_check_is_due_at_ten_the_next_morning(now: datetime, due: datetime) -> None:
    assert next_morning(now, 10) == due


def test_the_request_stays_open_and_a_check_is_due_next_morning(house: Country) -> None:
    shelter = show_shelter(house.store, sheltered(house), by=HELPDESK)
    assert (shelter.began_on, shelter.check_due_at) == (TONIGHT, TEN)
    with house.store.reading() as session:
        assert session.get_one(Referral, "r-h1").state is ReferralState.OPEN


@pytest.mark.parametrize(
    ("found", "due"),
    [
        (SafetyCheck.SAFE, TEN + timedelta(days=1)),
        (SafetyCheck.NOT_REACHED, TEN + timedelta(minutes=30)),
        (SafetyCheck.NOT_SAFE, TEN - timedelta(minutes=30)),
    ],
)
def test_a_check_says_when_the_next_one_is_due(
    house: Country, found: SafetyCheck, due: datetime
) -> None:
    shelter, checked = sheltered(house), TEN - timedelta(minutes=30)
    record_check(house.store, shelter, found, by=HELPDESK, now=checked)
    after = show_shelter(house.store, shelter, by=HELPDESK)
    assert (after.last_check, after.check_due_at, after.checked_at) == (found, due, checked)


def test_there_is_one_at_a_time_and_a_new_one_after_its_end(house: Country) -> None:
    first = sheltered(house)
    with pytest.raises(TransitionNotAllowed) as refused:
        sheltered(house)
    assert refused.value.allowed == ("check", "end")
    end_shelter(house.store, first, by=HELPDESK, now=NOW)
    with pytest.raises(TransitionNotAllowed):
        end_shelter(house.store, first, by=HELPDESK, now=NOW)
    with pytest.raises(TransitionNotAllowed):
        record_check(house.store, first, SafetyCheck.SAFE, by=HELPDESK, now=NOW)
    second = sheltered(house)
    assert [s.id for s in list_shelters(house.store, by=HELPDESK)] == [second]


def test_arriving_in_a_place_ends_it(house: Country) -> None:
    shelter = sheltered(house)
    placement = house.book(begins=1)
    tomorrow = NOW + timedelta(days=1)
    assert show_shelter(house.store, shelter, by=HELPDESK).ended_on is None
    arrive(house.store, placement, by=HELPDESK, now=tomorrow, new_id=house.new_id)
    assert show_shelter(house.store, shelter, by=HELPDESK).ended_on == night(1)


@pytest.mark.parametrize("reason", [EndReason.VICTIM_WITHDRAWS, EndReason.OTHER])
def test_it_ends_with_its_request_in_the_same_act(house: Country, reason: EndReason) -> None:
    shelter = sheltered(house)
    placement = house.book(begins=1)
    ending = Ending(reason=reason)
    end_referral(house.store, "r-h1", ending, by=HELPDESK, now=NOW + timedelta(days=1))
    assert show_shelter(house.store, shelter, by=HELPDESK).ended_on == night(1)
    with house.store.reading() as session:
        assert session.get_one(Placement, placement).state is PlacementState.RELEASED
        entry = entries_of(session, "temporary_shelter", shelter)[-1]
        assert (entry.act, entry.facts["why"]) == ("end_temporary_shelter", reason)
        assert broken_invariants(session, NOW + timedelta(days=1)) == []


def test_it_ends_when_its_people_join_a_household_that_has_a_bed(house: Country) -> None:
    shelter = sheltered(house)
    house.place("big", 4)
    house.resident("h2", "big-b1")
    reunite(
        house.store,
        ReadStay("stay-h2"),
        Joining(referral="r-h1"),
        by=HELPDESK,
        now=NOW,
        new_id=house.new_id,
        terms=TERMS,
    )
    after = show_shelter(house.store, shelter, by=HELPDESK)
    assert after.ended_on == night(0)


def test_it_ends_when_an_onward_request_is_taken_back(house: Country) -> None:
    house.place("p2")
    house.resident("h2", "p2-b1", wants_to_move=True)
    shelter = shelter_temporarily(
        house.store, "on-h2", TemporaryKind.OTHER, by=HELPDESK, now=NOW, new_id="shelter"
    )
    withdraw_onward(house.store, "on-h2", by=HELPDESK, now=NOW)
    assert show_shelter(house.store, shelter, by=HELPDESK).ended_on == night(0)


def test_a_request_that_is_over_needs_no_shelter(house: Country) -> None:
    with house.store.writing(NOW) as session:
        session.get_one(Referral, "r-h1").state = ReferralState.ENDED
    with pytest.raises(TransitionNotAllowed):
        sheltered(house)


def test_an_older_version_and_a_house_change_nothing(house: Country) -> None:
    shelter = sheltered(house)
    with pytest.raises(VersionOutdated):
        end_shelter(house.store, shelter, by=HELPDESK, now=NOW, version=9)
    with pytest.raises(UnknownTemporaryShelter):
        end_shelter(house.store, shelter, by=HOUSE, now=NOW)
    with pytest.raises(UnknownReferral):
        shelter_temporarily(house.store, "r-h1", TemporaryKind.OTHER, by=HOUSE, now=NOW, new_id="x")
