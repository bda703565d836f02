"""What an administrator does: accounts, and importing a register."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once, once_with_a_secret
from placement.api.framework.shapes import Instant, Shape
from placement.api.framework.versions import etag_of, version_asked
from placement.errors import (
    AccountExists,
    IdempotencyKeyMissing,
    RegisterRefused,
    TransitionNotAllowed,
    UnknownAccount,
    WeakPassword,
)
from placement.errors.accounts import LastAdministrator, OwnAccount
from placement.exchange.sent_files import register_in
from placement.policy import Right, Role
from placement.service.accounts.accounts import NewAccount, create_account
from placement.service.accounts.assigning_roles import AssignedRole, assign_role
from placement.service.accounts.changing_passwords import set_one_time_password
from placement.service.accounts.disabling import disable_account, enable_account
from placement.service.accounts.showing import ShownAccount, list_accounts, show_account
from placement.service.forms.administration import AccountForm, RegisterForm
from placement.service.forms.grammar import Form
from placement.service.forms.passwords import OneTimePasswordForm, RoleForm
from placement.service.forms.staying import PageQuery
from placement.service.register.importing import Imported, import_register

accounts = Resource("accounts", "Who may sign in")
register_imports = Resource("register-imports", "Importing a register")

Answered = tuple[ShownAccount, int, dict[str, str]]
"""An account after an act, with its version."""


class AccountShape(Shape):
    """An account; never its password."""

    id = fields.String(attribute="account.id")
    login_name = fields.String(attribute="account.login_name")
    display_name = fields.String(attribute="account.display_name")
    role = fields.Enum(Role, by_value=True, attribute="account.role")
    institution = fields.String(attribute="account.institution_id", allow_none=True)
    disabled = fields.Boolean(attribute="account.disabled")
    disabled_at = Instant(allow_none=True)
    must_change_password = fields.Boolean(attribute="account.password_is_one_time")
    demo = fields.Boolean(attribute="account.demo")
    created_at = Instant(attribute="account.created_at")
    open_cases = fields.Integer(
        metadata={
            "description": "Open cases whose zorgcoordinator it is, to be handed over by the "
            "helpdesk once it is disabled."
        }
    )


class AccountsShape(Shape):
    """Accounts in the order of their names."""

    items = fields.List(fields.Nested(AccountShape))


class ImportedShape(Shape):
    """What an import did, per table."""

    added = fields.Dict(keys=fields.String(), values=fields.Integer())
    changed = fields.Dict(keys=fields.String(), values=fields.Integer())


@accounts.get(right=Right.MANAGE_ACCOUNTS, gives=AccountsShape(), query=PageQuery())
def list_of_accounts(asked: dict[str, Any]) -> dict[str, list[ShownAccount]]:
    """List the accounts."""
    return {"items": list_accounts(runtime().store, **asked)}


@accounts.post(
    right=Right.MANAGE_ACCOUNTS,
    takes=AccountForm(),
    gives=AccountShape(),
    fails=[AccountExists, IdempotencyKeyMissing, WeakPassword],
    once=True,
)
def post_account(new: NewAccount) -> Answered:
    """Make an account; its holder changes the password at the first sign-in."""
    at = runtime()
    made = create_account(
        at.store,
        new,
        at.passwords,
        account_id=at.new_id(),
        now=at.clock(),
        by=subject(),
        once=once_with_a_secret(),
    )
    answer, status, headers = _answered(made, 201)
    return answer, status, headers | {"Location": url_for("accounts.get_account", account_id=made)}


@accounts.get(
    "/<account_id>",
    right=Right.MANAGE_ACCOUNTS,
    gives=AccountShape(),
    fails=[UnknownAccount],
)
def get_account(account_id: str) -> Answered:
    """Show one account."""
    return _answered(account_id, 200)


@accounts.post(
    "/<account_id>/disablements",
    right=Right.MANAGE_ACCOUNTS,
    takes=Form(),
    gives=AccountShape(),
    fails=[
        IdempotencyKeyMissing,
        LastAdministrator,
        OwnAccount,
        TransitionNotAllowed,
        UnknownAccount,
    ],
    once=True,
    versioned=True,
)
def post_disablement(_: object, account_id: str) -> Answered:
    """Disable an account: its sessions end at once, and what hangs on it stays."""
    at = runtime()
    disable_account(
        at.store, account_id, by=subject(), now=at.clock(), version=version_asked(), once=once()
    )
    return _answered(account_id, 201)


@accounts.post(
    "/<account_id>/enablements",
    right=Right.MANAGE_ACCOUNTS,
    takes=Form(),
    gives=AccountShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownAccount],
    once=True,
    versioned=True,
)
def post_enablement(_: object, account_id: str) -> Answered:
    """Enable an account again: its holder signs in anew, with the password that it had."""
    at = runtime()
    enable_account(
        at.store, account_id, by=subject(), now=at.clock(), version=version_asked(), once=once()
    )
    return _answered(account_id, 201)


@accounts.post(
    "/<account_id>/one-time-passwords",
    right=Right.MANAGE_ACCOUNTS,
    takes=OneTimePasswordForm(),
    gives=AccountShape(),
    fails=[IdempotencyKeyMissing, OwnAccount, UnknownAccount, WeakPassword],
    once=True,
    versioned=True,
)
def post_one_time_password(sent: dict[str, str], account_id: str) -> Answered:
    """Set a password that its holder must change at the first sign-in; its sessions end."""
    at = runtime()
    set_one_time_password(
        at.store,
        at.passwords,
        account_id,
        sent["password"],
        by=subject(),
        now=at.clock(),
        version=version_asked(),
        once=once_with_a_secret(),
    )
    return _answered(account_id, 201)


@accounts.post(
    "/<account_id>/roles",
    right=Right.MANAGE_ACCOUNTS,
    takes=RoleForm(),
    gives=AccountShape(),
    fails=[IdempotencyKeyMissing, LastAdministrator, OwnAccount, UnknownAccount],
    once=True,
    versioned=True,
)
def post_role(assigned: AssignedRole, account_id: str) -> Answered:
    """Give an account another role or institution; its sessions end, and what hangs on it stays."""
    at = runtime()
    assign_role(
        at.store,
        account_id,
        assigned,
        by=subject(),
        now=at.clock(),
        version=version_asked(),
        once=once(),
    )
    return _answered(account_id, 201)


@register_imports.post(
    right=Right.IMPORT_REGISTER,
    takes=RegisterForm(),
    gives=ImportedShape(),
    fails=[IdempotencyKeyMissing, RegisterRefused],
    once=True,
)
def post_register_import(sent: dict[str, Mapping[str, str]]) -> Imported:
    """Import a register: all of it, or nothing and every fault. Twice does no more than once."""
    at = runtime()
    return import_register(
        at.store, register_in(sent["files"]), by=subject(), now=at.clock(), once=once()
    )


def _answered(account_id: str, status: int) -> Answered:
    found = show_account(runtime().store, account_id)
    return found, status, {"ETag": etag_of(found.account.version)}
