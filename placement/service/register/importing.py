"""Importing a register: whole or not at all, and twice does no more than once."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from placement.errors import Fault, RegisterRefused
from placement.policy import Subject
from placement.service.once import Once
from placement.service.register.columns import TARGETS, columns_of
from placement.service.register.rows import Register
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.register.rows import (
    Change,
    fixed_fields_that_differ,
    leave_regions,
    write_rows,
)
from placement.store.tables import Base, Bed, Place, SiteRegion


@dataclass(frozen=True)
class Imported:
    """What an import did, per table."""

    added: Mapping[str, int]
    changed: Mapping[str, int]

    @property
    def nothing_changed(self) -> bool:
        """Whether everything stood there already."""
        return not self.added and not self.changed


def import_register(
    store: Store,
    register: Register,
    *,
    by: Subject | str,
    now: datetime,
    once: Once | None = None,
) -> Imported:
    """Write a register that was read and checked; rows that it does not name are left alone.

    Raises:
        RegisterRefused: a place would change its use or its site, or a bed its place: such a
            place ends and another one opens, because people sleep there.
        IdempotencyKeyReused: the key was used for something else.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return Imported(**kept)
        done = write_register(session, register, by, now)
        keep(session, once, {"added": dict(done.added), "changed": dict(done.changed)})
        return done


def write_register(
    session: Session, register: Register, by: Subject | str, now: datetime
) -> Imported:
    """Write a register in a transaction that is open, as `import_register` does.

    Raises:
        RegisterRefused: see `import_register`.
    """
    if faults := tuple(_refused(session, register)):
        raise RegisterRefused(faults)
    changes: list[Change] = []
    for target in TARGETS:
        rows = columns_of(register, target)
        changes += write_rows(session, target.table, rows)
        if target.table is SiteRegion:
            changes += leave_regions(session, rows)
    for change in changes:
        _journal(session, change, by, now)
    return Imported(
        added=Counter(change.table for change in changes if change.is_new),
        changed=Counter(change.table for change in changes if not change.is_new),
    )


def import_regions(
    store: Store, regions: Register, *, by: Subject | str, now: datetime
) -> Imported:
    """Write a code table of regions, such as the official list of one kind; nothing else."""
    return import_register(store, Register(regions=regions.regions), by=by, now=now)


FIXED: tuple[tuple[type[Base], tuple[str, ...]], ...] = (
    (Place, ("use", "site_id", "scheme_code")),
    (Bed, ("place_id",)),
)
"""What a row keeps as long as it lives (design 3)."""


def _refused(session: Session, register: Register) -> Iterator[Fault]:
    rows = {target.table: columns_of(register, target) for target in TARGETS}
    for table, fixed in FIXED:
        for row, field in fixed_fields_that_differ(session, table, rows[table], fixed):
            yield Fault(
                f"{table.__tablename__}:{row}:{field}",
                "cannot_change",
                "End this row with until, and add a new one with an id of its own.",
                "Beëindig deze rij met until, en voeg een nieuwe toe met een eigen id.",
            )


def _journal(session: Session, change: Change, by: Subject | str, now: datetime) -> None:
    changed = {name: [_plain(v) for v in values] for name, values in change.fields.items()}
    record(
        session,
        "import",
        record_kind=change.table,
        record_id=change.id,
        by=by,
        now=now,
        facts={"changed": changed} if changed else {},
    )


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else value
