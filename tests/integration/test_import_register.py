"""Importing a register: all or nothing, twice is once, and the journal tells what changed."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from placement.errors import RegisterRefused
from placement.exchange.bundled import bundled
from placement.exchange.register_files import RegisterFile, read_regions, read_register
from placement.service.register.importing import import_regions, import_register
from placement.service.register.rows import Register
from placement.store.database.opening import Store
from placement.store.journal import entries_of
from placement.store.tables import Bed, Contract, JournalEntry, Place, Region, Site, SiteRegion
from solver.codes import Use
from tests.builders_store import HELPDESK, NOW


@pytest.fixture(scope="module")
def register() -> Register:
    """The national register."""
    return read_register(bundled("netherlands"))


def count(store: Store, table: type[object]) -> int:
    """How many rows a table has."""
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_the_national_register_is_imported_as_it_is_stated(
    store: Store, register: Register
) -> None:
    imported = import_register(store, register, by=HELPDESK, now=NOW)
    assert imported.added["bed"] == 297
    with store.reading() as session:
        place = session.get_one(Place, "cosm-rotterdam-01")
        assert (place.use, place.lot) == (Use.SINGLE_ROOM, "women")
        assert {"beds", "use", "lot"} <= place.synthetic
        contract = session.get_one(Contract, "cosm-2019")
        assert (contract.places, contract.site_id, contract.until) == (40, None, None)
        site = session.get_one(Site, "omm-zwolle")
        assert (site.arrival_days, site.admits_until) == (frozenset("01234"), "17:00")


def test_importing_twice_changes_nothing_the_second_time(store: Store, register: Register) -> None:
    import_register(store, register, by=HELPDESK, now=NOW)
    written = count(store, JournalEntry)
    assert import_register(store, register, by=HELPDESK, now=NOW).nothing_changed
    assert count(store, JournalEntry) == written


def test_a_changed_row_is_changed_and_journalled(store: Store, register: Register) -> None:
    import_register(store, register, by=HELPDESK, now=NOW)
    changed = tuple(
        replace(site, security=3) if site.id == "omm-zwolle" else site for site in register.sites
    )
    imported = import_register(store, replace(register, sites=changed), by=HELPDESK, now=NOW)
    assert (imported.added, imported.changed) == ({}, {"site": 1})
    with store.reading() as session:
        *_, last = entries_of(session, "site", "omm-zwolle")
        assert last.facts == {"changed": {"security": [2, 3]}}
        assert last.actor == HELPDESK.account
        assert session.get_one(Site, "omm-zwolle").version == 2


def test_a_site_leaves_a_region_that_no_longer_lists_it(store: Store, register: Register) -> None:
    import_register(store, register, by=HELPDESK, now=NOW)
    gone = ("omm-zwolle", "municipality:zwolle")
    kept = tuple(row for row in register.site_regions if (row.site, row.region) != gone)
    import_register(store, replace(register, site_regions=kept), by=HELPDESK, now=NOW)
    with store.reading() as session:
        assert session.get(SiteRegion, gone) is None
        assert session.get(SiteRegion, ("omm-zwolle", "province:overijssel")) is not None


def test_one_bad_row_imports_nothing(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "register"
    shutil.copytree(str(bundled("netherlands")), folder)
    lines = (folder / "beds.csv").read_text(encoding="utf-8").splitlines()
    wrong = [n for n, row in enumerate(lines) if row.startswith(("omm-almere", "iszw-den-haag"))]
    first, last = wrong[0], wrong[-1]
    lines[first] = lines[first].replace(",2019-", ",1019-", 1)
    lines[last] += ",one field too many"
    (folder / "beds.csv").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(RegisterRefused) as refused:
        import_register(store, read_register(folder), by=HELPDESK, now=NOW)
    assert [fault.field for fault in refused.value.faults] == [
        f"beds.csv:{first + 1}:from",
        f"beds.csv:{last + 1}",
    ]
    assert count(store, Region) == count(store, Bed) == 0


def test_a_place_does_not_change_its_use_and_nothing_else_is_changed_then(
    store: Store, register: Register
) -> None:
    import_register(store, register, by=HELPDESK, now=NOW)
    places = tuple(
        replace(place, use=Use.APARTMENT) if place.id == "omm-zwolle-01" else place
        for place in register.places
    )
    sites = tuple(replace(site, security=0) for site in register.sites)
    with pytest.raises(RegisterRefused) as refused:
        import_register(store, replace(register, places=places, sites=sites), by=HELPDESK, now=NOW)
    assert [f.field for f in refused.value.faults] == ["place:omm-zwolle-01:use"]
    with store.reading() as session:
        assert session.get_one(Site, "omm-zwolle").security == 2


def test_what_the_database_refuses_leaves_nothing_behind(store: Store, register: Register) -> None:
    # A checked register cannot hold this; the database is the backstop all the same.
    beds = (*register.beds, replace(register.beds[0], id="x", place="no-such-place"))
    with pytest.raises(Exception, match=r"(?i)foreign key|constraint"):
        import_register(store, replace(register, beds=beds), by=HELPDESK, now=NOW)
    assert count(store, Region) == count(store, Bed) == count(store, JournalEntry) == 0


def test_an_official_list_of_regions_is_imported_beside_the_others(
    store: Store, register: Register
) -> None:
    import_register(store, register, by=HELPDESK, now=NOW)
    text = (
        "kind,code,nl,en,from,until,source,as_of,stated_by,synthetic\n"
        "police_unit,oost,Oost,East,,,list,2026,Politie,\n"
    )
    regions = read_regions(RegisterFile("police_unit.csv", text.encode()))
    assert import_regions(store, regions, by=HELPDESK, now=NOW).added == {"region": 1}
    with store.reading() as session:
        assert session.get_one(Region, "police_unit:oost").kind == "police_unit"
