"""Placing on a real database: what is taken, what is refused, and what it says."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from placement.errors import (
    BedNoLongerFree,
    HouseNotAsked,
    IdempotencyKeyReused,
    NotLawful,
    ReasonMissing,
    TransitionNotAllowed,
    UnknownPlace,
    UnknownReferral,
)
from placement.lifecycle import PlacementState, ReferralState
from placement.service.beds.placing import Acceptance, place
from placement.service.once import Once
from placement.store.codes import Answer, UntilBasis
from placement.store.idempotency import forget_old_answers
from placement.store.journal import entries_of
from placement.store.tables import HouseAnswer, Occupancy, Placement, Referral
from solver.codes import OccupancyKind, Sex, SexPolicy, Use
from tests.builders_rows import a_person
from tests.builders_store import HELPDESK, NOW, TERMS, Country, an_order, night


@pytest.fixture
def house(country: Country) -> Country:
    """A single room and a shared room for women and men at one site."""
    country.site()
    country.place("single")
    country.place("shared", 2, use=Use.SHARED_ROOM)
    return country


def taken(country: Country, placement: str) -> list[tuple[str, OccupancyKind, str | None]]:
    """Give what a placement occupies."""
    with country.store.reading() as session:
        rows = session.scalars(select(Occupancy).where(Occupancy.placement_id == placement))
        return sorted((row.bed_id, row.kind, row.use_key) for row in rows)


def test_placing_takes_a_bed_and_says_who_decided(house: Country) -> None:
    house.referral("h1")
    placed = house.book("h1", "single", until=10)
    assert taken(house, placed) == [("single-b1", OccupancyKind.HOLD, "h1")]
    with house.store.reading() as session:
        placement = session.get_one(Placement, placed)
        assert (placement.state, placement.accepted_by) == (PlacementState.ACCEPTED, "helpdesk")
        assert (placement.begins, placement.until) == (night(0), night(10))
        assert session.get_one(Referral, "r-h1").state is ReferralState.ARRANGED
        [entry] = entries_of(session, "placement", placed)
        assert (entry.act, entry.actor, entry.reason) == ("place", "helpdesk", "best place tonight")
        assert entry.facts["beds"] == ["single-b1"]


def test_a_single_adult_shares_a_room_and_a_family_has_it_whole(house: Country) -> None:
    house.referral("f")
    house.place("other", 2, use=Use.SHARED_ROOM)
    house.referral("family", a_person("family"), a_person("family", 2, sex=Sex.MALE))
    assert taken(house, house.book("f", "shared")) == [("shared-b1", OccupancyKind.HOLD, "F")]
    assert taken(house, house.book("family", "other")) == [
        ("other-b1", OccupancyKind.HOLD, "family"),
        ("other-b2", OccupancyKind.HOLD, "family"),
    ]


def test_who_comes_second_for_the_last_bed_is_told_what_changed(house: Country) -> None:
    house.referral("h1")
    house.referral("h2")
    house.book("h1", "single", until=10)
    with pytest.raises(BedNoLongerFree) as lost:
        house.book("h2", "single", begins=9, until=20)
    assert lost.value.facts["changed"] == ("CAP-1", "CAP-2")
    assert lost.value.facts["place"] == "single"
    assert house.book("h2", "shared")


def test_a_bed_promised_to_one_is_not_given_for_the_nights_after_either(house: Country) -> None:
    # Nobody has reported that h1 will be gone on night 10: it is a forecast, not a free bed.
    house.referral("h1")
    house.referral("h2")
    house.book("h1", "single", until=10)
    with pytest.raises(BedNoLongerFree):
        house.book("h2", "single", begins=10, until=20)


def test_a_man_and_a_woman_do_not_share_a_room(house: Country) -> None:
    house.referral("f", a_person("f", sex=Sex.FEMALE))
    house.referral("m", a_person("m", sex=Sex.MALE))
    house.book("f", "shared")
    with pytest.raises(BedNoLongerFree) as lost:
        house.book("m", "shared")
    assert lost.value.facts["changed"] == ("CAP-2",)


def test_the_rules_are_asked_again_on_todays_facts(house: Country) -> None:
    house.place("women", sex_policy=SexPolicy.WOMEN)
    house.referral("m", a_person("m", sex=Sex.MALE))
    with pytest.raises(NotLawful) as refused:
        house.book("m", "women")
    assert refused.value.facts["rules"] == ("SEX-1",)


def test_two_who_are_kept_apart_are_not_placed_at_one_site(house: Country) -> None:
    house.referral("h1")
    house.referral("h2")
    house.apart("h1", "h2")
    house.book("h1", "single")
    with pytest.raises(NotLawful) as refused:
        house.book("h2", "shared")
    assert refused.value.facts["rules"] == ("SAF-4",)


def test_a_house_that_decides_itself_must_have_said_yes(house: Country) -> None:
    house.place("vo", scheme_code="VO")
    house.referral("h1", b8_permit=True)
    with pytest.raises(HouseNotAsked):
        house.book("h1", "vo")
    order = an_order("h1", "vo")
    [placed] = house.accept(
        type(order)(referral=order.referral, option=order.option, house_agreed=True)
    )
    with house.store.reading() as session:
        answer = session.get_one(HouseAnswer, ("r-h1", "vo"))
        assert (answer.answer, answer.answered_by) == (Answer.YES, "helpdesk")
        assert session.get_one(Placement, placed).place_id == "vo"


def test_confirming_with_the_question_on_danger_open_is_recorded_by_name(house: Country) -> None:
    house.referral("h1", risk_answered_by=None)
    placed = house.book("h1", "single")
    with house.store.reading() as session:
        placement = session.get_one(Placement, placed)
        assert (placement.answer_was_missing, placement.accepted_by) == (True, "helpdesk")


def test_a_referral_that_is_arranged_is_not_placed_twice(house: Country) -> None:
    house.referral("h1")
    house.book("h1", "single")
    with pytest.raises(TransitionNotAllowed) as refused:
        house.book("h1", "shared")
    assert refused.value.allowed == ("correct", "end", "reopen")


def test_placing_names_what_it_does_not_know(house: Country) -> None:
    house.referral("h1")
    with pytest.raises(UnknownPlace):
        house.book("h1", "nowhere")
    with pytest.raises(UnknownReferral):
        house.book("nobody", "single")
    acceptance = Acceptance(orders=(an_order("h1", "single"),), reason="  ")
    with pytest.raises(ReasonMissing):
        place(house.store, acceptance, by=HELPDESK, now=NOW, new_id=house.new_id, terms=TERMS)


def test_a_refused_placing_leaves_nothing_behind(house: Country) -> None:
    house.referral("h1")
    house.referral("h2")
    house.book("h1", "single")
    with pytest.raises(BedNoLongerFree):
        house.accept(an_order("h2", "single"), once=Once.of("helpdesk", "k", b"x"))
    with house.store.reading() as session:
        assert session.get_one(Referral, "r-h2").state is ReferralState.OPEN
        assert len(session.scalars(select(Placement)).all()) == 1
    assert house.accept(an_order("h2", "shared"), once=Once.of("helpdesk", "k", b"y"))


def test_sending_twice_places_once(house: Country) -> None:
    house.referral("h1")
    once = Once.of("helpdesk", "k", b"place h1")
    first = house.accept(an_order("h1", "single"), once=once)
    assert house.accept(an_order("h1", "single"), once=once) == first
    with pytest.raises(IdempotencyKeyReused):
        house.accept(an_order("h1", "shared"), once=Once.of("helpdesk", "k", b"other"))


@pytest.mark.parametrize("later", [timedelta(hours=24), timedelta(days=30)])
def test_sending_again_days_later_still_places_once(house: Country, later: timedelta) -> None:
    house.referral("h1")
    once = Once.of("helpdesk", "k", b"place h1")
    first = house.accept(an_order("h1", "single"), once=once)
    with house.store.writing(NOW + later) as session:
        forget_old_answers(session, NOW + later)
    assert house.accept(an_order("h1", "single"), now=NOW + later, once=once) == first
    with house.store.writing(NOW + later) as session:
        forget_old_answers(session, NOW + timedelta(days=31))
    with pytest.raises(TransitionNotAllowed):
        house.accept(an_order("h1", "single"), once=once)


def test_a_chain_is_accepted_whole(house: Country) -> None:
    present = house.resident("r1", "single-b1", wants_to_move=True)
    house.referral("h1")
    mover, follower = house.accept(
        an_order("r1", "shared", begins=2, until=30, on=True),
        an_order("h1", "single", begins=2, until=20),
    )
    assert taken(house, mover) == [("shared-b1", OccupancyKind.HOLD, "F")]
    with house.store.reading() as session:
        assert session.get_one(Placement, follower).waits_for == {present}
        left = session.scalars(select(Occupancy).where(Occupancy.placement_id == present)).one()
        assert (left.until, left.basis) == (night(2), UntilBasis.ONWARD_MOVE)
        assert session.get_one(Referral, "on-r1").state is ReferralState.ARRANGED


def test_a_move_proposed_before_noon_is_accepted_after_it(house: Country) -> None:
    house.resident("r1", "single-b1", wants_to_move=True)
    to_the_horizon = an_order("r1", "shared", begins=2, until=TERMS.horizon_nights, on=True)
    [moved] = house.accept(to_the_horizon, now=NOW + timedelta(days=1))
    with house.store.reading() as session:
        assert session.get_one(Placement, moved).until == night(TERMS.horizon_nights + 1)


def test_two_residents_change_places_in_one_act(house: Country) -> None:
    house.place("second")
    house.resident("r1", "single-b1", wants_to_move=True)
    house.resident("r2", "second-b1", wants_to_move=True)
    house.accept(
        an_order("r1", "second", begins=1, until=30, on=True),
        an_order("r2", "single", begins=1, until=30, on=True),
    )


def test_a_chain_fails_whole_when_one_link_does(house: Country) -> None:
    present = house.resident("r1", "single-b1", wants_to_move=True)
    house.resident("r2", "shared-b1", sex=Sex.MALE)
    house.referral("h1")
    with pytest.raises(BedNoLongerFree):
        house.accept(
            an_order("r1", "shared", begins=2, until=30, on=True),
            an_order("h1", "single", begins=2, until=20),
        )
    with house.store.reading() as session:
        left = session.scalars(select(Occupancy).where(Occupancy.placement_id == present)).one()
        assert (left.until, left.basis) == (night(10), UntilBasis.EXPECTED_END)
        assert session.get_one(Referral, "r-h1").state is ReferralState.OPEN


def test_nobody_follows_a_resident_who_did_not_say_yes(house: Country) -> None:
    house.resident("r1", "single-b1")
    house.another_referral("r1", "on-r1", onward=True)
    with pytest.raises(NotLawful) as refused:
        house.accept(an_order("r1", "shared", begins=2, until=30, on=True))
    assert refused.value.facts["rules"] == ("OUT-0",)
