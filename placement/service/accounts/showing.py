"""Accounts as an administrator sees them: who may sign in, and what hangs on them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from placement.errors import UnknownAccount
from placement.lifecycle.accounts import AccountState
from placement.store.account_queries import accounts_by_name, disabled_since, open_cases_of
from placement.store.database.opening import Store
from placement.store.tables import Account


@dataclass(frozen=True, kw_only=True)
class ShownAccount:
    """An account with what somebody must know before it is shut, and after."""

    account: Account
    open_cases: int
    """Open cases whose zorgcoordinator it is: shut or not, they stay its until handed over."""
    disabled_at: datetime | None


def state_of(account: Account) -> AccountState:
    """Whether its holder may sign in."""
    return AccountState.DISABLED if account.disabled else AccountState.ENABLED


def list_accounts(store: Store, *, limit: int, after: str | None = None) -> list[ShownAccount]:
    """Accounts in the order of the names; ``after`` goes on behind the account of that id."""
    with store.reading() as session:
        return list(_shown(session, accounts_by_name(session, limit, after)))


def show_account(store: Store, account_id: str) -> ShownAccount:
    """One account.

    Raises:
        UnknownAccount: there is none with this id.
    """
    with store.reading() as session:
        found = session.get(Account, account_id)
        if found is None:
            raise UnknownAccount
        return next(_shown(session, [found]))


def _shown(session: Session, accounts: Sequence[Account]) -> Iterator[ShownAccount]:
    cases = open_cases_of(session, [account.id for account in accounts])
    since = disabled_since(session, [account.id for account in accounts if account.disabled])
    for account in accounts:
        yield ShownAccount(
            account=account,
            open_cases=cases.get(account.id, 0),
            disabled_at=since.get(account.id),
        )
