"""Who departs elsewhere is sought no next bed for; one that was found is a person's to decide."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from placement.lifecycle import OfferState, ReferralState
from placement.policy import AccountId, Role, Subject
from placement.service.beds.releasing import arrive, depart, release
from placement.service.beds.settling import settle_site
from placement.service.following.onward import withdraw_onward
from placement.service.watching.tasks import list_tasks
from placement.store.codes import DisclosureStep
from placement.store.journal import entries_of
from placement.store.tables import Disclosure, Offer, Outcome, Referral, Stay
from placement.store.tasks.values import Task, TaskKind
from tests.builders_rows import an_account
from tests.builders_store import HELPDESK, NOW, Country, an_order, at, night
from tests.builders_trust import COORDINATOR, an_offer, assigned
from tests.invariants import broken_invariants
from tests.reading import problem_of

HOUSE = Subject(
    account=AccountId("house"), name="House", role=Role.INSTITUTION, sites=frozenset({"s1"})
)
ONWARD = "on-h1"


@pytest.fixture
def house(country: Country) -> Iterator[Country]:
    """Somebody who lives in a room and asks for a next one."""
    country.site()
    country.place("p1")
    country.place("next")
    country.write(
        an_account("house", Role.INSTITUTION, institution_id="house"),
        an_account("anna", Role.ZORGCOORDINATOR),
    )
    country.resident("h1", "p1-b1", wants_to_move=True)
    assigned(country)
    yield country
    with country.store.reading() as session:
        assert broken_invariants(session, at(2)) == []


def onward(house: Country) -> tuple[ReferralState, str | None]:
    with house.store.reading() as session:
        referral = session.get_one(Referral, ONWARD)
        return referral.state, referral.end_reason


def left(house: Country, on: int = 0, by: Subject = HOUSE) -> None:
    depart(house.store, "pl-h1", on=night(on), destination="own_home", by=by, now=NOW)


def waits(house: Country, by: Subject = HELPDESK) -> list[Task]:
    return list_tasks(house.store, by=by, now=NOW, kind=TaskKind.LEFT_BEFORE_MOVING)


@pytest.mark.parametrize("by", [HELPDESK, HOUSE])
def test_who_departs_elsewhere_asks_for_no_next_bed_any_more(house: Country, by: Subject) -> None:
    left(house, by=by)
    assert onward(house) == (ReferralState.ENDED, "departed")
    assert problem_of(house, NOW).households == ()
    assert waits(house) == []
    with house.store.reading() as session:
        told = entries_of(session, "referral", ONWARD)[-1]
        assert (told.actor, told.facts) == (by.account, {"reason": "departed", "stay": "stay-h1"})


def test_questions_to_houses_about_a_next_bed_end_with_the_departure(house: Country) -> None:
    asked = an_offer("h1", "next", referral_id=ONWARD)
    step = Disclosure(
        id="d1",
        offer_id=asked.id,
        step=DisclosureStep.PROFILE,
        disclosed_by="helpdesk",
        disclosed_at=NOW,
    )
    house.write(asked, step)
    left(house)
    with house.store.reading() as session:
        assert session.get_one(Offer, "of-h1-next").state is OfferState.WITHDRAWN
        assert session.get_one(Disclosure, "d1").withdrawn_at == NOW


def test_a_departure_ahead_ends_the_wish_for_a_next_bed_once_it_has_come(house: Country) -> None:
    left(house, on=2)
    assert onward(house) == (ReferralState.OPEN, None)
    settle_site(house.store, "s1", now=at(1))
    assert onward(house) == (ReferralState.OPEN, None)
    settle_site(house.store, "s1", now=at(2))
    assert onward(house) == (ReferralState.ENDED, "departed")


def test_a_next_place_that_was_found_for_who_departs_elsewhere_waits_for_a_person(
    house: Country,
) -> None:
    (placed,) = house.accept(an_order("h1", "next", begins=1, until=30, on=True))
    assert waits(house) == []
    left(house)
    assert onward(house) == (ReferralState.ARRANGED, None)
    for who in (HELPDESK, COORDINATOR):
        assert [task.referral for task in waits(house, who)] == [ONWARD]
    release(house.store, placed, reason="she has a home", by=HELPDESK, now=NOW)
    assert len(waits(house)) == 1
    withdraw_onward(house.store, ONWARD, by=HELPDESK, now=NOW)
    assert waits(house) == []


def test_who_left_and_comes_to_the_next_place_after_all_moved_on(house: Country) -> None:
    (moved,) = house.accept(an_order("h1", "next", begins=0, until=30, on=True))
    left(house)
    arrive(house.store, moved, by=HELPDESK, now=at(1), new_id=house.new_id)
    with house.store.reading() as session:
        assert session.get_one(Stay, "stay-h1").destination == "onward"
        asked = session.scalars(select(Outcome).where(Outcome.stay_id == "stay-h1")).all()
        assert [(one.moment, one.answer) for one in asked] == [("departure", "onward")]
        told = entries_of(session, "stay", "stay-h1")[-1]
        assert (told.act, told.facts["told"]) == ("move_on_after_all", "own_home")
