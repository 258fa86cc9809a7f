"""Boxes, gable roofs and drums as shaded quadrilaterals, with the boxes that throw their shadows."""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.colour import Rgb

Vec = tuple[float, float, float]
PLINTH_M = 1.5
_DOORS = 0xFF0 | 4 << 12  # the bits of a wall's variant that only its front has: door, garage, fire escape


@dataclass(frozen=True, slots=True)
class Footprint:
    """Where a solid stands: centre and half sizes in metres, angle of its x side in radians, base height."""

    x: float
    y: float
    half_x: float
    half_y: float
    angle: float
    z: float

    def at(self, along: float, across: float) -> tuple[float, float]:
        """World (x, y) of a point `along` and `across` the footprint's own axes, in metres."""
        c, s = math.cos(self.angle), math.sin(self.angle)
        return self.x + along * c - across * s, self.y + along * s + across * c

    def moved(self, along: float, across: float, half_x: float, half_y: float, up: float = 0.0) -> "Footprint":
        """Return another footprint placed in this one's axes."""
        x, y = self.at(along, across)
        return Footprint(x, y, half_x, half_y, self.angle, self.z + up)


@dataclass(frozen=True, slots=True)
class Surface:
    """How a face looks: linear rgb, material, window columns and rows, and a material-specific variant."""

    rgb: Rgb
    material: int = A.MAT_PLAIN
    columns: int = 0
    rows: int = 0
    variant: int = 0


_PLINTH = Surface(np.array([0.24, 0.23, 0.21]))


@dataclass(slots=True)
class Solids:
    """Collects quads and shadow boxes."""

    quads: list[tuple[float, ...]] = field(default_factory=list)
    boxes: list[tuple[float, ...]] = field(default_factory=list)
    vehicles: list[Any] = field(default_factory=list)  # of world.vehicles.Vehicle

    def quad(
        self, corner: Vec, side: Vec, up: Vec, look: Surface, shape: int = A.SHAPE_RECTANGLE, inset: float = -1.0
    ) -> None:
        """Add one parallelogram: `corner` plus spans `side` and `up`, all in metres; `inset` is for `SHAPE_HIP`."""
        r, g, b = (float(c) for c in look.rgb)
        length, height = math.hypot(*side), math.hypot(*up)
        self.quads.append(
            (
                *corner,
                *side,
                *up,
                r,
                g,
                b,
                look.material,
                look.columns if inset < 0.0 else inset,
                look.rows,
                shape,
                look.variant,
                length,
                height,
            )
        )

    def walls(
        self, foot: Footprint, height: float, look: Surface, front: Surface | None = None, *, founded: bool = False
    ) -> None:
        """Four walls; the short sides get window columns in proportion.

        ``front`` is the look of the wall at negative y. A founded building has a plinth down to `PLINTH_M` below, so
        that it stands in sloping ground without a gap.
        """
        c, s = math.cos(foot.angle), math.sin(foot.angle)
        ux, uy, vx, vy = c * foot.half_x, s * foot.half_x, -s * foot.half_y, c * foot.half_y
        side_columns = 0
        if look.columns:
            side_columns = max(1, round(look.columns * foot.half_y / foot.half_x))
        plain = Surface(look.rgb, look.material, look.columns, look.rows, look.variant & ~_DOORS)
        end = Surface(look.rgb, look.material, side_columns, look.rows, look.variant & ~_DOORS)
        up = (0.0, 0.0, height)
        looks = ((-1.0, front or look, end), (1.0, plain, end))
        for sign, long, short in looks:
            corner = (foot.x - ux + sign * vx, foot.y - uy + sign * vy, foot.z)
            self.quad(corner, (2 * ux, 2 * uy, 0.0), up, long)
            corner = (foot.x - vx + sign * ux, foot.y - vy + sign * uy, foot.z)
            self.quad(corner, (2 * vx, 2 * vy, 0.0), up, short)
        if founded:
            base, down = foot.z - PLINTH_M, (0.0, 0.0, PLINTH_M + 0.02)
            for sign in (-1.0, 1.0):
                corner = (foot.x - ux + sign * vx, foot.y - uy + sign * vy, base)
                self.quad(corner, (2 * ux, 2 * uy, 0.0), down, _PLINTH)
                corner = (foot.x - vx + sign * ux, foot.y - vy + sign * uy, base)
                self.quad(corner, (2 * vx, 2 * vy, 0.0), down, _PLINTH)
        self.boxes.append((foot.x, foot.y, foot.half_x, foot.half_y, foot.angle, height))

    def box(
        self,
        foot: Footprint,
        height: float,
        look: Surface,
        top: Surface | None = None,
        front: Surface | None = None,
        *,
        founded: bool = False,
    ) -> None:
        """Walls and a flat top."""
        self.walls(foot, height, look, front, founded=founded)
        self.slab(foot, height, top or Surface(look.rgb * 0.8))

    def slab(self, foot: Footprint, height: float, look: Surface) -> None:
        """Add a level rectangle over the footprint."""
        c, s = math.cos(foot.angle), math.sin(foot.angle)
        ux, uy, vx, vy = c * foot.half_x, s * foot.half_x, -s * foot.half_y, c * foot.half_y
        corner = (foot.x - ux - vx, foot.y - uy - vy, foot.z + height)
        self.quad(corner, (2 * ux, 2 * uy, 0.0), (2 * vx, 2 * vy, 0.0), look)

    def panel(
        self,
        foot: Footprint,
        place: tuple[float, float, float, float],
        lift: Vec,
        look: Surface,
        shape: int = A.SHAPE_RECTANGLE,
    ) -> None:
        """Add one quad in the footprint's axes, rising from a line along x.

        ``place`` is where it starts (along, across, up) and how long it is; ``lift`` its second edge (along, across,
        up), metres.
        """
        along, across, up, length = place
        c, s = math.cos(foot.angle), math.sin(foot.angle)
        x, y = foot.at(along, across)
        raised = (lift[0] * c - lift[1] * s, lift[0] * s + lift[1] * c, lift[2])
        self.quad((x, y, foot.z + up), (c * length, s * length, 0.0), raised, look, shape)

    def gable(
        self,
        foot: Footprint,
        height: float,
        rise: float,
        wall: Surface,
        roof: Surface,
        overhang: float = 0.35,
        front: Surface | None = None,
        *,
        founded: bool = False,
        attic: bool = False,
    ) -> None:
        """Walls under a pitched roof whose ridge runs along the footprint's x side; the attic may have windows."""
        self.walls(foot, height, wall, front, founded=founded)
        c, s = math.cos(foot.angle), math.sin(foot.angle)
        top = foot.z + height
        lit = int(attic)
        face = Surface(wall.rgb, wall.material, lit, lit, wall.variant & 15 if lit else 0)
        for sign in (-1.0, 1.0):
            x, y = foot.at(sign * foot.half_x, -foot.half_y)
            across = (-s * 2 * foot.half_y, c * 2 * foot.half_y, 0.0)
            self.quad((x, y, top), across, (0.0, 0.0, rise), face, A.SHAPE_TRIANGLE)
        self._slopes(foot, top, rise, roof, overhang)
        self.boxes[-1] = (*self.boxes[-1][:5], height + rise * 0.6)

    def _slopes(self, foot: Footprint, top: float, rise: float, roof: Surface, overhang: float) -> None:
        c, s = math.cos(foot.angle), math.sin(foot.angle)
        stretch = 1 + overhang / math.hypot(foot.half_y, rise)
        ridge = 2 * (foot.half_x + overhang)
        x, y = foot.at(-foot.half_x - overhang, 0.0)
        for sign in (-1.0, 1.0):
            down = (-s * sign * foot.half_y * stretch, c * sign * foot.half_y * stretch, -rise * stretch)
            self.quad((x, y, top + rise + 0.06), (c * ridge, s * ridge, 0.0), down, roof)

    def gable_front(
        self,
        foot: Footprint,
        height: float,
        rise: float,
        wall: Surface,
        roof: Surface,
        overhang: float = 0.35,
        front: Surface | None = None,
        *,
        founded: bool = False,
    ) -> None:
        """Walls under a roof whose gable faces the front: the ridge runs along the footprint's y side."""
        self.walls(foot, height, wall, front, founded=founded)
        c, s = math.cos(foot.angle), math.sin(foot.angle)
        face = (
            Surface(wall.rgb, wall.material, 1, 1, wall.variant & 15)
            if rise > 2.4
            else Surface(wall.rgb, wall.material)
        )
        for sign in (-1.0, 1.0):
            x, y = foot.at(-foot.half_x, sign * foot.half_y)
            across = (c * 2 * foot.half_x, s * 2 * foot.half_x, 0.0)
            self.quad((x, y, foot.z + height), across, (0.0, 0.0, rise), face, A.SHAPE_TRIANGLE)
        turned = Footprint(foot.x, foot.y, foot.half_y, foot.half_x, foot.angle + math.pi / 2, foot.z)
        self._slopes(turned, foot.z + height, rise, roof, overhang)
        self.boxes[-1] = (*self.boxes[-1][:5], height + rise * 0.6)

    def hip(
        self,
        foot: Footprint,
        height: float,
        rise: float,
        wall: Surface,
        roof: Surface,
        front: Surface | None = None,
        *,
        founded: bool = False,
    ) -> None:
        """Walls under a roof that slopes to all four sides; the long side must lie along x."""
        self.walls(foot, height, wall, front, founded=founded)
        self.hip_roof(foot, height, rise, roof)
        self.boxes[-1] = (*self.boxes[-1][:5], height + rise * 0.5)

    def hip_roof(self, foot: Footprint, height: float, rise: float, roof: Surface, overhang: float = 0.5) -> None:
        """Add a roof that slopes to all four sides, with eaves."""
        hx, hy = foot.half_x + overhang, foot.half_y + overhang
        inset = min(1.0, hy / hx)
        long = Surface(roof.rgb, roof.material, 1, 0, 0)
        c, s = math.cos(foot.angle), math.sin(foot.angle)
        for sign in (-1.0, 1.0):
            x, y = foot.at(-hx, sign * hy)
            up = (s * sign * hy, -c * sign * hy, rise)
            z = foot.z + height - 0.12
            self.quad((x, y, z), (c * 2 * hx, s * 2 * hx, 0.0), up, long, A.SHAPE_HIP, inset)
            x, y = foot.at(sign * hx, -hy)
            run = hx * inset
            up = (-c * sign * run, -s * sign * run, rise)
            self.quad((x, y, z), (-s * 2 * hy, c * 2 * hy, 0.0), up, roof, A.SHAPE_TRIANGLE)

    def drum(
        self,
        centre: tuple[float, float, float],
        radius: float,
        height: float,
        wall: Surface,
        dome: Rgb | None = None,
        panels: int = 12,
    ) -> None:
        """Add a silo or tank of flat panels, with a pointed dome when a colour for it is given."""
        x, y, z = centre
        for k in range(panels):
            a, b = k * 2 * math.pi / panels, (k + 1) * 2 * math.pi / panels
            px, py = x + radius * math.cos(a), y + radius * math.sin(a)
            side = (radius * (math.cos(b) - math.cos(a)), radius * (math.sin(b) - math.sin(a)), 0.0)
            self.quad((px, py, z), side, (0.0, 0.0, height), wall)
            if dome is not None:
                mx, my = px + side[0] / 2, py + side[1] / 2
                up = (x - mx, y - my, radius * 0.55)
                self.quad((px, py, z + height), side, up, Surface(dome), A.SHAPE_TRIANGLE)
        self.boxes.append((x, y, radius * 0.9, radius * 0.9, 0.0, height))

    def arrays(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Quads ``(n, 19)`` and shadow boxes ``(m, 6)``, float64, columns as in ``world.arrays``."""
        quads = np.array(self.quads, np.float64).reshape(-1, A.N_QUAD)
        return quads, np.array(self.boxes, np.float64).reshape(-1, A.N_BOX)
