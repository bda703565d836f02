"""How the values of the field are kept in columns, the same on SQLite and on PostgreSQL.

SQLite tables are STRICT, so there everything is TEXT or INTEGER. Dates are ISO texts, which sort
and compare like the dates themselves.
"""

import json
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

import orjson
from sqlalchemy import BigInteger, Boolean, Date, DateTime, Dialect, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine

Kind = TypeVar("Kind", bound=StrEnum)


class Day(TypeDecorator[date]):
    """A civil date in Europe/Amsterdam."""

    impl = Date
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text on SQLite, a date elsewhere."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else Date())

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:  # noqa: ANN401 - the driver's own type
        """The value as the database keeps it."""
        return value.isoformat() if value and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:  # noqa: ANN401 - the driver's own type
        """The value as Python knows it."""
        return date.fromisoformat(value) if value and dialect.name == "sqlite" else value


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, to the microsecond; a naive one is refused."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text on SQLite, a timestamp with its zone elsewhere."""
        sqlite = dialect.name == "sqlite"
        return dialect.type_descriptor(Text() if sqlite else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401 - the driver's own type
        """The value as the database keeps it, always equally long so that texts sort."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        moment = value.astimezone(UTC)
        return moment.isoformat(timespec="microseconds") if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401 - the driver's own type
        """The value as Python knows it, in UTC."""
        if value is None:
            return None
        moment = datetime.fromisoformat(value) if dialect.name == "sqlite" else value
        return moment.astimezone(UTC)


class Flag(TypeDecorator[bool]):
    """Yes or no."""

    impl = Boolean
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """0 or 1 on SQLite."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else Boolean())

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> Any:  # noqa: ANN401, FBT001 - SQLAlchemy's signature
        """The value as the database keeps it."""
        return int(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:  # noqa: ANN401, ARG002 - SQLAlchemy's signature
        """The value as Python knows it."""
        return None if value is None else bool(value)


class Code(TypeDecorator[Kind]):
    """One word of a closed list; `coded` adds the check that the database holds it to."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[Kind]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002 - SQLAlchemy's signature
        """The word itself; a word outside the list is refused here already."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> Kind | None:  # noqa: ANN401, ARG002 - SQLAlchemy's signature
        """The member of the list."""
        return None if value is None else self.kind(value)


class Json(TypeDecorator[Any]):
    """A JSON value: text on SQLite, jsonb on PostgreSQL."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text on SQLite, jsonb elsewhere."""
        sqlite = dialect.name == "sqlite"
        return dialect.type_descriptor(Text() if sqlite else JSONB(none_as_null=True))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ANN401 - any JSON value
        """The value as the database keeps it, keys sorted."""
        if value is None or dialect.name != "sqlite":
            return value
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ANN401 - any JSON value
        """The value as Python knows it."""
        return orjson.loads(value) if value is not None and dialect.name == "sqlite" else value


class Words(TypeDecorator[frozenset[str]]):
    """A set of codes, kept as a sorted JSON list in a text.

    Such a set is always read whole, together with its row, and never searched by one of its
    members in SQL (matching is the solver's), so a child table would only add a query for each
    set. What is searched or must refer to something has its own table.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:  # noqa: ANN401, ARG002 - SQLAlchemy's signature
        """The members in order."""
        return json.dumps(sorted(value or ()), separators=(",", ":"), ensure_ascii=False)

    def process_result_value(self, value: Any, dialect: Dialect) -> frozenset[str]:  # noqa: ANN401, ARG002 - SQLAlchemy's signature
        """The set."""
        return _words(value)


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    """The set behind a text; profiles of places repeat, so most are known already."""
    return frozenset(json.loads(text))


class Serial(TypeDecorator[int]):
    """A number that the database counts up."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """SQLite counts only a plain integer."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())
