"""Who coordinates care where, asked of the register that is shipped: every region, every age."""

from collections.abc import Iterator
from datetime import date

import pytest

from placement.exchange.bundled import bundled
from placement.exchange.register_files import read_register
from placement.service.register.importing import import_register
from placement.store.database.opening import Store
from placement.store.following.coordinators import responsible_for
from solver.codes import AgeBand
from tests.builders_rows import TONIGHT
from tests.builders_store import HELPDESK, NOW
from tests.databases import Databases

ADULT, YOUNG = AgeBand.FROM_23, AgeBand.FROM_18
AMSTERDAM, HAAGLANDEN = "amsterdam-noord-holland", "den-haag-hollands-midden"
MIDDEN, VELUWE = "midden-nederland-gelderland", "noordoost-gelderland-veluwe"
BRABANT = "zeeland-west-brabant"

COORDINATES = {
    AMSTERDAM: "HVO-Querido / ACM",
    HAAGLANDEN: "SHOP",
    "rotterdam": "PMW Humanitas",
    MIDDEN: "Moviera",
    VELUWE: "Moviera",
    "ijsselland": "CoMensha",
    "twente": "Veiligheidsregio Twente",
    BRABANT: "CoMensha",
    "zeeland": "Zorg- en Veiligheidshuis Zeeland",
    "zuid-limburg": "CoMensha",
    "limburg-noord-midden": "Koraal",
    "drenthe": "GGD Drenthe",
    "friesland": "Fier",
    "groningen": "MJD",
    "eindhoven": "Lumens",
    "den-bosch": "Maatschappelijke Opvang Den Bosch",
    "tilburg": "CoMensha",
    "helmond": "CoMensha",
    "flevoland": "CoMensha",
}
"""Source: domain 2.4 (S58; S57 for Twente, S60 for Zeeland; who: NOT FOUND for the last three)."""
REST = "rest"
PROVINCES = {
    "drenthe": {"drenthe"},
    "flevoland": {"flevoland"},
    "friesland": {"friesland"},
    "gelderland": {MIDDEN, VELUWE},
    "groningen": {"groningen", REST},
    "limburg": {"zuid-limburg", "limburg-noord-midden"},
    "noord-brabant": {BRABANT, "eindhoven", "den-bosch", "tilburg", "helmond"},
    "noord-holland": {AMSTERDAM},
    "overijssel": {"ijsselland", "twente"},
    "utrecht": {MIDDEN},
    "zeeland": {"zeeland", BRABANT},
    "zuid-holland": {HAAGLANDEN, "rotterdam", REST},
}
MUNICIPALITIES = {
    "alkmaar": AMSTERDAM,
    "almere": "flevoland",
    "amsterdam": AMSTERDAM,
    "apeldoorn": VELUWE,
    "den-haag": HAAGLANDEN,
    "eindhoven": "eindhoven",
    "enschede": "twente",
    "groningen": "groningen",
    "helmond": "helmond",
    "rotterdam": "rotterdam",
    "s-hertogenbosch": "den-bosch",
    "tilburg": "tilburg",
    "utrecht": MIDDEN,
    "westerveld": "drenthe",
    "zwolle": "ijsselland",
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def netherlands(databases: Databases, request: pytest.FixtureRequest) -> Iterator[Store]:
    """The national register as it is shipped."""
    with databases.lent(str(request.param)) as store:
        import_register(store, read_register(bundled("netherlands")), by=HELPDESK, now=NOW)
        yield store


def told(
    store: Store, region: str, age: AgeBand = ADULT, night: date = TONIGHT
) -> set[tuple[str, str]]:
    """Each region of zorgcoordinatie with who coordinates there."""
    with store.reading() as session:
        found = responsible_for(session, region, age, night)
    return {
        (REST if one.elsewhere else one.region.removeprefix("zorgcoordinatie:"), one.organisation)
        for one in found
    }


def expected(regions: set[str]) -> set[tuple[str, str]]:
    return {(region, COORDINATES.get(region, "CoMensha")) for region in regions}


def test_every_province_is_told_by_its_regions(netherlands: Store) -> None:
    answers = {name: told(netherlands, f"province:{name}") for name in PROVINCES}
    assert answers == {name: expected(regions) for name, regions in PROVINCES.items()}


def test_every_region_is_told_by_itself(netherlands: Store) -> None:
    irregular = {BRABANT: {BRABANT, "zeeland"}}
    answers = {name: told(netherlands, f"zorgcoordinatie:{name}") for name in COORDINATES}
    assert answers == {name: expected(irregular.get(name, {name})) for name in COORDINATES}


def test_every_municipality_is_told_by_its_region(netherlands: Store) -> None:
    answers = {name: told(netherlands, f"municipality:{name}") for name in MUNICIPALITIES}
    assert answers == {name: expected({region}) for name, region in MUNICIPALITIES.items()}


def test_no_region_of_the_register_was_left_out_of_these_tests() -> None:
    register = read_register(bundled("netherlands"))
    listed = {
        "province": set(PROVINCES),
        "zorgcoordinatie": set(COORDINATES),
        "municipality": set(MUNICIPALITIES),
    }
    for kind, names in listed.items():
        assert names == {region.code for region in register.regions if region.kind == kind}


@pytest.mark.parametrize("asked", ["province:gelderland", "municipality:apeldoorn"])
def test_the_split_by_age_is_reached_from_a_province_and_a_municipality(
    netherlands: Store, asked: str
) -> None:
    assert (VELUWE, "MEE Veluwe") in told(netherlands, asked, YOUNG)
    assert (VELUWE, "Moviera") not in told(netherlands, asked, YOUNG)
    assert (VELUWE, "MEE Veluwe") not in told(netherlands, asked, ADULT)
    both = {(VELUWE, "MEE Veluwe"), (VELUWE, "Moviera")}
    assert both <= told(netherlands, asked, AgeBand.UNKNOWN)


def test_twente_was_coordinated_by_comensha_until_may_2021(netherlands: Store) -> None:
    def in_april(region: str) -> set[tuple[str, str]]:
        return told(netherlands, region, night=date(2021, 4, 30))

    assert in_april("municipality:enschede") == {("twente", "CoMensha")}
    assert ("twente", "CoMensha") in in_april("province:overijssel")
