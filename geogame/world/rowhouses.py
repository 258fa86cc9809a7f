"""Houses wall to wall, and flats, by region. The front is the side of negative y; shapes are the author's."""

from collections.abc import Callable

import numpy as np

from geogame.world import arrays as A
from geogame.world.colour import Rgb, linear
from geogame.world.houses import HOUSES, pick
from geogame.world.openings import COPING, CORNICE, ESCAPE, QUOINS, STRINGS, variant
from geogame.world.solids import Footprint, Solids, Surface

Rng = np.random.Generator
_TRIM = np.array([0.62, 0.61, 0.58])
_IRON = np.array([0.02, 0.025, 0.022])


def facade(out: Solids, foot: Footprint, height: float, look: Surface, front: Surface, top: Rgb | None = None) -> None:
    """Build a flat-roofed block whose back is never seen."""
    blank = Surface(look.rgb * 0.92, look.material)
    out.box(foot, height, blank, Surface(top if top is not None else look.rgb * 0.5), front, founded=True)


def stoop(out: Solids, foot: Footprint, along: float, rise: float, rgb: Rgb) -> None:
    """Build front steps of `rise` metres up to the front wall."""
    deep = rise * 1.3
    step = Surface(rgb, A.MAT_CLAPBOARD)
    out.panel(foot, (along - 0.7, -foot.half_y - deep, 0.0, 1.4), (0, deep, rise), step)
    for side in (-0.75, 0.75):
        turned = Footprint(
            *foot.at(along + side, -foot.half_y - deep / 2), deep / 2, 0.1, foot.angle + np.pi / 2, foot.z
        )
        out.panel(turned, (-deep / 2, 0.0, -0.8, deep), (0, 0, 1.1 + rise * 0.6), Surface(rgb * 0.85))


def bay(
    out: Solids, foot: Footprint, along: float, base: float, height: float, look: Surface, half: float = 1.35
) -> None:
    """Build a bay window that stands out 0.8 m."""
    box = foot.moved(along, -foot.half_y - 0.4, half, 0.4, base)
    out.box(box, height, Surface(look.rgb, look.material), Surface(look.rgb * 0.6), look)
    out.boxes.pop()


def _brownstone(out: Solids, foot: Footprint, rng: Rng) -> None:
    rgb, storeys = pick(rng, "#6f4a3a", "#7a5442", "#64463a", "#8a6a54", "#a08468"), int(rng.integers(3, 5))
    door = 0 if rng.random() < 0.5 else 2
    accent = ("black", "brown", "burgundy", "forest")[rng.integers(4)]
    look = Surface(rgb, A.MAT_ASHLAR, 3, storeys, variant("tall", accent))
    raised = Footprint(foot.x, foot.y, foot.half_x, foot.half_y, foot.angle, foot.z + 1.1)
    front = Surface(rgb, A.MAT_ASHLAR, 3, storeys, variant("tall", accent, door, -1, CORNICE | STRINGS))
    facade(out, raised, 3.5 * storeys + 0.9, look, front)
    stoop(
        out,
        Footprint(foot.x, foot.y, foot.half_x, foot.half_y, foot.angle, foot.z - 0.1),
        (door - 1) * foot.half_x * 0.67,
        1.3,
        rgb * 0.9,
    )


def _brick_row(out: Solids, foot: Footprint, rng: Rng) -> None:
    rgb, storeys = pick(rng, "#8f4a38", "#84412f", "#9a5a44", "#7a3f32", "#b09078"), 2 if rng.random() < 0.6 else 3
    door = 0 if rng.random() < 0.8 else 1
    accent = ("white", "cream", "forest", "black", "navy", "red")[rng.integers(6)]
    front = Surface(rgb, A.MAT_BRICK, 2, storeys, variant("tall", accent, door, -1, CORNICE))
    facade(out, foot, 3.2 * storeys + 0.9, front, front)
    steps = foot.moved((door - 0.5) * foot.half_x, -foot.half_y - 0.5, 0.75, 0.5, -0.5)
    out.box(steps, 0.85, Surface(linear("#d8d4ca")))
    out.boxes.pop()


def _triple_decker(out: Solids, foot: Footprint, rng: Rng) -> None:
    rgb = pick(rng, "#c9c0a0", "#a8b4a8", "#d8d4c4", "#8fa0a8", "#b89a78", "#9a8a98", "#7f8a74")
    look = Surface(rgb, A.MAT_CLAPBOARD, 4, 3, variant("wide", "white"))
    front = Surface(rgb, A.MAT_CLAPBOARD, 3, 3, variant("wide", "brown", 2, -1, CORNICE))
    out.box(foot, 9.6, look, Surface(linear("#4a4846")), front, founded=True)
    half = foot.half_x * 0.62
    porches = foot.moved(foot.half_x - half, -foot.half_y - 1.0, half, 1.0)
    for k in range(3):
        out.panel(porches, (-half, -1.0, 0.3 + 3.0 * k, 2 * half), (0, 0, 2.9), Surface(_TRIM, A.MAT_PORCH, 2, 1, 0))
        out.panel(porches, (-half, -1.0, 3.2 + 3.0 * k, 2 * half), (0, 2.0, 0), Surface(_TRIM * 0.7))
    bay(out, foot, -foot.half_x * 0.5, 0.0, 9.2, Surface(rgb, A.MAT_CLAPBOARD, 2, 3, variant("wide")))


def _painted(out: Solids, foot: Footprint, rng: Rng) -> None:
    rgb = pick(rng, "#e0ccc4", "#ccd4d8", "#e4dcc0", "#c8d0bc", "#d4c8d4", "#eae6dc", "#eae6dc", "#d4b09c", "#a4b8b4")
    accent = ("white", "cream", "burgundy", "navy", "forest", "teal")[rng.integers(6)]
    front = Surface(rgb, A.MAT_CLAPBOARD, 3, 3, variant("tall", accent, 2, 0, CORNICE | STRINGS))
    facade(out, foot, 10.6, front, front)
    bay(
        out,
        foot,
        -foot.half_x * 0.35,
        3.4,
        6.6,
        Surface(rgb * 1.05, A.MAT_CLAPBOARD, 2, 2, variant("tall", accent)),
        1.5,
    )
    if rng.random() < 0.55:
        gable = Surface(rgb, A.MAT_CLAPBOARD)
        out.panel(
            foot, (-foot.half_x, -foot.half_y - 0.15, 10.5, 2 * foot.half_x), (0, 0, 2.7), gable, A.SHAPE_TRIANGLE
        )
        for side in (-1.0, 1.0):
            turned = Footprint(foot.x, foot.y, foot.half_y, foot.half_x, foot.angle + np.pi / 2, foot.z)
            out.panel(
                turned,
                (-foot.half_y - 0.3, 0.0, 13.3, 2 * foot.half_y),
                (0, side * foot.half_x, -2.8),
                Surface(linear("#45464a"), A.MAT_SHINGLE),
            )


def _two_flat(out: Solids, foot: Footprint, rng: Rng) -> None:
    stone = rng.random() < 0.35
    rgb = pick(rng, "#a8a498", "#b5ac98") if stone else pick(rng, "#8a4a38", "#7a4034", "#a8744f", "#6f4034")
    storeys, material = int(rng.integers(2, 4)), A.MAT_ASHLAR if stone else A.MAT_BRICK
    front = Surface(rgb, material, 3, storeys, variant("tall", "brown", 2, -1, COPING | STRINGS))
    raised = Footprint(foot.x, foot.y, foot.half_x, foot.half_y, foot.angle, foot.z + 0.8)
    facade(out, raised, 3.5 * storeys + 0.9, Surface(rgb, material, 3, storeys, variant("tall")), front)
    bay(out, raised, -foot.half_x * 0.4, 0.0, 3.5 * storeys, Surface(rgb, material, 2, storeys, variant("tall")), 1.6)
    stoop(out, foot, foot.half_x * 0.67, 1.0, linear("#9a968c"))


def _tenement(out: Solids, foot: Footprint, rng: Rng) -> None:
    rgb, storeys = pick(rng, "#7a4034", "#8f4a38", "#a87858", "#6f3b30", "#b8a080"), int(rng.integers(5, 7))
    accent = ("forest", "brown", "black", "cream")[rng.integers(4)]
    along = CORNICE | STRINGS | (ESCAPE if rng.random() < 0.75 else 0)
    front = Surface(rgb, A.MAT_BRICK, 4, storeys, variant("tall", accent, 1, -1, along))
    facade(out, foot, 3.3 * storeys + 0.9, front, front)
    if rng.random() < 0.7:
        shop(out, foot, 3.9, 2, rng, 0.4)


def _creole(out: Solids, foot: Footprint, rng: Rng) -> None:
    rgb = pick(rng, "#d8a888", "#c8b078", "#9ab0a0", "#b8705a", "#d8cdb8", "#a8b8c8", "#a0604a")
    storeys, accent = int(rng.integers(2, 4)), ("forest", "navy", "burgundy", "teal")[rng.integers(4)]
    front = Surface(rgb, A.MAT_STUCCO, 4, storeys, variant("shutters", accent, 1, -1, CORNICE))
    facade(out, foot, 3.9 * storeys + 0.9, front, front)
    gallery = foot.moved(0, -foot.half_y - 0.85, foot.half_x, 0.85)
    wide = 2 * foot.half_x
    for k in range(storeys):
        rail = Surface(_IRON, A.MAT_PORCH, 4, 1, 2 if k == 0 else 0)
        out.panel(gallery, (-foot.half_x, -0.85, 3.9 * k, wide), (0, 0, 3.9), rail)
        out.panel(gallery, (-foot.half_x, -0.85, 3.9 * (k + 1) - 0.2, wide), (0, 1.7, 0), Surface(linear("#5f5a54")))


def _deco(out: Solids, foot: Footprint, rng: Rng) -> None:
    rgb = pick(rng, "#f2d8c8", "#d8ece4", "#f4e8b8", "#e8d0dc", "#cfe4ee", "#f2f0e8", "#f2f0e8")
    storeys = int(rng.integers(2, 5))
    accent = ("turquoise", "salmon", "pink", "sky", "mustard", "white")[rng.integers(6)]
    wide = 2 * foot.half_x
    front = Surface(
        rgb, A.MAT_STUCCO, 6, storeys, variant("ribbon" if rng.random() < 0.5 else "wide", accent, 2, -1, STRINGS)
    )
    height = 3.3 * storeys + 0.9
    facade(out, foot, height, Surface(rgb, A.MAT_STUCCO, 6, storeys, variant("wide", accent)), front)
    fin = foot.moved(rng.uniform(-0.2, 0.2) * foot.half_x, -foot.half_y - 0.2, 1.3, 0.35)
    tint = pick(rng, "#5fb8b0", "#e08a78", "#f0b8c0", "#8fc0d8", "#f2c060")
    out.box(fin, height + 2.4, Surface(tint, A.MAT_STUCCO), Surface(tint))
    out.boxes.pop()
    for k in range(1, storeys + 1):
        # Eyebrows: thin shelves that shade the windows.
        out.panel(foot, (-foot.half_x, -foot.half_y - 0.7, 3.3 * k - 0.35, wide), (0, 0.7, 0.02), Surface(rgb * 0.9))
        out.panel(foot, (-foot.half_x, -foot.half_y - 0.7, 3.3 * k - 0.35, wide), (0, 0, 0.18), Surface(tint))


def _walk_up(out: Solids, foot: Footprint, rng: Rng) -> None:
    rgb, storeys = pick(rng, "#8a4a3a", "#a86f55", "#b8a080", "#7a4034", "#c0b09a"), int(rng.integers(3, 6))
    along = COPING | STRINGS | (QUOINS if rng.random() < 0.4 else 0)
    front = Surface(rgb, A.MAT_BRICK, 5, storeys, variant("sash", "forest", 2, -1, along))
    facade(out, foot, 3.2 * storeys + 0.8, Surface(rgb, A.MAT_BRICK, 4, storeys), front)


def _garden(out: Solids, foot: Footprint, rng: Rng) -> None:
    rgb, storeys = pick(rng, "#a86a50", "#b8a080", "#c9bda5", "#9a7a60"), int(rng.integers(2, 4))
    front = Surface(rgb, A.MAT_BRICK, 6, storeys, variant("balcony", "brown", 2))
    wall = Surface(rgb, A.MAT_BRICK, 5, storeys, variant("punched"))
    out.hip(foot, 3.1 * storeys, 2.4, wall, Surface(linear("#5a524a"), A.MAT_SHINGLE), front, founded=True)


def _stucco_flats(out: Solids, foot: Footprint, rng: Rng) -> None:
    rgb, storeys = pick(rng, "#e0d5c0", "#d8c4a5", "#ece6da", "#c9b090", "#cfd8d4", "#d9b9a0"), int(rng.integers(2, 4))
    accent = ("turquoise", "brown", "grey", "salmon", "teal")[rng.integers(5)]
    front = Surface(rgb, A.MAT_STUCCO, 5, storeys, variant("balcony", accent, 2, -1 if rng.random() < 0.5 else 0))
    wall = Surface(rgb, A.MAT_STUCCO, 5, storeys, variant("punched", accent))
    if rng.random() < 0.4:
        out.hip(foot, 3.1 * storeys + 0.2, 2.0, wall, Surface(linear("#a5573a"), A.MAT_TILE_ROOF), front, founded=True)
    else:
        out.box(foot, 3.1 * storeys + 0.7, wall, None, front, founded=True)


def _shotgun(out: Solids, foot: Footprint, rng: Rng) -> None:
    HOUSES["shotgun"](out, foot, rng, None)


def shop(out: Solids, foot: Footprint, height: float, count: int, rng: Rng, awnings: float) -> None:
    """Put shops with `count` windows on the ground floor of a front, some under an awning."""
    wide = 2 * foot.half_x - 0.3
    front = Surface(linear("#4a4440"), A.MAT_STOREFRONT, count, 1)
    out.panel(foot, (-wide / 2, -foot.half_y - 0.12, 0.1, wide), (0, 0, height), front)
    if rng.random() < awnings:
        striped = rng.random() < 0.6
        rgb = pick(rng, "#3f6a4a", "#8a2a24", "#2a4468", "#b08a3a", "#57544f", "#2f6a70")
        cloth = Surface(rgb, A.MAT_AWNING, 0, 0, int(striped))
        out.panel(foot, (-wide / 2 + 0.3, -foot.half_y - 1.3, 2.45, wide - 0.6), (0, 1.2, 0.75), cloth)


ROWS: dict[str, tuple[tuple[float, float], float, float, Callable[[Solids, Footprint, Rng], None]]] = {
    "brownstone": ((2.9, 3.3), 7.0, 0.0, _brownstone),
    "brick_row": ((2.4, 2.9), 6.0, 0.0, _brick_row),
    "triple_decker": ((4.0, 4.6), 7.0, 3.2, _triple_decker),
    "painted": ((3.6, 3.9), 7.0, 0.0, _painted),
    "two_flat": ((3.7, 4.1), 8.0, 1.4, _two_flat),
    "tenement": ((3.9, 6.0), 8.0, 0.0, _tenement),
    "creole": ((4.0, 5.5), 7.0, 0.0, _creole),
    "deco": ((6.0, 10.0), 8.0, 2.5, _deco),
    "walk_up": ((6.0, 8.0), 8.0, 2.5, _walk_up),
    "garden": ((8.5, 12.0), 6.0, 7.0, _garden),
    "stucco_flats": ((6.5, 9.0), 6.0, 4.0, _stucco_flats),
    "shotgun": ((2.9, 2.9), 7.5, 3.0, _shotgun),
}
"""Of each row house: range of half widths, half depth, gap to the next, metres, and how to build it."""
