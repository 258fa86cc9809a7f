"""America drives on the right, nothing runs into anything, and each state drives what it drives."""

import math
from itertools import combinations

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geogame.partitions import load_partition
from geogame.regions import load_region
from geogame.world import arrays as A
from geogame.world.colour import linear
from geogame.world.furnish import furnish
from geogame.world.kernels.layout import road_uv
from geogame.world.mesh import Pose
from geogame.world.place import Place, sample_places
from geogame.world.roadside import Roadside
from geogame.world.setting import Setting, setting_of
from geogame.world.solids import Solids
from geogame.world.town import Town
from geogame.world.vehicle_shapes import FAR, MIDDLE, NEAR, SIZES, shape
from geogame.world.vehicles import KEEP_FROM_CAMERA_M, PICKUP_SHARE, Vehicle, collides, draw_kind, nearest_m, stand

# Towns have most of the traffic, and few random places lie in one.
TOWNS = ((40.75, -73.98), (34.05, -118.25), (41.9, -87.65), (29.76, -95.37), (44.26, -72.58), (39.74, -104.99))


def furnished(place: Place) -> tuple[Setting, list[Vehicle]]:
    """Furnish a place without drawing it: its setting, and the vehicles that stand there."""
    s = setting_of(place, "training")
    road = Roadside(s.params, s.rng["roadside"])
    furnish(s, road, Town(road, s.facts, s.customs, s.blend.main, s.rng["town"], [], []))
    return s, road.solids.vehicles


@pytest.fixture(scope="module")
def places() -> list[tuple[Setting, list[Vehicle]]]:
    cells = sample_places(load_region("usa"), load_partition("fishnet", "usa"), 1, seed=4_711)
    country = [place for cell in cells for place in cell]
    towns = [Place(lat, lon, 100, 12.0, seed) for seed in range(15) for lat, lon in TOWNS]
    return [furnished(place) for place in (country + towns)[-300:]]


def test_everything_that_moves_drives_on_the_right(places: list[tuple[Setting, list[Vehicle]]]) -> None:
    moving = 0
    for s, vehicles in places:
        for v in (v for v in vehicles if v.moving):
            u, along = road_uv(v.x, v.y, s.params)
            ahead_u, ahead = road_uv(v.x + math.cos(v.angle), v.y + math.sin(v.angle), s.params)
            forward = ahead - along
            assert abs(forward) > 0.7, "it follows the road, which may bend away from its bearing"
            assert abs(ahead_u - u) < 0.4
            assert u * forward > 0, (s.facts, v)
            assert abs(u) < s.params[A.ROAD_HALF_WIDTH]
            moving += 1
    assert moving > 500


def test_no_two_vehicles_overlap_and_none_stands_at_the_camera(places: list[tuple[Setting, list[Vehicle]]]) -> None:
    for s, vehicles in places:
        for v in vehicles:
            assert nearest_m(v) >= KEEP_FROM_CAMERA_M, (s.facts, v)
        for a, b in combinations(vehicles, 2):
            assert not collides(a, b), (s.facts, a, b)


def test_overlap_is_told_from_a_near_miss() -> None:
    a = Vehicle("sedan", 20.0, 0.0, 0.0, moving=False)
    assert collides(a, Vehicle("sedan", 24.7, 0.0, 0.0, moving=False))
    assert not collides(a, Vehicle("sedan", 24.9, 0.0, 0.0, moving=False))
    assert not collides(a, Vehicle("sedan", 20.0, 1.9, math.pi, moving=False))
    assert collides(a, Vehicle("sedan", 20.0, 3.2, math.pi / 2, moving=False))
    assert not collides(a, Vehicle("sedan", 20.0, 3.4, math.pi / 2, moving=False))


@pytest.mark.parametrize("kind", sorted(SIZES))
@pytest.mark.parametrize("away_m", [12.0, 60.0, 200.0])
def test_a_vehicle_has_its_size_and_stands_on_the_ground(kind: str, away_m: float) -> None:
    out = Solids()
    stand(out, kind, Pose(away_m, 3.0, 1.0, 0.7), np.random.default_rng(1))
    quads, boxes = out.arrays()
    corners = np.concatenate([quads[:, :3] + a * quads[:, 3:6] + b * quads[:, 6:9] for a in (0, 1) for b in (0, 1)])
    length, width, height = SIZES[kind]
    c, s = math.cos(0.7), math.sin(0.7)
    forward = (corners[:, 0] - away_m) * c + (corners[:, 1] - 3.0) * s
    aside = -(corners[:, 0] - away_m) * s + (corners[:, 1] - 3.0) * c
    assert np.isfinite(quads).all()
    assert 0.7 * length < np.ptp(forward) < length + 0.2
    assert 0.5 * width < np.ptp(aside) < width + 0.6  # with its mirrors
    assert 0.85 < corners[:, 2].min() < 1.05
    assert corners[:, 2].max() == pytest.approx(1.0 + height, abs=0.35)
    assert len(boxes) == 1
    assert len(quads) < 80


def test_school_buses_are_yellow() -> None:
    out = Solids()
    stand(out, "school_bus", Pose(30.0, 4.0, 0.0, 0.0), np.random.default_rng(3))
    quads, _ = out.arrays()
    area = np.linalg.norm(np.cross(quads[:, 3:6], quads[:, 6:9]), axis=1)
    red, green, blue = quads[np.argmax(area), A.Q_COLOUR : A.Q_COLOUR + 3]
    assert red > green > 4 * blue
    assert linear("#e3900f") == pytest.approx([red, green, blue])


def test_every_state_has_its_share_of_pickups() -> None:
    rng = np.random.default_rng(5)
    seen = {state: sum(draw_kind(rng, state) == "pickup" for _ in range(600)) / 600 for state in ("WY", "TX", "NJ")}
    assert seen["WY"] > seen["TX"] - 0.05 > seen["NJ"] + 0.1
    assert len(PICKUP_SHARE) == 49


def test_the_same_place_has_the_same_vehicles() -> None:
    place = Place(41.9, -87.65, 100, 12.0, 3)
    assert furnished(place)[1] == furnished(place)[1]


@pytest.mark.parametrize("level", [NEAR, MIDDLE, FAR])
@pytest.mark.parametrize("kind", list(SIZES))
def test_no_part_of_a_whole_vehicle_hangs_in_the_air(kind: str, level: int) -> None:
    rows, slack = shape(kind, level).rows, 0.45  # a frame under a body without a floor is that far from its sides
    corner, side, up = (rows[:, k : k + 3] for k in (A.Q_ORIGIN, A.Q_EDGE_U, A.Q_EDGE_V))
    corners = np.stack([corner, corner + side, corner + up, corner + side + up])
    low, high = corners.min(0), corners.max(0)
    touch = ((low[:, None] <= high[None] + slack) & (low[None] <= high[:, None] + slack)).all(-1)
    groups, member = connected_components(coo_array(touch), directed=False)
    assert max(low[member == group, 2].min() for group in range(groups)) < 0.5
