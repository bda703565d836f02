"""Two who work out a change of one profile from one reading: the first plans it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from placement.errors import VersionOutdated
from placement.service.register.profiling import (
    NewProfileChange,
    cancel_change,
    plan_change,
    show_profile,
)
from placement.store.codes import ProfileOf
from solver.codes import Use
from tests.builders_store import HELPDESK, NOW, Country, night


@pytest.fixture
def house(country: Country) -> Country:
    """A shared room where both sexes are admitted."""
    country.site()
    country.place("room", 3, use=Use.SHARED_ROOM)
    return country


def test_of_two_who_work_out_a_change_from_one_reading_the_first_plans_it(house: Country) -> None:
    read = show_profile(house.store, ProfileOf.PLACE, "room", by=HELPDESK, now=NOW).planned
    ready = Barrier(2)

    def press(sexes: str) -> str:
        change = NewProfileChange(
            kind=ProfileOf.PLACE,
            record="room",
            begins=night(0),
            facts={"sex_policy": sexes},
            reason="x",
            beside=read,
        )
        ready.wait()
        try:
            return plan_change(house.store, change, by=HELPDESK, now=NOW, new_id=sexes).id
        except VersionOutdated:
            return "refused"

    with ThreadPoolExecutor(2) as pool:
        first, second = sorted(pool.map(press, ["men", "women"]), key="refused".__eq__)
    assert second == "refused"
    after = show_profile(house.store, ProfileOf.PLACE, "room", by=HELPDESK, now=NOW)
    assert after.planned == {first}
    assert after.facts["sex_policy"] == first


def test_a_change_that_was_cancelled_since_it_was_read_counts_too(house: Country) -> None:
    planned = NewProfileChange(
        kind=ProfileOf.PLACE, record="room", begins=night(5), facts={"features": []}, reason="x"
    )
    plan_change(house.store, planned, by=HELPDESK, now=NOW, new_id="planned")
    read = show_profile(house.store, ProfileOf.PLACE, "room", by=HELPDESK, now=NOW).planned
    cancel_change(house.store, "planned", by=HELPDESK, now=NOW)
    change = NewProfileChange(
        kind=ProfileOf.PLACE, record="room", begins=night(0), facts={}, reason="x", beside=read
    )
    with pytest.raises(VersionOutdated):
        plan_change(house.store, change, by=HELPDESK, now=NOW, new_id="late")
