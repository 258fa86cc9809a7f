"""What grows low and what grazes: grass close by, wood edges, flowers, reeds, and herds in the fields."""

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.biomes import Plant
from geogame.world.colour import linear, mix
from geogame.world.flora import HERDS, Bloom, blooming
from geogame.world.ranges import grows_at
from geogame.world.setting import Setting
from geogame.world.settlement import COUNTRY, SUBURB, traits
from geogame.world.vegetation import Billboards, Scatter, foliage, probe_points, scatter

Floats = NDArray[np.float64]
_WITHERED = "#7a6a52"
_CONIFERS = frozenset(
    "fir spruce pine douglasfir hemlock lodgepole ponderosa redwood loblolly longleaf slashpine".split()
)


def undergrowth(s: Setting, out: Billboards, trees: list[tuple[float, Plant]], colours: Floats) -> None:
    """Place everything low: grass, understorey, flowers, reeds and herds."""
    _sward(s, out, colours)
    _understorey(s, out, trees)
    _flowers(s, out)
    _reeds(s, out)
    if s.town == COUNTRY:
        _herds(s, out)


def _sward(s: Setting, out: Billboards, colours: Floats) -> None:
    """Clothe the ground close by with strips of many blades: short by the road, taller away, even on lawns."""
    rng, biome = s.rng["flora"], s.blend.main
    country = s.town == COUNTRY
    cover = min(1.0, 0.25 + 0.75 * s.blend.number("cover"))
    share = cover * biome.tuft_density * float(s.params[A.PLANTED])
    count = int(2300 * min(share, 1.25) * (1.0 if country else traits(s.town).grass_share))
    if s.season.snow >= 1:
        count = int(count * 0.1)
    if s.blend.number("cover") < 0.3:
        count = int(count * 0.35)
    edge = float(s.params[A.SHOULDER_HALF_WIDTH])
    where, distance, kind = scatter(Scatter(count, 1.5, 28.0, 0.72, edge + 0.5), s.params, rng)
    mown = edge + max(1.5, float(s.params[A.MOWN_VERGE_M]))
    grown = np.clip((distance - mown) / 5.0, 0.0, 1.0)
    keep = (kind == A.OPEN) | (kind == A.FOREST) | (kind == A.YARD)
    # Cut short, a strip of blades is a line on the ground: there the ground's own grain does.
    keep &= rng.random(len(where)) < (0.15 + 0.85 * grown if country else 0.15)
    where, grown, kind = where[keep] - [0.0, 0.0, 0.02], grown[keep], kind[keep]
    n = len(where)
    share_green = rng.random((n, 1))
    tone = colours[A.GRASS, :3] * share_green + colours[A.DRY_GRASS, :3] * (1 - share_green)
    leaf = tone * rng.uniform(1.0, 1.5, (n, 1))
    height = (0.15 + (0.8 * biome.tuft_height_m - 0.15) * grown) * rng.uniform(0.75, 1.25, n)
    if not country:
        height = np.full(n, 0.07) * rng.uniform(0.85, 1.15, n)
    height[kind == A.YARD] = np.minimum(height[kind == A.YARD], 0.08)
    tall = (grown > 0.6) & (biome.tuft in ("tall", "wheat"))
    straw = leaf[tall].mean(0) * 0.75 + linear("#b59a58") * 0.25 if tall.any() else None
    out.add("sward", where[~tall], height[~tall], leaf[~tall], 0.3, None, 0.55)
    out.add("meadow", where[tall], height[tall] * 1.15, leaf[tall], 0.3, straw, 1.15)


def _edges(s: Setting, count: int, far_m: float) -> tuple[Floats, NDArray[np.bool_]]:
    """Points under trees, and whether each lies within 7 m of the wood's edge towards the camera."""
    rng, p = s.rng["flora"], s.params
    layer = Scatter(count, 7.0, far_m, 0.6, float(p[A.SHOULDER_HALF_WIDTH]) + 2.5)
    where, _, kind = scatter(layer, p, rng)
    where = where[kind == A.FOREST]
    away = np.hypot(where[:, 0], where[:, 1])
    nearer = np.maximum(away - 7.0, 0.5) / np.maximum(away, 1.0)
    _, _, before = probe_points(where[:, 0] * nearer, where[:, 1] * nearer, p)
    return where - [0.0, 0.0, 0.05], before != A.FOREST


def _understorey(s: Setting, out: Billboards, trees: list[tuple[float, Plant]]) -> None:
    """Close the edge of a wood with young trees and brush, and strew its floor with ferns and logs."""
    rng = s.rng["flora"]
    if not trees or float(s.params[A.FOREST_SHARE]) < 0.05 or s.town not in (COUNTRY, SUBURB):
        return
    where, edge = _edges(s, 2200, 120.0)
    near = np.hypot(where[:, 0], where[:, 1]) < 60.0
    chance = rng.random(len(where))
    kept = chance < np.where(edge, 0.95, np.where(near, 0.5, 0.2))
    where, edge = where[kept], edge[kept]
    n = len(where)
    kind = rng.choice(4, n, p=(0.30, 0.30, 0.35, 0.05))
    green = linear("#4a6a2a") * rng.uniform(0.75, 1.2, (n, 1))
    withered = min(1.0, s.season.bare + (1.0 - s.season.growth) * 0.3 + s.season.autumn * 0.55)
    green = green * (1 - withered) + linear(_WITHERED) * withered * rng.uniform(0.7, 1.1, (n, 1))
    young = kind == 0
    shares = np.array([w * plant.amount for w, plant in trees])
    which = rng.choice(len(trees), n, p=shares / shares.sum())
    for index in np.unique(which[young]):
        plant, mine = trees[int(index)][1], young & (which == index)
        looks, leaf = foliage(plant, s.season, int(mine.sum()), rng)
        leaf = leaf * rng.uniform(0.8, 1.25, (len(leaf), 1))
        feet, height = where[mine], np.clip(plant.height_m * rng.uniform(0.1, 0.28, len(leaf)), 1.6, 6.5)
        for species, mask in looks:
            small = "sapling" if plant.species not in _CONIFERS and not species.startswith("bare") else species
            if plant.species in ("sabal", "royal", "saguaro", "joshua"):
                continue
            out.add(small, feet[mask], height[mask], leaf[mask])
    brush, fern, log = kind == 1, kind == 2, kind == 3
    tall = np.where(edge, 1.35, 0.8) * rng.uniform(0.9, 2.4, n)
    if grows_at("kudzu", s.facts.lat, s.facts.lon) and s.facts.elevation_m < 500:
        draped = brush & edge & (rng.random(n) < 0.22 * float(rng.random() < 0.6))
        vine = linear("#4f8030" if 98 < s.season.day_of_year < 310 else "#7d6c52")
        out.add("kudzu", where[draped], tall[draped] * 2.6, vine * rng.uniform(0.8, 1.15, (int(draped.sum()), 1)))
        brush &= ~draped
    out.add("brush", where[brush], tall[brush], green[brush], 0.3)
    dry = s.facts.koppen.startswith("B") or s.facts.koppen.startswith("Cs")
    low = "brush" if dry else "fern"
    out.add(low, where[fern], rng.uniform(0.4, 0.9, int(fern.sum())), green[fern], 0.3)
    moss = mix(linear("#5d7034"), linear("#6a5848"), 0.7 if dry else 0.2)
    out.add("log", where[log], rng.uniform(0.5, 0.9, int(log.sum())), np.tile(moss, (int(log.sum()), 1)))


def _flowers(s: Setting, out: Billboards) -> None:
    """Scatter what is in bloom: along verges, at wood edges, in gardens."""
    if s.season.snow > 0:
        return
    rng = s.rng["flora"]
    for bloom in blooming(s.facts.lat, s.facts.lon, s.season.day_of_year):
        lucky, amount = rng.random() < bloom.chance, rng.uniform(0.35, 1.0)
        lacking = float(s.params[A.FOREST_SHARE]) < bloom.woods
        if not lucky or lacking or (bloom.where == "town" and s.town == COUNTRY):
            continue
        if bloom.where == "verge":
            _verge_flowers(s, out, bloom, amount * (1.0 if s.town == COUNTRY else 0.08))
        else:
            _blooming_trees(s, out, bloom, amount)


def _verge_flowers(s: Setting, out: Billboards, bloom: Bloom, amount: float) -> None:
    """Strew drifts of one flower: dense in some patches, absent in others."""
    rng = s.rng["flora"]
    edge = float(s.params[A.SHOULDER_HALF_WIDTH])
    amount *= float(s.params[A.PLANTED]) ** 2  # little blooms on salt, sand and lava
    layer = Scatter(int(1900 * amount * bloom.rich), 2.0, 62.0, 0.66, edge + 1.2)
    where, _, kind = scatter(layer, s.params, rng)
    phase, wave = rng.uniform(0, 6.28, 2), rng.uniform(0.06, 0.16, 2)
    drift = np.sin(where[:, 0] * wave[0] + phase[0]) + np.sin(where[:, 1] * wave[1] + phase[1])
    where = where[(kind == A.OPEN) & (drift > -0.1)] - [0.0, 0.0, 0.03]
    n = len(where)
    leaf = linear("#64803a") * rng.uniform(0.75, 1.15, (n, 1))
    out.add(bloom.sprite, where, bloom.height_m * rng.uniform(0.75, 1.25, n), leaf, 0.25, linear(bloom.flower) * 0.72)


def _blooming_trees(s: Setting, out: Billboards, bloom: Bloom, amount: float) -> None:
    """Stand flowering trees or shrubs at the edge of the wood, or in yards."""
    rng = s.rng["flora"]
    if s.town == COUNTRY:
        where, edge = _edges(s, 420, 80.0)
        where = where[edge][: int(16 * amount)]
    else:
        layer = Scatter(int(60 * amount), 10.0, 90.0, 0.7, float(s.params[A.ROAD_HALF_WIDTH]) + 3.5)
        where, _, kind = scatter(layer, s.params, rng)
        where = where[(kind == A.OPEN) | (kind == A.YARD)][: int(14 * amount) + 2]
    n = len(where)
    petals = linear(bloom.flower) * rng.uniform(0.5, 0.75, (n, 1))
    out.add(bloom.sprite, where, bloom.height_m * rng.uniform(0.6, 1.15, n), petals)


def _reeds(s: Setting, out: Billboards) -> None:
    """Stand cattails, or mangroves by the sea of south Florida, at the water's edge."""
    p, rng = s.params, s.rng["flora"]
    wet = p[A.LAKE_SHARE] >= 0.02 or p[A.RIVER_HALF_WIDTH_M] > 0
    if not wet and float(p[A.WATER_DISTANCE_M]) > 120.0:
        return
    where, _, kind = scatter(Scatter(900, 5.0, 80.0, 0.7, float(p[A.SHOULDER_HALF_WIDTH]) + 1.5), p, rng)
    dry = (kind != A.OPEN_WATER) & (kind != A.CROP)
    where = where[dry]
    _, _, east = probe_points(where[:, 0] + 3.0, where[:, 1], p)
    _, _, west = probe_points(where[:, 0] - 3.0, where[:, 1], p)
    _, _, north = probe_points(where[:, 0], where[:, 1] + 3.0, p)
    shore = (east == A.OPEN_WATER) | (west == A.OPEN_WATER) | (north == A.OPEN_WATER)
    where = where[shore] - [0.0, 0.0, 0.1]
    n = len(where)
    salt = s.facts.water is not None and s.facts.water.is_sea and s.facts.water.distance_km <= 8.0
    if salt and grows_at("mangrove", s.facts.lat, s.facts.lon):
        some = rng.random(n) < 0.7
        leaf = linear("#456c30") * rng.uniform(0.8, 1.15, (n, 1))
        out.add("mangrove", where[some], rng.uniform(2.2, 5.0, n)[some], leaf[some])
        return
    marsh = "sawgrass" if salt and grows_at("sawgrass", s.facts.lat, s.facts.lon) else "cattail"
    leaf = mix(linear("#8a7648"), linear("#6f8c40"), s.season.growth) * rng.uniform(0.8, 1.15, (n, 1))
    out.add(marsh, where, rng.uniform(0.9, 1.8, n), leaf, 0.25)


def _herds(s: Setting, out: Billboards) -> None:
    """Let the state's animals graze on open land, off the road."""
    rng, p = s.rng["flora"], s.params
    for herd in HERDS.get(s.facts.state, ()):
        lucky, size = rng.random() < herd.chance, int(rng.integers(4, 15))
        u, v = rng.choice([-1.0, 1.0]) * rng.uniform(20, 52), rng.uniform(-50, 50)
        bearing = float(p[A.ROAD_BEARING])
        x = u * np.cos(bearing) + v * np.sin(bearing) + rng.normal(0, 13, size)
        y = -u * np.sin(bearing) + v * np.cos(bearing) + rng.normal(0, 13, size)
        coats = np.array([linear(herd.coats[int(k)]) for k in rng.integers(0, len(herd.coats), size)])
        if not lucky or float(p[A.FOREST_SHARE]) > 0.75 or s.blend.number("cover") < 0.3:
            continue
        where, _, kind = probe_points(x, y, p, float(p[A.SHOULDER_HALF_WIDTH]) + 9.0)
        coats = coats[: len(where)]
        grazed = (kind == A.OPEN) | ((kind == A.CROP) & (s.crop.species in (None, "bale")) & (not s.crop.rows))
        heights = herd.height_m * rng.uniform(0.85, 1.08, len(where))
        out.add(herd.sprite, where[grazed], heights[grazed], coats[grazed], 0.05)
