import shutil
from pathlib import Path
from types import SimpleNamespace

import made_task
import numpy as np
import pytest
import torch

from geogame.errors import RecipeError, UsageError
from geogame.training.classification import ClassificationTask
from geogame.training.features import open_features

KNOWN = {"data": "x"}
TABLE = made_task.made_table(70, (8, 8))
ROWS = np.flatnonzero(TABLE.splits == "train")


class Encoder:
    """Counts what it encodes; stops, as if killed, after so many calls."""

    def __init__(self, stops_after: int = 99) -> None:
        self.rows: list[int] = []
        self._left = stops_after

    def __call__(self, rows: np.ndarray) -> torch.Tensor:
        if self._left == 0:
            raise KeyboardInterrupt
        self._left -= 1
        self.rows += rows.tolist()
        return torch.from_numpy(rows[:, None, None].repeat(3, 1).repeat(2, 2)).float()


def opened(encode: Encoder, folder: Path, told: list[str] | None = None, known: dict[str, str] = KNOWN):
    tell = (lambda _: None) if told is None else told.append
    return open_features(TABLE, ROWS, encode, known, folder, tell, lambda _done, _total: None)


def test_a_killed_making_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        opened(Encoder(stops_after=3), tmp_path)  # one to learn the shape, two of 16 places
    second, third = Encoder(), Encoder()
    features = opened(second, tmp_path)
    assert second.rows[1:] == ROWS[32:].tolist()
    assert np.array_equal(features.read(ROWS[::-1])[:, 0, 0], ROWS[::-1])
    opened(third, tmp_path)
    assert third.rows == ROWS[:1].tolist()


def test_other_data_has_another_file(tmp_path: Path) -> None:
    first, other = Encoder(), Encoder()
    assert opened(first, tmp_path).path != opened(other, tmp_path, known={"data": "y"}).path
    assert len(other.rows) == len(ROWS) + 1


def test_the_size_is_told_first_and_a_full_disk_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    opened(Encoder(), tmp_path / "roomy", told)
    kilobytes = len(ROWS) * 3 * 2 * 2 / 1000
    assert f"{len(ROWS)} places: {kilobytes / 1000:.2g} MB in " in told[0]
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=1000))
    with pytest.raises(UsageError, match="cache_features = false"):
        opened(Encoder(), tmp_path / "full")


def kept(recipe, folder: Path) -> ClassificationTask:
    task = made_task.made_task(recipe, made_task.made_table(10, recipe.data.size))
    task.keep_features(folder, "data", lambda _: None, lambda _done, _total: None)
    return task


def test_training_on_kept_features_is_training_on_the_pictures(tmp_path: Path) -> None:
    recipe = made_task.recipe_of("cnn", training={"cache_features": True}, geolocator={"filter_dropout": 0.0})
    plain = made_task.made_task(recipe, made_task.made_table(10, recipe.data.size))
    task = kept(recipe, tmp_path)
    for step in range(2):
        ours, theirs = task.draw(step), plain.draw(step)
        assert ours.encoded
        with torch.no_grad():
            network = task.network.eval()
            assert task.loss(network, ours).item() == pytest.approx(plain.loss(network, theirs).item(), rel=1e-3)
    assert task.validate(task.network) == pytest.approx(plain.validate(task.network), rel=1e-2)


def test_other_weights_have_another_file(tmp_path: Path) -> None:
    recipe = made_task.recipe_of("cnn")
    paths = set()
    for seed in (1, 2):
        changed = recipe.model_copy(update={"training": recipe.training.model_copy(update={"seed": seed})})
        paths.add(kept(changed, tmp_path).source.features.path)
    assert len(paths) == 2
    bigger = made_task.recipe_of("cnn", geolocator={"units": 16})
    assert kept(bigger, tmp_path).source.features.path in paths, "the head is no part of what is kept"


def test_a_backbone_that_learns_cannot_be_kept(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="frozen"):
        kept(made_task.recipe_of("resnext"), tmp_path)


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({"augmentation": {"pictures": True}}, "augmentation.pictures must be false"),
        ({"training": {"cache_features": True, "unfreeze": ({"epoch": 1, "stage": 0, "rate": 1},)}}, "unfreeze"),
    ],
)
def test_a_recipe_says_what_keeping_features_excludes(tables: dict[str, dict[str, object]], words: str) -> None:
    tables = {"training": {"cache_features": True}, **tables}
    with pytest.raises(ValueError, match=words):
        made_task.recipe_of("cnn", **tables)
