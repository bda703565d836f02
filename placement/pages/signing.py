"""Signing in and out, and where somebody goes first."""

from urllib.parse import urlsplit

from flask import g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from placement.demo.staff import STAFF
from placement.errors import PlacementError, SignInRefused, TooManyAttempts
from placement.pages.blueprint import pages
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.form_view import FormView, view_of
from placement.pages.framework.frame import FIRST_PAGE
from placement.pages.framework.texts import lazy_gettext
from placement.pages.language import language
from placement.policy import Right, needs, public
from placement.service.accounts.accounts import sign_in as open_session
from placement.service.accounts.accounts import sign_out as close_session
from placement.service.forms.grammar import read
from placement.service.forms.sign_in import SignInForm

LABELS = {"name": lazy_gettext("Gebruikersnaam"), "password": lazy_gettext("Wachtwoord")}


@pages.get("/")
@needs(Right.OWN_SESSION)
def start() -> Response:
    """The first page of somebody's work."""
    return redirect(url_for(FIRST_PAGE[subject().role]))


@pages.get("/inloggen")
@public("nobody is signed in yet")
def sign_in_form() -> str | Response:
    """Ask for a name and a password."""
    return redirect(url_for("pages.start")) if g.subject else _form(FormView())


@pages.post("/inloggen")
@public("nobody is signed in yet")
@form_on("pages.sign_in_form")
def sign_in() -> Response | tuple[str, int]:
    """Sign in, and go on to the page that was asked for."""
    at, typed = runtime(), request.form
    try:
        sent = read(SignInForm(), {name: typed.get(name, "") for name in LABELS})
        g.new_session = open_session(
            at.store,
            at.settings,
            at.passwords,
            name=sent["name"],
            password=sent["password"],
            source=request.remote_addr or "",
            new_id=at.new_id(),
            now=at.clock(),
        )
    except SignInRefused as refused:
        return _form(view_of(typed), refused), 401
    except TooManyAttempts as refused:
        return _form(view_of(typed), refused), 429
    session.clear()  # a form token from before signing in is worth nothing afterwards
    return redirect(own_address(request.args.get("next")) or url_for("pages.start"))


@pages.post("/uitloggen")
@needs(Right.OWN_SESSION)
def sign_out() -> Response:
    """End the session, on the server too."""
    at = runtime()
    close_session(at.store, g.session_token, at.clock())
    g.session_ended = True
    session.clear()
    return redirect(url_for("pages.sign_in_form"))


def own_address(address: str | None) -> str | None:
    """The address when it lies in this service, so that no link can send somebody elsewhere."""
    if not address or "\\" in address:
        return None
    parts = urlsplit(address)
    is_ours = not parts.scheme and not parts.netloc and address.startswith("/")
    return address if is_ours and not address.startswith("//") else None


def _form(form: FormView, refused: PlacementError | None = None) -> str:
    return render_template(
        "sign_in.html",
        form=form,
        labels=LABELS,
        refused=refused.said_in(language()) if refused else None,
        next=own_address(request.args.get("next")),
        demo_accounts=STAFF if runtime().settings.demo else (),
    )
