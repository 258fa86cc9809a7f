import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geogame.errors import PartitionError
from geogame.partitions.adaptive import MIN_SIDE_DEG, adaptive
from geogame.regions import load_region

INDIA = load_region("india")


def places(seed, count):
    rng = np.random.default_rng(seed)
    dense = count // 2
    lats = np.concatenate([rng.uniform(8, 35, count - dense), 20 + rng.normal(0, 0.1, dense)])
    lons = np.concatenate([rng.uniform(69, 97, count - dense), 78 + rng.normal(0, 0.1, dense)])
    return lats, lons


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(1, 600), st.integers(1, 80))
def test_cells_cover_the_region_once_and_hold_at_most_so_many_places(seed, count, at_most):
    lats, lons = places(seed, count)
    if not INDIA.contains(lats, lons).any():
        return
    partition = adaptive(INDIA, lats, lons, at_most)
    assert shapely.area([cell.polygon for cell in partition.cells]).sum() == pytest.approx(INDIA.polygon.area)
    cells = partition.locate(lats, lons)
    assert ((cells >= 0) == INDIA.contains(lats, lons)).all()
    assert np.bincount(cells[cells >= 0]).max() <= at_most


def test_cells_are_smaller_where_places_are_dense():
    lats, lons = places(1, 2000)
    partition = adaptive(INDIA, lats, lons, 50)
    sizes = np.array([cell.area_km2 for cell in partition.cells])
    assert sizes[int(partition.locate(20.0, 78.0))] < np.median(sizes) < sizes[int(partition.locate(27.0, 72.0))]


def test_places_at_one_spot_stay_in_one_cell_no_smaller_than_a_hundred_metres():
    partition = adaptive(INDIA, np.full(40, 20.0), np.full(40, 78.0), 3)
    west, south, east, north = partition.cells[int(partition.locate(20.0, 78.0))].polygon.bounds
    assert MIN_SIDE_DEG / 4 < min(east - west, north - south) <= MIN_SIDE_DEG


def test_no_place_in_the_region_or_none_a_cell_is_refused():
    with pytest.raises(PartitionError, match="no place lies in india"):
        adaptive(INDIA, np.array([50.0]), np.array([10.0]), 10)
    with pytest.raises(PartitionError, match="at most 0"):
        adaptive(INDIA, np.array([20.0]), np.array([78.0]), 0)
