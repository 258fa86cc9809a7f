import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import gradient_world
import numpy as np
import pytest

from geogame.catalog import Catalog, open_catalog
from geogame.errors import CheckpointError, UsageError
from geogame.evaluation.card import record, report_table
from geogame.evaluation.colour import ColourNeighbours
from geogame.evaluation.report import choose_split, errors_by_cell, evaluate
from geogame.evaluation.robustness import robustness
from geogame.geolocators.checkpoint import read_index
from geogame.geolocators.trained import NetworkGeolocator
from geogame.resplit import divide
from geogame.splits import SplitRule


@pytest.fixture(scope="module")
def geolocator(tiny_model: Path) -> NetworkGeolocator:
    return NetworkGeolocator.load(tiny_model, "cpu")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    options = replace(gradient_world.OPTIONS, seed=77, splits=(("test", 1.0),), limit=60)
    return open_catalog(gradient_world.build_gradient(tmp_path_factory.mktemp("fresh") / "c", options))


def test_the_report_has_the_agreed_shape(geolocator: NetworkGeolocator, tiny_model: Path, fresh: Catalog) -> None:
    report = evaluate(geolocator, read_index(tiny_model), fresh)
    row_keys = {"n", "mean_km", "median_km", "within_km", "top1", "top5", "mean_score", "mean_geoscore", "ci95"}
    rows = [report["model"], report["model_far"], report["average_head"], *report["model_by_views"].values()]
    rows += report["baselines"].values()
    assert all(set(row) == row_keys for row in rows)
    assert list(report["model_by_views"]) == ["1", "2", "3", "4"]
    assert list(report["baselines"]) == ["random", "constant", "oracle_cell"]
    assert report["model_by_views"]["4"] == report["model"]
    assert report["model"]["n"] == 60
    assert report["winner"] in {"lstm", "average"}
    assert report["dataset"]["split"] == "all"
    assert report["warnings"] == []
    assert report["by_view_count"] == {"4": report["model"]}
    assert report["error_percentiles_km"][50] == pytest.approx(report["model"]["median_km"])
    assert report["baseline_percentiles_km"]["oracle_cell"][50] == pytest.approx(
        report["baselines"]["oracle_cell"]["median_km"], abs=0.01
    )
    assert list(report["baseline_percentiles_km"]) == ["random", "constant", "oracle_cell", "colour_knn"]
    assert report["network"]["parameters"] == report["network"]["trainable"] > 1000
    assert report["dataset"]["source"] == "rendered"
    assert report["states"]["n"] <= 60
    assert report["classification"]["weighted"]["recall"] == pytest.approx(report["model"]["top1"])
    assert report["calibration"]["n"] == 60
    json.dumps(report, allow_nan=False)
    assert "true cell's anchor" in report_table(report)
    assert "rendered views" in report_table(report).splitlines()[0]
    assert re.search("single views on the same places: the (LSTM|average) wins", report_table(report))


def test_the_oracle_beats_the_constant_and_the_constant_beats_chance(
    geolocator: NetworkGeolocator, tiny_model: Path, fresh: Catalog
) -> None:
    rows = evaluate(geolocator, read_index(tiny_model), fresh)["baselines"]
    assert rows["oracle_cell"]["mean_km"] < rows["constant"]["mean_km"] < rows["random"]["mean_km"]
    assert rows["oracle_cell"]["top1"] == 1


def test_places_close_to_training_are_left_out_of_model_far(
    geolocator: NetworkGeolocator, tiny_model: Path, gradient_folder: Path
) -> None:
    report = evaluate(geolocator, read_index(tiny_model), open_catalog(gradient_folder), "train")
    assert report["model_far"] is None


def test_errors_by_cell_are_ordered_hardest_first() -> None:
    cells, errors = np.array([4, 9, 4, -1, 9]), np.array([100.0, 900.0, 300.0, 5000.0, 700.0])
    found = errors_by_cell(cells, errors, np.array([4, 4, 8, 4, 4]))
    assert list(found) == ["9", "4"], "places outside every cell count for none"
    assert found["4"] == {
        "n": 2,
        "mean_km": 200.0,
        "median_km": 200.0,
        "recall": 0.5,
        "partner": 8,
        "mistakes": {"8": 1},
    }
    assert (found["9"]["recall"], found["9"]["partner"]) == (0, 4)
    tied = errors_by_cell(np.full(5, 2), np.ones(5), np.array([7, 1, 7, 1, 9]))
    assert list(tied["2"]["mistakes"].items()) == [("1", 2), ("7", 2), ("9", 1)]


def test_auto_means_the_test_split_of_the_own_build_only(
    geolocator: NetworkGeolocator, gradient_folder: Path, fresh: Catalog
) -> None:
    assert choose_split(geolocator, open_catalog(gradient_folder), "auto") == "test"
    assert choose_split(geolocator, fresh, "auto") == "all"
    assert choose_split(geolocator, fresh, "val") == "val"


def test_another_division_of_the_training_data_is_refused(geolocator: NetworkGeolocator, gradient_folder: Path) -> None:
    divided = divide(open_catalog(gradient_folder), SplitRule(), {"train": 0.5, "test": 0.5}, 9)
    with pytest.raises(UsageError, match="another division"):
        choose_split(geolocator, divided, "auto")
    assert choose_split(geolocator, divided, "test") == "test"


def test_another_world_warns_and_another_partition_fails(
    geolocator: NetworkGeolocator, tiny_model: Path, fresh: Catalog
) -> None:
    changed = replace(fresh, info=replace(fresh.info, world_fingerprint="9" * 16))
    assert "9999" in evaluate(geolocator, read_index(tiny_model), changed)["warnings"][0]
    foreign = replace(fresh, info=replace(fresh.info, partition_fingerprint="9" * 16))
    with pytest.raises(CheckpointError, match="another partition"):
        evaluate(geolocator, read_index(tiny_model), foreign)


def test_photographs_are_named_and_stand_apart_in_the_card(
    geolocator: NetworkGeolocator, tiny_model: Path, fresh: Catalog, tmp_path: Path
) -> None:
    own = Path(shutil.copytree(tiny_model, tmp_path / "own"))
    drawn = evaluate(geolocator, read_index(own), fresh)
    photographed = replace(
        fresh, info=replace(fresh.info, name="street", source="folder", world_fingerprint="", build_id="f" * 16)
    )
    shown = evaluate(geolocator, read_index(own), photographed)
    (warning,) = shown["warnings"]
    assert "the dataset holds photographs, the model was trained on rendered views" in warning
    assert "photographs (folder)" in report_table(shown)
    record(own, shown)
    record(own, drawn)
    card = (own / "README.md").read_text(encoding="utf-8")
    rendered, photographs = card.split("## Results on photographs")
    assert "### gradient," in rendered.split("## Results on rendered views")[1]
    assert "### gradient," not in photographs
    assert "### street," in photographs
    assert "### street," not in rendered


def test_nothing_of_another_build_stays_beside_a_new_result(
    geolocator: NetworkGeolocator, tiny_model: Path, fresh: Catalog, tmp_path: Path
) -> None:
    own = Path(shutil.copytree(tiny_model, tmp_path / "own"))
    report = evaluate(geolocator, read_index(own), fresh)
    record(own, report | {"robustness": {"clean": {"n": 1, "mean_km": 1.0, "median_km": 1.0}}})
    record(own, report)
    metrics = own / "metrics.json"
    kept = list(json.loads(metrics.read_text("utf-8"))["evaluations"].values())[-1]
    assert "robustness" in kept, "of the same build"
    record(own, report | {"dataset": report["dataset"] | {"build_id": "f" * 16}})
    kept = list(json.loads(metrics.read_text("utf-8"))["evaluations"].values())[-1]
    assert "robustness" not in kept


def test_robustness_compares_with_the_unchanged_views(geolocator: NetworkGeolocator, fresh: Catalog) -> None:
    report = robustness(geolocator, fresh, places=12)
    assert report["clean"]["n"] == 12
    assert report["jpeg_q60"]["ratio"] == pytest.approx(report["jpeg_q60"]["mean_km"] / report["clean"]["mean_km"])
    assert {"gain_10pct", "hue_15deg", "blur_1px", "noise_4", "mask_sky", "mask_ground"} <= set(report)
    assert "heading_5deg" not in report  # the stand-in world cannot be rendered by this version


def test_a_recorded_report_stands_in_the_card(
    geolocator: NetworkGeolocator, tiny_model: Path, fresh: Catalog, tmp_path: Path
) -> None:
    own = Path(shutil.copytree(tiny_model, tmp_path / "own"))
    report = evaluate(geolocator, read_index(own), fresh)
    record(own, report)
    card = (own / "README.md").read_text(encoding="utf-8")
    assert "seed 77" in card
    assert "never on photographs" in card
    assert f"| model | 60 | {report['model']['mean_km']:.0f} |" in card
    assert f"Hardest cells by mean error: {next(iter(report['by_cell']))} (" in card


def test_colour_neighbours_find_the_place_whose_colours_they_know() -> None:
    random = np.random.default_rng(0)
    pixels = random.integers(0, 256, (30, 4, 3, 8, 16), dtype=np.uint8)
    pixels = (pixels * random.random((30, 4, 3, 1, 1))).astype(np.uint8)
    from geogame.datasets import colour_statistics

    lats, lons = random.uniform(30, 45, 30), random.uniform(-120, -80, 30)
    known = ColourNeighbours(colour_statistics(pixels).astype(float), lats, lons, neighbours=1)
    found = known.predict(colour_statistics(pixels[:5]))
    assert found[0] == pytest.approx(lats[:5], abs=1e-3)
    assert found[1] == pytest.approx(lons[:5], abs=1e-3)
