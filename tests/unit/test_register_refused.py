"""A register file with something wrong: every fault is named, with file, line and field."""

import shutil
from pathlib import Path

import pytest

from placement.errors import Fault, RegisterRefused
from placement.exchange.bundled import bundled
from placement.exchange.register_files import (
    BEDS_PER_PLACE,
    RegisterFile,
    read_regions,
    read_register,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the national register that a test may spoil."""
    for path in Path(str(bundled("netherlands"))).rglob("*.csv"):
        copy = tmp_path / path.relative_to(str(bundled("netherlands")))
        copy.parent.mkdir(exist_ok=True)
        shutil.copy(path, copy)
    return tmp_path


def spoil(folder: Path, file: str, row: str, before: str, after: str) -> int:
    """Change the first row that begins with ``row``; gives the number of its line."""
    lines = (folder / file).read_text(encoding="utf-8").split("\n")
    line = next(number for number, text in enumerate(lines) if text.startswith(row))
    assert before in lines[line]
    lines[line] = lines[line].replace(before, after, 1)
    (folder / file).write_text("\n".join(lines), encoding="utf-8")
    return line + 1


def faults_of(folder: Path, beds_per_place: int = BEDS_PER_PLACE) -> dict[str, str]:
    """The code of each fault by its field."""
    with pytest.raises(RegisterRefused) as refused:
        read_register(folder, beds_per_place=beds_per_place)
    return {fault.field: fault.code for fault in refused.value.faults}


SPOILED = [
    ("places.csv", "omm-zwolle-01,", "single_room", "dormitory", "use", "unknown_code"),
    ("places.csv", "omm-zwolle-01,", ",OMM,", ",VOO,", "scheme", "unknown_reference"),
    ("places.csv", "omm-zwolle-01,", ",omm-zwolle,", ",omm-assen,", "site", "unknown_reference"),
    ("places.csv", "omm-zwolle-01,", "nl;en;de", "nl;klingon", "spoken_here", "unknown_code"),
    ("places.csv", "omm-zwolle-01,", "nl;en;de", "nl;;de", "spoken_here", "not_a_list"),
    ("places.csv", "omm-zwolle-01,", ",mixed,", ",mixed,18", "oldest_child", "not_in_range"),
    ("places.csv", "omm-zwolle-01,", ",use;", ",colour;", "synthetic", "unknown_field"),
    ("beds.csv", "omm-zwolle-01-b1,", "2019-10-01,", "2019-02-30,", "from", "not_a_date"),
    ("beds.csv", "omm-zwolle-01-b1,", "2019-10-01,", "0219-10-01,", "from", "impossible_date"),
    ("beds.csv", "omm-zwolle-01-b1,", "2019-10-01,", ",", "from", "missing"),
    ("beds.csv", "omm-zwolle-02-b1,", "omm-zwolle-02-b1", "omm-zwolle-01-b1", "id", "duplicate"),
    ("beds.csv", "omm-zwolle-01-b1,", "S14;", "S999;", "source", "unknown_source"),
    ("decline_reasons.csv", "wants_to_think,", ",victim,", ",cat,", "party", "unknown_code"),
    (
        "decline_reasons.csv",
        "facts_changed,",
        "none,,",
        "none,3,",
        "park_days",
        "only_parking_has_days",
    ),
    ("decline_reasons.csv", "wants_to_think,", "parks,2,", "parks,0,", "park_days", "not_in_range"),
    ("contracts.csv", "cosm-2010,", ",50,", ",-5,", "places", "not_in_range"),
    ("contracts.csv", "cosm-2010,", "2012-07-01", "2010-06-15", "until", "from_not_before_until"),
    ("schemes.csv", "COSM,", ",place,", ",perhaps,", "mode", "unknown_code"),
    ("sites.csv", "omm-zwolle,", "17:00", "25:00", "admits_until", "not_a_time"),
    ("sites.csv", "omm-zwolle,", "mon;tue", "maa;tue", "arrival_days", "not_weekdays"),
    ("sites.csv", "omm-zwolle,", ",no,", ",nee,", "out_of_hours", "not_yes_or_no"),
    ("site_regions.csv", "omm-zwolle,", "province:", "provinces-", "region", "not_a_region"),
]


@pytest.mark.parametrize(("file", "row", "before", "after", "field", "code"), SPOILED)
def test_a_wrong_field_is_named_with_its_file_and_line(
    folder: Path, file: str, row: str, before: str, after: str, field: str, code: str
) -> None:
    line = spoil(folder, file, row, before, after)
    assert faults_of(folder).get(f"{file}:{line}:{field}") == code


def test_every_bad_row_is_reported_at_once_and_only_those(folder: Path) -> None:
    first = spoil(folder, "beds.csv", "cosm-amsterdam-01-b1,", "2019-01-01", "2019-13-01")
    second = spoil(folder, "sites.csv", "men-utrecht,", "20:00", "late")
    third = spoil(folder, "schemes.csv", "VO,", ",mediate,", ",ask,")
    # What refers to the site and to the scheme is right, so it is not complained about.
    assert faults_of(folder) == {
        f"beds.csv:{first}:from": "not_a_date",
        f"sites.csv:{second}:admits_until": "not_a_time",
        f"schemes.csv:{third}:mode": "unknown_code",
    }


def test_a_bad_row_shows_every_field_that_is_wrong(folder: Path) -> None:
    line = spoil(folder, "beds.csv", "cosm-amsterdam-01-b1,", "b1,cosm", "b1,COSM")
    spoil(folder, "beds.csv", "cosm-amsterdam-01-b1,", "2019-01-01,,", "yesterday,today,")
    assert {field for field in faults_of(folder) if field.startswith(f"beds.csv:{line}:")} == {
        f"beds.csv:{line}:place",
        f"beds.csv:{line}:from",
        f"beds.csv:{line}:until",
    }


def test_four_hundred_beds_in_one_place_are_a_slip_of_the_keyboard(folder: Path) -> None:
    with (folder / "beds.csv").open("a", encoding="utf-8") as beds:
        for number in range(2, 401):
            beds.write(f"cosm-amsterdam-13-b1{number},cosm-amsterdam-13,2019-01-01,,S26,2019,x,\n")
    line = spoil(folder, "places.csv", "cosm-amsterdam-13,", "apartment", "apartment")
    assert faults_of(folder) == {f"places.csv:{line}:id": "too_many_beds"}
    assert len(read_register(folder, beds_per_place=500).beds) == 297 + 399


def test_the_beds_must_fit_the_use_of_their_place(folder: Path) -> None:
    line = spoil(folder, "places.csv", "cosm-amsterdam-13,", "apartment", "single_room")
    assert faults_of(folder) == {f"places.csv:{line}:use": "beds_do_not_fit_use"}


def test_an_unknown_column_is_refused(folder: Path) -> None:
    spoil(folder, "sites.csv", "id,", "id,", "id,address,")
    assert faults_of(folder) == {"sites.csv:1:address": "unknown_column"}


def test_a_missing_column_is_named(folder: Path) -> None:
    spoil(folder, "sites.csv", "id,", ",town,", ",")
    assert faults_of(folder) == {"sites.csv:1:town": "missing_column"}


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "contracts.csv").unlink()
    assert faults_of(folder) == {"contracts.csv": "missing_file"}


def test_a_file_in_another_encoding_is_refused(folder: Path) -> None:
    (folder / "institutions.csv").write_bytes("id,name\nx,Café".encode("latin-1"))
    assert faults_of(folder)["institutions.csv"] == "not_utf8"


def test_an_open_quotation_mark_is_refused(folder: Path) -> None:
    spoil(folder, "institutions.csv", "fier,", "Fier", '"Fier')
    assert "not_csv" in faults_of(folder).values()


def test_a_row_with_a_field_too_many_is_refused(folder: Path) -> None:
    line = spoil(folder, "institutions.csv", "fier,", "Fier", "Fier,Leeuwarden")
    assert faults_of(folder)[f"institutions.csv:{line}"] == "wrong_number_of_fields"


def test_a_remedy_stands_in_both_languages(folder: Path) -> None:
    spoil(folder, "schemes.csv", "COSM,", ",place,", ",perhaps,")
    with pytest.raises(RegisterRefused) as refused:
        read_register(folder)
    fault = refused.value.faults[0]
    assert fault.said_in("en") == "Write one of: place, mediate, refer."
    assert fault.said_in("nl") == "Schrijf een van: place, mediate, refer."


def test_an_official_list_of_regions_is_read_on_its_own() -> None:
    text = (
        "kind,code,nl,en,from,until,source,as_of,stated_by,synthetic\n"
        "police_unit,oost,Oost,East,,,list,2026,Politie,\n"
    )
    register = read_regions(RegisterFile("police_unit.csv", text.encode()))
    assert [region.id for region in register.regions] == ["police_unit:oost"]


def test_a_list_of_regions_with_a_bad_row_is_refused() -> None:
    text = (
        "kind,code,nl,en,from,until,source,as_of,stated_by,synthetic\n"
        "police_unit,oost,Oost,East,,,list,2026,Politie,\n"
        "police_unit,oost,,East,,,list,2026,Politie,\n"
    )
    with pytest.raises(RegisterRefused) as refused:
        read_regions(RegisterFile("police_unit.csv", text.encode()))
    assert refused.value.faults == (
        Fault("police_unit.csv:3:nl", "missing", "Fill in the field.", "Vul het veld in."),
    )
