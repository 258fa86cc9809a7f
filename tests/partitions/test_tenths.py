import numpy as np
import pytest
import shapely

from geogame.geo import ScoreScale
from geogame.partitions import load_partition
from geogame.partitions.tenths import tenths
from geogame.regions import load_region
from geogame.regions.base import Region


def region_of(polygon):
    return Region("made", "Made", polygon, "made", ScoreScale("diagonal", 1.0), (0.0,))


def test_a_box_is_cut_into_a_hundred_alike_numbered_by_columns_from_the_south():
    partition = tenths(region_of(shapely.box(10, 20, 20, 30)))
    assert len(partition) == 100
    assert partition.anchors[:3] == pytest.approx(np.array([[20.5, 10.5], [21.5, 10.5], [22.5, 10.5]]))
    assert partition.anchor(10) == pytest.approx((20.5, 11.5))


def test_cells_cover_the_region_once():
    region = load_region("usa")
    partition = tenths(region)
    assert shapely.area([cell.polygon for cell in partition.cells]).sum() == pytest.approx(region.polygon.area)
    assert len(partition) < 100, "corners of the bounding box lie outside"


def test_a_rectangle_that_the_border_cuts_in_two_stays_one_cell():
    fork = shapely.box(0, 0, 10, 10).difference(shapely.box(0.2, 0.5, 10, 10))
    partition = tenths(region_of(fork.union(shapely.box(0.8, 0.5, 1, 10))))
    assert partition.cells[1].polygon.geom_type == "MultiPolygon"


def test_a_border_that_only_touches_a_rectangle_makes_no_cell_of_it():
    corner = shapely.Polygon([(0, 0), (10, 0), (0, 10)])
    assert len(tenths(region_of(corner))) == 55


def test_a_cell_of_a_town_is_a_few_hundred_metres_wide():
    partition = load_partition("tenths", "lincoln")
    assert len(partition) == 100
    assert all(0.02 < cell.area_km2 < 0.05 for cell in partition.cells)
