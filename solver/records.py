"""What a record of the library holds for documents: dataclasses and named tuples alike."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, NamedTuple, get_type_hints

from solver.places import DERIVED


class Told(NamedTuple):
    """A field of a record as documents hold it."""

    name: str
    is_optional: bool
    """Whether a document may leave the field out."""


@cache
def is_record(kind: Any) -> bool:  # noqa: ANN401 - any type at all
    """Whether values of the type are objects in JSON: dataclasses and named tuples."""
    return is_dataclass(kind) or (issubclass(kind, tuple) and hasattr(kind, "_fields"))


@cache
def told_fields(kind: Any) -> tuple[Told, ...]:  # noqa: ANN401 - any record
    """Give the fields of a record that a document holds: all but those that are derived."""
    if not is_dataclass(kind):
        return tuple(Told(name, name in kind._field_defaults) for name in kind._fields)
    return tuple(
        Told(f.name, f.default is not MISSING or f.default_factory is not MISSING)
        for f in fields(kind)
        if DERIVED not in f.metadata
    )


@cache
def field_types(kind: type) -> Mapping[str, Any]:
    """Give the types of the fields of a record."""
    return get_type_hints(kind)
