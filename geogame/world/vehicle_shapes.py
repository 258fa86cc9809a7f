"""The shapes of vehicles as meshes in three levels of detail: near, middle, far. Measures are the author's."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from geogame.world import arrays as A
from geogame.world.mesh import Maker, Mesh

PAINT, GLASS, TYRE, HUB, TRIM, LAMP, TAIL, SECOND, PLATE = range(9)
N_ROLES = 9
NEAR, MIDDLE, FAR = range(3)
SILL_M = 0.26


class Profile(NamedTuple):
    """Side view of a passenger car, metres from its middle, front positive."""

    length: float
    width: float
    hood_z: float
    belt_z: float
    roof_z: float
    cowl: float
    roof_front: float
    roof_rear: float
    rear_base: float
    wheel: float


PROFILES = {
    "sedan": Profile(4.8, 1.84, 0.72, 0.96, 1.44, 1.00, 0.25, -1.05, -1.72, 0.33),
    "hatchback": Profile(4.1, 1.76, 0.76, 0.98, 1.50, 1.00, 0.40, -1.45, -1.95, 0.31),
    "suv": Profile(4.75, 1.92, 0.92, 1.12, 1.76, 1.05, 0.40, -1.95, -2.28, 0.37),
    "minivan": Profile(5.1, 1.98, 0.82, 1.08, 1.76, 1.55, 0.75, -2.15, -2.48, 0.34),
    "pickup": Profile(5.7, 1.98, 1.02, 1.22, 1.90, 1.30, 0.62, -0.72, -0.92, 0.40),
}
SIZES: dict[str, tuple[float, float, float]] = {
    **{kind: (p.length, p.width, p.roof_z) for kind, p in PROFILES.items()},
    "van": (5.9, 2.02, 2.55),
    "box_truck": (7.6, 2.35, 3.3),
    "semi": (19.5, 2.55, 4.05),
    "school_bus": (10.8, 2.45, 3.1),
    "tractor": (4.3, 2.3, 2.9),
}
"""Length, width and height of each kind, metres."""


def _wheels(m: Maker, at: tuple[float, ...], half: float, radius: float, level: int) -> None:
    for x in at:
        for side in (-1.0, 1.0):
            y = side * (half + 0.012)
            m.face((x - radius, y, -0.02), (2 * radius, 0, 0), (0, 0, 2 * radius), TYRE, A.MAT_PLAIN, A.SHAPE_DISC)
            if level == NEAR:
                hub = 0.58 * radius
                low = (x - hub, y + 0.012 * side, radius - hub - 0.02)
                m.face(low, (2 * hub, 0, 0), (0, 0, 2 * hub), HUB, A.MAT_PLAIN, A.SHAPE_DISC)
            if level != FAR:
                arch, y = 1.2 * radius, side * (half + 0.006)
                low = (x - arch, y, radius - arch)
                m.face(low, (2 * arch, 0, 0), (0, 0, 2 * arch), TRIM, A.MAT_PLAIN, A.SHAPE_DISC)


def _lights(m: Maker, ends: tuple[float, float], half: float, heights: tuple[float, float], level: int) -> None:
    """Head and tail lights, grille, bumpers and the blank plates."""
    front, rear = ends
    z_front, z_rear = heights
    if level == FAR:
        return
    wide = 0.42 * min(1.0, half)
    for side in (-1.0, 1.0):
        y = side * (half - 0.06 - wide / 2) - wide / 2
        m.face((front + 0.02, y, z_front - 0.17), (0, wide, 0), (0, 0, 0.15), LAMP)
        y = side * (half - 0.17) - 0.15
        m.face((rear - 0.02, y, z_rear - 0.28), (0, 0.3, 0), (0, 0, 0.22), TAIL)
    grille = half - 0.5 * wide - 0.14
    m.face((front + 0.015, -grille, z_front - 0.36), (0, 2 * grille, 0), (0, 0, 0.2), TRIM)
    for x in (front + 0.03, rear - 0.03):
        m.face((x, -half + 0.06, SILL_M), (0, 2 * half - 0.12, 0), (0, 0, 0.2), TRIM)
    if level == NEAR:
        for x, z in ((front + 0.045, 0.36), (rear - 0.045, min(z_rear - 0.36, 0.75))):
            m.face((x, -0.16, z), (0, 0.32, 0), (0, 0, 0.16), PLATE)


def _cabin(m: Maker, p: Profile, level: int) -> None:
    """Glass house: leaning screens, side windows that narrow upwards, roof."""
    half, lean = p.width / 2, 0.13
    top, rise = p.roof_z - 0.07, p.roof_z - 0.07 - p.belt_z
    glass = A.MAT_CAR_GLASS
    inner, whole = half - 0.02, p.roof_z - p.belt_z
    m.face((p.cowl, -inner, p.belt_z), (0, 2 * inner, 0), (p.roof_front - p.cowl, 0, whole), GLASS, glass)
    m.face((p.rear_base, -inner, p.belt_z), (0, 2 * inner, 0), (p.roof_rear - p.rear_base, 0, whole), GLASS, glass)
    back, front = p.roof_rear, p.roof_front
    for side in (-1.0, 1.0):
        y, z, in_y = side * half, p.belt_z, side * (half - lean)
        m.face((back, y, z), (front - back, 0, 0), (0, -side * lean, rise), GLASS, glass)
        m.triangle((front, y, z), (p.cowl, y, z), (front, in_y, top), GLASS, glass)
        m.triangle((p.rear_base, y, z), (back, y, z), (back, in_y, top), PAINT)
        if level != FAR:
            m.face((back, in_y, top), (front - back, 0, 0), (0, 0, 0.07), PAINT)
        if level == NEAR:
            middle, out = 0.5 * (back + front) - 0.05, 0.012 * side
            m.face((middle, y + out, z), (0.11, 0, 0), (0, -side * lean, rise), PAINT)
            if back < -1.6:
                m.face((back + 0.55, y + out, z), (0.1, 0, 0), (0, -side * lean, rise), PAINT)
            m.box(
                (p.cowl - 0.28, side * (half + 0.1) - 0.09, z),
                (p.cowl - 0.14, side * (half + 0.1) + 0.09, z + 0.15),
                PAINT,
            )
    roof = half - lean
    m.face((back - 0.05, -roof, p.roof_z), (front - back + 0.05, 0, 0), (0, 2 * roof, 0), PAINT)


def _passenger(p: Profile, level: int) -> Mesh:
    m = Maker()
    half, front = p.width / 2, p.length / 2
    tail = -front
    m.face((front, -half, SILL_M), (0, 2 * half, 0), (-0.08, 0, p.hood_z - SILL_M), PAINT)
    hood = (p.cowl - front + 0.08, 0.0, p.belt_z - p.hood_z)
    m.face((front - 0.08, -half, p.hood_z), (0, 2 * half, 0), hood, PAINT)
    pickup = p is PROFILES["pickup"]
    deck = p.belt_z
    m.face((tail, -half, SILL_M), (0, 2 * half, 0), (0.04, 0, deck - SILL_M), PAINT)
    if pickup:
        # An open bed: its floor and inner walls are dark.
        m.face((tail + 0.1, -half + 0.1, deck - 0.02), (p.rear_base - tail - 0.1, 0, 0), (0, 2 * half - 0.2, 0), TRIM)
    m.face((tail + 0.04, -half, deck - 0.03 * pickup), (p.rear_base - tail, 0, 0), (0, 2 * half, 0), PAINT)
    for side in (-1.0, 1.0):
        y = side * half
        m.face((tail, y, SILL_M), (p.length - 0.04, 0, 0), (0, 0, p.hood_z - SILL_M), PAINT)
        m.face((tail + 0.02, y, p.hood_z), (p.cowl - tail - 0.02, 0, 0), (0, 0, p.belt_z - p.hood_z), PAINT)
        m.triangle((p.cowl, y, p.hood_z), (front - 0.08, y, p.hood_z), (p.cowl, y, p.belt_z), PAINT)
        if level == NEAR:
            m.face((tail + 0.9, y + 0.006 * side, SILL_M), (p.length - 1.8, 0, 0), (0, 0, 0.09), TRIM)
            for x in (0.5 * (p.roof_front + p.roof_rear), p.cowl - 0.1):
                m.face((x, y + 0.007 * side, SILL_M + 0.1), (0.015, 0, 0), (0, 0, p.belt_z - SILL_M - 0.1), TRIM)
    axle = front - 0.92 * (1.0 if p.length < 5 else 1.12)
    _wheels(m, (axle, -axle - 0.06 * p.length * pickup + 0.12 * p.length * pickup), half, p.wheel, level)
    _cabin(m, p, level)
    _lights(m, (front - 0.03, tail), half, (p.hood_z, deck), level)
    return m.done()


def _boxy(m: Maker, low_high: tuple[float, float, float, float], half: float, role: int) -> None:
    """Add a closed body from x0 to x1, z0 to z1."""
    x0, x1, z0, z1 = low_high
    m.box((x0, -half, z0), (x1, half, z1), role)


def _screen(m: Maker, x: float, half: float, z: float, rise: float, back: float) -> None:
    m.face((x + 0.02, -half, z), (0, 2 * half, 0), (-back, 0, rise), GLASS, A.MAT_CAR_GLASS)


def _van(level: int) -> Mesh:
    m = Maker()
    length, width, height = SIZES["van"]
    half, front = width / 2, length / 2
    _boxy(m, (-front, front - 1.35, 0.3, height), half, PAINT)
    m.face((front, -half, 0.3), (0, 2 * half, 0), (-0.06, 0, 0.85), PAINT)
    m.face((front - 0.06, -half, 1.15), (0, 2 * half, 0), (-0.6, 0, 0.2), PAINT)
    _screen(m, front - 0.66, half - 0.06, 1.35, height - 1.5, 0.72)
    for side in (-1.0, 1.0):
        y = side * half
        m.face((front - 1.4, y, 0.3), (1.36, 0, 0), (0, 0, 0.88), PAINT)
        m.triangle((front - 1.4, y, 1.18), (front - 0.06, y, 1.15), (front - 1.4, y, height), PAINT)
        m.triangle(
            (front - 1.45, y + 0.01 * side, 1.3), (front - 0.55, y + 0.01 * side, 1.3), (front - 1.45, y, 2.1), GLASS,
            A.MAT_CAR_GLASS,
        )  # fmt: skip
    m.face((-front - 0.01, -half + 0.15, 1.35), (0, 2 * half - 0.3, 0), (0, 0, 0.6), GLASS, A.MAT_CAR_GLASS)
    _wheels(m, (front - 0.95, -front + 1.3), half, 0.36, level)
    _lights(m, (front - 0.03, -front), half, (1.1, 1.3), level)
    return m.done()


def _cab(m: Maker, front: float, half: float, height: float, nose: float) -> None:
    """Add a truck's cab behind a bonnet of length `nose`, doors and screen."""
    back, base = front - nose - 1.7, 1.65 if height > 2.6 else 1.3
    if nose > 0:
        _boxy(m, (front - nose, front, 0.5, base), half * 0.86, PAINT)
    _boxy(m, (back, front - nose, 0.5, base), half, PAINT)
    _boxy(m, (back, front - nose - 0.25, base, height), half, PAINT)
    _screen(m, front - nose, half - 0.05, base, height - base - 0.1, 0.25)
    for side in (-1.0, 1.0):
        low = (back + 0.35, side * (half + 0.012), base)
        m.face(low, (1.05, 0, 0), (0, 0, height - base - 0.25), GLASS, A.MAT_CAR_GLASS)


def _box_truck(level: int) -> Mesh:
    m = Maker()
    length, width, height = SIZES["box_truck"]
    half, front = width / 2, length / 2
    _cab(m, front, half * 0.9, 2.3, 0.9)
    _boxy(m, (-front, front - 2.7, 0.95, height), half, SECOND)
    _boxy(m, (-front, front - 2.7, 0.55, 0.95), half * 0.8, TRIM)
    _wheels(m, (front - 1.0, -front + 1.7), half * 0.95, 0.42, level)
    _lights(m, (front, -front), half * 0.86, (1.2, 1.1), level)
    return m.done()


def _semi(level: int) -> Mesh:
    m = Maker()
    length, width, height = SIZES["semi"]
    half, front = width / 2, length / 2
    _cab(m, front, half * 0.92, 3.0, 1.5)
    m.box((front - 4.0, -half * 0.9, 1.0), (front - 3.1, half * 0.9, 3.6), PAINT)
    _boxy(m, (-front, front - 4.9, 1.15, height), half, SECOND)
    _boxy(m, (front - 6.4, front - 3.0, 0.6, 1.1), half * 0.6, TRIM)
    _boxy(m, (-front + 0.6, -front + 3.2, 0.75, 1.15), half * 0.7, TRIM)
    for side in (-1.0, 1.0):
        if level == NEAR:
            m.face((front - 2.6, side * half * 0.8, 0.5), (0.9, 0, 0), (0, 0, 0.5), HUB)
            low = (-front, side * (half + 0.01), 1.15)
            m.face(low, (length - 4.9, 0, 0), (0, 0, 0.12), TRIM)
    _wheels(m, (front - 1.2, front - 4.6, front - 5.8, -front + 1.4, -front + 2.6), half * 0.98, 0.5, level)
    _lights(m, (front, -front), half * 0.86, (1.45, 1.4), level)
    return m.done()


def _school_bus(level: int) -> Mesh:
    m = Maker()
    length, width, height = SIZES["school_bus"]
    half, front = width / 2, length / 2
    _boxy(m, (-front, front - 1.6, 0.45, height), half, PAINT)
    _boxy(m, (front - 1.6, front, 0.45, 1.45), half * 0.82, PAINT)
    _screen(m, front - 1.6, half * 0.9, 1.5, 0.95, 0.0)
    m.face((-front - 0.02, -half * 0.8, 1.6), (0, half * 1.6, 0), (0, 0, 0.8), GLASS, A.MAT_CAR_GLASS)
    for side in (-1.0, 1.0):
        y = side * (half + 0.012)
        if level == FAR:
            m.face((-front + 0.4, y, 1.75), (length - 2.4, 0, 0), (0, 0, 0.6), GLASS, A.MAT_CAR_GLASS)
        else:
            for k in range(10):
                m.face((-front + 0.4 + 0.86 * k, y, 1.75), (0.72, 0, 0), (0, 0, 0.62), GLASS, A.MAT_CAR_GLASS)
        for z in (0.75, 1.5):
            m.face((-front, y + 0.004 * side, z), (length - 1.6, 0, 0), (0, 0, 0.07), TRIM)
        # The lamps that stop traffic, above the screens.
        if level == NEAR:
            for x in (front - 1.57, -front - 0.03):
                m.face(
                    (x, side * half * 0.72 - 0.13, 2.72), (0, 0.26, 0), (0, 0, 0.24), TAIL, A.MAT_PLAIN, A.SHAPE_DISC
                )
    _wheels(m, (front - 1.0, -front + 2.6), half * 0.99, 0.48, level)
    _lights(m, (front, -front), half * 0.82, (1.3, 1.2), level)
    return m.done()


def _tractor(level: int) -> Mesh:
    m = Maker()
    m.box((-0.1, -0.38, 0.85), (1.95, 0.38, 1.55), PAINT)
    m.box((-1.3, -0.5, 0.6), (0.2, 0.5, 1.3), TRIM)
    m.box((-1.35, -0.62, 2.72), (0.1, 0.62, 2.88), PAINT)
    for x in (-1.25, 0.02):
        m.face((x, -0.56, 1.3), (0, 1.12, 0), (0, 0, 1.42), GLASS, A.MAT_CAR_GLASS)
    for side in (-1.0, 1.0):
        m.face((-1.25, side * 0.56, 1.3), (1.27, 0, 0), (0, 0, 1.42), GLASS, A.MAT_CAR_GLASS)
        if level == NEAR:
            for x in (-1.25, -0.05):
                m.face((x, side * 0.575, 1.3), (0.08, 0, 0), (0, 0, 1.42), TRIM)
        m.box((-1.55, side * 0.85 - 0.28, 1.55), (-0.3, side * 0.85 + 0.28, 1.63), PAINT)
    for x, radius, wide in ((-0.95, 0.82, 0.5), (1.45, 0.52, 0.36)):
        for side in (-1.0, 1.0):
            for y in (side * 1.14, side * (1.14 - wide)):
                low = (x - radius, y, -0.02)
                m.face(low, (2 * radius, 0, 0), (0, 0, 2 * radius), TYRE, A.MAT_PLAIN, A.SHAPE_DISC, thin=True)
            hub = 0.45 * radius
            low = (x - hub, side * 1.155, radius - hub - 0.02)
            m.face(low, (2 * hub, 0, 0), (0, 0, 2 * hub), HUB, A.MAT_PLAIN, A.SHAPE_DISC)
            y = side * (1.14 - wide / 2) - wide / 2
            for end in (-0.9, 0.9):
                m.face((x + end * radius, y, 0.3 * radius), (0, wide, 0), (0, 0, 1.3 * radius), TYRE, thin=True)
    return m.done()


_OTHERS: dict[str, Callable[[int], Mesh]] = {
    "van": _van,
    "box_truck": _box_truck,
    "semi": _semi,
    "school_bus": _school_bus,
    "tractor": _tractor,
}


@cache
def shape(kind: str, level: int) -> Mesh:
    """Return the mesh of one of `SIZES` at `NEAR`, `MIDDLE` or `FAR`."""
    return _passenger(PROFILES[kind], level) if kind in PROFILES else _OTHERS[kind](level)
