"""Declines with their effect, notes of calls, and how a request ends without an arrival."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from placement.errors import (
    InvalidFacts,
    NotLawful,
    TransitionNotAllowed,
    UnknownPlace,
    UnknownReferral,
    VersionOutdated,
)
from placement.errors.offers import UnknownDecline
from placement.lifecycle import OfferState, PlacementState, ReferralState
from placement.service.questions.declining import decline_place, reassess_decline
from placement.service.questions.noting import Call, note_call
from placement.service.questions.showing import list_declines
from placement.service.requests.ending import Ending, EndReason, end_referral
from placement.store import tables
from placement.store.codes import CallResult, DeclineEffect, OfferAnswer
from placement.store.facts.problem_reader import Scope, read_problem
from placement.store.journal import entries_of
from placement.store.tables import CodeWord, Decline, Occupancy, Placement, Referral
from solver.codes import Freshness
from solver.facts import Household, Place
from solver.ranked import ranked_plan
from solver.rulebook import RULEBOOK
from tests.builders_offers import HOUSE, ask, houses, may_go_there, say, the_offer
from tests.builders_store import HELPDESK, NOW, Country, at, night


@pytest.fixture
def asked(country: Country) -> Country:
    """Houses that decide themselves, one place of our own, and somebody for each."""
    houses(country, 2)
    country.place("ours", site_id="s1")
    country.referral("h1")
    may_go_there(country, "v1")
    return country


def decline(country: Country, where: str, reason: str, household: str = "h1") -> str:
    """Record a decline as the helpdesk does; gives its id."""
    given: dict[str, Any] = {"by": HELPDESK, "now": NOW, "new_id": country.new_id}
    return decline_place(country.store, f"r-{household}", where, reason, **given)


def called(country: Country, result: CallResult, now: datetime = NOW, **told: Any) -> None:  # noqa: ANN401 - fields of `Call`
    """Note a call about v1 and the house of p1."""
    call = Call(referral="r-v1", place="p1", result=result, **told)
    note_call(country.store, call, by=HELPDESK, now=now, new_id=country.new_id)


def told(country: Country, now: datetime = NOW) -> dict[str, Household]:
    """Give what the solver is told of each household."""
    with country.store.reading() as session:
        problem = read_problem(session, now, Scope(horizon_nights=30))
    return dict(problem.household_by_id)  # type: ignore[arg-type]  # ids are texts


def the_place(country: Country, where: str, now: datetime = NOW) -> Place:
    with country.store.reading() as session:
        problem = read_problem(session, now, Scope(horizon_nights=30))
    return next(p for p in problem.places if p.id == where)


def test_a_parked_pair_is_neither_proposed_nor_booked_until_judged_anew(asked: Country) -> None:
    made = decline(asked, "ours", "victim_says_no")
    with asked.store.reading() as session:
        problem = read_problem(session, NOW, Scope(horizon_nights=30))
    taken = {a.option.place for a in ranked_plan(problem, RULEBOOK).assignments}
    assert "ours" not in taken
    with pytest.raises(NotLawful) as refused:
        asked.book("h1", "ours")
    assert refused.value.facts["rules"] == ("DEC-1",)
    reassess_decline(asked.store, made, by=HELPDESK, now=NOW)
    assert told(asked)["h1"].parked == frozenset()
    asked.book("h1", "ours")


def test_a_pair_that_is_parked_for_a_week_is_free_after_it(asked: Country) -> None:
    decline(asked, "ours", "parked_a_week")
    with pytest.raises(NotLawful):
        asked.book("h1", "ours", begins=6, until=30, now=at(6))
    asked.book("h1", "ours", begins=7, until=30, now=at(7))


def test_a_decline_of_the_victim_withdraws_the_question(asked: Country) -> None:
    [offer] = ask(asked, "p1", household="v1")
    decline(asked, "p1", "victim_says_no", "v1")
    assert the_offer(asked, offer).state is OfferState.WITHDRAWN


def test_a_house_that_declines_by_telephone_has_declined_the_question(asked: Country) -> None:
    [offer] = ask(asked, "p1", household="v1")
    decline(asked, "p1", "parked_a_week", "v1")
    stands = the_offer(asked, offer)
    assert (stands.state, stands.answer) == (OfferState.DECLINED, OfferAnswer.NO)


def test_a_place_that_was_not_there_is_trusted_less_until_confirmed_again(asked: Country) -> None:
    assert the_place(asked, "ours").freshness is Freshness.THIS_WEEK
    later = NOW + timedelta(minutes=1)
    decline_place(
        asked.store, "r-h1", "ours", "not_there", by=HELPDESK, now=later, new_id=asked.new_id
    )
    assert told(asked, later)["h1"].parked == frozenset()
    assert the_place(asked, "ours", later).freshness is Freshness.OLDER
    with asked.store.writing() as session:
        session.get_one(tables.Place, "ours").confirmed_at = at(1)
    assert the_place(asked, "ours", at(1)).freshness is Freshness.THIS_WEEK


def test_a_profile_that_is_wrong_is_a_task_of_the_house_until_it_says_done(asked: Country) -> None:
    [offer] = ask(asked, "p1", household="v1")
    say(asked, offer, OfferAnswer.NO, reason="profile_wrong")

    def tasks() -> list[Decline]:
        wanted = DeclineEffect.CHANGES_PROFILE
        return list_declines(asked.store, by=HOUSE, effect=wanted, standing=True)

    [task] = tasks()
    reassess_decline(asked.store, task.id, by=HOUSE, now=NOW)
    assert tasks() == []


def test_a_house_sees_only_what_it_said_itself(asked: Country) -> None:
    decline(asked, "p1", "victim_says_no", "v1")
    made = decline(asked, "p1", "victim_says_no", "v1")
    assert list_declines(asked.store, by=HOUSE) == []
    with pytest.raises(UnknownDecline):
        reassess_decline(asked.store, made, by=HOUSE, now=NOW)


def test_a_decline_is_judged_anew_once_and_in_the_version_that_was_read(asked: Country) -> None:
    made = decline(asked, "ours", "victim_says_no")
    with pytest.raises(VersionOutdated):
        reassess_decline(asked.store, made, by=HELPDESK, now=NOW, version=2)
    reassess_decline(asked.store, made, by=HELPDESK, now=NOW, version=1)
    with pytest.raises(TransitionNotAllowed):
        reassess_decline(asked.store, made, by=HELPDESK, now=NOW)


def test_what_does_not_exist_cannot_be_declined(asked: Country) -> None:
    with pytest.raises(UnknownPlace):
        decline(asked, "nowhere", "victim_says_no")
    with pytest.raises(UnknownReferral):
        decline(asked, "ours", "victim_says_no", "nobody")
    with pytest.raises(InvalidFacts):
        decline(asked, "ours", "nonsense")


def test_a_promise_by_telephone_holds_until_its_moment(asked: Country) -> None:
    soon = NOW + timedelta(hours=2)
    called(asked, CallResult.PROMISED, promised_until=soon, promised_night=night(1))
    discussed = told(asked)["v1"].discussed
    assert discussed is not None
    assert (discussed.place, discussed.night) == ("p1", night(1))
    assert told(asked, soon)["v1"].discussed is None


def test_a_refusal_after_a_promise_ends_it_and_parks_the_pair(asked: Country) -> None:
    soon = NOW + timedelta(hours=2)
    called(asked, CallResult.PROMISED, promised_until=soon, promised_night=night(1))
    after = NOW + timedelta(minutes=5)
    called(asked, CallResult.REFUSED, after, reason="parked_a_week")
    household = told(asked, after)["v1"]
    assert household.discussed is None
    assert [(p.place, p.until) for p in household.parked] == [("p1", night(7))]


def test_the_promise_made_last_is_the_one_that_holds(asked: Country) -> None:
    soon = NOW + timedelta(hours=2)
    called(asked, CallResult.PROMISED, promised_until=soon, promised_night=night(1))
    second = Call(
        referral="r-v1",
        place="p2",
        result=CallResult.PROMISED,
        promised_until=soon,
        promised_night=night(0),
    )
    after = NOW + timedelta(minutes=1)
    note_call(asked.store, second, by=HELPDESK, now=after, new_id=asked.new_id)
    discussed = told(asked, after)["v1"].discussed
    assert discussed is not None
    assert discussed.place == "p2"


def test_every_call_is_noted_and_journalled(asked: Country) -> None:
    called(asked, CallResult.NO_ANSWER)
    with asked.store.reading() as session:
        assert [e.act for e in entries_of(session, "referral", "r-v1")] == ["call"]


@pytest.mark.parametrize("hours", [0, 24 * 8])
def test_a_promise_is_for_a_while_to_come(asked: Country, hours: int) -> None:
    with pytest.raises(InvalidFacts):
        called(
            asked,
            CallResult.PROMISED,
            promised_until=NOW + timedelta(hours=hours),
            promised_night=night(1),
        )


def end(country: Country, household: str, reason: EndReason, role: str | None = None) -> None:
    """End a request as the helpdesk does."""
    ending = Ending(reason=reason, taken_over_by=role)
    end_referral(country.store, f"r-{household}", ending, by=HELPDESK, now=NOW)


def test_who_withdraws_is_asked_for_no_more_and_frees_the_bed(asked: Country) -> None:
    [offer] = ask(asked, "p1", household="v1")
    placed = asked.book("h1", "ours")
    end(asked, "v1", EndReason.VICTIM_WITHDRAWS)
    end(asked, "h1", EndReason.REPORTER_WITHDRAWS)
    assert the_offer(asked, offer).state is OfferState.WITHDRAWN
    with asked.store.reading() as session:
        assert session.get_one(Placement, placed).state is PlacementState.RELEASED
        assert list(session.scalars(select(Occupancy))) == []
        referral = session.get_one(Referral, "r-h1")
    assert (referral.state, referral.end_reason) == (ReferralState.ENDED, "reporter_withdraws")


def test_who_is_referred_is_taken_over_by_a_role_of_the_list(asked: Country) -> None:
    asked.write(CodeWord(kind="taken_over_by", code="nidos_guardian", nl="N", en="N"))
    for reason, role in (
        (EndReason.REFERRED, None),
        (EndReason.REFERRED, "anna_jansen"),
        (EndReason.OTHER, "nidos_guardian"),
    ):
        with pytest.raises(InvalidFacts):
            end(asked, "h1", reason, role)
    end(asked, "h1", EndReason.REFERRED, "nidos_guardian")
    with asked.store.reading() as session:
        entry = entries_of(session, "referral", "r-h1")[-1]
    assert entry.facts == {"reason": "referred", "taken_over_by": "nidos_guardian"}


def test_an_ended_request_stays_ended(asked: Country) -> None:
    end(asked, "h1", EndReason.OTHER)
    with pytest.raises(TransitionNotAllowed) as refused:
        end(asked, "h1", EndReason.OTHER)
    assert refused.value.allowed == ()
