"""Buildings: houses by regional style, farm buildings, downtown blocks. Shapes and colours are the author's."""

import math
from collections.abc import Callable

import numpy as np

from geogame.world import arrays as A
from geogame.world.colour import Rgb, linear
from geogame.world.solids import Footprint, Solids, Surface

Rng = np.random.Generator
WHITE = "#e8e6df"
BRICK_RED = "#8f4a38"


def _pick(rng: Rng, *colours: str) -> Rgb:
    return linear(colours[rng.integers(len(colours))])


def _shingle(rng: Rng, *colours: str) -> Surface:
    return Surface(_pick(rng, *colours), A.MAT_SHINGLE)


def _clapboard(out: Solids, foot: Footprint, rng: Rng, roof: Rgb | None) -> None:
    wall = _pick(rng, WHITE, WHITE, "#dcd5c0", "#b9c4c8", "#c9c29a", "#9a3b30")
    storeys = 2 if rng.random() < 0.7 else 1
    shape = Footprint(foot.x, foot.y, rng.uniform(5, 6.5), rng.uniform(3.6, 4.4), foot.angle, foot.z)
    cover = Surface(roof, A.MAT_SHINGLE) if roof is not None else _shingle(rng, "#4a4a4c", "#5b4b42", "#3f4448")
    height = 2.7 * storeys
    out.gable(shape, height, rng.uniform(2.6, 3.6), Surface(wall, A.MAT_CLAPBOARD, 4, storeys, 1), cover)
    out.box(shape.moved(2, 0, 0.4, 0.4, height + 1.5), 2.2, Surface(linear("#8a4a3a"), A.MAT_BRICK))
    if rng.random() < 0.5:
        porch = shape.moved(0, -shape.half_y - 1.1, shape.half_x * 0.8, 1.1)
        out.box(porch, 2.6, Surface(linear("#4a4a4a")), Surface(cover.rgb))


def _farmhouse(out: Solids, foot: Footprint, rng: Rng, roof: Rgb | None) -> None:
    wall = Surface(_pick(rng, WHITE, WHITE, "#dcd5c0"), A.MAT_CLAPBOARD, 4, 2, 0)
    cover = Surface(roof, A.MAT_SHINGLE) if roof is not None else _shingle(rng, "#4a4a4c", "#5b4b42")
    main = Footprint(foot.x, foot.y, 5.4, 3.8, foot.angle, foot.z)
    out.gable(main, 5.4, 3.2, wall, cover)
    out.gable(main.moved(5.2, 1.5, 3.0, 2.6), 3.0, 2.0, Surface(wall.rgb, A.MAT_CLAPBOARD, 2, 1, 0), cover)


def _cabin(out: Solids, foot: Footprint, rng: Rng, roof: Rgb | None) -> None:
    cover = Surface(roof if roof is not None else linear("#4f5b50"), A.MAT_SHINGLE)
    wall = Surface(_pick(rng, "#6b4a30", "#5c4028", "#7a5638"), A.MAT_CLAPBOARD, 3, 1, 0)
    out.gable(Footprint(foot.x, foot.y, 5, 3.6, foot.angle, foot.z), 2.8, 2.8, wall, cover)


def _cape(out: Solids, foot: Footprint, rng: Rng, roof: Rgb | None) -> None:
    wall = Surface(_pick(rng, "#a8a094", "#9a948a", WHITE), A.MAT_CLAPBOARD, 4, 1, 1)
    cover = Surface(roof if roof is not None else linear("#6a625a"), A.MAT_SHINGLE)
    out.gable(Footprint(foot.x, foot.y, 5.5, 4.2, foot.angle, foot.z), 2.6, 3.9, wall, cover)


def _victorian(out: Solids, foot: Footprint, rng: Rng, roof: Rgb | None) -> None:
    wall = _pick(rng, "#b9a8c0", "#8fa59a", "#d9c9a0", "#a8b8c4", "#c08a78")
    cover = Surface(roof if roof is not None else linear("#45484c"), A.MAT_SHINGLE)
    main = Footprint(foot.x, foot.y, 5.5, 4.4, foot.angle, foot.z)
    out.gable(main, 6.4, 4.2, Surface(wall, A.MAT_CLAPBOARD, 4, 2, 0), cover)
    x, y = main.at(4.6, -3.8)
    out.drum((x, y, foot.z), 1.7, 8.2, Surface(wall * 1.05, A.MAT_CLAPBOARD, 1, 3), cover.rgb)


def _brick(out: Solids, foot: Footprint, rng: Rng, roof: Rgb | None) -> None:
    storeys = 1 if rng.random() < 0.6 else 2
    wall = Surface(linear(BRICK_RED if rng.random() < 0.8 else "#a86a50"), A.MAT_BRICK, 5, storeys, 1)
    cover = Surface(roof if roof is not None else linear("#4c4846"), A.MAT_SHINGLE)
    shape = Footprint(foot.x, foot.y, rng.uniform(6, 8), 4.2, foot.angle, foot.z)
    out.gable(shape, 0.5 + 2.6 * storeys, 2.4, wall, cover)


def _ranch(out: Solids, foot: Footprint, rng: Rng, roof: Rgb | None) -> None:
    wall = Surface(_pick(rng, "#c9c2b0", "#b5a88f", "#d8d2c4", "#a8b0a8"), A.MAT_CLAPBOARD, 6, 1, 0)
    cover = Surface(roof if roof is not None else linear("#5f5a55"), A.MAT_SHINGLE)
    shape = Footprint(foot.x, foot.y, rng.uniform(8, 10), 4.3, foot.angle, foot.z)
    out.gable(shape, 2.7, 1.5, wall, cover, 0.6)
    garage = shape.moved(shape.half_x + 2.6, -0.5, 2.8, 3.2)
    out.gable(garage, 2.6, 1.3, Surface(wall.rgb), cover, 0.4)


def _stucco(out: Solids, foot: Footprint, rng: Rng, roof: Rgb | None) -> None:
    wall = Surface(_pick(rng, "#e6d9bd", "#e3c7a2", "#ecebe2", "#d9b9a0", "#c9d6cf"), A.MAT_STUCCO, 4, 1)
    tiles = linear("#a5573a" if rng.random() < 0.65 else "#b5b0a8") if roof is None else roof
    shape = Footprint(foot.x, foot.y, rng.uniform(6, 8), 5, foot.angle, foot.z)
    out.gable(shape, 3.2, 1.8, wall, Surface(tiles, A.MAT_SHINGLE), 0.6)


def _adobe(out: Solids, foot: Footprint, rng: Rng, _roof: Rgb | None) -> None:
    shape = Footprint(foot.x, foot.y, rng.uniform(5, 8), 4.5, foot.angle, foot.z)
    out.box(shape, 3.6, Surface(_pick(rng, "#b88a62", "#c09a74", "#ab7c56"), A.MAT_STUCCO, 4, 1))
    out.box(shape.moved(3, 0, 3, 3.2), 5.2, Surface(linear("#b5855c"), A.MAT_STUCCO, 2, 2))


def _trailer(out: Solids, foot: Footprint, rng: Rng, _roof: Rgb | None) -> None:
    wall = Surface(_pick(rng, WHITE, "#c9c0a5", "#a5b5b8"), A.MAT_CLAPBOARD, 6, 1)
    body = Footprint(foot.x, foot.y, 7.5, 2.2, foot.angle, foot.z + 0.5)
    out.gable(body, 2.7, 0.6, wall, Surface(linear("#b5b5b0"), A.MAT_METAL_SHEET))
    out.box(Footprint(foot.x, foot.y, 7.3, 2.1, foot.angle, foot.z - 0.3), 0.8, Surface(linear("#8a8478")))


def _row(out: Solids, foot: Footprint, rng: Rng, _roof: Rgb | None) -> None:
    wall = Surface(_pick(rng, BRICK_RED, "#7a3f32", "#a06a50", "#8a5a48"), A.MAT_BRICK, 3, 3, 0)
    out.box(Footprint(foot.x, foot.y, 8.5, 5.5, foot.angle, foot.z), rng.uniform(8.5, 10.5), wall)


HOUSES: dict[str, Callable[[Solids, Footprint, Rng, Rgb | None], None]] = {
    "clapboard": _clapboard,
    "farmhouse": _farmhouse,
    "farm": _farmhouse,
    "cabin": _cabin,
    "cape": _cape,
    "victorian": _victorian,
    "brick": _brick,
    "ranch": _ranch,
    "stucco": _stucco,
    "adobe": _adobe,
    "trailer": _trailer,
    "row": _row,
}


def barn(out: Solids, foot: Footprint, rng: Rng, colour: Rgb) -> None:
    """Build a gabled barn with its silo."""
    roof = Surface(_pick(rng, "#8d9094", "#8d9094", "#4a4644"), A.MAT_METAL_SHEET)
    shape = Footprint(foot.x, foot.y, 8, 5.5, foot.angle, foot.z)
    out.gable(shape, 5, 4.5, Surface(colour, A.MAT_METAL_SHEET, 0, 0, 1), roof)
    x, y = shape.at(10.5, 2.0)
    steel = _pick(rng, "#b8bcc0", "#2d4a78", "#c8c4bc")
    out.drum((x, y, foot.z), 2.2, 13, Surface(steel, A.MAT_SILO), linear("#c8ccd0"))


def grain_bins(out: Solids, foot: Footprint, _rng: Rng, _colour: Rgb) -> None:
    """Build a pair of corrugated steel bins."""
    for k in range(2):
        x, y = foot.at(k * 7.0, 0)
        out.drum((x, y, foot.z), 3.2, 8, Surface(linear("#b9bdc0"), A.MAT_SILO), linear("#c4c8ca"))


def elevator(out: Solids, foot: Footprint, _rng: Rng, _colour: Rgb) -> None:
    """Build a concrete grain elevator, 37 m high: the landmark of the plains."""
    wall = Surface(linear("#dedad0"))
    for k in range(4):
        x, y = foot.at(k * 7.2, 0)
        out.drum((x, y, foot.z), 3.6, 32, wall)
    out.box(foot.moved(11, 0, 12, 2.2, 32), 5, wall)


def church(out: Solids, foot: Footprint, _rng: Rng, _colour: Rgb) -> None:
    """Build a white church with a steeple."""
    white = Surface(linear(WHITE), A.MAT_CLAPBOARD, 5, 1)
    nave = Footprint(foot.x, foot.y, 10, 5, foot.angle, foot.z)
    out.gable(nave, 5.5, 4.2, white, Surface(linear("#46484c"), A.MAT_SHINGLE))
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
