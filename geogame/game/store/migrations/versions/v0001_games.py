"""The first tables: players, games, opponents, rounds, guesses."""

import sqlalchemy as sa
from alembic import op

from geogame.game.store.models import Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "players",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("first_at", Moment(), nullable=False),
        sa.Column("last_at", Moment(), nullable=False),
    )
    op.create_table(
        "games",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("player", sa.String(), sa.ForeignKey("players.key", ondelete="CASCADE"), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in _TEXTS),
        sa.Column("scale_km", sa.Double(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("daily_on", sa.Date()),
        sa.Column("time_limit_s", sa.Double()),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        *(sa.Column(name, Moment()) for name in ("finished_at", "result_at", "left_at")),
        sa.UniqueConstraint("player", "daily_on"),
    )
    op.create_index(None, "games", ["build_id", "mode", "look"])
    op.create_index(None, "games", ["player", "started_at"])
    op.create_table(
        "game_opponents",
        sa.Column("game_id", sa.String(), sa.ForeignKey("games.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.BigInteger(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("handicap", sa.String(), nullable=False),
    )
    op.create_table(
        "rounds",
        sa.Column("game_id", sa.String(), sa.ForeignKey("games.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.BigInteger(), primary_key=True),
        sa.Column("location_id", sa.String(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("cell", sa.BigInteger(), nullable=False),
        sa.Column("shown_at", Moment()),
    )
    op.create_table(
        "guesses",
        sa.Column("game_id", sa.String(), primary_key=True),
        sa.Column("number", sa.BigInteger(), primary_key=True),
        sa.Column("who", sa.String(), primary_key=True),
        *(sa.Column(name, sa.Double(), nullable=False) for name in ("lat", "lon", "distance_km", "score")),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("seconds", sa.Double()),
        sa.Column("cells", sa.BigInteger()),
        sa.Column("belief", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["game_id", "number"], ["rounds.game_id", "rounds.number"], ondelete="CASCADE"),
    )
    op.create_index(None, "guesses", ["who"])


_TEXTS = (
    "name",
    "unit",
    "mode",
    "look",
    "places",
    "dataset",
    "build_id",
    "region_name",
    "partition_name",
    "partition_fingerprint",
    "scale_kind",
)
