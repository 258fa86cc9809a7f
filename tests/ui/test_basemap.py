"""The base map: local addresses only, in the app's palette, and files that are really there."""

import json
from pathlib import Path

import pytest

from geogame.regions import load_region
from geogame.ui import basemap
from geogame.ui.theme import palette

STATIC = Path(__file__).parents[2] / "static"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_deck_names_no_map_provider_and_no_address_elsewhere(theme):
    text = json.dumps(basemap.deck_spec(theme))
    assert "mapStyle" not in text
    assert "://" not in text
    assert not json.loads(text).get("mapProvider")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_layers_wear_the_palette(theme):
    layers = {layer["id"]: layer for layer in basemap.deck_spec(theme)["layers"]}
    assert layers["states"]["getFillColor"] == basemap.rgb(palette(theme).region)
    assert layers["neighbours"]["getFillColor"] == basemap.rgb(palette(theme).land)
    assert layers["lakes"]["getFillColor"] == basemap.rgb(palette(theme).water)
    assert list(layers)[-1] == basemap.CELLS_LAYER, "cells lie on top"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_area_with_edges_has_them_drawn(theme):
    areas = {
        layer["data"]
        for layer in basemap.deck_spec(theme)["layers"]
        if layer["@@type"] == "GeoJsonLayer" and layer["data"]
    }
    lines = basemap.base_lines(theme)
    assert {each["url"] for each in lines} == areas
    assert all(not each["url"].startswith("http") for each in lines)


@pytest.mark.parametrize(
    ("region", "land"),
    [("usa", basemap.NEIGHBOURS_URL), ("india", basemap.COUNTRIES_URL), ("cities", basemap.COUNTRIES_URL)],
)
def test_a_region_elsewhere_stands_among_all_countries(region, land):
    assert basemap.land_url(load_region(region).bounds) == land
    layers = {layer["id"]: layer for layer in basemap.deck_spec("light", land)["layers"]}
    assert layers["neighbours"]["data"] == basemap.base_lines("light", land)[0]["url"] == land


@pytest.mark.parametrize("url", [basemap.STATES_URL, basemap.NEIGHBOURS_URL, basemap.COUNTRIES_URL, basemap.LAKES_URL])
def test_every_layer_address_is_a_shipped_geojson(url):
    shapes = json.loads((STATIC / Path(url).name).read_text(encoding="utf-8"))
    assert shapes["type"] == "FeatureCollection"
    assert shapes["features"]


def test_every_label_says_where_it_is_and_from_which_zoom_on():
    labels = json.loads((STATIC / Path(basemap.LABELS_URL).name).read_text(encoding="utf-8"))
    assert {"name", "code", "lat", "lon", "name_min_zoom", "code_min_zoom"} <= set.intersection(*map(set, labels))


def test_colours_become_channels():
    assert basemap.rgb("#0072B2") == [0, 114, 178]
