"""All that is kept of a player, to take away: as JSON with every game whole, as CSV with one row a guess."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from geogame.game.model import PLAYER, Guess, Round
from geogame.game.store.kept import KeptGame

COLUMNS: Final = (
    "game", "started_at", "dataset", "mode", "look", "round", "lat", "lon", "shown_at", "guessed_at", "seconds",
    "who", "guess_lat", "guess_lon", "distance_km", "points",
)  # fmt: skip


def as_json(games: Sequence[KeptGame]) -> str:
    """Return games as JSON; moments are UTC in ISO 8601, distances in kilometres, positions in degrees (WGS84)."""
    return json.dumps({"games": [_game(kept) for kept in games]}, ensure_ascii=False, indent=1) + "\n"


def as_csv(games: Sequence[KeptGame]) -> str:
    """Return guesses as CSV; a cell that a spreadsheet would take for a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for kept in games:
        for number, one in enumerate(kept.game.rounds):
            for guess in _guesses(one):
                head = (kept.id, _moment(kept.started_at), kept.dataset, kept.mode, kept.game.look, number + 1)
                times = (_at(kept.shown_at, number), _at(kept.guessed_at, number), kept.seconds(number))
                row = (*head, one.lat, one.lon, *times, *guess.values())
                writer.writerow([f"'{value}" if str(value)[:1] in {"=", "@"} else value for value in row])
    return out.getvalue()


def _game(kept: KeptGame) -> dict[str, Any]:
    game = kept.game
    return {
        "id": kept.id,
        "name": kept.name,
        "dataset": kept.dataset,
        "build_id": game.build_id,
        "mode": kept.mode,
        "look": game.look,
        "seed": game.seed,
        "opponents": list(game.opponents),
        "time_limit_s": game.time_limit_s,
        **{name: _moment(getattr(kept, name)) for name in ("started_at", "finished_at", "result_at", "left_at")},
        "rounds": [
            {
                "lat": one.lat,
                "lon": one.lon,
                "shown_at": _at(kept.shown_at, number),
                "guessed_at": _at(kept.guessed_at, number),
                "guesses": list(_guesses(one)),
            }
            for number, one in enumerate(game.rounds)
            if one.done
        ],
    }


def _guesses(one: Round) -> Iterator[dict[str, Any]]:
    """Give everyone's guesses in a round; nothing is told of one that is still to be guessed."""
    if one.guess is None:
        return
    for who, km in one.distances_km.items():
        guess = one.guess if who == PLAYER else one.opponent_guesses[who]
        told = {"who": who, "lat": guess.lat, "lon": guess.lon, "distance_km": km, "points": one.points[who]}
        if isinstance(guess, Guess) and not guess.in_time:
            told |= dict.fromkeys(("lat", "lon", "distance_km"))
        yield told


def _at(moments: Sequence[datetime], number: int) -> str | None:
    return _moment(moments[number]) if number < len(moments) else None


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
