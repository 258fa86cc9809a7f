"""Polygons are decoded, filled and simplified as geometry says."""

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from geogame.world.bake import pixel_centres
from geogame.world.topology import decode, fill, polygons_of, ring_area_deg2, simplify


def _ring(*points: tuple[float, float]) -> np.ndarray:
    return np.array([*points, points[0]])


def test_decode_undoes_deltas_and_joins_shared_arcs() -> None:
    document = {
        "transform": {"scale": [0.5, 0.25], "translate": [-100, 30]},
        "arcs": [[[0, 0], [4, 0], [0, 8]], [[4, 8], [-4, 0], [0, -8]], [[4, 8], [4, 0], [0, -8], [-4, 0]]],
        "objects": {
            "squares": {
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, 1]], "properties": {"name": "left"}},
                    {"type": "MultiPolygon", "arcs": [[[-3]]], "properties": {"name": "right"}},
                ]
            }
        },
    }
    topology = decode(document)
    left, right = topology.objects["squares"]["geometries"]
    [[ring]] = polygons_of(topology, left)
    assert ring.tolist() == [[-100, 30], [-98, 30], [-98, 32], [-100, 32], [-100, 30]]
    [[backwards]] = polygons_of(topology, right)
    assert backwards[0].tolist() == [-98.0, 30.0]
    assert backwards[-1].tolist() == [-98.0, 32.0]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(-1270, -640), st.integers(220, 520)), min_size=3, max_size=9, unique=True))
def test_fill_agrees_with_shapely_at_every_pixel_centre(tenths: list[tuple[int, int]]) -> None:
    hull = shapely.convex_hull(shapely.multipoints(np.array(tenths) / 10 + 0.01))
    assume(isinstance(hull, shapely.Polygon))
    lats, lons = np.broadcast_arrays(*pixel_centres(1))
    assert (fill([np.asarray(hull.exterior.coords)], 1) == shapely.contains_xy(hull, lons, lats)).mean() > 0.999


def test_holes_stay_empty() -> None:
    outer = _ring((-100, 30), (-90, 30), (-90, 40), (-100, 40))
    inner = _ring((-97, 33), (-93, 33), (-93, 37), (-97, 37))
    assert fill([outer], 2).sum() == 20 * 20
    assert fill([outer, inner], 2).sum() == 20 * 20 - 8 * 8


def test_polygons_beyond_the_window_are_cut_at_its_border() -> None:
    assert fill([_ring((-180, 0), (-100, 0), (-100, 80), (-180, 80))], 1).sum() == 26 * 28
    assert fill([_ring((0, 0), (50, 0), (50, 60), (0, 60))], 1).sum() == 0


def test_simplify_drops_what_is_smaller_than_the_detail_and_keeps_ends() -> None:
    line = np.array([[0, 0], [1, 0.001], [2, 0], [3, 2], [4, 0], [5, 0]], float)
    assert simplify(line, 0.01).tolist() == [[0, 0], [2, 0], [3, 2], [4, 0], [5, 0]]
    assert simplify(line, 100.0).tolist() == [[0, 0], [5, 0]]


def test_simplified_rings_stay_rings() -> None:
    angle = np.linspace(0, 2 * np.pi, 60)
    circle = np.stack([np.cos(angle), np.sin(angle)], 1)
    circle[-1] = circle[0]
    small = simplify(circle, 1e6)
    assert len(small) == 4
    assert small[0].tolist() == small[-1].tolist()
    assert ring_area_deg2(simplify(circle, 0.01)) == pytest.approx(np.pi, rel=0.05)
