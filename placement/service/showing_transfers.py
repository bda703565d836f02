"""Showing which cases are handed over, from whom and to whom."""

from dataclasses import dataclass

from placement.errors.care import UnknownTransfer
from placement.policy import Subject
from placement.store.opening import Store
from placement.store.tables import CaseTransfer
from placement.store.transfer_queries import transfers_shown


@dataclass(frozen=True)
class ShownTransfer:
    """A case that is handed over, and the reference by which people speak of it."""

    transfer: CaseTransfer
    reference: str


def list_transfers(store: Store, *, by: Subject, limit: int) -> list[ShownTransfer]:
    """The cases that were handed over from or to the subject, the newest first."""
    with store.reading() as session:
        rows = session.execute(transfers_shown(by).limit(limit)).all()
    return [ShownTransfer(transfer, reference) for transfer, reference in rows]


def show_transfer(store: Store, transfer_id: str, *, by: Subject) -> ShownTransfer:
    """One case that is handed over.

    Raises:
        UnknownTransfer: there is none that the subject may see.
    """
    with store.reading() as session:
        row = session.execute(transfers_shown(by).where(CaseTransfer.id == transfer_id)).first()
    if row is None:
        raise UnknownTransfer
    return ShownTransfer(row[0], row[1])
