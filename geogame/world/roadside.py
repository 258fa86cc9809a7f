"""What stands along the road: poles and wires, fences, guardrails, delineators, mailboxes, signs."""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.colour import Rgb, linear
from geogame.world.customs import Customs
from geogame.world.kernels.placement import along_road, on_crossing
from geogame.world.signs import SIZE, Texture
from geogame.world.solids import Solids, Surface

Floats = NDArray[np.float64]
Rng = np.random.Generator
WOOD, GREY_STEEL, PALE_CONCRETE = "#6e5c4a", "#8f9396", "#b9b4aa"


@dataclass(slots=True)
class Wires:
    """Collects thin cylinders: poles, posts, rails and hanging wires; rows as in ``world.arrays``."""

    rows: list[tuple[float, ...]] = field(default_factory=list)

    def add(self, start: Floats, end: Floats, radius_m: float, rgb: Rgb, sag_m: float = 0.0) -> None:
        """Add one from `start` to `end`, (3,) metres each."""
        self.rows.append((*start, *end, sag_m, radius_m, *rgb))

    def post(self, foot: Floats, height_m: float, radius_m: float, rgb: Rgb) -> None:
        """Add a vertical one."""
        x, y, z = (float(c) for c in foot)
        self.rows.append((x, y, z, x, y, z + height_m, 0.0, radius_m, *rgb))

    def array(self) -> Floats:
        """All rows, float64."""
        return np.array(self.rows, np.float64).reshape(-1, A.N_WIRE)


@dataclass(slots=True)
class Roadside:
    """The things being placed along one road."""

    params: NDArray[np.float32]
    rng: Rng
    wires: Wires = field(default_factory=Wires)
    solids: Solids = field(default_factory=Solids)
    textures: list[Texture] = field(default_factory=list)

    def line(self, u: float, v: Floats) -> tuple[Floats, NDArray[np.int64]]:
        """Points at `u` metres right of the centre line and `v` along it: (n, 3) and land use."""
        where, kind = along_road(np.full(len(v), u), v, self.params)
        return where, kind

    def clear(self, u: float, v: Floats, margin_m: float) -> NDArray[np.bool_]:
        """Tell which points of a line keep clear of crossing streets by a margin."""
        on: NDArray[np.bool_] = on_crossing(np.full(len(v), u), v, self.params, margin_m)
        return ~on

    def printed(self, face: Texture) -> Surface:
        """Return the surface that shows a texture, which is stacked once."""
        index = next((k for k, known in enumerate(self.textures) if known is face), len(self.textures))
        if index == len(self.textures):
            self.textures.append(face)
        return Surface(np.full(3, 0.5), A.MAT_TEXTURE, 0, 0, index)


def utility_line(road: Roadside, customs: Customs, u: float, spacing_m: float) -> None:
    """Poles of the state's kind with their wires."""
    kind, height = customs.pole_kind, customs.pole_height_m
    start = road.rng.uniform(0, spacing_m)
    feet, land = road.line(u, start + spacing_m * np.arange(-6.0, 7.0, dtype=np.float64))
    feet = feet[land != A.OPEN_WATER]
    colour = linear({"concrete": PALE_CONCRETE, "steel": GREY_STEEL}.get(kind, WOOD))
    bearing = road.params[A.ROAD_BEARING]
    across = np.array([math.cos(bearing), -math.sin(bearing), 0.0])
    up = np.array([0.0, 0.0, 1.0])
    arms = (-1.0, -0.35, 0.35, 1.0) if kind in ("wood_crossarm", "wood_hframe") else (0.0,)
    previous: Floats | None = None
    for foot in feet:
        if kind == "wood_hframe":
            for side in (-1.6, 1.6):
                road.wires.post(foot + across * side, height, 0.15, colour)
            road.wires.add(
                foot - across * 2.6 + up * (height - 0.8),
                foot + across * 2.6 + up * (height - 0.8),
                0.1,
                colour,
            )
        else:
            road.wires.post(foot, height, 0.16 if kind != "concrete" else 0.2, colour)
        spread = 2.4 if kind == "wood_hframe" else 1.05
        if kind == "wood_crossarm":
            road.wires.add(
                foot - across * 1.15 + up * (height - 0.6),
                foot + across * 1.15 + up * (height - 0.6),
                0.07,
                colour,
            )
        if previous is not None:
            black = np.array([0.05, 0.05, 0.05])
            for arm in arms:
                shift = across * arm * spread + up * (height - 0.45)
                road.wires.add(previous + shift, foot + shift, 0.014, black, 0.9)
            road.wires.add(previous + up * (height - 3), foot + up * (height - 3), 0.022, black, 1.1)
        previous = foot


def guardrail(road: Roadside, kind: str, u: float) -> None:
    """Set a guardrail of the state's kind, 60 m of it."""
    stations = np.arange(-62.0, 62.0, 3.8)
    feet, land = road.line(u, stations)
    clear = road.clear(u, stations, 5.0)
    colour = linear({"weathering": "#5f3d2a", "timber": "#6e5c4a"}.get(kind, "#a9adb0"))
    bearing = float(road.params[A.ROAD_BEARING])
    front = np.array([math.cos(bearing), -math.sin(bearing), 0.0]) * -math.copysign(0.05, u)
    for a, b, use, free in zip(feet[:-1], feet[1:], land, clear[:-1] & clear[1:], strict=False):
        if use == A.OPEN_WATER or not free:
            continue
        road.wires.post(a, 0.75, 0.08, linear("#6e5c4a") if kind != "cable" else colour)
        if kind == "cable":
            for level in (0.5, 0.6, 0.7):
                road.wires.add(a + [0, 0, level], b + [0, 0, level], 0.012, colour)
            continue
        side = b - a
        corner = (float(a[0]), float(a[1]), float(a[2]) + 0.45)
        road.solids.quad(corner, (float(side[0]), float(side[1]), float(side[2])), (0.0, 0.0, 0.32), Surface(colour))
        groove = np.array([0.0, 0.0, 0.61]) + front
        road.wires.add(a + groove, b + groove, 0.03, colour * 0.5)


def delineators(road: Roadside, u: float, colour: Rgb) -> None:
    """Set slim reflector posts on both sides every 30 m."""
    for side in (-u, u):
        stations = np.arange(-105.0, 106.0, 30.0) + 7.0
        feet, _ = road.line(side, stations)
        for foot in feet[road.clear(side, stations, 2.0)]:
            road.wires.post(foot, 1.15, 0.05, colour)


def snow_poles(road: Roadside, u: float) -> None:
    """Set tall poles that show ploughs where a road lies under the snow."""
    for side in (-u, u):
        stations = np.arange(-98.0, 99.0, 28.0)
        feet, _ = road.line(side, stations)
        for foot in feet[road.clear(side, stations, 2.0)]:
            road.wires.post(foot, 2.6, 0.045, linear("#8a5a34"))
            road.wires.post(foot + [0.0, 0.0, 2.2], 0.4, 0.05, linear("#d8702a"))


def textures(road: Roadside) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Stack the sign textures: (96·n, 96, 4) and their index (n, 3) of first row, height, width."""
    faces = road.textures or [np.zeros((SIZE, SIZE, 4), np.float32)]
    index = np.array([[SIZE * k, SIZE, SIZE] for k in range(len(faces))], np.float32)
    return np.concatenate(faces, 0).astype(np.float32), index
