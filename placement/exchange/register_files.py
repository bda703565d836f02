"""Read a folder of register files into a `Register`, or name everything that is wrong with it.

Pure: bytes in, values out. One bad row makes no register, and every bad row is reported.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

from placement.errors import Fault, RegisterRefused
from placement.exchange.fields import BadValue
from placement.exchange.register_checks import Found, Listed, check_register
from placement.exchange.sheets import SHEETS, Column, Sheet, provenance
from placement.service.register.rows import Register

BEDS_PER_PLACE = 60
"""A place with more beds is taken for a slip of the keyboard; a setting overrides it."""
LARGEST_FILE = 5_000_000  # bytes; the whole national register is a hundredth of it


@dataclass(frozen=True)
class RegisterFile:
    """One file: its path inside the folder and its bytes."""

    path: str
    content: bytes


def read_register(
    folder: Traversable,
    *,
    beds_per_place: int = BEDS_PER_PLACE,
    told: Callable[[int], None] = lambda _read: None,
) -> Register:
    """Read every register file in a folder; ``told`` hears of how many sheets were read.

    Raises:
        RegisterRefused: something is wrong; every fault names file, line, field and remedy.
    """
    faults: list[Fault] = []
    found: Found = {}
    for read, sheet in enumerate(SHEETS):
        told(read)
        rows: list[Listed] = []
        for file in _files_of(folder, sheet, faults):
            rows += _rows_of(file, sheet, faults)
        found[sheet.part] = rows
    told(len(SHEETS))
    unread = frozenset(s.part for s in SHEETS if any(f.field.startswith(s.file) for f in faults))
    faults += check_register(found, beds_per_place=beds_per_place, unread=unread)
    if faults:
        raise RegisterRefused(tuple(faults))
    return Register(**{part: tuple(item.row for item in rows) for part, rows in found.items()})


def read_regions(file: RegisterFile) -> Register:
    """Read one file with regions of one or more kinds, such as an official list.

    Raises:
        RegisterRefused: something is wrong; every fault names file, line, field and remedy.
    """
    faults: list[Fault] = []
    sheet = next(sheet for sheet in SHEETS if sheet.part == "regions")
    rows = list(_rows_of(file, sheet, faults))
    faults += check_register({"regions": rows}, beds_per_place=BEDS_PER_PLACE)
    if faults:
        raise RegisterRefused(tuple(faults))
    return Register(regions=tuple(item.row for item in rows))


def _files_of(folder: Traversable, sheet: Sheet, faults: list[Fault]) -> Iterator[RegisterFile]:
    """The files of a sheet in the order of their names; a missing one is a fault."""
    if sheet.file.endswith("/"):
        inside = folder / sheet.file.rstrip("/")
        listed = sorted(inside.iterdir(), key=lambda f: f.name) if inside.is_dir() else []
        for file in listed:
            if file.name.endswith(".csv"):
                yield RegisterFile(sheet.file + file.name, file.read_bytes())
    elif (file := folder / sheet.file).is_file():
        yield RegisterFile(sheet.file, file.read_bytes())
    else:
        faults.append(
            Fault(
                sheet.file,
                "missing_file",
                "Add the file, with only its line of field names when there is nothing to list.",
                "Voeg het bestand toe, met alleen de regel veldnamen als er niets in staat.",
            )
        )


def _rows_of(file: RegisterFile, sheet: Sheet, faults: list[Fault]) -> Iterator[Listed]:
    """The rows of a file that can be read; the others end up in ``faults``."""
    if len(file.content) > LARGEST_FILE:
        faults.append(
            Fault(
                file.path,
                "too_large",
                f"Split the file: at most {LARGEST_FILE} bytes are read.",
                f"Splits het bestand: er worden hoogstens {LARGEST_FILE} bytes gelezen.",
            )
        )
        return
    try:
        text = file.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        faults.append(
            Fault(
                file.path,
                "not_utf8",
                "Save the file as CSV in UTF-8.",
                "Bewaar het bestand als CSV in UTF-8.",
            )
        )
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if wrong := list(_wrong_header(file, sheet, header)):
            faults += wrong
            return
        for cells in reader:
            if row := _row(file, sheet, reader.line_num, header, cells, faults):
                yield row
    except csv.Error:
        faults.append(
            Fault(
                f"{file.path}:{reader.line_num}",
                "not_csv",
                "Close every quotation mark.",
                "Sluit elk aanhalingsteken.",
            )
        )


def _wrong_header(file: RegisterFile, sheet: Sheet, header: list[str]) -> Iterator[Fault]:
    known = [column.name for column in sheet.all_columns]
    for name in sorted(set(header) - set(known)):
        yield Fault(
            f"{file.path}:1:{name}",
            "unknown_column",
            f"Leave the column out; these are known: {', '.join(known)}.",
            f"Laat de kolom weg; deze zijn bekend: {', '.join(known)}.",
        )
    for name in known:
        if name not in header:
            yield Fault(
                f"{file.path}:1:{name}", "missing_column", "Add the column.", "Voeg de kolom toe."
            )
        elif header.count(name) > 1:
            yield Fault(
                f"{file.path}:1:{name}",
                "duplicate_column",
                "Keep one of the columns.",
                "Houd een van de kolommen.",
            )


def _row(
    file: RegisterFile,
    sheet: Sheet,
    line: int,
    header: list[str],
    cells: list[str],
    faults: list[Fault],
) -> Listed | None:
    """One row, or None with its faults noted; an empty line is no row."""
    if not any(cells):
        return None
    where = f"{file.path}:{line}"
    if len(cells) != len(header):
        faults.append(
            Fault(
                where,
                "wrong_number_of_fields",
                f"Write {len(header)} fields, as the first line; quote texts with a comma.",
                f"Schrijf {len(header)} velden, als op regel 1; aanhalingstekens om een komma.",
            )
        )
        return None
    texts = dict(zip(header, cells, strict=True))
    values: dict[str, Any] = {}
    wrong: list[Fault] = []
    for column in sheet.all_columns:
        try:
            values[column.field] = _value(column, texts)
        except BadValue as bad:
            wrong.append(Fault(f"{where}:{column.name}", bad.code, bad.english, bad.dutch))
    faults += wrong
    if wrong:
        return None
    if sheet.has_provenance:
        values["provenance"] = provenance(values)
    return Listed(where, sheet.row(**values))


def _value(column: Column, texts: Mapping[str, str]) -> object:
    text = texts[column.name].strip()
    if text:
        return column.read(text)
    if column.needed:
        raise BadValue("missing", "Fill in the field.", "Vul het veld in.")
    return column.empty
