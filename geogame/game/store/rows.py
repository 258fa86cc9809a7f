"""Kept games as rows of tables, and back, bit for bit."""

from __future__ import annotations

import zlib
from typing import Any, cast

import numpy as np

from geogame.errors import StoreError
from geogame.game.handicaps import handicap_of
from geogame.game.model import PLAYER, Game, Guess, Look, OpponentGuess, Places, Round
from geogame.game.names import clean_name
from geogame.game.store.kept import PRACTICE, KeptGame
from geogame.game.store.models import GameRow, GuessRow, OpponentRow, RoundRow
from geogame.geo import ScoreScale
from geogame.regions import load_region

SAME = ("unit", "dataset", "daily_on", "started_at", "finished_at", "result_at", "left_at")
OF_GAME = (
    "look", "places", "build_id", "region_name", "partition_name", "partition_fingerprint", "seed", "time_limit_s"
)  # fmt: skip
RULES = "rules"
"""Where the details of a game for practice say what kind of game it is."""


def game_row(kept: KeptGame) -> GameRow:
    """Return a game's row with its opponents', without its rounds."""
    scale = scale_of(kept.game)
    row = GameRow(
        id=kept.id,
        player=kept.player,
        name=clean_name(kept.name, fallback=""),
        scale_kind=scale.kind,
        scale_km=scale.km,
        mode=kept.mode,
        details=details_of(kept),
        **{name: getattr(kept, name) for name in SAME},
        **{name: getattr(kept.game, name) for name in OF_GAME},
    )
    row.opponents = [
        OpponentRow(position=position, name=name, handicap=handicap_of(name))
        for position, name in enumerate(kept.game.opponents)
    ]
    return row


def details_of(kept: KeptGame) -> dict[str, Any]:
    """Return what the ``details`` column holds."""
    return dict(kept.details) | ({RULES: kept.game.mode} if kept.practice else {})


def scale_of(game: Game) -> ScoreScale:
    """Return how a game is scored; an endless one may have no round yet."""
    return game.rounds[0].scale if game.rounds else load_region(game.region_name).score_scale


def round_row(kept: KeptGame, number: int) -> RoundRow:
    """Return a round's row, without its guesses."""
    one = kept.game.rounds[number]
    shown = kept.shown_at[number] if number < len(kept.shown_at) else None
    return RoundRow(
        game_id=kept.id,
        number=number,
        location_id=one.location_id,
        lat=one.lat,
        lon=one.lon,
        cell=one.cell,
        shown_at=shown,
    )


def guess_rows(kept: KeptGame, number: int) -> list[GuessRow]:
    """Return everyone's guesses in a round that the player has guessed: the player's and those it is compared with."""
    one = kept.game.rounds[number]
    if one.guess is None:
        return []
    rows = [_guess_row(kept, number, PLAYER, one.guess)]
    rows[0].seconds, rows[0].in_time = kept.seconds(number), one.guess.in_time
    for name in kept.game.opponents:
        guess = one.opponent_guesses[name]
        row = _guess_row(kept, number, name, guess)
        row.cells, row.belief = len(guess.probabilities), _packed(guess)
        rows.append(row)
    return rows


def _guess_row(kept: KeptGame, number: int, who: str, guess: Guess | OpponentGuess) -> GuessRow:
    one = kept.game.rounds[number]
    return GuessRow(
        game_id=kept.id,
        number=number,
        who=who,
        lat=guess.lat,
        lon=guess.lon,
        distance_km=one.distances_km[who],
        score=one.scores[who],
        points=one.points[who],
        in_time=True,
        made_at=kept.guessed_at[number],
    )


def _packed(guess: OpponentGuess) -> bytes:
    return zlib.compress(np.vstack([guess.probabilities, guess.belief]).astype("<f4").tobytes(), 1)


def kept_game(row: GameRow) -> KeptGame:
    """Return the game of a row with its opponents, rounds and guesses.

    Raises
    ------
    StoreError
        If the rows do not make a game.
    """
    try:
        opponents = tuple(each.name for each in row.opponents)
        scale = ScoreScale(cast("Any", row.scale_kind), row.scale_km)
        game = Game(
            build_id=row.build_id,
            region_name=row.region_name,
            partition_name=row.partition_name,
            partition_fingerprint=row.partition_fingerprint,
            seed=row.seed,
            opponents=opponents,
            rounds=tuple(_round(each, scale, opponents) for each in row.rounds),
            look=cast("Look", row.look),
            places=cast("Places", row.places),
            mode=str(row.details.get(RULES, row.mode)),
            time_limit_s=row.time_limit_s,
        )
        return KeptGame(
            id=row.id,
            player=row.player,
            name=row.name,
            game=game,
            practice=row.mode == PRACTICE,
            details={name: value for name, value in row.details.items() if name != RULES},
            shown_at=tuple(each.shown_at for each in row.rounds if each.shown_at is not None),
            guessed_at=tuple(g.made_at for each in row.rounds for g in each.guesses if g.who == PLAYER),
            **{name: getattr(row, name) for name in SAME},
        )
    except (zlib.error, ValueError, KeyError) as error:
        raise StoreError(
            f"game {row.id} is damaged in the database ({type(error).__name__}: {error}); start a new game"
        ) from error


def _round(row: RoundRow, scale: ScoreScale, opponents: tuple[str, ...]) -> Round:
    guesses = {each.who: each for each in row.guesses}
    mine = guesses.pop(PLAYER, None)
    return Round(
        location_id=row.location_id,
        lat=row.lat,
        lon=row.lon,
        cell=row.cell,
        scale=scale,
        opponents=opponents,
        opponent_guesses={name: _opponent_guess(each) for name, each in guesses.items()},
        guess=None if mine is None else Guess(mine.lat, mine.lon, mine.in_time),
    )


def _opponent_guess(row: GuessRow) -> OpponentGuess:
    values = np.frombuffer(zlib.decompress(row.belief or b""), dtype="<f4").reshape(-1, row.cells or 0)
    return OpponentGuess(row.lat, row.lon, values[0], values[1:])
