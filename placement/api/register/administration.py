"""What an administrator does: accounts, and importing a register."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once, once_with_a_secret
from placement.api.framework.shapes import Instant, Shape
from placement.errors import AccountExists, IdempotencyKeyMissing, RegisterRefused, WeakPassword
from placement.exchange.sent_files import register_in
from placement.policy import Right, Role
from placement.service.accounts.accounts import (
    NewAccount,
    create_account,
    list_accounts,
    show_account,
)
from placement.service.forms.administration import AccountForm, RegisterForm
from placement.service.forms.staying import PageQuery
from placement.service.register.importing import Imported, import_register
from placement.store.tables import Account

accounts = Resource("accounts", "Who may sign in")
register_imports = Resource("register-imports", "Importing a register")


class AccountShape(Shape):
    """An account; never its password."""

    id = fields.String()
    login_name = fields.String()
    display_name = fields.String()
    role = fields.Enum(Role, by_value=True)
    institution = fields.String(attribute="institution_id", allow_none=True)
    disabled = fields.Boolean()
    demo = fields.Boolean()
    created_at = Instant()


class AccountsShape(Shape):
    """Accounts in the order of their names."""

    items = fields.List(fields.Nested(AccountShape))


class ImportedShape(Shape):
    """What an import did, per table."""

    added = fields.Dict(keys=fields.String(), values=fields.Integer())
    changed = fields.Dict(keys=fields.String(), values=fields.Integer())


@accounts.get(right=Right.MANAGE_ACCOUNTS, gives=AccountsShape(), query=PageQuery())
def list_of_accounts(asked: dict[str, Any]) -> dict[str, list[Account]]:
    """List the accounts."""
    return {"items": list_accounts(runtime().store, **asked)}


@accounts.post(
    right=Right.MANAGE_ACCOUNTS,
    takes=AccountForm(),
    gives=AccountShape(),
    fails=[AccountExists, IdempotencyKeyMissing, WeakPassword],
    once=True,
)
def post_account(new: NewAccount) -> Account:
    """Make an account."""
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
    return show_account(at.store, made)


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
