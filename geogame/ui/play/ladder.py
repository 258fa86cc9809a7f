"""The difficulty ladder of a model, and its apprentice: their measured median errors, read from ``ladder.json``.

`python -m geogame ladder` measures and writes it; the start screen reads it, so nothing heavy is imported here.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geogame.ui.texts import APPRENTICE, APPRENTICE_MARK, HANDICAP_MARK

FILE: Final = "ladder.json"
"""As in `geogame.evaluation.ladder`, which is not imported here; a test compares the two."""


@dataclass(frozen=True)
class Level:
    """One level: what it is called, the handicap behind the model's name, and its median error in km."""

    name: str
    handicap: str
    median_km: float

    @property
    def mark(self) -> str:
        """What follows the model's name; empty at full strength."""
        return f"{HANDICAP_MARK}{self.handicap}" if self.handicap else ""

    @property
    def told(self) -> str:
        """Return the level in words."""
        return f"{self.name}, median error {self.median_km:,.0f} km"


def ladder(folder: Path) -> tuple[Level, ...]:
    """Return a checkpoint's levels, hardest first; none where they were not measured or cannot be read."""
    try:
        raw = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return tuple(
            Level(str(each["level"]), str(each["handicap"]), float(each["median_km"])) for each in raw["levels"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def apprentice(folder: Path) -> Level | None:
    """Return a checkpoint's apprentice as it was measured; None where it was not, or that cannot be read."""
    try:
        raw = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Level(APPRENTICE, APPRENTICE_MARK, float(raw["apprentice"]["median_km"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def rungs(
    models: Iterable[str], ladders: Mapping[str, Sequence[Level]], apprentices: Collection[str] = ()
) -> tuple[str, ...]:
    """Return models' names as opponents of a game are called.

    One with a ladder comes once for each level, and after them the apprentice of one that has one.
    """
    names: list[str] = []
    for name in models:
        names += [f"{name}{level.mark}" for level in (ladders.get(name) or (Level("", "", 0.0),))]
        names += [f"{name}{HANDICAP_MARK}{APPRENTICE_MARK}"] if name in apprentices else []
    return tuple(names)
