"""Build the land around the camera on a polar grid: near ground from `layout`, far land from real elevation."""

import math
from typing import Literal

import numpy as np
from numba import njit
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world import facts
from geogame.world.arrays import Floats, Terrain
from geogame.world.kernels.landforms import is_bare_rock, landform_height
from geogame.world.kernels.layout import (
    POND_LEVEL_M,
    cliff_face,
    ground_height,
    land_use,
    river_distance,
    road_uv,
    shore_height,
    water_distance,
)
from geogame.world.kernels.noise import JIT, octave_noise, smooth_step, value_noise
from geogame.world.landforms import ranges_near

# Azimuths, rings, and grid azimuths to one azimuth of the far facts.
SIZES: dict[str, tuple[int, int, int]] = {"full": (1536, 190, 4), "training": (640, 112, 4)}
NEAREST_M, MIDDLE_M, FARTHEST_M = 3.0, 300.0, 120_000.0
NEAR_SHARE = 0.36  # of the rings lie nearer than MIDDLE_M, where the ground is nearly even
FACTS_FROM_M = 1_200.0  # nearer than this the facts' grid is too coarse to say anything
POND_SLOPE_M = 3.0  # ridges that lift the ground by more have no ponds
EARTH_DIAMETER_M = 2 * 7.4e6  # refraction makes the earth look larger
KM_PER_DEG = 111.2
TALLER = 1.7  # a wide lens flattens mountains; the eye does not
EXAGGERATION_NEAR, EXAGGERATION_FAR = 1.15, 1.75  # the facts' grid averages over 9 km, which lowers far summits


def build_terrain(params: Floats, lat: float, lon: float, detail: Literal["full", "training"]) -> Terrain:
    """Return the land around a place.

    Parameters
    ----------
    params : (N_PARAMS,) float32
    lat, lon : float
        Degrees.
    detail : "full" or "training"
        Density of the grid: for pictures of 640 pixels, or of 256.
    """
    azimuths, rings, stride = SIZES[detail]
    radii = ring_radii_m(rings)
    first = int(np.searchsorted(radii, FACTS_FROM_M))
    bearings = (np.arange(0, azimuths, stride) + 0.5 * stride) * (2.0 * np.pi / azimuths)
    km = radii[None, first:] / 1000.0
    east, north = km * np.sin(bearings)[:, None], km * np.cos(bearings)[:, None]
    km_per_deg = KM_PER_DEG * math.cos(math.radians(lat))
    lats, lons = lat + north / KM_PER_DEG, lon + east / km_per_deg
    # Bent a little, so that the grid of the facts does not show as straight valleys and rows of equal summits.
    bend = np.minimum(km * 0.12, 2.2)
    bent_lats = lats + bend / KM_PER_DEG * np.sin(lons * 61.0 + 1.7 * np.sin(lats * 43.0))
    bent_lons = lons + bend / km_per_deg * np.sin(lats * 71.0 + 1.3 * np.sin(lons * 37.0))
    rise = np.asarray(facts.elevation_m(bent_lats, bent_lons) - facts.elevation_m(lat, lon), np.float32)
    relief = np.asarray(facts.relief_m(bent_lats, bent_lons), np.float32)
    _raise_ranges(rise, relief, east, north, ranges_near(lat, lon), float(facts.elevation_m(lat, lon)))
    water = np.asarray(facts.is_water(lats, lons), np.bool_)
    far_colour = np.zeros((len(bearings), rings, 3), np.float32)
    satellite = np.maximum(np.asarray(facts.satellite_rgb(lats, lons), np.float32), 0.03)
    far_colour[:, first:] = np.power(satellite, 1.9) * 1.15
    radii_m = radii.astype(np.float32)
    heights = np.empty((azimuths, rings), np.float32)
    materials = np.empty((azimuths, rings), np.uint8)
    above = np.empty((azimuths, rings), np.float32)
    field = np.empty((azimuths, rings), np.float32)
    _fill(heights, materials, above, field, radii_m, params, first, rise, relief, water)
    _mark_borders(materials, field)
    return Terrain(heights, materials, above, radii_m, far_colour, field)


def ring_radii_m(rings: int) -> NDArray[np.float64]:
    """Distances of the rings: geometric near and far, denser where mountains stand."""
    near = int(rings * NEAR_SHARE)
    inner = NEAREST_M * np.exp(np.arange(near) * (math.log(MIDDLE_M / NEAREST_M) / near))
    outer = MIDDLE_M * np.exp(np.linspace(0.0, math.log(FARTHEST_M / MIDDLE_M), rings - near))
    return np.concatenate([inner, outer])


@njit(**JIT)
def _lift(x, y, rise, elevation, ranges):  # type: ignore[no-untyped-def]
    """Return (height above the camera with the typed ranges, how much of it is a cone's, 0..1)."""
    z, smooth = rise, 0.0
    for k in range(ranges.shape[0]):
        ax, ay, half = ranges[k, 0], ranges[k, 1], ranges[k, 5]
        dx, dy = ranges[k, 2] - ax, ranges[k, 3] - ay
        along = dx * dx + dy * dy
        t = 0.0
        if along > 0.0:
            t = max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / along))
        px, py = x - ax - t * dx, y - ay - t * dy
        d = math.sqrt(px * px + py * py) / half
        if d > 2.6:
            continue
        cone = ranges[k, 6] > 0.5
        share = (math.exp(-1.7 * d) if cone else math.exp(-1.2 * d * d)) * smooth_step(2.6, 1.6, d)
        missing = (ranges[k, 4] - elevation) * TALLER - z
        if missing > 0.0 and ranges[k, 4] > elevation:
            z += missing * share
            smooth = max(smooth, share if cone else 0.0)
    return z, smooth


@njit(**JIT)
def _raise_ranges(rise, relief, east, north, ranges, elevation):  # type: ignore[no-untyped-def]
    """Exaggerate the rise, and lift it to the typed ranges; the camera keeps height 0."""
    here, _ = _lift(0.0, 0.0, 0.0, elevation, ranges)
    for a in range(rise.shape[0]):
        for i in range(rise.shape[1]):
            z = rise[a, i]
            if z > 0.0:
                km = math.sqrt(east[a, i] * east[a, i] + north[a, i] * north[a, i])
                z *= EXAGGERATION_NEAR + (EXAGGERATION_FAR - EXAGGERATION_NEAR) * smooth_step(8.0, 40.0, km)
            else:
                z *= 0.8
            lifted, smooth = _lift(east[a, i], north[a, i], z, elevation, ranges)
            relief[a, i] = (relief[a, i] + 0.3 * (lifted - z)) * (1.0 - 0.8 * smooth)
            rise[a, i] = lifted - here


@njit(**JIT)
def _ridges(x, y, wavelength, footprint, alpine, seed):  # type: ignore[no-untyped-def]
    """Return ridged noise of about 0..1: sharp crests with spurs for alpine land, rounded backs for old hills."""
    total, amplitude, weight = 0.0, 0.5, 1.0
    for k in range(6):
        if wavelength < footprint * 2.0:
            total += amplitude * 0.45 * weight
            break
        away = abs(2.0 * value_noise(x / wavelength + k * 7.3, y / wavelength, seed + k) - 1.0)
        crest = (1.0 - away) * (1.0 - away) * alpine + (1.0 - away * away) * 0.72 * (1.0 - alpine)
        total += amplitude * crest * weight
        weight = min(1.0, 0.25 + 1.4 * crest)
        amplitude *= 0.42 + 0.1 * alpine
        wavelength *= 0.47
        x, y = 0.8 * x - 0.6 * y, 0.6 * x + 0.8 * y
    return total


@njit(**JIT)
def _mountains(x, y, r, rise, relief, alpine, basins, seed):  # type: ignore[no-untyped-def]
    """Return the height of far land: the facts' elevation and ranges, with ridges as high as its relief."""
    rugged = relief * smooth_step(50.0, 260.0, relief)
    if rugged < 1.0:
        return rise
    ridges = _ridges(x, y, 7000.0, r * 0.004, alpine, seed + 40)
    if basins > 0.5:
        return rise + 2.3 * rugged * max(-0.04, ridges - 0.44)
    return rise + (0.9 + 0.85 * smooth_step(8_000.0, 32_000.0, r)) * rugged * (ridges - 0.40)


@njit(**JIT)
def _mesa(x, y, r, height, seed):  # type: ignore[no-untyped-def]
    """Return (height of the mesas here, whether their rock shows)."""
    where = octave_noise(x, y, 2600.0, 1.0, 4, seed + 60)
    if where < 0.48:
        return 0.0, False
    table = smooth_step(0.60, 0.63, where)
    if where > 0.535:
        patches = octave_noise(x, y, 900.0, 1.0, 3, seed + 64)
        table += smooth_step(0.535, 0.545, where) * 0.35 * smooth_step(0.4, 0.5, patches)
    upper = smooth_step(0.655, 0.67, where) * 0.75 * smooth_step(700.0, 1500.0, r)
    table = max(table, upper)
    talus = smooth_step(0.48, 0.62, where) * 0.18
    if table + talus <= 0.02:
        return 0.0, False
    uneven = 0.85 + 0.15 * value_noise(x / 60.0, y / 60.0, seed + 66)
    return height * (table * uneven + talus) * smooth_step(350.0, 900.0, r), table + talus > 0.06


@njit(**JIT)
def _canopy(x, y, theta, r, height, seed):  # type: ignore[no-untyped-def]
    """Return the forest's height above the ground; near the camera trees are billboards instead."""
    clumps = octave_noise(x, y, 16.0, r * 0.003, 2, seed + 21)
    crowns = 0.26 * min(1.0, 6.0 / (r * 0.004 + 0.1)) * value_noise(x / 6.5, y / 6.5, seed + 23)
    # Along the azimuth alone, so that a distant forest edge keeps a jagged top.
    tops = 0.16 * value_noise(theta * 170.0, r * 0.02, seed + 24)
    return height * (0.52 + 0.34 * clumps + crowns + tops) * smooth_step(150.0, 210.0, r)


@njit(**JIT)
def _fill(heights, materials, above, field, radii, params, first, rise, relief, water):  # type: ignore[no-untyped-def]
    azimuths, rings = heights.shape
    coarse = rise.shape[0]
    seed = int(params[A.SEED])
    shore = params[A.WATER_DISTANCE_M] < A.NO_WATER
    wet_land = shore or params[A.LAKE_SHARE] > 0.0
    alpine, kind = params[A.ALPINE], params[A.LANDFORM]
    shaped = kind == A.LANDFORM_BADLANDS or kind == A.LANDFORM_BUTTES or kind == A.LANDFORM_CANYON
    for a in range(azimuths):
        theta = (a + 0.5) * 2.0 * math.pi / azimuths
        sin_a, cos_a = math.sin(theta), math.cos(theta)
        at = (a + 0.5) * coarse / azimuths - 0.5
        at0 = math.floor(at)
        share = at - at0
        far0, far1 = int(at0) % coarse, (int(at0) + 1) % coarse
        for i in range(rings):
            r = radii[i]
            x, y = sin_a * r, cos_a * r
            material, hashed = A.OPEN, 0.0
            if r < 2500.0 or (wet_land and r < 9000.0):
                material, hashed = land_use(x, y, params)
            ground = ground_height(x, y, r, params)
            z = ground
            curve = r * r / EARTH_DIAMETER_M
            far = smooth_step(1100.0, 6000.0, r)
            if far > 0.0:
                rise_here, relief_here, wet = 0.0, 0.0, False
                if i >= first:
                    k = i - first
                    rise_here = rise[far0, k] * (1.0 - share) + rise[far1, k] * share
                    relief_here = relief[far0, k] * (1.0 - share) + relief[far1, k] * share
                    wet = water[far0 if share < 0.5 else far1, k]
                z = z * (1.0 - far * 0.7) + far * _mountains(
                    x, y, r, rise_here, relief_here, alpine, params[A.BASINS], seed
                )
                if r > 2500.0:
                    if material != A.OPEN_WATER:
                        material = A.FAR
                    if wet:
                        material, z = A.OPEN_WATER, ground
            calm, offshore = 1.0, -1.0
            if params[A.RIVER_HALF_WIDTH_M] > 0.0 and r < 2500.0:
                u, v = road_uv(x, y, params)
                calm = smooth_step(20.0, 300.0, river_distance(u, v, params))
            if shore and r < 9000.0:
                offshore = water_distance(x, y, params)
            if r > 260.0 and params[A.RIDGE_M] > 0.0:
                crest = _ridges(x, y, 2400.0, r * 0.004, alpine * 0.6, seed + 50)
                ridge = params[A.RIDGE_M] * max(-0.25, 1.3 * crest - 0.62)
                z += ridge * smooth_step(200.0, 1100.0, r) * (1.0 - 0.6 * far) * calm
            if params[A.MESA_M] > 0.0 and r > 350.0:
                mesa, bare = _mesa(x, y, r, params[A.MESA_M], seed)
                z += mesa * calm
                if bare and calm > 0.5:
                    material = A.MESA
            if shaped and r > 20.0 and material != A.OPEN_WATER:
                u, _ = road_uv(x, y, params)
                if is_bare_rock(landform_height(x, y, u, r, params), params):
                    material = A.MESA
            z -= curve
            if material == A.OPEN_WATER and params[A.LAKE_SHARE] > 0.0 and offshore <= 0.0 and r < 9000.0:
                # Water gathers in low ground.
                if abs(z + curve - POND_LEVEL_M) > POND_SLOPE_M:
                    material = A.OPEN if r < 2500.0 else A.FAR
                else:
                    z = POND_LEVEL_M - curve
            elif material == A.OPEN_WATER:
                if shore:
                    z = params[A.WATER_LEVEL_M] - curve
                elif r > 2500.0:
                    z = POND_LEVEL_M - curve
            elif material == A.FOREST and r > 150.0:
                z += _canopy(x, y, theta, r, params[A.FOREST_HEIGHT_M], seed)
            elif material == A.CROP and params[A.CROP_HEIGHT_M] > 0.6 and hashed < 0.55 and r > 14.0:
                z += params[A.CROP_HEIGHT_M] * (0.92 + 0.16 * value_noise(x / 0.8, y / 0.8, seed + 22))
            if shore and material != A.OPEN_WATER and r < 4000.0:
                z = shore_height(z, offshore, params)
                if kind == A.LANDFORM_COAST and -offshore < cliff_face(params) + 2.0:
                    material = A.MESA
            heights[a, i] = z
            materials[a, i] = material
            above[a, i] = z - ground
            field[a, i] = hashed


@njit(**JIT)
def _mark_borders(materials, field):  # type: ignore[no-untyped-def]
    """Flag cells beside another land use or field: only there must a pixel ask `layout` what it is."""
    azimuths, rings = materials.shape
    for a in range(azimuths):
        for i in range(rings):
            own, edge = materials[a, i] & ~np.uint8(A.BORDER), False
            for da in (-1, 0, 1):
                b = (a + da) % azimuths
                for j in range(max(0, i - 1), min(rings, i + 2)):
                    other = materials[b, j] & ~np.uint8(A.BORDER)
                    if other != own or (own == A.CROP and field[b, j] != field[a, i]):
                        edge = True
            if edge:
                materials[a, i] = own | np.uint8(A.BORDER)
