"""The gate: closed by default, every endpoint behind the right that it names.

`check_declarations` refuses to make an application with an endpoint that names neither a right
nor why it is public. Declare with `placement.policy.needs` and `placement.policy.public`.
"""

from flask import Flask, Response, current_app, g, request, url_for

from placement.api.framework.context import runtime
from placement.errors import CannotStart, NotAllowed, NotSignedIn
from placement.errors.accounts import PasswordMustChange
from placement.jobs.runtime import Runtime
from placement.policy import Right, Subject, declaration_of, may
from placement.service.accounts.accounts import who_is_signed_in


def check_declarations(app: Flask) -> None:
    """Refuse an application with an endpoint that declares nothing.

    Raises:
        CannotStart: it names each such endpoint.
    """
    undeclared = sorted(
        {
            rule.endpoint
            for rule in app.url_map.iter_rules()
            if declaration_of(app.view_functions[rule.endpoint]) is None
        }
    )
    if undeclared:
        raise CannotStart(
            "these endpoints name neither a right nor why they are public: " + ", ".join(undeclared)
        )


def cookie_name(at: Runtime) -> str:
    """The name of the session cookie; the prefix makes browsers refuse it without https."""
    return "__Host-placement" if at.settings.secure_cookies else "placement"


def _subject_behind(token: str | None) -> Subject:
    # Without a token nobody is looked up, so a probe of liveness needs no database.
    if token is None:
        raise NotSignedIn
    at = runtime()
    return who_is_signed_in(at.store, at.settings, token, at.clock())


def _check_right(subject: Subject, right: Right) -> None:
    if subject.must_change_password and right is not Right.OWN_SESSION:
        raise PasswordMustChange(change_at=url_for("sessions.put_password"))
    if not may(subject, right):
        raise NotAllowed(right=str(right))


def mount_gate(app: Flask) -> None:
    """Let a request through only when its endpoint is public or its subject has the right.

    The subject stands in ``g.subject``, None on a public endpoint without a session. A view opens
    a session by setting ``g.new_session`` to what `sign_in` gave, and closes the present one by
    setting ``g.session_ended``.
    """

    def open_or_refuse() -> None:
        g.subject = None
        g.session_token = request.cookies.get(cookie_name(runtime()))
        if request.endpoint is None:
            return  # nothing is there: the answer is 404 or 405, for everybody alike
        declared = declaration_of(current_app.view_functions[request.endpoint])
        try:
            g.subject = _subject_behind(g.session_token)
        except NotSignedIn:
            if isinstance(declared, Right):
                raise
        if isinstance(declared, Right):
            _check_right(g.subject, declared)

    def write_cookie(answer: Response) -> Response:
        at = runtime()
        secure, name = at.settings.secure_cookies, cookie_name(at)
        if (opened := g.get("new_session")) is not None:
            # Without an end: the browser forgets it when it closes, the table decides anyway.
            answer.set_cookie(
                name, opened.token, httponly=True, samesite="Lax", secure=secure, path="/"
            )
        elif g.get("session_ended"):
            answer.delete_cookie(name, httponly=True, samesite="Lax", secure=secure, path="/")
        return answer

    app.before_request(open_or_refuse)
    app.after_request(write_cookie)
