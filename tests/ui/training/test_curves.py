import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geogame.training.runs import Curve
from geogame.ui.theme import PALETTES, contrast
from geogame.ui.training.curves import OTHERS, Look, chart, fitted, frame, smooth, table

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40)


@given(values=VALUES, weight=st.floats(0, 0.99))
def test_a_smoothed_curve_stays_within_its_values(values, weight):
    smoothed = smooth(values, weight)
    assert len(smoothed) == len(values)
    slack = 1e-6 * (1 + max(map(abs, values)))
    assert min(values) - slack <= min(smoothed)
    assert max(smoothed) <= max(values) + slack
    assert smoothed[0] == pytest.approx(values[0])


def test_no_smoothing_changes_nothing_and_much_of_it_flattens():
    noisy = [5 + math.sin(7 * step) for step in range(200)]
    assert smooth(noisy, 0) == pytest.approx(noisy)
    late = smooth(noisy, 0.95)[50:]
    assert max(late) - min(late) < 0.25


@given(values=VALUES)
def test_the_fitted_axis_holds_the_whole_smoothed_curve(values):
    smoothed = smooth(values, 0.6)
    low, high = fitted(values, smoothed)
    assert low <= min(smoothed)
    assert high >= max(smoothed)
    assert low < high


def test_one_outlier_does_not_flatten_the_rest():
    values = [*([1.0, 1.1] * 100), 1000.0]
    assert fitted(values, smooth(values, 0)[:-1])[1] < 2
    assert fitted([], []) is None


def test_distances_are_shown_in_the_chosen_unit_and_shares_as_they_are():
    entries = [{"step": 10, "elapsed_s": 90.0, "val_mean_km": 1609.344, "val_top1": 0.5}]
    in_miles = Look(unit="mi")
    assert frame({"a": entries}, "val_mean_km", in_miles)["value"].tolist() == pytest.approx([1000])
    assert frame({"a": entries}, "val_top1", in_miles)["value"].tolist() == [0.5]
    assert frame({"a": entries}, "val_mean_km", Look())["minutes"].tolist() == [1.5]
    assert frame({"a": [{"step": 1, "elapsed_s": 1.0, "loss": math.nan}]}, "loss", Look()).empty
    assert table({"a": Curve(entries, [])}, "mi")["val_mean_mi"].tolist() == pytest.approx([1000])


def test_compared_runs_differ_by_colour_and_by_dash():
    entries = [{"step": step, "elapsed_s": float(step), "loss": 1.0 / step} for step in (1, 2, 3)]
    spec = chart(frame({"a": entries, "b": entries}, "loss", Look()), "loss", Look()).to_dict()
    line = next(layer for layer in spec["layer"] if "strokeDash" in layer["encoding"])
    assert line["encoding"]["color"]["scale"]["domain"] == ["a", "b"]
    assert len({tuple(dash) for dash in line["encoding"]["strokeDash"]["scale"]["range"]}) == 2


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_curves_stand_out_from_the_page(theme):
    marks = {PALETTES[theme].you, PALETTES[theme].truth}
    for colour in OTHERS[theme]:
        assert contrast(colour, PALETTES[theme].paper) >= 3
        assert colour not in marks
