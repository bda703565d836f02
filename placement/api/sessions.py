"""Signing in and out over JSON. The session travels as a cookie, its form token in the answer."""

from typing import Any

from flask import Response, g, request, session
from flask_wtf.csrf import generate_csrf
from marshmallow import fields

from placement.api.framework.context import no_content, runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once_with_a_secret
from placement.api.framework.shapes import Instant, Shape
from placement.errors import (
    IdempotencyKeyMissing,
    SignInRefused,
    TooManyAttempts,
    WeakPassword,
)
from placement.policy import Right, Role
from placement.service.accounts.accounts import sign_in, sign_out
from placement.service.accounts.changing_passwords import PasswordChange, change_own_password
from placement.service.forms.passwords import OwnPasswordForm
from placement.service.forms.sign_in import SignInForm

sessions = Resource("sessions", "Signing in and out")


class SubjectShape(Shape):
    """Who is signed in."""

    account = fields.String()
    name = fields.String()
    role = fields.Enum(Role, by_value=True)
    sites = fields.List(fields.String())
    language = fields.String()
    must_change_password = fields.Boolean(
        metadata={
            "description": "Signed in with a one-time password: all else is refused "
            "(`password-must-change`) until it is changed."
        }
    )


class SessionShape(Shape):
    """A session, with the token that every changing request sends in X-CSRFToken."""

    subject = fields.Nested(SubjectShape)
    csrf_token = fields.String()
    expires_at = Instant(allow_none=True)


@sessions.post(
    right="nobody is signed in yet; a JSON body cannot be sent from another site without asking",
    takes=SignInForm(),
    gives=SessionShape(),
    fails=[SignInRefused, TooManyAttempts],
)
def open_session(sent: dict[str, str]) -> dict[str, Any]:
    """Sign in."""
    at = runtime()
    opened = sign_in(
        at.store,
        at.settings,
        at.passwords,
        name=sent["name"],
        password=sent["password"],
        source=request.remote_addr or "",
        new_id=at.new_id(),
        now=at.clock(),
    )
    g.new_session = opened
    session.clear()  # a form token from before signing in is worth nothing afterwards
    return {
        "subject": opened.subject,
        "csrf_token": generate_csrf(),
        "expires_at": opened.expires_at,
    }


@sessions.get("/current", right=Right.OWN_SESSION, gives=SessionShape())
def show_session() -> dict[str, Any]:
    """Show who is signed in, with a form token."""
    return {"subject": subject(), "csrf_token": generate_csrf()}


@sessions.delete("/current", right=Right.OWN_SESSION)
def close_session() -> Response:
    """Sign out; the session is over on the server too."""
    at = runtime()
    sign_out(at.store, g.session_token, at.clock())
    g.session_ended = True
    session.clear()
    return no_content()


@sessions.put(
    "/current/password",
    right=Right.OWN_SESSION,
    takes=OwnPasswordForm(),
    fails=[IdempotencyKeyMissing, TooManyAttempts, WeakPassword],
    once=True,
)
def put_password(change: PasswordChange) -> Response:
    """Change your own password by the old one; every session of yours ends, this one too."""
    at = runtime()
    change_own_password(
        at.store,
        at.settings,
        at.passwords,
        change,
        source=request.remote_addr or "",
        attempt=at.new_id(),
        by=subject(),
        now=at.clock(),
        once=once_with_a_secret(),
    )
    g.session_ended = True
    session.clear()
    return no_content()
