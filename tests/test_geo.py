import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geogame import geo

lats = st.floats(-89.0, 89.0)
lons = st.floats(-180.0, 179.0)


def test_a_degree_along_the_equator_has_the_mean_earth_radius():
    assert geo.distance_km(0.0, 0.0, 0.0, 1.0) == pytest.approx(np.radians(1.0) * 6371.0088, rel=1e-12)


def test_distance_of_numbers_is_a_plain_float_and_of_arrays_broadcasts():
    assert type(geo.distance_km(1, 2, 3, 4)) is float
    rows = geo.distance_km(np.zeros((3, 1)), 0.0, 0.0, np.arange(4.0))
    assert rows.shape == (3, 4)
    assert np.allclose(rows, rows[0])
    assert geo.distance_km(np.zeros(0), 0.0, 0.0, 0.0).shape == (0,)


def test_distance_refuses_a_latitude_off_the_earth():
    with pytest.raises(ValueError, match=r"[Ll]atitude"):
        geo.distance_km(91.0, 0.0, 0.0, 0.0)


def test_distance_matrix_has_a_row_for_each_first_point():
    matrix = geo.distance_matrix_km([0, 10, 20], [0, 10, 20], [0, 50], [0, 60])
    assert matrix.shape == (3, 2)
    for row, (lat, lon) in enumerate([(0, 0), (10, 10), (20, 20)]):
        assert matrix[row, 1] == pytest.approx(geo.distance_km(lat, lon, 50, 60), rel=1e-12)
    assert geo.distance_matrix_km([], [], [1.0], [1.0]).shape == (0, 1)


@pytest.mark.parametrize(("lat", "lon", "bearing"), [(1, 0, 0), (0, 1, 90), (-1, 0, 180), (0, -1, 270)])
def test_bearings_run_clockwise_from_north(lat, lon, bearing):
    assert geo.bearing_deg(0, 0, lat, lon) == pytest.approx(bearing)


@given(lats, lons, st.floats(0.0, 359.9), st.floats(1.0, 15_000.0))
def test_destination_lies_as_far_away_as_asked_and_in_that_direction(lat, lon, bearing, km):
    end = geo.destination(lat, lon, bearing, km)
    assert geo.distance_km(lat, lon, *end) == pytest.approx(km, rel=1e-6, abs=1e-6)
    turn = (geo.bearing_deg(lat, lon, *end) - bearing + 180) % 360 - 180
    assert abs(turn) < 1e-3


@given(lats, lons, lats, lons)
def test_distance_is_symmetric_and_at_most_half_the_circumference(lat1, lon1, lat2, lon2):
    there, back = geo.distance_km(lat1, lon1, lat2, lon2), geo.distance_km(lat2, lon2, lat1, lon1)
    assert there == pytest.approx(back, abs=1e-9)
    assert 0 <= there <= np.pi * geo.EARTH_RADIUS_KM * (1 + 1e-12)


@given(st.floats(0, 20_000), st.floats(0, 20_000), st.sampled_from(["diagonal", "geoscore"]))
def test_more_distance_never_scores_more(one, other, kind):
    scale = geo.ScoreScale(kind, 5629.4)
    near, far = sorted([one, other])
    assert 5000 >= scale.score(near) >= scale.score(far) >= 0


def test_scores_are_the_fields_formulas():
    assert geo.ScoreScale("diagonal", 5629.4).score(0.0) == 5000
    assert geo.ScoreScale("diagonal", 5629.4).score(562.94) == pytest.approx(5000 / np.e)
    assert geo.ScoreScale("geoscore", geo.GEOSCORE_KM).score(1492.7) == pytest.approx(5000 / np.e)
    assert np.allclose(
        geo.exponential_score(np.array([0.0, 562.94]), geo.ScoreScale("diagonal", 5629.4)),
        [5000, 5000 / np.e],
    )


@pytest.mark.parametrize(
    ("km", "unit", "text"),
    [
        (0, "km", "0 km"),
        (0.0123, "km", "0.012 km"),
        (0.9996, "km", "1.00 km"),
        (12.34, "km", "12.3 km"),
        (999.6, "km", "1\u202f000 km"),
        (1234.0, "km", "1\u202f230 km"),
        (1234.0, "mi", "767 mi"),
        (12345.0, "km", "12\u202f300 km"),
    ],
)
def test_distances_are_written_with_three_significant_digits(km, unit, text):
    assert geo.format_distance(km, unit) == text
