"""What an accepted hold takes: the present bed, the whole group, a bed for everybody."""

from datetime import date

import pytest
from sqlalchemy import select

from placement.errors import BedNoLongerFree
from placement.service.beds.placing import Acceptance, place
from placement.service.beds.releasing import release
from placement.service.beds.settling import settle_site
from placement.service.register.surveying import survey_places
from placement.store.codes import UntilBasis
from placement.store.journal import entries_of
from placement.store.tables import Occupancy
from tests.builders_store import HELPDESK, NOW, TERMS, Country, an_order, night
from tests.integration.test_holding import IN_TIME, TOO_LATE, accept


@pytest.fixture
def asked(country: Country) -> Country:
    """A place of our own, and somebody who needs a bed."""
    country.site("s1")
    country.site("s2")
    country.place("ours", site_id="s1")
    country.referral("h1")
    return country


def hold_a_move(country: Country) -> tuple[str, str]:
    """Hold a bed for somebody who lives elsewhere; gives the held and the present placement."""
    country.place("home", site_id="s2")
    stays = country.resident("r1", "home-b1", until=25, wants_to_move=True)
    orders = (an_order("r1", "ours", begins=2, until=30, on=True),)
    held = Acceptance(orders=orders, reason="x", hold=True)
    given = {"by": HELPDESK, "now": NOW, "new_id": country.new_id, "terms": TERMS}
    return place(country.store, held, **given)[0], stays  # type: ignore[arg-type]  # mixed values


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
