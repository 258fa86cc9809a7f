"""The land has the shape America has: mountains in their direction, plains flat, the sea where the coast is."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world import facts
from geogame.world.facts import KOPPEN_CLASSES
from geogame.world.kernels.camera import CAMERA_HEIGHT_M, cast_rays
from geogame.world.kernels.layout import cliff_face, land_use, road_xy, standing_height
from geogame.world.kernels.terrain import build_terrain
from geogame.world.landforms import REGIONS, ranges, region_at, uninhabited
from geogame.world.place import Place
from geogame.world.roadside import Roadside
from geogame.world.setting import setting_of
from geogame.world.town import Town, country

CANYON_RIM = (36.06, -112.1)


def land(lat: float, lon: float, seed: int = 5) -> tuple[A.Terrain, A.Floats]:
    params = setting_of(Place(lat, lon, 180, 12.0, seed), "training").params
    return build_terrain(params, lat, lon, "training"), params


def silhouette_deg(terrain: A.Terrain, beyond_m: float = 0.0) -> NDArray[np.float64]:
    """Highest elevation angle in each azimuth."""
    far = terrain.radii_m > beyond_m
    angles = np.arctan2(terrain.heights[:, far] - CAMERA_HEIGHT_M, terrain.radii_m[far])
    return np.degrees(angles.max(1).astype(np.float64))


@pytest.mark.parametrize(("lat", "lon"), [(38.4, -98.8), (37.6, -100.9), (28.0, -81.4), (26.7, -80.7), (40.3, -88.6)])
@pytest.mark.parametrize("seed", [1, 2])
def test_plains_stay_plains(lat: float, lon: float, seed: int) -> None:
    terrain, _ = land(lat, lon, seed)
    assert silhouette_deg(terrain, 2500).max() < 1.5


@pytest.mark.parametrize(
    ("place", "low_deg", "high_deg", "at_least_deg"),
    [
        ((39.74, -104.99), 240, 300, 2.5),  # Denver: the Front Range
        ((40.76, -111.85), 30, 150, 6.0),  # Salt Lake City: the Wasatch
        ((43.75, -110.70), 225, 315, 8.0),  # the Tetons from the east
        ((36.60, -118.07), 195, 330, 10.0),  # Owens Valley: the Sierra
        ((35.15, -106.65), 45, 135, 4.0),  # Albuquerque: the Sandias
        ((47.30, -122.20), 120, 170, 3.0),  # Seattle's edge: Rainier
    ],
)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ranges_stand_in_their_direction(
    place: tuple[float, float], low_deg: float, high_deg: float, at_least_deg: float, seed: int
) -> None:
    terrain, _ = land(*place, seed)
    angles = silhouette_deg(terrain, 4000)
    azimuths = (np.arange(len(angles)) + 0.5) * 360 / len(angles)
    top = azimuths[int(angles.argmax())]
    assert low_deg <= top <= high_deg
    assert angles.max() > at_least_deg


def test_typed_places_lie_in_the_country() -> None:
    ocean = KOPPEN_CLASSES.index("Ocean")
    points = [((r.box[0] + r.box[1]) / 2, (r.box[2] + r.box[3]) / 2) for r in REGIONS]
    points += [(float(row[0]), float(row[1])) for row in ranges()] + [
        (float(row[2]), float(row[3])) for row in ranges()
    ]
    for lat, lon in points:
        assert 24.5 < lat < 49.0, (lat, lon)
        assert -124.8 < lon < -66.9, (lat, lon)
        assert KOPPEN_CLASSES[ocean] != facts.facts_at(lat, lon).koppen or lon < -124 or lon > -76, (lat, lon)
    assert len({r.name for r in REGIONS}) == len(REGIONS)
    table = ranges()
    assert ((table[:, 4] > 700) & (table[:, 4] < 4500)).all()
    assert (table[:, 5] >= 3).all()


@pytest.mark.parametrize("region", REGIONS, ids=lambda r: r.name)
def test_every_landform_is_whole_and_the_same_again(region: object) -> None:
    box = region.box  # type: ignore[attr-defined]
    lat, lon = (box[0] + box[1]) / 2, (box[2] + box[3]) / 2
    assert region_at(lat, lon) is not None
    terrain, params = land(lat, lon)
    again, _ = land(lat, lon)
    assert np.isfinite(terrain.heights).all()
    assert np.isfinite(params).all()
    assert (terrain.heights == again.heights).all()
    assert silhouette_deg(terrain).min() > -2.5, "a hole in the land shows sky below the horizon"
    beside = terrain.heights[:, terrain.radii_m < 5]
    assert np.abs(beside).max() < 1.5, "the road keeps level ground"


def test_a_canyon_opens_beyond_its_rim_and_the_plateau_stays() -> None:
    terrain, params = land(*CANYON_RIM)
    assert params[A.LANDFORM] == A.LANDFORM_CANYON
    bearing = float(params[A.LANDFORM_BEARING])
    rows = len(terrain.heights)
    ahead = int(bearing / (2 * math.pi) * rows) % rows
    near, deep = terrain.radii_m < 25, (terrain.radii_m > 700) & (terrain.radii_m < 2200)
    assert terrain.heights[ahead, deep].min() < -300
    assert terrain.heights[(ahead + rows // 2) % rows, deep].min() > -100
    assert np.abs(terrain.heights[:, near]).max() < 8


def test_the_sea_is_in_view_within_a_kilometre_of_it() -> None:
    rng = np.random.default_rng(7)
    circle = np.arange(0, 2 * np.pi, 0.2)
    seen = 0
    while seen < 60:
        lat, lon = float(rng.uniform(25, 48)), float(rng.uniform(-124.8, -67))
        if facts.is_water(lat, lon):
            continue
        kinds = facts.water_kind(
            lat + 0.9 * np.cos(circle) / 111.2, lon + 0.9 * np.sin(circle) / (111.2 * math.cos(math.radians(lat)))
        )
        if (kinds == facts.SEA).sum() < 4:
            continue
        seen += 1
        water = facts.facts_at(lat, lon).water
        assert water is not None
        terrain, _ = land(lat, lon, seen)
        size = (96, 48)
        distance, depth, ring = np.empty(size, np.float32), np.empty(size, np.float32), np.zeros(size, np.int16)
        cast_rays(distance, ring, depth, terrain.heights, terrain.radii_m, water.bearing_rad, 48.0, 25.0)
        azimuth = water.bearing_rad + np.arctan2(np.arange(96) + 0.5 - 48, 48.0)
        rows = (azimuth / (2 * math.pi) * len(terrain.heights)).astype(int) % len(terrain.heights)
        wet = (terrain.materials[rows[:, None], ring] & 127 == A.OPEN_WATER) & (distance > 0)
        assert wet.mean() > 0.01, (lat, lon)


@pytest.mark.parametrize(("lat", "lon", "least_m"), [(36.27, -121.80, 40), (38.60, -123.34, 25), (44.35, -68.05, 4)])
def test_mountains_fall_into_the_sea_beside_a_road_that_stays_dry(lat: float, lon: float, least_m: float) -> None:
    p = setting_of(Place(lat, lon, 180, 12.0, 2), "training").params
    assert p[A.LANDFORM] == A.LANDFORM_COAST
    assert p[A.WATER_LEVEL_M] <= -least_m
    seaward = float(p[A.LANDFORM_BEARING])
    for v in np.linspace(-900, 900, 181):
        for u in (-4.0, 4.0):
            x, y = road_xy(u, v, p)
            assert land_use(x, y, p)[0] != A.OPEN_WATER
            assert abs(standing_height(x, y, p) - standing_height(*road_xy(0.0, v, p), p)) < 1.0
    across = [road_xy(seaward * u, 0.0, p) for u in np.arange(5, 400, 0.5)]
    wet = [land_use(x, y, p)[0] == A.OPEN_WATER for x, y in across]
    assert any(wet)
    foot = wet.index(True) - 1
    brink = max(0, foot - round(2 * cliff_face(p)))
    drop = standing_height(*across[brink], p) - standing_height(*across[foot], p)
    assert drop > 0.6 * least_m


def test_nobody_lives_on_bare_dunes_salt_or_rims_but_on_grassed_ones() -> None:
    for place, empty in (((32.8, -106.3), True), ((40.7, -113.7), True), (CANYON_RIM, True), ((42.0, -101.0), False)):
        params = setting_of(Place(*place, 180, 12.0, 5), "training").params
        assert params[A.LANDFORM] != A.LANDFORM_NONE
        assert uninhabited(params) == empty


def test_no_house_stands_where_nobody_lives() -> None:
    for seed in range(4):
        s = setting_of(Place(32.8, -106.3, 180, 12.0, seed), "training")
        road = Roadside(s.params, np.random.default_rng(seed))
        country(Town(road, s.facts, s.customs, s.blend.main, np.random.default_rng(seed), [], []))
        assert not road.solids.quads
