"""Thinned cells: smaller, in the same order, and never far from the originals."""

import json
from pathlib import Path

import pytest
from shapely.geometry import shape

from geogame.partitions import load_partition, to_geojson
from geogame.ui.map.cells import TOLERANCE_DEG, thin_cells, thin_partition

GRID = Path(__file__).parents[2] / "data" / "usa_243.geojson"


@pytest.fixture(scope="module")
def grid():
    return json.loads(GRID.read_text(encoding="utf-8"))


def test_the_thinned_grid_has_every_cell_in_place_and_a_quarter_of_the_size(grid):
    thinned = thin_cells(grid)
    assert len(thinned["features"]) == len(grid["features"]) == 243
    for before, after in zip(grid["features"][::12], thinned["features"][::12], strict=True):
        original, kept = shape(before["geometry"]), shape(after["geometry"])
        assert original.symmetric_difference(kept).area < 2 * TOLERANCE_DEG * original.length
        assert original.buffer(2 * TOLERANCE_DEG).contains(kept)
    assert len(json.dumps(thinned, separators=(",", ":"))) < len(json.dumps(grid, separators=(",", ":"))) / 4


def test_cells_of_a_town_keep_their_shape():
    town = to_geojson(load_partition("tenths", "lincoln"))
    for before, after in zip(town["features"], thin_cells(town)["features"], strict=True):
        original, kept = shape(before["geometry"]), shape(after["geometry"])
        assert original.symmetric_difference(kept).area < 0.02 * original.area


def test_the_same_grid_is_thinned_once(grid):
    assert thin_cells(grid) is thin_cells(grid)
    assert thin_cells(dict(grid)) is not thin_cells(grid)


def test_an_address_and_nothing_pass_as_they_are():
    assert thin_cells("app/static/cells.geojson") == "app/static/cells.geojson"
    assert thin_cells(None) is None


def test_a_partition_is_thinned_as_its_geojson_is_and_only_once():
    partition = load_partition("fishnet", "usa")
    thinned = thin_partition(partition)
    assert thinned == thin_cells(to_geojson(partition))
    assert thin_cells(thinned) is thinned
