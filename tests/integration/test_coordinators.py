"""Who coordinates care where: irregular regions, a split by age, or CoMensha at a distance."""

import pytest

from placement.policy import Role
from placement.store.following.coordinators import responsible_for
from placement.store.tables import CoordinationArea, Institution, RegionalCoordination
from solver.codes import AgeBand
from tests.builders_rows import an_account
from tests.builders_store import Country, night

VELUWE, TWENTE = "zorgcoordinatie:veluwe", "zorgcoordinatie:twente"


@pytest.fixture
def regions(country: Country) -> Country:
    country.site("s1", VELUWE, "province:gelderland")
    country.site("s2", TWENTE, "municipality:enschede")
    country.write(
        Institution(id="mee", name="MEE Veluwe"),
        CoordinationArea(area_code="province:gelderland", region_code=VELUWE, is_part=True),
        CoordinationArea(area_code="municipality:enschede", region_code=TWENTE, is_part=False),
        an_account("mia", Role.ZORGCOORDINATOR, institution_id="mee"),
        an_account("gone", Role.ZORGCOORDINATOR, institution_id="mee", disabled=True),
        RegionalCoordination(id="1", region_code=VELUWE, organisation="MEE Veluwe", below_age=23),
        RegionalCoordination(id="2", region_code=VELUWE, organisation="Moviera", from_age=23),
        RegionalCoordination(id="3", region_code=TWENTE, organisation="CoMensha", until=night(0)),
        RegionalCoordination(
            id="4", region_code=TWENTE, organisation="Veiligheidsregio Twente", begins=night(0)
        ),
    )
    return country


def found(regions: Country, region: str, age: AgeBand, number: int = 0) -> list[str]:
    with regions.store.reading() as session:
        told = responsible_for(session, region, age, night(number))
    return [one.organisation for one in told]


def test_a_region_is_split_by_age(regions: Country) -> None:
    assert found(regions, VELUWE, AgeBand.FROM_18) == ["MEE Veluwe"]
    assert found(regions, VELUWE, AgeBand.FROM_23) == ["Moviera"]
    assert found(regions, VELUWE, AgeBand.UNKNOWN) == ["MEE Veluwe", "Moviera"]


def test_who_coordinates_changes_with_the_date(regions: Country) -> None:
    assert found(regions, TWENTE, AgeBand.FROM_23, -1) == ["CoMensha"]
    assert found(regions, TWENTE, AgeBand.FROM_23) == ["Veiligheidsregio Twente"]


def test_a_region_of_another_kind_stands_for_those_that_reach_into_it(regions: Country) -> None:
    assert found(regions, "municipality:enschede", AgeBand.FROM_23) == ["Veiligheidsregio Twente"]


def test_where_regions_cover_a_part_only_comensha_has_what_is_left(regions: Country) -> None:
    assert found(regions, "province:gelderland", AgeBand.FROM_23) == ["Moviera", "CoMensha"]


def test_nothing_is_told_of_a_region_that_the_register_does_not_know(regions: Country) -> None:
    assert found(regions, "province:zeeland", AgeBand.FROM_23) == []


def test_the_accounts_of_an_organisation_are_suggested(regions: Country) -> None:
    with regions.store.reading() as session:
        (told,) = responsible_for(session, VELUWE, AgeBand.FROM_18, night(0))
    assert told.accounts == ("mia",)
