"""Build a scene: everything the camera can see from one place at one moment, from facts and a seed."""

import numpy as np

from geogame.world import arrays as A
from geogame.world.colour import linear
from geogame.world.exposure import exposure_of
from geogame.world.furnish import furnish
from geogame.world.kernels.billboards import nearest_first
from geogame.world.kernels.shadows import shade_small, shadow_map
from geogame.world.kernels.terrain import build_terrain
from geogame.world.landmarks import landmarks
from geogame.world.palette import grass_colour, palette
from geogame.world.place import Place
from geogame.world.planting import plant_scene
from geogame.world.roadside import Roadside, textures
from geogame.world.setting import Detail, setting_of
from geogame.world.sun import sun_position
from geogame.world.town import Town, skyline
from geogame.world.vegetation import canopy_colour
from geogame.world.weather import LOWEST_SUN_RAD, weather_at


def build_scene(place: Place, detail: Detail = "full") -> A.Scene:
    """
    Build the scene of a place.

    Parameters
    ----------
    place
        Where, when, and the seed of everything chance decides.
    detail
        ``"full"`` for pictures people look at, ``"training"`` for small ones: coarser terrain and shadows. What
        stands where is the same in both, so that a model trained on small pictures knows the large ones.

    Returns
    -------
    scene
        Ready for ``view.render_view``; the same place and detail give the same arrays always.
    """
    s = setting_of(place, detail)
    sun = sun_position(place.lat, place.day_of_year, place.solar_hour)
    sun = (sun[0], max(sun[1], LOWEST_SUN_RAD))
    weather = weather_at(s.facts, s.season, s.blend.main, sun, grass_colour(s.blend, s.season), s.rng["weather"])
    trees = s.blend.plants("trees")
    canopy = tuple(canopy_colour(trees, s.season, s.rng["colours"]) if trees else linear("#3f5a2c") for _ in range(2))
    colours = palette(s.facts, s.blend, s.season, s.customs, s.crop, (canopy[0], canopy[1]), s.params, s.rng["colours"])
    params = s.params
    params[A.WETNESS] = weather.wetness
    wet = [A.SOIL, A.SHOULDER, A.DRY_GRASS, A.GRASS]
    colours[wet] *= 1 - 0.22 * weather.wetness
    terrain = build_terrain(params, place.lat, place.lon, detail)
    road = Roadside(s.params, s.rng["roadside"])
    town = Town(road, s.facts, s.customs, s.blend.main, s.rng["town"], [], [])
    furnish(s, road, town)
    landmarks(s, town, terrain)
    skyline(town, terrain.heights, terrain.radii_m)
    plants = plant_scene(s, trees, colours, town)
    quads, boxes = road.solids.arrays()
    faces, index = textures(road)
    boards = nearest_first(plants.array())
    res = 0.22 if s.fine else 0.45
    size = 768 if s.fine else 320
    books = plants.atlas
    sky = weather.sky.astype(np.float32)
    # Under a closed sky light comes from above: things darken the ground beneath them, and cast no shadow.
    overhead = sky.copy()
    if weather.overcast:
        overhead[A.SUN_X], overhead[A.SUN_Y], overhead[A.SUN_Z] = 0.0, 0.1, 0.995
    shadow = shadow_map(boards, boxes.astype(np.float32), books, overhead, size, res)
    shadow *= np.float32(weather.shadow if not weather.overcast else 0.55)
    shade_small(boards, shadow, overhead, res)
    return A.Scene(
        params=params, palette=colours.astype(np.float32), sky=sky, light=weather.light.astype(np.float32),
        exposure=exposure_of(s, weather, colours), snow=s.season.snow, terrain=terrain, billboards=boards,
        quads=quads.astype(np.float32), wires=road.wires.array().astype(np.float32), boxes=boxes.astype(np.float32),
        textures=faces, texture_index=index, shadow=shadow, shadow_res_m=res,
        elevation_m=s.facts.elevation_m, atlas=books,
    )  # fmt: skip
