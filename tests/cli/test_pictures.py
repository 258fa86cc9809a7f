from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from geogame.cli.training import read_pictures
from geogame.errors import UsageError

ORIENTATION = 0x0112


@pytest.fixture
def pixels() -> NDArray[np.uint8]:
    return np.random.default_rng(1).integers(0, 256, (40, 60, 3), dtype=np.uint8)


def test_a_picture_is_read_the_way_up_that_its_camera_says(pixels: NDArray[np.uint8], tmp_path: Path) -> None:
    lying, turned = Image.fromarray(np.rot90(pixels, 1)), Image.Exif()
    turned[ORIENTATION] = 6
    lying.save(tmp_path / "lying.png", exif=turned)
    lying.save(tmp_path / "plain.png")
    upright, as_stored = read_pictures([tmp_path / "lying.png", tmp_path / "plain.png"])
    np.testing.assert_array_equal(upright, pixels)
    np.testing.assert_array_equal(as_stored, np.rot90(pixels, 1))


def test_what_is_no_picture_or_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "odd.jpg").write_text("no picture")
    for name in ("odd.jpg", "gone.jpg"):
        with pytest.raises(UsageError, match=name):
            read_pictures([tmp_path / name])
