"""What must hold wherever one looks: laws checked at 500 random places, and on their 2,000 views."""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geogame.partitions import load_partition
from geogame.regions import load_region
from geogame.world import arrays as A
from geogame.world.climate import temperature_c
from geogame.world.facts import facts_at
from geogame.world.furnish import furnish
from geogame.world.kernels.camera import cast_rays
from geogame.world.kernels.layout import standing_height
from geogame.world.place import Place, sample_places
from geogame.world.roadside import Roadside
from geogame.world.scene import build_scene
from geogame.world.setting import setting_of
from geogame.world.sprites import list_species
from geogame.world.town import Town
from geogame.world.vehicles import Vehicle
from geogame.world.view import render_view

PLACES = 500
HEADINGS_DEG = (0.0, 90.0, 180.0, 270.0)
LUMA = np.array([0.299, 0.587, 0.114])
RISE_M, VEHICLE_PART_RISE_M = 0.5, 1.5
"""How far above the ground the lowest part of what stands together may begin."""
NEAR_M = 90.0
"""Things farther away than this are too small for their feet to be seen."""


@dataclass(frozen=True)
class Seen:
    """One place, its scene, and its four views ``(4, 64, 128, 3)``."""

    place: Place
    scene: A.Scene
    views: NDArray[np.uint8]


@pytest.fixture(scope="module")
def survey() -> list[Seen]:
    partition = load_partition("fishnet", "usa")
    per_cell = [3 if cell < PLACES - 2 * len(partition) else 2 for cell in range(len(partition))]
    seen = []
    for place in (p for cell in sample_places(load_region("usa"), partition, per_cell, seed=50_500) for p in cell):
        scene = build_scene(place, "training")
        seen.append(Seen(place, scene, np.stack([render_view(scene, h, 128, 64) for h in HEADINGS_DEG])))
    assert len(seen) == PLACES
    return seen


def test_there_is_no_sky_below_the_horizon(survey: list[Seen]) -> None:
    width, height, focal, horizon = 90, 60, 45.0, 30.0
    below = slice(int(horizon) + 3, None)  # 3 rows are 4 degrees: more than any horizon dips
    for each in survey:
        for heading in np.radians(HEADINGS_DEG):
            distance, depth = (np.empty((width, height), np.float32) for _ in range(2))
            ring = np.zeros((width, height), np.int16)
            land = each.scene.terrain
            cast_rays(distance, ring, depth, land.heights, land.radii_m, heading, focal, horizon)
            assert (distance[:, below] > 0).all(), each.place


def test_every_plant_stands_on_the_ground(survey: list[Seen]) -> None:
    for each in survey:
        for x, y, z, height in each.scene.billboards[:, [A.B_X, A.B_Y, A.B_Z, A.B_HEIGHT]]:
            if np.hypot(x, y) < NEAR_M:
                rise = z - standing_height(x, y, each.scene.params)
                assert -0.6 - 0.1 * height < rise < 0.35 + 0.02 * height, (each.place, x, y, rise)


def boxes_of(scene: A.Scene) -> NDArray[np.float64]:
    """Bounding boxes of the quads and wires near the camera, ``(n, 6)``: lows then highs of x, y, z."""
    q, w = scene.quads.astype(float), scene.wires.astype(float)
    o, u, v = (q[:, k : k + 3] for k in (A.Q_ORIGIN, A.Q_EDGE_U, A.Q_EDGE_V))
    corners = np.stack([o, o + u, o + v, o + u + v])
    ends = np.stack([w[:, A.W_START : A.W_START + 3], w[:, A.W_END : A.W_END + 3]])
    low = np.vstack([corners.min(0), ends.min(0) - w[:, [A.W_SAG]] * [0, 0, 1]])
    high = np.vstack([corners.max(0), ends.max(0)])
    boxes = np.hstack([low, high])
    return boxes[np.hypot(*((low + high) / 2)[:, :2].T) < NEAR_M]


@cache
def vehicles_at(place: Place) -> list[Vehicle]:
    """Furnish a place without drawing it, for the vehicles that stand there."""
    s = setting_of(place, "training")
    road = Roadside(s.params, s.rng["roadside"])
    furnish(s, road, Town(road, s.facts, s.customs, s.blend.main, s.rng["town"], [], []))
    return road.solids.vehicles


def test_nothing_that_people_made_floats(survey: list[Seen]) -> None:
    """Whatever touches, stands together; of all that stands together, something touches the ground."""
    slack, floating = 0.35, []
    for each in survey:
        boxes = boxes_of(each.scene)
        if not len(boxes):
            continue
        flat = shapely.box(*(boxes[:, [0, 1]] - slack).T, *(boxes[:, [3, 4]] + slack).T)
        a, b = shapely.STRtree(flat).query(flat, predicate="intersects")
        touch = (boxes[a, 2] <= boxes[b, 5] + slack) & (boxes[b, 2] <= boxes[a, 5] + slack)
        graph = coo_array((np.ones(touch.sum()), (a[touch], b[touch])), shape=(len(boxes),) * 2)
        groups, member = connected_components(graph, directed=False)
        for group in range(groups):
            mine = boxes[member == group]
            lowest = mine[np.argmin(mine[:, 2])]
            x, y = (lowest[0] + lowest[3]) / 2, (lowest[1] + lowest[4]) / 2
            reaches_out = np.hypot(*((mine[:, :2] + mine[:, 3:5]) / 2).T).max() > NEAR_M - 25
            above = float(lowest[2] - standing_height(x, y, each.scene.params))
            if above <= RISE_M or reaches_out:
                continue
            # Faces turned away from the camera are not drawn, so that parts of a vehicle may stand alone,
            # such as the top of a mirror; test_vehicles holds whole vehicles together.
            of_vehicle = any(math.hypot(x - v.x, y - v.y) < v.length_m / 2 for v in vehicles_at(each.place))
            if not of_vehicle or above > VEHICLE_PART_RISE_M:
                floating.append((each.place, f"{above:.2f} m above the ground", lowest.round(2).tolist()))
    assert not floating, (len(floating), floating[:5])


def test_snow_lies_only_where_the_climate_has_it_on_that_date(survey: list[Seen]) -> None:
    for each in survey:
        now = temperature_c(facts_at(each.place.lat, each.place.lon).climate, each.place.day_of_year)
        near = each.scene.params[A.SNOW_LINE_M] < -500
        assert near == (each.scene.snow > 0)
        if near:
            assert now < 1.0, (each.place, now)
    assert sum(each.scene.snow > 0 for each in survey) > 10
    july = [each for each in survey if 182 <= each.place.day_of_year <= 243]
    assert not any(each.scene.snow > 0 for each in july)


def test_palms_never_grow_north_of_their_range(survey: list[Seen]) -> None:
    species = list_species()
    palms = {
        row
        for name, s in species.items()
        if "palm" in name and "palmetto" not in name
        for row in range(s.first, s.first + s.variants)
    }
    assert palms
    for each in survey:
        if palms & set(each.scene.billboards[:, A.B_SPRITE].astype(int).tolist()):
            limit = 34.5 if each.place.lon > -100 else 40.5
            assert each.place.lat < limit, each.place


def test_no_view_is_too_dark_or_too_bright(survey: list[Seen]) -> None:
    means = np.array([(each.views @ LUMA).mean((1, 2)) for each in survey])
    worst = [(survey[int(k) // 4].place, float(means.ravel()[k])) for k in np.argsort(means.ravel())[[0, -1]]]
    assert means.min() > 45, worst
    assert means.max() < 205, worst


def fingerprints(views: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Difference hash of views ``(n, 64, 128, 3)``: ``(n, 256)``, which of neighbouring squares is brighter."""
    grey = (views @ LUMA)[:, :, : 17 * 7].reshape(len(views), 16, 4, 17, 7).mean((2, 4))
    return (grey[:, :, 1:] > grey[:, :, :-1]).reshape(len(views), -1)


def test_no_two_views_are_nearly_the_same(survey: list[Seen]) -> None:
    views = np.concatenate([each.views for each in survey])
    places = np.arange(len(views)) // len(HEADINGS_DEG)
    bits = fingerprints(views).astype(np.float32)
    differing = bits @ (1 - bits).T + (1 - bits) @ bits.T
    np.fill_diagonal(differing, 256)
    # A straight road looks much the same ahead and behind: 37 bits and 3.9 grey levels apart where it is worst.
    same = places[:, None] == places
    for pairs, least_bits, least_levels in ((same, 32, 3), (~same, 36, 6)):
        apart = np.where(pairs, differing, 256)
        a, b = np.unravel_index(np.argmin(apart), apart.shape)
        pair = (survey[places[a]].place, survey[places[b]].place)
        assert apart[a, b] > least_bits, (pair, apart[a, b])
        assert np.abs(views[a].astype(int) - views[b]).mean() > least_levels, pair
