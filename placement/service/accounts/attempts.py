"""Failed attempts to say a password, counted per name and per source, so that nobody guesses."""

import hashlib
import hmac
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from placement.errors import TooManyAttempts
from placement.settings import Settings
from placement.store.account_queries import failed_attempts, forget_attempts
from placement.store.tables import SignInAttempt


def count_attempt(
    session: Session, settings: Settings, name: str, source: str, attempt: str, now: datetime
) -> None:
    """Count an attempt before its password is checked, so that many at once do not slip through.

    Raises:
        TooManyAttempts: too many failed on this name or from this source.
    """
    since = now - timedelta(minutes=settings.attempts_window_minutes)
    forget_attempts(session, since)
    name_digest, source_digest = (_digest(settings, text) for text in (name, source))
    on_name, from_source = failed_attempts(
        session, login_digest=name_digest, source_digest=source_digest, since=since
    )
    if on_name >= settings.attempts_per_account or from_source >= settings.attempts_per_source:
        raise TooManyAttempts(retry_after_seconds=settings.attempts_window_minutes * 60)
    session.add(
        SignInAttempt(
            id=attempt, login_name_digest=name_digest, source_digest=source_digest, at=now
        )
    )


def forget_attempt(session: Session, attempt: str) -> None:
    """Let an attempt not count that was right."""
    session.delete(session.get_one(SignInAttempt, attempt))


def _digest(settings: Settings, text: str) -> str:
    return hmac.new(settings.secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()
