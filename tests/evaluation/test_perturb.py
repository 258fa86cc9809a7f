import numpy as np
import pytest

from geogame.evaluation.perturb import MASKS, PERTURBATIONS, gain, hue, noise

PICTURE = np.random.default_rng(0).integers(40, 200, (64, 128, 3), dtype=np.uint8)


@pytest.mark.parametrize("name", [*PERTURBATIONS, *MASKS])
def test_a_change_keeps_the_shape_leaves_the_source_and_repeats(name: str) -> None:
    change = {**PERTURBATIONS, **MASKS}[name]
    before = PICTURE.copy()
    first, second = (change(PICTURE, np.random.default_rng(3)) for _ in range(2))
    assert first.shape == PICTURE.shape
    assert first.dtype == np.uint8
    assert np.array_equal(first, second)
    assert np.array_equal(PICTURE, before)
    assert not np.array_equal(first, PICTURE)


def test_gain_moves_every_channel_by_a_tenth() -> None:
    changed = gain(np.full((4, 4, 3), 100, np.uint8), np.random.default_rng(0))
    assert set(changed.ravel().tolist()) <= {90, 110}


def test_hue_turns_red_and_leaves_grey() -> None:
    red = np.full((2, 2, 3), (200, 0, 0), np.uint8)
    assert not np.array_equal(hue(red, np.random.default_rng(0)), red)
    grey = np.full((2, 2, 3), 120, np.uint8)
    assert np.array_equal(hue(grey, np.random.default_rng(0)), grey)


def test_noise_has_the_spread_it_says() -> None:
    changed = noise(np.full((200, 200, 3), 128, np.uint8), np.random.default_rng(0))
    assert changed.std() == pytest.approx(4, abs=0.1)


def test_masks_hide_only_their_strip() -> None:
    sky = MASKS["mask_sky"](PICTURE, np.random.default_rng(0))
    assert np.array_equal(sky[32:], PICTURE[32:])
    assert np.ptp(sky[:28].reshape(-1, 3), axis=0).max() == 0
