"""Doing a thing once, however often it is sent (design.md 6).

The answer is kept in the transaction of the act, see `placement.store.idempotency`. Sent again
with the same content the first answer is given again; with other content it is refused.
"""

import hashlib
import hmac
from dataclasses import dataclass


@dataclass(frozen=True)
class Once:
    """A key that the sender chose, whose it is, and a digest of what was sent under it."""

    account: str
    key: str
    digest: str

    @classmethod
    def of(cls, account: str, key: str, sent: bytes) -> "Once":
        """The key for content; ``sent`` holds the address too, so one key is one request."""
        return cls(account, key, hashlib.sha256(sent).hexdigest())

    def keyed(self, secret_key: str) -> "Once":
        """The same with a digest that only the service can make, for content with a password.

        It is kept for a month: plain, who reads the table could try passwords on it.
        """
        made = hmac.new(secret_key.encode(), self.digest.encode(), hashlib.sha256)
        return Once.of(self.account, self.key, made.digest())
