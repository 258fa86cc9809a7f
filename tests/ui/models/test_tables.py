from dataclasses import replace

import pytest
from made_models import CHOSEN, NEXT_DOOR, changed, finding_again, folder_with, recorded

from geogame.evaluation.results import Comparison, compare, read_model
from geogame.geo import THIN_SPACE
from geogame.partitions import load_partition
from geogame.ui.models import cells, tables, words


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    folder = tmp_path_factory.mktemp("models")
    near, far = changed(recorded(), 200.0), changed(recorded(), 2000.0)
    far["model"]["ci95"]["mean_km"] = [1900.0, 2100.0]
    far["network"]["trainable"] = 6_878_707
    models = [read_model("near", folder_with(folder / "a", near)), read_model("far", folder_with(folder / "b", far))]
    (only,) = compare(models)
    return only


def test_every_line_has_a_row_and_the_closest_comes_first(comparison: Comparison) -> None:
    frame = tables.board(comparison, "mi", {})
    assert list(frame[""]) == [
        "true cell's centre", "near", "colours alone", "best constant", "random cell", "far",
    ]  # fmt: skip
    assert frame.loc[1, words.COLUMNS["mean"]].startswith("124 mi (")
    assert frame.loc[1, words.COLUMNS["centroid"]] == "140 mi"
    assert frame.loc[5, words.COLUMNS["parameters"]] == "6.88M"
    assert "≤ 16 mi" in frame.columns
    assert words.COLUMNS["speed"] not in frame.columns
    assert tables.board(comparison, "km", {"near": 12.0}).loc[1, words.COLUMNS["speed"]] == 12


def test_curves_are_percentiles_where_they_are_known_and_rise(comparison: Comparison) -> None:
    frame = tables.curves(comparison.lines, "km")
    assert len(frame[frame["name"] == "near"]) == 101
    assert len(frame[frame["name"] == "random cell"]) == len(comparison.models[0].figures["within_km"])
    for _, own in frame.groupby("name"):
        assert own["distance"].is_monotonic_increasing
        assert own["share"].is_monotonic_increasing
        assert own["distance"].min() >= tables.CURVE_KM


def test_models_stand_by_size_smallest_first(comparison: Comparison) -> None:
    frame = tables.sizes(comparison.models, "km")
    assert list(frame["size"]) == ["75.5k · near", "6.88M · far"]


def test_a_model_that_a_constant_guess_may_beat_is_named(comparison: Comparison) -> None:
    assert tables.doubtful(comparison) == ["far"]
    assert words.worse_than_constant(["far"]).startswith("far does no better")


def test_confused_cells_say_whether_they_touch(comparison: Comparison) -> None:
    partition = load_partition("fishnet", "usa")
    frame = tables.confused(comparison.models[0].report, partition, "km")
    assert frame["touch"].tolist() == [True, False]
    assert frame["places"].tolist() == [3, 2]
    by_cell = comparison.models[0].report["by_cell"]
    taken = cells.mistakes(by_cell, int(CHOSEN), partition, "km")
    assert taken["answered"].tolist() == [NEXT_DOOR, 200]
    (round_,) = cells.marks(by_cell, int(CHOSEN), partition)
    assert round_.truth == partition.anchor(int(CHOSEN))
    assert [mark.letter for mark in round_.opponents] == ["A", "B"]
    assert cells.marks(by_cell, None, partition) == []


def test_colours_run_from_the_best_cell_to_one_that_few_exceed(comparison: Comparison) -> None:
    by_cell = comparison.models[0].report["by_cell"]
    assert cells.measures(by_cell) == ["mean_km", "recall", "n"]
    shown = cells.paint(by_cell, "mean_km", 5, "km")
    assert min(shown.shares.values()) == 0
    assert 0.02 < sum(share > 1 for share in shown.shares.values()) / len(by_cell) < 0.08
    assert shown.notes[int(CHOSEN)].endswith(f"mostly taken for cell {NEXT_DOOR}")
    old = {cell: {name: row[name] for name in ("n", "mean_km", "median_km")} for cell, row in by_cell.items()}
    assert cells.measures(old) == ["mean_km", "n"]


def test_what_is_found_again_stands_beside_the_untrained_network_and_chance(comparison: Comparison) -> None:
    assert not len(tables.recalled(comparison.models)), "these models find nothing again"
    lines = [replace(line, report=finding_again(dict(line.report))) for line in comparison.models]
    table = tables.recall_board(tables.recalled(lines))
    assert list(table[""]) == ["near", "near, before training", "a random picture", "far", "far, before training"]
    assert list(table.columns[1:4]) == ["1st within 25 m", "first 5 within 25 m", "first 10 within 25 m"]
    assert list(table["1st within 25 m"]) == [80.0, 30.0, 1.0, 80.0, 30.0]
    told = words.found_again("near", lines[0].report["retrieval"])
    assert "near finds 80 % (76–84) of 1\u202f240 pictures' places again" in told
    assert "within 25 m" in told
    assert told.endswith("Before training it found 30 %.")


@pytest.mark.parametrize(
    ("parameters", "text"),
    [(None, "–"), (412, "412"), (75_463, "75.5k"), (999_600, "1M"), (6_878_707, "6.88M"), (13_357_555, "13.4M")],
)
def test_sizes_are_written_as_in_the_seed_report(parameters: int | None, text: str) -> None:
    assert words.size(parameters) == text


def test_intervals_share_the_unit_of_their_distance() -> None:
    assert words.with_interval(412.3, (380.1, 1447.0), "km") == f"412 km (380–1{THIN_SPACE}450)"
    assert words.with_interval(412.3, (380.1, 447.0), "mi") == "256 mi (236–278)"


def test_progress_says_how_far_and_how_long() -> None:
    assert words.progress("reading views", 300, 1215, 40.2) == f"reading views, 300 of 1{THIN_SPACE}215, 40 s left"
    assert words.progress("asking the model", 1, 9, 600.0) == "asking the model, 1 of 9, 10 min left"
    assert words.progress("starting", 0, 0, None) == "starting"
