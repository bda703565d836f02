"""A bed that is held: for an hour, free again by itself, firm when somebody accepts it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from placement.errors import (
    BedNoLongerFree,
    NotLawful,
    ReasonMissing,
    TransitionNotAllowed,
    VersionOutdated,
)
from placement.lifecycle import (
    PLACEMENT_STEPS,
    OfferState,
    PlacementAct,
    PlacementState,
    ReferralState,
)
from placement.service.beds.holding import accept_hold, leave_for
from placement.service.beds.placing import Acceptance, place
from placement.service.beds.refusing import refuse_order
from placement.service.beds.releasing import release
from placement.service.beds.settling import settle_site
from placement.service.questions.declining import decline_place
from placement.service.register.surveying import survey_places
from placement.service.requests.showing import list_referrals
from placement.store.codes import OfferAnswer
from placement.store.facts.problem_reader import Scope, read_problem
from placement.store.journal import entries_of
from placement.store.tables import (
    Decline,
    Disclosure,
    HouseAnswer,
    Offer,
    Placement,
    Referral,
)
from tests.builders_offers import HOUSE, ask, houses, may_go_there, say, the_offer
from tests.builders_store import HELPDESK, NOW, TERMS, Country, an_order, night

IN_TIME, TOO_LATE = NOW + timedelta(minutes=59), NOW + timedelta(minutes=60)


@pytest.fixture
def asked(country: Country) -> Country:
    """Houses that decide themselves, one place of our own, and two who need a bed."""
    houses(country, 3)
    country.place("ours", site_id="s1")
    country.referral("h1")
    country.referral("h2")
    may_go_there(country, "v1")
    return country


def hold(country: Country, household: str = "h1", where: str = "ours") -> str:
    """Hold a bed for a household; gives the id of the placement."""
    orders = (an_order(household, where),)
    held = Acceptance(orders=orders, reason="still calling", hold=True)
    given = {"by": HELPDESK, "now": NOW, "new_id": country.new_id, "terms": TERMS}
    return place(country.store, held, **given)[0]  # type: ignore[arg-type]  # mixed values


def accept(
    country: Country, placement: str, now: datetime = IN_TIME, version: int | None = None
) -> None:
    """Accept a hold as the helpdesk does."""
    accept_hold(
        country.store,
        placement,
        reason="the house agreed",
        by=HELPDESK,
        now=now,
        new_id=country.new_id,
        terms=TERMS,
        version=version,
    )


def stands(country: Country, placement: str) -> Placement:
    with country.store.reading() as session:
        return session.get_one(Placement, placement)


def test_a_held_bed_is_taken_until_the_hold_is_over(asked: Country) -> None:
    held = stands(asked, hold(asked))
    assert (held.state, held.hold_expires_at) == (PlacementState.HELD, TOO_LATE)
    with pytest.raises(BedNoLongerFree):
        asked.book("h2", "ours", now=IN_TIME)
    asked.book("h2", "ours", now=TOO_LATE)


def test_a_hold_that_is_over_is_seen_by_everybody_at_once_without_any_job(asked: Country) -> None:
    held = hold(asked)
    for now, usable, seeking in ((IN_TIME, 3, 2), (TOO_LATE, 4, 3)):
        numbers = survey_places(asked.store, by=HELPDESK, now=now).by_site
        assert sum(site.usable for site in numbers.values()) == usable
        with asked.store.reading() as session:
            problem = read_problem(session, now, Scope(horizon_nights=30))
        assert len(problem.households) == seeking
        assert (len(problem.occupancies) == 0) == (seeking == 3)
    assert stands(asked, held).state is PlacementState.HELD  # nobody has written anything yet
    shown = {
        s.file.referral.id: s.file.referral.state
        for s in list_referrals(asked.store, by=HELPDESK, now=TOO_LATE)
    }
    assert shown["r-h1"] is ReferralState.OPEN
    assert stands(asked, held).state is PlacementState.RELEASED


def test_whose_hold_is_over_can_be_placed_elsewhere_at_once(asked: Country) -> None:
    asked.place("second", site_id="s2")
    held = hold(asked)
    with pytest.raises(TransitionNotAllowed):
        asked.book("h1", "second", now=IN_TIME)
    asked.book("h1", "second", now=TOO_LATE)
    assert stands(asked, held).state is PlacementState.RELEASED


def test_an_accepted_hold_does_not_expire(asked: Country) -> None:
    held = hold(asked)
    accept(asked, held)
    settle_site(asked.store, "s1", now=NOW + timedelta(days=1))
    placed = stands(asked, held)
    assert (placed.state, placed.hold_expires_at) == (PlacementState.ACCEPTED, None)
    assert placed.reason == "the house agreed"


def test_a_hold_is_accepted_though_somebody_came_to_the_bed_before_it(asked: Country) -> None:
    orders = (an_order("h1", "ours", begins=5, until=9),)
    later = Acceptance(orders=orders, reason="still calling", hold=True)
    (held,) = place(asked.store, later, by=HELPDESK, now=NOW, new_id=asked.new_id, terms=TERMS)
    asked.book("h2", "ours", begins=0, until=3)
    accept(asked, held)
    assert stands(asked, held).state is PlacementState.ACCEPTED


def test_a_hold_that_is_over_cannot_be_accepted(asked: Country) -> None:
    held = hold(asked)
    with pytest.raises(TransitionNotAllowed) as refused:
        accept(asked, held, TOO_LATE)
    assert refused.value.facts["state"] == "released"


def test_accepting_names_a_reason_and_the_version_that_was_read(asked: Country) -> None:
    held = hold(asked)
    with pytest.raises(VersionOutdated):
        accept(asked, held, version=7)
    with pytest.raises(ReasonMissing):
        accept_hold(
            asked.store,
            held,
            reason=" ",
            by=HELPDESK,
            now=NOW,
            new_id=asked.new_id,
            terms=TERMS,
        )


def test_a_hold_is_judged_again_when_it_is_accepted(asked: Country) -> None:
    held = hold(asked)
    given = {"by": HELPDESK, "now": NOW, "new_id": asked.new_id}
    decline_place(asked.store, "r-h1", "ours", "victim_says_no", **given)  # type: ignore[arg-type]  # mixed values
    with pytest.raises(NotLawful) as refused:
        accept(asked, held)
    assert refused.value.facts["rules"] == ("DEC-1",)


def test_who_must_be_kept_apart_since_is_not_accepted(asked: Country) -> None:
    held = hold(asked)
    asked.place("beside", site_id="s1")
    asked.book("h2", "beside")
    asked.apart("h1", "h2")
    with pytest.raises(NotLawful) as refused:
        accept(asked, held)
    assert refused.value.facts["rules"] == ("SAF-4",)


def test_a_hold_leaves_the_questions_standing_and_its_acceptance_closes_them(
    asked: Country,
) -> None:
    first, second = ask(asked, "p1", "p2", household="v1")
    say(asked, first, OfferAnswer.YES)
    say(asked, second, OfferAnswer.YES)
    asked.write(
        Disclosure(
            id="d", offer_id=second, step="profile", disclosed_by="helpdesk", disclosed_at=NOW
        )
    )
    held = hold(asked, "v1", "p1")
    assert the_offer(asked, first).state is OfferState.ANSWERED
    accept(asked, held)
    taken, lost = the_offer(asked, first), the_offer(asked, second)
    assert (taken.state, taken.placement_id) == (OfferState.TAKEN, held)
    assert (lost.state, lost.closed_at) == (OfferState.WITHDRAWN, IN_TIME)
    with asked.store.reading() as session:
        assert session.get_one(Disclosure, "d").withdrawn_at == IN_TIME
        assert session.get(HouseAnswer, ("r-v1", "p2")) is None
        acts = [(e.act, e.to_state) for e in entries_of(session, "offer", second)]
    assert acts[-1] == ("withdraw", "withdrawn")


def test_an_order_that_nobody_was_asked_for_is_an_offer_too(asked: Country) -> None:
    placed = asked.book("h1", "ours")
    with asked.store.reading() as session:
        offer = session.scalars(select(Offer).where(Offer.referral_id == "r-h1")).one()
    assert (offer.state, offer.placement_id) == (OfferState.TAKEN, placed)


def test_a_house_that_refuses_an_order_frees_the_bed_and_parks_the_pair(asked: Country) -> None:
    placed = asked.book("h1", "ours")
    refuse_order(
        asked.store,
        placed,
        reason="until_judged_anew",
        by=HOUSE,
        now=NOW,
        new_id=asked.new_id,
    )
    with asked.store.reading() as session:
        assert session.get_one(Referral, "r-h1").state is ReferralState.OPEN
        decline = session.scalars(select(Decline)).one()
    assert (decline.placement_id, decline.until) == (placed, None)
    with pytest.raises(NotLawful):
        asked.book("h1", "ours")
    asked.book("h2", "ours")


def reach(country: Country, state: PlacementState) -> str:
    """Bring a placement into a state by the acts of people."""
    if state is PlacementState.HELD:
        return hold(country)
    placed = country.book("h1", "ours")
    if state is PlacementState.ARRIVING:
        leave_for(country.store, placed, by=HELPDESK, now=NOW)
    elif state is PlacementState.RELEASED:
        release(country.store, placed, reason="x", by=HELPDESK, now=NOW)
    elif state is not PlacementState.ACCEPTED:
        with country.store.writing() as session:
            session.get_one(Placement, placed).state = state
    return placed


@pytest.mark.parametrize("state", sorted(PlacementState))
def test_every_state_lists_what_can_be_done_with_a_placement(
    asked: Country, state: PlacementState
) -> None:
    placed = reach(asked, state)
    possible = tuple(sorted(PLACEMENT_STEPS[state]))

    def do(act: PlacementAct) -> None:
        if act is PlacementAct.ACCEPT:
            accept(asked, placed, NOW)
        elif act is PlacementAct.LEAVE_FOR:
            leave_for(asked.store, placed, by=HELPDESK, now=NOW)
        else:
            refuse_order(
                asked.store,
                placed,
                reason="not_there",
                by=HELPDESK,
                now=NOW,
                new_id=asked.new_id,
            )

    for act in (PlacementAct.ACCEPT, PlacementAct.LEAVE_FOR, PlacementAct.REFUSE):
        if act in possible:
            continue
        with pytest.raises(TransitionNotAllowed) as refused:
            do(act)
        assert refused.value.allowed == possible


def test_who_is_on_the_way_is_so_until_the_arrival(asked: Country) -> None:
    placed = reach(asked, PlacementState.ARRIVING)
    assert stands(asked, placed).state is PlacementState.ARRIVING
    assert night(0) == stands(asked, placed).begins
