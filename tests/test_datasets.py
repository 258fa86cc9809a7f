import shutil
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geogame.catalog import open_catalog
from geogame.datasets import (
    check_crop,
    colour_statistics,
    cut,
    model_input,
    normalise,
    open_table,
    shrink,
    slots_for,
)
from geogame.errors import UsageError

CANONICAL = (0.0, 90.0, 180.0, 270.0)


def noise_picture(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(height).integers(0, 256, (height, width, 3), dtype=np.uint8)


@pytest.mark.parametrize("factor", [2, 5])
def test_shrinking_is_the_mean_of_whole_boxes(factor: int) -> None:
    picture = noise_picture(64 * factor, 128 * factor)
    boxes = picture.reshape(64, factor, 128, factor, 3).mean((1, 3))
    assert np.abs(shrink(picture).astype(float) - boxes).max() <= 1


def test_one_scene_at_two_sizes_gives_nearly_the_same_input() -> None:
    y, x = np.mgrid[0:320, 0:640]
    large = np.stack([128 + 100 * np.sin(x / 40), 128 + 90 * np.cos(y / 30), 100 + x / 8], -1).astype(np.uint8)
    small = shrink(large, (128, 256))
    difference = shrink(large).astype(int) - shrink(small).astype(int)
    assert np.abs(difference).max() <= 2


def test_a_square_picture_is_cropped_to_its_centre() -> None:
    picture = np.zeros((200, 200, 3), np.uint8)
    picture[50:150] = 200
    assert (shrink(picture) == 200).all()


def test_a_small_picture_is_enlarged() -> None:
    assert shrink(np.full((10, 20, 3), 77, np.uint8)).shape == (64, 128, 3)


@pytest.mark.parametrize("shape", [(64, 128), (64, 128, 4), (0, 5, 3)])
def test_what_is_no_rgb_picture_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(UsageError, match="RGB"):
        shrink(np.zeros(shape, np.uint8))


def test_missing_views_are_zero_and_masked() -> None:
    tensor, mask = model_input([None, noise_picture(64, 128), None, None])
    assert mask.tolist() == [False, True, False, False]
    assert tensor.shape == (4, 3, 64, 128)
    assert tensor[0].abs().max() == 0
    assert tensor[1].abs().max() > 0


@settings(deadline=None)
@given(st.lists(st.floats(-720, 720), min_size=1, max_size=4))
def test_every_view_gets_a_slot_of_its_own(headings: list[float]) -> None:
    slots = slots_for(headings, CANONICAL)
    assert len(set(slots)) == len(headings)
    assert set(slots) <= set(range(4))


def test_views_go_to_the_nearest_heading() -> None:
    assert slots_for([355, 182, 80], CANONICAL) == [0, 2, 1]
    with pytest.raises(UsageError, match="at most 4"):
        slots_for([0, 1, 2, 3, 4], CANONICAL)


def test_the_training_cache_holds_what_the_game_would_see(gradient_folder: Path, tmp_path: Path) -> None:
    catalog = open_catalog(gradient_folder)
    told: list[tuple[int, int]] = []
    table = open_table(catalog, tmp_path, (16, 32), lambda done, total: told.append((done, total)))
    again = open_table(catalog, tmp_path, (16, 32), lambda *_: pytest.fail("made twice"))
    row = 17
    pictures = [catalog.read(view) for view in catalog.views_of(catalog.ids[row])]
    seen, mask = model_input(pictures, (16, 32))
    import torch

    assert torch.equal(normalise(torch.from_numpy(np.array(again.pixels[row]))), seen)
    assert table.present[row].tolist() == mask.tolist()
    assert told[-1] == (len(catalog), len(catalog))
    assert table.lats[row] == catalog.location(catalog.ids[row]).lat


def test_a_disk_without_room_for_the_cache_is_refused(
    gradient_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=1000))
    with pytest.raises(UsageError, match=r"the decoded views need .* 0\.00 GB free; make room"):
        open_table(open_catalog(gradient_folder), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_many_pictures_are_decoded_by_other_processes_to_the_same_pixels(
    gradient_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = open_catalog(gradient_folder)
    few = open_table(catalog, tmp_path / "few", (16, 32))
    monkeypatch.setattr("geogame.datasets.FEW_PIXELS", 0)
    many = open_table(catalog, tmp_path / "many", (16, 32))
    np.testing.assert_array_equal(many.pixels, few.pixels)


def test_a_crop_is_cut_alike_for_the_cache_and_for_a_prediction(gradient_folder: Path, tmp_path: Path) -> None:
    catalog = open_catalog(gradient_folder)
    crop = (0.0, 0.0, 0.75, 0.5)
    table = open_table(catalog, tmp_path, (16, 48), crop=crop)
    whole = open_table(catalog, tmp_path, (16, 48))
    pictures = [catalog.read(view) for view in catalog.views_of(catalog.ids[3])]
    assert (table.pixels[3, 0] == pictures[0][:16, :48].transpose(2, 0, 1)).all()
    seen, _ = model_input(pictures, (16, 48), crop)
    import torch

    assert torch.equal(normalise(torch.from_numpy(np.array(table.pixels[3]))), seen)
    assert not (table.pixels[3] == whole.pixels[3]).all(), "crops are cached apart"


@pytest.mark.parametrize("shares", [(0, 0, 1), (0.5, 0, 0.5, 1), (0, 0, 1, 1.1), (-0.1, 0, 1, 1)])
def test_an_impossible_crop_is_refused(shares: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="left, top, right, bottom"):
        check_crop(shares)


def test_a_crop_must_leave_pixels() -> None:
    with pytest.raises(UsageError, match="leaves nothing of a picture of 20x10"):
        cut(np.zeros((10, 20, 3), np.uint8), (0.0, 0.98, 1.0, 1.0))


def test_colour_statistics_are_mean_and_spread_of_each_channel() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (2, 4, 3, 8, 16), dtype=np.uint8)
    found = colour_statistics(pixels)
    assert found.shape == (2, 24)
    assert found[1, 6] == pytest.approx(pixels[1, 1, 0].mean(), rel=1e-3)
    assert found[1, 7] == pytest.approx(pixels[1, 1, 0].std(), rel=1e-3)
