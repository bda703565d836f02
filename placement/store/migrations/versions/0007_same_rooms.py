"""What a room and its beds were before its use changed: one bed under two ids is one bed.

The statements stand in one SQL file per database, as they were when this revision was written, so
that later changes of the models cannot change it.
"""

from pathlib import Path

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, with what the journal tells of changes before, and their promises."""
    _run("up")


def downgrade() -> None:
    """Drop them: the places and beds stay, and no longer know each other."""
    _run("down")


def _run(direction: str) -> None:
    connection = op.get_bind()
    name = f"{Path(__file__).stem}.{connection.dialect.name}.{direction}.sql"
    script = Path(__file__).with_name(name).read_text(encoding="utf-8")
    # A blank line divides statements: a trigger has semicolons of its own.
    for statement in script.strip().split("\n\n"):
        connection.exec_driver_sql(statement)
