"""An account under its lock, with all administrators: what changing one begins with."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from placement.errors import NotSignedIn, UnknownAccount
from placement.errors.accounts import LastAdministrator, OwnAccount
from placement.policy import Role, Subject
from placement.store.account_queries import lock_accounts
from placement.store.tables import Account


def lock_account(session: Session, account_id: str, by: Subject) -> Mapping[str, Account]:
    """The account, that of whoever asks and all administrators, as they are now; by id.

    Raises:
        NotSignedIn: whoever asks was disabled, or got another role, meanwhile.
        UnknownAccount: there is none with this id.
    """
    known = lock_accounts(session, {account_id, by.account})
    asker = known.get(by.account)
    # The gate looked before the lock: who was disabled since must not shut who did it.
    if asker is None or asker.disabled or asker.role is not by.role:
        raise NotSignedIn
    if account_id not in known:
        raise UnknownAccount
    return known


def check_who_is_left(known: Mapping[str, Account], account: Account, by: Subject) -> None:
    """Refuse that an account stops being an administrator who may sign in.

    Raises:
        LastAdministrator: no other would be left.
        OwnAccount: it is that of whoever asks.
    """
    left = {
        other.id
        for other in known.values()
        if other.role is Role.ADMINISTRATOR and not other.disabled and other is not account
    }
    if not left:
        raise LastAdministrator
    if account.id == by.account:
        raise OwnAccount
