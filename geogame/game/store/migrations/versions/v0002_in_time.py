"""A player's time may run out: such a round has a guess that was not given in time."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column; all guesses so far came in time."""
    op.add_column("guesses", sa.Column("in_time", sa.Boolean(), nullable=False, server_default=sa.true()))
