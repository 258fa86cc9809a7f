"""Draw one view of a scene: the order in which the kernels are asked."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.kernels.billboards import draw_billboards
from geogame.world.kernels.camera import cast_rays
from geogame.world.kernels.facades import draw_quads, resolve
from geogame.world.kernels.flakes import SHELLS_M, draw_flakes
from geogame.world.kernels.ground import shade_ground
from geogame.world.kernels.noise_texture import noise_tile
from geogame.world.kernels.sky import shade_sky
from geogame.world.kernels.tonemap import add_bloom, develop, gamma_table
from geogame.world.kernels.wires import draw_wires, hide_behind_poles

DEFAULT_PITCH = 0.02


@dataclass(frozen=True)
class Camera:
    """A level camera at the origin, for a picture of any proportions.

    Attributes
    ----------
    heading : float
        Radians clockwise from north.
    focal : float
        Distance of the picture plane, pixels.
    horizon : float
        Row of the horizon, pixels from the top; may lie outside the picture.
    width, height : int
        Of the picture, pixels.
    supersample : int
        Samples a pixel side for outlines.
    """

    heading: float
    focal: float
    horizon: float
    width: int
    height: int
    supersample: int = 1


@dataclass(frozen=True)
class Light:
    """What reaches a camera, linear and column-major (``[column, row]``).

    Attributes
    ----------
    image, front : (width, height, 3) float32
        Light of the background, and of the billboards multiplied by their opacity.
    unseen : (width, height) float32
        What the billboards let through.
    """

    image: A.Floats
    front: A.Floats
    unseen: A.Floats


def gather_light(scene: A.Scene, camera: Camera, quads: NDArray[np.int64] | None = None) -> Light:
    """
    Draw what the camera sees, before exposure and film.

    Rays are cast, buildings drawn, and plants blended front to back before land and sky are shaded, so that
    only what stays visible is shaded. Whatever stands in space is drawn here, since panoramas are made of many
    such pictures; what belongs to a whole picture (bloom, film) comes after.

    Parameters
    ----------
    scene
        What `world.scene.build_scene` makes.
    camera
        Where it looks.
    quads : (n,) int64
        Rows of the scene's quads that may be seen, nearest first; all when not given.
    """
    width, height, supersample = camera.width, camera.height, camera.supersample
    heading, focal, horizon = camera.heading, camera.focal, camera.horizon
    fine = (width * supersample, height * supersample)
    fine_focal, fine_horizon = focal * supersample, horizon * supersample
    land, params, sky, light = scene.terrain, scene.params, scene.sky, scene.light
    seed, tile = int(params[A.SEED]), noise_tile()
    scratch = np.zeros((9, 16))

    distance, depth = np.empty(fine, np.float32), np.empty(fine, np.float32)
    ring = np.zeros(fine, np.int16)
    cast_rays(distance, ring, depth, land.heights, land.radii_m, heading, fine_focal, fine_horizon)

    covered = np.zeros(fine, np.uint8)
    walls = np.zeros((*fine, 3) if len(scene.quads) else (1, 1, 3), np.float32)
    if len(scene.quads):
        order = quads_nearest_first(scene) if quads is None else quads
        draw_quads(
            walls, covered, depth, scene.quads, order, scene.textures, scene.texture_index, tile,
            sky, light, scene.snow, seed, heading, fine_focal, fine_horizon, scratch,
        )  # fmt: skip

    if len(scene.wires):
        hide_behind_poles(depth, scene.wires, heading, fine_focal, fine_horizon, scratch[0])
    front, unseen = np.zeros((width, height, 3), np.float32), np.ones((width, height), np.float32)
    for near, far, boards in shells(scene):
        if near > 0.0:
            draw_flakes(front, unseen, depth, supersample, near, far, light, seed, heading, focal, horizon)
        draw_billboards(
            front, unseen, depth, supersample, boards, scene.atlas.texels, scene.atlas.levels,
            sky, light, scene.snow * 0.8, heading, focal, horizon, scratch,
        )  # fmt: skip

    image, sky_share = np.zeros_like(front), np.empty_like(unseen)
    resolve(image, sky_share, walls, covered, distance)
    shade_sky(image, scratch[0], sky_share, unseen, tile, sky, heading, focal, horizon)
    shade_ground(
        image, unseen, distance, ring, covered, tile,
        land.heights, land.materials, land.above_ground, land.radii_m, land.far_colour, land.field_hash,
        scene.shadow, scene.shadow_res_m, params, scene.palette, sky, light, scene.elevation_m,
        heading, fine_focal, fine_horizon, scratch,
    )  # fmt: skip
    if len(scene.wires):
        draw_wires(image, depth, supersample, scene.wires, sky, light, heading, focal, horizon, scratch[0])
    return Light(image, front, unseen)


def shells(scene: A.Scene) -> Iterator[tuple[float, float, A.Floats]]:
    """
    Yield the scene's plants from the nearest outwards, in shells of air that each may hold falling flakes.

    Yields
    ------
    near, far : float
        Distances between which flakes fall before the plants, m; both 0 where none do.
    billboards : (n, N_BILLBOARD) float32
        Nearest first.
    """
    boards = scene.billboards
    if scene.light[A.SNOWFALL] <= 0.0:
        yield 0.0, 0.0, boards
        return
    away = np.hypot(boards[:, A.B_X], boards[:, A.B_Y])
    nearest, *parts = np.split(boards, np.searchsorted(away, SHELLS_M[:-1]))
    yield 0.0, 0.0, nearest
    for (near, far), part in zip(pairwise(SHELLS_M.tolist()), parts, strict=True):
        yield near, far, part


def quads_nearest_first(scene: A.Scene) -> NDArray[np.int64]:
    """Return the order in which to draw the scene's quads, so that the hidden are not shaded."""
    return np.argsort(scene.quads[:, 0] ** 2 + scene.quads[:, 1] ** 2, kind="stable")


def render_view(
    scene: A.Scene,
    heading_deg: float,
    width: int,
    height: int,
    *,
    fov_deg: float = 90.0,
    pitch: float = DEFAULT_PITCH,
    supersample: int = 1,
) -> NDArray[np.uint8]:
    """
    Draw what the camera sees in one direction.

    Parameters
    ----------
    scene
        What `world.scene.build_scene` makes.
    heading_deg
        Degrees clockwise from north.
    width, height
        Of the picture, pixels.
    fov_deg
        Horizontal field of view, degrees.
    pitch
        How far the horizon lies below the picture's middle, as a share of its height.
    supersample
        Samples a pixel side for outlines.

    Returns
    -------
    picture
        (height, width, 3) uint8 sRGB; the same arguments give the same pixels.
    """
    focal = width / 2 / math.tan(math.radians(fov_deg) / 2)
    camera = Camera(math.radians(heading_deg), focal, height * (0.5 + pitch), width, height, supersample)
    light = gather_light(scene, camera)
    picture = np.empty((height, width, 3), np.uint8)
    seed = int(scene.params[A.SEED])
    add_bloom(light.image, light.front, light.unseen, scene.exposure, focal)
    develop(picture, light.image, light.front, light.unseen, gamma_table(), scene.exposure, seed)
    return picture
