"""Another password: the own one by whoever knows the old, a one-time one by an administrator.

Either way every session of the account ends in the same transaction: whoever learnt the old
password is out with it.
"""

from dataclasses import dataclass
from datetime import datetime

from placement.errors import Fault, InvalidFacts, NotSignedIn
from placement.errors.accounts import OwnAccount
from placement.policy import Subject
from placement.service.accounts.attempts import count_attempt, forget_attempt
from placement.service.accounts.locks import lock_account
from placement.service.accounts.passwords import Passwords
from placement.service.once import Once
from placement.service.versions import check_version
from placement.settings import Settings
from placement.store.account_queries import end_sign_ins
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep, kept_answer
from placement.store.journal import record
from placement.store.tables import Account

NOT_THE_PASSWORD = Fault(
    "oldPassword",
    "not_the_password",
    "Type the password that you signed in with.",
    "Typ het wachtwoord waarmee u inlogde.",
)
NOT_ANOTHER = Fault(
    "newPassword",
    "not_another",
    "Take another password than the one that you had.",
    "Neem een ander wachtwoord dan u had.",
)


@dataclass(frozen=True, kw_only=True)
class PasswordChange:
    """The password that somebody has, and the one that they want."""

    old_password: str
    new_password: str


def change_own_password(  # noqa: PLR0913 - as signing in: a source and its attempt are two things
    store: Store,
    settings: Settings,
    passwords: Passwords,
    change: PasswordChange,
    *,
    source: str,
    attempt: str,
    by: Subject,
    now: datetime,
    once: Once | None = None,
) -> None:
    """Change the own password; whoever does signs in anew with it, everywhere.

    The old one is checked as in signing in: counted first, and hashed with no lock held.

    Raises:
        InvalidFacts: the old password is not right, or the new one is the same.
        WeakPassword: the new password is too easy.
        TooManyAttempts: too many failed on this account or from this source.
        NotSignedIn: the account was disabled, or got another password, meanwhile.
    """
    with store.writing(now) as session:
        if once is not None and kept_answer(session, once):
            return
        account = session.get_one(Account, by.account)
        count_attempt(session, settings, account.login_name, source, attempt, now)
        stored = account.password_hash
    if not passwords.fits(change.old_password, stored):
        raise InvalidFacts((NOT_THE_PASSWORD,))
    if change.new_password == change.old_password:
        raise InvalidFacts((NOT_ANOTHER,))
    hashed = passwords.hashed(change.new_password)
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        account = lock_account(session, by.account, by)[by.account]
        if account.password_hash != stored:
            raise NotSignedIn
        forget_attempt(session, attempt)
        account.password_hash, account.password_is_one_time = hashed, False
        session.flush()
        record(
            session,
            "change_password",
            record_kind="account",
            record_id=account.id,
            by=by,
            now=now,
            facts={"sessions_ended": end_sign_ins(session, account.id, now)},
        )
        keep(session, once, {"account": account.id})


def set_one_time_password(  # noqa: PLR0913 - as neighbours, and who hashes
    store: Store,
    passwords: Passwords,
    account_id: str,
    password: str,
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Give somebody a password to sign in with once; until they changed it they can do nothing.

    Raises:
        UnknownAccount: there is none with this id.
        VersionOutdated: somebody else has changed it since it was read.
        OwnAccount: it is that of whoever asks, who changes the own password by the old one.
        WeakPassword: the password is too easy.
        NotSignedIn: whoever asks was disabled meanwhile.
    """
    hashed = passwords.hashed(password)
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        account = lock_account(session, account_id, by)[account_id]
        check_version(account.version, version)
        if account.id == by.account:
            raise OwnAccount
        account.password_hash, account.password_is_one_time = hashed, True
        session.flush()
        record(
            session,
            "set_password",
            record_kind="account",
            record_id=account_id,
            by=by,
            now=now,
            facts={"sessions_ended": end_sign_ins(session, account_id, now)},
        )
        keep(session, once, {"account": account_id})
