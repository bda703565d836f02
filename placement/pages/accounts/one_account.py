"""The page of one account: a one-time password for its holder, and another role."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from placement.errors import InvalidFacts, WeakPassword
from placement.pages.accounts.accounts import LABELS as LABELS_OF_ACCOUNTS
from placement.pages.accounts.passwords import beside, passwords_typed
from placement.pages.blueprint import pages
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.form_view import FormView
from placement.pages.framework.sending import once, once_with_a_secret, version_sent
from placement.pages.framework.speaking import speaker_of
from placement.pages.framework.texts import LazyString, gettext, lazy_gettext
from placement.pages.framework.wording import ROLES
from placement.policy import Right, Role, needs
from placement.service.accounts.assigning_roles import AssignedRole, assign_role
from placement.service.accounts.changing_passwords import set_one_time_password
from placement.service.accounts.passwords import SHORTEST
from placement.service.accounts.showing import show_account
from placement.service.forms.grammar import read
from placement.service.forms.passwords import RoleForm, TypedOneTimePasswordForm

LABELS: dict[str, LazyString] = {
    **{name: LABELS_OF_ACCOUNTS[name] for name in ("role", "institution")},
    "password": lazy_gettext("Eenmalig wachtwoord"),
    "passwordAgain": lazy_gettext("Eenmalig wachtwoord, nog eens"),
}
PASSWORDS = ("password", "passwordAgain")


@pages.get("/accounts/<account>")
@needs(Right.MANAGE_ACCOUNTS)
def one_account(account: str) -> str:
    """What of an account can be altered."""
    at = runtime()
    shown = show_account(at.store, account)
    held = shown.account
    values = {"role": (held.role.value,), "institution": (held.institution_id or "",)}
    return render_template(
        "account.html",
        account=held,
        open_cases=shown.open_cases,
        is_own=held.id == subject().account,
        form=FormView(values),
        labels=LABELS,
        roles=[(role.value, ROLES[role]) for role in Role],
        institutions=list(speaker_of(at.store).names.institutions.items()),
        shortest=SHORTEST,
    )


@pages.post("/accounts/<account>/wachtwoord")
@needs(Right.MANAGE_ACCOUNTS)
@form_on("pages.one_account", "account")
def give_password(account: str) -> Response:
    """Set a password that its holder changes at the first sign-in."""
    at = runtime()
    sent = read(TypedOneTimePasswordForm(), passwords_typed(*PASSWORDS))
    try:
        set_one_time_password(
            at.store,
            at.passwords,
            account,
            sent["password"],
            by=subject(),
            now=at.clock(),
            version=version_sent(),
            once=once_with_a_secret(),
        )
    except WeakPassword as weak:
        raise InvalidFacts((beside("password", weak),)) from weak
    return _done(
        gettext("Het wachtwoord is gezet en het account is overal uitgelogd. Geef het zelf door.")
    )


@pages.post("/accounts/<account>/rol")
@needs(Right.MANAGE_ACCOUNTS)
@form_on("pages.one_account", "account")
def give_role(account: str) -> Response:
    """Give an account another role or institution."""
    at, names = runtime(), ("role", "institution")
    typed = {name: request.form[name] for name in names if request.form.get(name)}
    assigned: AssignedRole = read(RoleForm(), typed)
    assign_role(
        at.store,
        account,
        assigned,
        by=subject(),
        now=at.clock(),
        version=version_sent(),
        once=once(),
    )
    return _done(gettext("De rol is gewijzigd en het account is overal uitgelogd."))


def _done(said: str) -> Response:
    flash(said, "ok")
    return redirect(url_for("pages.accounts"))
