"""Small solid things, built once in axes of their own and stamped wherever they stand."""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.kernels.camera import CAMERA_HEIGHT_M
from geogame.world.solids import Solids, Vec

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a thing stands: its ground point in metres, the angle of its forward axis, and its rise per metre."""

    x: float
    y: float
    z: float
    angle: float
    slope: float = 0.0


@dataclass(frozen=True, slots=True)
class Mesh:
    """Faces of one thing: x forward, y left, z up, the origin on the ground in its middle.

    Attributes
    ----------
    rows : (n, N_QUAD) float64
        As `world.arrays` has them, colours left out.
    roles : (n,) int64
        Which of the colours given to `stamp` each face takes.
    normals : (n, 3) float64
        Pointing outwards; zero where both sides are seen.
    facing : (n,) float64
        Of each face's plane: its normal times a point of it.
    """

    rows: Floats
    roles: NDArray[np.int64]
    normals: Floats
    facing: Floats


@dataclass(slots=True)
class Maker:
    """Collects the faces of a `Mesh`."""

    rows: list[tuple[float, ...]] = field(default_factory=list)
    roles: list[int] = field(default_factory=list)
    thin: list[bool] = field(default_factory=list)

    def face(
        self,
        corner: Vec,
        side: Vec,
        up: Vec,
        role: int,
        material: int = A.MAT_PLAIN,
        shape: int = A.SHAPE_RECTANGLE,
        *,
        thin: bool = False,
        columns: int = 0,
        rows: int = 0,
    ) -> None:
        """Add one parallelogram; a `thin` one is seen from both sides."""
        size = (math.hypot(*side), math.hypot(*up))
        self.rows.append((*corner, *side, *up, 0, 0, 0, material, columns, rows, shape, 0, *size))
        self.roles.append(role)
        self.thin.append(thin)

    def triangle(self, a: Vec, b: Vec, apex: Vec, role: int, material: int = A.MAT_PLAIN) -> None:
        """Add a triangle on the base `a` to `b`."""
        side = (b[0] - a[0], b[1] - a[1], b[2] - a[2])
        up = (apex[0] - a[0] - side[0] / 2, apex[1] - a[1] - side[1] / 2, apex[2] - a[2] - side[2] / 2)
        self.face(a, side, up, role, material, A.SHAPE_TRIANGLE)

    def box(self, low: Vec, high: Vec, role: int, material: int = A.MAT_PLAIN) -> None:
        """Add four walls and a top between two corners."""
        x, y, z = low
        dx, dy, dz = high[0] - x, high[1] - y, high[2] - z
        up = (0.0, 0.0, dz)
        self.face((x, y, z), (dx, 0.0, 0.0), up, role, material)
        self.face((x, y + dy, z), (dx, 0.0, 0.0), up, role, material)
        self.face((x, y, z), (0.0, dy, 0.0), up, role, material)
        self.face((x + dx, y, z), (0.0, dy, 0.0), up, role, material)
        self.face((x, y, z + dz), (dx, 0.0, 0.0), (0.0, dy, 0.0), role, material)

    def ring(self, centre: Vec, radii: tuple[float, float], height: float, role: int, panels: int = 8) -> None:
        """Add a drum or cone: `panels` panels from the lower radius to the upper one."""
        x, y, z = centre
        low, high = radii
        for k in range(panels):
            a, b = 2 * math.pi * k / panels, 2 * math.pi * (k + 1) / panels
            p = (x + low * math.cos(a), y + low * math.sin(a), z)
            q = (x + low * math.cos(b), y + low * math.sin(b), z)
            r = (x + high * math.cos(a), y + high * math.sin(a), z + height)
            t = (x + high * math.cos(b), y + high * math.sin(b), z + height)
            if high < 0.02 * low:
                self.triangle(p, q, (x, y, z + height), role)
                continue
            if low < 0.02 * high:
                self.triangle(r, t, (x, y, z), role)
                continue
            # A trapezoid: the parallelogram of the shorter edge, with a triangle each side of the longer.
            narrow = min(low, high)
            inset = (1 - narrow / max(low, high)) / 2
            wide, top = ((p, q), (r, t)) if low >= high else ((r, t), (p, q))
            side = tuple(wide[1][i] - wide[0][i] for i in range(3))
            first = tuple(wide[0][i] + inset * side[i] for i in range(3))
            last = tuple(wide[1][i] - inset * side[i] for i in range(3))
            inner = tuple(last[i] - first[i] for i in range(3))
            rise = tuple(top[0][i] - first[i] for i in range(3))
            self.face(first, inner, rise, role)  # type: ignore[arg-type]
            if inset > 0.02:
                self.triangle(wide[0], first, top[0], role)  # type: ignore[arg-type]
                self.triangle(last, wide[1], top[1], role)  # type: ignore[arg-type]

    def done(self) -> Mesh:
        """Return the finished mesh, its faces turned outwards."""
        rows = np.array(self.rows, np.float64)
        centres = rows[:, 0:3] + 0.5 * (rows[:, 3:6] + rows[:, 6:9])
        normal = np.cross(rows[:, 3:6], rows[:, 6:9])
        middle = 0.5 * (centres.min(0) + centres.max(0))
        outward = np.sign(np.einsum("ij,ij->i", normal, centres - middle))
        outward[np.array(self.thin)] = 0.0
        normal *= outward[:, None]
        return Mesh(rows, np.array(self.roles, np.int64), normal, np.einsum("ij,ij->i", normal, centres))


def stamp(out: Solids, mesh: Mesh, pose: Pose, colours: Floats) -> None:
    """
    Add a mesh to a scene; faces turned away from the camera are left out.

    Parameters
    ----------
    out
        Takes the faces; shadows are the caller's.
    mesh, pose
        What and where.
    colours
        (roles, 3) linear RGB.
    """
    c, s = math.cos(pose.angle), math.sin(pose.angle)
    eye = np.array([-pose.x * c - pose.y * s, pose.x * s - pose.y * c, CAMERA_HEIGHT_M - pose.z])
    seen = mesh.normals @ eye >= mesh.facing
    rows = mesh.rows[seen]
    for k in (0, 3, 6):
        x, y = rows[:, k].copy(), rows[:, k + 1]
        rows[:, k + 2] += pose.slope * x
        rows[:, k], rows[:, k + 1] = x * c - y * s, x * s + y * c
    rows[:, 0:3] += (pose.x, pose.y, pose.z)
    rows[:, A.Q_COLOUR : A.Q_COLOUR + 3] = colours[mesh.roles[seen]]
    out.quads.extend(map(tuple, rows.tolist()))
