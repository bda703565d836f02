"""Who may sign in, and who is signed in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from placement.policy import Role
from placement.store.tables.base import STRICT, Base, Key, Versioned, coded


class Account(Base, Versioned):
    """A member of staff; an account is disabled, never deleted."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint(
            "role <> 'institution' OR institution_id IS NOT NULL",
            name="an_institution_account_names_its_institution",
        ),
        STRICT,
    )

    id: Mapped[Key]
    login_name: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    """As it goes into the journal and under decisions."""
    password_hash: Mapped[str]
    """Argon2id, with its parameters and salt."""
    password_is_one_time: Mapped[bool] = mapped_column(default=False, server_default=false())
    """An administrator set it, as the first or anew: its holder changes it at the first sign-in."""
    role: Mapped[Role] = coded("role", Role)
    institution_id: Mapped[str | None] = mapped_column(ForeignKey("institution.id"), default=None)
    language: Mapped[str] = mapped_column(default="nl")
    disabled: Mapped[bool] = mapped_column(default=False)
    demo: Mapped[bool] = mapped_column(default=False)
    """Exists only in demo mode."""
    created_at: Mapped[datetime]


class SignIn(Base):
    """A session of somebody who signed in; the token itself is never stored."""

    __tablename__ = "sign_in"

    id: Mapped[Key]
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)


class SignInAttempt(Base):
    """A failed attempt to sign in, counted per account name and per source for a short while."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[Key]
    login_name_digest: Mapped[str] = mapped_column(index=True)
    source_digest: Mapped[str] = mapped_column(index=True)
    """A keyed digest of the network address, never the address."""
    at: Mapped[datetime] = mapped_column(index=True)
