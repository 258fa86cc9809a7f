"""Games for the store's tests: dealt from a made catalog, played against made-up opponents."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from made_catalog import make_catalog

from geogame.game import OpponentGuess, deal_on, new_game
from geogame.game.store import KeptGame, player_key

CATALOG = make_catalog(dict.fromkeys(range(100, 120), 1))
ANN = player_key("a" * 32)
BOB = player_key("b" * 32)
NOON = datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def says(lat: float, lon: float) -> OpponentGuess:
    """An opponent's guess with a belief of its own."""
    belief = np.random.default_rng(round(lat * 100)).random((4, 243), dtype=np.float32)
    return OpponentGuess(lat, lon, belief[-1], belief)


def begun(
    player: str = ANN,
    *,
    seed: int = 5,
    rounds: int = 3,
    opponents: tuple[str, ...] = ("net",),
    name: str = "Ann",
    now: datetime = NOON,
    mode: str = "classic",
    time_limit_s: float | None = None,
    **more: Any,
) -> KeptGame:
    """A game with its first round on screen."""
    game = new_game(CATALOG, opponents, rounds, seed, mode=mode, time_limit_s=time_limit_s)
    return KeptGame.begin(game, player, name, "places", now, **more).now_at(game, 0, now)


def guessed(
    kept: KeptGame, lat: float = 40.0, lon: float = -98.0, *, opponent: tuple[float, float] = (41.0, -99.0)
) -> KeptGame:
    """The same game after a guess in its current round, two seconds after that was shown."""
    index = kept.game.current
    game = kept.game.guess(lat, lon, {name: says(*opponent) for name in kept.game.opponents})
    return kept.now_at(game, index, kept.shown_at[-1] + 2 * SECOND)


def shown(kept: KeptGame) -> KeptGame:
    """The same game with its next round on screen, a second after the last guess."""
    return kept.now_at(kept.game, kept.game.current, kept.guessed_at[-1] + SECOND)


def played(kept: KeptGame, **how: Any) -> KeptGame:
    """The same game, guessed to its end."""
    while not kept.game.finished:
        kept = guessed(kept, **how)
        if not kept.game.finished:
            kept = shown(kept)
    return kept


def streak(kept: KeptGame, hits: int, *, opponent_hits: int) -> KeptGame:
    """The same streak after so many hits and a miss; the opponents miss after theirs, if they get there."""
    far = (10.0, -150.0)
    for number in range(hits + 1):
        one = kept.game.rounds[number]
        here = (one.lat, one.lon)
        kept = guessed(
            kept, *(here if number < hits else far), opponent=here if number < opponent_hits else far
        )  # fmt: skip
        if number < hits:
            kept = kept.now_at(deal_on(kept.game, CATALOG), number + 1, kept.guessed_at[-1] + SECOND)
    return kept


def same(first: KeptGame, second: KeptGame) -> bool:
    """Whether two kept games are equal to the last bit, the arrays in them included."""
    ours, theirs = (
        [
            (one, guess.lat, guess.lon, guess.probabilities.tobytes(), guess.belief.tobytes())
            for one, guess in sorted(
                (f"{number}/{name}", guess)
                for number, each in enumerate(kept.game.rounds)
                for name, guess in each.opponent_guesses.items()
            )
        ]
        for kept in (first, second)
    )
    return ours == theirs and _bare(first) == _bare(second)


def _bare(kept: KeptGame) -> KeptGame:
    rounds = tuple(replace(each, opponent_guesses={}) for each in kept.game.rounds)
    return replace(kept, game=replace(kept.game, rounds=rounds), details=dict(kept.details))
