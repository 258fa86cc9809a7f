import json
from pathlib import Path

import pytest

from geogame.catalog import open_catalog
from geogame.cli import main


@pytest.fixture(scope="module")
def index(retrieval_model: Path, dated_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("indices") / "index"
    assert main(["embed", str(retrieval_model), "--dataset", str(dated_folder), "--out", str(out)]) == 0
    return out


def pictures(folder: Path, row: int) -> tuple[str, list[str]]:
    catalog = open_catalog(folder)
    name = catalog.ids[row]
    return name, [str(catalog.image_path(view)) for view in catalog.views_of(name)]


def test_predict_lists_hits_of_an_index_with_their_dates(retrieval_model, dated_folder, index, capsys) -> None:
    name, files = pictures(dated_folder, 3)
    capsys.readouterr()
    command = ["predict", str(retrieval_model), *files, "--index", str(index), "--hits", "4"]
    assert main([*command, "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert len(result["hits"]) == 4
    best = result["hits"][0]
    at = open_catalog(dated_folder).location(name)
    assert (best["location_id"], best["captured_on"], best["place_id"]) == (name, at.captured_on, at.place_id)
    assert (result["lat"], result["lon"]) == pytest.approx((at.lat, at.lon))
    assert main(command) == 0
    assert at.captured_on in capsys.readouterr().out


def test_any_model_can_embed(tiny_model, gradient_folder, tmp_path, capsys) -> None:
    out = tmp_path / "index"
    command = ["embed", str(tiny_model), "--dataset", str(gradient_folder), "--split", "test", "--out", str(out)]
    assert main([*command, "--json"]) == 0
    written = json.loads(capsys.readouterr().out)
    assert written["views"] == len(open_catalog(gradient_folder).select("test").views)
    _, files = pictures(gradient_folder, 0)
    assert main(["predict", str(tiny_model), files[0], "--index", str(out), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["hits"]) == 5
    assert main(command) == 0, "an index may be replaced"


def test_an_index_of_another_model_is_refused(tiny_model, gradient_folder, index, capsys) -> None:
    _, files = pictures(gradient_folder, 0)
    assert main(["predict", str(tiny_model), files[0], "--index", str(index)]) == 1
    assert "holds features of other weights" in capsys.readouterr().err


def test_a_folder_of_something_else_is_not_written_into(tiny_model, gradient_folder, tmp_path, capsys) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["embed", str(tiny_model), "--dataset", str(gradient_folder), "--out", str(tmp_path)]) == 2
    assert "choose another --out" in capsys.readouterr().err


def test_a_gallerys_own_views_are_not_perturbed(retrieval_model, dated_folder, capsys) -> None:
    assert main(["evaluate", str(retrieval_model), "--dataset", str(dated_folder), "--robustness"]) == 2
    assert "leave --robustness" in capsys.readouterr().err


def test_evaluate_prints_recall(retrieval_model, dated_folder, capsys) -> None:
    assert main(["evaluate", str(retrieval_model), "--dataset", str(dated_folder), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["retrieval"]
    assert {"model", "untrained", "random_picture", "closed_gap", "duplicates_removed"} == set(found)
