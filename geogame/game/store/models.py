"""The tables games are kept in: players, games, their opponents, their rounds, and everyone's guesses.

A change here needs a migration beside it (``migrations/versions``); a test compares the two.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    TypeDecorator,
    UniqueConstraint,
    true,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
GONE_WITH: Final = "CASCADE"


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; databases that know no time zone get it without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn into UTC; a time without a zone is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone; give moments in UTC")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return with the zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables, with names for their constraints that are the same in every database."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - as SQLAlchemy reads it
        datetime: Moment(),
        date: Date(),
        float: Double(),
        int: BigInteger(),
        bytes: LargeBinary(),
        dict[str, Any]: JSON(),
    }


class PlayerRow(Base):
    """Someone at a browser.

    Attributes
    ----------
    key
        SHA-256 of the random id in the browser's storage, hexadecimal; the id itself is not kept.
    """

    __tablename__ = "players"

    key: Mapped[str] = mapped_column(primary_key=True)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]


class GameRow(Base):
    """One game of one player; the columns are those of `KeptGame` and its `Game`."""

    __tablename__ = "games"
    __table_args__ = (
        UniqueConstraint("player", "daily_on"),
        Index(None, "build_id", "mode", "look"),
        Index(None, "player", "started_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    player: Mapped[str] = mapped_column(ForeignKey("players.key", ondelete=GONE_WITH))
    name: Mapped[str]
    unit: Mapped[str]
    mode: Mapped[str]
    look: Mapped[str]
    places: Mapped[str]
    dataset: Mapped[str]
    build_id: Mapped[str]
    region_name: Mapped[str]
    partition_name: Mapped[str]
    partition_fingerprint: Mapped[str]
    scale_kind: Mapped[str]
    scale_km: Mapped[float]
    seed: Mapped[int]
    daily_on: Mapped[date | None]
    time_limit_s: Mapped[float | None]
    details: Mapped[dict[str, Any]]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    result_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]

    opponents: Mapped[list[OpponentRow]] = relationship(
        order_by="OpponentRow.position", cascade="all, delete-orphan", passive_deletes=True
    )
    rounds: Mapped[list[RoundRow]] = relationship(
        order_by="RoundRow.number", cascade="all, delete-orphan", passive_deletes=True
    )


class OpponentRow(Base):
    """One opponent of a game, in the order they are shown.

    ``handicap`` is the part of its name that tells what holds it back; empty for an opponent at full strength.
    """

    __tablename__ = "game_opponents"

    game_id: Mapped[str] = mapped_column(ForeignKey("games.id", ondelete=GONE_WITH), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    handicap: Mapped[str]


class RoundRow(Base):
    """One place of a game; ``number`` counts from 0, ``shown_at`` is when the player first saw it."""

    __tablename__ = "rounds"

    game_id: Mapped[str] = mapped_column(ForeignKey("games.id", ondelete=GONE_WITH), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[str]
    lat: Mapped[float]
    lon: Mapped[float]
    cell: Mapped[int]
    shown_at: Mapped[datetime | None]

    guesses: Mapped[list[GuessRow]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class GuessRow(Base):
    """What one guessed in a round. The primary key sees to it that nobody guesses twice.

    Attributes
    ----------
    who
        `PLAYER`, or the opponent's name.
    made_at, seconds
        When the player's guess came in and how long after the round was shown, both by the server's clock; an
        opponent's ``seconds`` are empty.
    in_time
        False for a player whose time ran out: the guess then stands on the point opposite the place.
    cells, belief
        An opponent's cell probabilities, then its belief after each view: zlib over float32, little end first.
    """

    __tablename__ = "guesses"
    __table_args__ = (
        ForeignKeyConstraint(["game_id", "number"], ["rounds.game_id", "rounds.number"], ondelete=GONE_WITH),
        Index(None, "who"),
    )

    game_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    who: Mapped[str] = mapped_column(primary_key=True)
    lat: Mapped[float]
    lon: Mapped[float]
    distance_km: Mapped[float]
    score: Mapped[float]
    points: Mapped[int]
    in_time: Mapped[bool] = mapped_column(server_default=true())
    made_at: Mapped[datetime]
    seconds: Mapped[float | None]
    cells: Mapped[int | None]
    belief: Mapped[bytes | None]
