"""What signing in reads: accounts, sessions, failed attempts, and the sites of an institution."""

from datetime import datetime

from sqlalchemy import Row, bindparam, delete, func, select
from sqlalchemy.orm import Session

from placement.store.tables import Account, SignIn, SignInAttempt, Site


def account_called(session: Session, login_name: str) -> Account | None:
    """The account with this name, disabled ones included."""
    return session.scalar(select(Account).where(Account.login_name == login_name))


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


def sites_run_by(session: Session, institution_id: str) -> frozenset[str]:
    """The ids of the sites of an institution."""
    return frozenset(session.scalars(select(Site.id).where(Site.institution_id == institution_id)))
