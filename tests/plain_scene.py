"""A scene made by hand: flat land, a straight road to the north, morning sun in the east."""

import math
from dataclasses import dataclass, replace

import numpy as np

from geogame.world import arrays as A
from geogame.world.kernels.terrain import NEAREST_M

SUN_ELEVATION = math.radians(35)


@dataclass(frozen=True)
class Disc:
    """An atlas of one sprite: an opaque square whose normals bulge to the right and to the left."""

    texels: A.Bytes
    levels: np.ndarray


def atlas() -> Disc:
    texels, levels, first = [], [], 0
    for size in (32, 16, 8, 4, 2, 1, 1):
        level = np.zeros((size, size, 7), np.uint8)
        level[..., :3] = 255
        level[..., 3] = np.linspace(0, 255, size)
        level[..., 4:6] = (128, 200)
        level[..., 6] = 128
        texels.append(level.reshape(-1, 7))
        levels.append((first, size, size))
        first += size * size
    return Disc(np.concatenate(texels), np.array([levels]))


def params(**changes: float) -> A.Floats:
    p = np.zeros(A.N_PARAMS, np.float32)
    p[A.SEED] = 321
    p[A.ROAD_HALF_WIDTH], p[A.SHOULDER_HALF_WIDTH] = 3.75, 5.5
    p[A.HILL_WAVELENGTH_M], p[A.FOREST_HEIGHT_M], p[A.FOREST_SETBACK_M] = 900, 12, 18
    p[A.GROUND_COVER], p[A.WATER_DISTANCE_M] = 0.9, 1e6
    p[A.SNOW_LINE_M], p[A.ROCK_LINE_M] = 9000, 9000
    p[A.CENTRE_LINE], p[A.EDGE_LINE] = A.CENTRE_DOUBLE, A.EDGE_SOLID
    for name, value in changes.items():
        p[getattr(A, name)] = value
    return p


def scene(**changes: object) -> A.Scene:
    azimuths, rings = 256, 64
    radii = (NEAREST_M * np.exp(np.linspace(0, math.log(40_000), rings))).astype(np.float32)
    flat = np.zeros((azimuths, rings), np.float32)
    terrain = A.Terrain(flat, flat.astype(np.uint8), flat, radii, np.full((64, rings, 3), 0.2, np.float32), flat.copy())
    palette = np.zeros((A.N_COLOURS, 4), np.float32)
    palette[:, :3] = (0.10, 0.16, 0.05)
    palette[A.ROAD, :3] = 0.12
    palette[A.SHOULDER, :3] = (0.25, 0.2, 0.15)
    sky = np.zeros(A.N_SKY, np.float32)
    sky[A.SUN_X], sky[A.SUN_Z], sky[A.TURBIDITY] = math.cos(SUN_ELEVATION), math.sin(SUN_ELEVATION), 3
    sky[A.ZENITH : A.ZENITH + 3] = (0.1, 0.2, 0.5)
    sky[A.HORIZON : A.HORIZON + 3] = (0.6, 0.7, 0.8)
    sky[A.SUN_COLOUR : A.SUN_COLOUR + 3] = 2
    light = np.zeros(A.N_LIGHT, np.float32)
    light[: A.VISIBILITY_M + 1] = (0.3, 0.35, 0.4, 2, 1.9, 1.7, 0.6, 0.7, 0.8, 30_000)
    plain = A.Scene(
        params=params(), palette=palette, sky=sky, light=light, exposure=0.74, snow=0.0, terrain=terrain,
        billboards=np.zeros((0, A.N_BILLBOARD), np.float32), quads=np.zeros((0, A.N_QUAD), np.float32),
        wires=np.zeros((0, A.N_WIRE), np.float32), boxes=np.zeros((0, A.N_BOX), np.float32),
        textures=np.zeros((96, 96, 4), np.float32), texture_index=np.array([[0, 96, 96]], np.float32),
        shadow=np.zeros((64, 64), np.float32), shadow_res_m=0.5, elevation_m=100.0, atlas=atlas(),
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def billboard(x: float, y: float, size: float = 4.0, leaf: tuple[float, float, float] = (0.5, 0.1, 0.1)) -> A.Floats:
    row = np.zeros(A.N_BILLBOARD, np.float32)
    row[A.B_X], row[A.B_Y], row[A.B_HEIGHT], row[A.B_WIDTH] = x, y, size, size
    row[A.B_LEAF : A.B_LEAF + 3], row[A.B_OPACITY], row[A.B_SUNLIT] = leaf, 1, 1
    return row


def wall(y: float, half: float, rgb: tuple[float, float, float]) -> A.Floats:
    """Stand a plain wall across the view to the north."""
    row = np.zeros(A.N_QUAD, np.float32)
    row[A.Q_ORIGIN : A.Q_ORIGIN + 3] = (-half, y, 0)
    row[A.Q_EDGE_U], row[A.Q_EDGE_V + 2] = 2 * half, 5
    row[A.Q_COLOUR : A.Q_COLOUR + 3] = rgb
    row[A.Q_LENGTH_U], row[A.Q_LENGTH_V] = 2 * half, 5
    return row
