import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from geogame.partitions import PARTITIONS, load_partition, lookup
from geogame.partitions.base import make_partition
from geogame.regions import REGIONS


@pytest.fixture(autouse=True)
def _table_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few points a test asks about, the table answers."""
    monkeypatch.setattr(lookup, "FEW", 0)


def brute_force(polygons, lons, lats):
    """Ask shapely about every polygon in turn, the last first, so that the lowest index stays."""
    found = np.full(len(lons), -1)
    for index in reversed(range(len(polygons))):
        found[shapely.intersects_xy(polygons[index], lons, lats)] = index
    return found


def hard_points(partition):
    """Vertices, middles of edges and neighbours one float away from them: ``(n, 2)`` longitude, latitude."""
    rings = shapely.get_rings([cell.polygon for cell in partition.cells])
    corners = shapely.get_coordinates(rings)
    middles = (corners[:-1] + corners[1:]) / 2
    on = np.vstack([corners, middles])
    beside = [
        np.column_stack([np.nextafter(on[:, 0], dx), np.nextafter(on[:, 1], dy)])
        for dx in (-np.inf, np.inf)
        for dy in (-np.inf, np.inf)
    ]
    return np.vstack([on, *beside])


def every_partition():
    return [(name, region) for name in PARTITIONS for region in REGIONS]


@pytest.mark.parametrize(("name", "region"), every_partition())
def test_locate_equals_brute_force_on_uniform_points(name, region):
    partition = load_partition(name, region)
    polygons = np.array([cell.polygon for cell in partition.cells])
    west, south, east, north = shapely.total_bounds(polygons)
    random = np.random.default_rng(7)
    lons, lats = random.uniform(west - 1, east + 1, 60_000), random.uniform(south - 1, north + 1, 60_000)
    located = partition.locate(lats, lons)
    assert located.dtype == np.int64
    assert np.array_equal(located, brute_force(polygons, lons, lats))


@pytest.mark.parametrize(("name", "region"), every_partition())
def test_locate_equals_brute_force_on_edges_vertices_and_beside_them(name, region):
    partition = load_partition(name, region)
    points = np.random.default_rng(3).permutation(hard_points(partition))[:40_000]
    polygons = np.array([cell.polygon for cell in partition.cells])
    expected = brute_force(polygons, points[:, 0], points[:, 1])
    assert np.array_equal(partition.locate(points[:, 1], points[:, 0]), expected)


@pytest.mark.parametrize(("name", "region"), every_partition())
def test_locate_equals_brute_force_on_a_raster_with_its_lines_on_cell_borders(name, region):
    partition = load_partition(name, region)
    polygons = np.array([cell.polygon for cell in partition.cells])
    west, south, east, north = np.round(shapely.total_bounds(polygons))
    lons, lats = (axis.ravel() for axis in np.meshgrid(np.arange(west, east, 0.25), np.arange(south, north, 0.25)))
    assert np.array_equal(partition.locate(lats, lons), brute_force(polygons, lons, lats))


@pytest.mark.parametrize(("name", "region"), every_partition())
def test_the_first_points_are_located_alike_without_a_table(name, region, monkeypatch: pytest.MonkeyPatch):
    partition = load_partition(name, region)
    polygons = np.array([cell.polygon for cell in partition.cells])
    points = np.vstack(
        [np.random.default_rng(3).permutation(hard_points(partition))[:1990], [(np.nan, 0), (0, np.inf)]]
    )
    monkeypatch.setattr(lookup, "FEW", len(points))
    fresh = lookup.CellLookup(polygons)
    assert np.array_equal(fresh.locate(*points.T), brute_force(polygons, *points.T))
    assert "_table" not in vars(fresh)
    assert np.array_equal(fresh.locate(*points.T), partition.locate(points[:, 1], points[:, 0]))
    assert "_table" in vars(fresh)


@pytest.mark.parametrize(("name", "region"), every_partition())
def test_every_anchor_lies_in_its_cell(name, region):
    partition = load_partition(name, region)
    anchors = partition.anchors
    assert np.array_equal(partition.locate(anchors[:, 0], anchors[:, 1]), np.arange(len(partition)))


@st.composite
def jumbles(draw):
    """Overlapping triangles and boxes, some with edges on the table's own lines."""
    shapes = []
    for _ in range(draw(st.integers(1, 6))):
        numbers = st.floats(-8, 8).map(lambda value: round(value, draw(st.integers(0, 3))))
        x, y, width, height = draw(numbers), draw(numbers), draw(st.floats(0.01, 6)), draw(st.floats(0.01, 6))
        if draw(st.booleans()):
            shapes.append(box(x, y, x + width, y + height))
        else:
            shapes.append(Polygon([(x, y), (x + width, y), (x + width / 3, y + height)]))
    return shapes


@settings(deadline=None, max_examples=30)
@given(jumbles(), st.integers(0, 2**32 - 1))
def test_locate_equals_brute_force_on_any_polygons_the_lowest_index_winning(shapes, seed):
    partition = make_partition("made", "made", shapes)
    random = np.random.default_rng(seed)
    points = np.vstack([random.uniform(-10, 16, (2000, 2)), hard_points(partition), random.integers(-8, 14, (300, 2))])
    expected = brute_force(np.array(shapes), points[:, 0], points[:, 1])
    assert np.array_equal(partition.locate(points[:, 1], points[:, 0]), expected)


def test_a_corner_one_float_inside_the_table_is_found():
    shapes = [Polygon([(-7, 0), (-6, 0), (-6.5, 1)]), Polygon([(0, 0), (1.9999999999999991, 0), (0.67, 1)])]
    assert int(make_partition("made", "made", shapes).locate(0.0, 1.9999999999999991)) == 1


@pytest.mark.parametrize("towards", [-9, 9])
def test_an_edge_one_float_beside_a_line_of_the_table_is_seen(towards):
    east, north = np.nextafter(4.0, towards), np.nextafter(1.0, towards)
    partition = make_partition("made", "made", [Polygon([(-5, 0), (-4, 0), (-4.5, 1)]), box(0, 0, east, north)])
    points = hard_points(partition)
    expected = brute_force(np.array([cell.polygon for cell in partition.cells]), points[:, 0], points[:, 1])
    assert np.array_equal(partition.locate(points[:, 1], points[:, 0]), expected)


def test_a_point_on_a_shared_border_belongs_to_the_lowest_cell():
    partition = make_partition("made", "made", [box(2, 0, 4, 2), box(0, 0, 2, 2), box(0, 2, 4, 4)])
    assert partition.locate([1, 2, 2, 1], [2, 1, 2, 1]).tolist() == [0, 1, 0, 1]


def test_locate_takes_numbers_and_arrays_of_any_shape():
    partition = load_partition("fishnet", "usa")
    assert partition.locate(40.0, -98.0).shape == ()
    assert int(partition.locate(40.0, -98.0)) == 119
    assert partition.locate(np.full((2, 3), 40.0), -98.0).tolist() == [[119] * 3] * 2
    assert partition.locate([], []).shape == (0,)


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(np.nan, -98.0), (40.0, np.inf), (-np.inf, -98.0), (60.0, -98.0), (40.0, 98.0), (-90, -180), (1e300, 1.7e308)],
)
def test_what_is_not_in_any_cell_is_minus_one(lat, lon):
    assert int(load_partition("fishnet", "usa").locate(lat, lon)) == -1
