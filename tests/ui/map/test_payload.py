"""The map's payload: complete, honest about names, and silent about the truth while a guess is open."""

import json
import math

import pytest

from geogame.ui.map.marks import MapResult, MapRound, OpponentMark
from geogame.ui.map.payload import build_payload, distance_label, read_result, wrap_longitude

TRUTH = (45.51234, -122.67891)
GUESS = (41.2, -111.9)
ROUND = MapRound(1, TRUTH, GUESS, [OpponentMark("A", "cnn <i>lstm</i>", 43.1, -116.2)])
SQUARE = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"cell": 0},
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [[-124.00049, 25.0], [-124.0001, 25.00001], [-119, 25], [-119, 30], [-124.00049, 25.0]]
                ],
            },
        }
    ],
}


class Box:
    bounds = (-124.8, 24.5, -66.9, 49.4)


def payload(**changes):
    options = {
        "key": "map",
        "region": Box(),
        "mode": "guess",
        "pin": None,
        "rounds": [ROUND],
        "belief": [[0.25], [1.0]],
        "cells_geojson": SQUARE,
        "confirm_label": "Confirm guess",
        "can_confirm": True,
        "unit": "km",
        "theme": "light",
        "reset_token": "7",
    }
    return build_payload(**(options | changes))


def test_an_open_guess_carries_nothing_about_the_truth():
    told = json.dumps(payload(mode="guess"))
    assert str(TRUTH[0])[:6] not in told
    assert str(TRUTH[1])[:7] not in told
    assert "lstm" not in told
    assert payload(mode="guess")["rounds"] == []
    assert payload(mode="guess")["belief"] is None
    assert payload(mode="guess")["cells"] is None


def test_a_reveal_carries_marks_distances_and_beliefs():
    told = payload(mode="reveal")
    (entry,) = told["rounds"]
    assert entry["truth"] == list(TRUTH)
    assert entry["guess"] == {"at": list(GUESS), "distance": distance_label(GUESS, TRUTH, "km")}
    assert entry["opponents"][0]["letter"] == "A"
    assert entry["opponents"][0]["name"] == "cnn <i>lstm</i>"
    assert told["belief"] == [[0.25], [1.0]]
    assert len(told["cells"]["features"]) == 1


def test_a_round_without_a_guess_has_no_pin_of_yours():
    assert payload(mode="summary", rounds=[MapRound(2, TRUTH, None)])["rounds"][0]["guess"] is None


def test_distances_follow_the_unit():
    assert distance_label((40.0, -100.0), (40.0, -99.0), "km") == "85.2 km"
    assert distance_label((40.0, -100.0), (40.0, -99.0), "mi") == "52.9 mi"


def test_cells_may_be_an_address():
    assert payload(mode="reveal", cells_geojson="app/static/cells.geojson")["cells"] == "app/static/cells.geojson"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("mode", ["guess", "reveal", "summary"])
def test_every_payload_is_compact_json(mode, theme):
    text = json.dumps(payload(mode=mode, theme=theme, pin=GUESS), separators=(",", ":"), allow_nan=False)
    assert len(text) < 16_000


def test_a_confirmed_guess_is_read_with_its_longitude_wrapped():
    assert read_result({"lat": 40.5, "lon": -100.25, "nonce": "a"}) == MapResult("confirm", 40.5, -100.25, "a")
    assert read_result({"lat": 40, "lon": 190, "nonce": "a"}) == MapResult("confirm", 40.0, -170.0, "a")


@pytest.mark.parametrize(
    "value",
    [
        None,
        "40,-100",
        {},
        {"lat": 40.5, "lon": -100.0},
        {"lat": "40.5", "lon": -100.0, "nonce": "a"},
        {"lat": True, "lon": -100.0, "nonce": "a"},
        {"lat": math.nan, "lon": -100.0, "nonce": "a"},
        {"lat": 40.5, "lon": math.inf, "nonce": "a"},
        {"lat": 91.0, "lon": -100.0, "nonce": "a"},
    ],
)
def test_what_is_no_guess_on_earth_counts_as_none(value):
    assert read_result(value) is None


def test_longitudes_in_range_stay_exactly_as_they_are():
    assert wrap_longitude(-122.67891234) == -122.67891234
    assert wrap_longitude(180.0) == -180.0
    assert wrap_longitude(-540.0) == -180.0


def test_with_several_opponents_it_is_said_whose_belief_is_shown():
    two = MapRound(1, TRUTH, GUESS, [OpponentMark("A", "net", 43.1, -116.2), OpponentMark("B", "other", 40.0, -100.0)])
    assert payload(mode="reveal")["texts"]["belief"] == "The model's belief"
    assert payload(mode="reveal", rounds=[two])["texts"]["belief"] == "A's belief"
    assert payload(mode="guess", rounds=[two])["texts"]["belief"] == "The model's belief"
