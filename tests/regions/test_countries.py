import pytest

from geogame.regions.countries import country_of


@pytest.mark.parametrize(
    ("lat", "lon", "name"),
    [
        (28.6, 77.2, "India"),
        (59.33, 17.8, "Sweden"),
        (45.8, 16.0, "Croatia"),
        (41.25, -96.0, "United States of America"),
    ],
)
def test_a_place_lies_in_its_country(lat, lon, name):
    assert country_of(lat, lon) == name


def test_at_sea_there_is_none():
    assert country_of(0.0, -30.0) == ""
