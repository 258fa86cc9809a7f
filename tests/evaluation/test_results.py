import copy
from pathlib import Path

import pytest
from made_models import SHIPPED, changed, folder_with, recorded

from geogame.evaluation.results import Places, compare, count_weights, places_of, read_model


@pytest.fixture
def report() -> dict:
    return recorded()


def test_models_meet_only_on_the_very_same_places(report: dict, tmp_path: Path) -> None:
    models = [
        read_model("near", folder_with(tmp_path / "a", changed(report, 100.0), changed(report, build_id="other"))),
        read_model("far", folder_with(tmp_path / "b", changed(report, 900.0), changed(report, source="mapillary"))),
        read_model("new", folder_with(tmp_path / "c", changed(report, world_fingerprint="another"))),
    ]
    found = compare(models)
    assert [[line.name for line in each.models] for each in found] == [["near", "far"], ["near"], ["new"], ["far"]]
    assert [each.places.rendered for each in found] == [True, True, True, False]
    assert [line.name for line in found[0].lines] == [
        "oracle_cell", "near", "colour_knn", "far", "constant", "random",
    ]  # fmt: skip


def test_of_two_training_sets_the_better_constant_is_the_one_to_beat(report: dict, tmp_path: Path) -> None:
    other = copy.deepcopy(report)
    other["baselines"]["constant"]["mean_km"] = 11.0
    models = [read_model(name, folder_with(tmp_path / name, each)) for name, each in (("a", report), ("b", other))]
    (only,) = compare(models)
    assert only.baselines[0].name == "constant"
    assert only.baselines[0].figures["mean_km"] == 11.0


def test_a_report_without_a_source_is_of_rendered_views(report: dict) -> None:
    report["dataset"].pop("source", None)
    assert places_of(report).source == "rendered"
    assert isinstance(places_of(report), Places)


@pytest.mark.parametrize("text", ["{", "[]", '{"evaluations": {"a": {"dataset": {}}}}', '{"evaluations": [1]}'])
def test_damaged_metrics_are_told_and_spoil_nothing_else(text: str, report: dict, tmp_path: Path) -> None:
    good, bad = folder_with(tmp_path / "good", report), folder_with(tmp_path / "bad", report)
    (bad / "metrics.json").write_text(text, "utf-8")
    broken = read_model("bad", bad)
    assert "evaluate the model again" in broken.problem
    assert len(compare([broken, read_model("good", good)])) == 1


def test_weights_are_counted_as_the_network_counts_them(tmp_path: Path) -> None:
    from geogame.evaluation.report import count_parameters
    from geogame.geolocators.trained import NetworkGeolocator

    network = NetworkGeolocator.load(SHIPPED, "cpu").network
    assert count_weights(SHIPPED / "model.safetensors") == count_parameters(network)["parameters"]
    cut = tmp_path / "cut.safetensors"
    cut.write_bytes((SHIPPED / "model.safetensors").read_bytes()[:20])
    assert count_weights(cut) is None


def test_the_trainable_part_is_what_a_line_counts_where_it_is_known(report: dict, tmp_path: Path) -> None:
    report["network"] = {"parameters": 900, "trainable": 75}
    model = read_model("a", folder_with(tmp_path / "a", report))
    assert compare([model])[0].models[0].parameters == 75
    assert compare([model])[0].baselines[0].parameters is None
