"""The published JSON schemas of documents, made from the same dataclasses that read them."""

import ast
import inspect
from datetime import date
from enum import StrEnum
from functools import cache
from itertools import pairwise
from types import NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin

from solver.documents import LARGEST_NUMBER, LONGEST_TEXT, Json
from solver.records import field_types, is_record, told_fields


def schema(kind: type) -> dict[str, Json]:
    """Give the JSON schema (draft 2020-12) of the documents of a dataclass."""
    parts: dict[str, Json] = {}
    _of(kind, parts)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": f"#/$defs/{kind.__name__}",
        "$defs": dict(sorted(parts.items())),
    }


def _of(kind: Any, parts: dict[str, Json]) -> dict[str, Json]:  # noqa: ANN401 - any type at all
    if isinstance(kind, NewType):
        kind = kind.__supertype__
    arguments = get_args(kind)
    origin = get_origin(kind)
    if origin in {Union, UnionType}:
        shapes: list[Json] = [_of(a, parts) for a in arguments if a is not NoneType]
        if NoneType in arguments:
            shapes.append({"type": "null"})
        return {"anyOf": shapes}
    if origin is tuple:
        return {"type": "array", "items": _of(arguments[0], parts)}
    if origin is frozenset:
        return {"type": "array", "items": _of(arguments[0], parts), "uniqueItems": True}
    if origin is not None:
        return {"type": "object", "additionalProperties": _of(arguments[1], parts)}
    if is_record(kind) or issubclass(kind, StrEnum):
        if kind.__name__ not in parts:
            parts[kind.__name__] = {}
            parts[kind.__name__] = _record(kind, parts) if is_record(kind) else _codes(kind)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    return _scalar(kind)


def _scalar(kind: type) -> dict[str, Json]:
    if kind is object:  # facts that a rule found: whatever that rule looks at
        return {}
    if kind is date:
        return {"type": "string", "format": "date"}
    if kind is bool:
        return {"type": "boolean"}
    if kind is int:
        return {"type": "integer", "minimum": -LARGEST_NUMBER, "maximum": LARGEST_NUMBER}
    return {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}


def _codes(kind: type[StrEnum]) -> dict[str, Json]:
    listed: list[Json] = [code.value for code in kind]
    return {"description": inspect.getdoc(kind), "type": "string", "enum": listed}


def _record(kind: Any, parts: dict[str, Json]) -> dict[str, Json]:  # noqa: ANN401
    types, notes = field_types(kind), _notes(kind)
    properties: dict[str, Json] = {}
    for field in told_fields(kind):
        note: dict[str, Json] = {"description": notes[field.name]} if field.name in notes else {}
        properties[field.name] = note | _of(types[field.name], parts)
    required: list[Json] = [f.name for f in told_fields(kind) if not f.is_optional]
    return {
        "description": inspect.getdoc(kind),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


@cache
def _notes(kind: type) -> dict[str, str]:
    """Give the sentences that stand under the fields of a dataclass in its source."""
    (written,) = ast.parse(inspect.getsource(kind)).body
    body = written.body if isinstance(written, ast.ClassDef) else []
    found = {}
    for field, below in pairwise(body):
        match (field, below):
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                found[name] = " ".join(text.split())
    return found
