"""What every sprite is made of: discs, as leaves lying in space or as slices of round branches.

A sprite is drawn from an array of discs, shape (n, 12) float32. Space is right-handed with x to the right,
y up and z towards the viewer; the sprite's foot is the origin and its height is 1.

====== ==========================================================
column meaning
====== ==========================================================
0-2    centre x, y, z
3      radius
4-6    normal x, y, z (need not have unit length)
7      leafness: 1 takes the leaf colour, 0 the bark colour
8      ambient occlusion: 1 open to the sky, 0 buried
9      hue: 0.5 the plain colour, less is darker and greener, more is lighter
10     angle of the long axis in the picture, radians
11     short axis / long axis
====== ==========================================================
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Discs = NDArray[np.float32]
Points = NDArray[np.float64]

COLUMNS = 12
LEAFNESS = 7


def unit_vectors(rng: np.random.Generator, n: int) -> Points:
    """Draw `n` directions uniformly on the sphere, shape (n, 3)."""
    vectors = rng.normal(size=(n, 3))
    return np.asarray(vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9))


def leaf_discs(
    centres: ArrayLike,
    radii: ArrayLike,
    normals: ArrayLike,
    occlusion: ArrayLike,
    hue: ArrayLike,
    rng: np.random.Generator,
    *,
    aspect: tuple[float, float] = (0.45, 0.9),
    leafness: float = 1.0,
) -> Discs:
    """Make leaves (or, with `leafness` 0, seed heads, moss, bolls) at `centres` (n, 3), turned at random."""
    points = np.asarray(centres, dtype=float)
    n = len(points)
    discs = np.zeros((n, COLUMNS), np.float32)
    discs[:, :3] = points
    discs[:, 3] = radii
    discs[:, 4:7] = normals
    discs[:, LEAFNESS] = leafness
    discs[:, 8] = np.clip(occlusion, 0.05, 1.0)
    discs[:, 9] = np.clip(hue, 0.0, 1.0)
    discs[:, 10] = rng.uniform(0, 2 * np.pi, n)
    discs[:, 11] = rng.uniform(*aspect, n)
    return discs


def segment(
    start: ArrayLike,
    end: ArrayLike,
    radius_start: float,
    radius_end: float,
    rng: np.random.Generator | None = None,
    *,
    occlusion: float = 0.8,
    hue: float = 0.5,
    leafness: float = 0.0,
) -> Discs:
    """Make a straight round branch as overlapping discs; `rng` roughens its bark."""
    first, last = np.asarray(start, dtype=float), np.asarray(end, dtype=float)
    length = float(np.linalg.norm(last - first))
    n = max(3, int(length / max(min(radius_start, radius_end), 0.003) * 1.3))
    along = np.linspace(0, 1, n)
    discs = np.zeros((n, COLUMNS), np.float32)
    discs[:, :3] = first + (last - first) * along[:, None]
    discs[:, 3] = radius_start + (radius_end - radius_start) * along
    discs[:, 6] = 1.0
    discs[:, LEAFNESS] = leafness
    discs[:, 8] = occlusion
    discs[:, 9] = hue if rng is None else np.clip(hue + rng.normal(0, 0.13, n), 0, 1)
    discs[:, 11] = 1.0
    return discs


def bent(
    start: ArrayLike,
    middle: ArrayLike,
    end: ArrayLike,
    radius_start: float,
    radius_end: float,
    rng: np.random.Generator,
) -> Discs:
    """Make a branch that bends: a quadratic curve through the control point `middle`."""
    p0, p1, p2 = (np.asarray(p, dtype=float) for p in (start, middle, end))
    length = float(np.linalg.norm(p1 - p0) + np.linalg.norm(p2 - p1))
    n = max(5, int(length / max(min(radius_start, radius_end), 0.003) * 1.3))
    t = np.linspace(0, 1, n)[:, None]
    discs = np.zeros((n, COLUMNS), np.float32)
    discs[:, :3] = (1 - t) ** 2 * p0 + 2 * t * (1 - t) * p1 + t**2 * p2
    discs[:, 3] = radius_start + (radius_end - radius_start) * t[:, 0]
    discs[:, 6] = 1.0
    discs[:, 8] = 0.55
    discs[:, 9] = np.clip(0.5 + rng.normal(0, 0.13, n), 0, 1)
    discs[:, 11] = 1.0
    return discs


def ribbon(
    points: Points,
    radii: ArrayLike,
    normal: ArrayLike,
    occlusion: ArrayLike,
    hue: float,
    rng: np.random.Generator,
    *,
    leafness: float = 1.0,
) -> Discs:
    """Make a grass blade, palm leaflet or spine: discs along `points` (n, 3), one normal for all."""
    return leaf_discs(points, radii, normal, occlusion, hue, rng, aspect=(0.75, 1.0), leafness=leafness)


def clusters(
    centres: Points,
    radii: ArrayLike,
    per_cluster: int,
    leaf_radius: float,
    rng: np.random.Generator,
    crown: tuple[Points, Points],
    *,
    squash: float = 0.8,
    fill: float = 0.35,
    aspect: tuple[float, float] = (0.45, 0.9),
) -> Discs:
    """Fill leaf clusters at `centres` (k, 3) with leaves, shaded by their depth in the crown.

    Parameters
    ----------
    centres, radii
        Middle (k, 3) and radius (k,) of each cluster.
    crown
        Centre (3,) and half axes (3,) of the whole crown, which the light comes through.
    squash
        Height of a cluster by its width.
    fill
        0 puts leaves through the whole cluster, 1 only on its skin.
    """
    k = len(centres)
    n = k * per_cluster
    own = np.repeat(np.asarray(radii, dtype=float), per_cluster)[:, None]
    outwards = unit_vectors(rng, n)
    reach = rng.uniform(fill, 1.0, (n, 1)) ** 0.6
    reach *= np.where(rng.random((n, 1)) < 0.16, rng.uniform(1.0, 1.5, (n, 1)), 1.0)
    shape = np.column_stack([np.ones(k), squash * rng.uniform(0.65, 1.2, k), np.ones(k)])
    points = np.repeat(centres, per_cluster, axis=0) + outwards * own * reach * np.repeat(shape, per_cluster, axis=0)
    in_crown = (points - crown[0]) / crown[1]
    normals = outwards * 0.6 + in_crown * 0.7 + unit_vectors(rng, n) * 0.35
    normals /= np.linalg.norm(normals, axis=1, keepdims=True) + 1e-6
    depth = np.minimum(np.linalg.norm(in_crown, axis=1), 1.15)
    occlusion = np.clip(0.1 + 0.48 * depth + 0.36 * outwards[:, 1] + 0.2 * in_crown[:, 1], 0.05, 1)
    tone = np.repeat(rng.normal(0, 0.06, k), per_cluster)
    hue = 0.5 + tone + 0.13 * rng.normal(size=n) + 0.1 * outwards[:, 1]
    radius = leaf_radius * rng.uniform(0.6, 1.3, n)
    return leaf_discs(points, radius, normals, occlusion, hue, rng, aspect=aspect)


def shell(
    centre: ArrayLike,
    half_axes: ArrayLike,
    n: int,
    radius: float,
    rng: np.random.Generator,
    *,
    hue: float = 0.5,
) -> Discs:
    """Make a smooth solid (a tank, an animal's body): the half of an ellipsoid that faces the viewer."""
    outwards = unit_vectors(rng, n)
    outwards[:, 2] = np.abs(outwards[:, 2])
    points = np.asarray(centre) + outwards * np.asarray(half_axes)
    return leaf_discs(points, radius, outwards, 0.92, hue, rng, aspect=(1.0, 1.0))


def panel(
    x: tuple[float, float],
    y: tuple[float, float],
    z: float,
    radius: float,
    rng: np.random.Generator,
    *,
    hue: float = 0.5,
    leafness: float = 1.0,
) -> Discs:
    """Make a flat upright rectangle facing the viewer, from a lattice of discs of `radius`."""
    step = radius * 1.1
    xs = np.arange(x[0] + radius, x[1] - radius + step, step)
    ys = np.arange(y[0] + radius, y[1] - radius + step, step)
    grid = np.stack(np.meshgrid(xs, ys), -1).reshape(-1, 2)
    points = np.column_stack([grid, np.full(len(grid), z)])
    return leaf_discs(points, radius, [0, 0.15, 0.95], 0.9, hue, rng, aspect=(1.0, 1.0), leafness=leafness)
