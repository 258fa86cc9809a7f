import numpy as np
from PIL import Image

from geogame.audit import difference_hash


def test_difference_hash_reads_brightness_steps_from_left_to_right() -> None:
    ramp = np.repeat(np.linspace(0, 255, 90).astype(np.uint8)[None, :, None], 64, axis=0).repeat(3, axis=2)
    assert difference_hash(ramp) == 2**64 - 1
    assert difference_hash(ramp[:, ::-1]) == 0
    assert difference_hash(np.full((64, 90, 3), 128, dtype=np.uint8)) == 0


def test_difference_hash_survives_a_small_change_of_size_and_brightness() -> None:
    picture = np.random.default_rng(0).integers(60, 190, (8, 9, 3), dtype=np.uint8)
    picture = np.asarray(Image.fromarray(picture).resize((256, 128), Image.Resampling.BICUBIC))
    smaller = np.asarray(Image.fromarray(picture).resize((128, 64))) // 2 + 40
    assert (difference_hash(picture) ^ difference_hash(smaller.astype(np.uint8))).bit_count() <= 6
