"""Geographic facts agree with what an atlas says, and arrays agree with single points."""

import math

import numpy as np
import pytest

from geogame.world import facts as F
from geogame.world.window import bilinear, nearest, raster_shape

LAKE_MICHIGAN, GULF, GREAT_SALT_LAKE = (43.5, -87.0), (28.0, -90.0), (41.2, -112.5)


@pytest.mark.parametrize(
    ("lat", "lon", "low_m", "high_m"),
    [
        (39.74, -104.99, 1550, 1750),  # Denver
        (36.25, -116.82, -90, 350),  # Death Valley; 9 km pixels blur its walls in
        (25.78, -80.21, -10, 20),  # Miami
        (39.20, -106.45, 3000, 4300),  # the Sawatch range
        (39.10, -94.58, 200, 330),  # Kansas City
    ],
)
def test_elevation_is_that_of_the_place(lat: float, lon: float, low_m: float, high_m: float) -> None:
    assert low_m <= float(F.elevation_m(lat, lon)) <= high_m


def test_no_place_is_higher_than_the_highest_mountain_nor_lower_than_the_lowest_valley() -> None:
    lats, lons = np.meshgrid(np.linspace(23, 51, 700), np.linspace(-126, -65, 1500), indexing="ij")
    heights = F.elevation_m(lats, lons)
    assert heights.max() < 4421  # Mount Whitney
    assert heights.min() >= -90


def test_the_sea_lies_at_height_nought() -> None:
    assert float(F.elevation_m(*GULF)) == 0.0


@pytest.mark.parametrize(
    ("lat", "lon", "classes"),
    [
        (25.78, -80.30, {"Am", "Aw"}),  # Miami
        (47.61, -122.33, {"Csb", "Cfb"}),  # Seattle
        (36.17, -115.14, {"BWh", "BWk"}),  # Las Vegas
        (33.75, -84.39, {"Cfa"}),  # Atlanta
        (46.87, -96.79, {"Dfb", "Dfa"}),  # Fargo
    ],
)
def test_koppen_class_is_that_of_the_place(lat: float, lon: float, classes: set[str]) -> None:
    assert F.facts_at(lat, lon).koppen in classes


def test_seas_and_lakes_are_told_apart_and_cities_are_dry() -> None:
    assert int(F.water_kind(*GULF)) == F.SEA
    assert int(F.water_kind(36.0, -123.5)) == F.SEA
    assert int(F.water_kind(*LAKE_MICHIGAN)) == F.INLAND_WATER
    assert int(F.water_kind(*GREAT_SALT_LAKE)) == F.INLAND_WATER
    assert int(F.water_kind(48.0, -87.5)) == F.INLAND_WATER  # Lake Superior, Canada's side too
    dry = [(39.74, -104.99), (41.85, -87.70), (29.95, -90.07), (43.0, -110.0), (49.0, -100.0), (32.5, -114.0)]
    for lat, lon in dry:
        assert not F.is_water(lat, lon)


def test_the_border_with_canada_and_mexico_is_no_water() -> None:
    lons = np.linspace(-122.4, -95.5, 4000)
    assert not F.is_water(np.full_like(lons, 49.0), lons).any()


@pytest.mark.parametrize(
    ("state", "lat", "lon"),
    [
        ("CO", 39.74, -104.99), ("TX", 31.0, -99.0), ("FL", 28.0, -81.7), ("ME", 45.3, -69.0), ("WA", 47.4, -120.5),
        ("CA", 36.7, -119.8), ("NV", 39.5, -117.0), ("KS", 38.5, -98.5), ("OH", 40.2, -82.8), ("DC", 38.9, -77.02),
        ("RI", 41.7, -71.6), ("DE", 39.0, -75.5), ("MI", 46.4, -87.5), ("MI", 43.0, -84.5), ("ID", 48.5, -116.5),
        ("OK", 36.7, -101.5), ("MD", 39.6, -79.2), ("VA", 37.7, -75.7), ("NY", 40.75, -73.98), ("WY", 43.0, -107.5),
    ],
)  # fmt: skip
def test_state_is_the_one_that_holds_the_place(state: str, lat: float, lon: float) -> None:
    assert F.facts_at(lat, lon).state == state


def test_just_off_the_coast_the_state_is_the_nearest() -> None:
    assert F.facts_at(44.5, -124.3).state == "OR"
    assert F.facts_at(28.0, -90.0).state == "LA"


def test_arrays_give_what_single_points_give() -> None:
    rng = np.random.default_rng(5)
    lats, lons = rng.uniform(24, 50, (3, 40)), rng.uniform(-125, -66, (3, 40))
    for function in (F.elevation_m, F.relief_m, F.satellite_rgb, F.is_water, F.state_at, F.water_kind):
        many = function(lats, lons)
        assert many.shape[:2] == (3, 40)
        one = [function(lat, lon) for lat, lon in zip(lats.ravel(), lons.ravel(), strict=True)]
        np.testing.assert_array_equal(many.reshape(120, *many.shape[2:]), np.stack(one))


def test_facts_of_a_place_repeat_the_rasters() -> None:
    facts = F.facts_at(44.0, -103.5)
    assert facts.elevation_m == float(F.elevation_m(44.0, -103.5))
    assert facts.relief_m == float(F.relief_m(44.0, -103.5))
    assert facts.satellite_rgb == tuple(float(c) for c in F.satellite_rgb(44.0, -103.5))


def test_turbidity_has_twelve_plausible_months() -> None:
    turbidity = F.facts_at(33.75, -84.39).turbidity
    assert len(turbidity) == 12
    assert all(1.5 < month < 6.5 for month in turbidity)
    assert turbidity[6] > turbidity[0]  # southern summers are hazy


def test_mountains_are_rougher_than_plains() -> None:
    assert F.facts_at(39.2, -106.5).roughness > 20
    assert F.facts_at(40.5, -88.5).roughness < 5
    assert F.facts_at(39.2, -106.5).relief_m > 5 * F.facts_at(40.5, -88.5).relief_m


def test_water_near_chicago_is_the_lake_in_the_east() -> None:
    water = F.facts_at(41.88, -87.65).water
    assert water is not None
    assert not water.is_sea
    assert 0 < water.share < 0.6
    assert math.radians(30) < water.bearing_rad < math.radians(150)


def test_water_near_miami_beach_is_the_sea_and_kansas_has_none() -> None:
    water = F.facts_at(25.79, -80.14).water
    assert water is not None
    assert water.is_sea
    assert F.facts_at(38.5, -98.5).water is None


def test_cities_are_found_in_their_direction() -> None:
    north_of_denver = F.facts_at(40.3, -104.99)
    assert north_of_denver.city.population > 6e5
    assert north_of_denver.city.distance_km == pytest.approx(62, abs=3)
    assert north_of_denver.city.bearing_rad == pytest.approx(math.pi, abs=0.05)
    assert F.facts_at(40.75, -73.98).people_nearby > 5e6
    assert F.facts_at(39.5, -117.0).people_nearby < 100


def test_people_nearby_counts_every_city_that_matters() -> None:
    lat, lon = 34.05, -118.25
    cities = F._layers().cities
    east = (cities[:, 1] - lon) * F.KM_PER_DEGREE * math.cos(math.radians(lat))
    north = (cities[:, 0] - lat) * F.KM_PER_DEGREE
    radius = 2 + 0.9 * np.sqrt(cities[:, 2] / 1e5)
    everyone = (cities[:, 2] * np.exp(-(east**2 + north**2) / radius**2)).sum()
    assert F.facts_at(lat, lon).people_nearby == pytest.approx(everyone, rel=1e-6)


def test_points_off_the_window_take_its_border() -> None:
    assert float(F.elevation_m(60.0, -100.0)) == float(F.elevation_m(51.0, -100.0))
    assert int(F.state_at(10.0, -99.0)) == int(F.state_at(23.01, -99.0))


def test_nearest_picks_the_pixel_that_holds_the_point() -> None:
    raster = np.arange(np.prod(raster_shape(1))).reshape(raster_shape(1))
    assert nearest(raster, 50.5, -125.5, 1) == raster[0, 0]
    assert nearest(raster, 49.01, -124.01, 1) == raster[1, 1]


def test_bilinear_is_exact_on_a_plane() -> None:
    rows, columns = raster_shape(1)
    lat_of_row = 51 - (np.arange(rows) + 0.5)
    lon_of_column = -126 + np.arange(columns) + 0.5
    plane = (2 * lat_of_row[:, None] + lon_of_column[None, :]).astype(np.float32)
    assert float(bilinear(plane, 37.37, -99.81, 1)) == pytest.approx(2 * 37.37 - 99.81, abs=1e-4)


def test_a_flat_country_has_neither_relief_nor_roughness_and_a_step_has_both() -> None:
    flat = np.full((5, 5), 300, np.float32)
    assert not F.relief_from(flat).any()
    assert not F.roughness_from(flat).any()
    flat[:, 3:] = 700
    assert F.relief_from(flat)[2].tolist() == [0, 0, 400, 400, 0]
    assert F.roughness_from(flat)[2, 2] > 20


def test_heights_without_data_count_as_sea_level() -> None:
    codes = np.full((4, 4), 255, np.uint8)
    assert not F.decode_elevation_m(codes).any()
    assert F.decode_elevation_m(np.full((4, 4), 76, np.uint8)).tolist() == np.full((4, 4), 1678.0).tolist()


def test_the_hash_is_of_the_shipped_file() -> None:
    import hashlib

    assert F.facts_hash() == hashlib.sha256(F.FACTS_FILE.read_bytes()).hexdigest()
