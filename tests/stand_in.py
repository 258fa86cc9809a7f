"""A fast stand-in for the rendered world, importable by worker processes, and small catalogs made with it."""

import errno
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geogame.sources.builder import BuildReport, build
from geogame.sources.options import BuildOptions
from geogame.sources.rendered import RenderedSource
from geogame.world.place import Place

FINGERPRINT = "5" * 16
OPTIONS = BuildOptions(name="stand-in", per_cell=1, width=64, height=32, seed=3, limit=24)


@dataclass(frozen=True)
class Painter:
    """Paints coarse coloured squares that depend on the place alone, and may write down whom it painted.

    Attributes
    ----------
    log
        A file that gets one line with the scene seed for every place.
    spins
        Work per place, in rounds of a small matrix product, for builds that must last.
    full_after
        The disk counts as full once ``log`` has so many lines.
    """

    log: Path | None = None
    spins: int = 0
    full_after: int | None = None

    def __call__(
        self,
        place: Place,
        headings_deg: Sequence[float],
        width: int,
        height: int,
        *,
        supersample: int = 1,
        detail: str = "full",
    ) -> NDArray[np.uint8]:
        if self.log is not None:
            painted = self.log.read_text().count("\n") if self.log.exists() else 0
            if self.full_after is not None and painted >= self.full_after:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            with self.log.open("a", encoding="utf-8") as file:
                file.write(f"{place.scene_seed}\n")
        matrix = np.eye(64)
        for _ in range(self.spins):
            matrix = matrix @ matrix
        rng = np.random.default_rng(place.scene_seed)
        squares = rng.integers(0, 256, (len(headings_deg), height // 8, width // 8, 3), dtype=np.uint8)
        return squares.repeat(8, axis=1).repeat(8, axis=2)


def no_warm_up() -> None:
    """Need no compiler."""


def all_land(lats: NDArray[np.float64], lons: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Find no water anywhere."""
    return np.zeros(len(lats), dtype=bool)


def fingerprint() -> str:
    """Name this world."""
    return FINGERPRINT


def source(paint: Callable[..., NDArray[np.uint8]] | None = None) -> RenderedSource:
    """Return a source of this world, or of another painter's pictures of it."""
    return RenderedSource(render=paint or Painter(), warm_up=no_warm_up, is_water=all_land, fingerprint=fingerprint)


def build_stand_in(out: Path, painter: Painter | None = None, **changes: object) -> BuildReport:
    """Build a small catalog in one process; ``changes`` are options other than ``OPTIONS``."""
    options = replace(OPTIONS, **changes)  # type: ignore[arg-type]
    return build(options, out, source=source(painter), workers=1)
