"""What makes a form safe to send: a key of its own, and the version of what it changes."""

import hashlib

from flask import request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import BadRequest

from placement.pages.framework.context import runtime, subject
from placement.service.once import Once


def once() -> Once | None:
    """The key of the form that was sent; pressing a button twice does the act once."""
    key = request.form.get("key", "")
    if not key:
        return None
    content = sorted((k, v) for k, v in request.form.items(multi=True) if k != "csrf_token")
    files = sorted((k, f.filename, _digest(f)) for k, f in request.files.items(multi=True))
    return Once.of(subject().account, key, f"{request.path}\n{content!r}\n{files!r}".encode())


def once_with_a_secret() -> Once | None:
    """The key of a form that holds a password."""
    plain = once()
    return plain and plain.keyed(runtime().settings.secret_key)


def _digest(file: FileStorage) -> str:
    """What a file says, which may have been read already."""
    file.stream.seek(0)
    return hashlib.file_digest(file.stream, "sha256").hexdigest()  # type: ignore[arg-type]


def version_sent() -> int:
    """The version of the record that the form was made for.

    Raises:
        BadRequest: the form was changed by hand.
    """
    version = request.form.get("version", "")
    if not (version.isascii() and version.isdigit()):
        raise BadRequest
    return int(version[:9])
