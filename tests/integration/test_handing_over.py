"""A case is offered to a zorgcoordinator, who accepts or declines; to nobody it goes at once."""

import pytest

from placement.errors import TransitionNotAllowed, UnknownAccount, UnknownReferral, VersionOutdated
from placement.errors.care import UnknownTransfer
from placement.lifecycle import TransferState
from placement.policy import Subject
from placement.service.following.handing_over import (
    accept_transfer,
    decline_transfer,
    offer_transfer,
    withdraw_transfer,
)
from placement.service.following.showing_transfers import list_transfers, show_transfer
from placement.service.requests.registering import assign_coordinator
from placement.service.requests.showing import list_referrals
from placement.store.database.promises import Promise
from placement.store.requests.queries import open_coordination
from placement.store.tables import CaseTransfer
from tests.builders_care import CAREN, CORA, followed
from tests.builders_store import HELPDESK, NOW, Country, at
from tests.refusals import on_writing


@pytest.fixture
def house(country: Country) -> Country:
    return followed(country)


def offer(house: Country, to: str | None = "cora", by: Subject = CAREN) -> str:
    return offer_transfer(house.store, "r-h1", to, by=by, now=NOW, new_id=house.new_id)


def accept(house: Country, transfer: str, by: Subject = CORA, version: int | None = None) -> None:
    accept_transfer(house.store, transfer, by=by, now=at(1), new_id=house.new_id, version=version)


def coordinator(house: Country) -> str | None:
    with house.store.reading() as session:
        found = open_coordination(session, "case-h1")
    return None if found is None else found.account_id


def sees(house: Country, who: Subject) -> bool:
    return bool(list_referrals(house.store, by=who, now=NOW))


def state(house: Country, transfer: str) -> TransferState:
    return show_transfer(house.store, transfer, by=HELPDESK).transfer.state


def test_a_case_stays_where_it_is_until_it_is_accepted(house: Country) -> None:
    transfer = offer(house)
    assert (coordinator(house), sees(house, CORA)) == ("caren", False)
    accept(house, transfer)
    assert (coordinator(house), sees(house, CORA), sees(house, CAREN)) == ("cora", True, False)
    assert state(house, transfer) is TransferState.ACCEPTED


def test_who_is_offered_a_case_sees_its_reference_and_nothing_else(house: Country) -> None:
    transfer = offer(house)
    assert show_transfer(house.store, transfer, by=CORA).reference == "ref-h1"
    assert not sees(house, CORA)


@pytest.mark.parametrize("by", [CAREN, HELPDESK])
def test_given_to_nobody_it_is_comensha_at_a_distance_at_once(house: Country, by: Subject) -> None:
    transfer = offer(house, None, by)
    assert coordinator(house) is None
    assert state(house, transfer) is TransferState.ACCEPTED
    assert not sees(house, CAREN)


def test_a_declined_case_stays_where_it_is(house: Country) -> None:
    transfer = offer(house)
    decline_transfer(house.store, transfer, by=CORA, now=NOW)
    assert (coordinator(house), state(house, transfer)) == ("caren", TransferState.DECLINED)
    assert offer(house)


@pytest.mark.parametrize("by", [CAREN, HELPDESK])
def test_an_offered_case_is_taken_back(house: Country, by: Subject) -> None:
    transfer = offer(house)
    withdraw_transfer(house.store, transfer, by=by, now=NOW)
    with pytest.raises(TransitionNotAllowed) as refused:
        accept(house, transfer)
    assert refused.value.allowed == ()
    assert coordinator(house) == "caren"


def test_only_who_is_asked_accepts_or_declines_and_only_the_other_side_withdraws(
    house: Country,
) -> None:
    transfer = offer(house)
    for other in (CAREN, HELPDESK):
        with pytest.raises(UnknownTransfer):
            accept(house, transfer, other)
        with pytest.raises(UnknownTransfer):
            decline_transfer(house.store, transfer, by=other, now=NOW)
    with pytest.raises(UnknownTransfer):
        withdraw_transfer(house.store, transfer, by=CORA, now=NOW)


def test_a_case_is_offered_to_one_at_a_time(house: Country) -> None:
    offer(house)
    with pytest.raises(TransitionNotAllowed) as refused:
        offer(house, None)
    assert refused.value.allowed == ("accept", "decline", "withdraw")
    twice = CaseTransfer(
        id="twice",
        case_id="case-h1",
        state=TransferState.OFFERED,
        to_account="cora",
        offered_by="caren",
        offered_at=NOW,
    )
    assert on_writing(house, twice) is Promise.ONE_TRANSFER


def test_nobody_hands_over_a_case_that_is_not_theirs(house: Country) -> None:
    with pytest.raises(UnknownReferral):
        offer(house, "cora", CORA)
    with pytest.raises(TransitionNotAllowed):
        offer(house, "caren")


@pytest.mark.parametrize("to", ["nobody", "helpdesk", "inge"])
def test_a_case_goes_to_a_zorgcoordinator_only(house: Country, to: str) -> None:
    with pytest.raises(UnknownAccount):
        offer(house, to)


def test_given_by_the_helpdesk_to_somebody_else_an_offer_is_taken_back(house: Country) -> None:
    transfer = offer(house)
    assign_coordinator(house.store, "r-h1", "caren", by=HELPDESK, new_id=house.new_id(), now=NOW)
    assert state(house, transfer) is TransferState.WITHDRAWN


def test_an_older_version_changes_nothing(house: Country) -> None:
    transfer = offer(house)
    with pytest.raises(VersionOutdated):
        accept(house, transfer, version=9)
    accept(house, transfer, version=1)


def test_the_list_is_of_those_concerned_the_newest_first(house: Country) -> None:
    first = offer(house)
    decline_transfer(house.store, first, by=CORA, now=NOW)
    second = offer_transfer(house.store, "r-h1", "cora", by=CAREN, now=at(2), new_id=house.new_id)
    for who in (CAREN, CORA, HELPDESK):
        listed = [t.transfer.id for t in list_transfers(house.store, by=who, limit=9)]
        assert listed == [second, first]
    assert len(list_transfers(house.store, by=CAREN, limit=1)) == 1
