"""Vehicles: who drives what in which state, their paints, and standing one on the ground. All of it the author's."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geogame.world.colour import linear
from geogame.world.mesh import Pose, stamp
from geogame.world.solids import Footprint, Solids
from geogame.world.vehicle_shapes import FAR, HUB, MIDDLE, N_ROLES, NEAR, PAINT, SECOND, SIZES, shape

Rng = np.random.Generator
Floats = NDArray[np.float64]
NEAR_M, MIDDLE_M = 34.0, 95.0
KEEP_FROM_CAMERA_M = 9.0

PICKUP_SHARE = {
    "WY": 0.38, "MT": 0.36, "ND": 0.36, "SD": 0.34, "TX": 0.32, "ID": 0.32, "OK": 0.32, "NE": 0.3, "AR": 0.3,
    "NM": 0.3, "KS": 0.28, "MS": 0.28, "AL": 0.27, "LA": 0.28, "WV": 0.27, "IA": 0.27, "KY": 0.26, "TN": 0.25,
    "UT": 0.25, "ME": 0.24, "MO": 0.25, "MN": 0.22, "WI": 0.2, "MI": 0.21, "IN": 0.21, "NV": 0.21, "AZ": 0.21,
    "CO": 0.21, "SC": 0.22, "GA": 0.21, "NC": 0.2, "VT": 0.2, "NH": 0.19, "OR": 0.2, "WA": 0.18, "OH": 0.17,
    "PA": 0.15, "VA": 0.15, "FL": 0.14, "IL": 0.14, "CA": 0.13, "DE": 0.13, "NY": 0.08, "MD": 0.09, "RI": 0.08,
    "CT": 0.07, "MA": 0.07, "NJ": 0.05, "DC": 0.03,
}  # fmt: skip
"""Share of pickups among cars of each state, by postal code; the author's estimate."""

PAINTS = {
    "#e6e6e3": 0.25, "#25262a": 0.21, "#57595c": 0.19, "#a9adb1": 0.14, "#2c4263": 0.08, "#7c1b1e": 0.07,
    "#3a4a44": 0.03, "#8d8069": 0.02, "#34302c": 0.01,
}  # fmt: skip
"""Shares of paints on American roads, about."""
SCHOOL_BUS_YELLOW = "#e3900f"
TRACTOR_PAINTS = ("#2f6b32", "#a32a22", "#2c5490")
TRAILERS = ("#e4e4e0", "#e4e4e0", "#d8d8d4", "#9ba0a5", "#5f6f86")


class Vehicle(NamedTuple):
    """One vehicle that stands in a scene: what a test or a neighbour needs to know of it."""

    kind: str
    x: float
    y: float
    angle: float  # radians anticlockwise from east of the way it faces
    moving: bool

    @property
    def length_m(self) -> float:
        """Bumper to bumper."""
        return SIZES[self.kind][0]

    @property
    def width_m(self) -> float:
        """Side to side."""
        return SIZES[self.kind][1]


def draw_kind(rng: Rng, state: str) -> str:
    """Draw an everyday vehicle as the state drives them."""
    pickup = PICKUP_SHARE[state]
    rest = 1.0 - pickup - 0.1
    shares = {"sedan": 0.42 * rest, "suv": 0.48 * rest, "hatchback": 0.1 * rest, "pickup": pickup}
    shares |= {"minivan": 0.06, "van": 0.04}
    at, names = float(rng.random()) * sum(shares.values()), list(shares)
    for name in names:
        at -= shares[name]
        if at < 0:
            return name
    return names[0]


def _colours(kind: str, rng: Rng) -> Floats:
    out = np.zeros((N_ROLES, 3))
    pick, tone, other = float(rng.random()), float(rng.uniform(0.85, 1.05)), int(rng.integers(1 << 16))
    paint = "#e6e6e3"
    for name, share in PAINTS.items():
        pick -= share
        if pick < 0:
            paint = name
            break
    if kind == "van":
        paint = "#e6e6e3" if other % 4 else paint
    elif kind == "school_bus":
        paint = SCHOOL_BUS_YELLOW
    elif kind == "tractor":
        paint = TRACTOR_PAINTS[other % len(TRACTOR_PAINTS)]
    for role, hex_colour in enumerate(
        (paint, "#14181b", "#141415", "#8b8e91", "#1c1c1d", "#dfe3e4", "#7d1014", "#e4e4e0", "#d8d8d2")
    ):
        out[role] = linear(hex_colour)
    out[PAINT] *= tone if kind != "school_bus" else 1.0
    if kind == "semi":
        out[SECOND] = linear(TRAILERS[other % len(TRAILERS)])
    if kind == "tractor":
        out[HUB] = linear("#c9a52c")
    return out


def stand(out: Solids, kind: str, pose: Pose, rng: Rng, *, moving: bool = False) -> Vehicle:
    """
    Stand a vehicle on the ground, with its shadow, and enter it in the scene's list.

    Parameters
    ----------
    out
        The scene's solids.
    kind
        One of `vehicle_shapes.SIZES`.
    pose
        Its middle, and the way it faces.
    rng
        For its paint.
    moving
        Whether it drives.
    """
    away = math.hypot(pose.x, pose.y)
    level = NEAR if away < NEAR_M else MIDDLE if away < MIDDLE_M else FAR
    colours = _colours(kind, rng)
    stamp(out, shape(kind, level), pose, colours)
    length, width, height = SIZES[kind]
    out.boxes.append((pose.x, pose.y, length * 0.48, width * 0.48, pose.angle, height * 0.82))
    vehicle = Vehicle(kind, pose.x, pose.y, pose.angle, moving)
    out.vehicles.append(vehicle)
    return vehicle


def collides(a: Vehicle, b: Vehicle, gap_m: float = 0.0) -> bool:
    """Tell whether two vehicles' rectangles, grown by half a gap each, overlap."""
    dx, dy = b.x - a.x, b.y - a.y
    if math.hypot(dx, dy) > (a.length_m + b.length_m + a.width_m + b.width_m) / 2 + gap_m:
        return False
    turn = b.angle - a.angle
    c, s = abs(math.cos(turn)), abs(math.sin(turn))
    al, aw, bl, bw = (v / 2 for v in (a.length_m, a.width_m, b.length_m, b.width_m))
    forward = abs(dx * math.cos(a.angle) + dy * math.sin(a.angle))
    aside = abs(-dx * math.sin(a.angle) + dy * math.cos(a.angle))
    if forward > al + bl * c + bw * s + gap_m or aside > aw + bl * s + bw * c + gap_m:
        return False
    forward = abs(dx * math.cos(b.angle) + dy * math.sin(b.angle))
    aside = abs(-dx * math.sin(b.angle) + dy * math.cos(b.angle))
    return not (forward > bl + al * c + aw * s + gap_m or aside > bw + al * s + aw * c + gap_m)


def free(out: Solids, kind: str, pose: Pose, gap_m: float = 0.5) -> bool:
    """Tell whether a vehicle may stand here: off the camera, and clear of every other vehicle."""
    vehicle = Vehicle(kind, pose.x, pose.y, pose.angle, False)
    if nearest_m(vehicle) < KEEP_FROM_CAMERA_M:
        return False
    return not any(collides(vehicle, other, gap_m) for other in out.vehicles)


def nearest_m(vehicle: Vehicle) -> float:
    """Distance from the camera to the nearest point of a vehicle's rectangle, metres."""
    c, s = math.cos(vehicle.angle), math.sin(vehicle.angle)
    forward = abs(vehicle.x * c + vehicle.y * s) - vehicle.length_m / 2
    aside = abs(-vehicle.x * s + vehicle.y * c) - vehicle.width_m / 2
    return math.hypot(max(0.0, forward), max(0.0, aside))


def car(out: Solids, foot: Footprint, rng: Rng, state: str = "OH", kind: str | None = None) -> None:
    """Park an everyday vehicle along the footprint's x axis, unless it would touch another or the camera."""
    pose = Pose(foot.x, foot.y, foot.z + 0.15, foot.angle)
    chosen = kind or draw_kind(rng, state)
    if free(out, chosen, pose):
        stand(out, chosen, pose, rng)
