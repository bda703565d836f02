"""Outflow pressure as it is told to who reads for policy: no count that could be of somebody."""

from dataclasses import replace

import pytest

from placement.policy import AccountId, Role, Subject
from placement.service.following.pressing import pressure_through, record_pressure, survey_pressure
from placement.service.following.small_counts import hidden_in
from placement.service.register.surveying import survey_outflow
from placement.store.codes import PressureScope
from placement.store.following.outflow import Urge
from placement.store.following.pressure import PressureCount
from placement.store.tables import Scheme
from solver.codes import Mode
from tests.builders_store import HELPDESK, NOW, TERMS, Country, night

READER = Subject(account=AccountId("reader"), name="Reader", role=Role.POLICY_READER)
COSM = (PressureScope.SCHEME, "COSM")
OTHER = (PressureScope.SCHEME, "MEN")


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 5, "b": 9, "c": 0}, ""),
        ({"a": 4, "b": 9, "c": 6}, "ac"),  # one alone could be worked out
        ({"a": 1, "b": 1, "c": 6, "d": 9}, "abc"),  # so could two people together
        ({"a": 4, "b": 4, "c": 6}, "ab"),
        ({"a": 4, "b": 0}, "ab"),
        ({"a": 4}, "a"),
    ],
)
def test_a_small_count_is_hidden_and_never_alone(counts: dict[str, int], hidden: str) -> None:
    assert hidden_in(counts) == frozenset(hidden)


@pytest.fixture
def house(country: Country) -> Country:
    """Six past their right in the COSM, and one in another scheme, in two provinces."""
    country.write(
        Scheme(code="MEN", nl="MEN", en="MEN", mode=Mode.PLACE, begins=night(-900)),
    )
    country.site("s1", "province:east")
    country.site("s2", "province:west")
    for number in range(6):
        country.place(f"p{number}")
        stay = {"right_ends": night(-3)}
        country.resident(f"h{number}", f"p{number}-b1", stay=stay)
    country.place("q", site_id="s2", scheme_code="MEN")
    country.resident("hq", "q-b1", stay={"right_ends": night(-3)})
    return country


def past(found: dict[tuple[PressureScope, str], PressureCount]) -> dict[str, int | None]:
    return {scope_id: count.past_right for (_, scope_id), count in found.items()}


def test_a_scheme_with_one_household_hides_the_next_as_well_and_no_site_is_told(
    house: Country,
) -> None:
    everything = past(survey_pressure(house.store, night(0), by=HELPDESK, now=NOW))
    assert everything == {
        "COSM": 6,
        "MEN": 1,
        "s1": 6,
        "s2": 1,
        "province:east": 6,
        "province:west": 1,
    }
    told = survey_pressure(house.store, night(0), by=READER, now=NOW)
    assert past(told) == dict.fromkeys(("COSM", "MEN", "province:east", "province:west"), None)
    assert told[COSM].ends_within_14 == 0
    assert told[COSM].leaving is None


def test_large_counts_are_told(house: Country) -> None:
    for number in range(6):
        house.place(f"r{number}", site_id="s2", scheme_code="MEN")
        house.resident(f"k{number}", f"r{number}-b1", stay={"right_ends": night(-3)})
    told = survey_pressure(house.store, night(0), by=READER, now=NOW)
    assert past(told) == {"COSM": 6, "MEN": 7, "province:east": 6, "province:west": 7}


def test_night_by_night_the_same_is_hidden_now_and_then(house: Country) -> None:
    record_pressure(house.store, night(0), NOW)
    for group in (COSM, OTHER):
        (told,) = pressure_through(house.store, group, night(0), night(1), by=READER, now=NOW)
        assert told.now.past_right is None
        assert told.then is not None
        assert told.then.past_right is None
    site = (PressureScope.SITE, "s1")
    (hidden,) = pressure_through(house.store, site, night(0), night(1), by=READER, now=NOW)
    assert (hidden.now.past_right, hidden.then) == (None, None)
    (seen,) = pressure_through(house.store, COSM, night(0), night(1), by=HELPDESK, now=NOW)
    assert seen.now.past_right == 6


def test_tonight_is_told_by_scheme_and_region_without_any_household(house: Country) -> None:
    told = survey_outflow(house.store, by=READER, now=NOW, terms=TERMS)
    assert (told.leaving, told.by_site) == ((), {})
    assert {p.households[Urge.PAST_RIGHT] for p in told.by_scheme.values()} == {None}
    assert {p.households[Urge.PAST_RIGHT] for p in told.by_region.values()} == {None}
    helper = replace(READER, role=Role.ZORGCOORDINATOR)
    seen = survey_outflow(house.store, by=helper, now=NOW, terms=TERMS)
    assert seen.by_scheme["MEN"].households[Urge.PAST_RIGHT] == 1
