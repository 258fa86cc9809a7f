"""What may hold an opponent back, told by its name: ``usa-rendered~v1t2.5`` sees one view and draws its cell.

``usa-rendered~a`` is its apprentice, the same network early in its training.

An opponent with a handicap is another opponent: it has its own name in games, replay codes and on the leaderboard.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from geogame.errors import GameError

MARK: Final = "~"
"""Between an opponent's name and its handicap."""
MAX_VIEWS: Final = 99
TEMPERATURES: Final = (0.05, 20.0)
_FORM: Final = re.compile(r"(a)?(?:v([1-9]\d?))?(?:t(\d{1,2}(?:\.\d{1,2})?))?")


@dataclass(frozen=True)
class Handicap:
    """What holds an opponent back.

    Attributes
    ----------
    views
        It sees so many of the views, the first ones; None for all of them.
    temperature
        It draws its cell: each as often as its belief to the power of 1 / temperature says, so that a hot one
        blunders more. None: it answers with its best point.
    apprentice
        It is the network as it was early in its training.

    Raises
    ------
    GameError
        If it could never be played.
    """

    views: int | None = None
    temperature: float | None = None
    apprentice: bool = False

    def __post_init__(self) -> None:
        low, high = TEMPERATURES
        if self.views is not None and not 1 <= self.views <= MAX_VIEWS:
            raise GameError(f"an opponent cannot play with {self.views} views; give it 1 or more")
        if self.temperature is not None and not low <= self.temperature <= high:
            raise GameError(f"an opponent cannot have a temperature of {self.temperature}; give it {low} to {high}")

    def __str__(self) -> str:
        views = "a" * self.apprentice + ("" if self.views is None else f"v{self.views}")
        return views + ("" if self.temperature is None else f"t{round(self.temperature, 2):g}")


NONE: Final = Handicap()


def with_handicap(name: str, handicap: Handicap) -> str:
    """Name an opponent that is held back."""
    return f"{name}{MARK}{handicap}" if handicap != NONE else name


def split_name(opponent: str) -> tuple[str, Handicap]:
    """Tell who an opponent is and what holds it back.

    Raises
    ------
    GameError
        If its name ends with a handicap that cannot be.
    """
    name, mark, told = opponent.partition(MARK)
    found = _FORM.fullmatch(told)
    if not mark:
        return opponent, NONE
    if not told or found is None or not name:
        raise GameError(f"{opponent!r} is no opponent with a handicap; write one like {name or 'name'}{MARK}v1t2.5")
    early, views, temperature = found.groups()
    return name, Handicap(int(views) if views else None, float(temperature) if temperature else None, bool(early))


def handicap_of(opponent: str) -> str:
    """Return the part of an opponent's name that tells its handicap; empty at full strength."""
    return opponent.partition(MARK)[2]
