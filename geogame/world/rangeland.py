"""What marks the open range: a ranch's gate on the road, and cattle guards. Where they stand is the author's."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.colour import Rgb, linear
from geogame.world.fences import fence_across
from geogame.world.kernels.placement import along_road
from geogame.world.roadside import GREY_STEEL, Roadside
from geogame.world.setting import Setting
from geogame.world.settlement import COUNTRY
from geogame.world.solids import Surface

Rng = np.random.Generator
Floats = NDArray[np.float64]
RANCH_GATES = {
    "WY": 0.4, "MT": 0.35, "CO": 0.3, "NM": 0.3, "TX": 0.3, "ID": 0.25, "UT": 0.25, "AZ": 0.25, "SD": 0.25, "NE": 0.25,
    "OK": 0.25, "NV": 0.2, "OR": 0.15, "ND": 0.15, "KS": 0.15, "CA": 0.12, "WA": 0.1,
}  # fmt: skip
"""How often a scene of range land has a ranch's gate, by state."""
CATTLE_GUARDS = {
    "WY": 0.5, "NV": 0.45, "UT": 0.45, "NM": 0.45, "AZ": 0.45, "MT": 0.4, "ID": 0.4, "CO": 0.35, "OR": 0.3, "NE": 0.3,
    "TX": 0.25, "SD": 0.25, "CA": 0.2, "ND": 0.15, "KS": 0.15, "OK": 0.15, "WA": 0.15,
}  # fmt: skip
"""How often an unpaved road of range land crosses one, by state."""
_OPENING_M = 5.0
_PITCH_M = 0.24  # between the pipes of a cattle guard


@dataclass(frozen=True, slots=True)
class Gate:
    """A ranch's gate: where in the fence it stands, and how it looks.

    Attributes
    ----------
    side
        -1 left of the road, 1 right of it.
    v
        Metres along the road, of its middle.
    portal
        Whether logs frame it above.
    paint
        Linear colour of the gate's tubes.
    """

    side: float
    v: float
    portal: bool
    paint: Rgb

    @property
    def gap(self) -> tuple[float, float]:
        """Metres along the road from post to post."""
        return self.v - _OPENING_M / 2, self.v + _OPENING_M / 2


def is_range(s: Setting) -> bool:
    """Whether cattle range here: open country with few fields."""
    return s.town == COUNTRY and float(s.params[A.CROP_SHARE]) < 0.45 and float(s.params[A.FOREST_SHARE]) < 0.4


def ranch_gate(s: Setting) -> Gate | None:
    """Draw whether a ranch opens on this road, and where."""
    rng = s.rng["rangeland"]
    chance, side, portal, paint = rng.random(4)
    v = float(rng.uniform(14.0, 46.0)) * (1.0 if rng.random() < 0.5 else -1.0)
    if not is_range(s) or chance >= RANCH_GATES.get(s.facts.state, 0.0):
        return None
    if abs(v - float(s.params[A.CROSS_V_M])) < 14.0 and s.params[A.CROSS_KIND] > 0.5:
        return None
    tubes = (GREY_STEEL, "#3f5a48", "#7a3028", "#5a4636")[int(paint * 4)]
    return Gate(-1.0 if side < 0.5 else 1.0, v, bool(portal < 0.6), linear(tubes))


def set_gate(road: Roadside, gate: Gate, u: float) -> None:
    """Stand the gate in the fence line at `u` metres, shut, with a track to it from the road."""
    feet, land = road.line(u, np.array([gate.gap[0], gate.v, gate.gap[1]]))
    if (land == A.OPEN_WATER).any():
        return
    _track(road, gate, u)
    logs, up = linear("#6a5644"), np.array([0.0, 0.0, 1.0])
    posts = (feet[0], feet[2])
    tall = 5.0 if gate.portal else 1.7
    for foot in posts:
        road.wires.post(foot - up * 0.2, tall + 0.2, 0.17 if gate.portal else 0.12, logs)
    if gate.portal:
        along = (feet[2] - feet[0]) / _OPENING_M
        for height, radius in ((4.75, 0.15), (4.15, 0.09)):
            road.wires.add(feet[0] - along * 0.6 + up * height, feet[2] + along * 0.6 + up * height, radius, logs)
        for share in (0.35, 0.5, 0.65):
            at = feet[0] + (feet[2] - feet[0]) * share
            road.wires.add(at + up * 4.15, at + up * 4.75, 0.05, logs)
    a, b = feet[0] + (feet[2] - feet[0]) * 0.05, feet[0] + (feet[2] - feet[0]) * 0.95
    for height in (0.3, 0.52, 0.76, 1.0, 1.3):
        road.wires.add(a + up * height, b + up * height, 0.028, gate.paint)
    for share in (0.0, 0.5, 1.0):
        at = a + (b - a) * share
        road.wires.add(at + up * 0.3, at + up * 1.3, 0.028, gate.paint)
    road.wires.add(a + up * 0.3, b + up * 1.3, 0.02, gate.paint)


def _track(road: Roadside, gate: Gate, u: float) -> None:
    """Lay two worn wheel tracks from the road to the gate and beyond, in pieces that follow the ground."""
    side, start = gate.side, float(road.params[A.SHOULDER_HALF_WIDTH])
    across = np.arange(start, abs(u) + 26.0, 1.6) * side
    worn = Surface(linear("#a08c6c") * 0.8)
    for wheel in (-0.85, 0.85):
        low, use = along_road(across, np.full(len(across), gate.v + wheel - 0.3), road.params)
        low = low + [0.0, 0.0, 0.06]
        high = along_road(across, np.full(len(across), gate.v + wheel + 0.3), road.params)[0] + [0.0, 0.0, 0.06]
        for k in np.flatnonzero((use[:-1] != A.OPEN_WATER) & (use[1:] != A.OPEN_WATER)):
            _flat(road, low[k], low[k + 1], high[k], worn)


def _flat(road: Roadside, corner: Floats, along: Floats, beside: Floats, surface: Surface) -> None:
    """Lay a parallelogram from a corner to two neighbours."""
    u, v = along - corner, beside - corner
    road.solids.quad(
        (float(corner[0]), float(corner[1]), float(corner[2])), (float(u[0]), float(u[1]), float(u[2])),
        (float(v[0]), float(v[1]), float(v[2])), surface,
    )  # fmt: skip


def cattle_guards(s: Setting, road: Roadside, fence_u: float, kind: str) -> None:
    """Lay a cattle guard across an unpaved road, with fences running off its ends, or across a side road's mouth."""
    rng, p = s.rng["rangeland"], s.params
    chance, v = rng.random(), float(rng.uniform(14.0, 40.0)) * (1.0 if rng.random() < 0.5 else -1.0)
    if not is_range(s) or chance >= CATTLE_GUARDS.get(s.facts.state, 0.0) or kind == "none":
        return
    crossing = float(p[A.CROSS_KIND]) > 0.5
    if crossing and p[A.CROSS_PAVED] < 0.5:
        half, at = float(p[A.CROSS_HALF_WIDTH]) + 0.4, float(p[A.CROSS_V_M])
        for side in (-1.0, 1.0):
            if p[A.CROSS_KIND] == A.CROSS_BOTH or (p[A.CROSS_KIND] == A.CROSS_RIGHT) == (side > 0):
                u = np.arange(fence_u, fence_u + 2.2, _PITCH_M) * side
                _pipes(road, (u, np.full(len(u), at - half)), (u, np.full(len(u), at + half)))
    if p[A.ROAD_SURFACE] == A.GRAVEL and not (crossing and abs(v - float(p[A.CROSS_V_M])) < 14.0):
        half = float(p[A.SHOULDER_HALF_WIDTH]) + 0.2
        along = np.arange(v, v + 2.2, _PITCH_M)
        _pipes(road, (np.full(len(along), -half), along), (np.full(len(along), half), along))
        for side in (-1.0, 1.0):
            fence_across(road, kind, v + 1.0, side * (half + 0.5), side * 70.0)


def _pipes(road: Roadside, starts: tuple[Floats, Floats], ends: tuple[Floats, Floats]) -> None:
    """Lay pipes over a pit, with a wing of painted pipe at either end."""
    a, left_use = along_road(*starts, road.params)
    b, right_use = along_road(*ends, road.params)
    if (left_use == A.OPEN_WATER).any() or (right_use == A.OPEN_WATER).any():
        return
    up, steel, paint = np.array([0.0, 0.0, 1.0]), linear("#8d8a84"), linear("#d8d4c4")
    _flat(road, a[0] + up * 0.06, a[-1] + up * 0.06, b[0] + up * 0.06, Surface(linear("#2a2724")))
    for left, right in zip(a, b, strict=True):
        road.wires.add(left + up * 0.1, right + up * 0.1, 0.05, steel)
    for row, other in ((a, b), (b, a)):
        out = row[0] - other[0]
        flare = out / max(float(np.linalg.norm(out)), 0.1) * 0.35
        for foot in (row[0], row[-1]):
            road.wires.add(foot, foot + flare + up * 1.15, 0.045, paint)
        for height in (0.62, 1.15):
            lift = flare * (height / 1.15) + up * height
            road.wires.add(row[0] + lift, row[-1] + lift, 0.04, paint)
