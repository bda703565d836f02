"""Asking houses: three at once at most, each shown only its own criteria, answers become facts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest

from placement.errors import (
    HouseNotAsked,
    InvalidFacts,
    NotLawful,
    PlacementError,
    TransitionNotAllowed,
    UnknownPlace,
    UnknownReferral,
    VersionOutdated,
)
from placement.errors.offers import AlreadyAsked, SchemeOnlyRefers, TooManyHousesAsked
from placement.errors.trust import UnknownOffer
from placement.lifecycle import OFFER_STEPS, OfferAct, OfferState, ReferralState
from placement.policy import AccountId, Role, Subject
from placement.service.once import Once
from placement.service.questions.answering import plan_intake
from placement.service.questions.asking import withdraw_offer
from placement.store.codes import Answer, Condition, OfferAnswer
from placement.store.database.promises import Promise
from placement.store.facts.problem_reader import Scope, read_problem
from placement.store.journal import entries_of
from placement.store.tables import HouseAnswer, Offer, Scheme
from solver.codes import Mode
from tests.builders_offers import HOUSE, ask, houses, may_go_there, say, the_offer
from tests.builders_rows import LONG_AGO
from tests.builders_store import HELPDESK, NOW, Country, at, night
from tests.refusals import on_writing

YES, NO, MAYBE, YES_IF = OfferAnswer.YES, OfferAnswer.NO, OfferAnswer.MAYBE, OfferAnswer.YES_IF
LATER = NOW + timedelta(hours=30)


@pytest.fixture
def asked(country: Country) -> Country:
    """Four houses that decide themselves, and somebody who may go there."""
    houses(country)
    may_go_there(country)
    return country


def said_yes(country: Country) -> frozenset[str]:
    """Give the places of which the solver is told that the house said yes."""
    with country.store.reading() as session:
        [household] = read_problem(session, NOW, Scope(horizon_nights=30)).households
    return frozenset(household.said_yes)


def test_a_question_has_a_time_to_answer_by_and_stands_in_the_journal(asked: Country) -> None:
    [offer] = ask(asked, "p1")
    stands = the_offer(asked, offer)
    assert (stands.state, stands.answer_due_at) == (OfferState.ASKED, NOW + timedelta(hours=4))
    assert (stands.begins, stands.until) == (night(0), night(10))
    with asked.store.reading() as session:
        [entry] = entries_of(session, "offer", offer)
    assert (entry.act, entry.from_state, entry.to_state) == ("ask", None, "asked")


def test_a_fourth_house_is_not_asked_until_one_has_said_no(asked: Country) -> None:
    first, *_ = ask(asked, "p1", "p2", "p3")
    with pytest.raises(TooManyHousesAsked) as refused:
        ask(asked, "p4")
    assert refused.value.facts == {"open": 3, "most": 3}
    say(asked, first, NO, reason="parked_a_week")
    ask(asked, "p4")


def test_of_too_many_at_once_none_is_asked(asked: Country) -> None:
    with pytest.raises(TooManyHousesAsked):
        ask(asked, "p1", "p2", "p3", "p4")
    ask(asked, "p1", "p2", "p3")


def test_three_at_once_holds_when_everybody_asks_at_one_moment(asked: Country) -> None:
    barrier = Barrier(4)

    def start(place: str) -> bool:
        barrier.wait(30)
        try:
            ask(asked, place)
        except PlacementError as refused:
            assert isinstance(refused, TooManyHousesAsked)  # noqa: PT017 - in a thread
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(start, ["p1", "p2", "p3", "p4"])) == [False, True, True, True]


def test_a_house_is_not_asked_twice_about_one_place(asked: Country) -> None:
    ask(asked, "p1")
    with pytest.raises(AlreadyAsked):
        ask(asked, "p1")
    with pytest.raises(AlreadyAsked):
        ask(asked, "p2", "p2")


def test_the_database_itself_lets_no_place_be_asked_for_twice(asked: Country) -> None:
    [offer] = ask(asked, "p1")
    stands = the_offer(asked, offer)
    kept = {c.key: getattr(stands, c.key) for c in Offer.__table__.columns}
    assert on_writing(asked, Offer(**kept | {"id": "other"})) is Promise.ONE_QUESTION
    say(asked, offer, NO, reason="not_there")
    assert on_writing(asked, Offer(**kept | {"id": "other"})) is None


def test_the_same_key_asks_once(asked: Country) -> None:
    once = Once.of("helpdesk", "key", b"ask")
    assert ask(asked, "p1", once=once) == ask(asked, "p1", once=once)


def test_only_advice_is_given_for_a_scheme_that_refers(asked: Country) -> None:
    asked.write(Scheme(code="YOUTH", nl="Y", en="Y", mode=Mode.REFER, begins=LONG_AGO))
    asked.place("y1", scheme_code="YOUTH")
    with pytest.raises(SchemeOnlyRefers):
        ask(asked, "y1")


def test_no_house_is_asked_for_what_the_rules_forbid(asked: Country) -> None:
    may_go_there(asked, "h2", security_needed=3)
    with pytest.raises(NotLawful) as refused:
        ask(asked, "p1", household="h2")
    assert refused.value.facts["rules"] == ("SAF-3",)


@pytest.mark.parametrize("state", [ReferralState.ARRANGED, ReferralState.ENDED])
def test_no_house_is_asked_for_a_request_that_is_not_open(
    asked: Country, state: ReferralState
) -> None:
    may_go_there(asked, "h2", state=state)
    with pytest.raises(TransitionNotAllowed) as refused:
        ask(asked, "p1", household="h2")
    allowed = {ReferralState.ARRANGED: ("correct", "end", "reopen"), ReferralState.ENDED: ()}
    assert refused.value.allowed == allowed[state]


def test_what_does_not_exist_is_not_asked(asked: Country) -> None:
    with pytest.raises(UnknownPlace):
        ask(asked, "nowhere")
    with pytest.raises(UnknownReferral):
        ask(asked, "p1", household="nobody")


def test_a_yes_makes_the_place_certain_and_a_later_maybe_takes_it_back(asked: Country) -> None:
    [offer] = ask(asked, "p1")
    say(asked, offer, YES)
    assert said_yes(asked) == {"p1"}
    say(asked, offer, MAYBE)
    assert said_yes(asked) == frozenset()
    assert the_offer(asked, offer).state is OfferState.ANSWERED


def test_a_house_that_answers_no_is_parked_with_its_reason(asked: Country) -> None:
    [offer] = ask(asked, "p1")
    say(asked, offer, NO, reason="parked_a_week")
    stands = the_offer(asked, offer)
    assert (stands.state, stands.decline_reason) == (OfferState.DECLINED, "parked_a_week")
    with asked.store.reading() as session:
        assert session.get_one(HouseAnswer, ("r-h1", "p1")).answer is Answer.NO
    with pytest.raises(NotLawful) as refused:
        ask(asked, "p1")
    assert refused.value.facts["rules"] == ("DEC-1",)


def test_a_no_needs_a_reason_that_houses_give(asked: Country) -> None:
    [offer] = ask(asked, "p1")
    for reason in (None, "victim_says_no", "nonsense"):
        with pytest.raises(InvalidFacts):
            say(asked, offer, NO, reason=reason)


def test_a_yes_from_a_date_on_counts_from_that_night(asked: Country) -> None:
    [offer] = ask(asked, "p1")
    say(asked, offer, YES_IF, condition=Condition.DATE, from_date=night(3))
    assert the_offer(asked, offer).begins == night(3)
    assert said_yes(asked) == frozenset()
    with pytest.raises(HouseNotAsked):
        asked.book("h1", "p1", begins=2, until=30)
    asked.book("h1", "p1", begins=3, until=30)


@pytest.mark.parametrize("first", [-1, 10])
def test_a_date_outside_the_stay_is_no_answer(asked: Country, first: int) -> None:
    [offer] = ask(asked, "p1")
    with pytest.raises(InvalidFacts):
        say(asked, offer, YES_IF, condition=Condition.DATE, from_date=night(first))


def test_another_room_takes_the_place_of_the_one_that_was_asked(asked: Country) -> None:
    asked.place("p1-other", scheme_code="VO")
    [offer, *_] = ask(asked, "p1", "p2", "p3")
    say(asked, offer, YES_IF, condition=Condition.OTHER_ROOM, other_place="p1-other")
    assert the_offer(asked, offer).state is OfferState.WITHDRAWN
    assert said_yes(asked) == {"p1-other"}
    with pytest.raises(TooManyHousesAsked):  # the other room counts for the house that was asked
        ask(asked, "p4")
    asked.book("h1", "p1-other")


def test_a_room_of_another_house_is_no_answer(asked: Country) -> None:
    [offer] = ask(asked, "p1")
    for room in ("p2", "p1", "nowhere"):
        with pytest.raises(InvalidFacts):
            say(asked, offer, YES_IF, condition=Condition.OTHER_ROOM, other_place=room)


def test_a_talk_is_planned_and_can_be_moved(asked: Country) -> None:
    [offer] = ask(asked, "p1")
    say(asked, offer, YES_IF, condition=Condition.TALK, intake_at=LATER)
    plan_intake(asked.store, offer, at=LATER + timedelta(hours=1), by=HOUSE, now=NOW)
    assert the_offer(asked, offer).intake_at == LATER + timedelta(hours=1)
    with pytest.raises(InvalidFacts):
        plan_intake(asked.store, offer, at=NOW - timedelta(hours=1), by=HOUSE, now=NOW)


def test_no_talk_is_planned_before_the_house_has_answered(asked: Country) -> None:
    [offer] = ask(asked, "p1")
    with pytest.raises(InvalidFacts):
        plan_intake(asked.store, offer, at=at(500), by=HOUSE, now=NOW)
    with pytest.raises(TransitionNotAllowed):
        plan_intake(asked.store, offer, at=LATER, by=HOUSE, now=NOW)


def test_the_helpdesk_answers_for_a_house_that_says_it_on_the_telephone(asked: Country) -> None:
    [offer] = ask(asked, "p1")
    say(asked, offer, YES, by=HELPDESK)
    assert the_offer(asked, offer).answered_by == "helpdesk"


def test_a_house_answers_only_what_it_was_asked(asked: Country) -> None:
    [offer] = ask(asked, "p1")
    sites = frozenset({"s2"})
    other = Subject(account=AccountId("house"), name="X", role=Role.INSTITUTION, sites=sites)
    with pytest.raises(UnknownOffer):
        say(asked, offer, YES, by=other)
    coordinator = Subject(account=AccountId("house"), name="X", role=Role.ZORGCOORDINATOR)
    with pytest.raises(UnknownOffer):
        say(asked, offer, YES, by=coordinator)


def test_a_withdrawn_question_takes_its_yes_with_it(asked: Country) -> None:
    [offer] = ask(asked, "p1")
    say(asked, offer, YES)
    with pytest.raises(VersionOutdated):
        withdraw_offer(asked.store, offer, by=HELPDESK, now=NOW, version=1)
    withdraw_offer(asked.store, offer, by=HELPDESK, now=NOW, version=2)
    assert said_yes(asked) == frozenset()
    with pytest.raises(TransitionNotAllowed):
        say(asked, offer, YES)


@pytest.mark.parametrize("state", sorted(OfferState))
def test_what_can_be_done_with_an_offer_is_listed_in_every_state(
    asked: Country, state: OfferState
) -> None:
    [offer] = ask(asked, "p1")
    if state is OfferState.ANSWERED:
        say(asked, offer, MAYBE)
    elif state is OfferState.DECLINED:
        say(asked, offer, NO, reason="not_there")
    elif state is OfferState.WITHDRAWN:
        withdraw_offer(asked.store, offer, by=HELPDESK, now=NOW)
    elif state is OfferState.TAKEN:
        say(asked, offer, YES)
        asked.book("h1", "p1")
    assert the_offer(asked, offer).state is state
    if OfferAct.WITHDRAW in OFFER_STEPS[state]:
        withdraw_offer(asked.store, offer, by=HELPDESK, now=NOW)
        return
    later = [
        partial(withdraw_offer, asked.store, offer, by=HELPDESK, now=NOW),
        partial(say, asked, offer, YES),
        partial(plan_intake, asked.store, offer, at=LATER, by=HOUSE, now=NOW),
    ]
    for act in later:
        with pytest.raises(TransitionNotAllowed) as refused:
            act()
        assert refused.value.allowed == ()
