"""Passwords: hashed with Argon2id, never stored, never compared in a way that tells time."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from placement.errors import WeakPassword

SHORTEST = 12  # characters; a passphrase of three words is longer
LONGEST = 200  # characters; hashing more only helps who wants to keep the machine busy


class Passwords:
    """Hashes and checks, at most two at a time, because each takes a lot of memory.

    The cost is 64 MiB and 3 passes by default: 0.2 s. Source: reliability.md D18.
    """

    def __init__(self, *, mebibytes: int = 64, passes: int = 3) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=mebibytes * 1024, parallelism=1)
        self._turns = BoundedSemaphore(2)
        # Somebody who does not exist is checked against this, so that it takes as long.
        self._nobody = self._hasher.hash("nobody has this password")

    def hashed(self, password: str) -> str:
        """The hash to store.

        Raises:
            WeakPassword: it is too short, too long, or one sign repeated.
        """
        if not SHORTEST <= len(password) <= LONGEST or len(set(password)) < SHORTEST // 2:
            raise WeakPassword
        with self._turns:
            return self._hasher.hash(password)

    def fits(self, password: str, stored: str | None) -> bool:
        """Whether the password is the one behind the stored hash; None never fits."""
        with self._turns:
            try:
                self._hasher.verify(stored or self._nobody, password[:LONGEST])
            except (VerifyMismatchError, InvalidHashError):
                return False
        return stored is not None
