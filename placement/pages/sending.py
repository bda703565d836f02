"""What makes a form safe to send twice: every form that acts carries a key of its own."""

from flask import request

from placement.pages.context import subject
from placement.service.once import Once


def once() -> Once | None:
    """The key of the form that was sent; pressing a button twice does the act once."""
    key = request.form.get("key", "")
    if not key:
        return None
    content = sorted((k, v) for k, v in request.form.items(multi=True) if k != "csrf_token")
    return Once.of(subject().account, key, f"{request.path}\n{content!r}".encode())
