"""The page of the own password: changed by whoever knows the old one."""

from typing import Any

from flask import flash, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from placement.errors import AccountExists, Fault, InvalidFacts, WeakPassword
from placement.pages.blueprint import pages
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.form_view import FormView
from placement.pages.framework.sending import once_with_a_secret
from placement.pages.framework.texts import LazyString, gettext, lazy_gettext
from placement.policy import Right, needs
from placement.service.accounts.changing_passwords import PasswordChange, change_own_password
from placement.service.accounts.passwords import SHORTEST
from placement.service.forms.grammar import read
from placement.service.forms.passwords import TypedOwnPasswordForm

LABELS: dict[str, LazyString] = {
    "oldPassword": lazy_gettext("Wachtwoord van nu"),
    "newPassword": lazy_gettext("Nieuw wachtwoord"),
    "passwordAgain": lazy_gettext("Nieuw wachtwoord, nog eens"),
}


@pages.get("/wachtwoord")
@needs(Right.OWN_SESSION)
def own_password() -> str:
    """The form of the own password."""
    return render_template("password.html", form=FormView(), labels=LABELS, shortest=SHORTEST)


@pages.post("/wachtwoord")
@needs(Right.OWN_SESSION)
@form_on("pages.own_password")
def change_password() -> Response:
    """Change it; whoever does signs in anew."""
    at = runtime()
    change: PasswordChange = read(TypedOwnPasswordForm(), passwords_typed(*LABELS))
    try:
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
    except WeakPassword as weak:
        raise InvalidFacts((beside("newPassword", weak),)) from weak
    g.session_ended = True
    session.clear()
    flash(gettext("Uw wachtwoord is gewijzigd. Log in met het nieuwe."), "ok")
    return redirect(url_for("pages.sign_in_form"))


def passwords_typed(*names: str) -> dict[str, Any]:
    """What was typed as passwords; a space in one is part of it."""
    typed = {name: request.form.get(name, "") for name in names}
    return {name: password for name, password in typed.items() if password}


def beside(field: str, refused: AccountExists | WeakPassword) -> Fault:
    """What was refused, beside the field in which it was typed."""
    return Fault(field, "refused", refused.english, refused.dutch)
