"""Showing which cases are handed over, from whom and to whom."""

from dataclasses import dataclass

from placement.errors.care import UnknownTransfer
from placement.policy import Subject
from placement.store.database.opening import Store
from placement.store.following.care_rows import transfers_seen
from placement.store.tables import CaseTransfer


@dataclass(frozen=True)
class ShownTransfer:
    """A case that is handed over, and the reference by which people speak of it."""

    transfer: CaseTransfer
    reference: str


def list_transfers(store: Store, *, by: Subject, limit: int) -> list[ShownTransfer]:
    """The cases that were handed over from or to the subject, the newest first."""
    with store.reading() as session:
        return [ShownTransfer(*row) for row in transfers_seen(session, by, limit)]


def show_transfer(store: Store, transfer_id: str, *, by: Subject) -> ShownTransfer:
    """One case that is handed over.

    Raises:
        UnknownTransfer: there is none that the subject may see.
    """
    with store.reading() as session:
        found = transfers_seen(session, by, 1, only=transfer_id)
    if not found:
        raise UnknownTransfer
    return ShownTransfer(*found[0])
