"""What is read of accounts: sessions, failed attempts, the sites of an institution, open cases."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Row, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import Session

from placement.lifecycle.accounts import AccountAct
from placement.policy import Role
from placement.store.tables import (
    Account,
    Case,
    Coordination,
    JournalEntry,
    SignIn,
    SignInAttempt,
    Site,
)


def account_called(session: Session, login_name: str) -> Account | None:
    """The account with this name, disabled ones included."""
    return session.scalar(select(Account).where(Account.login_name == login_name))


def account_signing_in(session: Session, login_name: str) -> Account | None:
    """As `account_called`, kept from being disabled until the transaction ends.

    A session that opens while its account is disabled would otherwise outlive it.
    """
    called = select(Account).where(Account.login_name == login_name)
    return session.scalar(called.with_for_update(read=True))


def lock_accounts(session: Session, ids: Collection[str]) -> dict[str, Account]:
    """Lock accounts, and those of all administrators, until the transaction ends; by id.

    So that of two administrators who disable each other the second finds that it is one no more.
    """
    wanted = (
        select(Account)
        .where(or_(Account.id.in_(ids), Account.role == Role.ADMINISTRATOR))
        .order_by(Account.id)
    )
    locked = wanted.with_for_update(key_share=True).execution_options(populate_existing=True)
    return {account.id: account for account in session.scalars(locked)}


def accounts_by_name(session: Session, limit: int, after: str | None = None) -> list[Account]:
    """Accounts in the order of the names, those behind an account when it is named."""
    query = select(Account).order_by(Account.login_name).limit(limit)
    if after is not None:
        last = select(Account.login_name).where(Account.id == after).scalar_subquery()
        query = query.where(Account.login_name > last)
    return list(session.scalars(query))


def failed_attempts(
    session: Session, *, login_digest: str, source_digest: str, since: datetime
) -> tuple[int, int]:
    """How many attempts failed since then on this name, and from this source."""
    recent = select(
        func.count().filter(SignInAttempt.login_name_digest == login_digest),
        func.count().filter(SignInAttempt.source_digest == source_digest),
    ).where(SignInAttempt.at > since)
    on_name, from_source = session.execute(recent).one()
    return on_name, from_source


def forget_attempts(session: Session, before: datetime) -> None:
    """Remove attempts that no longer count."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.at <= before))


def live_sign_in(
    session: Session, *, token_hash: str, now: datetime, seen_since: datetime
) -> Row[SignIn, Account] | None:
    """The session with this token, when it is not over, idle, revoked or of a disabled account."""
    asked = {"token_hash": token_hash, "now": now, "seen_since": seen_since}
    return session.execute(_LIVE_SIGN_IN, asked).one_or_none()


# Every request asks this: putting it together takes longer than its answer, so it is done once.
_LIVE_SIGN_IN = (
    select(SignIn, Account)
    .join(Account, Account.id == SignIn.account_id)
    .where(
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.revoked_at.is_(None),
        SignIn.expires_at > bindparam("now"),
        SignIn.last_seen_at > bindparam("seen_since"),
        ~Account.disabled,
    )
)


def end_sign_ins(session: Session, account: str, now: datetime) -> int:
    """End every session of an account for good; gives how many went on."""
    going_on = (
        SignIn.account_id == account,
        SignIn.revoked_at.is_(None),
        SignIn.expires_at > now,
    )
    ended = session.execute(update(SignIn).where(*going_on).values(revoked_at=now))
    return cast("CursorResult[Any]", ended).rowcount


def open_cases_of(session: Session, accounts: Collection[str]) -> dict[str, int]:
    """How many open cases have each of some accounts as their zorgcoordinator; none is left out."""
    counted = (
        select(Coordination.account_id, func.count())
        .join(Case, Case.id == Coordination.case_id)
        .where(
            Coordination.account_id.in_(accounts),
            Coordination.until.is_(None),
            Case.closed_at.is_(None),
        )
        .group_by(Coordination.account_id)
    )
    return dict(session.execute(counted).all())


def disabled_since(session: Session, accounts: Collection[str]) -> dict[str, datetime]:
    """When each of some accounts was disabled last, as the journal tells."""
    last = (
        select(JournalEntry.record_id, func.max(JournalEntry.at))
        .where(
            JournalEntry.record_kind == "account",
            JournalEntry.record_id.in_(accounts),
            JournalEntry.act == AccountAct.DISABLE,
        )
        .group_by(JournalEntry.record_id)
    )
    return dict(session.execute(last).all())


def sites_run_by(session: Session, institution_id: str) -> frozenset[str]:
    """The ids of the sites of an institution."""
    return frozenset(session.scalars(select(Site.id).where(Site.institution_id == institution_id)))
