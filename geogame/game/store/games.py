"""The store of games: one is written after every click, and read back after a reload, a restart or a kill."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from typing import Final, Protocol

from sqlalchemy import URL, Select, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from geogame.errors import GameError, StoreError
from geogame.game.model import PLAYER
from geogame.game.store.database import database_url, explained, make_engine
from geogame.game.store.kept import KeptGame
from geogame.game.store.models import GameRow, GuessRow, PlayerRow, RoundRow
from geogame.game.store.rows import details_of, game_row, guess_rows, kept_game, round_row
from geogame.game.store.schema import bring_up_to_date

REST_S: Final = 10.0
"""A database that failed is left alone so long, so that not every click waits for it."""
WITH_ALL: Final = (
    selectinload(GameRow.opponents),
    selectinload(GameRow.rounds).selectinload(RoundRow.guesses),
)


class GameMovedOnError(GameError):
    """The game went on elsewhere, in another tab or window: what is kept is not what is on this screen."""


class GameStore(Protocol):
    """Where games are kept."""

    def write(self, kept: KeptGame, *, new: bool = False) -> None:
        """Bring what is kept of a game up to this.

        Whatever is missing is added at once or not at all, so after a failure the next call makes up for it, and
        calling it again changes nothing. A guess that is kept is never replaced.

        Parameters
        ----------
        kept
            The game as it stands.
        new
            Whether it may be unknown yet; a game that is known no more was deleted and stays so.

        Raises
        ------
        GameMovedOnError
            If another guess is kept of a round, or more of them, or the game was left or deleted.
        StoreError
            If the database cannot be written to.
        """
        ...

    def read(self, game_id: str, player: str) -> KeptGame | None:
        """Return a player's game; ``None`` if there is none of that id, or it is someone else's."""
        ...

    def open_game(self, player: str) -> KeptGame | None:
        """Return the newest game a player has begun and neither finished seeing nor left."""
        ...

    def daily_game(self, player: str, day: date) -> KeptGame | None:
        """Return a player's daily challenge of a date."""
        ...

    def forget(self, player: str) -> int:
        """Delete all that is kept of a player; return how many games that were."""
        ...


class SqlStore:
    """Games in a database; it is opened, and its tables are brought up to date, when first used.

    Parameters
    ----------
    url
        Which database, see `database_url`.
    clock
        Seconds that only grow.
    """

    def __init__(self, url: URL, clock: Callable[[], float] = time.monotonic) -> None:
        self.url = url
        self._clock = clock
        self._engine = make_engine(url)
        self._writing = self._engine.execution_options(writes=True)
        self._lock = threading.Lock()
        # Writers of one process wait for each other here: SQLite's own wait is short, for locks held by others.
        self._turn = threading.Lock() if url.get_backend_name() == "sqlite" else nullcontext()
        self._up_to_date = False
        self._failed: tuple[float, str] | None = None

    @classmethod
    def at_home(cls) -> SqlStore:
        """Open the database that the environment names, else the user's own file."""
        return cls(database_url())

    def write(self, kept: KeptGame, *, new: bool = False) -> None:
        """See `GameStore`."""
        try:
            self._write(kept, new=new)
        except IntegrityError:
            self._write_again(kept, new=new)

    def _write_again(self, kept: KeptGame, *, new: bool) -> None:
        """Write after another server has added the player, the game or the guess in between: now it can be seen."""
        try:
            self._write(kept, new=new)
        except IntegrityError as error:
            raise GameMovedOnError(
                f"the daily challenge of {kept.daily_on} was begun already; it counts once"
            ) from error

    def _write(self, kept: KeptGame, *, new: bool) -> None:
        with self.session(writes=True) as session:
            row = session.get(GameRow, kept.id, with_for_update=True)
            if row is None:
                if not new:
                    raise GameMovedOnError("this game was deleted; start a new one")
                _meet(session, kept)
                session.add(game_row(kept))
            elif row.player != kept.player:
                raise GameMovedOnError("this is someone else's game; start one of your own")
            elif row.left_at is not None and kept.left_at is None:
                raise GameMovedOnError("this game was left in another tab; start a new one")
            else:
                for name in ("finished_at", "result_at", "left_at"):
                    setattr(row, name, getattr(row, name) or getattr(kept, name))
                row.details = details_of(kept)
            session.flush()
            _add_rounds(session, kept)

    def read(self, game_id: str, player: str) -> KeptGame | None:
        """See `GameStore`."""
        return self._first(select(GameRow).where(GameRow.id == game_id, GameRow.player == player))

    def open_game(self, player: str) -> KeptGame | None:
        """See `GameStore`."""
        mine = select(GameRow).where(GameRow.player == player, GameRow.left_at.is_(None), GameRow.result_at.is_(None))
        return self._first(mine.order_by(GameRow.started_at.desc()))

    def daily_game(self, player: str, day: date) -> KeptGame | None:
        """See `GameStore`."""
        return self._first(select(GameRow).where(GameRow.player == player, GameRow.daily_on == day))

    def games_of(self, player: str, limit: int | None = None) -> list[KeptGame]:
        """Return a player's games, newest first."""
        mine = select(GameRow).where(GameRow.player == player).order_by(GameRow.started_at.desc()).limit(limit)
        with self.session() as session:
            return [kept_game(row) for row in session.scalars(mine.options(*WITH_ALL))]

    def count_games(self, player: str) -> int:
        """Return how many games are kept of a player."""
        with self.session() as session:
            counted = select(func.count()).select_from(GameRow).where(GameRow.player == player)
            return session.scalar(counted) or 0

    def forget(self, player: str) -> int:
        """See `GameStore`."""
        games = self.count_games(player)
        with self.session(writes=True) as session:
            session.execute(delete(PlayerRow).where(PlayerRow.key == player))
        return games

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    @contextmanager
    def session(self, *, writes: bool = False) -> Iterator[Session]:
        """One transaction: committed at the end, undone by an exception.

        Raises
        ------
        StoreError
            If the database cannot be used; for a while after that, at once.
        """
        with self._turn if writes else nullcontext():
            self._rest()
            try:
                with explained(self.url):
                    self._ready()
                    with Session(self._writing if writes else self._engine) as session, session.begin():
                        yield session
            except StoreError as error:
                self._failed = self._clock(), str(error)
                raise
            self._failed = None

    def _rest(self) -> None:
        """Raise what went wrong a while ago; whoever waited for a turn need not try again."""
        if self._failed is not None and self._clock() < self._failed[0] + REST_S:
            raise StoreError(self._failed[1])

    def _ready(self) -> None:
        if self._up_to_date:
            return
        with self._lock:
            if not self._up_to_date:
                with self._writing.begin() as connection:
                    bring_up_to_date(connection)
                self._up_to_date = True

    def _first(self, wanted: Select[GameRow]) -> KeptGame | None:
        with self.session() as session:
            row = session.scalars(wanted.limit(1).options(*WITH_ALL)).first()
            return None if row is None else kept_game(row)


def _meet(session: Session, kept: KeptGame) -> None:
    """Keep that the player was here."""
    player = session.get(PlayerRow, kept.player)
    if player is None:
        session.add(PlayerRow(key=kept.player, first_at=kept.started_at, last_at=kept.started_at))
        session.flush()
    else:
        player.last_at = max(player.last_at, kept.started_at)


def _add_rounds(session: Session, kept: KeptGame) -> None:
    """Add the rounds and guesses that are missing."""
    known = {row.number: row for row in session.scalars(select(RoundRow).where(RoundRow.game_id == kept.id))}
    mine = select(GuessRow).where(GuessRow.game_id == kept.id, GuessRow.who == PLAYER)
    guessed = {row.number: (row.lat, row.lon) for row in session.scalars(mine)}
    for number, one in enumerate(kept.game.rounds):
        told = None if one.guess is None else (one.guess.lat, one.guess.lon)
        if number in guessed and guessed[number] != told:
            raise GameMovedOnError(f"round {number + 1} has been guessed already, in another tab; a guess stands")
        wanted = round_row(kept, number)
        row = known.get(number)
        if row is None:
            session.add(wanted)
        elif number not in guessed:
            row.location_id, row.lat, row.lon, row.cell = wanted.location_id, wanted.lat, wanted.lon, wanted.cell
            row.shown_at = row.shown_at or wanted.shown_at
        if told is not None and number not in guessed:
            session.flush()
            session.add_all(guess_rows(kept, number))
    if set(guessed) - set(range(len(kept.game.rounds))):
        raise GameMovedOnError("this game went on in another tab")
