"""What a collection says of itself: where it stands, and what it came to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Collecting:
    """Where a collection stands.

    Attributes
    ----------
    phase
        ``list``, ``fetch``, ``tables`` or ``done``.
    done, total
        Places held, and wanted.
    cells_filled, cells
        Cells that hold all places wanted of them, and cells with places wanted.
    reused
        Places taken over from an earlier run.
    rejected
        Candidates turned away, by reason.
    received
        Bytes received in this run.
    note
        What the source is at.
    """

    phase: str
    done: int = 0
    total: int = 0
    cells_filled: int = 0
    cells: int = 0
    reused: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    received: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class CollectReport:
    """What a collection did: ``short`` says how many places are missing in which cells."""

    path: Path
    places: int
    fetched: int
    reused: int
    rejected: dict[str, int]
    short: dict[int, int]
    received: int
