"""Sealing single facts: AES-256-GCM, bound to where they stand (reliability.md D16).

A sealed text opens only in the table, column and row for which it was sealed, so one that somebody
moved, changed or took from a backup of another row is refused. Nothing is ever kept unsealed
because a key is missing: without keys sealing fails.
"""

import base64
import binascii
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from placement.errors.trust import SealBroken, SealingUnavailable

KEY_BYTES = 32  # AES-256
NONCE_BYTES = 12  # Source: NIST SP 800-38D, the length that GCM is made for


@dataclass(frozen=True)
class Spot:
    """Where a sealed text stands: what it is bound to."""

    table: str
    column: str
    row: str

    @property
    def bound(self) -> bytes:
        """The additional data; a zero byte parts what must not run together."""
        return f"{self.table}\x00{self.column}\x00{self.row}".encode()


@dataclass(frozen=True)
class KeyRing:
    """The keys of the service by version, the newest first; older ones only open."""

    keys: Mapping[int, bytes] = field(default_factory=dict, repr=False)

    @property
    def newest(self) -> int:
        """The version with which is sealed now.

        Raises:
            SealingUnavailable: there is no key.
        """
        first = next(iter(self.keys), None)
        if first is None:
            raise SealingUnavailable
        return first

    def seal(self, plain: bytes, spot: Spot) -> tuple[str, int]:
        """The sealed text, and the version of the key that sealed it.

        Raises:
            SealingUnavailable: there is no key.
        """
        version = self.newest
        return seal(self.keys[version], plain, spot), version

    def unseal(self, text: str, version: int, spot: Spot) -> bytes:
        """What was sealed at this spot with a key of the ring.

        Raises:
            SealingUnavailable: the ring does not hold the key.
            SealBroken: it was changed, or sealed for another spot.
        """
        if version not in self.keys:
            raise SealingUnavailable
        return unseal(self.keys[version], text, spot)


def new_key() -> bytes:
    """A new random key."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, plain: bytes, spot: Spot) -> str:
    """Nonce and ciphertext as base64, openable only at this spot."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, plain, spot.bound)).decode()


def unseal(key: bytes, text: str, spot: Spot) -> bytes:
    """What was sealed with this key at this spot.

    Raises:
        SealBroken: it was changed, or sealed for another spot or with another key.
    """
    try:
        raw = base64.b64decode(text, validate=True)
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], spot.bound)
    except (InvalidTag, ValueError, binascii.Error):
        # Without the cause: it is the same for every reason, and tells an attacker nothing.
        raise SealBroken from None
