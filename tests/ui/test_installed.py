import json
import os
import shlex
from pathlib import Path

from geogame.training.runs import RUNS_VARIABLE as RUNS
from geogame.training.runs import runs_folder
from geogame.ui.play.installed import BASELINES, RUNS_VARIABLE, build_command, look, train_command


def catalog(folder, **info):
    folder.mkdir(parents=True)
    (folder / "catalog.json").write_text(json.dumps(info), encoding="utf-8")
    return folder


def test_datasets_and_models_are_found_in_the_named_folders(tmp_path):
    catalog(tmp_path / "data" / "b", name="second", region="india")
    catalog(tmp_path / "data" / "a", name="first")
    (tmp_path / "data" / "unfinished").mkdir()
    model = tmp_path / "models" / "net"
    model.mkdir(parents=True)
    (model / "checkpoint.json").write_text("{}", encoding="utf-8")
    found = look({"GEOGAME_DATASETS": str(tmp_path / "data"), "GEOGAME_MODELS": str(tmp_path / "models")})
    assert [dataset.name for dataset in found.datasets] == ["first", "second"]
    assert found.datasets[1].region == "india"
    assert found.models == {"net": model}
    assert found.opponents == ("net", *BASELINES)


def test_a_named_folder_may_be_the_dataset_itself(tmp_path):
    one = catalog(tmp_path / "one", name="one")
    two = catalog(tmp_path / "two", name="two")
    found = look({"GEOGAME_DATASETS": os.pathsep.join(map(str, (two, one))), "GEOGAME_MODELS": str(tmp_path)})
    assert [dataset.path for dataset in found.datasets] == [two, one]


def test_nothing_installed_still_leaves_the_baselines(tmp_path):
    found = look({"GEOGAME_DATASETS": str(tmp_path / "none"), "GEOGAME_MODELS": str(tmp_path / "none")})
    assert found.datasets == ()
    assert found.opponents == BASELINES


def test_a_damaged_description_is_offered_under_its_folder_s_name(tmp_path):
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "catalog.json").write_text("{", encoding="utf-8")
    found = look({"GEOGAME_DATASETS": str(folder), "GEOGAME_MODELS": str(tmp_path)})
    assert found.datasets[0].name == "broken"


def checkpoint(folder, **note):
    folder.mkdir(parents=True)
    (folder / "checkpoint.json").write_text(json.dumps(note), encoding="utf-8")
    return folder


def test_what_was_trained_here_is_offered_after_what_is_installed(tmp_path):
    checkpoint(tmp_path / "models" / "net")
    plain = checkpoint(tmp_path / "runs" / "own" / "model")
    fold = checkpoint(tmp_path / "runs" / "folds" / "fold-0" / "model")
    environment = {"GEOGAME_MODELS": str(tmp_path / "models"), "GEOGAME_RUNS": str(tmp_path / "runs")}
    found = look(environment)
    assert found.trained == {"runs/own": plain, "runs/folds/fold-0": fold}
    assert found.opponents == ("net", "runs/own", "runs/folds/fold-0", *BASELINES)
    assert runs_folder(environment) == tmp_path / "runs"
    assert RUNS_VARIABLE == RUNS


def test_only_models_that_answer_in_a_datasets_cells_fit_and_those_of_its_kind_come_first(tmp_path):
    catalog(tmp_path / "data", name="roads", source="osv5m", partition_fingerprint="f1", counts={"test": 4})
    models = tmp_path / "models"
    checkpoint(models / "drawn", partition_fingerprint="f1", world_fingerprint="w", config={"size": [64, 128]})
    checkpoint(models / "elsewhere", partition_fingerprint="f2", world_fingerprint="")
    checkpoint(models / "photographed", partition_fingerprint="f1", world_fingerprint="")
    found = look({"GEOGAME_DATASETS": str(tmp_path / "data"), "GEOGAME_MODELS": str(models), "GEOGAME_RUNS": "none"})
    assert list(found.fitting(found.datasets[0]).items()) == [("photographed", True), ("drawn", False)]
    assert found.seen_size("drawn") == (128, 64)
    assert found.seen_size("photographed") is None
    assert found.seen_size("constant") is None


def test_what_has_no_held_out_place_or_must_not_be_shown_is_not_played(tmp_path):
    catalog(tmp_path / "a", name="all trained", counts={"test": 0})
    catalog(tmp_path / "b", name="street view", counts={"test": 4}, restricted="the terms bar it")
    catalog(tmp_path / "c", name="own", counts={"test": 4})
    found = look({"GEOGAME_DATASETS": str(tmp_path), "GEOGAME_MODELS": "none", "GEOGAME_RUNS": "none"})
    assert [dataset.name for dataset in found.datasets if dataset.playable] == ["own"]


def test_the_commands_that_are_offered_write_where_the_app_looks(tmp_path):
    data, runs = tmp_path / "my data", tmp_path / "runs"
    own = {"GEOGAME_DATASETS": str(data), RUNS: str(runs), "GEOGAME_MODELS": str(tmp_path)}
    assert build_command("usa-bench", environment={}).endswith("dataset build usa-bench --out data/usa-bench")
    assert train_command(environment={}) == "python -m geogame train usa-rendered"
    out = shlex.split(build_command("usa-bench", "--limit", "9", environment=own))[-1]
    catalog(Path(out), name="usa-bench")
    trained = Path(shlex.split(train_command(environment=own))[-1]) / "model"
    trained.mkdir(parents=True)
    (trained / "checkpoint.json").write_text("{}", encoding="utf-8")
    found = look(own)
    assert [dataset.name for dataset in found.datasets] == ["usa-bench"]
    assert found.trained == {"runs/usa-rendered": trained}
