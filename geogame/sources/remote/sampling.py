"""In which order candidates are tried, and which are kept apart: spread over the cell, the same on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

import numpy as np

from geogame.sources.remote.base import Candidate, Survey
from geogame.world.place import within_km

SUB_BINS: Final = 4
"""A cell's bounding box is cut into so many columns and rows."""
APART_KM: Final = 0.2
Payload = TypeVar("Payload")


def rank(seed: int, cell: int, name: str) -> str:
    """Order of a candidate or tile inside its cell: chance, decided by the seed alone."""
    return hashlib.sha256(f"{seed}|{cell}|{name}".encode()).hexdigest()


@dataclass
class CellDraw(Generic[Payload]):
    """Keeps the first ``keep`` candidates of a cell, spread over its sub-bins, out of any number.

    Candidates are dealt from the sub-bins in turn, each sub-bin by rank. One that stands behind the first ``keep`` can
    only fall further back as more are offered, so it is let go, and memory stays bounded.
    """

    seed: int
    cell: int
    bounds: tuple[float, float, float, float]
    keep: int
    count: int = 0
    _bins: dict[tuple[int, int], dict[str, tuple[str, Payload]]] = field(default_factory=dict)

    @classmethod
    def of(cls, survey: Survey, cell: int) -> CellDraw[Payload]:
        """Begin a draw for one cell of a survey."""
        west, south, east, north = survey.partition.cells[cell].polygon.bounds
        return cls(survey.seed, cell, (west, south, east, north), survey.keep(cell))

    def offer(self, name: str, lat: float, lon: float, payload: Payload) -> None:
        """Take a candidate in; ``name`` is the provider's id, and one offered twice counts once."""
        west, south, east, north = self.bounds
        column = int((lon - west) / (east - west) * SUB_BINS)
        row = int((lat - south) / (north - south) * SUB_BINS)
        key = (min(max(column, 0), SUB_BINS - 1), min(max(row, 0), SUB_BINS - 1))
        kept = self._bins.setdefault(key, {})
        self.count += name not in kept
        kept[name] = (rank(self.seed, self.cell, name)[:24], payload)
        if self.count > self.keep + self.keep // 4 + 16:
            self._let_go()

    def ordered(self) -> list[Payload]:
        """Candidates in the order in which they are to be tried, at most ``keep``."""
        return [payload for _, _, _, payload in self._dealt()]

    def _dealt(self) -> list[tuple[tuple[int, int], str, str, Payload]]:
        bins = [
            sorted(
                ((drawn, name, key, payload) for name, (drawn, payload) in self._bins[key].items()),
                key=lambda entry: entry[:2],
            )
            for key in sorted(self._bins)
        ]
        depth = max(map(len, bins), default=0)
        turns = [each[turn] for turn in range(depth) for each in bins if turn < len(each)]
        return [(key, name, drawn, payload) for drawn, name, key, payload in turns[: self.keep]]

    def _let_go(self) -> None:
        dealt = self._dealt()
        self._bins, self.count = {}, len(dealt)
        for key, name, drawn, payload in dealt:
            self._bins.setdefault(key, {})[name] = (drawn, payload)


@dataclass
class Neighbourhood:
    """The places accepted in one cell so far: where they lie, and of which sequences."""

    lats: list[float] = field(default_factory=list)
    lons: list[float] = field(default_factory=list)
    sequences: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, candidates: Iterable[Candidate]) -> Neighbourhood:
        """Make the neighbourhood of accepted candidates."""
        made = cls()
        for candidate in candidates:
            made.add(candidate)
        return made

    def objection(self, candidate: Candidate) -> str:
        """Say why a candidate is too like an accepted place; empty where it is not."""
        if candidate.sequence and candidate.sequence in self.sequences:
            return "same sequence"
        here = np.array([candidate.lat]), np.array([candidate.lon])
        if self.lats and bool(within_km(*here, np.array(self.lats), np.array(self.lons), APART_KM)[0]):
            return "too near another place"
        return ""

    def add(self, candidate: Candidate) -> None:
        """Accept a candidate."""
        self.lats.append(candidate.lat)
        self.lons.append(candidate.lon)
        if candidate.sequence:
            self.sequences.add(candidate.sequence)


def targets(per_cell: Iterable[int], limit: int | None) -> dict[int, int]:
    """Places wanted in each cell; with a limit every cell gets its first before any gets a second."""
    counts = list(per_cell)
    if limit is not None:
        ranked = sorted((turn, cell) for cell, count in enumerate(counts) for turn in range(count))[:limit]
        counts = [0] * len(counts)
        for _, cell in ranked:
            counts[cell] += 1
    return {cell: count for cell, count in enumerate(counts) if count}
