"""The page of accounts: who may sign in, making an account, shutting and opening one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from placement.errors import AccountExists, InvalidFacts, WeakPassword
from placement.pages.accounts.passwords import beside, passwords_typed
from placement.pages.blueprint import pages
from placement.pages.framework.acting import acted
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.form_view import FormView, nested
from placement.pages.framework.sending import once, once_with_a_secret, version_sent
from placement.pages.framework.speaking import Speaker, speaker_of
from placement.pages.framework.texts import LazyString, gettext, lazy_gettext, ngettext
from placement.pages.framework.wording import ROLES
from placement.policy import Right, Role, needs
from placement.service.accounts.accounts import NewAccount, create_account
from placement.service.accounts.disabling import disable_account, enable_account
from placement.service.accounts.passwords import SHORTEST
from placement.service.accounts.showing import ShownAccount, list_accounts, show_account
from placement.service.forms.administration import TypedAccountForm
from placement.service.forms.grammar import read

A_PAGE = 50
LABELS: dict[str, LazyString] = {
    "loginName": lazy_gettext("Gebruikersnaam"),
    "displayName": lazy_gettext("Naam die anderen lezen"),
    "role": lazy_gettext("Rol"),
    "institution": lazy_gettext("Instelling"),
    "password": lazy_gettext("Eerste wachtwoord"),
    "passwordAgain": lazy_gettext("Eerste wachtwoord, nog eens"),
}
PASSWORDS = ("password", "passwordAgain")


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """One account in words."""

    id: str
    name: str
    login_name: str
    role: str
    institution: str
    houses: tuple[str, ...]
    """The sites of its institution, whose places it sees."""
    created_at: datetime
    is_one_time: bool
    """Its password was set by an administrator and is not changed yet."""
    disabled: bool
    disabled_at: datetime | None
    cases: str
    """How many open cases have it as their zorgcoordinator, in words; empty for none."""
    is_own: bool
    key: str
    version: int


@pages.get("/accounts")
@needs(Right.MANAGE_ACCOUNTS)
def accounts() -> str:
    """The accounts in the order of their names, and a form for one more."""
    at, by, after = runtime(), subject(), request.args.get("after")
    found = list_accounts(at.store, limit=A_PAGE, after=after)
    speaker = speaker_of(at.store)
    return render_template(
        "accounts.html",
        rows=[_row(shown, speaker, is_own=shown.account.id == by.account) for shown in found],
        more=found[-1].account.id if len(found) == A_PAGE else None,
        form=FormView(),
        labels=LABELS,
        roles=[(role.value, ROLES[role]) for role in Role],
        institutions=list(speaker.names.institutions.items()),
        shortest=SHORTEST,
    )


@pages.post("/accounts")
@needs(Right.MANAGE_ACCOUNTS)
@form_on("pages.accounts")
def make_account() -> Response:
    """Make an account."""
    at = runtime()
    new: NewAccount = read(TypedAccountForm(), _typed())
    try:
        create_account(
            at.store,
            new,
            at.passwords,
            account_id=at.new_id(),
            now=at.clock(),
            by=subject(),
            once=once_with_a_secret(),
        )
    except AccountExists as taken:
        raise InvalidFacts((beside("loginName", taken),)) from taken
    except WeakPassword as weak:
        raise InvalidFacts((beside("password", weak),)) from weak
    flash(gettext("Het account van %(name)s is gemaakt.", name=new.display_name), "ok")
    return redirect(url_for("pages.accounts"))


@pages.post("/accounts/<account>/uitschakelen")
@needs(Right.MANAGE_ACCOUNTS)
@form_on("pages.accounts")
def shut_account(account: str) -> Response:
    """Disable an account; says what still hangs on it."""
    at, by, now = runtime(), subject(), runtime().clock()
    shown = show_account(at.store, account)
    said = gettext(
        "Het account van %(name)s is uitgeschakeld en overal uitgelogd.",
        name=shown.account.display_name,
    )
    if shown.open_cases:
        said += " " + gettext("De helpdesk vindt de dossiers bij Te doen, om over te dragen.")
    return acted(
        lambda: disable_account(
            at.store, account, by=by, now=now, version=version_sent(), once=once()
        ),
        said,
        url_for("pages.accounts"),
    )


@pages.post("/accounts/<account>/inschakelen")
@needs(Right.MANAGE_ACCOUNTS)
@form_on("pages.accounts")
def open_account(account: str) -> Response:
    """Enable an account again."""
    at, by, now = runtime(), subject(), runtime().clock()
    name = show_account(at.store, account).account.display_name
    return acted(
        lambda: enable_account(
            at.store, account, by=by, now=now, version=version_sent(), once=once()
        ),
        gettext("Wie het account van %(name)s heeft, kan weer inloggen.", name=name),
        url_for("pages.accounts"),
    )


def _typed() -> dict[str, Any]:
    sent = nested(request.form, days=())
    kept = {name: sent[name] for name in LABELS if name in sent and name not in PASSWORDS}
    return kept | passwords_typed(*PASSWORDS)


def _row(shown: ShownAccount, speaker: Speaker, *, is_own: bool) -> AccountRow:
    account, names = shown.account, speaker.names
    cases = ngettext(
        "%(num)d open dossier heeft deze zorgcoördinator",
        "%(num)d open dossiers hebben deze zorgcoördinator",
        shown.open_cases,
    )
    run_by = account.institution_id or ""
    return AccountRow(
        id=account.id,
        name=account.display_name,
        login_name=account.login_name,
        role=str(ROLES[account.role]),
        institution=names.institutions.get(run_by, run_by),
        houses=tuple(names.sites[site] for site in names.run_by.get(run_by, ())),
        created_at=account.created_at,
        is_one_time=account.password_is_one_time,
        disabled=account.disabled,
        disabled_at=shown.disabled_at,
        cases=cases if shown.open_cases else "",
        is_own=is_own,
        key=runtime().new_id(),
        version=account.version,
    )
