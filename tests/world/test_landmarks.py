"""Landmarks stand on the ground, off the road and the water, and only where America has them."""

import math

import numpy as np
import pytest

from geogame.world import arrays as A
from geogame.world import landmark_shapes, landmarks
from geogame.world.facts import STATES
from geogame.world.kernels.layout import road_uv
from geogame.world.kernels.placement import probe
from geogame.world.landmark_tables import IRRIGATED, OIL, WIND, Zone, share_at, water_tower_style
from geogame.world.place import Place
from geogame.world.scene import build_scene

# Places, with the maker of a landmark that is forced to stand there.
CASES = (
    ("_water_tower", "water_tower", 40.7, -96.2),
    ("_pumpjacks", "pumpjack", 31.9, -102.5),
    ("_turbines", "turbine", 42.4, -94.6),
    ("_elevator", "elevator", 38.6, -99.5),
    ("_church", "church", 44.3, -72.2),
    ("_bales", "bale", 44.2, -97.9),
    ("_billboards", "billboard", 33.5, -85.0),
    ("_transmission", "lattice_pylon", 41.0, -88.5),
    ("_lighthouse", "lighthouse", 44.06, -69.05),
)


@pytest.mark.parametrize(("placer", "maker", "lat", "lon"), CASES)
def test_a_landmark_stands_on_dry_ground_beside_the_road(
    placer: str, maker: str, lat: float, lon: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    poses = []
    place, make = getattr(landmarks, placer), getattr(landmark_shapes, maker)

    def record(where: object, pose: landmark_shapes.Pose, *rest: object, **options: object) -> object:
        poses.append(pose)
        return make(where, pose, *rest, **options)

    monkeypatch.setattr(landmark_shapes, maker, record)
    monkeypatch.setattr(landmarks, placer, lambda land, _chance: place(land, 0.0))
    found = 0
    for seed in range(12):
        poses.clear()
        scene = build_scene(Place(lat, lon, 200, 12.0, seed), "training")
        for pose in poses:
            r = math.hypot(pose.x, pose.y)
            u, _v = road_uv(pose.x, pose.y, scene.params)
            assert abs(u) > scene.params[A.SHOULDER_HALF_WIDTH]
            _d, kind, height = probe(np.array([pose.x]), np.array([pose.y]), scene.params, 0.0)
            assert kind[0] != A.OPEN_WATER
            ring = int(np.searchsorted(scene.terrain.radii_m, r))
            ray = round((math.atan2(pose.x, pose.y) % (2 * math.pi)) / (2 * math.pi) * len(scene.terrain.heights) - 0.5)
            near = scene.terrain.heights[[(ray + k) % len(scene.terrain.heights) for k in (-1, 0, 1)]][
                :, ring - 1 : ring + 2
            ]
            ground = float(height[0]) if r < 180 else pose.z
            assert abs(pose.z - ground) < 1.5
            assert pose.z < near.max() + 1.5, "nothing floats"
            grown = max(float(scene.params[A.FOREST_HEIGHT_M]) * 1.2, 4.0)
            assert pose.z > near.min() - 1.5 - grown, "nothing is buried"
            found += 1
    assert found


@pytest.mark.parametrize("table", [OIL, WIND, IRRIGATED])
def test_tables_name_states_and_chances(table: dict[str, tuple[Zone, ...]]) -> None:
    assert set(table) <= set(STATES)
    assert all(0 < zone.share < 1 for zones in table.values() for zone in zones)
    assert all(zone.south < zone.north and zone.west < zone.east for zones in table.values() for zone in zones)


@pytest.mark.parametrize(
    ("table", "state", "lat", "lon", "there"),
    [
        (OIL, "VT", 44.0, -72.7, False),
        (OIL, "TX", 31.9, -102.3, True),
        (OIL, "CA", 35.4, -119.5, True),
        (OIL, "CA", 38.5, -121.5, False),
        (OIL, "ND", 48.0, -97.5, False),
        (WIND, "IA", 42.0, -94.0, True),
        (WIND, "FL", 28.0, -81.5, False),
        (WIND, "TX", 30.0, -95.0, False),
        (IRRIGATED, "NE", 41.0, -100.0, True),
        (IRRIGATED, "GA", 33.0, -83.0, False),
    ],
)
def test_landmarks_keep_to_their_regions(
    table: dict[str, tuple[Zone, ...]], state: str, lat: float, lon: float, *, there: bool
) -> None:
    assert (share_at(table, state, lat, lon) > 0) == there


def test_no_oil_pump_and_no_billboard_ever_stands_in_vermont(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_args: object, **_options: object) -> None:
        pytest.fail("this stands in Vermont")

    for maker in ("pumpjack", "billboard"):
        monkeypatch.setattr(landmark_shapes, maker, never)
    for seed in range(25):
        build_scene(Place(44.1 + 0.02 * seed, -72.7, 200, 12.0, seed), "training")


def test_new_england_has_standpipes_and_kansas_has_none() -> None:
    chances = np.linspace(0, 0.99, 40)
    assert "standpipe" in {water_tower_style("CT", float(c)) for c in chances}
    assert "standpipe" not in {water_tower_style("KS", float(c)) for c in chances}
