import json
import os

from geogame.ui.play.installed import BASELINES, look


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
