import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geogame.evaluation.metrics import cell_ranks, errors_km, figures, paired_difference
from geogame.geo import ScoreScale

SCALE = ScoreScale("diagonal", 5629.4)


def test_figures_of_known_distances() -> None:
    row = figures(np.array([0.0, 10.0, 300.0, 3000.0]), SCALE, np.array([0, 0, 3, 9]))
    assert row["n"] == 4
    assert row["mean_km"] == pytest.approx(827.5)
    assert row["median_km"] == pytest.approx(155)
    assert row["within_km"]["25"] == 0.5
    assert row["within_km"]["2500"] == 0.75
    assert (row["top1"], row["top5"]) == (0.5, 0.75)
    low, high = row["ci95"]["mean_km"]
    assert low < 827.5 < high


def test_a_perfect_guesser_has_the_full_score_and_no_uncertainty() -> None:
    row = figures(np.zeros(5), SCALE)
    assert row["mean_score"] == pytest.approx(5000)
    assert row["ci95"]["mean_km"] == [0, 0]
    assert row["top1"] is None


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(0, 5000), min_size=2, max_size=20))
def test_shares_grow_with_the_radius(distances: list[float]) -> None:
    shares = list(figures(np.array(distances), SCALE)["within_km"].values())
    assert shares == sorted(shares)


def test_ranks_count_better_cells_and_ties_against_the_model() -> None:
    probabilities = np.array([[0.5, 0.3, 0.2], [0.4, 0.4, 0.2], [0.1, 0.2, 0.7]], np.float32)
    assert cell_ranks(probabilities, np.array([1, 0, -1])).tolist() == [1, 1, 3]


def test_errors_are_distances_pair_by_pair() -> None:
    errors = errors_km(np.array([0.0, 0.0]), np.array([0.0, 0.0]), np.array([0.0, 1.0]), np.array([0.0, 0.0]))
    assert errors == pytest.approx([0, 111.195], abs=1e-2)


def test_both_scores_are_full_at_the_place_itself_and_part_with_distance() -> None:
    row = figures(np.array([1000.0]), SCALE)
    assert row["mean_geoscore"] == pytest.approx(5000 * np.exp(-1000 / 1492.7))
    assert row["mean_score"] == pytest.approx(5000 * np.exp(-10000 / 5629.4))


def test_a_paired_difference_sees_what_two_intervals_would_hide() -> None:
    random = np.random.default_rng(1)
    hard = random.gamma(1, 500, 200)
    found = paired_difference(hard + 10 + random.normal(0, 5, 200), hard)
    assert found["mean"] == pytest.approx(10, abs=2)
    assert found["excludes_zero"]
    assert not paired_difference(hard, random.permutation(hard))["excludes_zero"]
