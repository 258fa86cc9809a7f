"""Kinds of game: whether rounds come one by one, when the last one is over, and how long each may take.

To add one: an entry in `MODES`, and its words in ``geogame.ui.play.words.MODES``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from geogame.errors import GameError
from geogame.game.model import CLASSIC, PLAYER, Game, Places, Round

DAILY: Final = "daily"
ENDLESS: Final = "endless"
STREAK_CELL: Final = "streak_cell"
STREAK_STATE: Final = "streak_state"
TIMED: Final = "timed"
DAILY_ROUNDS: Final = 5
TIME_LIMITS_S: Final = (15.0, 30.0, 60.0, 120.0)
GRACE_S: Final = 3.0
"""A guess that was sent in time may be under way so long."""


@dataclass(frozen=True)
class Spot:
    """A round's place as a streak asks about it: degrees (WGS84), its cell, and which cells those are."""

    partition_name: str
    region_name: str
    lat: float
    lon: float
    cell: int


Hit = Callable[[Spot, float, float], bool]
"""Whether a point (degrees) is right of a place."""


@dataclass(frozen=True)
class Mode:
    """One kind of game.

    Attributes
    ----------
    name
        Its key in `MODES`, in replay codes' order and in the store.
    rounds
        How many there are, where that is fixed; None where the player chooses, or there is no number.
    grows
        Whether a round is dealt when the one before it is over.
    hit
        For a streak, what must be so for the game to go on.
    timed
        Whether a round may take only so long.
    places
        Where its places come from.
    """

    name: str
    rounds: int | None = None
    grows: bool = False
    hit: Hit | None = None
    timed: bool = False
    places: Places = "held_out"


def same_cell(spot: Spot, lat: float, lon: float) -> bool:
    """Whether a point lies in the cell of a round's place."""
    from geogame.partitions import load_partition

    return int(load_partition(spot.partition_name, spot.region_name).locate(lat, lon)) == spot.cell


def same_state(spot: Spot, lat: float, lon: float) -> bool:
    """Whether a point lies in the state of a round's place."""
    from geogame.regions.states import state_of

    return state_of(lat, lon) == state_of(spot.lat, spot.lon)


MODES: Final = {
    mode.name: mode
    for mode in (
        Mode(CLASSIC),
        Mode(DAILY, rounds=DAILY_ROUNDS),
        Mode(STREAK_STATE, grows=True, hit=same_state),
        Mode(STREAK_CELL, grows=True, hit=same_cell),
        Mode(TIMED, timed=True),
        Mode(ENDLESS, grows=True, places="fresh"),
    )
}
"""By name. Their order is part of the replay code, so that new ones are only ever added at the end."""


def check_mode(name: str, time_limit_s: float | None) -> Mode:
    """Return a mode that exists and whose time limit fits it.

    Raises
    ------
    GameError
        If there is none of that name, or the limit is none that can be played.
    """
    if name not in MODES:
        raise GameError(f"there is no kind of game {name!r}; choose one of {', '.join(MODES)}")
    mode = MODES[name]
    if mode.timed != (time_limit_s is not None) or time_limit_s not in (None, *TIME_LIMITS_S):
        limits = ", ".join(f"{limit:g}" for limit in TIME_LIMITS_S)
        raise GameError(
            f"a {name} game with a limit of {time_limit_s} s cannot be; timed ones have {limits} s, no other"
        )
    return mode


def is_streak(name: str) -> bool:
    """Whether a kind of game, which may be one that is no more, goes on until the first miss and counts its rounds."""
    return name in MODES and MODES[name].hit is not None


def is_hit(game: Game, who: str, one: Round) -> bool:
    """Whether somebody's guess in a finished round is right, as a streak asks; always so in other games."""
    hit = MODES[game.mode].hit
    if hit is None:
        return True
    spot = Spot(game.partition_name, game.region_name, one.lat, one.lon, one.cell)
    if who == PLAYER:
        return one.guess is not None and one.guess.in_time and hit(spot, one.guess.lat, one.guess.lon)
    guess = one.opponent_guesses[who]
    return hit(spot, guess.lat, guess.lon)


def streak(game: Game, who: str) -> int:
    """Count the rounds from the first on that somebody got right."""
    for number, one in enumerate(game.rounds):
        if not one.done or not is_hit(game, who, one):
            return number
    return len(game.rounds)


def goes_on(game: Game) -> bool:
    """Whether another place is dealt once all that were are guessed."""
    return MODES[game.mode].grows and (not game.rounds or not game.finished or is_hit(game, PLAYER, game.rounds[-1]))


def daily_seed(day: date) -> int:
    """Return the seed of a date's challenge, the same on every machine."""
    return int.from_bytes(hashlib.sha256(f"geogame daily {day.isoformat()}".encode()).digest()[:4], "big")


def until_next_day(now: datetime) -> timedelta:
    """Return how long today's challenge lasts; days begin at midnight UTC."""
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=1) - now


@dataclass(frozen=True)
class RoundClock:
    """How long one round may still take, by a clock of the server's that only grows.

    Attributes
    ----------
    limit_s
        Seconds from its start.
    since_s
        What the clock said then.
    """

    limit_s: float
    since_s: float

    def left_s(self, now_s: float) -> float:
        """Return the seconds that are left, at least 0."""
        return max(0.0, self.since_s + self.limit_s - now_s)

    def is_over(self, now_s: float) -> bool:
        """Whether no guess counts any more: time is up, and what was sent before has had time to arrive."""
        return now_s > self.since_s + self.limit_s + GRACE_S
