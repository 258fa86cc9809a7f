"""The courthouse on the green of a county seat. Shapes and colours are the author's."""

import itertools
import math

import numpy as np

from geogame.world import arrays as A
from geogame.world.colour import Rgb, linear
from geogame.world.lots import frontage, vec
from geogame.world.mesh import Maker, Pose, stamp
from geogame.world.openings import CORNICE, QUOINS, STRINGS, variant
from geogame.world.solids import Footprint, Solids, Surface
from geogame.world.town import Town

Rng = np.random.Generator
STOREY_M = 4.2
_PALE, _STONE, _ROOF = "#ece8dc", "#cfc8b6", "#57534e"


def courthouse_style(state: str) -> str:
    """Which courthouse a region built: ``dome`` of the Midwest, ``portico`` of the South, ``tower`` of Texas."""
    if state in ("TX", "OK"):
        return "tower"
    return "dome" if state in ("IN", "IL", "IA", "MO", "OH", "KS", "NE", "MI", "WI", "MN") else "portico"


def courthouse(town: Town, foot: Footprint, style: str) -> None:
    """Build a courthouse of two storeys on a footprint of 14 by 9 m half sizes, its front at negative y."""
    rng, out = town.rng, town.road.solids
    hexes = {
        "dome": ("#d8d2c0", "#cdbf9f", "#c4beb0"),
        "portico": ("#9a5a44", "#a8674e", "#e2dccb"),
        "tower": ("#d2b184", "#b98a6a", "#c9a07a"),
    }[style]
    rgb = linear(hexes[int(rng.integers(3))])
    material = A.MAT_BRICK if style == "portico" else A.MAT_ASHLAR
    windows = "arched" if style == "tower" else "tall"
    height = 2 * STOREY_M + 1.4
    along = CORNICE | STRINGS | (QUOINS if style != "portico" else 0)
    wall = Surface(rgb, material, 9, 2, variant(windows, "cream", -1, -1, along))
    out.box(foot, height, wall, Surface(linear(_ROOF)), wall, founded=True)
    if style == "tower":
        _texan(out, foot, rgb, height)
    else:
        _front(town, foot, rgb, material, height)
        _crown(out, foot, style, rgb, height, rng)
    _steps(out, foot)


def _steps(out: Solids, foot: Footprint) -> None:
    """Lead broad steps up to the door."""
    front, deep = -foot.half_y - 1.2, 4.4
    stone = Surface(linear(_STONE), A.MAT_CLAPBOARD)
    out.panel(foot, (-4.4, front - deep, -0.3, 8.8), (0, deep, 1.6), stone)
    for side in (-4.9, 4.9):
        out.box(foot.moved(side, front - deep / 2, 0.5, deep / 2, -1.0), 2.4, Surface(linear(_STONE)))
        out.boxes.pop()


def _front(town: Town, foot: Footprint, rgb: Rgb, material: int, height: float) -> None:
    """Set a portico of columns under a pediment before the middle."""
    out, white = town.road.solids, linear(_PALE)
    half, deep = 6.0, 2.6
    porch = foot.moved(0.0, -foot.half_y - deep / 2, half, deep / 2)
    out.box(porch.moved(0, 0, half, deep / 2, -1.5), 2.8, Surface(linear(_STONE)))
    out.boxes.pop()
    door = Surface(rgb, material, 3, 2, variant("tall", "brown", 1))
    out.panel(foot, (-4.2, -foot.half_y - 0.06, 1.3, 8.4), (0, 0, height - 2.8), door)
    for along in np.linspace(-half + 0.6, half - 0.6, 6):
        x, y = porch.at(float(along), -deep / 2 + 0.5)
        town.road.wires.post(np.array([x, y, foot.z + 1.2]), height - 2.6, 0.4, white)
        town.road.wires.post(np.array([x, y, foot.z + 1.2]), 0.4, 0.55, white)
    beam = porch.moved(0, 0, half + 0.3, deep / 2 + 0.2, height - 1.5)
    out.box(beam, 1.4, Surface(white))
    out.boxes[-1] = (*out.boxes[-1][:5], height)
    out.slab(beam, 0.0, Surface(white * 0.6))
    wide = 2 * beam.half_x
    out.panel(beam, (-beam.half_x, -beam.half_y, 1.4, wide), (0, 0, 2.8), Surface(white), A.SHAPE_TRIANGLE)
    for side in (-1.0, 1.0):
        turned = Footprint(beam.x, beam.y, beam.half_y, beam.half_x, beam.angle + math.pi / 2, beam.z)
        out.panel(
            turned, (-beam.half_y - 0.2, 0.0, 4.3, 2 * beam.half_y + 4.0), (0, side * (half + 0.5), -3.0),
            Surface(linear(_ROOF)),
        )  # fmt: skip


def _crown(out: Solids, foot: Footprint, style: str, rgb: Rgb, height: float, rng: Rng) -> None:
    """Raise a drum with windows and a dome over the middle; the South's is a white cupola."""
    south = style == "portico"
    white = linear(_PALE) if south else rgb * 1.05
    radius, tall = (2.2, 2.8) if south else (3.6, 3.6)
    base = foot.moved(0, 0, radius + 0.9, radius + 0.9, height)
    out.box(base, 2.4, Surface(white, A.MAT_ASHLAR if not south else A.MAT_CLAPBOARD, 2, 1))
    out.boxes.pop()
    drum = Surface(white, A.MAT_STUCCO, 1, 1, variant("arched", "cream"))
    out.drum((base.x, base.y, base.z + 2.4), radius, tall, drum)
    out.boxes[-1] = (*out.boxes[-1][:5], height + 2.4 + tall)
    dome = ("#8fae9c", "#b9bcb8", "#c9b26a", "#6f8f82")[int(rng.integers(4))]
    m = Maker()
    m.ring((0, 0, -0.1), (radius + 0.45, radius + 0.45), 0.5, 1, 12)
    profile = [(radius * math.cos(k * math.pi / 8), 0.4 + radius * 1.15 * math.sin(k * math.pi / 8)) for k in range(4)]
    for (low, z0), (high, z1) in itertools.pairwise(profile):
        m.ring((0, 0, z0), (low, high), z1 - z0, 0, 12)
    top = profile[-1][1]
    m.ring((0, 0, top), (profile[-1][0], 0.0), 0.5, 0, 12)
    m.ring((0, 0, top), (0.75, 0.75), 1.9, 1, 8)
    m.ring((0, 0, top + 1.9), (0.95, 0.0), 1.5, 0, 8)
    m.box((-0.06, -0.06, top + 3.2), (0.06, 0.06, top + 5.4), 0)
    pose = Pose(base.x, base.y, base.z + 2.4 + tall, foot.angle)
    stamp(out, m.done(), pose, np.array([linear(dome), white]))


def _texan(out: Solids, foot: Footprint, rgb: Rgb, height: float) -> None:
    """Raise a hipped roof, turrets at the corners, and a clock tower over the middle."""
    red = Surface(linear("#8a4a38"), A.MAT_TILE_ROOF)
    out.hip_roof(foot, height, 4.2, red, 0.4)
    stone = Surface(rgb * 1.04, A.MAT_ASHLAR, 1, 3, variant("arched", "brown"))
    for along in (-1.0, 1.0):
        corner = foot.moved(along * (foot.half_x - 0.6), -foot.half_y + 0.6, 2.4, 2.4)
        out.box(corner, height + 2.6, stone, None, stone, founded=True)
        out.boxes.pop()
        out.hip_roof(corner, height + 2.6, 4.2, red, 0.3)
    middle = foot.moved(0, -foot.half_y - 0.4, 3.2, 2.6)
    arch = Surface(rgb * 1.04, A.MAT_ASHLAR, 3, 2, variant("arched", "brown", 1))
    out.box(middle, height + 0.8, arch, None, arch, founded=True)
    out.boxes.pop()
    tower = foot.moved(0, 0, 3.0, 3.0, height)
    look = Surface(rgb * 1.04, A.MAT_ASHLAR, 2, 2, variant("arched", "brown", -1, -1, CORNICE))
    out.box(tower, 7.4, look)
    out.boxes[-1] = (*out.boxes[-1][:5], height + 7.4)
    belfry = tower.moved(0, 0, 2.6, 2.6, 7.4)
    out.box(belfry, 3.6, Surface(rgb, A.MAT_ASHLAR))
    out.boxes.pop()
    for turn in range(4):
        side = Footprint(belfry.x, belfry.y, 2.6, 2.6, belfry.angle + turn * math.pi / 2, belfry.z)
        for size, out_m, tone in ((2.8, 0.05, "#3a3430"), (2.4, 0.1, "#f0ece0")):
            face = (-size / 2, -2.6 - out_m, 1.8 - size / 2, size)
            out.panel(side, face, (0, 0, size), Surface(linear(tone)), A.SHAPE_DISC)
        for reach, lean in ((0.8, 0.3), (0.55, -0.5)):
            hand = (-0.06, -2.75, 1.8, 0.12)
            out.panel(side, hand, (reach * lean, 0, reach), Surface(linear("#22201e")))
    out.hip_roof(belfry, 3.6, 4.8, red, 0.5)


def monument(town: Town, x: float, y: float, z: float, angle: float) -> None:
    """Stand an obelisk on steps, and a flag on its pole beside it."""
    m = Maker()
    for half, low, high in ((1.6, -0.4, 0.3), (1.2, 0.3, 0.7), (0.8, 0.7, 2.0)):
        m.box((-half, -half, low), (half, half, high), 0)
    m.ring((0, 0, 2.0), (0.72, 0.42), 4.6, 0, 4)
    m.ring((0, 0, 6.6), (0.42, 0.0), 0.6, 0, 4)
    stone = linear(("#b8b4ac", "#d8d4c8", "#8f8a86")[int(town.rng.integers(3))])
    stamp(town.road.solids, m.done(), Pose(x, y, z, angle), np.array([stone]))
    pole = Footprint(x, y, 1.0, 1.0, angle, z).moved(7.0, 0.0, 0.1, 0.1)
    town.road.wires.post(np.array([pole.x, pole.y, z - 0.4]), 11.4, 0.07, linear("#c9ccce"))
    cloth = ((0.0, 1.5, "#f0eee8"), (0.0, 0.12, "#a83a34"), (0.46, 0.12, "#a83a34"), (0.92, 0.12, "#a83a34"),
             (1.38, 0.12, "#a83a34"))  # fmt: skip
    for k, (low, high, tone) in enumerate(cloth):
        look = Surface(linear(tone))
        town.road.solids.panel(pole, (0.08, -0.01 * (k > 0), 9.2 + low, 2.6), (0, 0, high), look)
        town.road.solids.panel(pole, (2.68, 0.01 * (k > 0), 9.2 + low, -2.6), (0, 0, high), look)
    for across in (-0.02, 0.02):
        town.road.solids.panel(pole, (0.08, across, 9.92, 1.05), (0, 0, 0.78), Surface(linear("#2f3f6b")))


def green(town: Town, side: float, middle: float, style: str) -> None:
    """Lay out a courthouse on its green: walks, monument, trees, and shops across the street behind."""
    params, rng = town.road.params, town.rng
    params[A.GREEN_SIDE], params[A.GREEN_V_M] = side, middle
    foot, _dry = town.spot(side * (frontage(town) + 31.0), middle)
    house = Footprint(foot.x, foot.y, 14.0, 9.0, foot.angle, foot.z + 0.25)
    courthouse(town, house, style)
    town.clearings.append((house.x, house.y, 21.0))
    _walk(town, side, middle, frontage(town) + 16.5)
    feet, _ = town.road.line(side * (frontage(town) + 6.5), np.array([middle + 13.0, middle - 13.0]))
    x, y, z = (float(c) for c in feet[int(rng.integers(2))])
    monument(town, x, y, z, foot.angle)
    town.clearings.append((x, y, 9.0))
    for along in (-40.0, -30.0, -21.0, 21.0, 30.0, 40.0):
        for inset in (12.0, 22.0, 35.0):
            if rng.random() < 0.5:
                u = side * (frontage(town) + inset + float(rng.uniform(-1.5, 1.5)))
                feet, _ = town.road.line(u, np.array([middle + along + float(rng.uniform(-2.5, 2.5))]))
                if math.hypot(feet[0, 0] - x, feet[0, 1] - y) > 6.0:
                    town.shade.append((float(feet[0, 0]), float(feet[0, 1])))


def _walk(town: Town, side: float, middle: float, end_m: float) -> None:
    """Lay a concrete walk from the sidewalk to the steps, in pieces that follow the ground."""
    start, look = float(town.road.params[A.SHOULDER_HALF_WIDTH]), Surface(linear("#b4b0a6"), A.MAT_CONCRETE)
    ends = np.array([middle - 2.2, middle + 2.2])
    rows = [town.road.line(side * u, ends)[0] + (0.0, 0.0, 0.08) for u in np.linspace(start, end_m, 6)]
    for near, far in itertools.pairwise(rows):
        corner, across, deep = near[0], near[1] - near[0], far[0] - near[0]
        town.road.solids.quad(vec(corner), vec(across), vec(deep), look)
