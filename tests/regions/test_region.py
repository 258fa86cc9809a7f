import json
import re
from importlib.resources import files

import numpy as np
import pytest
import shapely

from geogame.errors import RegionError
from geogame.geo import diagonal_scale
from geogame.regions import REGIONS, load_region

SOURCE = "usa_mainland.geojson"


@pytest.mark.parametrize("name", REGIONS)
def test_every_region_can_be_played_in(name):
    region = load_region(name)
    assert region.name == name
    assert region.title
    assert region.provenance
    assert region.polygon.is_valid
    assert region.polygon.area > 0
    assert region.score_scale.km > 0
    assert list(region.headings_deg) == sorted(set(region.headings_deg))
    assert all(0 <= heading < 360 for heading in region.headings_deg)
    point = region.polygon.representative_point()
    assert region.contains(point.y, point.x)


def test_an_unknown_region_names_those_there_are():
    with pytest.raises(RegionError, match=r"'atlantis'.*usa"):
        load_region("atlantis")


def test_a_region_is_read_once():
    assert load_region("usa") is load_region("usa")


def test_usa_is_the_polygon_with_the_centre_and_all_its_vertices():
    usa = load_region("usa")
    assert usa.contains(39.50, -98.35)
    assert len(usa.polygon.exterior.coords) == 15_937
    assert usa.headings_deg == (0.0, 90.0, 180.0, 270.0)


def test_usa_scores_with_the_diagonal_of_its_bounding_box():
    usa = load_region("usa")
    assert usa.score_scale.kind == "diagonal"
    assert usa.score_scale.km == pytest.approx(diagonal_scale(*usa.bounds).km, abs=1e-6)
    assert round(usa.score_scale.km, 1) == 5629.4


def test_contains_takes_arrays_counts_the_border_and_leaves_out_what_is_no_number():
    usa = load_region("usa")
    lon, lat = usa.polygon.exterior.coords[100]
    inside = usa.contains([[40.0, 60.0], [lat, np.nan]], [[-98.0, -98.0], [lon, -98.0]])
    assert inside.tolist() == [[True, False], [True, False]]


def test_provenance_stands_beside_the_boundary():
    text = files("geogame.regions").joinpath("data/README.md").read_text(encoding="utf-8")
    assert re.search(r"usa\.geojson.*cb_2018_us_nation_5m.*public domain", text)
    assert re.search(r"countries\.geojson.*Natural Earth.*public domain", text)


@pytest.mark.shared
def test_usa_has_every_vertex_of_the_census_file(shared_data):
    published = json.loads((shared_data / SOURCE).read_text(encoding="utf-8"))["features"][0]["geometry"]
    assert shapely.geometry.shape(published).equals_exact(load_region("usa").polygon, 0.0)


@pytest.mark.parametrize("name", [name for name in REGIONS if load_region(name).score_scale.kind == "diagonal"])
def test_every_area_scores_with_the_diagonal_of_its_bounding_box(name):
    region = load_region(name)
    assert region.score_scale.km == pytest.approx(diagonal_scale(*region.bounds).km, abs=1e-6)


def test_cities_are_twenty_two_discs_with_names_scored_as_the_whole_earth():
    cities = load_region("cities")
    assert len(cities.places) == len(cities.centres) == len(cities.polygon.geoms) == 22
    assert cities.score_scale.kind == "geoscore"
    for lat, lon in cities.centres.values():
        assert cities.contains(lat, lon)
    assert cities.centres["Tokyo"] == pytest.approx((35.685, 139.740), abs=1e-3)
