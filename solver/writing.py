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
from types import NoneType
from typing import Any, TypeAlias

from solver.facts import Problem
from solver.records import is_record, told_fields

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool | None"
PLAIN = frozenset({NoneType, bool, int, str})
"""What is in JSON what it is here."""


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
    return _in_bytes(write(value))


def facts_digest(problem: Problem) -> str:
    """Give the fingerprint of a problem, by which a plan names the facts it was made from.

    That of its canonical bytes; facts hold no named tuples, so they can be written as they are
    read, which takes two thirds of the time.
    """
    return sha256(_in_bytes(problem)).hexdigest()


def _in_bytes(value: object) -> bytes:
    written = json.dumps(
        value, default=_one_level, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return written.encode()


def _one_level(value: object) -> Json:
    """Give a value as JSON with the facts in it as they are."""
    kind: Any = type(value)
    return _writer_of_one_level(kind)(value)


@cache
def _writer_of_one_level(kind: Any) -> Callable[[Any], Json]:  # noqa: ANN401 - any fact
    if issubclass(kind, AbstractSet):
        return _sorted
    if is_record(kind):
        names = _names_told(kind)
        return lambda record: {name: getattr(record, name) for name in names}
    return _writer(kind)


def _sorted(items: AbstractSet[object]) -> Json:
    """Give the items of a set in order; names and codes, which most are, as they are."""
    for item in items:
        if not isinstance(item, str):
            return write(items)
    return sorted(map(str, items)) if items else []  # type: ignore[return-value] # texts are JSON


def _in_order(item: Json) -> Any:  # noqa: ANN401 - the items of one set are of one kind
    return item if isinstance(item, str | int) else json.dumps(item, sort_keys=True)
