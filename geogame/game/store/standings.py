"""What the leaderboard tells, asked of the database: duels, best games, places on the map, one's own history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, Label, Row, Select, case, distinct, func, select
from sqlalchemy.orm import aliased

from geogame.game.model import PLAYER
from geogame.game.modes import ENDLESS, is_streak
from geogame.game.store.figures import Duel, GameSum, duel
from geogame.game.store.games import SqlStore
from geogame.game.store.kept import PRACTICE
from geogame.game.store.models import GameRow, GuessRow, OpponentRow, RoundRow
from geogame.game.store.rows import RULES
from geogame.game.store.streaks import StreakDuel, lengths, streak_duel

BEST_SHOWN: Final = 20
HISTORY_SHOWN: Final = 500
ENDLESS_ROUNDS: Final = 5


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
    rounds, games
        How many rounds have been guessed, and in how many games.
    """

    build_id: str
    dataset: str
    mode: str
    look: str
    region_name: str
    partition_name: str
    time_limit_s: float | None
    rounds: int
    games: int


@dataclass(frozen=True)
class BestGame:
    """A finished game on the board; ``mine`` if the one who asks has played it.

    ``streak`` and ``opponent_streak`` say how many places in a row each got right; None where that does not count.
    """

    id: str
    name: str
    rounds: int
    points: int
    opponent: str
    opponent_points: int
    finished_at: datetime
    mine: bool
    streak: int | None = None
    opponent_streak: int | None = None


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
    """One of a player's own games, as far as it was guessed.

    ``mode`` is its kind also where it was for ``practice``; the streaks are as in a `BestGame`.
    """

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
    daily_on: date | None
    time_limit_s: float | None
    practice: bool
    streak: int | None = None
    opponent_streak: int | None = None


Told = TypeVar("Told", BestGame, PastGame)


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
        select(*of_game, func.max(GameRow.dataset), func.count(), func.count(distinct(GameRow.id)))
        .join(GuessRow, (GuessRow.game_id == GameRow.id) & (GuessRow.who == PLAYER))
        .where(GameRow.mode != PRACTICE)
        .group_by(*of_game)
    )
    with store.session() as session:
        rows = session.execute(asked).all()
    found = [
        Field(build_id, dataset, mode, look, region, partition, limit, rounds, games)
        for build_id, mode, look, region, partition, limit, dataset, rounds, games in rows
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


def streak_duels(store: SqlStore, field: Field, since: datetime | None = None) -> list[StreakDuel]:
    """Humans' ended streaks beside each opponent's on the same places, most games first; arguments as in `duels`."""
    asked = select(GameRow.id).where(GameRow.finished_at.is_not(None), *_counts(field, GameRow.finished_at, since))
    with store.session() as session:
        found = lengths(session, dict.fromkeys(session.scalars(asked), field.mode))
    by_opponent: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for each in found.values():
        for who in each.keys() - {PLAYER}:
            by_opponent[who].append((each[PLAYER], each[who]))
    told = [streak_duel(name, pairs) for name, pairs in by_opponent.items()]
    return sorted(told, key=lambda each: (-each.games, each.opponent))


def best_games(
    store: SqlStore, field: Field, since: datetime | None = None, player: str = "", opponent: str | None = None
) -> list[BestGame]:
    """Return the finished games with the most points a round, streaks by their length; of equal ones the earlier.

    An endless game can be ended at any place, also after one lucky guess, so it counts from `ENDLESS_ROUNDS` on.

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
    streaks = is_streak(field.mode)
    ranking = (count.desc(), per_round.desc()) if streaks else (per_round.desc(), count.desc())
    asked = (
        select(
            GameRow.id, GameRow.name, GameRow.player, GameRow.finished_at,
            theirs.who, count, points, func.sum(theirs.points),
        )
        .select_from(mine)
        .join(*rounds)
        .join(GameRow, GameRow.id == mine.game_id)
        .join(OpponentRow, (OpponentRow.game_id == mine.game_id) & (OpponentRow.name == theirs.who))
        .where(mine.who == PLAYER, GameRow.finished_at.is_not(None), *_counts(field, GameRow.finished_at, since))
        .where(theirs.who == opponent if opponent else OpponentRow.position == 0)
        .group_by(GameRow.id, GameRow.name, GameRow.player, GameRow.finished_at, theirs.who)
        .having(count >= (ENDLESS_ROUNDS if field.mode == ENDLESS else 1))
        .order_by(*ranking, GameRow.finished_at)
        .limit(BEST_SHOWN)
    )  # fmt: skip
    with store.session() as session:
        games = [
            BestGame(id_, name, int(n), int(got), who, int(theirs_got), finished, whose == player)
            for id_, name, whose, finished, who, n, got, theirs_got in session.execute(asked)
            if finished is not None
        ]
        if not streaks:
            return games
        games = _with_streaks(games, lengths(session, {game.id: field.mode for game in games}))
    return sorted(games, key=lambda game: -(game.streak or 0))


def history(store: SqlStore, player: str) -> list[PastGame]:
    """Return a player's newest games in which a round was guessed, newest first, against their first opponent."""
    mine, theirs, rounds = _pairs()
    asked = (
        select(
            GameRow.id, theirs.who, func.count(), func.sum(mine.points), func.sum(theirs.points), *_won(mine, theirs)
        )
        .select_from(mine)
        .join(*rounds)
        .join(GameRow, GameRow.id == mine.game_id)
        .join(OpponentRow, (OpponentRow.game_id == mine.game_id) & (OpponentRow.name == theirs.who))
        .where(mine.who == PLAYER, OpponentRow.position == 0, GameRow.player == player)
        .group_by(GameRow.id, GameRow.started_at, theirs.who)
        .order_by(GameRow.started_at.desc())
        .limit(HISTORY_SHOWN)
    )  # fmt: skip
    with store.session() as session:
        sums = session.execute(asked).all()
        rows = {row.id: row for row in session.execute(_kinds([id_ for id_, *_ in sums]))}
        games = [_past(rows[id_], who, *(int(number) for number in numbers)) for id_, who, *numbers in sums]
        return _with_streaks(games, lengths(session, {game.id: game.mode for game in games if is_streak(game.mode)}))


def _kinds(ids: list[str]) -> Select[Any]:
    """Ask what kind of games some are."""
    told = (
        GameRow.id, GameRow.started_at, GameRow.finished_at, GameRow.dataset, GameRow.mode, GameRow.look,
        GameRow.daily_on, GameRow.time_limit_s, GameRow.details,
    )  # fmt: skip
    return select(*told).where(GameRow.id.in_(ids))


def _past(row: Row[Any], opponent: str, *sums: int) -> PastGame:
    practice = row.mode == PRACTICE
    rounds, points, opponent_points, wins, losses = sums
    return PastGame(
        id=row.id,
        started_at=row.started_at,
        finished=row.finished_at is not None,
        dataset=row.dataset,
        mode=str(row.details.get(RULES, row.mode)) if practice else row.mode,
        look=row.look,
        opponent=opponent,
        rounds=rounds,
        points=points,
        opponent_points=opponent_points,
        wins=wins,
        losses=losses,
        daily_on=row.daily_on,
        time_limit_s=row.time_limit_s,
        practice=practice,
    )


def _with_streaks(games: list[Told], found: Mapping[str, Mapping[str, int]]) -> list[Told]:
    """Say how long streaks were; other games, and those nobody can judge any more, stay as they are."""
    return [
        replace(game, streak=found[game.id][PLAYER], opponent_streak=found[game.id][game.opponent])
        if game.id in found
        else game
        for game in games
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
