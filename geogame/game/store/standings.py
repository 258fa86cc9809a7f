"""What the leaderboard tells, asked of the database: duels, best games, places on the map, one's own history."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Label, case, distinct, func, select
from sqlalchemy.orm import aliased

from geogame.game.model import PLAYER
from geogame.game.modes import is_streak
from geogame.game.store.figures import Duel, GameSum, duel
from geogame.game.store.games import SqlStore
from geogame.game.store.kept import PRACTICE
from geogame.game.store.models import GameRow, GuessRow, OpponentRow, RoundRow

BEST_SHOWN: Final = 20
HISTORY_SHOWN: Final = 500


@dataclass(frozen=True)
class Field:
    """Games that may be counted together: the same places, kind of game and look.

    Attributes
    ----------
    build_id, dataset
        The catalog; the id is empty for fresh places.
    mode, look
        As in a `KeptGame` and its `Game`.
    region_name, partition_name
        Their map.
    time_limit_s
        Seconds a round could take; None where there was no limit.
    rounds
        How many rounds have been guessed.
    """

    build_id: str
    dataset: str
    mode: str
    look: str
    region_name: str
    partition_name: str
    time_limit_s: float | None
    rounds: int


@dataclass(frozen=True)
class BestGame:
    """A finished game on the board; ``mine`` if the one who asks has played it."""

    name: str
    rounds: int
    points: int
    opponent: str
    opponent_points: int
    finished_at: datetime
    mine: bool


@dataclass(frozen=True)
class PlaceCount:
    """How rounds at one place went: its cell and position (degrees), rounds, and who came closer how often."""

    cell: int
    lat: float
    lon: float
    rounds: int
    wins: int
    losses: int


@dataclass(frozen=True)
class PastGame:
    """One of a player's own games, as far as it was guessed."""

    id: str
    started_at: datetime
    finished: bool
    dataset: str
    mode: str
    look: str
    opponent: str
    rounds: int
    points: int
    opponent_points: int
    wins: int
    losses: int


def fields(store: SqlStore) -> list[Field]:
    """Return what has been played and counts, most rounds first.

    Raises
    ------
    StoreError
        If the database cannot be read, here and below.
    """
    of_game = (
        GameRow.build_id, GameRow.mode, GameRow.look, GameRow.region_name, GameRow.partition_name,
        GameRow.time_limit_s,
    )  # fmt: skip
    asked = (
        select(*of_game, func.max(GameRow.dataset), func.count())
        .join(GuessRow, (GuessRow.game_id == GameRow.id) & (GuessRow.who == PLAYER))
        .where(GameRow.mode != PRACTICE)
        .group_by(*of_game)
    )
    with store.session() as session:
        rows = session.execute(asked).all()
    found = [
        Field(build_id, dataset, mode, look, region, partition, limit, rounds)
        for build_id, mode, look, region, partition, limit, dataset, rounds in rows
    ]
    return sorted(found, key=lambda each: (-each.rounds, each.dataset, each.mode, each.look, each.time_limit_s or 0))


def duels(store: SqlStore, field: Field, since: datetime | None = None, player: str | None = None) -> list[Duel]:
    """Humans, or one player, against each opponent, most rounds first; with a handicap it is another opponent.

    Parameters
    ----------
    store
        Where games are kept.
    field
        Which games count.
    since
        Only rounds guessed from then on.
    player
        Only this one's.
    """
    mine, theirs, rounds = _pairs()
    asked = (
        select(theirs.who, mine.game_id, func.count(), *_won(mine, theirs), func.sum(mine.score - theirs.score))
        .select_from(mine)
        .join(*rounds)
        .join(GameRow, GameRow.id == mine.game_id)
        .where(mine.who == PLAYER, *_counts(field, mine.made_at, since))
        .group_by(theirs.who, mine.game_id)
        .order_by(theirs.who, mine.game_id)
    )
    if player is not None:
        asked = asked.where(GameRow.player == player)
    games: defaultdict[str, list[GameSum]] = defaultdict(list)
    with store.session() as session:
        for who, _, count, wins, losses, difference in session.execute(asked):
            games[who].append(GameSum(int(count), int(wins), int(losses), float(difference)))
    return sorted((duel(name, sums) for name, sums in games.items()), key=lambda each: (-each.rounds, each.opponent))


def places(store: SqlStore, field: Field, opponent: str, since: datetime | None = None) -> list[PlaceCount]:
    """Count, place by place, how often humans came closer than an opponent, and how often it did."""
    mine, theirs, rounds = _pairs()
    where = (RoundRow.cell, RoundRow.lat, RoundRow.lon)
    asked = (
        select(*where, func.count(), *_won(mine, theirs))
        .select_from(mine)
        .join(*rounds)
        .join(RoundRow, (RoundRow.game_id == mine.game_id) & (RoundRow.number == mine.number))
        .join(GameRow, GameRow.id == mine.game_id)
        .where(mine.who == PLAYER, theirs.who == opponent)
        .where(*_counts(field, mine.made_at, since))
        .group_by(*where)
        .order_by(*where)
    )
    with store.session() as session:
        return [PlaceCount(*row) for row in session.execute(asked)]


def best_games(
    store: SqlStore, field: Field, since: datetime | None = None, player: str = "", opponent: str | None = None
) -> list[BestGame]:
    """Return the finished games with the most points a round, streaks by their length; of equal ones the earlier.

    Parameters
    ----------
    store, field, since
        As in `duels`; ``since`` is about when a game was finished.
    player
        Who asks.
    opponent
        Only games against it.
    """
    mine, theirs, rounds = _pairs()
    points, count = func.sum(mine.points), func.count(distinct(mine.number))
    per_round = points * 1.0 / count
    ranking = (count.desc(), per_round.desc()) if is_streak(field.mode) else (per_round.desc(), count.desc())
    asked = (
        select(
            GameRow.name, GameRow.player, GameRow.finished_at, theirs.who, count, points, func.sum(theirs.points)
        )
        .select_from(mine)
        .join(*rounds)
        .join(GameRow, GameRow.id == mine.game_id)
        .join(OpponentRow, (OpponentRow.game_id == mine.game_id) & (OpponentRow.name == theirs.who))
        .where(mine.who == PLAYER, GameRow.finished_at.is_not(None), *_counts(field, GameRow.finished_at, since))
        .where(theirs.who == opponent if opponent else OpponentRow.position == 0)
        .group_by(GameRow.id, GameRow.name, GameRow.player, GameRow.finished_at, theirs.who)
        .order_by(*ranking, GameRow.finished_at)
        .limit(BEST_SHOWN)
    )  # fmt: skip
    with store.session() as session:
        return [
            BestGame(name, int(n), int(got), who, int(theirs_got), finished, whose == player)
            for name, whose, finished, who, n, got, theirs_got in session.execute(asked)
            if finished is not None
        ]


def history(store: SqlStore, player: str) -> list[PastGame]:
    """Return a player's newest games in which a round was guessed, newest first, against their first opponent."""
    mine, theirs, rounds = _pairs()
    of_game = (
        GameRow.id, GameRow.started_at, GameRow.finished_at, GameRow.dataset, GameRow.mode, GameRow.look
    )  # fmt: skip
    asked = (
        select(
            *of_game, theirs.who, func.count(), func.sum(mine.points), func.sum(theirs.points), *_won(mine, theirs)
        )
        .select_from(mine)
        .join(*rounds)
        .join(GameRow, GameRow.id == mine.game_id)
        .join(OpponentRow, (OpponentRow.game_id == mine.game_id) & (OpponentRow.name == theirs.who))
        .where(mine.who == PLAYER, OpponentRow.position == 0, GameRow.player == player)
        .group_by(*of_game, theirs.who)
        .order_by(GameRow.started_at.desc())
        .limit(HISTORY_SHOWN)
    )  # fmt: skip
    with store.session() as session:
        return [
            PastGame(id_, started, ended is not None, dataset, mode, look, who, *(int(number) for number in numbers))
            for id_, started, ended, dataset, mode, look, who, *numbers in session.execute(asked)
        ]


def _pairs() -> tuple[type[GuessRow], type[GuessRow], tuple[Any, ColumnElement[bool]]]:
    """Return the player's guesses, the opponents', and how they belong together."""
    mine, theirs = aliased(GuessRow), aliased(GuessRow)
    together = (theirs.game_id == mine.game_id) & (theirs.number == mine.number) & (theirs.who != PLAYER)
    return mine, theirs, (theirs, together)


def _won(mine: type[GuessRow], theirs: type[GuessRow]) -> tuple[Label[int], Label[int]]:
    """Count the rounds in which the player came closer, and those in which the opponent did."""
    closer = func.sum(case((mine.distance_km < theirs.distance_km, 1), else_=0))
    farther = func.sum(case((mine.distance_km > theirs.distance_km, 1), else_=0))
    return closer.label("wins"), farther.label("losses")


def _counts(field: Field, moment: Any, since: datetime | None) -> list[ColumnElement[bool]]:
    same = ("build_id", "mode", "look", "region_name", "partition_name")
    conditions = [getattr(GameRow, name) == getattr(field, name) for name in same]
    conditions.append(GameRow.time_limit_s.is_not_distinct_from(field.time_limit_s))
    return conditions if since is None else [*conditions, moment >= since]
