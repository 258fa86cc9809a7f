"""Build a scene: everything the camera can see from one place at one moment, from facts and a seed."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.biomes import Plant
from geogame.world.blend import Blend
from geogame.world.colour import linear
from geogame.world.crops import CROPS, FieldState
from geogame.world.customs import CUSTOMS, Customs
from geogame.world.facts import Facts, facts_at
from geogame.world.kernels.billboards import nearest_first
from geogame.world.kernels.shadows import shade_small, shadow_map
from geogame.world.kernels.terrain import build_terrain
from geogame.world.palette import grass_colour, palette, soil_colour
from geogame.world.place import Place
from geogame.world.road import layout
from geogame.world.roadside import Roadside, delineators, fence, guardrail, signpost, textures, utility_line
from geogame.world.season import Season, season_at
from geogame.world.sprites import atlas
from geogame.world.sun import sun_position
from geogame.world.town import (
    COUNTRY,
    DOWNTOWN,
    SUBURB,
    Town,
    country,
    downtown,
    settlement,
    skyline,
    suburb,
    weighted,
)
from geogame.world.vegetation import Billboards, Scatter, canopy_colour, foliage, probe_points, scatter
from geogame.world.weather import LOWEST_SUN_RAD, weather_at

Detail = Literal["full", "training"]
Rng = np.random.Generator
Floats = NDArray[np.float64]
# Independent streams of chance, so that drawing more of one thing leaves the others as they were.
STREAMS = ("season", "road", "weather", "trees", "shrubs", "grass", "crops", "roadside", "town", "colours")


@dataclass(frozen=True, slots=True)
class Setting:
    """What is settled about a scene before anything is placed."""

    facts: Facts
    blend: Blend
    season: Season
    customs: Customs
    town: int
    crop: FieldState
    params: NDArray[np.float32]
    rng: dict[str, Rng]
    fine: bool


def setting_of(place: Place, detail: Detail) -> Setting:
    """Gather facts, season, customs and layout of a place; no pixels yet."""
    streams = np.random.SeedSequence(place.scene_seed).spawn(len(STREAMS))
    rng = {name: np.random.Generator(np.random.PCG64(s)) for name, s in zip(STREAMS, streams, strict=True)}
    facts = facts_at(place.lat, place.lon)
    blend = Blend.at(facts)
    customs = CUSTOMS[facts.state]
    season = season_at(facts.climate, place.day_of_year, facts.koppen, float(rng["season"].random()))
    town = settlement(facts.people_nearby)
    params = layout(facts, blend, customs, season, town, rng["road"])
    crop = _crop(blend, season, rng["crops"])
    params[A.CROP_HEIGHT_M], params[A.CROP_ROWS] = crop.height_m, float(crop.rows)
    return Setting(facts, blend, season, customs, town, crop, params, rng, detail == "full")


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
    terrain = build_terrain(params, place.lat, place.lon, detail)
    road = Roadside(s.params, s.rng["roadside"])
    town = Town(road, s.facts, s.customs, s.blend.main, s.rng["town"], [], [])
    _furnish(s, road, town)
    skyline(town, terrain.heights, terrain.radii_m)
    plants = _plant(s, trees, colours, town)
    quads, boxes = road.solids.arrays()
    faces, index = textures(road)
    boards = nearest_first(plants.array())
    res = 0.22 if s.fine else 0.45
    size = 768 if s.fine else 320
    books = plants.atlas
    sky = weather.sky.astype(np.float32)
    shadow = shadow_map(boards, boxes.astype(np.float32), books, sky, size, res)
    if weather.overcast:
        shadow *= np.float32(0.35)
    shade_small(boards, shadow, sky, res)
    return A.Scene(
        params=params, palette=colours.astype(np.float32), sky=sky, light=weather.light.astype(np.float32),
        exposure=weather.exposure, snow=s.season.snow, terrain=terrain, billboards=boards,
        quads=quads.astype(np.float32), wires=road.wires.array().astype(np.float32), boxes=boxes.astype(np.float32),
        textures=faces, texture_index=index, shadow=shadow, shadow_res_m=res,
        elevation_m=s.facts.elevation_m, atlas=books,
    )  # fmt: skip


def _crop(blend: Blend, season: Season, rng: Rng) -> FieldState:
    soil = soil_colour(blend)
    names = [name for name in blend.main.crops if name]
    if not names:
        return FieldState((soil, soil * 0.9, soil * 1.1))
    return CROPS[names[int(rng.integers(len(names)))]](season, soil)


def _furnish(s: Setting, road: Roadside, town: Town) -> None:
    """Everything made by people."""
    c, rng, edge = s.customs, s.rng["roadside"], float(s.params[A.SHOULDER_HALF_WIDTH])
    chances = rng.random(8)
    (country, suburb, downtown)[s.town](town)
    side = 1.0 if chances[0] < 0.5 else -1.0
    if chances[1] < c.wires_share and s.town != DOWNTOWN:
        away = 3.2 + (0.0 if s.town == SUBURB else 3.0 * chances[2])
        utility_line(road, c, side * (edge + away), 42 if s.town == SUBURB else 62)
    if s.town == COUNTRY:
        railed = chances[3] < c.guardrail_share and c.guardrail != "none"
        if railed:
            guardrail(road, c.guardrail, -side * (edge + 0.6))
        for each in (-1.0, 1.0):
            if rng.random() < 0.85:
                fence(
                    road,
                    weighted(rng, c.fence_mix),
                    each * (float(s.params[A.FOREST_SETBACK_M]) * 0.7 + edge + 1.6),
                )
        if chances[4] < c.delineators_share:
            delineators(road, edge + 0.8, linear(c.delineator_hex))
    _signs(s, road, edge)


def _signs(s: Setting, road: Roadside, edge: float) -> None:
    rng, c = s.rng["roadside"], s.customs
    kinds: list[tuple[str, str]] = []
    limit = {COUNTRY: c.speed_limit_rural_mph, SUBURB: 30, DOWNTOWN: 25}[s.town]
    chances = rng.random(4)
    if limit and chances[0] < 0.5:
        kinds.append(("speed", str(limit)))
    if chances[1] < 0.45:
        kinds.append(("shield", c.shield))
    if chances[2] < 0.22:
        kinds.append(("warning", ("curve", "deer", "cross")[int(rng.integers(3))]))
    if s.town == COUNTRY and chances[3] < 0.25:
        kinds.append(("mile", ""))
    for k, (kind, detail) in enumerate(kinds):
        v = (9 + 7 * k + float(rng.uniform(0, 8))) * float(rng.choice([-1, 1]))
        signpost(road, kind, detail, (math.copysign(edge + 1.5, v), v), c.sign_post)


def _plant(s: Setting, trees: list[tuple[float, Plant]], colours: Floats, town: Town) -> Billboards:
    out = Billboards(atlas(), s.rng["trees"])
    _animals(s, out, town)
    _trees(s, out, trees, town)
    _street_trees(s, out, trees)
    _shrubs(s, out)
    _grass(s, out, colours)
    if s.town == COUNTRY and s.crop.species is not None:
        _crop_rows(s, out)
    return out


def _clear(where: Floats, clearings: list[tuple[float, float, float]]) -> NDArray[np.bool_]:
    keep = np.ones(len(where), np.bool_)
    for x, y, reach in clearings:
        keep &= (np.abs(where[:, 0] - x) > reach) | (np.abs(where[:, 1] - y) > reach)
    return keep


def _trees(s: Setting, out: Billboards, trees: list[tuple[float, Plant]], town: Town) -> None:
    rng, p = s.rng["trees"], s.params
    density = s.blend.number("trees_per_ha") * s.blend.tree_factor * (0.18, 0.30, 1.0)[DOWNTOWN - s.town]
    reach = 300.0 if s.blend.main.forest_share > 0.3 else 240.0
    count = min(int(density * math.pi * reach**2 / 1e4 * 0.7), 2400)
    shares = np.array([w * plant.amount for w, plant in trees])
    if count == 0 or shares.sum() <= 0:
        return
    road_m = max(float(p[A.SHOULDER_HALF_WIDTH]) + 2.5, float(p[A.FOREST_SETBACK_M]) * 0.62)
    where, distance, kind = scatter(Scatter(count, 0.0, reach, 0.62, road_m), p, rng)
    chance = rng.random(len(where))
    scarce = 0.10 if p[A.FOREST_SHARE] > 0.3 else 1.0
    keep = (kind != A.CROP) & (kind != A.OPEN_WATER) & ((kind != A.OPEN) | (chance < scarce))
    keep &= (kind != A.YARD) | (distance > p[A.ROAD_HALF_WIDTH] + 5)
    keep &= _clear(where, town.clearings)
    where, kind = where[keep], kind[keep]
    which = rng.choice(len(trees), len(where), p=shares / shares.sum())
    for index in np.unique(which):
        mine = which == index
        _stand(s, out, trees[int(index)][1], where[mine], kind[mine] != A.FOREST, rng)


def _stand(s: Setting, out: Billboards, plant: Plant, where: Floats, lone: NDArray[np.bool_], rng: Rng) -> None:
    """Add one species' trees, each with its own height and tone."""
    n = len(where)
    looks, leaf = foliage(plant, s.season, n, rng)
    leaf = leaf * rng.uniform(0.82, 1.18, (n, 3)) * rng.uniform(0.85, 1.2, (n, 1))
    height = plant.height_m * rng.uniform(0.62, 1.2, n) * np.where(lone, 0.8, 1.0)
    sunk = where - [0.0, 0.0, 0.1]
    for species, mask in looks:
        out.add(species, sunk[mask], height[mask], leaf[mask])


def _street_trees(s: Setting, out: Billboards, trees: list[tuple[float, Plant]]) -> None:
    if s.town == COUNTRY or not trees:
        return
    rng = s.rng["town"]
    step = 17.0 if s.town == DOWNTOWN else 21.0
    for side in (-1.0, 1.0):
        v = np.arange(-120.0, 121.0, step) + rng.uniform(-3, 3, len(np.arange(-120.0, 121.0, step)))
        u = side * (s.params[A.ROAD_HALF_WIDTH] + (2.4 if s.town == DOWNTOWN else rng.uniform(5, 9)))
        where, kind = _on_road(np.full(len(v), u), v, s.params)
        keep = (kind != A.OPEN_WATER) & (rng.random(len(v)) < 0.65)
        plant = trees[int(rng.integers(len(trees)))][1]
        low = Plant(plant.species, 1.0, min(plant.height_m, 11.0), plant.leaf)
        _stand(s, out, low, where[keep], np.ones(int(keep.sum()), np.bool_), rng)


def _on_road(u: Floats, v: Floats, params: NDArray[np.float32]) -> tuple[Floats, NDArray[np.int64]]:
    from geogame.world.kernels.placement import along_road

    where, kind = along_road(u, v, params)
    return where, kind


def _animals(s: Setting, out: Billboards, town: Town) -> None:
    """Place cattle, horses, windpumps, pumpjacks and wind turbines where the town module left a spot for them."""
    rng = s.rng["town"]
    sizes = {
        "windpump": (11.0, 1),
        "pumpjack": (6.0, 1),
        "turbine": (95.0, 5),
        "cow": (1.5, 9),
        "horse": (1.7, 4),
    }
    colours = {
        "cow": ("#1c1a18", "#d8d4ca", "#6a3a24"),
        "horse": ("#5a3a24", "#2a2018"),
        "turbine": ("#e6e8ea",),
    }
    for kind, x, y in town.animals:
        height, herd = sizes[kind]
        spread = 260.0 if kind == "turbine" else 14.0
        away = 8.0 if kind == "turbine" else 1.0
        xs = x * away + rng.normal(0, spread if herd > 1 else 0.1, herd)
        ys = y * away + rng.normal(0, spread if herd > 1 else 0.1, herd)
        where, _, _ = probe_points(xs, ys, s.params)
        tones = colours.get(kind, ("#8f9396",))
        leaf = np.array([linear(tones[int(k)]) for k in rng.integers(0, len(tones), herd)])
        out.add("cow" if kind == "horse" else kind, where, np.full(herd, height), leaf, 0.05)


def _shrubs(s: Setting, out: Billboards) -> None:
    rng = s.rng["shrubs"]
    for weight, plant in s.blend.plants("shrubs"):
        if plant.amount <= 0:
            continue
        reach = 70.0 if plant.amount > 2 else 130.0
        scale = 0.55 if s.town == COUNTRY else 0.055
        count = min(int(plant.amount * weight * math.pi * reach**2 / 100 * scale), 1000)
        layer = Scatter(count, 0.0, reach, 0.62, float(s.params[A.SHOULDER_HALF_WIDTH]) + 1.2)
        where, _, kind = scatter(layer, s.params, rng)
        keep = (kind != A.CROP) & (kind != A.OPEN_WATER)
        if plant.species in ("fern", "palmetto"):
            keep &= (kind != A.OPEN) | (rng.random(len(where)) < 0.3)
        where = where[keep] - [0.0, 0.0, 0.03]
        n = len(where)
        leaf = linear(plant.leaf) * rng.uniform(0.8, 1.2, (n, 1))
        if plant.species == "fern" and s.facts.climate.coldest_c < 0:
            leaf = leaf * (1 - 0.4 * s.season.snow)
        out.add(plant.species, where, plant.height_m * rng.uniform(0.5, 1.25, n), leaf)


def _grass(s: Setting, out: Billboards, colours: Floats) -> None:
    rng, biome = s.rng["grass"], s.blend.main
    count = 1400 * biome.tuft_density * (1.0, 0.5, 0.25)[s.town]
    count *= 0.45 if s.season.snow >= 1 else 1.0
    edge = float(s.params[A.SHOULDER_HALF_WIDTH])
    where, distance, kind = scatter(Scatter(int(count), 2.5, 50.0, 1.25, edge + 0.25), s.params, rng)
    keep = (kind != A.CROP) & (kind != A.OPEN_WATER)
    where, distance = where[keep] - [0.0, 0.0, 0.03], distance[keep]
    n = len(where)
    mown = distance < edge + max(1.5, float(s.params[A.MOWN_VERGE_M]))
    share = rng.random((n, 1))
    tone = colours[A.GRASS, :3] * share + colours[A.DRY_GRASS, :3] * (1 - share)
    leaf = tone * rng.uniform(0.9, 1.35, (n, 1))
    height = biome.tuft_height_m * rng.uniform(0.5, 1.3, n) * np.where(mown, 0.35, 1.0)
    if s.town != COUNTRY:
        height *= 0.3
    out.add("tuft", where[mown], height[mown], leaf[mown])
    out.add(biome.tuft, where[~mown], height[~mown], leaf[~mown])


def _crop_rows(s: Setting, out: Billboards) -> None:
    """Plants of the field up close, row by row along the road."""
    crop, rng = s.crop, s.rng["crops"]
    if crop.species is None or crop.leaf is None:
        return
    tall = crop.plant_height_m > 2.0
    start = float(s.params[A.FOREST_SETBACK_M]) * 0.7 + float(s.params[A.SHOULDER_HALF_WIDTH]) + 3.0
    depth = 160.0 if crop.row_spacing_m > 5 else 26.0
    length = 170.0 if crop.row_spacing_m > 5 else 70.0
    step = max(crop.step_m, 0.6)
    rows = np.arange(start, start + depth, crop.row_spacing_m * (1.0 if tall else 1.3))
    along = np.arange(-length, length, step)
    u = np.concatenate([-rows, rows])
    uu, vv = (grid.ravel() for grid in np.meshgrid(u, along, indexing="ij"))
    near = (np.abs(vv) < 28) | (np.abs(uu) < start + 8) | (crop.row_spacing_m > 5)
    uu, vv = uu[near], vv[near]
    where, kind = _on_road(uu, vv + rng.normal(0, 0.1, len(vv)), s.params)
    where = where[kind == A.CROP]
    n = len(where)
    leaf = crop.leaf * rng.uniform(0.85, 1.2, (n, 1))
    out.add(crop.species, where, crop.plant_height_m * rng.uniform(0.85, 1.12, n), leaf)
