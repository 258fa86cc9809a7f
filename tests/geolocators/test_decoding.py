import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geogame.geo import distance_km
from geogame.geolocators.decoding import Decoder, Rule, geometric_median

ANCHORS = np.array([[40.0, -100.0], [41.0, -99.0], [40.5, -101.0], [30.0, -85.0], [47.0, -120.0]])
RULES: tuple[Rule, ...] = ("geometric_median", "expected_score", "argmax")


def expected_km(weights: np.ndarray, lat: float, lon: float) -> float:
    return float(weights @ distance_km(ANCHORS[:, 0], ANCHORS[:, 1], lat, lon))


@pytest.mark.parametrize("rule", RULES)
def test_certainty_answers_with_its_anchor(rule: Rule) -> None:
    lats, lons = Decoder(ANCHORS, rule)(np.eye(5, dtype=np.float32))
    assert np.allclose(np.stack([lats, lons], 1), ANCHORS, atol=1e-3)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0.01, 1), min_size=5, max_size=5))
def test_the_median_is_no_farther_on_average_than_any_anchor(raw: list[float]) -> None:
    weights = np.array(raw) / sum(raw)
    lats, lons = Decoder(ANCHORS)(weights[None].astype(np.float32))
    best_anchor = min(expected_km(weights, *anchor) for anchor in ANCHORS)
    assert expected_km(weights, lats[0], lons[0]) <= best_anchor + 15


def test_score_decoding_keeps_to_the_larger_group_and_argmax_to_the_peak() -> None:
    weights = np.array([[0.22, 0.2, 0.2, 0.38, 0.0]], np.float32)
    score = Decoder(ANCHORS, "expected_score")(weights)
    assert distance_km(score[0][0], score[1][0], 40.3, -100.0) < 120
    peak = Decoder(ANCHORS, "argmax")(weights)
    assert (peak[0][0], peak[1][0]) == (30.0, -85.0)


def test_a_high_power_moves_the_answer_towards_the_peak() -> None:
    weights = np.array([[0.4, 0.3, 0.3, 0.0, 0.0]], np.float32)
    far = [
        distance_km(40.0, -100.0, lats[0], lons[0])
        for lats, lons in (Decoder(ANCHORS, power=power)(weights) for power in (1.0, 8.0))
    ]
    assert far[1] < far[0]


def test_geometric_median_resists_an_outlier() -> None:
    lat, lon = geometric_median(np.array([40.0, 40.1, 39.9, 10.0]), np.array([-100.0, -100.1, -99.9, 20.0]))
    assert distance_km(lat, lon, 40.0, -100.0) < 25
