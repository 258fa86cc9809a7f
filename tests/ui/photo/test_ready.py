"""What the photo page has ready: decoders that serve once, models that are opened once and anew when they change."""

import contextlib
import os
import shutil
import threading

import pytest
from photo import hostile

from geogame.errors import CheckpointError
from geogame.ui.photo.ready import MOST_MODELS, Ready


@pytest.fixture
def ready():
    with contextlib.closing(Ready()) as made:
        yield made


def test_a_decoder_waits_and_no_two_visitors_get_the_same(ready, tiny_model):
    ready.prepare(tiny_model)
    with ready.decoder() as first, ready.decoder() as second:
        assert first is not second
        assert first._child is not None
        assert first._child.pid != second._running().pid
        assert second.decode(hostile.good()["png"]).pixels.shape == (64, 96, 3)


def test_a_model_is_opened_once_and_anew_when_it_was_trained_anew(ready, tiny_model, tmp_path):
    folder = tmp_path / "model"
    shutil.copytree(tiny_model, folder)
    with ready.model(folder) as first:
        pass
    with ready.model(folder) as again:
        assert again is first
    os.utime(folder / "checkpoint.json", ns=(1, 1))
    with ready.model(folder) as anew:
        assert anew is not first
    assert len(ready._models) <= MOST_MODELS


def test_one_visitor_at_a_time_asks_a_model(ready, tiny_model):
    entered = threading.Event()

    def ask() -> None:
        with ready.model(tiny_model):
            entered.set()

    with ready.model(tiny_model):
        other = threading.Thread(target=ask)
        other.start()
        assert not entered.wait(0.3)
    other.join(30)
    assert entered.is_set()


def test_a_model_that_cannot_be_opened_says_so_each_time_and_works_once_it_is_mended(ready, tiny_model, tmp_path):
    folder = tmp_path / "model"
    shutil.copytree(tiny_model, folder)
    whole = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(whole[:100])
    for _ in range(2):
        with pytest.raises(CheckpointError), ready.model(folder):
            pass
    (folder / "model.safetensors").write_bytes(whole)
    with ready.model(folder) as model:
        assert model.name.endswith("/model")
