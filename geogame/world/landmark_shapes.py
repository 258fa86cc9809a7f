"""The shapes of landmarks: towers, churches, elevators, pumps, turbines, pylons. Measures are the author's."""

import math
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.colour import linear
from geogame.world.hoardings import MOTIFS, advertisement
from geogame.world.mesh import Maker, Mesh, Pose, stamp
from geogame.world.roadside import Roadside
from geogame.world.solids import Footprint, Solids, Surface

Rng = np.random.Generator
Floats = NDArray[np.float64]
BODY, TRIM, DARK, LIGHT = range(4)
TALL_SINK_M = 0.8
FAR_M = 700.0


def _colours(*hexes: str) -> Floats:
    return np.array([linear(hex_colour) for hex_colour in hexes])


@cache
def water_tower_mesh(style: str) -> Mesh:
    """Return a municipal water tower: ``legged``, ``spheroid`` or ``standpipe``; about 36, 40 and 24 m high."""
    m = Maker()
    if style == "legged":
        for k in range(6):
            a = 2 * math.pi * (k + 0.5) / 6
            c, s = math.cos(a), math.sin(a)
            foot, top = (6.2 * c, 6.2 * s, -1.0), (-1.3 * c, -1.3 * s, 25.5)
            m.face((foot[0] + 0.3 * s, foot[1] - 0.3 * c, -1.0), (-0.6 * s, 0.6 * c, 0), top, BODY, thin=True)
        m.ring((0, 0, -1.0), (0.8, 0.8), 25.0, BODY, 6)
        m.ring((0, 0, 22.6), (1.2, 5.2), 2.4, BODY, 10)
        m.ring((0, 0, 25.0), (5.2, 5.2), 6.2, BODY, 10)
        m.ring((0, 0, 31.2), (5.5, 0.0), 3.4, TRIM, 10)
        m.ring((0, 0, 24.6), (5.9, 5.9), 0.9, DARK, 10)
    elif style == "spheroid":
        rings = ((4.2, -1.0), (1.9, 5.0), (1.9, 25.0), (4.4, 28.4), (8.2, 31.5), (9.0, 34.2), (8.0, 37.4), (4.6, 39.6))
        for (low, z0), (high, z1) in pairwise(rings):
            m.ring((0, 0, z0), (low, high), z1 - z0, BODY, 10)
        m.ring((0, 0, 39.6), (4.6, 0.0), 0.9, BODY, 10)
    else:
        m.ring((0, 0, -1.0), (5.0, 5.0), 23.0, BODY, 12)
        m.ring((0, 0, 22.0), (5.1, 0.0), 1.7, TRIM, 12)
    return m.done()


WATER_TOWER_PAINTS = {
    "legged": ("#c3c7c8", "#aeb6b8", "#d8dad6"),
    "spheroid": ("#e6e7e3", "#e2e4e2", "#b9d3dd", "#cfe0d0", "#ece4cc"),
    "standpipe": ("#c9d3cf", "#a9bfae", "#d8d3c2", "#9fb7c4"),
}


def water_tower(out: Solids, pose: Pose, style: str, rng: Rng) -> None:
    """Stand a water tower."""
    paints = WATER_TOWER_PAINTS[style]
    body = paints[int(rng.integers(len(paints)))]
    roof = "#7d3b30" if style == "legged" and rng.random() < 0.35 else body
    stamp(out, water_tower_mesh(style), pose, _colours(body, roof, "#8a8f92", body))


@cache
def pumpjack_mesh(phase: int) -> Mesh:
    """Return a nodding pump, its beam at one of three heights."""
    m = Maker()
    tilt = (-0.22, 0.0, 0.22)[phase]
    c, s = math.cos(tilt), math.sin(tilt)
    top = 4.3
    m.box((-3.4, -0.7, -0.4), (3.0, 0.7, 0.35), DARK)
    for side in (-0.7, 0.7):
        for foot in (-1.2, 1.2):
            across = (0.0, -side, 0.0)
            m.face((foot - 0.1, side, 0.3), (0.22, 0, 0), (-foot, across[1], top - 0.3), BODY, thin=True)
    for z in (-0.25, 0.25):
        m.face((-2.9 * c, -0.16, top - 2.9 * s + z), (5.6 * c, 0, 5.6 * s), (0, 0.32, 0), BODY, thin=True)
    for y in (-0.16, 0.16):
        m.face((-2.9 * c, y, top - 2.9 * s - 0.25), (5.6 * c, 0, 5.6 * s), (0, 0, 0.5), BODY)
    head = (2.7 * c, top + 2.7 * s)
    for y in (-0.2, 0.2):
        m.face((head[0] - 0.1, y, head[1] - 1.35), (0.75, 0, 0.2), (0, 0, 1.9), TRIM)
    m.face((head[0] + 0.62, -0.2, head[1] - 1.2), (0, 0.4, 0), (0, 0, 1.95), TRIM)
    m.face((head[0] + 0.55, -0.03, 0.2), (0, 0.06, 0), (0, 0, head[1] - 1.3), DARK, thin=True)
    m.face((head[0] + 0.52, 0, 0.2), (0.06, 0, 0), (0, 0, head[1] - 1.3), DARK, thin=True)
    crank = 0.9 - 0.55 * (phase - 1)
    for side in (-0.55, 0.55):
        m.face((-3.0, side, crank), (1.5, 0, 0.5), (-0.2, 0, 0.8), TRIM, thin=True)
        m.face((-2.6, side, 1.2), (0.14, 0, 0), (0.1, 0, top - 1.2 - 2.7 * s), DARK, thin=True)
    m.box((-3.3, -0.4, 0.35), (-1.7, 0.4, 1.4), DARK)
    return m.done()


def pumpjack(out: Solids, pose: Pose, rng: Rng) -> None:
    """Stand an oil pump."""
    paint = ("#2c2d2e", "#4d5a4a", "#7a4a34", "#8a8c8a", "#39516b")[int(rng.integers(5))]
    head = ("#b8862c", paint, "#9a3a2a")[int(rng.integers(3))]
    stamp(out, pumpjack_mesh(int(rng.integers(3))), pose, _colours(paint, head, "#4a4642", paint))
    out.boxes.append((pose.x, pose.y, 2.8, 0.4, pose.angle, 4.2))


def tank_battery(out: Solids, pose: Pose, rng: Rng) -> None:
    """Stand two to four oil tanks in a row."""
    rgb = linear(("#b9b4a4", "#6b5a48", "#5f6a5c")[int(rng.integers(3))])
    for k in range(int(rng.integers(2, 5))):
        x, y = Footprint(pose.x, pose.y, 1, 1, pose.angle, pose.z).at(k * 4.4, 0)
        out.drum((x, y, pose.z - 0.4), 1.9, 5.4, Surface(rgb), rgb * 0.9)


def turbine(road: Roadside, pose: Pose, hub_m: float, turn: float) -> None:
    """Stand a wind turbine whose rotor faces the pose's way; thin lines keep it smooth when it is far."""
    white = linear("#eceef0")
    c, s = math.cos(pose.angle), math.sin(pose.angle)
    foot = np.array([pose.x, pose.y, pose.z - 2.0])
    hub = np.array([pose.x + 3.5 * c, pose.y + 3.5 * s, pose.z + hub_m])
    blade = 0.62 * hub_m
    near = math.hypot(pose.x, pose.y) < FAR_M
    if near:
        m = Maker()
        m.ring((0, 0, -2.0), (2.2, 1.2), hub_m + 2.0, BODY, 8)
        m.box((-5.0, -1.7, hub_m - 1.7), (3.2, 1.7, hub_m + 1.8), BODY)
        stamp(road.solids, m.done(), pose, _colours("#eceef0"))
    else:
        middle = foot + [0, 0, 0.5 * hub_m]
        road.wires.add(foot, middle, 2.3, white)
        road.wires.add(middle, foot + [0, 0, hub_m + 2.0], 1.7, white)
        road.wires.add(hub - [8.0 * c, 8.0 * s, 0], hub, 1.8, white)
    for k in range(3):
        angle = turn + k * 2 * math.pi / 3
        out = np.array([-s * math.sin(angle), c * math.sin(angle), math.cos(angle)]) * blade
        if near:
            side = np.array([-s * math.cos(angle), c * math.cos(angle), -math.sin(angle)]) * 3.0
            corner, up = hub - side * 0.35, out + side * -0.15
            road.solids.quad(_vec(corner), _vec(side), _vec(up), Surface(white), A.SHAPE_TRIANGLE)
        else:
            road.wires.add(hub, hub + 0.55 * out, 1.6, white)
            road.wires.add(hub + 0.55 * out, hub + out, 0.9, white)


def _vec(point: Floats) -> tuple[float, float, float]:
    return float(point[0]), float(point[1]), float(point[2])


def elevator(out: Solids, pose: Pose, rng: Rng, *, wooden: bool) -> None:
    """Stand a grain elevator: concrete drums of the southern plains, or a tall wooden house of the northern."""
    foot = Footprint(pose.x, pose.y, 5, 5, pose.angle, pose.z - 0.8)
    if wooden:
        wall = linear(("#a8a49a", "#8a3a2c", "#d8d4c8", "#b5b8b8")[int(rng.integers(4))])
        look = Surface(wall, A.MAT_METAL_SHEET)
        tin = Surface(linear("#8d9094"), A.MAT_METAL_SHEET)
        out.gable(foot.moved(0, 0, 5.2, 4.6), 17.5, 3.0, look, tin)
        out.gable(foot.moved(0, 0, 4.0, 2.1, 17.5), 5.5, 1.8, look, tin)
        out.gable(foot.moved(-9.0, 0, 4.0, 4.2), 8.0, 2.2, look, tin)
        for k in range(int(rng.integers(4))):
            x, y = foot.at(11.0 + 7.5 * k, 0)
            out.drum((x, y, foot.z), 3.4, 8.5, Surface(linear("#b9bdc0"), A.MAT_SILO), linear("#c4c8ca"))
        return
    concrete = Surface(linear(("#dedad0", "#d0cdc4", "#e6e3da")[int(rng.integers(3))]))
    count = int(rng.integers(4, 9))
    for k in range(count):
        for row in (-3.4, 3.4):
            x, y = foot.at(k * 6.9, row)
            out.drum((x, y, foot.z), 3.6, 31.0, concrete)
    out.box(foot.moved((count - 1) * 3.45, 0, count * 3.45, 2.4, 31.0), 4.5, concrete)
    out.box(foot.moved(-5.5, 0, 3.6, 4.2), 46.0, concrete)


def church(out: Solids, pose: Pose, style: str) -> None:
    """Stand a country church: ``white`` or ``brick`` with a steeple, or an adobe ``mission``."""
    foot = Footprint(pose.x, pose.y, 9.5, 4.8, pose.angle, pose.z - 0.5)
    if style == "mission":
        mud = Surface(linear("#b98e66"), A.MAT_STUCCO)
        out.box(foot, 6.2, Surface(mud.rgb, A.MAT_STUCCO, 3, 1))
        for side in (-1.0, 1.0):
            out.box(foot.moved(9.2, side * 3.9, 1.5, 1.5), 8.8, mud)
        out.box(foot.moved(9.6, 0, 0.7, 3.0), 7.8, mud)
        x, y = foot.at(10.4, -1.0)
        c, s = math.cos(foot.angle), math.sin(foot.angle)
        out.quad((x, y, foot.z + 0.4), (-2 * s, 2 * c, 0), (0, 0, 3.0), Surface(linear("#4a3424")))
        cross = linear("#e8e6df")
        x, y = foot.at(9.6, -0.08)
        out.quad((x, y, foot.z + 7.8), (-0.16 * s, 0.16 * c, 0), (0, 0, 1.7), Surface(cross))
        x, y = foot.at(9.6, -0.5)
        out.quad((x, y, foot.z + 8.8), (-1.0 * s, 1.0 * c, 0), (0, 0, 0.16), Surface(cross))
        return
    brick = style == "brick"
    wall = Surface(
        linear("#8f4a38" if brick else "#e8e6df"), A.MAT_BRICK if brick else A.MAT_CLAPBOARD, 5, 1
    )  # fmt: skip
    plain = Surface(wall.rgb, wall.material)
    out.gable(foot, 6.0, 4.4, wall, Surface(linear("#46484c"), A.MAT_SHINGLE))
    out.box(foot.moved(9.6, 0, 1.9, 1.9), 13.0, plain)
    m = Maker()
    m.ring((0, 0, 0), (1.5, 1.5), 2.6, BODY, 8)
    m.ring((0, 0, 2.6), (1.9, 0.0), 9.5, TRIM, 8)
    m.box((-0.05, -0.05, 12.0), (0.05, 0.05, 13.4), DARK)
    x, y = foot.at(9.6, 0)
    white = "#e8e6df"
    stamp(out, m.done(), Pose(x, y, foot.z + 13.0, foot.angle + 0.39), _colours(white, "#5a5e62", "#c8b060"))


def monopole(road: Roadside, pose: Pose, height_m: float) -> None:
    """Stand a cell mast with its crown of antennas."""
    grey = linear("#a9aeb1")
    foot = np.array([pose.x, pose.y, pose.z - 0.6])
    road.wires.post(foot, height_m, 0.42, grey)
    for k, level in enumerate((0.0, -4.0)):
        for side in range(6):
            a = side * math.pi / 3 + 0.3 * k
            at = foot + [1.9 * math.cos(a), 1.9 * math.sin(a), height_m + level - 1.2]
            road.wires.post(at, 2.4, 0.2, linear("#d8dadb"))
        for bar in range(3):
            a = bar * math.pi / 3 + 0.3 * k
            arm = np.array([1.9 * math.cos(a), 1.9 * math.sin(a), 0.0])
            road.wires.add(foot + arm + [0, 0, height_m + level], foot - arm + [0, 0, height_m + level], 0.12, grey)


def radio_mast(road: Roadside, pose: Pose, height_m: float) -> None:
    """Stand a guyed mast in red and white bands, with red lamps."""
    foot = np.array([pose.x, pose.y, pose.z - 0.6])
    bands = 7
    for k in range(bands):
        tone = linear("#b8402c") if k % 2 == 0 else linear("#e4e4e0")
        road.wires.post(foot + [0, 0, k * height_m / bands], height_m / bands, 0.45, tone)
    for share in (0.5, 0.97):
        for side in range(3):
            a = side * 2 * math.pi / 3 + pose.angle
            anchor = foot + [math.cos(a) * height_m * 0.5, math.sin(a) * height_m * 0.5, -2.0]
            road.wires.add(foot + [0, 0, height_m * share], anchor, 0.05, np.full(3, 0.2))
    for share in (0.5, 1.0):
        lamp = foot + [0, 0, height_m * share]
        road.wires.add(lamp - [0, 0, 0.6], lamp + [0, 0, 0.6], 0.6, np.array([2.4, 0.12, 0.08]))


BILLBOARD_PAINTS = ("#c23a2c", "#e8e4d8", "#1f4f8a", "#e0b02c", "#2f6b4a", "#1c1c1e", "#d8703a", "#7fb0cc")


def billboard(road: Roadside, pose: Pose, rng: Rng) -> None:
    """Stand a hoarding across the pose's way, with an advertisement on both faces: shapes, no words."""
    m = Maker()
    half, low, high = 6.2, 4.6, 9.0
    picks = rng.choice(len(BILLBOARD_PAINTS), 3, replace=False)
    posts = (-4.2, 0.0, 4.2) if rng.random() < 0.6 else (0.0,)
    thick = 0.18 if len(posts) > 1 else 0.42
    for y in posts:
        m.box((-0.3 - thick, y - thick, -0.8), (-0.3 + thick, y + thick, high - 0.6), BODY)
    for level in (low - 0.25, high + 0.02):
        m.face((0.3, -half, level), (0, 2 * half, 0), (-1.2, 0, 0), BODY, thin=True)
    for y in (-half, half):
        m.face((-0.6, y, low), (0.6, 0, 0), (0, 0, high - low), BODY)
    stamp(road.solids, m.done(), pose, _colours("#5a5f62"))
    kinds = rng.choice(len(MOTIFS), 2)
    c, s = math.cos(pose.angle), math.sin(pose.angle)
    for x, way, kind in ((0.02, 1.0, kinds[0]), (-0.62, -1.0, kinds[1])):
        face = advertisement(MOTIFS[int(kind)], tuple(BILLBOARD_PAINTS[int(k)] for k in picks))
        corner = (pose.x + c * x + s * half * way, pose.y + s * x - c * half * way, pose.z + low)
        across = (-s * 2 * half * way, c * 2 * half * way, 0.0)
        road.solids.quad(corner, across, (0.0, 0.0, high - low), road.printed(face))


def lighthouse(out: Solids, pose: Pose, rng: Rng, *, keeper: bool) -> None:
    """Stand a lighthouse, with its keeper's house if there is room."""
    m = Maker()
    banded = rng.random() < 0.4
    for k, (low, high) in enumerate(((3.0, 2.6), (2.6, 2.2), (2.2, 1.9))):
        m.ring((0, 0, -1.2 + 6.0 * k), (low, high), 6.0, TRIM if banded and k == 1 else BODY, 10)
    m.ring((0, 0, 16.8), (2.5, 2.5), 0.5, DARK, 10)
    m.ring((0, 0, 17.3), (1.4, 1.4), 2.0, LIGHT, 8)
    m.ring((0, 0, 19.3), (1.7, 0.0), 1.5, DARK, 8)
    stamp(out, m.done(), pose, _colours("#ecebe6", "#a83228", "#2a2a2c", "#d8dcc8"))
    if not keeper:
        return
    foot = Footprint(pose.x, pose.y, 5, 3.5, pose.angle, pose.z - 0.6)
    wall, roof = Surface(linear("#e8e6df"), A.MAT_CLAPBOARD, 3, 1), Surface(linear("#8a3a2c"), A.MAT_SHINGLE)
    out.gable(foot.moved(9.5, 0, 5, 3.5), 3.2, 2.4, wall, roof)


@cache
def round_bale_mesh(style: int) -> Mesh:
    """Return a bale on its side: hay, or a wrapped module of cotton."""
    m = Maker()
    radius, half = ((0.78, 0.62), (1.15, 1.2))[style]
    n = 10
    for k in range(n):
        a, b = 2 * math.pi * k / n, 2 * math.pi * (k + 1) / n
        low = (radius * math.cos(a), -half, radius + radius * math.sin(a) - 0.06)
        m.face(
            low, (radius * (math.cos(b) - math.cos(a)), 0, radius * (math.sin(b) - math.sin(a))), (0, 2 * half, 0), 0
        )
    for y in (-half, half):
        m.face((-radius, y, -0.06), (2 * radius, 0, 0), (0, 0, 2 * radius), 1, A.MAT_PLAIN, A.SHAPE_DISC)
    return m.done()


def bale(out: Solids, pose: Pose, side: str, end: str, style: int) -> None:
    """Lay a bale."""
    stamp(out, round_bale_mesh(style), pose, _colours(side, end))
    out.boxes.append((pose.x, pose.y, 0.6, 0.6, pose.angle, 1.2))


def lattice_pylon(road: Roadside, pose: Pose, height_m: float, *, near: bool) -> list[Floats]:
    """Stand a steel lattice tower across its line; return where the conductors hang."""
    grey = linear("#6f777a")
    c, s = math.cos(pose.angle), math.sin(pose.angle)
    along, across = np.array([c, s, 0.0]), np.array([-s, c, 0.0])
    foot = np.array([pose.x, pose.y, pose.z - 0.8])
    up = np.array([0.0, 0.0, 1.0])
    waist, thick = 0.62 * height_m, 0.2
    ends = [(a, b) for a in (-1.0, 1.0) for b in (-1.0, 1.0)]
    for a, b in ends:
        low, high = foot + along * 3.6 * a + across * 3.6 * b, foot + along * 0.8 * a + across * 0.8 * b + up * waist
        road.wires.add(low, high, thick, grey)
        road.wires.add(high, foot + along * 0.4 * a + across * 0.4 * b + up * height_m, thick, grey)
    for k in range(5 if near else 3):
        t0, t1 = k / 5, (k + 1) / 5
        w0, w1 = 3.6 - 2.8 * t0, 3.6 - 2.8 * t1
        for b in (-1.0, 1.0):
            for swing in (-1.0, 1.0):
                for axis, other in ((across, along), (along, across)) if near else ((across, along),):
                    a0 = foot + axis * w0 * swing + other * w0 * b + up * waist * t0
                    a1 = foot - axis * w1 * swing + other * w1 * b + up * waist * t1
                    road.wires.add(a0, a1, 0.1, grey)
    hooks: list[Floats] = []
    for level, reach in ((0.66, 6.2), (0.8, 7.4), (0.94, 5.2)):
        tip = foot + up * height_m * level
        road.wires.add(tip - across * reach, tip + across * reach, 0.16, grey)
        for side in (-1.0, 1.0):
            end = tip + across * reach * side
            road.wires.add(end, foot + up * (height_m * level + 2.6), 0.08, grey)
            road.wires.add(end, end - up * 2.2, 0.1, linear("#5a6a66"))
            hooks.append(end - up * 2.2)
    return hooks
