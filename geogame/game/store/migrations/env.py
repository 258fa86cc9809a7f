"""Run by Alembic: hands it the connection that `schema.bring_up_to_date` has opened."""

from alembic import context

from geogame.game.store.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
