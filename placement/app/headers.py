"""The security headers of every answer, as exact values per kind of route (reliability.md D22)."""

import re
from collections.abc import Mapping
from uuid import uuid4

from flask import Flask, Response, g, request

_EVERYWHERE: Mapping[str, str] = {
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_API = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
}
_PAGE_POLICY = (
    "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; img-src 'self' data:; "
    "script-src 'self'; style-src 'self'"
)
_PAGE = {"Cache-Control": "no-store", "Content-Security-Policy": _PAGE_POLICY}
# The built files carry no case; their names do not change with their content, so ask each time.
_STATIC = {"Cache-Control": "no-cache", "Content-Security-Policy": _PAGE_POLICY}

_TWO_YEARS = "max-age=63072000; includeSubDomains"
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def headers_for(kind: str, *, secure: bool) -> dict[str, str]:
    """The headers of one kind of route: ``api``, ``page`` or ``static``.

    ``secure`` adds HSTS; a demo on plain http must not ask browsers for https.
    """
    own = {"api": _API, "page": _PAGE, "static": _STATIC}[kind]
    return {
        **_EVERYWHERE,
        **own,
        **({"Strict-Transport-Security": _TWO_YEARS} if secure else {}),
    }


def kind_of_route() -> str:
    """Which kind of route the present request is for; unknown paths count as pages."""
    if request.path.startswith("/api/"):
        return "api"
    return "static" if (request.endpoint or "").rpartition(".")[2] == "static" else "page"


def mount_headers(app: Flask, *, secure: bool) -> None:
    """Give every request an id, and every answer that id and its headers."""

    def give_id() -> None:
        asked = request.headers.get("X-Request-Id", "")
        g.request_id = asked if _REQUEST_ID.fullmatch(asked) else str(uuid4())

    def set_headers(answer: Response) -> Response:
        for name, value in headers_for(kind_of_route(), secure=secure).items():
            answer.headers[name] = value
        answer.headers["X-Request-Id"] = g.request_id
        return answer

    app.before_request(give_id)
    app.after_request(set_headers)
