import json
from pathlib import Path

import pytest

from geogame.catalog import open_catalog
from geogame.cli import main
from geogame.evaluation.compare import _apart
from geogame.world.place import within_km


def test_a_model_does_not_differ_from_itself(
    tiny_model: Path, gradient_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = str(tiny_model)
    words = ["compare", name, name, "--against", name, "--dataset", str(gradient_folder), "--json"]
    assert main(words) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["split"] == "test"
    assert [len(found["models"]), len(found["against"])] == [2, 1]
    assert found["models"][0] == found["against"][0]
    for row in found["difference"].values():
        assert row == {"mean": 0, "ci95": [0, 0], "excludes_zero": False}


def test_nothing_is_left_where_the_other_model_saw_every_place(
    tiny_model: Path, gradient_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["compare", str(tiny_model), "--against", str(tiny_model), "--dataset", str(gradient_folder)]
    assert main([*words, "--split", "train", "--apart-from", str(tiny_model)]) == 2
    assert "none is left to compare on" in capsys.readouterr().err


def test_what_is_left_is_apart_from_every_training_place(gradient_folder: Path) -> None:
    catalog = open_catalog(gradient_folder)
    frame = catalog.locations
    index = frame.iloc[[0, 5]][["lat", "lon"]]
    kept = _apart(catalog, [index]).locations
    near = within_km(frame["lat"].to_numpy(), frame["lon"].to_numpy(), *index.to_numpy().T, 5.0)
    assert near.sum() >= 2
    assert kept["id"].tolist() == frame["id"][~near].tolist()
