"""The base map that ships: small, complete, and consistent with the facts."""

import json
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Polygon, shape

from geogame.regions.countries import country
from geogame.world import basemap
from geogame.world.facts import STATES
from geogame.world.window import raster_shape

FILES = ("states.geojson", "neighbours.geojson", "lakes.geojson", "labels.json", "countries.geojson")


def _read(name: str) -> Any:
    return json.loads((basemap.STATIC / name).read_text(encoding="utf-8"))


def _states() -> dict[str, Any]:
    return {f["properties"]["code"]: shape(f["geometry"]) for f in _read("states.geojson")["features"]}


def test_all_files_together_stay_small() -> None:
    assert sum((basemap.STATIC / name).stat().st_size for name in FILES) <= basemap.MAX_BYTES


def test_every_state_is_drawn_and_neighbours_share_borders() -> None:
    states = _states()
    assert set(states) == set(STATES)
    assert all(outline.is_valid for outline in states.values())
    assert states["KS"].intersection(states["NE"]).area < 1e-3
    assert states["KS"].distance(states["NE"]) < 1e-9
    assert states["TN"].intersection(states["KY"]).area < 1e-3


def test_great_lakes_are_water_and_stay_off_the_states() -> None:
    lakes = shapely.union_all([shape(f["geometry"]) for f in _read("lakes.geojson")["features"]])
    assert lakes.contains(shapely.Point(-87.0, 48.0))  # Lake Superior in Canada
    assert lakes.contains(shapely.Point(-112.5, 41.2))
    assert lakes.intersection(_states()["MI"]).area < 0.01


def test_the_countries_elsewhere_are_those_that_regions_are_made_of() -> None:
    assert basemap.countries() == _read("countries.geojson")["features"]
    drawn = {f["properties"]["name"]: shape(f["geometry"]) for f in _read("countries.geojson")["features"]}
    assert drawn["India"].symmetric_difference(country("India")).area < 0.01 * country("India").area
    assert "United States of America" not in drawn, "the states are drawn"


def test_labels_lie_in_their_states_and_the_crowded_ones_come_later() -> None:
    states = _states()
    labels = {label["code"]: label for label in _read("labels.json") if label["code"]}
    assert set(labels) == set(STATES) - {"DC"}
    for code, label in labels.items():
        assert states[code].contains(shapely.Point(label["lon"], label["lat"])), code
        assert label["name_min_zoom"] >= label["code_min_zoom"]
    assert labels["RI"]["code_min_zoom"] > labels["NJ"]["code_min_zoom"] > labels["TX"]["code_min_zoom"]
    assert labels["TX"]["name_min_zoom"] <= 3.0 < labels["CT"]["name_min_zoom"]


def test_a_mask_is_traced_into_its_parts() -> None:
    mask = np.zeros(raster_shape(48), bool)
    mask[480:528, 960:1008] = True
    mask[10:20, 10:20] = True
    parts = sorted(basemap.outlines(mask), key=lambda part: part.area)
    assert len(parts) == 2
    assert parts[1].bounds == (-106.0, 40.0, -105.0, 41.0)
    assert abs(parts[1].area - 1.0) < 1e-9


def test_smoothing_rounds_corners_and_keeps_the_place() -> None:
    square = Polygon([(-106, 40), (-105, 40), (-105, 41), (-106, 41)])
    rounded = basemap.smooth(square)
    assert 0.7 < rounded.area < 1.0
    assert rounded.centroid.distance(square.centroid) < 0.02
