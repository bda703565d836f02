"""A man joins a woman who lives in a room of women: from then on the room is theirs alone."""

from typing import Any

import pytest
from sqlalchemy import select

from placement.errors import BedNoLongerFree
from placement.service.stays.locks import ReadStay
from placement.service.stays.reuniting import Joining, reunite
from placement.store.tables import Occupancy
from solver.codes import Sex, SexPolicy, Use
from tests.builders_rows import a_person
from tests.builders_store import HELPDESK, NOW, TERMS, Country, night
from tests.invariants import broken_invariants


@pytest.fixture
def house(country: Country) -> Country:
    """A room of women with three beds, in a house for everybody, and a man whose wife is there."""
    country.site()
    country.place("p1", 3, use=Use.SHARED_ROOM, sex_policy=SexPolicy.MIXED)
    country.resident("wife", "p1-b1")
    country.referral("man", a_person("man", sex=Sex.MALE))
    return country


def joins(house: Country) -> None:
    given: dict[str, Any] = {"by": HELPDESK, "now": NOW, "new_id": house.new_id, "terms": TERMS}
    reunite(house.store, ReadStay("stay-wife"), Joining(referral="r-man"), **given)


def test_the_nights_behind_them_stay_what_they_were(house: Country) -> None:
    joins(house)
    with house.store.reading() as session:
        rows = session.scalars(select(Occupancy).order_by(Occupancy.begins)).all()
        told = {(row.use_key, row.begins < night(0)) for row in rows}
        assert broken_invariants(session, NOW) == []
    assert told == {("F", True), ("wife", False)}


def test_no_man_joins_while_another_woman_sleeps_in_the_room(house: Country) -> None:
    house.resident("other", "p1-b2")
    with pytest.raises(BedNoLongerFree):
        joins(house)
