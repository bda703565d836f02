"""What an accepted hold takes: the present bed, the whole group, a bed for everybody."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from placement.errors import BedNoLongerFree, NotLawful
from placement.lifecycle import PlacementState
from placement.service.beds.placing import Acceptance, Order, place
from placement.service.beds.releasing import release
from placement.service.beds.settling import settle_site
from placement.service.register.surveying import survey_places
from placement.service.stays.births import report_birth
from placement.service.stays.locks import ReadStay
from placement.store.codes import UntilBasis
from placement.store.journal import entries_of
from placement.store.tables import Occupancy, Placement, Referral
from solver.codes import Sex, Use
from tests.builders_store import HELPDESK, NOW, TERMS, Country, an_order, night
from tests.integration.test_holding import IN_TIME, TOO_LATE, accept


@pytest.fixture
def asked(country: Country) -> Country:
    """Two sites, a place, and somebody who needs a bed."""
    country.site("s1")
    country.site("s2")
    country.place()
    country.referral("h1")
    return country


def hold(country: Country, *orders: Order) -> tuple[str, ...]:
    """Hold places; gives the placements."""
    held = Acceptance(orders=orders, reason="still calling", hold=True)
    given = {"by": HELPDESK, "now": NOW, "new_id": country.new_id, "terms": TERMS}
    return place(country.store, held, **given)  # type: ignore[arg-type]  # mixed values


def hold_a_move(country: Country, **ours: Any) -> tuple[str, str]:  # noqa: ANN401 - columns of any type
    """Hold our place for somebody who lives elsewhere; gives the held and the present placement."""
    country.place("ours", site_id="s1", **ours)
    country.place("home", site_id="s2")
    stays = country.resident("r1", "home-b1", until=25, wants_to_move=True)
    [held] = hold(country, an_order("r1", "ours", begins=2, until=30, on=True))
    return held, stays


def home_of(country: Country, stays: str) -> tuple[date, UntilBasis]:
    """Until when the present bed is taken, and what that rests on."""
    with country.store.reading() as session:
        [row] = session.scalars(select(Occupancy).where(Occupancy.placement_id == stays))
    return row.until, row.basis


def test_a_hold_for_somebody_who_moves_on_gives_the_present_bed_to_nobody(asked: Country) -> None:
    _, stays = hold_a_move(asked)
    assert home_of(asked, stays) == (night(25), UntilBasis.EXPECTED_END)
    for begins in (2, 3):
        survey = survey_places(asked.store, by=HELPDESK, now=NOW, night=night(begins))
        [home] = [found.numbers for found in survey.places if found.place == "home"]
        assert (home.occupied, home.usable) == (1, 0)
        with pytest.raises(BedNoLongerFree):
            asked.book("h1", "home", begins=begins, until=20)
    settle_site(asked.store, "s1", now=TOO_LATE)
    assert home_of(asked, stays) == (night(25), UntilBasis.EXPECTED_END)
    with pytest.raises(BedNoLongerFree):
        asked.book("h1", "home", begins=2, until=20, now=TOO_LATE)


def test_whose_hold_is_accepted_leaves_the_present_bed_to_who_follows(asked: Country) -> None:
    held, stays = hold_a_move(asked)
    accept(asked, held)
    assert home_of(asked, stays) == (night(2), UntilBasis.ONWARD_MOVE)
    asked.book("h1", "home", begins=2, until=20, now=IN_TIME)
    with asked.store.reading() as session:
        acts = [e.act for e in entries_of(session, "placement", stays)]
    assert acts == ["shorten_stay"]
    release(asked.store, held, reason="x", by=HELPDESK, now=IN_TIME)
    assert home_of(asked, stays) == (night(2), UntilBasis.EXPECTED_END)


def test_a_hold_is_not_accepted_for_one_of_a_group_alone(asked: Country) -> None:
    asked.referral("h2")
    [held] = hold(asked, an_order())
    with asked.store.writing(NOW) as session:
        for referral in ("r-h1", "r-h2"):
            session.get_one(Referral, referral).group_id = "crew"
    with pytest.raises(NotLawful) as refused:
        accept(asked, held)
    assert refused.value.facts["rules"] == ("CAP-4",)
    assert state_of(asked, held) is PlacementState.HELD


def test_a_child_born_during_a_hold_has_a_bed_once_it_is_accepted(asked: Country) -> None:
    held, _ = hold_a_move(asked, beds=3)
    born(asked, "r1")
    accept(asked, held)
    assert beds_of(asked, held) == {"ours-b1": "r1", "ours-b2": "r1"}
    with asked.store.reading() as session:
        told = entries_of(session, "placement", held)[-1]
    assert (told.act, told.facts) == ("accept", {"beds": ["ours-b1", "ours-b2"]})


def test_with_a_child_a_woman_takes_whole_the_shared_room_that_was_held(asked: Country) -> None:
    held, _ = hold_a_move(asked, beds=2, use=Use.SHARED_ROOM)
    assert beds_of(asked, held) == {"ours-b1": "F"}
    born(asked, "r1")
    accept(asked, held)
    assert beds_of(asked, held) == {"ours-b1": "r1", "ours-b2": "r1"}


def test_a_hold_with_too_few_beds_for_a_child_born_since_is_refused(asked: Country) -> None:
    held, _ = hold_a_move(asked, beds=1)
    born(asked, "r1")
    with pytest.raises(BedNoLongerFree) as refused:
        accept(asked, held)
    assert refused.value.facts["changed"] == ("CAP-1",)
    assert beds_of(asked, held) == {"ours-b1": "r1"}


def born(country: Country, household: str) -> None:
    """Report that a boy was born where a household lives now."""
    read = ReadStay(f"stay-{household}")
    given = {"by": HELPDESK, "now": NOW, "new_id": country.new_id, "terms": TERMS}
    report_birth(country.store, read, Sex.MALE, **given)  # type: ignore[arg-type]  # mixed values


def beds_of(country: Country, placement: str) -> dict[str, str | None]:
    """The beds of a placement, with how each uses its room."""
    with country.store.reading() as session:
        rows = session.scalars(select(Occupancy).where(Occupancy.placement_id == placement))
        return {row.bed_id: row.use_key for row in rows}


def state_of(country: Country, placement: str) -> PlacementState:
    with country.store.reading() as session:
        return session.get_one(Placement, placement).state
