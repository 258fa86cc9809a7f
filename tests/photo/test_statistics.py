"""Statistics of pictures: always as many, always numbers, little moved by size and compression, much by grain."""

import numpy as np
import pytest

from geogame.photo.dress import FORMATS, QUALITIES, SHARES, SMALLEST_SIDE, compressed, dressed, resized
from geogame.photo.statistics import statistics_of

RNG = np.random.default_rng(4)
ODD = {
    "black": np.zeros((64, 64, 3), np.uint8),
    "white": np.full((320, 640, 3), 255, np.uint8),
    "noise": RNG.integers(0, 256, (100, 150, 3), dtype=np.uint8),
    "a strip": RNG.integers(0, 256, (32, 700, 3), dtype=np.uint8),
    "a column": RNG.integers(0, 256, (500, 33, 3), dtype=np.uint8),
    "one colour": np.full((40, 40, 3), (200, 0, 0), np.uint8),
}


def landscape(height: int = 160, width: int = 320) -> np.ndarray:
    """Sky, hills and a road, drawn flat."""
    rows, columns = np.mgrid[:height, :width] / height
    hills = 0.5 + 0.08 * np.sin(9 * columns) + 0.03 * np.sin(31 * columns)
    picture = np.where((rows < hills)[..., None], np.array([120, 170, 230]), np.array([150, 140, 70]))
    road = np.abs(columns - 1) < 0.6 * (rows - 0.5)
    picture = np.where(road[..., None], np.array([110, 110, 112]), picture)
    return (picture * (0.8 + 0.2 * rows[..., None])).astype(np.uint8)


@pytest.mark.parametrize("name", ODD)
def test_every_picture_gives_as_many_numbers(name):
    found = statistics_of(ODD[name])
    assert found.shape == statistics_of(landscape()).shape
    assert np.isfinite(found).all()


def test_size_and_compression_move_them_less_than_grain_does():
    picture = landscape()
    plain = statistics_of(picture)
    grain = np.clip(picture + RNG.normal(scale=8, size=picture.shape), 0, 255).astype(np.uint8)
    far = np.linalg.norm(statistics_of(grain) - plain)
    for changed in (compressed(picture, "JPEG", 85), compressed(picture, "WEBP", 85), landscape(320, 640)):
        assert np.linalg.norm(statistics_of(changed) - plain) < far / 2


def test_pictures_are_dressed_as_uploads_are_and_the_same_by_the_same_chance():
    picture = landscape()
    shapes = set()
    for seed in range(12):
        first, again = (dressed(picture, np.random.default_rng(seed)) for _ in range(2))
        assert np.array_equal(first, again)
        assert first.dtype == np.uint8
        assert SMALLEST_SIDE - 1 <= min(first.shape[:2]) <= SHARES[1] * 160 + 1
        shapes.add(first.shape)
    assert len(shapes) > 4
    assert set(FORMATS) <= {"JPEG", "WEBP"}
    assert QUALITIES[0] >= 50
    tiny = picture[:30, :60]
    assert min(resized(tiny, np.random.default_rng(0)).shape[:2]) == 75
