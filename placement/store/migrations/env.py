"""How Alembic runs here: on the connection, and in the transaction, that `migrating` hands over."""

from alembic import context

from placement.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite can undo table changes too, since our own hook begins the transaction.
    transactional_ddl=True,
)
context.run_migrations()
