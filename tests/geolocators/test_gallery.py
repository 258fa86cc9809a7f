import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from little_room import LIMIT, little_room

from geogame.errors import CheckpointError
from geogame.geolocators.checkpoint import WEIGHTS_FILE
from geogame.geolocators.gallery import (
    COLUMNS,
    FEATURES_FILE,
    GALLERY_FOLDER,
    NOTE_FILE,
    TABLE_FILE,
    Gallery,
    galleries_of,
    open_gallery,
    view_table,
    weights_name,
)


def made(count: int = 30, length: int = 8) -> Gallery:
    features = np.random.default_rng(0).normal(size=(count, length)).astype(np.float32)
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    table = pd.DataFrame({name: [f"{name} {row}" for row in range(count)] for name in COLUMNS})
    return Gallery(features, table, {"model": "made"})


def test_a_gallery_is_read_as_it_was_written(tmp_path: Path) -> None:
    gallery = made()
    gallery.write(tmp_path)
    again = open_gallery(tmp_path)
    assert np.array_equal(again.features, gallery.features)
    pd.testing.assert_frame_equal(again.table, gallery.table)
    assert again.note["model"] == "made"


def test_search_finds_the_largest_inner_products_best_first() -> None:
    gallery = made()
    queries = gallery.features[[4, 9]]
    likeness, rows = gallery.search(queries, 5)
    expected = np.argsort(-(queries @ gallery.features.T), axis=1)[:, :5]
    assert np.array_equal(rows, expected)
    assert rows[:, 0].tolist() == [4, 9]
    assert likeness[:, 0] == pytest.approx(1, abs=1e-5)


def test_a_small_gallery_gives_what_it_has() -> None:
    assert made(3).search(made(3).features, 10)[1].shape == (3, 3)


def test_a_disk_without_room_is_told_and_leaves_no_finished_gallery(tmp_path: Path) -> None:
    with (
        little_room(LIMIT, tmp_path / "room", disk="", largest=10_000) as room,
        pytest.raises(CheckpointError, match=r"cannot be written .*too large.*make room"),
    ):
        made(5000).write(room.folder)
    assert not (tmp_path / "room" / NOTE_FILE).exists()


@pytest.mark.parametrize("name", [FEATURES_FILE, TABLE_FILE])
def test_a_changed_file_is_refused_before_it_is_read(tmp_path: Path, name: str) -> None:
    made().write(tmp_path)
    data = bytearray((tmp_path / name).read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / name).write_bytes(bytes(data))
    with pytest.raises(CheckpointError, match=f"{name} is not the file that was written.*geogame embed"):
        open_gallery(tmp_path)


@pytest.mark.parametrize("name", [FEATURES_FILE, TABLE_FILE, NOTE_FILE])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    made().write(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(CheckpointError, match=f"no finished gallery.*{name}"):
        open_gallery(tmp_path)


def test_a_model_is_offered_its_own_gallery_and_those_that_its_weights_made(tmp_path: Path) -> None:
    model = tmp_path / "model"
    model.mkdir()
    (model / WEIGHTS_FILE).write_bytes(b"weights")
    folders = [tmp_path / name for name in ("mine", "foreign", "torn", "gone")]
    for folder, weights in zip(folders, (weights_name(model), "0" * 16), strict=False):
        gallery = made(3)
        gallery.note["weights"] = weights
        gallery.write(folder)
    folders[2].mkdir()
    (folders[2] / NOTE_FILE).write_text("{")
    assert galleries_of(model, folders) == [folders[0]]
    made(3).write(model / GALLERY_FOLDER)
    assert galleries_of(model, folders) == [model / GALLERY_FOLDER, folders[0]]


def test_another_format_is_refused(tmp_path: Path) -> None:
    made().write(tmp_path)
    note = json.loads((tmp_path / NOTE_FILE).read_text())
    (tmp_path / NOTE_FILE).write_text(json.dumps(note | {"format": 99}))
    with pytest.raises(CheckpointError, match="format 99"):
        open_gallery(tmp_path)


def test_the_view_table_has_one_row_per_view_in_the_catalogs_order(built_catalog) -> None:
    table = view_table(built_catalog)
    assert table["file"].tolist() == built_catalog.views["file"].tolist()
    at = built_catalog.location(table["location_id"][7])
    assert (table["lat"][7], table["split"][7], table["place_id"][7]) == (at.lat, at.split, at.id)
