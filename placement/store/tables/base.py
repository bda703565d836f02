"""What every table shares: the names of constraints, versions, and where a figure comes from."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import CheckConstraint, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, declared_attr, mapped_column

from placement.store.database.columns import Code, Day, Flag, Instant, Json, Words

STRICT = {"sqlite_strict": True}

Key = Annotated[str, mapped_column(primary_key=True)]
"""A text id: random, or speaking and stable for an imported register."""


class Base(DeclarativeBase):
    """The parent of every table."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "%(constraint_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        str: Text,
        date: Day,
        datetime: Instant,
        bool: Flag,
        frozenset[str]: Words,
        dict[str, Any]: Json,
    }
    __table_args__: Any = STRICT


class Versioned:
    """Something that people edit: its version is the ETag, and a stale write touches no row."""

    version: Mapped[int] = mapped_column(default=1, sort_order=80)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - declared_attr works on the class
        """Count the version up with every change and refuse a change of an older one."""
        return {"version_id_col": cls.version}


class Stated:
    """Where a figure or a fact from outside comes from."""

    source: Mapped[str] = mapped_column(default="", sort_order=90)
    """Ids of the sources, separated by ``;``; empty when entered here."""
    as_of: Mapped[str] = mapped_column(default="undated", sort_order=91)
    """As the source dates it: a date, a month, a year, or ``undated``."""
    stated_by: Mapped[str] = mapped_column(default="", sort_order=92)
    """The organisation that says so; never a person."""
    synthetic: Mapped[frozenset[str]] = mapped_column(default=frozenset, sort_order=93)
    """The fields that are invented because no source gives them; ``all`` is the whole row."""


def coded(name: str, kind: type[StrEnum], **options: Any) -> MappedColumn[Any]:  # noqa: ANN401 - as mapped_column
    """A column that holds one word of a closed list; the database knows the list too."""
    words = ", ".join(f"'{member.value}'" for member in kind)
    check = CheckConstraint(f"{name} IN ({words})", name=f"{name}_is_known")
    return mapped_column(Code(kind), check, **options)
