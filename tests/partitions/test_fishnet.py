import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from geogame.errors import PartitionError
from geogame.geo import ScoreScale
from geogame.partitions import load_partition
from geogame.partitions.fishnet import clip_to_squares, fishnet, merge_small
from geogame.regions import Region, load_region

GOLDEN = Path(__file__).parents[1] / "data" / "usa_243.geojson"


def region_of(polygon) -> Region:
    return Region("made", "Made up", polygon, "drawn by the test", ScoreScale("diagonal", 1000.0), (0.0,))


@st.composite
def stars(draw) -> Polygon:
    """Star-shaped polygons around a point, never crossing themselves."""
    corners = draw(st.integers(3, 14))
    radii = draw(st.lists(st.floats(0.3, 9.0), min_size=corners, max_size=corners))
    centre = draw(st.tuples(st.floats(-150, 150), st.floats(-60, 60)))
    angles = np.arange(corners) * 2 * np.pi / corners
    ring = np.column_stack([centre[0] + radii * np.cos(angles), centre[1] + radii * np.sin(angles)])
    return Polygon(ring)


def test_usa_has_the_seeds_243_cells_at_their_numbers():
    cells = load_partition("fishnet", "usa").cells
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))["features"]
    assert len(cells) == len(golden) == 243
    for cell, feature in zip(cells, golden, strict=True):
        theirs = shapely.geometry.shape(feature["geometry"])
        assert cell.polygon.symmetric_difference(theirs).area < 1e-9, feature["id"]
        # The golden areas join corners by geodesics, these by parallels: the wider apart the further north.
        assert cell.area_km2 == pytest.approx(feature["properties"]["area_km2"], rel=0.01)


def test_usa_goes_from_305_pieces_to_243_cells_that_cover_it():
    usa = load_region("usa").polygon
    assert len(clip_to_squares(usa, 2.0)) == 305
    partition = load_partition("fishnet", "usa")
    assert sum(cell.polygon.area for cell in partition.cells) == pytest.approx(819.472932916, abs=1e-8)
    assert sum(cell.area_km2 for cell in partition.cells) == pytest.approx(7_802_977, rel=1e-5)


@settings(deadline=None, max_examples=40)
@given(stars(), st.sampled_from([0.5, 1.0, 2.0, 5.0]), st.sampled_from([0.0, 0.1, 0.5]))
def test_cells_cover_the_region_without_overlap(polygon, degrees, share):
    cells = [cell.polygon for cell in fishnet(region_of(polygon), degrees, share).cells]
    assert sum(cell.area for cell in cells) == pytest.approx(polygon.area, rel=1e-9)
    assert shapely.union_all(cells).symmetric_difference(polygon).area < 1e-9 * max(1.0, polygon.area)


@settings(deadline=None, max_examples=40)
@given(stars(), st.sampled_from([1.0, 2.0]))
def test_no_small_cell_is_left_beside_a_neighbour(polygon, degrees):
    pieces = clip_to_squares(polygon, degrees)
    limit = 0.1 * max(piece.area for piece in pieces)
    cells = merge_small(pieces, 0.1)
    for small in (cell for cell in cells if cell.area <= limit):
        assert not any(
            isinstance(small.union(other), Polygon) for other in cells if other is not small and small.intersects(other)
        )


def test_cells_are_numbered_by_columns_from_the_south_west():
    cells = fishnet(region_of(box(0, 0, 4, 4)), 2.0).cells
    corners = [cell.polygon.bounds[:2] for cell in cells]
    assert corners == [(0, 0), (0, 2), (2, 0), (2, 2)]


def test_parts_of_one_square_are_numbered_from_the_south_then_from_the_east():
    comb = MultiPolygon([box(0, 1, 0.5, 2), box(1, 1, 1.5, 2), box(0, 0, 2, 0.5)])
    cells = fishnet(region_of(comb), 2.0, 0.0).cells
    assert [cell.polygon.bounds[:2] for cell in cells] == [(0, 0), (1, 1), (0, 1)]


def test_a_small_piece_joins_the_first_cell_it_makes_a_single_polygon_with():
    first, corner, neighbour, small = box(0, 0, 2, 2), box(4, 2, 6, 4), box(2, 0, 4, 2), box(3.9, 2, 4, 2.1)
    cells = merge_small([first, neighbour, corner, small], 0.1)
    assert [cell.area for cell in cells] == pytest.approx([4.0, 4.01, 4.0])


def test_an_island_stays_a_cell():
    cells = fishnet(region_of(MultiPolygon([box(0, 0, 2, 2), box(9, 0, 9.1, 0.1)])), 2.0).cells
    assert [cell.polygon.area for cell in cells] == pytest.approx([4.0, 0.01])


def test_more_squares_than_memory_holds_are_refused():
    with pytest.raises(PartitionError, match="more than 200000; give wider ones"):
        fishnet(region_of(box(0, 0, 4, 4)), 1e-4)


@pytest.mark.parametrize(("degrees", "share"), [(0.0, 0.1), (-1.0, 0.1), (float("nan"), 0.1), (2.0, 1.0)])
def test_impossible_squares_and_shares_are_refused(degrees, share):
    with pytest.raises(PartitionError, match="cannot be"):
        fishnet(region_of(box(0, 0, 4, 4)), degrees, share)
