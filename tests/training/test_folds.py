import json
from pathlib import Path

import numpy as np
import pytest

from geogame.catalog import Catalog
from geogame.cli import main
from geogame.errors import CheckpointError
from geogame.evaluation.metrics import figures
from geogame.geo import ScoreScale
from geogame.training.folds import run_folds, summarise

SCALE = ScoreScale("diagonal", 5629.4)


class Trainings:
    """Trains nothing: the error of a fold is what its number of training places says."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def __call__(self, divided: Catalog, folder: Path) -> dict[str, object]:
        self.asked.append((folder.name, divided.select("test").ids))
        folder.mkdir(parents=True)
        errors = np.full(len(divided.select("test")), 100.0 * len(self.asked))
        return {"model": figures(errors, SCALE, np.zeros(len(errors), dtype=np.int64))}


def test_every_place_is_judged_once_and_the_folds_are_summed_up(built_catalog: Catalog, tmp_path: Path) -> None:
    trainings = Trainings()
    found = run_folds(built_catalog, 5, 1, tmp_path, trainings)
    judged = [name for _, ids in trainings.asked for name in ids]
    assert sorted(judged) == sorted(built_catalog.ids)
    assert [row["n"] for row in found["runs"]] == [len(ids) for _, ids in trainings.asked]
    mean = found["summary"]["mean_km"]
    weights = [row["n"] for row in found["runs"]]
    assert mean["pooled"] == pytest.approx(np.average([100, 200, 300, 400, 500], weights=weights))
    assert mean["sd"] == pytest.approx(np.std([100, 200, 300, 400, 500], ddof=1))
    assert (mean["low"], mean["high"]) == (100, 500)
    assert json.loads((tmp_path / "folds.json").read_text(encoding="utf-8")) == found


def test_finished_folds_are_not_trained_again(built_catalog: Catalog, tmp_path: Path) -> None:
    class Killed(Trainings):
        def __call__(self, divided: Catalog, folder: Path) -> dict[str, object]:
            if len(self.asked) == 2:
                raise KeyboardInterrupt
            return super().__call__(divided, folder)

    with pytest.raises(KeyboardInterrupt):
        run_folds(built_catalog, 4, 1, tmp_path, Killed())
    rest = Trainings()
    found = run_folds(built_catalog, 4, 1, tmp_path, rest)
    assert [name for name, _ in rest.asked] == ["fold-2", "fold-3"]
    assert [row["mean_km"] for row in found["runs"]] == [100, 200, 100, 200]


def test_folds_of_another_division_are_not_taken_over(built_catalog: Catalog, tmp_path: Path) -> None:
    run_folds(built_catalog, 3, 1, tmp_path, Trainings())
    with pytest.raises(CheckpointError, match="another dataset, number of folds or seed"):
        run_folds(built_catalog, 3, 2, tmp_path, Trainings())
    (tmp_path / "fold-0" / "report.json").write_text("{}", encoding="utf-8")
    with pytest.raises(CheckpointError, match="damaged"):
        run_folds(built_catalog, 3, 1, tmp_path, Trainings())


def test_places_weigh_alike_in_the_summary() -> None:
    rows = [
        figures(np.zeros(30), SCALE, np.zeros(30, dtype=np.int64)),
        figures(np.full(10, 400.0), SCALE, np.ones(10, dtype=np.int64)),
    ]
    found = summarise(rows)
    assert found["mean_km"]["pooled"] == pytest.approx(100)
    assert found["top1"]["pooled"] == pytest.approx(0.75)
    assert found["median_km"]["pooled"] == pytest.approx(200)


@pytest.mark.slow
def test_train_runs_whole_over_folds(
    tiny_recipe: Path, gradient_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["train", str(tiny_recipe), "--dataset", str(gradient_folder), "--out", str(tmp_path / "run")]
    assert main([*words, "--folds", "3", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert sum(row["n"] for row in found["runs"]) == 243
    assert (tmp_path / "run" / "fold-2" / "model" / "model.safetensors").is_file()
    assert len(list((tmp_path / "run" / "cache").glob("*.u8"))) == 1, "the pixels are decoded once for all folds"
