"""The rendered time machine: one town, places a short walk apart, each pictured on several dates.

After the Stockholm seed system: a point grid over the town, thinned to a smallest distance; every place at four
rotations on every date; test, training and validation apart in space. Each date is a location of the catalog with an
id of its own, and the dates of one place share its ``place_id``: a location stays one moment with its views, so that
training caches, checks and audits need know nothing of dates, and who searches for places groups by that column.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from geogame.errors import SourceError
from geogame.geo import EARTH_RADIUS_KM
from geogame.partitions import load_partition
from geogame.regions import Region, load_region
from geogame.regions.points import point_grid
from geogame.sources.options import BuildOptions, TimeMachine
from geogame.sources.rendered import Plan, PlannedPlace, RenderedSource, place_id
from geogame.splits import southern_test
from geogame.world.place import DAYS_PER_YEAR, SCENE_SEED_BITS, SOLAR_HOURS, Floats, Place, WaterTest, unit_vectors


def plan_time_machine(options: BuildOptions, source: RenderedSource) -> Plan:
    """Draw every place and date of the build; a pure function of its arguments.

    Raises
    ------
    SourceError
        If the region has no room for a single place.
    """
    rules = options.time_machine
    if rules is None:
        message = f"build {options.name!r} has no dates; a time machine needs options.time_machine"
        raise SourceError(message)
    region = load_region(options.region)
    options.check(region)
    partition = load_partition(options.partition, options.region)
    lats, lons = thinned_grid(region, rules, options.seed, source.is_water)
    lats, lons = lats[: options.limit], lons[: options.limit]
    labels = southern_test(lats, lons, region.bounds, rules.test_share, rules.val_share, rules.gap_m / 1000)
    cells = partition.locate(lats, lons)
    places = [
        dated
        for row, (lat, lon) in enumerate(zip(lats, lons, strict=True))
        for dated in _dates(options, rules, (float(lat), float(lon)), int(cells[row]), labels[row])
    ]
    return Plan(region, partition, places, "")


def thinned_grid(region: Region, rules: TimeMachine, seed: int, is_water: WaterTest) -> tuple[Floats, Floats]:
    """Degrees ``(n,)`` of grid points on land, none nearer to another than ``apart_m`` or farther than ``within_m``.

    Points are taken in random order, each unless a taken one lies too near; what then has no neighbour in reach goes.
    """
    lats, lons = point_grid(region, rules.grid_m)
    dry = ~np.asarray(is_water(lats, lons), dtype=bool)
    lats, lons = lats[dry], lons[dry]
    points = unit_vectors(lats, lons) * EARTH_RADIUS_KM * 1000
    free = np.ones(len(points), dtype=bool)
    taken: list[int] = []
    for row in np.random.default_rng(seed).permutation(len(points)):
        if free[row]:
            taken.append(int(row))
            free &= np.linalg.norm(points - points[row], axis=1) >= rules.apart_m
    if not taken:
        message = f"region {region.name!r} has no grid point on land; choose another region or a finer grid"
        raise SourceError(message)
    kept = np.array(taken)
    if len(kept) > 1:
        gaps = np.linalg.norm(points[kept][:, None] - points[kept][None], axis=2) + np.diag(np.full(len(kept), np.inf))
        kept = kept[gaps.min(1) <= rules.within_m]
    return lats[kept], lons[kept]


def _dates(
    options: BuildOptions, rules: TimeMachine, at: tuple[float, float], cell: int, split: str
) -> list[PlannedPlace]:
    """All dates of one place, oldest first: a random stream of seed and position alone decides them."""
    where = f"{options.region}/{options.source}/{at[0]:.6f}/{at[1]:.6f}"
    digest = hashlib.sha256(f"{options.seed}/{where}".encode()).digest()
    stream = np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))
    scene_seed = int(stream.integers(1 << SCENE_SEED_BITS))
    first, last = rules.years
    count = int(stream.integers(rules.dates[0], rules.dates[1] + 1))
    years: NDArray[np.int64] = np.sort(stream.choice(np.arange(first, last + 1), count, replace=False))
    group = hashlib.sha256(f"{where}/{scene_seed}".encode()).hexdigest()[:12]
    dated = []
    for year in years:
        day, hour = int(stream.integers(1, DAYS_PER_YEAR + 1)), round(float(stream.uniform(*SOLAR_HOURS)), 3)
        place = Place(at[0], at[1], day, hour, scene_seed, int(year))
        turn = round(float(stream.uniform(-rules.turn_deg, rules.turn_deg)), 1)
        dated.append(PlannedPlace(place_id(options, place), place, cell, split, group, turn))
    return dated
