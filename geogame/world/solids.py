"""Boxes, gable roofs and drums as shaded quadrilaterals, with the boxes that throw their shadows."""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.colour import Rgb

Vec = tuple[float, float, float]


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


@dataclass(slots=True)
class Solids:
    """Collects quads and shadow boxes."""

    quads: list[tuple[float, ...]] = field(default_factory=list)
    boxes: list[tuple[float, ...]] = field(default_factory=list)

    def quad(self, corner: Vec, side: Vec, up: Vec, look: Surface, shape: int = A.SHAPE_RECTANGLE) -> None:
        """Add one parallelogram: `corner` plus spans `side` and `up`, all in metres."""
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
                look.columns,
                look.rows,
                shape,
                look.variant,
                length,
                height,
            )
        )

    def walls(self, foot: Footprint, height: float, look: Surface) -> None:
        """Four walls; the short sides get window columns in proportion."""
        c, s = math.cos(foot.angle), math.sin(foot.angle)
        ux, uy, vx, vy = c * foot.half_x, s * foot.half_x, -s * foot.half_y, c * foot.half_y
        side_columns = 0
        if look.columns:
            side_columns = max(1, round(look.columns * foot.half_y / foot.half_x))
        end = Surface(look.rgb, look.material, side_columns, look.rows, look.variant)
        up = (0.0, 0.0, height)
        for sign in (-1.0, 1.0):
            corner = (foot.x - ux + sign * vx, foot.y - uy + sign * vy, foot.z)
            self.quad(corner, (2 * ux, 2 * uy, 0.0), up, look)
            corner = (foot.x - vx + sign * ux, foot.y - vy + sign * uy, foot.z)
            self.quad(corner, (2 * vx, 2 * vy, 0.0), up, end)
        self.boxes.append((foot.x, foot.y, foot.half_x, foot.half_y, foot.angle, height))

    def box(self, foot: Footprint, height: float, look: Surface, top: Surface | None = None) -> None:
        """Walls and a flat top."""
        self.walls(foot, height, look)
        c, s = math.cos(foot.angle), math.sin(foot.angle)
        ux, uy, vx, vy = c * foot.half_x, s * foot.half_x, -s * foot.half_y, c * foot.half_y
        corner = (foot.x - ux - vx, foot.y - uy - vy, foot.z + height)
        roof = top or Surface(look.rgb * 0.8)
        self.quad(corner, (2 * ux, 2 * uy, 0.0), (2 * vx, 2 * vy, 0.0), roof)

    def gable(
        self,
        foot: Footprint,
        height: float,
        rise: float,
        wall: Surface,
        roof: Surface,
        overhang: float = 0.35,
    ) -> None:
        """Walls under a pitched roof whose ridge runs along the footprint's x side."""
        self.walls(foot, height, wall)
        c, s = math.cos(foot.angle), math.sin(foot.angle)
        top = foot.z + height
        face = Surface(wall.rgb, wall.material, 0, 0, wall.variant)
        for sign in (-1.0, 1.0):
            x, y = foot.at(sign * foot.half_x, -foot.half_y)
            across = (-s * 2 * foot.half_y, c * 2 * foot.half_y, 0.0)
            self.quad((x, y, top), across, (0.0, 0.0, rise), face, A.SHAPE_TRIANGLE)
        stretch = 1 + overhang / math.hypot(foot.half_y, rise)
        ridge = 2 * (foot.half_x + overhang)
        x, y = foot.at(-foot.half_x - overhang, 0.0)
        for sign in (-1.0, 1.0):
            down = (-s * sign * foot.half_y * stretch, c * sign * foot.half_y * stretch, -rise * stretch)
            self.quad((x, y, top + rise + 0.06), (c * ridge, s * ridge, 0.0), down, roof)
        self.boxes[-1] = (*self.boxes[-1][:5], height + rise * 0.6)

    def drum(
        self,
        centre: tuple[float, float, float],
        radius: float,
        height: float,
        wall: Surface,
        dome: Rgb | None = None,
    ) -> None:
        """Add a silo or tank: twelve panels, with a pointed dome when a colour for it is given."""
        x, y, z = centre
        panels = 12
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
