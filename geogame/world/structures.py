"""Farm buildings. Shapes and colours are the author's."""

import math
from collections.abc import Callable

import numpy as np

from geogame.world import arrays as A
from geogame.world.colour import Rgb, linear
from geogame.world.solids import Footprint, Solids, Surface

Rng = np.random.Generator
WHITE = "#e8e6df"


def _pick(rng: Rng, *colours: str) -> Rgb:
    return linear(colours[rng.integers(len(colours))])


def barn(out: Solids, foot: Footprint, rng: Rng, colour: Rgb) -> None:
    """Build a gabled barn with its silo."""
    roof = Surface(_pick(rng, "#8d9094", "#8d9094", "#4a4644"), A.MAT_METAL_SHEET)
    shape = Footprint(foot.x, foot.y, 8, 5.5, foot.angle, foot.z)
    out.gable(shape, 5, 4.5, Surface(colour, A.MAT_METAL_SHEET, 0, 0, 1), roof, founded=True)
    x, y = shape.at(10.5, 2.0)
    steel = _pick(rng, "#b8bcc0", "#2d4a78", "#c8c4bc")
    out.drum((x, y, foot.z - 1.0), 2.2, 14, Surface(steel, A.MAT_SILO), linear("#c8ccd0"))


def grain_bins(out: Solids, foot: Footprint, _rng: Rng, _colour: Rgb) -> None:
    """Build a pair of corrugated steel bins."""
    for k in range(2):
        x, y = foot.at(k * 7.0, 0)
        out.drum((x, y, foot.z - 1.0), 3.2, 9, Surface(linear("#b9bdc0"), A.MAT_SILO), linear("#c4c8ca"))


def elevator(out: Solids, foot: Footprint, _rng: Rng, _colour: Rgb) -> None:
    """Build a concrete grain elevator, 37 m high: the landmark of the plains."""
    wall = Surface(linear("#dedad0"))
    for k in range(4):
        x, y = foot.at(k * 7.2, 0)
        out.drum((x, y, foot.z - 1.0), 3.6, 33, wall)
    out.box(foot.moved(11, 0, 12, 2.2, 32), 5, wall)


def church(out: Solids, foot: Footprint, _rng: Rng, _colour: Rgb) -> None:
    """Build a white church with a steeple."""
    white = Surface(linear(WHITE), A.MAT_CLAPBOARD, 5, 1)
    nave = Footprint(foot.x, foot.y, 10, 5, foot.angle, foot.z)
    out.gable(nave, 5.5, 4.2, white, Surface(linear("#46484c"), A.MAT_SHINGLE), founded=True)
    tower = nave.moved(9, 0, 1.8, 1.8)
    out.box(tower, 12, Surface(white.rgb, A.MAT_CLAPBOARD, 1, 3))
    out.drum((tower.x, tower.y, foot.z + 12), 1.4, 2.6, Surface(white.rgb))
    for k in range(4):
        a = foot.angle + k * math.pi / 2
        c, s = math.cos(a), math.sin(a)
        px, py = tower.x + 1.3 * c + 1.3 * s, tower.y + 1.3 * s - 1.3 * c
        side = (-2.6 * s, 2.6 * c, 0.0)
        up = (tower.x - px - side[0] / 2, tower.y - py - side[1] / 2, 7.4)
        out.quad((px, py, foot.z + 14.6), side, up, Surface(linear("#6a6e72")), A.SHAPE_TRIANGLE)


def chicken_houses(out: Solids, foot: Footprint, _rng: Rng, _colour: Rgb) -> None:
    """Build two long low poultry houses."""
    for k in range(2):
        shape = foot.moved(0, k * 17.0, 38, 6)
        out.gable(shape, 2.6, 2.2, Surface(linear("#d5d5cf")), Surface(linear("#b9bdbf"), A.MAT_METAL_SHEET))


FARM_BUILDINGS: dict[str, Callable[[Solids, Footprint, Rng, Rgb], None]] = {
    "barn": barn,
    "silo": grain_bins,
    "elevator": elevator,
    "church": church,
    "chicken": chicken_houses,
}
