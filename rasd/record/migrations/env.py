"""What Alembic runs around the migrations: the caller gives the connection and holds the transaction."""

from alembic import context

from rasd.record.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,
    render_as_batch=True,
)
context.run_migrations()
