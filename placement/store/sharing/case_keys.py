"""The key of each case: made when its first note is sealed, destroyed when the case is erased.

A note is sealed with the key of its case, and that key with the ring; so turning the ring reseals
one short text per case, and destroying a case's key makes every copy of its notes unreadable.
"""

import base64
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from placement.errors.trust import CaseErased
from placement.store.sharing.sealing import KeyRing, Spot, new_key
from placement.store.tables import CaseKey, SiteAddress

DESTROYED = ""
"""What stands where the key of an erased case stood."""


def spot_of_key(case_id: str) -> Spot:
    """Where the key of a case is sealed."""
    return Spot("case_key", "sealed_key", case_id)


def spot_of_note(note_id: str) -> Spot:
    """Where the text of a note is sealed."""
    return Spot("sealed_note", "sealed_text", note_id)


def spot_of_address(site_id: str) -> Spot:
    """Where the address of a site is sealed."""
    return Spot("site_address", "sealed_text", site_id)


def key_of_case(session: Session, ring: KeyRing, case_id: str, now: datetime) -> bytes:
    """The key of a case, made when it has none yet.

    Raises:
        SealingUnavailable: the ring has no key, or not the one that sealed it.
        CaseErased: the key was destroyed.
    """
    row = session.get(CaseKey, case_id)
    if row is None:
        key = new_key()
        sealed, version = ring.seal(base64.b64encode(key), spot_of_key(case_id))
        session.add(CaseKey(case_id=case_id, sealed_key=sealed, ring_version=version, made_at=now))
        session.flush()
        return key
    if row.destroyed_at is not None:
        raise CaseErased
    opened = ring.unseal(row.sealed_key, row.ring_version, spot_of_key(case_id))
    return base64.b64decode(opened)


def destroy_key(session: Session, case_id: str, now: datetime) -> bool:
    """Destroy the key of a case; says whether there was one."""
    row = session.get(CaseKey, case_id)
    if row is None or row.destroyed_at is not None:
        return False
    row.sealed_key, row.destroyed_at = DESTROYED, now
    session.flush()
    return True


def key_is_destroyed(session: Session, case_id: str) -> bool:
    """Whether what was sealed with the key of a case cannot be read any more."""
    row = session.get(CaseKey, case_id)
    return row is not None and row.destroyed_at is not None


def reseal(session: Session, ring: KeyRing) -> int:
    """Seal with the newest key of the ring whatever an older one sealed; gives how many.

    Raises:
        SealingUnavailable: the ring lacks a key that sealed something.
        SealBroken: something was changed or moved; nothing is resealed then.
    """
    return sum(1 for _ in _resealed(session, ring))


def _resealed(session: Session, ring: KeyRing) -> Iterator[str]:
    newest = ring.newest
    keys = select(CaseKey).where(CaseKey.destroyed_at.is_(None), CaseKey.ring_version != newest)
    for key in session.scalars(keys.order_by(CaseKey.case_id).with_for_update()):
        spot = spot_of_key(key.case_id)
        opened = ring.unseal(key.sealed_key, key.ring_version, spot)
        key.sealed_key, key.ring_version = ring.seal(opened, spot)
        yield key.case_id
    addresses = select(SiteAddress).where(SiteAddress.ring_version != newest)
    for address in session.scalars(addresses.order_by(SiteAddress.site_id).with_for_update()):
        spot = spot_of_address(address.site_id)
        opened = ring.unseal(address.sealed_text, address.ring_version, spot)
        address.sealed_text, address.ring_version = ring.seal(opened, spot)
        yield address.site_id
    session.flush()
