import numpy as np
import pytest

from geogame.evaluation.calibration import (
    calibration_error,
    calibration_figures,
    fit_temperature,
    reliability,
    tempered,
)


def drawn(places: int = 4000, cells: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities, and cells drawn by those very probabilities: calibrated by construction."""
    random = np.random.default_rng(0)
    probabilities = random.dirichlet(np.full(cells, 0.5), places)
    return probabilities, np.array([random.choice(cells, p=row) for row in probabilities])


def test_what_is_drawn_by_its_probabilities_is_calibrated() -> None:
    probabilities, cells = drawn()
    found = calibration_figures(probabilities.astype(np.float32), cells)
    assert found is not None
    assert found["ece"] < 0.03
    assert found["temperature"] == pytest.approx(1, abs=0.1)
    assert sum(row["n"] for row in found["reliability"]) == 4000


def test_the_temperature_undoes_overconfidence() -> None:
    probabilities, cells = drawn()
    sure = tempered(probabilities, 0.4)
    assert fit_temperature(sure, cells) == pytest.approx(2.5, rel=0.1)
    found = calibration_figures(sure.astype(np.float32), cells)
    assert found is not None
    assert found["ece"] > 0.1
    assert found["ece_scaled"] < found["ece"] / 3
    assert found["log_loss_scaled"] < found["log_loss"]


def test_calibration_error_is_the_weighted_gap() -> None:
    probabilities = np.array([[0.9, 0.1], [0.9, 0.1], [0.35, 0.65], [0.4, 0.6]])
    rows = reliability(probabilities, np.array([0, 1, 1, 1]), bins=2)
    assert len(rows) == 1, "both bins' best cells have probabilities above a half"
    rows = reliability(probabilities, np.array([0, 1, 1, 1]), bins=10)
    assert [row["n"] for row in rows] == [2, 2]
    assert calibration_error(rows) == pytest.approx((2 * (1 - 0.625) + 2 * (0.9 - 0.5)) / 4)


def test_places_outside_every_cell_are_left_out() -> None:
    assert calibration_figures(np.eye(2, dtype=np.float32), np.array([0, -1])) is None
