"""The base map: local addresses only, in the app's palette, and files that are really there."""

import json
from pathlib import Path

import pytest

from geogame.regions import load_region
from geogame.ui import basemap
from geogame.ui.theme import palette

STATIC = Path(__file__).parents[2] / "static"


def test_the_deck_names_no_map_provider_and_no_address():
    text = json.dumps(basemap.deck_spec())
    assert "mapStyle" not in text
    assert "://" not in text
    assert not json.loads(text).get("mapProvider")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_layers_wear_the_palette_and_come_from_here(theme):
    layers = basemap.base_layers(theme)
    colours = palette(theme)
    assert [layer["fill"] for layer in layers] == [None, colours.land, colours.region, colours.water]
    assert "://" not in json.dumps(layers)


@pytest.mark.parametrize(
    ("region", "land"),
    [("usa", basemap.NEIGHBOURS_URL), ("india", basemap.COUNTRIES_URL), ("cities", basemap.COUNTRIES_URL)],
)
def test_a_region_elsewhere_stands_among_all_countries(region, land):
    assert basemap.land_url(load_region(region).bounds) == land
    assert basemap.base_layers("light", land)[1]["data"] == land


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
