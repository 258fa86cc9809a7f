"""Everything that grows or grazes in a scene: where trees, shrubs, grass, crops and animals stand."""

import math

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.biomes import Plant
from geogame.world.colour import linear
from geogame.world.kernels.placement import along_road, on_crossing
from geogame.world.ranges import grows_at
from geogame.world.setting import Setting
from geogame.world.settlement import COUNTRY, SUBURB, traits
from geogame.world.sprites import atlas
from geogame.world.town import Town
from geogame.world.undergrowth import undergrowth
from geogame.world.vegetation import DECIDUOUS, Billboards, Scatter, foliage, probe_points, scatter

Rng = np.random.Generator
Floats = NDArray[np.float64]
Uses = NDArray[np.int64]
# Hung with Spanish moss where that grows.
MOSSY = {"liveoak": "mossy_oak", "cypress": "mossy_cypress"}
STREET_TREES = DECIDUOUS - {"larch"} | frozenset(
    "liveoak magnolia sabal royal fan_palm datepalm eucal caloak mesquite russianolive citrus".split()
)
_FALLBACK = Plant("elm", 1.0, 10.0, "#4c7038")

# Shrubs whose hairy leaves light one another: paler as a whole than a leaf in their own shade.
SILVERY = {"sage": 1.5, "saltbush": 1.4}


def plant_scene(s: Setting, trees: list[tuple[float, Plant]], colours: Floats, town: Town) -> Billboards:
    """Place every plant and animal of a scene."""
    out = Billboards(atlas(), s.rng["trees"], s.facts.lat, s.facts.lon)
    _animals(s, out, town)
    _trees(s, out, trees, town)
    _street_trees(s, out, trees)
    _shade_trees(s, out, trees, town)
    _hedges(s, out, town)
    _shrubs(s, out)
    _grass(s, out, colours)
    if s.town == COUNTRY and s.crop.species is not None:
        _crop_rows(s, out)
    out.rng = s.rng["flora"]
    undergrowth(s, out, trees, colours)
    return out


def _clear(where: Floats, clearings: list[tuple[float, float, float]]) -> NDArray[np.bool_]:
    keep = np.ones(len(where), np.bool_)
    for x, y, reach in clearings:
        keep &= (np.abs(where[:, 0] - x) > reach) | (np.abs(where[:, 1] - y) > reach)
    return keep


def _trees(s: Setting, out: Billboards, trees: list[tuple[float, Plant]], town: Town) -> None:
    rng, p = s.rng["trees"], s.params
    density = s.blend.number("trees_per_ha") * s.blend.tree_factor * traits(s.town).tree_share * float(p[A.PLANTED])
    reach = 300.0 if s.blend.main.forest_share > 0.3 else 240.0
    count = min(int(density * math.pi * reach**2 / 1e4 * 0.7), 2400)
    shares = np.array([w * plant.amount for w, plant in trees])
    if shares.sum() <= 0:
        return
    road_m = max(float(p[A.SHOULDER_HALF_WIDTH]) + 2.5, float(p[A.FOREST_SETBACK_M]) * 0.62)
    where, distance, kind = scatter(Scatter(count, 0.0, reach, 0.62, road_m), p, rng)
    chance = rng.random(len(where))
    scarce = 0.10 if p[A.FOREST_SHARE] > 0.3 else 1.0
    keep = (kind != A.CROP) & (kind != A.OPEN_WATER) & ((kind != A.OPEN) | (chance < scarce))
    keep &= (kind != A.YARD) | (distance > p[A.ROAD_HALF_WIDTH] + 5)
    keep &= _clear(where, town.clearings)
    where, kind = where[keep], kind[keep]
    where, kind = _fill_woods(s, where, kind, road_m)
    which = rng.choice(len(trees), len(where), p=shares / shares.sum())
    for index in np.unique(which):
        mine = which == index
        _stand(s, out, trees[int(index)][1], where[mine], kind[mine] != A.FOREST, rng)


def _fill_woods(s: Setting, where: Floats, kind: Uses, road_m: float) -> tuple[Floats, Uses]:
    """Add trees to the woods close by where a land with few trees would leave its woods empty."""
    full = 130.0 * float(s.params[A.PLANTED])
    near = (kind == A.FOREST) & (np.hypot(where[:, 0], where[:, 1]) < 130.0)
    layer = Scatter(int(full * math.pi * 130.0**2 / 1e4), 0.0, 130.0, 0.62, road_m)
    more, _, use = scatter(layer, s.params, s.rng["flora"])
    more = more[use == A.FOREST]
    lacking = max(0, len(more) - int(near.sum()))
    more = more[:lacking]
    return np.concatenate([where, more]), np.concatenate([kind, np.full(len(more), A.FOREST, np.int64)])


def _stand(s: Setting, out: Billboards, plant: Plant, where: Floats, lone: NDArray[np.bool_], rng: Rng) -> None:
    """Add one species' trees, each with its own height and tone."""
    n = len(where)
    looks, leaf = foliage(plant, s.season, n, rng)
    leaf = leaf * rng.uniform(0.82, 1.18, (n, 3)) * rng.uniform(0.85, 1.2, (n, 1))
    height = plant.height_m * rng.uniform(0.62, 1.2, n) * np.where(lone, 0.8, 1.0)
    sunk = where - [0.0, 0.0, 0.1]
    for look, mask in looks:
        moss = MOSSY.get(look)
        species = moss if moss and grows_at(moss, s.facts.lat, s.facts.lon) else look
        out.add(species, sunk[mask], height[mask], leaf[mask])


def _street_trees(s: Setting, out: Billboards, trees: list[tuple[float, Plant]]) -> None:
    if s.town == COUNTRY or not trees:
        return
    rng = s.rng["town"]
    step = traits(s.town).street_tree_step_m
    for side in (-1.0, 1.0):
        v = np.arange(-120.0, 121.0, step) + rng.uniform(-3, 3, len(np.arange(-120.0, 121.0, step)))
        u = side * (s.params[A.ROAD_HALF_WIDTH] + (rng.uniform(5, 9) if s.town == SUBURB else 1.6))
        where, kind = along_road(np.full(len(v), u), v, s.params)
        keep = ~on_crossing(np.full(len(v), u), v, s.params, 4.0) & (kind != A.OPEN_WATER) & (rng.random(len(v)) < 0.65)
        if s.params[A.GREEN_SIDE] == side:
            keep &= np.abs(v - s.params[A.GREEN_V_M]) > 17.0  # the courthouse is to be seen
        usual = [tree for _, tree in trees if tree.species in STREET_TREES] or [_FALLBACK]
        plant = usual[int(rng.integers(len(usual)))]
        oaks = [tree for _, tree in trees if tree.species == "liveoak"]
        if oaks and grows_at("mossy_oak", s.facts.lat, s.facts.lon):
            plant = oaks[0]
        low = Plant(plant.species, 1.0, min(plant.height_m, 11.0), plant.leaf)
        _stand(s, out, low, where[keep], np.ones(int(keep.sum()), np.bool_), rng)


def _shade_trees(s: Setting, out: Billboards, trees: list[tuple[float, Plant]], town: Town) -> None:
    """Plant the trees that a town set one by one: the broadest of the place's."""
    if not trees or not town.shade:
        return
    x, y = np.array(town.shade).T
    where, _, kind = probe_points(x, y, s.params)
    where = where[kind != A.OPEN_WATER]
    broad = next((plant for _, plant in trees if plant.species in DECIDUOUS), _FALLBACK)
    _stand(s, out, broad, where, np.ones(len(where), np.bool_), s.rng["town"])


def _hedges(s: Setting, out: Billboards, town: Town) -> None:
    """Plant the shrubs under the windows of houses."""
    if not town.hedges:
        return
    x, y = np.array(town.hedges).T
    where, _, kind = probe_points(x, y, s.params)
    where = where[kind != A.OPEN_WATER]
    n, rng = len(where), s.rng["flora"]
    leaf = linear("#46662f") * rng.uniform(0.7, 1.3, (n, 1)) * rng.uniform(0.85, 1.15, (n, 3))
    out.add("brush", where - [0.0, 0.0, 0.05], rng.uniform(0.7, 1.3, n), leaf, 0.2)


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
        out.add(kind, where, np.full(herd, height), leaf, 0.05)


def _shrubs(s: Setting, out: Billboards) -> None:
    rng = s.rng["shrubs"]
    range_land = s.town == COUNTRY and float(s.params[A.FOREST_SHARE]) < 0.2
    thick = float(s.params[A.BRUSH]) / s.blend.brush if s.blend.brush > 0 else 1.0
    phase, wave = rng.uniform(0, 6.28, 2), rng.uniform(0.05, 0.14, 2)
    for weight, plant in s.blend.plants("shrubs"):
        if plant.amount <= 0:
            continue
        reach = 70.0 if plant.amount > 2 else 130.0
        scale = (2.6 if range_land else 1.0) * traits(s.town).shrub_share * float(s.params[A.PLANTED])
        count = min(int(plant.amount * weight * math.pi * reach**2 / 100 * scale), 1000)
        layer = Scatter(count, 0.0, reach, 0.62, float(s.params[A.SHOULDER_HALF_WIDTH]) + 1.2)
        where, _, kind = scatter(layer, s.params, rng)
        keep = (kind != A.CROP) & (kind != A.OPEN_WATER)
        if range_land:
            # Brush grows in drifts, more of it in one place than in the next.
            drift = np.sin(where[:, 0] * wave[0] + phase[0]) + np.sin(where[:, 1] * wave[1] + phase[1])
            keep &= rng.random(len(where)) < thick * (0.55 + 0.4 * drift)
        if plant.species in ("fern", "palmetto"):
            keep &= (kind != A.OPEN) | (rng.random(len(where)) < 0.3)
        where = where[keep] - [0.0, 0.0, 0.03]
        n = len(where)
        leaf = linear(plant.leaf) * SILVERY.get(plant.species, 1.0) * rng.uniform(0.8, 1.2, (n, 1))
        if plant.species == "fern" and s.facts.climate.coldest_c < 0:
            leaf = leaf * (1 - 0.4 * s.season.snow)
        out.add(plant.species, where, plant.height_m * rng.uniform(0.5, 1.25, n), leaf)


def _grass(s: Setting, out: Billboards, colours: Floats) -> None:
    rng, biome = s.rng["grass"], s.blend.main
    count = 900 * biome.tuft_density * traits(s.town).grass_share * float(s.params[A.PLANTED])
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
    straw = leaf[~mown].mean(0) * 0.6 + linear("#b59a58") * 0.3 if (~mown).any() else None
    out.add(biome.tuft, where[~mown], height[~mown], leaf[~mown], 0.12, straw)


def _crop_rows(s: Setting, out: Billboards) -> None:
    """Plants of the field up close, row by row along the road."""
    crop, rng = s.crop, s.rng["crops"]
    if crop.species is None or crop.leaf is None:
        return
    tall = crop.plant_height_m > 2.0
    start = float(s.params[A.FOREST_SETBACK_M]) * 0.7 + float(s.params[A.SHOULDER_HALF_WIDTH]) + 3.0
    depth = 160.0 if crop.row_spacing_m > 5 else 70.0 if crop.row_spacing_m >= 2 else 26.0
    length = 170.0 if crop.row_spacing_m > 5 else 130.0 if crop.step_m > 2 else 70.0
    step = max(crop.step_m, 0.6)
    rows = np.arange(start, start + depth, crop.row_spacing_m * (1.0 if tall else 1.3))
    along = np.arange(-length, length, step)
    u = np.concatenate([-rows, rows])
    uu, vv = (grid.ravel() for grid in np.meshgrid(u, along, indexing="ij"))
    near = (np.abs(vv) < 28) | (np.abs(uu) < start + 8) | (crop.row_spacing_m > 5)
    uu, vv = uu[near], vv[near]
    # Plants keep their row; bales drop wherever the baler is full.
    astray = 7.0 if crop.species == "bale" else 0.1
    where, kind = along_road(
        uu + (rng.normal(0, astray, len(uu)) if astray > 1 else 0.0), vv + rng.normal(0, astray, len(vv)), s.params
    )
    where = where[kind == A.CROP]
    n = len(where)
    leaf = crop.leaf * rng.uniform(0.85, 1.2, (n, 1))
    out.add(crop.species, where, crop.plant_height_m * rng.uniform(0.85, 1.12, n), leaf, 0.12, crop.trunk)
