"""Accounts and sessions: who may sign in, who is signed in, and until when."""

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from placement.errors import (
    AccountExists,
    InvalidFacts,
    NotSignedIn,
    SignInRefused,
    TooBusy,
)
from placement.policy import AccountId, Role, Subject
from placement.service.accounts.attempts import count_attempt, forget_attempt
from placement.service.accounts.institutions import NO_INSTITUTION, names_no_institution
from placement.service.accounts.passwords import Passwords
from placement.service.once import Once
from placement.settings import Settings
from placement.store.account_queries import (
    account_called,
    account_signing_in,
    live_sign_in,
    sites_run_by,
)
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.tables import Account, SignIn

SEEN_AGAIN_AFTER = timedelta(minutes=1)
"""A session is marked as used at most this often, so that reading needs no write."""


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """An account to be made."""

    login_name: str
    display_name: str
    password: str
    role: Role
    institution: str | None = None
    language: str = "nl"
    demo: bool = False


@dataclass(frozen=True)
class SignedIn:
    """A fresh session: its token is told once, only its hash is stored."""

    token: str
    subject: Subject
    expires_at: datetime


def create_account(
    store: Store,
    new: NewAccount,
    passwords: Passwords,
    *,
    account_id: str,
    now: datetime,
    by: Subject | str = "command",
    once: Once | None = None,
) -> AccountId:
    """Make an account; gives its id.

    A password that somebody else chose is one-time: its holder changes it before anything else.
    Whoever runs the command is at the machine itself and chooses their own.

    Raises:
        AccountExists: the name is taken.
        WeakPassword: the password is too easy.
        InvalidFacts: the institution is not in the register, or is missing where it is needed.
        IdempotencyKeyReused: the key was used for something else.
    """
    name = new.login_name.strip().casefold()
    with store.reading() as session:
        # Before hashing: that takes a while. Sent again under a key it may be its own name.
        if once is None and account_called(session, name):
            raise AccountExists(name=name)
    hashed = passwords.hashed(new.password)
    try:
        with store.writing(now) as session:
            if kept := claim(session, once, now):
                return AccountId(str(kept["account"]))
            if account_called(session, name):
                raise AccountExists(name=name)
            if names_no_institution(session, new.role, new.institution):
                raise InvalidFacts((NO_INSTITUTION,))
            session.add(
                Account(
                    id=account_id,
                    login_name=name,
                    display_name=new.display_name,
                    password_hash=hashed,
                    password_is_one_time=isinstance(by, Subject),
                    role=new.role,
                    institution_id=new.institution,
                    language=new.language,
                    demo=new.demo,
                    created_at=now,
                )
            )
            record(
                session,
                "create_account",
                record_kind="account",
                record_id=account_id,
                by=by,
                now=now,
                facts={"role": new.role.value, "institution": new.institution},
            )
            keep(session, once, {"account": account_id})
    except IntegrityError as refused:
        with store.reading() as session:
            if account_called(session, name):  # made at the same moment
                raise AccountExists(name=name) from refused
        raise
    return AccountId(account_id)


def sign_in(  # noqa: PLR0913 - a name, a password and a source are three things
    store: Store,
    settings: Settings,
    passwords: Passwords,
    *,
    name: str,
    password: str,
    source: str,
    new_id: str,
    now: datetime,
) -> SignedIn:
    """Open a session for who knows the password; ``source`` is the network address.

    Three steps instead of one transaction: counting, hashing for 0.2 s with no lock held, and
    writing. The attempt is counted before the check, so that many at once do not slip through.

    Raises:
        SignInRefused: name or password is not right; it does not say which.
        TooManyAttempts: too many failed on this name or from this source.
    """
    name = name.strip().casefold()
    with store.writing(now) as session:
        count_attempt(session, settings, name, source, new_id, now)
        account = account_called(session, name)
        stored = account.password_hash if account and _may_sign_in(account, settings) else None
    if not passwords.fits(password, stored):
        raise SignInRefused
    token = secrets.token_urlsafe(32)
    with store.writing(now) as session:
        forget_attempt(session, new_id)
        account = account_signing_in(session, name)
        # The password that was checked may be another by now: its sessions have ended.
        if (
            account is None
            or not _may_sign_in(account, settings)
            or account.password_hash != stored
        ):
            raise SignInRefused
        expires = now + timedelta(hours=settings.session_hours)
        session.add(
            SignIn(
                id=new_id,
                account_id=account.id,
                token_hash=_hash_of(token),
                created_at=now,
                last_seen_at=now,
                expires_at=expires,
            )
        )
        signed_in = SignedIn(token, subject_of(session, account), expires)
        _note(session, "sign_in", signed_in.subject, now)
        return signed_in


def who_is_signed_in(store: Store, settings: Settings, token: str | None, now: datetime) -> Subject:
    """The person behind the token of a session.

    Raises:
        NotSignedIn: there is no such session, or it is over, idle for too long or revoked.
    """
    if not token:
        raise NotSignedIn
    seen_since = now - timedelta(minutes=settings.session_idle_minutes)
    with store.reading() as session:
        found = live_sign_in(session, token_hash=_hash_of(token), now=now, seen_since=seen_since)
        if found is None or not _may_sign_in(found[1], settings):
            raise NotSignedIn
        sign_in_id, seen = found[0].id, found[0].last_seen_at
        subject = subject_of(session, found[1])
    if now - seen > SEEN_AGAIN_AFTER:
        # Who only looks does not wait for who writes: the next look marks it.
        with suppress(TooBusy), store.writing_at_once(now) as session:
            session.get_one(SignIn, sign_in_id).last_seen_at = now
    return subject


def sign_out(store: Store, token: str, now: datetime) -> None:
    """End a session for good; ending one that is over does nothing."""
    with store.writing(now) as session:
        found = live_sign_in(session, token_hash=_hash_of(token), now=now, seen_since=_EVER)
        if found is not None:
            found[0].revoked_at = now
            _note(session, "sign_out", subject_of(session, found[1]), now)


def _note(session: Session, act: str, subject: Subject, now: datetime) -> None:
    record(session, act, record_kind="account", record_id=subject.account, by=subject, now=now)


def _may_sign_in(account: Account, settings: Settings) -> bool:
    return not account.disabled and (settings.demo or not account.demo)


def subject_of(session: Session, account: Account) -> Subject:
    """Who acts under an account, with what it is related to now."""
    return Subject(
        account=AccountId(account.id),
        name=account.display_name,
        role=account.role,
        sites=sites_run_by(session, account.institution_id)
        if account.institution_id
        else frozenset(),
        language=account.language,
        must_change_password=account.password_is_one_time,
    )


def _hash_of(token: str) -> str:
    # A random token of 256 bits needs no salt and no slow hash.
    return hashlib.sha256(token.encode()).hexdigest()


_EVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
