"""Kills a playing process between and within clicks: no click that was answered is lost, none counts twice."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from kept_games import ANN
from kept_player import play
from killing import loaded

from geogame.game.store import SqlStore
from geogame.game.store.database import VARIABLE, database_url

KILLS = 120


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_games_survive_random_kills(
    database: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    soak_rounds: Callable[[int], int],
    soak_seed: int,
) -> None:
    url = f"sqlite:///{tmp_path / 'games.sqlite'}" if database == "sqlite" else request.getfixturevalue("postgresql")()
    rng, context = random.Random(soak_seed), loaded()
    answered: dict[str, tuple[int, bool]] = {}
    for _ in range(soak_rounds(KILLS)):
        hears, says = context.Pipe(duplex=False)
        player = context.Process(target=play, args=(url, rng.randrange(2**32), says))
        player.start()
        says.close()
        for _ in range(rng.randint(0, 12)):
            note(answered, hears.recv())
        player.join(rng.uniform(0.0, 0.02))
        player.kill()
        player.join()
        while hears.poll():
            try:
                note(answered, hears.recv())
            except EOFError:
                break
    store = SqlStore(database_url({VARIABLE: url}))
    games = {kept.id: kept for kept in store.games_of(ANN)}
    store.close()
    assert set(answered) <= set(games)
    assert len(games) <= len(answered) + soak_rounds(KILLS)
    for game_id, (rounds, ended) in answered.items():
        kept = games[game_id]
        assert len(kept.guessed_at) == sum(each.done for each in kept.game.rounds) >= rounds
        assert all(set(each.points) == {"player", "net"} for each in kept.game.rounds if each.done)
        assert not ended or kept.result_at is not None
    assert sum(kept.result_at is None for kept in games.values()) <= 1


def note(answered: dict[str, tuple[int, bool]], said: str) -> None:
    game_id, rounds, ended = json.loads(said)
    answered[game_id] = rounds, ended
