"""A process that plays game after game against a store and answers after every click, until it is killed."""

from __future__ import annotations

import json
import random
from multiprocessing.connection import Connection

from kept_games import ANN, NOON, SECOND, begun, guessed, shown

from geogame.game.store import GameMovedOnError, KeptGame, SqlStore
from geogame.game.store.database import VARIABLE, database_url

ROUNDS = 5


def play(url: str, seed: int, answers: Connection) -> None:
    """Play on where the store stands; each answer is the game's id, its rounds guessed, and whether it has ended."""
    store, rng = SqlStore(database_url({VARIABLE: url})), random.Random(seed)
    kept = store.open_game(ANN)
    while True:
        new = kept is None
        after = begun(seed=rng.randrange(2**32), rounds=ROUNDS) if kept is None else click(kept, rng)
        try:
            store.write(after, new=new)
        except GameMovedOnError:  # the last word of a killed process came late
            kept = store.open_game(ANN)
            continue
        answers.send(json.dumps([after.id, len(after.guessed_at), after.result_at is not None]))
        kept = None if after.result_at else after


def click(kept: KeptGame, rng: random.Random) -> KeptGame:
    """Go one click on: confirm, next round, or see the result."""
    if len(kept.guessed_at) < len(kept.shown_at):
        return guessed(kept, rng.uniform(-60, 60), rng.uniform(-170, 170))
    return kept.ended(NOON + 99 * SECOND) if kept.game.finished else shown(kept)
