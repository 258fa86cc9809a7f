"""Houses by regional style. The front is the side of negative y. Shapes and colours are the author's."""

from collections.abc import Callable

import numpy as np

from geogame.world import arrays as A
from geogame.world.colour import Rgb, linear
from geogame.world.openings import ACCENTS, COPING, QUOINS, VIGAS, variant
from geogame.world.solids import Footprint, Solids, Surface

Rng = np.random.Generator
WHITE = "#e8e6df"
BRICK_RED = "#8f4a38"
_TRIM = Surface(np.array([0.62, 0.61, 0.58]), A.MAT_PORCH)


def pick(rng: Rng, *colours: str) -> Rgb:
    """Draw one of some sRGB colours."""
    return linear(colours[rng.integers(len(colours))])


def _roof(rng: Rng, roof: Rgb | None, *colours: str, material: int = A.MAT_SHINGLE) -> Surface:
    return Surface(roof, material) if roof is not None else Surface(pick(rng, *colours), material)


def _sized(foot: Footprint, half_x: float, half_y: float) -> Footprint:
    return Footprint(foot.x, foot.y, half_x, half_y, foot.angle, foot.z)


def _wall(rgb: Rgb, material: int, columns: int, storeys: int, windows: str, accent: str = "forest") -> Surface:
    return Surface(rgb, material, columns, storeys, variant(windows, accent))


def _front(wall: Surface, windows: str, accent: str, door: int, garage: int = -1, along: int = 0) -> Surface:
    return Surface(wall.rgb, wall.material, wall.columns, wall.rows, variant(windows, accent, door, garage, along))


def _accent(rng: Rng, *names: str) -> str:
    return names[rng.integers(len(names))] if names else ACCENTS[rng.integers(len(ACCENTS))]


def chimney(out: Solids, foot: Footprint, along: float, across: float, top: float) -> None:
    """Build a brick chimney up to `top` metres above the footprint's base."""
    stack = foot.moved(along, across, 0.42, 0.42, top - 3.0)
    out.box(stack, 3.0, Surface(linear("#8a4a3a"), A.MAT_BRICK), Surface(linear("#2a2624")))
    out.boxes.pop()


def porch(out: Solids, foot: Footprint, share: float, roof: Rgb, columns: int, style: int, door: int) -> None:
    """Build a porch over `share` of the front: deck, posts, and a sloping roof."""
    half, deep = foot.half_x * share, 2.1
    front = foot.moved(0, -foot.half_y - deep / 2, half, deep / 2)
    posts = Surface(_TRIM.rgb, A.MAT_PORCH, columns, 1, style | (door + 1) << 4)
    wide = 2 * half
    out.panel(front, (-half, -deep / 2, 0.25, wide), (0, 0, 2.55), posts)
    out.panel(front, (-half, -deep / 2, 0.25, wide), (0, deep, 0), Surface(linear("#6f6a62")))
    out.panel(front, (-half, -deep / 2, -0.9, wide), (0, 0, 1.15), Surface(linear("#57534d")))
    out.panel(
        front, (-half - 0.2, -deep / 2 - 0.25, 2.7, wide + 0.4), (0, deep + 0.3, 0.75), Surface(roof, A.MAT_SHINGLE)
    )
    out.boxes.append((front.x, front.y, half, deep / 2, front.angle, 2.9))


def dormers(out: Solids, foot: Footprint, wall: Surface, roof: Surface, height: float, rise: float, count: int) -> None:
    """Set `count` gabled dormers on the front slope of a roof whose ridge runs along x."""
    for k in range(count):
        along = foot.half_x * ((2 * k + 1) / count - 1) * 0.85
        box = foot.moved(along, -foot.half_y * 0.55, 0.85, foot.half_y * 0.35, height + rise * 0.22)
        face = Surface(wall.rgb, wall.material, 1, 1, 0)
        out.panel(
            box, (-0.85, -box.half_y, 0, 1.7), (0, 0, 1.75), Surface(face.rgb, face.material, 1, 1, variant("wide"))
        )
        for side in (-0.85, 0.85):
            turned = Footprint(box.x, box.y, box.half_y, box.half_x, box.angle + np.pi / 2, box.z)
            out.panel(turned, (-box.half_y, side, 0, 2.2 * box.half_y), (0, 0, 1.75), Surface(wall.rgb * 0.9))
            out.panel(turned, (-box.half_y - 0.15, 0, 2.45, 2.4 * box.half_y), (0, side * 1.2, -0.8), roof)


def _clapboard(out: Solids, foot: Footprint, rng: Rng, roof: Rgb | None) -> None:
    rgb = pick(rng, WHITE, WHITE, "#dcd5c0", "#b9c4c8", "#c9c29a", "#9a3b30", "#5f7a86")
    storeys, accent = 2 if rng.random() < 0.7 else 1, _accent(rng, "forest", "black", "navy", "red", "burgundy")
    shape = _sized(foot, rng.uniform(5.4, 6.6), rng.uniform(3.8, 4.5))
    cover = _roof(rng, roof, "#4a4a4c", "#5b4b42", "#3f4448")
    wall = _wall(rgb, A.MAT_CLAPBOARD, 5, storeys, "shutters", accent)
    height, rise = 2.8 * storeys + 0.2, rng.uniform(2.6, 3.4)
    out.gable(shape, height, rise, wall, cover, 0.35, _front(wall, "shutters", accent, 2), founded=True, attic=True)
    chimney(out, shape, 2.0, 0.0, height + rise + 0.9)
    if rng.random() < 0.45:
        porch(out, shape, 0.9, cover.rgb, 5, 0, 2)


def _saltbox(out: Solids, foot: Footprint, rng: Rng, roof: Rgb | None) -> None:
    rgb, accent = pick(rng, "#7d7568", "#8a8274", "#6a3a30", "#d8d2c0", "#3f4a46"), _accent(rng, "black", "red", "navy")
    shape, cover = _sized(foot, 5.6, 3.3), _roof(rng, roof, "#55504a", "#47443f")
    wall = _wall(rgb, A.MAT_CLAPBOARD, 5, 2, "sash")
    out.gable(shape, 5.5, 2.9, wall, cover, 0.2, _front(wall, "sash", accent, 2), founded=True)
    lean = shape.moved(0, 4.8, 5.6, 1.6)
    out.walls(lean, 3.0, _wall(rgb, A.MAT_CLAPBOARD, 5, 1, "sash"), founded=True)
    out.panel(lean, (-5.75, 1.75, 2.85, 11.5), (0, -3.5, 2.75), cover)
    chimney(out, shape, 0.0, 0.0, 9.6)


def _farmhouse(out: Solids, foot: Footprint, rng: Rng, roof: Rgb | None) -> None:
    cover = _roof(rng, roof, "#4a4a4c", "#5b4b42")
    rgb, accent = pick(rng, WHITE, WHITE, "#dcd5c0"), _accent(rng, "forest", "black", "red")
    main, wall = _sized(foot, 4.4, 4.8), _wall(rgb, A.MAT_CLAPBOARD, 3, 2, "sash")
    out.gable_front(main, 5.7, 3.4, wall, cover, 0.4, _front(wall, "sash", accent, 2), founded=True)
    wing = main.moved(6.8, 1.4, 3.2, 3.0)
    out.gable(wing, 3.2, 2.2, _wall(rgb, A.MAT_CLAPBOARD, 3, 1, "sash"), cover, founded=True)
    porch(out, main, 1.0, cover.rgb, 4, 0, 2)
    chimney(out, main, 0.0, 1.0, 10.0)


def _foursquare(out: Solids, foot: Footprint, rng: Rng, roof: Rgb | None) -> None:
    brick = rng.random() < 0.4
    rgb = pick(rng, BRICK_RED, "#7a4a38") if brick else pick(rng, WHITE, "#c9c29a", "#a8b0a0", "#b9c4c8")
    shape, cover = _sized(foot, 4.9, 4.8), _roof(rng, roof, "#4a4642", "#55504a")
    accent = _accent(rng)
    wall = _wall(rgb, A.MAT_BRICK if brick else A.MAT_CLAPBOARD, 3, 2, "wide", accent)
    out.hip(shape, 5.9, 2.9, wall, cover, _front(wall, "wide", accent, 1), founded=True)
    porch(out, shape, 1.0, cover.rgb, 3, 1, 1)
    dormers(out, shape, wall, cover, 5.5, 2.9, 1)


def _cabin(out: Solids, foot: Footprint, rng: Rng, roof: Rgb | None) -> None:
    cover = _roof(rng, roof, "#4f5b50", "#6a3a2e", material=A.MAT_METAL_SHEET)
    rgb = pick(rng, "#7a5436", "#6a4a2e", "#8a6240")
    shape, wall = _sized(foot, 4.6, 4.4), _wall(rgb, A.MAT_LOG, 3, 1, "picture", "brown")
    out.gable_front(shape, 3.0, 3.2, wall, cover, 0.7, _front(wall, "picture", "forest", 1), founded=True)
    porch(out, shape, 0.95, cover.rgb, 3, 0, 1)
    chimney(out, shape, 2.6, 1.0, 7.0)


def _cape(out: Solids, foot: Footprint, rng: Rng, roof: Rgb | None) -> None:
    rgb, accent = (
        pick(rng, "#a8a094", "#8f887c", WHITE, WHITE, "#b9c4c8"),
        _accent(rng, "navy", "black", "red", "forest"),
    )
    cover = _roof(rng, roof, "#6a625a", "#4f4b48")
    shape, wall = _sized(foot, 5.5, 4.2), _wall(rgb, A.MAT_CLAPBOARD, 5, 1, "shutters", accent)
    out.gable(shape, 2.7, 3.9, wall, cover, 0.2, _front(wall, "shutters", accent, 2), founded=True, attic=True)
    dormers(out, shape, wall, cover, 2.7, 3.9, 2)
    chimney(out, shape, 0.0, 0.0, 7.6)


def _victorian(out: Solids, foot: Footprint, rng: Rng, roof: Rgb | None) -> None:
    rgb = pick(rng, "#b9a8c0", "#8fa59a", "#d9c9a0", "#a8b8c4", "#c08a78", "#7d5a6a")
    cover = _roof(rng, roof, "#45484c", "#3d3a40")
    main, wall = _sized(foot, 4.8, 5.0), _wall(rgb, A.MAT_CLAPBOARD, 4, 2, "tall")
    out.gable_front(main, 6.8, 4.4, wall, cover, 0.4, _front(wall, "tall", "burgundy", 1), founded=True)
    x, y = main.at(4.4, -4.4)
    out.drum((x, y, foot.z - 1.0), 1.7, 9.6, _wall(rgb * 1.05, A.MAT_CLAPBOARD, 1, 3, "tall"), cover.rgb, 8)
    porch(out, main.moved(-0.9, 0, 3.6, 5.0), 1.0, cover.rgb, 4, 0, 1)
    chimney(out, main, -2.0, 2.0, 11.5)


def _brick(out: Solids, foot: Footprint, rng: Rng, roof: Rgb | None) -> None:
    wall_rgb = pick(rng, BRICK_RED, BRICK_RED, "#a86a50", "#9a5a44", "#b08a70")
    accent, cover = _accent(rng, "white", "black", "forest", "navy"), _roof(rng, roof, "#4c4846", "#5a4e44")
    shape = _sized(foot, rng.uniform(6.6, 8.2), 4.3)
    wall = _wall(wall_rgb, A.MAT_BRICK, 6, 1, "shutters", accent)
    garage = 5 if rng.random() < 0.5 else -1
    front = _front(wall, "shutters", accent, 2, garage)
    if rng.random() < 0.5:
        out.hip(shape, 3.0, 2.2, wall, cover, front, founded=True)
    else:
        out.gable(shape, 3.0, 2.3, wall, cover, 0.45, front, founded=True)
        chimney(out, shape, -shape.half_x + 0.3, 0.0, 6.2)


def _colonial(out: Solids, foot: Footprint, rng: Rng, roof: Rgb | None) -> None:
    accent, cover = _accent(rng, "black", "forest", "white", "navy"), _roof(rng, roof, "#4c4846", "#565a5e")
    shape, wall = _sized(foot, 6.6, 4.4), _wall(pick(rng, BRICK_RED, "#8a5040"), A.MAT_BRICK, 5, 2, "shutters", accent)
    out.gable(shape, 6.0, 2.9, wall, cover, 0.3, _front(wall, "shutters", accent, 2, -1, QUOINS), founded=True)
    portico = shape.moved(0, -5.2, 1.7, 0.8)
    out.panel(portico, (-1.7, -0.8, 0, 3.4), (0, 0, 3.1), Surface(_TRIM.rgb, A.MAT_PORCH, 1, 1, 2))
    out.panel(portico, (-1.9, -0.9, 3.1, 3.8), (0, 0, 1.1), Surface(_TRIM.rgb * 1.05), shape=A.SHAPE_TRIANGLE)
    out.panel(portico, (-1.7, -0.8, 3.1, 3.4), (0, 1.7, 0), Surface(_TRIM.rgb))
    for side in (-1.0, 1.0):
        chimney(out, shape, side * 6.3, 0.0, 10.0)


def _ranch(out: Solids, foot: Footprint, rng: Rng, roof: Rgb | None) -> None:
    brick = rng.random() < 0.3
    rgb = pick(rng, "#a8604a", "#9a5a44") if brick else pick(rng, "#c9c2b0", "#b5a88f", "#d8d2c4", "#a8b0a8", "#8fa0a0")
    cover = _roof(rng, roof, "#5f5a55", "#4f4a46", "#6a5a4c")
    shape, accent = _sized(foot, rng.uniform(7.6, 9.2), 4.3), _accent(rng)
    wall = _wall(rgb, A.MAT_BRICK if brick else A.MAT_CLAPBOARD, 5, 1, "picture", accent)
    front = _front(wall, "picture", accent, int(rng.integers(1, 3)))
    if rng.random() < 0.5:
        out.hip(shape, 2.8, 1.7, wall, cover, front, founded=True)
    else:
        out.gable(shape, 2.8, 1.6, wall, cover, 0.6, front, founded=True)
    garage = shape.moved(shape.half_x + 2.6, -1.2, 3.0, 3.6)
    side = Surface(rgb, wall.material, 1, 1, variant("picture", accent, -1, 0))
    out.gable_front(garage, 2.7, 1.5, Surface(rgb, wall.material), cover, 0.4, side, founded=True)
    if rng.random() < 0.4:
        chimney(out, shape, 1.0, 0.6, 5.4)


def _bungalow(out: Solids, foot: Footprint, rng: Rng, roof: Rgb | None) -> None:
    rgb = pick(rng, "#6f7a5c", "#8a7a5c", "#5f6a70", "#a8744a", "#c9b890", "#7a4a38")
    cover, accent = _roof(rng, roof, "#4f463e", "#3f3d3a"), _accent(rng, "cream", "burgundy", "brown", "white")
    shape, wall = _sized(foot, 4.8, 5.4), _wall(rgb, A.MAT_CLAPBOARD, 3, 1, "wide", accent)
    out.gable_front(shape, 3.1, 2.5, wall, cover, 0.9, _front(wall, "wide", accent, 1), founded=True)
    gabled = shape.moved(0, -6.5, 3.9, 1.2)
    out.panel(gabled, (-3.9, -1.1, 0.1, 7.8), (0, 0, 2.6), Surface(_TRIM.rgb, A.MAT_PORCH, 3, 1, 1 | 2 << 4))
    out.panel(gabled, (-3.9, -1.1, 0.1, 7.8), (0, 2.4, 0), Surface(linear("#6f6a62")))
    out.panel(gabled, (-3.9, -1.1, -0.9, 7.8), (0, 0, 1.0), Surface(linear("#57534d")))
    out.gable_front(gabled.moved(0, 0, 3.9, 1.2, 2.7), 0.05, 1.9, Surface(rgb, A.MAT_SHINGLE), cover, 0.6)
    out.boxes.pop()


def _shotgun(out: Solids, foot: Footprint, rng: Rng, roof: Rgb | None) -> None:
    rgb = pick(rng, "#d8a0a0", "#e0c878", "#8fb8b0", "#a8c0d8", WHITE, "#c88868", "#9ab07a", "#b8a0c8")
    cover = _roof(rng, roof, "#5a5654", "#7a6a5c")
    shape, accent = _sized(foot, 2.9, 7.5), _accent(rng, "forest", "navy", "burgundy", "turquoise", "white")
    raised = Footprint(shape.x, shape.y, shape.half_x, shape.half_y, shape.angle, shape.z + 0.5)
    wall = _wall(rgb, A.MAT_CLAPBOARD, 3, 1, "tall", accent)
    out.gable_front(raised, 3.5, 2.5, wall, cover, 0.4, _front(wall, "shutters", accent, 0), founded=True)
    porch(out, raised, 1.0, cover.rgb, 2, 2, 0)


def _stucco(out: Solids, foot: Footprint, rng: Rng, roof: Rgb | None) -> None:
    rgb = pick(rng, "#e6d9bd", "#dcc4a2", "#ecebe2", "#d9b9a0", "#cfd6cf", "#c9b08c", "#e0cfa8")
    tiles = Surface(roof if roof is not None else pick(rng, "#a5573a", "#a5573a", "#b5a898"), A.MAT_TILE_ROOF)
    shape, accent = _sized(foot, rng.uniform(6.0, 7.0), 4.8), _accent(rng, "brown", "teal", "burgundy", "forest")
    wall = _wall(rgb, A.MAT_STUCCO, 5, 1, "punched", accent)
    out.hip(shape, 3.2, 1.9, wall, tiles, _front(wall, "arched", accent, 2), founded=True)
    garage = shape.moved(shape.half_x + 1.6, -2.0, 3.1, 4.2)
    out.hip_roof(Footprint(garage.x, garage.y, 4.2, 3.1, garage.angle + np.pi / 2, garage.z), 3.0, 1.5, tiles)
    door = Surface(rgb, A.MAT_STUCCO, 1, 1, variant("punched", accent, -1, 0))
    out.walls(garage, 3.0, Surface(rgb, A.MAT_STUCCO), door, founded=True)


def _tract(out: Solids, foot: Footprint, rng: Rng, roof: Rgb | None) -> None:
    brick = rng.random() < 0.6
    rgb = pick(rng, "#b08a70", "#a5705a", "#c0a890") if brick else pick(rng, "#d5c4a5", "#cbb895", "#e0d2b8")
    cover, accent = _roof(rng, roof, "#6a5f54", "#57504a"), _accent(rng, "brown", "burgundy", "black")
    shape, wall = _sized(foot, 6.8, 5.2), _wall(rgb, A.MAT_BRICK if brick else A.MAT_STUCCO, 4, 2, "punched", accent)
    out.hip(shape, 5.8, 2.8, wall, cover, _front(wall, "punched", accent, 2, 0), founded=True)
    bay = shape.moved(-4.0, -6.2, 2.9, 1.4)
    face = Surface(rgb, wall.material, 1, 1, variant("punched", accent, -1, 0))
    out.gable_front(bay, 3.0, 2.0, Surface(rgb, wall.material), cover, 0.35, face, founded=True)


def _adobe(out: Solids, foot: Footprint, rng: Rng, _roof: Rgb | None) -> None:
    rgb, accent = (
        pick(rng, "#b88a62", "#c09a74", "#ab7c56", "#b5906c"),
        _accent(rng, "turquoise", "teal", "sky", "brown"),
    )
    shape = _sized(foot, rng.uniform(5.5, 7.5), 4.5)
    wall = Surface(rgb, A.MAT_STUCCO, 4, 1, variant("deep", accent))
    out.box(shape, 3.7, wall, None, _front(wall, "deep", accent, 1, -1, VIGAS), founded=True)
    upper = shape.moved(2.6, 0.8, 3.0, 3.0, 3.2)
    high = Surface(rgb * 1.04, A.MAT_STUCCO, 2, 1, variant("deep", accent))
    out.box(upper, 2.9, high, None, _front(high, "deep", accent, -1, -1, VIGAS))
    if rng.random() < 0.6:
        posts = Surface(linear("#5a3f28"), A.MAT_PORCH, 3, 1, 2)
        out.panel(shape, (-shape.half_x, -6.4, -0.1, shape.half_x * 1.1), (0, 0, 2.8), posts)
        out.panel(
            shape, (-shape.half_x - 0.2, -6.7, 2.7, shape.half_x * 1.15), (0, 2.2, 0.15), Surface(linear("#6a4a30"))
        )


def _trailer(out: Solids, foot: Footprint, rng: Rng, _roof: Rgb | None) -> None:
    rgb = pick(rng, WHITE, "#c9c0a5", "#a5b5b8", "#b8c0a8")
    body = Footprint(foot.x, foot.y, 7.5, 2.2, foot.angle, foot.z + 0.7)
    wall = _wall(rgb, A.MAT_CLAPBOARD, 6, 1, "shutters", "grey")
    out.gable(
        body, 2.6, 0.6, wall, Surface(linear("#b5b5b0"), A.MAT_METAL_SHEET), 0.2, _front(wall, "shutters", "white", 3)
    )
    out.walls(
        Footprint(foot.x, foot.y, 7.4, 2.1, foot.angle, foot.z - 1.2),
        1.9,
        Surface(linear("#8a8478"), A.MAT_METAL_SHEET),
    )
    steps = body.moved(1.25, -2.9, 0.9, 0.7, -1.0)
    out.box(steps, 1.0, Surface(linear("#7a6a54")))


def _row(out: Solids, foot: Footprint, rng: Rng, _roof: Rgb | None) -> None:
    rgb, accent = pick(rng, BRICK_RED, "#7a3f32", "#a06a50", "#8a5a48"), _accent(rng, "white", "black", "brown")
    wall = Surface(rgb, A.MAT_BRICK, 3, 3, variant("tall", accent))
    front = _front(wall, "tall", accent, 0, -1, COPING)
    out.box(_sized(foot, 4.2, 5.5), rng.uniform(8.8, 10.2), wall, None, front, founded=True)


HOUSES: dict[str, Callable[[Solids, Footprint, Rng, Rgb | None], None]] = {
    "clapboard": _clapboard, "saltbox": _saltbox, "farmhouse": _farmhouse, "farm": _farmhouse, "cabin": _cabin,
    "cape": _cape, "victorian": _victorian, "brick": _brick, "colonial": _colonial, "ranch": _ranch,
    "bungalow": _bungalow, "foursquare": _foursquare, "shotgun": _shotgun, "stucco": _stucco, "tract": _tract,
    "adobe": _adobe, "trailer": _trailer, "row": _row,
}  # fmt: skip
"""How to build each of `customs.HOUSES`."""
