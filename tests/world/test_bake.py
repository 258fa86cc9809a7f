"""The parts of the bake that need no download, and the shipped file against its own record."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from geogame.errors import WorldError
from geogame.world import bake
from geogame.world.facts import FACTS_FILE, STATES
from geogame.world.window import raster_shape


def test_the_shipped_file_is_the_one_its_record_describes() -> None:
    record = json.loads(FACTS_FILE.with_name("provenance.json").read_text(encoding="utf-8"))
    data = FACTS_FILE.read_bytes()
    assert record["sha256"] == hashlib.sha256(data).hexdigest()
    assert record["bytes"] == len(data) <= bake.MAX_BYTES
    with np.load(FACTS_FILE, allow_pickle=False) as file:
        assert set(record["layers"]) == set(file.files)
        for name in file.files:
            assert record["layers"][name]["sha256"] == hashlib.sha256(file[name].tobytes()).hexdigest()
    known = [{"name": p.name, "version": p.version, "sha256": p.sha256} for p in bake.PACKAGES.values()]
    assert record["packages"] == known


def test_every_layer_has_its_provenance_written_down() -> None:
    text = FACTS_FILE.with_name("PROVENANCE.md").read_text(encoding="utf-8")
    record = json.loads(FACTS_FILE.with_name("provenance.json").read_text(encoding="utf-8"))
    for name in (*record["layers"], *bake.PACKAGES):
        assert name in text


def test_state_names_and_codes_are_in_one_order() -> None:
    assert len(bake.STATE_NAMES) == len(STATES)
    assert dict(zip(bake.STATE_NAMES, STATES, strict=True))["Missouri"] == "MO"
    assert sorted(bake.STATE_NAMES) == bake.STATE_NAMES


def test_the_same_arrays_give_the_same_bytes() -> None:
    arrays = {"b": np.arange(1000) % 7, "a": np.ones((3, 4))}
    assert bake.to_bytes(arrays) == bake.to_bytes({name: array.copy() for name, array in arrays.items()})


def test_a_foreign_package_is_refused(tmp_path: Path) -> None:
    package = bake.PACKAGES["us-atlas"]
    (tmp_path / package.file_name).write_bytes(b"something else")
    with pytest.raises(WorldError, match="sha256"):
        bake.fetch(package, tmp_path)


def test_crop_cuts_the_window_out_of_the_world() -> None:
    world = np.add.outer(1000 * np.arange(180), np.arange(360))
    window = bake.crop(world, 1)
    assert window.shape == raster_shape(1)
    assert window[0, 0] == 39 * 1000 + 54


def test_unheld_pixels_take_the_nearest_state() -> None:
    held = np.full((3, 7), 9, np.uint8)
    held[1, 0], held[1, 6] = 4, 5
    assert bake.nearest_state(held, nobody=9)[1].tolist()[:3] == [4, 4, 4]
    assert bake.nearest_state(held, nobody=9)[2].tolist()[4:] == [5, 5, 5]


def test_specks_are_dropped_and_lakes_stay() -> None:
    mask = np.zeros((10, 10), bool)
    mask[0, 0] = True
    mask[4:8, 4:8] = True
    assert bake.without_specks(mask, 10).sum() == 16


def test_dark_water_is_a_lake_and_dark_specks_are_not() -> None:
    picture = np.full((*raster_shape(15), 3), 80, np.uint8)
    picture[100:110, 200:215] = 5
    picture[300, 300] = 5
    found = bake.dark_lakes(picture, 15)
    assert found[102:108, 202:212].all()
    assert not found[295:305, 295:305].any()
