"""What who is consulted on an application for OMM thinks of it, in words."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the opinion; who was consulted before has given none."""
    op.execute("ALTER TABLE omm_application ADD COLUMN opinion TEXT")


def downgrade() -> None:
    """Drop it, with what was said."""
    op.execute("ALTER TABLE omm_application DROP COLUMN opinion")
