"""Streaks as the leaderboard tells of them: how many places in a row everyone got right, and who missed first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from geogame.errors import PartitionError
from geogame.game.modes import MODES, Spot
from geogame.game.store.figures import Interval, wilson
from geogame.game.store.models import GameRow, GuessRow, RoundRow

KEPT: Final = 100_000
"""So many answers are remembered: opponents guess the same of a place every time."""
CHUNK: Final = 500
"""Games that one statement asks for: databases take only so many values at once."""


@dataclass(frozen=True)
class StreakDuel:
    """Humans' streaks beside those of one opponent on the same places.

    Attributes
    ----------
    opponent
        Its name.
    games
        Streaks that have ended.
    longest, mean
        The humans' longest streak, and the mean.
    opponent_mean
        Mean of the opponent's, each cut off where the human's game ended.
    wins, losses
        Streaks in which the human, or the opponent, got more in a row; the others were equal.
    win_rate, win_interval
        Share of the wins among the streaks that were not equal, with its Wilson interval.
    """

    opponent: str
    games: int
    longest: int
    mean: float
    opponent_mean: float
    wins: int
    losses: int
    win_rate: float
    win_interval: Interval


def streak_duel(opponent: str, lengths: Sequence[tuple[int, int]]) -> StreakDuel:
    """Add streaks up: the human's length and the opponent's, in each of one or more games."""
    mine, theirs = zip(*lengths, strict=True)
    wins, losses = sum(a > b for a, b in lengths), sum(a < b for a, b in lengths)
    decided = wins + losses
    return StreakDuel(
        opponent,
        len(lengths),
        max(mine),
        sum(mine) / len(mine),
        sum(theirs) / len(theirs),
        wins,
        losses,
        wins / decided if decided else 0.5,
        wilson(wins, decided),
    )


def lengths(session: Session, modes: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """Return how many places from the first on everyone got right in some games: by game, then by who.

    Games in cells that are not known here any more are left out.

    Parameters
    ----------
    session
        Of the database.
    modes
        By the games' ids which kind of streak each is: a key of `geogame.game.modes.MODES` with a ``hit``.
    """
    asked = (
        select(
            GameRow.id, GuessRow.who, GuessRow.in_time, GuessRow.lat, GuessRow.lon,
            GameRow.partition_name, GameRow.region_name, RoundRow.lat, RoundRow.lon, RoundRow.cell,
        )
        .join(GuessRow, GuessRow.game_id == GameRow.id)
        .join(RoundRow, (RoundRow.game_id == GameRow.id) & (RoundRow.number == GuessRow.number))
        .order_by(GameRow.id, GuessRow.number)
    )  # fmt: skip
    hits: defaultdict[str, defaultdict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    unknown: set[str] = set()
    ids = list(modes)
    for start in range(0, len(ids), CHUNK):
        rows = session.execute(asked.where(GameRow.id.in_(ids[start : start + CHUNK])))
        for id_, who, in_time, guess_lat, guess_lon, *spot in rows:
            told = hits[id_][who]
            try:
                told.append(all(told) and in_time and _is_hit(modes[id_], Spot(*spot), guess_lat, guess_lon))
            except PartitionError:
                unknown.add(id_)
    return {
        id_: {who: sum(told) for who, told in of_game.items()} for id_, of_game in hits.items() if id_ not in unknown
    }


@lru_cache(maxsize=KEPT)
def _is_hit(mode: str, spot: Spot, lat: float, lon: float) -> bool:
    hit = MODES[mode].hit
    return hit is not None and hit(spot, lat, lon)
