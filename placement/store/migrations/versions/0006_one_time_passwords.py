"""A password that an administrator set for somebody else, to be changed at the first sign-in."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add whether a password is one-time; those that are known are their holders' own."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    kind = "INTEGER DEFAULT 0" if is_sqlite else "BOOLEAN DEFAULT false"
    op.execute(f"ALTER TABLE account ADD COLUMN password_is_one_time {kind} NOT NULL")


def downgrade() -> None:
    """Drop it: who had one keeps it as a password."""
    op.execute("ALTER TABLE account DROP COLUMN password_is_one_time")
