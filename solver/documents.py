"""Facts, plans and explanations as JSON, read and written by the types of the records alone.

Writing is complete (every field, sets sorted), so equal values give equal bytes. Reading accepts a
field that is left out when it has a default, refuses every field it does not know, and reports
all faults at once. What can be read is published as JSON schema, see `solver.schemas`.
"""

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import (
    Any,
    NewType,
    TypeAlias,
    TypeVar,
    Union,
    get_args,
    get_origin,
)

from solver.consistency import Fault, faults
from solver.facts import Problem
from solver.records import field_types, is_record, told_fields
from solver.writing import Json, canonical, facts_digest, write

__all__ = [
    "DocumentRefused",
    "Json",
    "canonical",
    "facts_digest",
    "parse",
    "read",
    "read_problem",
    "write",
]

T = TypeVar("T")
Path: TypeAlias = "tuple[str | int, ...]"
"""The steps from the whole document to a part of it."""

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
YEARS = range(1900, 2200)
"""Dates outside these years are typing errors; arithmetic on nights stays far from any limit."""
LONGEST_TEXT = 1_000
LARGEST_NUMBER = 2**53 - 1
"""The largest whole number that every reader of JSON keeps exactly."""


class DocumentRefused(ValueError):
    """The document is not what it should be; ``faults`` says everything that is wrong with it."""

    def __init__(self, found: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{f.path or '/'}: {f.message}" for f in found))
        self.faults = tuple(found)


def parse(text: bytes | str) -> object:
    """Read JSON strictly: no key twice, nothing that is no number.

    Raises:
        DocumentRefused: The text is not JSON.
    """
    try:
        read: object = json.loads(text, object_pairs_hook=_each_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as broken:
        fault = Fault("", f"this is not JSON: {broken}", "one JSON object in UTF-8")
        raise DocumentRefused([fault]) from broken
    return read


def read_problem(document: object) -> Problem:
    """Read a problem whose facts can be true together.

    Raises:
        DocumentRefused: Something in it is unknown, missing, of the wrong kind or impossible.
    """
    problem = read(Problem, document)
    if found := faults(problem):
        raise DocumentRefused(found)
    return problem


def read(kind: type[T], document: object) -> T:
    """Read a value of a dataclass of the library.

    Raises:
        DocumentRefused: Something in it is unknown, missing or of the wrong kind.
    """
    reader = _Reader()
    value = reader.read(kind, document, ())
    if reader.faults:
        raise DocumentRefused(reader.faults)
    return value  # type: ignore[no-any-return] # the reader follows the type it is given


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key is given twice")
    return dict(pairs)


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is no number")


class _Reader:
    """Reads by type and remembers every fault; after a fault the value read means nothing."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def read(self, kind: Any, told: object, path: Path) -> Any:  # noqa: ANN401 - any type at all
        kind, origin, arguments = _shape(kind)
        match origin:
            case None:
                return self._plain(kind, told, path)
            case _ if origin in {Union, UnionType}:
                (inner,) = (a for a in arguments if a is not NoneType)
                return None if told is None else self.read(inner, told, path)
            case _ if origin is tuple:
                return tuple(self._items(arguments[0], told, path))
            case _ if origin is frozenset:
                return self._set(arguments[0], told, path)
            case _:
                return self._mapping(arguments, told, path)

    def _plain(self, kind: Any, told: object, path: Path) -> Any:  # noqa: ANN401
        if is_record(kind):
            return self._record(kind, told, path)
        if issubclass(kind, StrEnum):
            return self._code(kind, told, path)
        if kind is date:
            return self._date(told, path)
        if kind is str:
            return self._text(told, path)
        return self._scalar(kind, told, path)

    def _record(self, kind: Any, told: object, path: Path) -> Any:  # noqa: ANN401
        if not isinstance(told, dict):
            return self._refuse(path, told, f"an object: {kind.__name__}")
        known = {f.name: f for f in told_fields(kind)}
        for name in sorted(told.keys() - known.keys()):
            meant = get_close_matches(name, known, 1)
            remedy = f"was {meant[0]} meant?" if meant else "leave it out"
            self.faults.append(Fault(_pointer((*path, name)), "unknown field", remedy))
        for name, field in known.items():
            if name not in told and not field.is_optional:
                self.faults.append(
                    Fault(_pointer((*path, name)), "missing", "this field is required")
                )
        types = field_types(kind)
        values = {n: self.read(types[n], told[n], (*path, n)) for n in known if n in told}
        return None if self.faults else kind(**values)

    def _items(self, kind: Any, told: object, path: Path) -> list[Any]:  # noqa: ANN401
        if not isinstance(told, list):
            self._refuse(path, told, "a list")
            return []
        return [self.read(kind, item, (*path, n)) for n, item in enumerate(told)]

    def _set(self, kind: Any, told: object, path: Path) -> frozenset[Any] | None:  # noqa: ANN401
        items = self._items(kind, told, path)
        if self.faults:
            return None
        if len(set(items)) < len(items):
            self.faults.append(Fault(_pointer(path), "something is listed twice", "list each once"))
        return frozenset(items)

    def _mapping(self, kinds: tuple[Any, ...], told: object, path: Path) -> dict[Any, Any]:
        if not isinstance(told, dict):
            self._refuse(path, told, "an object")
            return {}
        key, value = kinds
        return {self.read(key, k, (*path, k)): self.read(value, told[k], (*path, k)) for k in told}

    def _code(self, kind: type[StrEnum], told: object, path: Path) -> Any:  # noqa: ANN401
        if isinstance(told, str):
            with suppress(ValueError):
                return kind(told)
        return self._refuse(path, told, f"one of {', '.join(kind)}")

    def _date(self, told: object, path: Path) -> Any:  # noqa: ANN401
        try:
            if isinstance(told, str) and ISO_DATE.fullmatch(told):
                day = date.fromisoformat(told)
                if day.year in YEARS:
                    return day
        except ValueError:
            pass
        return self._refuse(path, told, f"a date from {YEARS[0]} to {YEARS[-1]} as 2026-03-31")

    def _text(self, told: object, path: Path) -> Any:  # noqa: ANN401
        if not isinstance(told, str) or not told.isprintable() or not 0 < len(told) <= LONGEST_TEXT:
            return self._refuse(path, told, f"text of 1 to {LONGEST_TEXT} printable characters")
        return told

    def _scalar(self, kind: type, told: object, path: Path) -> object:
        if kind is bool:
            return told if isinstance(told, bool) else self._refuse(path, told, "true or false")
        if isinstance(told, int) and not isinstance(told, bool) and abs(told) <= LARGEST_NUMBER:
            return told
        return self._refuse(path, told, "a whole number")

    def _refuse(self, path: Path, told: object, remedy: str) -> Any:  # noqa: ANN401 - no value
        self.faults.append(Fault(_pointer(path), f"{_shown(told)} cannot be", remedy))
        return None


@cache
def _shape(kind: Any) -> tuple[Any, Any, tuple[Any, ...]]:  # noqa: ANN401 - any type at all
    """Give what a type is behind its name, its origin and its arguments."""
    plain = kind.__supertype__ if isinstance(kind, NewType) else kind
    return plain, get_origin(plain), get_args(plain)


def _pointer(path: Path) -> str:
    """Give the JSON pointer of a part (RFC 6901)."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return "".join(f"/{step}" for step in steps)


def _shown(told: object) -> str:
    shown = json.dumps(told, default=str)
    return shown if len(shown) <= 60 else f"{shown[:60]}..."  # noqa: PLR2004 - a short line
