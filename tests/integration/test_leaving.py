"""Ready to leave, and the onward referral in the same act; taken back, both are gone."""

from typing import Any

import pytest
from sqlalchemy import select, update

from placement.errors import (
    InvalidFacts,
    TransitionNotAllowed,
    UnknownReferral,
    UnknownStay,
    VersionOutdated,
)
from placement.lifecycle import OfferState, ReferralState
from placement.policy import Subject
from placement.service.beds.releasing import depart
from placement.service.following.deciding_rights import NewRight, record_right
from placement.service.following.leaving import Ready, mark_ready, withdraw_readiness
from placement.service.following.onward import OnwardWish, refer_onward, withdraw_onward
from placement.service.once import Once
from placement.service.questions.asking import Asking, Question, ask_houses
from placement.store.codes import Readiness, RightKind, RightState, VictimAnswer
from placement.store.journal import entries_of
from placement.store.tables import Offer, Referral
from tests.builders_care import CAREN, CORA, HOUSE, STAY, followed, the_stay
from tests.builders_offers import the_offer
from tests.builders_store import HELPDESK, NOW, TERMS, Country, at, night
from tests.invariants import broken_invariants
from tests.reading import problem_of


@pytest.fixture
def house(country: Country) -> Country:
    return followed(country)


def ready(house: Country, *, by: Subject = CAREN, **wish: Any) -> str | None:  # noqa: ANN401 - facts of a wish
    return mark_ready(
        house.store,
        STAY,
        Ready(onward=OnwardWish(victim_answer=VictimAnswer.YES, **wish)),
        by=by,
        now=NOW,
        new_id=house.new_id,
    )


def onward_of(house: Country) -> list[Referral]:
    with house.store.reading() as session:
        return list(session.scalars(select(Referral).where(Referral.onward)))


@pytest.mark.parametrize("by", [CAREN, HELPDESK])
def test_ready_to_leave_makes_an_onward_referral_in_one_act(house: Country, by: Subject) -> None:
    made = ready(house, by=by)
    stay, (referral,) = the_stay(house), onward_of(house)
    assert (stay.readiness, stay.ready_since) == (Readiness.READY, night(0))
    assert (referral.id, referral.state) == (made, ReferralState.OPEN)
    assert (referral.victim_answer, referral.victim_answered_at) == (VictimAnswer.YES, NOW)
    assert referral.registered_by == by.account


def test_what_was_known_is_taken_over_and_what_changed_is_told(house: Country) -> None:
    with house.store.writing(NOW) as session:
        session.execute(
            update(Referral).values(
                speaks=frozenset({"ti"}), risk_regions=frozenset({"province:x"}), brings=frozenset()
            )
        )
    ready(house, b8_permit=True, wishes=frozenset({"garden"}))
    (referral,) = onward_of(house)
    assert referral.speaks == {"ti"}
    assert referral.risk_regions == {"province:x"}
    assert (referral.b8_permit, referral.wishes) == (True, frozenset({"garden"}))


def test_the_last_decision_on_a_right_counts_for_the_move(house: Country) -> None:
    record_right(
        house.store,
        NewRight(
            household="h1",
            kind=RightKind.BEDENKTIJD,
            state=RightState.GRANTED,
            begins=night(-10),
            ends=night(33),
            decided_by="ind",
            decided_on=night(0),
        ),
        by=CAREN,
        now=at(0),
        new_id=house.new_id,
    )
    ready(house)
    assert onward_of(house)[0].bedenktijd_ends == night(33)


def test_the_solver_is_told_that_the_victim_agreed_to_move(house: Country) -> None:
    ready(house)
    told = problem_of(house).household_by_id["h1"]  # type: ignore[index]
    assert told.stay is not None
    assert told.stay.victim_agreed


def test_a_no_of_the_victim_is_kept_and_nothing_is_asked(house: Country) -> None:
    no = Ready(onward=OnwardWish(victim_answer=VictimAnswer.NO))
    made = mark_ready(house.store, STAY, no, by=CAREN, now=NOW, new_id=house.new_id)
    assert made is None
    assert onward_of(house) == []
    with house.store.reading() as session:
        (entry,) = entries_of(session, "stay", STAY)
    assert (entry.act, entry.facts["victim_answer"]) == ("mark_ready", "no")
    with pytest.raises(TransitionNotAllowed):
        refer_onward(
            house.store,
            STAY,
            OnwardWish(victim_answer=VictimAnswer.NO),
            by=CAREN,
            now=NOW,
            new_id=house.new_id,
        )


def test_ready_without_a_bed_elsewhere_asks_for_none(house: Country) -> None:
    made = mark_ready(house.store, STAY, Ready(), by=CAREN, now=NOW, new_id=house.new_id)
    assert made is None
    assert the_stay(house).readiness is Readiness.READY
    assert onward_of(house) == []


def test_taken_back_the_stay_is_not_ready_and_its_referral_has_ended(house: Country) -> None:
    ready(house)
    withdraw_readiness(house.store, STAY, by=CAREN, now=at(1))
    stay, (referral,) = the_stay(house), onward_of(house)
    assert (stay.readiness, stay.ready_since) == (Readiness.NOT_YET, None)
    assert (referral.state, referral.end_reason) == (ReferralState.ENDED, "withdrawn")
    assert ready(house) is not None


def test_questions_to_houses_are_withdrawn_with_the_onward_referral(house: Country) -> None:
    house.place("p2", scheme_code="VO")
    made = ready(house)
    house.write(
        Offer(
            id="offer",
            referral_id=made,
            household_id="h1",
            place_id="p2",
            state=OfferState.ASKED,
            begins=night(0),
            until=night(9),
            asked_by="helpdesk",
            asked_at=NOW,
            answer_due_at=at(1),
        )
    )
    withdraw_readiness(house.store, STAY, by=CAREN, now=NOW)
    with house.store.reading() as session:
        assert session.get_one(Offer, "offer").state is OfferState.WITHDRAWN


def test_a_place_that_is_arranged_is_released_before_it_is_taken_back(house: Country) -> None:
    house.place("p2")
    made = ready(house)
    with house.store.writing(NOW) as session:
        session.get_one(Referral, made).state = ReferralState.ARRANGED
    with pytest.raises(TransitionNotAllowed) as refused:
        withdraw_readiness(house.store, STAY, by=CAREN, now=NOW)
    assert refused.value.allowed == ("reopen",)
    assert the_stay(house).readiness is Readiness.READY


def test_what_is_ready_is_not_made_ready_again(house: Country) -> None:
    ready(house)
    with pytest.raises(TransitionNotAllowed) as refused:
        ready(house)
    assert "withdraw_readiness" in refused.value.allowed
    assert len(onward_of(house)) == 1


def test_what_is_not_ready_is_not_taken_back(house: Country) -> None:
    with pytest.raises(TransitionNotAllowed) as refused:
        withdraw_readiness(house.store, STAY, by=CAREN, now=NOW)
    assert "mark_ready" in refused.value.allowed
    assert "withdraw_readiness" not in refused.value.allowed


def test_a_household_has_one_onward_referral_at_a_time(house: Country) -> None:
    wish = OnwardWish(victim_answer=VictimAnswer.YES)
    first = refer_onward(house.store, STAY, wish, by=CAREN, now=NOW, new_id=house.new_id)
    with pytest.raises(TransitionNotAllowed):
        refer_onward(house.store, STAY, wish, by=CAREN, now=NOW, new_id=house.new_id)
    withdraw_onward(house.store, first, by=CAREN, now=NOW)
    assert refer_onward(house.store, STAY, wish, by=CAREN, now=at(1), new_id=house.new_id)


def test_only_an_onward_referral_is_withdrawn_as_one(house: Country) -> None:
    with pytest.raises(UnknownReferral):
        withdraw_onward(house.store, "r-h1", by=HELPDESK, now=NOW)


@pytest.mark.parametrize("by", [CORA])
def test_who_does_not_follow_the_case_makes_nobody_ready(house: Country, by: Subject) -> None:
    with pytest.raises(UnknownStay):
        ready(house, by=by)


def test_nobody_who_left_is_made_ready(house: Country) -> None:
    depart(house.store, "pl-h1", on=night(0), destination="return", by=HOUSE, now=NOW)
    with pytest.raises(TransitionNotAllowed):
        ready(house)


def test_an_older_version_changes_nothing(house: Country) -> None:
    version = the_stay(house).version
    ready(house)
    with pytest.raises(VersionOutdated):
        withdraw_readiness(house.store, STAY, by=CAREN, now=NOW, version=version)
    assert the_stay(house).readiness is Readiness.READY


def test_sent_twice_it_is_done_once(house: Country) -> None:
    once = Once.of("caren", "k", b"same")
    wish = Ready(onward=OnwardWish(victim_answer=VictimAnswer.YES))
    made = {
        mark_ready(
            house.store, STAY, wish, by=CAREN, now=NOW, new_id=house.new_id, once=once, version=v
        )
        for v in (the_stay(house).version, 99)
    }
    assert len(made) == 1


def test_an_unknown_wish_is_named_and_nothing_is_changed(house: Country) -> None:
    with pytest.raises(InvalidFacts):
        ready(house, wishes=frozenset({"castle"}))
    assert the_stay(house).readiness is Readiness.NOT_YET


def test_questions_to_houses_are_withdrawn_with_the_wish_to_leave(house: Country) -> None:
    house.site("s2")
    house.place("vo", site_id="s2", scheme_code="VO")
    made = ready(house, b8_permit=True, lawful_stay=True)
    assert made is not None
    asking = Asking(referral=made, houses=(Question(place="vo", night=night(0), until=night(30)),))
    (offer,) = ask_houses(
        house.store, asking, by=HELPDESK, now=NOW, new_id=house.new_id, terms=TERMS
    )
    withdraw_readiness(house.store, STAY, by=CAREN, now=at(1))
    assert the_offer(house, offer).state is OfferState.WITHDRAWN
    with house.store.reading() as session:
        assert broken_invariants(session, at(1)) == []
