"""Combinations: rooms that a house joins for one household, and the promise about them.

The statements stand in one SQL file per database, as they were when this revision was written, so
that later changes of the models cannot change it.
"""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables with their promises."""
    _run("up")


def downgrade() -> None:
    """Drop them; a combination is then a place without beds."""
    _run("down")


def _run(direction: str) -> None:
    connection = op.get_bind()
    name = f"{Path(__file__).stem}.{connection.dialect.name}.{direction}.sql"
    script = Path(__file__).with_name(name).read_text(encoding="utf-8")
    # A blank line divides statements: a trigger has semicolons of its own.
    for statement in script.strip().split("\n\n"):
        connection.exec_driver_sql(statement)
