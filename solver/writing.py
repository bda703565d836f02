"""Facts, plans and explanations as JSON, written by the types of the records alone.

Every field is written and sets are sorted, so equal values give equal bytes.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from enum import Enum
from functools import cache
from hashlib import sha256
from operator import attrgetter
from types import NoneType
from typing import Any, TypeAlias

from solver.facts import Problem
from solver.records import is_record, told_fields

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool | None"
PLAIN = frozenset({NoneType, bool, int, str})
"""What is in JSON what it is here."""
_TEXT = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def write(value: object) -> Json:
    """Give any value of the library as JSON; sets become sorted lists.

    Raises:
        TypeError: The value holds something that is no fact, such as a function.
    """
    kind: Any = type(value)
    return _writer(kind)(value)


@cache
def _writer(kind: Any) -> Callable[[Any], Json]:  # noqa: ANN401, PLR0911 - each kind of value
    """Give how values of a type are written: decided once, for a country holds many of each."""
    if issubclass(kind, Enum):
        return lambda code: str(code.value)
    if issubclass(kind, NoneType | bool | int | str):
        return lambda told: told
    if issubclass(kind, date):
        return lambda day: day.isoformat()
    if issubclass(kind, Mapping):
        return lambda table: {str(write(key)): write(table[key]) for key in sorted(table)}
    if issubclass(kind, AbstractSet):
        return lambda items: sorted(map(write, items), key=_in_order) if items else []
    if is_record(kind):
        names = _names_told(kind)
        return lambda record: {
            name: told if type(told := getattr(record, name)) in PLAIN else write(told)
            for name in names
        }
    if issubclass(kind, list | tuple | Iterator):
        return lambda items: [write(item) for item in items]
    raise TypeError(f"{kind.__name__} has no place in a document")


@cache
def _names_told(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - any record
    return tuple(field.name for field in told_fields(kind))


def canonical(value: object) -> bytes:
    """Give the one sequence of bytes of a value, the same in every process."""
    return _TEXT.encode(write(value)).encode()


def facts_digest(problem: Problem) -> str:
    """Give the fingerprint of a problem, by which a plan names the facts it was made from.

    That of its canonical bytes, written in half the time: of each field a value that many places
    or people share is written once.
    """
    return sha256(_Facts().text(problem).encode()).hexdigest()


_Known: TypeAlias = dict[Any, str]
"""The text of a field by the values it was met with: equal ones read alike, being of one kind."""


class _Facts:
    """Writes facts as the text that `canonical` gives for them."""

    def __init__(self) -> None:
        self._kinds: dict[Any, tuple[Callable[[Any], Any], list[tuple[str, _Known]]]] = {}

    def text(self, value: Any) -> str:  # noqa: ANN401 - any fact
        kind: Any = type(value)
        if kind is tuple:
            return f"[{','.join(map(self.text, value))}]"
        if not is_record(kind):
            return _TEXT.encode(write(value))
        if kind not in self._kinds:
            self._kinds[kind] = (
                _read_of(kind),
                [(_TEXT.encode(name), {}) for name in sorted(_names_told(kind))],
            )
        read, fields = self._kinds[kind]
        told = [
            known.get(of_field) or self._told(name, of_field, known)
            for (name, known), of_field in zip(fields, read(value), strict=True)
        ]
        return f"{{{','.join(told)}}}"

    def _told(self, name: str, value: Any, known: _Known) -> str:  # noqa: ANN401 - any fact
        text = known[value] = f"{name}:{self.text(value)}"
        return text


def _read_of(kind: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - any record
    """Give what reads the fields of a record in the order of their names."""
    names = sorted(_names_told(kind))
    read = attrgetter(*names)
    return read if len(names) > 1 else lambda record: (read(record),)


def _in_order(item: Json) -> Any:  # noqa: ANN401 - the items of one set are of one kind
    return item if isinstance(item, str | int) else json.dumps(item, sort_keys=True)
