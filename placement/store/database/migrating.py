"""Bringing the tables of a database to the newest revision, from a checkout or a wheel."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

LOCK = 7_240_119
"""Any number, the same in every process: the advisory lock of those who migrate."""


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Apply every revision up to the one named, in one transaction."""
    with engine.begin() as connection:
        _wait_for_others(connection)
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Undo every revision after the one named (``base`` undoes all), in one transaction."""
    with engine.begin() as connection:
        _wait_for_others(connection)
        command.downgrade(_config(connection), revision)


def at_head(connection: Connection) -> bool:
    """Whether the tables are those that this code was written for."""
    heads = ScriptDirectory.from_config(_config(connection)).get_heads()
    return set(MigrationContext.configure(connection).get_current_heads()) == set(heads)


def _wait_for_others(connection: Connection) -> None:
    # SQLite needs nothing: BEGIN IMMEDIATE already lets one in at a time.
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[1] / "migrations"))
    config.attributes["connection"] = connection
    return config
