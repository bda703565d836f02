"""On PostgreSQL what is asked of changed rooms follows the indexes, however long the history is.

The condition over both columns of a pair read all occupancies for each one that was written, also
where no room ever changed. SQLite follows its indexes, so nothing changes there. The statements
stand in SQL files, as they were when this revision was written.
"""

from pathlib import Path

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Ask first whether the room ever changed, then for the rows of its ids."""
    _run("up")


def downgrade() -> None:
    """Ask as before: the same promise, more slowly."""
    _run("down")


def _run(direction: str) -> None:
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        name = f"{Path(__file__).stem}.postgresql.{direction}.sql"
        connection.exec_driver_sql(Path(__file__).with_name(name).read_text(encoding="utf-8"))
