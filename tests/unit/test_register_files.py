"""The national register as files: what it holds, and what it says of itself."""

import csv
import re
from collections import Counter
from datetime import date

import pytest

from placement.exchange.bundled import bundled
from placement.exchange.register_files import read_register
from placement.exchange.sheets import SHEETS
from placement.service.register.rows import ALL_FIELDS, Register
from solver.codes import Use

FOLDER = bundled("netherlands")


@pytest.fixture(scope="module")
def register() -> Register:
    """The national register."""
    return read_register(FOLDER)


def beds_by_scheme(register: Register, town: str = "") -> Counter[str]:
    """Beds per scheme, of all sites or of those in a town."""
    sites = {site.id for site in register.sites if not town or site.town == town}
    scheme = {place.id: place.scheme for place in register.places if place.site in sites}
    return Counter(scheme[bed.place] for bed in register.beds if bed.place in scheme)


def test_the_cosm_contracts_are_the_dated_series_of_the_sources(register: Register) -> None:
    national = [c for c in register.contracts if c.scheme == "COSM" and c.site is None]
    assert [(c.begins, c.until, c.places) for c in national] == [
        (date(2010, 6, 15), date(2012, 7, 1), 50),
        (date(2012, 7, 1), date(2018, 1, 1), 70),
        (date(2018, 1, 1), date(2018, 8, 1), 50),
        (date(2018, 8, 1), date(2019, 1, 1), 58),
        (date(2019, 1, 1), None, 40),
    ]


def test_what_does_not_add_up_is_kept_and_noted(register: Register) -> None:
    contracts = {c.id: c for c in register.contracts}
    assert contracts["cosm-amsterdam"].places == 22
    assert "not add up" in contracts["cosm-amsterdam"].note_en
    assert contracts["acm-lokaal"].places == 14
    assert "14 = 4 + 6" in contracts["acm-lokaal"].note
    local = [p for p in register.places if p.site == "acm-amsterdam" and p.scheme == "CRISIS"]
    assert sum(1 for bed in register.beds if bed.place in {p.id for p in local}) == 10


def test_omm_has_36_places_of_four_providers_in_six_towns(register: Register) -> None:
    sites = [site for site in register.sites if site.id.startswith("omm-")]
    assert beds_by_scheme(register)["OMM"] == 36
    assert len({site.town for site in sites}) == 6
    assert len({site.institution for site in sites}) == 4
    assert [c.places for c in register.contracts if c.scheme == "OMM"] == [36, 20, 16]


def test_the_beds_are_those_of_the_sources(register: Register) -> None:
    beds = beds_by_scheme(register)
    assert beds["COSM"] == 40
    assert beds_by_scheme(register, "Amsterdam")["COSM"] == 22
    assert beds["ISZW"] == 20
    assert beds_by_scheme(register, "Den Haag")["ISZW"] == 10
    assert beds["CLARIFY"] == 3
    assert [beds_by_scheme(register, t)["MEN"] for t in ("Amsterdam", "Rotterdam", "Utrecht")] == [
        10,
        10,
        10,
    ]
    assert beds["BUDGET"] == 0
    sourced = sum(beds[s] for s in ("COSM", "OMM", "MEN", "ISZW", "CLARIFY")) + 10
    assert 150 <= sourced <= 170


def test_there_is_one_cosm_site_for_men_and_which_one_is_marked_as_invented(
    register: Register,
) -> None:
    for_men = [p for p in register.places if p.scheme == "COSM" and p.lot == "men"]
    assert len({p.site for p in for_men}) == 1
    cosm = [p for p in register.places if p.scheme == "COSM"]
    assert all({"lot", "sex_policy"} <= p.provenance.synthetic for p in cosm)


def test_what_no_source_gives_is_marked_as_invented(register: Register) -> None:
    for place in register.places:
        marked = place.provenance.synthetic
        if place.provenance.source == "synthetic":
            assert marked == {ALL_FIELDS}
            continue
        # How the rooms of any house are divided was found nowhere (domain 2.2).
        assert {"use", "features", "spoken_here", "cannot_admit"} <= marked
        unknown_number = place.scheme == "OMM" or place.site in {
            "cosm-rotterdam",
            "cosm-geeuwenbrug",
            "men-zwolle",
            "men-tilburg",
        }
        assert ("beds" in marked) == unknown_number
    for site in register.sites:
        assert site.provenance.synthetic == {ALL_FIELDS} or "security" in site.provenance.synthetic


def test_houses_that_stand_in_for_real_ones_say_so_in_their_name(register: Register) -> None:
    invented = [s for s in register.sites if s.provenance.synthetic == {ALL_FIELDS}]
    assert len(invented) == 24
    assert all("(synthetisch)" in site.name and site.town == "" for site in invented)


def test_every_row_says_where_it_comes_from(register: Register) -> None:
    known = {source.id for source in register.sources}
    for sheet in SHEETS:
        for row in getattr(register, sheet.part):
            if sheet.has_provenance:
                assert row.provenance.source
                assert set(row.provenance.source.split(";")) <= known
                assert row.provenance.stated_by
                assert row.provenance.as_of


def test_lists_of_regions_that_no_source_holds_are_empty_files_with_a_header() -> None:
    for kind in ("police_unit", "centrumgemeente_vo", "centrumgemeente_mo", "kmar_district"):
        text = (FOLDER / "regions" / f"{kind}.csv").read_text(encoding="utf-8")
        assert text == "kind,code,nl,en,from,until,source,as_of,stated_by,synthetic\n"


def test_there_are_twelve_provinces_and_every_site_lies_in_one(register: Register) -> None:
    provinces = {region.id for region in register.regions if region.kind == "province"}
    assert len(provinces) == 12
    lies_in = {row.site: row.region for row in register.site_regions if row.region in provinces}
    assert lies_in.keys() == {site.id for site in register.sites}


def test_a_region_of_zorgcoordinatie_is_split_by_age(register: Register) -> None:
    split = {
        (c.organisation, c.from_age, c.below_age)
        for c in register.coordination
        if c.region == "zorgcoordinatie:noordoost-gelderland-veluwe"
    }
    assert split == {("MEE Veluwe", None, 23), ("Moviera", 23, None)}


def test_the_rooms_are_a_realistic_mix(register: Register) -> None:
    uses = Counter(place.use for place in register.places)
    beds = Counter(bed.place for bed in register.beds)
    assert uses[Use.SINGLE_ROOM] > uses[Use.SHARED_ROOM] > uses[Use.APARTMENT] > 0
    shared = {beds[p.id] for p in register.places if p.use is Use.SHARED_ROOM}
    apartments = {beds[p.id] for p in register.places if p.use is Use.APARTMENT}
    assert shared == {2, 3}
    assert apartments == {2, 3, 4, 5}


def test_nothing_in_the_files_is_an_address_or_a_telephone_number() -> None:
    postcode, telephone = re.compile(r"\b\d{4} ?[A-Z]{2}\b"), re.compile(r"\b0\d[\d -]{7,}\b")
    for sheet in SHEETS:
        if sheet.file.endswith("/") or sheet.part == "sources":
            continue
        text = (FOLDER / sheet.file).read_text(encoding="utf-8")
        for cells in csv.reader(text.splitlines()):
            words = " ".join(cells)
            assert not postcode.search(words), words
            assert not telephone.search(re.sub(r"\d{4}-\d{2}-\d{2}", "", words)), words
