"""The idempotency key of a request."""

from flask import request

from placement.api.framework.context import runtime, subject
from placement.api.framework.parsing import header_text
from placement.errors import IdempotencyKeyMissing
from placement.service.once import Once

LONGEST_KEY = 100


def once() -> Once:
    """The key under which the answer to this request is kept.

    Raises:
        IdempotencyKeyMissing: none was sent.
    """
    key = header_text("Idempotency-Key", most=LONGEST_KEY)
    if key is None:
        raise IdempotencyKeyMissing
    what = f"{request.method} {request.path}\n".encode()
    # What is changed belongs to the content: the same body on another version is another act.
    version = request.headers.get("If-Match", "").encode()
    return Once.of(subject().account, key, what + version + b"\n" + request.get_data(cache=True))


def once_with_a_secret() -> Once:
    """The key of a request whose content holds a password.

    Raises:
        IdempotencyKeyMissing: none was sent.
    """
    return once().keyed(runtime().settings.secret_key)
