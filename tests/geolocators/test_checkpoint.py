import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from geogame.catalog import open_catalog
from geogame.errors import CheckpointError, UsageError
from geogame.geolocators import load_geolocator
from geogame.geolocators.checkpoint import read_index, read_tensors, write_tensors


@pytest.fixture
def own_model(tiny_model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_model, tmp_path / "own"))


def pictures(gradient_folder: Path, row: int = 0) -> list[np.ndarray]:
    catalog = open_catalog(gradient_folder)
    return [catalog.read(view) for view in catalog.views_of(catalog.ids[row])]


def test_a_place_is_predicted_with_a_belief_per_view(tiny_model: Path, gradient_folder: Path) -> None:
    geolocator = load_geolocator(tiny_model)
    prediction = geolocator.predict(pictures(gradient_folder), [0, 90, 180, 270])
    assert prediction.probabilities.shape == (243,)
    assert prediction.probabilities.sum() == pytest.approx(1, abs=1e-4)
    assert prediction.belief.shape == (4, 243)
    assert np.array_equal(prediction.belief[-1], prediction.probabilities)
    assert 20 < prediction.lat < 52
    assert geolocator.card["metrics"]["curve"]


def test_a_runs_model_is_named_after_its_run(tiny_model: Path, own_model: Path) -> None:
    assert (load_geolocator(own_model).name, tiny_model.name) == ("own", "model")
    assert load_geolocator(tiny_model).name == f"{tiny_model.parent.name}/model"


def test_fewer_views_in_any_order_are_the_same_place(tiny_model: Path, gradient_folder: Path) -> None:
    geolocator, views = load_geolocator(tiny_model), pictures(gradient_folder)
    ordered = geolocator.predict([views[1], views[3]], [90, 270])
    swapped = geolocator.predict([views[3], None, views[1]], [271, 0, 88])
    assert np.allclose(ordered.probabilities, swapped.probabilities)
    assert ordered.belief.shape == (2, 243)


def test_a_batch_answers_like_single_places(tiny_model: Path, gradient_folder: Path) -> None:
    geolocator = load_geolocator(tiny_model)
    places = [(pictures(gradient_folder, row), [0.0, 90.0, 180.0, 270.0]) for row in range(3)]
    for single, batched in zip(
        [geolocator.predict(*place) for place in places], geolocator.predict_batch(places), strict=True
    ):
        assert np.allclose(single.probabilities, batched.probabilities, atol=1e-3)
        assert single.lat == pytest.approx(batched.lat, abs=0.05)


def test_no_picture_and_odd_headings_are_refused(tiny_model: Path, gradient_folder: Path) -> None:
    geolocator, views = load_geolocator(tiny_model), pictures(gradient_folder)
    with pytest.raises(UsageError, match="at least one view"):
        geolocator.predict([None], [0])
    with pytest.raises(UsageError, match="one heading per picture"):
        geolocator.predict(views, [0, 90])


def test_the_index_lists_every_training_place(tiny_model: Path, gradient_folder: Path) -> None:
    train = open_catalog(gradient_folder).select("train").locations
    index = read_index(tiny_model)
    assert index["scene_seed"].tolist() == train["scene_seed"].tolist()
    assert np.allclose(index["lat"], train["lat"])
    assert len(index["embedding"].iloc[0]) == 64
    assert len(index["colour"].iloc[0]) == 48


@pytest.mark.parametrize("name", ["model.safetensors", "checkpoint.json"])
def test_a_missing_file_is_named(own_model: Path, name: str) -> None:
    (own_model / name).unlink()
    with pytest.raises(CheckpointError, match=name):
        load_geolocator(own_model)


def test_truncated_weights_are_refused(own_model: Path) -> None:
    path = own_model / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(CheckpointError, match="damaged"):
        load_geolocator(own_model)


def test_a_pickle_is_never_opened(own_model: Path) -> None:
    torch.save({"a": torch.zeros(1)}, own_model / "model.safetensors")
    with pytest.raises(CheckpointError, match="no safetensors file"):
        load_geolocator(own_model)


@pytest.mark.parametrize("change", ["rename", "reshape", "poison"])
def test_foreign_weights_are_refused(own_model: Path, change: str) -> None:
    path = own_model / "model.safetensors"
    tensors, _ = read_tensors(path)
    weights = tensors.pop("cell_head.weight")
    poisoned = weights.clone().index_fill_(0, torch.tensor([0]), float("nan"))
    changed = {
        "rename": ("other", weights),
        "reshape": ("cell_head.weight", weights[:5]),
        "poison": ("cell_head.weight", poisoned),
    }
    name, value = changed[change]
    write_tensors(path, tensors | {name: value})
    with pytest.raises(CheckpointError, match=r"another network|not \(243|not finite"):
        load_geolocator(own_model)


def test_another_partition_is_refused(own_model: Path) -> None:
    path = own_model / "checkpoint.json"
    note = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(note | {"partition_fingerprint": "0" * 16}), encoding="utf-8")
    with pytest.raises(CheckpointError, match="train it anew"):
        load_geolocator(own_model)


@pytest.mark.parametrize("text", ["{", "[]", '{"format": 99}', '{"format": 1, "odd": 2}'])
def test_a_damaged_note_is_refused(own_model: Path, text: str) -> None:
    (own_model / "checkpoint.json").write_text(text, encoding="utf-8")
    with pytest.raises(CheckpointError, match=r"checkpoint\.json"):
        load_geolocator(own_model)


def test_an_unknown_name_lists_the_models_there_are() -> None:
    with pytest.raises(CheckpointError, match="models here"):
        load_geolocator("no-such-model")


def test_an_absent_device_is_a_clear_error(tiny_model: Path) -> None:
    with pytest.raises(UsageError, match="--device"):
        load_geolocator(tiny_model, "warp-drive")
