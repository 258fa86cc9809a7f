import json
import pickle
import subprocess
import sys

import numpy as np
import pytest
import shapely
from shapely.geometry import Polygon, box

from geogame.errors import PartitionError, RegionError
from geogame.partitions import PARTITIONS, coarsen, load_partition, to_geojson
from geogame.partitions.area import area_km2
from geogame.partitions.base import fingerprint_of, make_partition
from geogame.regions import REGIONS

L_SHAPE = Polygon([(0, 0), (4, 0), (4, 0.2), (0.2, 0.2), (0.2, 4), (0, 4)])


@pytest.mark.parametrize("name", PARTITIONS)
@pytest.mark.parametrize("region", REGIONS)
def test_every_partition_is_numbered_named_and_of_true_polygons(name, region):
    partition = load_partition(name, region)
    assert (partition.name, partition.region_name) == (name, region)
    assert [cell.index for cell in partition.cells] == list(range(len(partition)))
    assert all(cell.polygon.is_valid and cell.area_km2 > 0 for cell in partition.cells)
    assert len(partition.fingerprint) == 16
    assert partition is load_partition(name, region)


def test_usa_keeps_its_fingerprint_since_checkpoints_are_made_for_it():
    assert load_partition("fishnet", "usa").fingerprint == "7fe865ba473087d8"


def test_unknown_names_are_refused_with_those_there_are():
    with pytest.raises(PartitionError, match=r"'honeycomb'.*fishnet"):
        load_partition("honeycomb", "usa")
    with pytest.raises(RegionError, match="atlantis"):
        load_partition("fishnet", "atlantis")


def test_a_partition_without_cells_is_refused():
    with pytest.raises(PartitionError, match="no cells"):
        make_partition("made", "made", [])


def test_the_fingerprint_knows_order_and_shape_but_not_how_a_ring_is_written():
    one, other = box(0, 0, 1, 1), box(1, 0, 2, 1)
    turned = Polygon([(1, 1), (0.5, 1), (0, 1), (0, 0), (1, 0)])
    assert fingerprint_of([one, other]) == fingerprint_of([turned, other])
    assert fingerprint_of([one, other]) != fingerprint_of([other, one])
    assert fingerprint_of([one, other]) != fingerprint_of([box(0, 0, 1, 1.0001), other])


def test_the_anchor_is_the_centroid_where_that_lies_inside():
    partition = make_partition("made", "made", [box(0, 0, 2, 2), L_SHAPE])
    assert partition.anchor(0) == (1.0, 1.0)
    assert not L_SHAPE.contains(L_SHAPE.centroid)
    lat, lon = partition.anchor(1)
    assert shapely.contains_xy(L_SHAPE, lon, lat)
    assert partition.centroids[1] == pytest.approx([L_SHAPE.centroid.y, L_SHAPE.centroid.x])
    assert partition.anchors.tolist()[1] == [lat, lon]


def test_usa_has_the_two_cells_whose_centroid_lies_outside():
    partition = load_partition("fishnet", "usa")
    outside = [
        cell.index
        for cell, (lat, lon) in zip(partition.cells, partition.centroids, strict=True)
        if not shapely.contains_xy(cell.polygon, lon, lat)
    ]
    assert outside == [170, 187]


@pytest.mark.parametrize("index", [-1, 243])
def test_a_cell_that_is_not_there_has_no_anchor(index):
    with pytest.raises(PartitionError, match=rf"no cell {index}.*0 to 242"):
        load_partition("fishnet", "usa").anchor(index)


def test_geojson_has_cell_i_as_feature_i_and_survives_being_written():
    partition = load_partition("fishnet", "usa")
    features = json.loads(json.dumps(to_geojson(partition)))["features"]
    assert [feature["id"] for feature in features] == list(range(243))
    for cell, feature in zip(partition.cells, features, strict=True):
        assert shapely.geometry.shape(feature["geometry"]).equals_exact(cell.polygon, 0.0)


def test_coarsen_groups_by_squares_numbered_in_columns():
    cells = [box(0, 0, 1, 1), box(0, 3, 1, 4), box(3, 0, 4, 1), box(1, 1, 2, 2)]
    groups = coarsen(make_partition("made", "made", cells), 3.0)
    assert groups.tolist() == [0, 1, 2, 0]


@pytest.mark.parametrize("degrees", [4.0, 8.0])
def test_coarse_groups_of_usa_are_dense_and_near(degrees):
    partition = load_partition("fishnet", "usa")
    groups = coarsen(partition, degrees)
    assert groups.shape == (243,)
    assert set(groups.tolist()) == set(range(groups.max() + 1))
    for group in range(groups.max() + 1):
        assert (np.ptp(partition.anchors[groups == group], axis=0) <= degrees).all()


def test_coarsen_refuses_a_side_of_nothing():
    with pytest.raises(PartitionError, match="above 0"):
        coarsen(load_partition("fishnet", "usa"), 0.0)


def test_the_areas_are_the_ellipsoids():
    assert area_km2(box(-180, -90, 180, 90)) == pytest.approx(510_065_621.724, rel=1e-6)
    holed = Polygon(box(0, 0, 2, 2).exterior, [box(0.5, 0.5, 1, 1).exterior])
    assert area_km2(holed) == pytest.approx(area_km2(box(0, 0, 2, 2)) - area_km2(box(0.5, 0.5, 1, 1)))


def test_a_partition_can_be_sent_to_another_process():
    partition = load_partition("fishnet", "usa")
    partition.locate(40.0, -98.0)
    copy = pickle.loads(pickle.dumps(partition))  # noqa: S301
    assert copy == partition
    assert int(copy.locate(40.0, -98.0)) == 119


def test_loading_the_grid_needs_neither_torch_nor_numba():
    code = (
        "import sys; from geogame.partitions import load_partition; load_partition('fishnet', 'usa');"
        "print([name for name in ('torch', 'numba', 'pandas', 'streamlit') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
