"""A game as it is kept: the game's value, whose it is, and when what happened. A move gives a new one."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from geogame.errors import GameError
from geogame.game.model import Game
from geogame.game.modes import MODES, goes_on

PRACTICE: Final = "practice"
"""Kept as the mode of a game on places one may know, such as one dealt again from its code. No board counts it."""
CLOCK: Final = "clock"
"""Where the details of a timed game say which round's time began to run when."""
IDENTITY: Final = re.compile(r"[0-9a-f]{32}")
"""What a browser's random id looks like: 128 bits."""


def new_identity() -> str:
    """Return a random id, for a browser or a game."""
    return secrets.token_hex(16)


def player_key(identity: str) -> str:
    """Return the key a player's games are kept under: a hash, so that whoever reads the database cannot pose as them.

    Raises
    ------
    GameError
        If it is no id that a browser was given.
    """
    if not IDENTITY.fullmatch(identity):
        raise GameError(f"{identity[:40]!r} is no player's id; let the browser forget it and take a new one")
    return hashlib.sha256(identity.encode()).hexdigest()


@dataclass(frozen=True)
class KeptGame:
    """One game of one player.

    Attributes
    ----------
    id
        32 hexadecimal digits, random.
    player
        The player's key, see `player_key`.
    name
        What the player wants to be called; may be empty. Cleaned when it is stored.
    game
        Rounds and guesses.
    dataset
        What the game's places are called.
    started_at
        UTC, like every moment here, by the server's clock.
    unit
        ``km`` or ``mi``.
    practice
        Whether it is on places the player may know; such a game is kept and not counted.
    daily_on
        The date of a daily challenge; a player has one a date.
    details
        Whatever else a mode needs to go on after a restart; JSON values.
    shown_at, guessed_at
        Moments by round: when the player first saw it, and when the guess came in.
    finished_at
        When the last guess was made, or an endless game ended.
    result_at
        When the summary was first shown.
    left_at
        When the player went on to something else; such a game is not offered again.
    """

    id: str
    player: str
    name: str
    game: Game
    dataset: str
    started_at: datetime
    unit: str = "km"
    practice: bool = False
    daily_on: date | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    shown_at: tuple[datetime, ...] = ()
    guessed_at: tuple[datetime, ...] = ()
    finished_at: datetime | None = None
    result_at: datetime | None = None
    left_at: datetime | None = None

    @classmethod
    def begin(cls, game: Game, player: str, name: str, dataset: str, now: datetime, **more: Any) -> KeptGame:
        """Take down a game that was just dealt; ``more`` are further attributes."""
        id_ = more.pop("id", None) or new_identity()
        return cls(id_, player, name, game, dataset, now, **more)

    def now_at(self, game: Game, index: int, now: datetime) -> KeptGame:
        """Take down what has happened to the game, and that round ``index`` is on screen.

        A moment that is known stays as it is: looking at a round again does not turn its clock back.
        """
        shown = self.shown_at + (now,) * (min(index + 1, len(game.rounds)) - len(self.shown_at))
        done = sum(each.done for each in game.rounds)
        guessed = self.guessed_at + (now,) * (done - len(self.guessed_at))
        over = game.finished and not goes_on(game)
        return replace(
            self,
            game=game,
            shown_at=shown,
            guessed_at=guessed,
            finished_at=self.finished_at or (now if over else None),
        )

    def clock_began(self, index: int, moment: datetime) -> KeptGame:
        """Take down when a limited round's time began to run; it stays as it was said first."""
        told = self.details.get(CLOCK)
        if told is not None and told[0] == index:
            return self
        return replace(self, details={**self.details, CLOCK: [index, moment.isoformat()]})

    def clock_s(self, index: int, now: datetime) -> float | None:
        """Return for how many seconds a limited round's time has run, at least 0; None if it has not begun."""
        told = self.details.get(CLOCK)
        if told is None or told[0] != index:
            return None
        return max(0.0, (now - datetime.fromisoformat(told[1])).total_seconds())

    def ended(self, now: datetime) -> KeptGame:
        """Take down that the player sees the summary."""
        return replace(self, finished_at=self.finished_at or now, result_at=self.result_at or now)

    def left(self, now: datetime) -> KeptGame:
        """Take down that the player is done with this game."""
        return replace(self, left_at=self.left_at or now)

    @property
    def mode(self) -> str:
        """What it is counted as: the game's mode, or `PRACTICE`."""
        return PRACTICE if self.practice else self.game.mode

    @property
    def planned_rounds(self) -> int | None:
        """How many rounds there will be; ``None`` where nobody knows."""
        return None if MODES[self.game.mode].grows else len(self.game.rounds)

    @property
    def on_screen(self) -> int:
        """Index of the round that was shown last."""
        return max(0, len(self.shown_at) - 1)

    def seconds(self, index: int) -> float:
        """How long the guess of a round took; never negative, even if the server's clock was set back."""
        return max(0.0, (self.guessed_at[index] - self.shown_at[index]).total_seconds())
