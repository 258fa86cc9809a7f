"""Many random places: what must hold for every one of them."""

import numpy as np
import pytest

from geogame.geo import destination, distance_km
from geogame.partitions import load_partition
from geogame.regions import load_region


@pytest.mark.slow
def test_every_point_in_the_region_has_exactly_one_cell_and_none_outside(soak_rounds, soak_seed):
    region = load_region("usa")
    partition = load_partition("fishnet", "usa")
    rng = np.random.default_rng(soak_seed)
    west, south, east, north = region.polygon.bounds
    for _ in range(soak_rounds(20)):
        lats, lons = rng.uniform(south - 1, north + 1, 200_000), rng.uniform(west - 1, east + 1, 200_000)
        cells = partition.locate(lats, lons)
        inside = region.contains(lats, lons)
        assert (cells[~inside] == -1).all()
        assert (cells[inside] >= 0).all()
        assert cells.max() < len(partition)


@pytest.mark.slow
def test_walking_a_distance_and_measuring_it_agree(soak_rounds, soak_seed):
    rng = np.random.default_rng(soak_seed)
    n = soak_rounds(2000)
    lats, lons = rng.uniform(-89, 89, n), rng.uniform(-180, 180, n)
    bearings, far_km = rng.uniform(0, 360, n), rng.uniform(0.001, 19_000, n)
    for lat, lon, bearing, km in zip(lats, lons, bearings, far_km, strict=True):
        there = destination(float(lat), float(lon), float(bearing), float(km))
        assert distance_km(float(lat), float(lon), *there) == pytest.approx(km, rel=1e-6)
