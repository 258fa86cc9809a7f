import numpy as np
import pytest

from geogame.world.kernels.noise import lattice_hash, octave_noise, octave_noise_at_origin, value_noise
from geogame.world.kernels.noise_texture import TILE, noise_tile, speckle

RNG = np.random.default_rng(0)
POINTS = RNG.uniform(-5000, 5000, (4000, 2))


def test_noise_fills_the_unit_interval_around_a_half():
    values = np.array([value_noise(x, y, 5) for x, y in POINTS])
    assert values.min() >= 0
    assert values.max() <= 1
    assert values.mean() == pytest.approx(0.5, abs=0.02)
    assert values.std() == pytest.approx(0.2, abs=0.04)


def test_noise_is_continuous_across_lattice_lines():
    for x, y in POINTS[:200]:
        edge = float(np.floor(x))
        assert abs(value_noise(edge - 1e-7, y, 3) - value_noise(edge + 1e-7, y, 3)) < 1e-5


def test_seeds_give_unlike_noise():
    one, two = (np.array([value_noise(x, y, seed) for x, y in POINTS]) for seed in (5, 6))
    assert abs(np.corrcoef(one, two)[0, 1]) < 0.06


def test_octaves_below_the_footprint_are_their_mean():
    assert octave_noise(3.3, 4.4, 10.0, 1e6, 5, 1) == pytest.approx(0.5)
    fine = octave_noise(3.3, 4.4, 10.0, 0.001, 5, 1)
    assert abs(octave_noise(3.3, 4.4, 10.0, 0.01, 5, 1) - fine) < 0.05


def test_noise_at_the_origin_is_what_the_octaves_say():
    assert octave_noise_at_origin(5, 9) == pytest.approx(octave_noise(0.0, 0.0, 900.0, 0.001, 5, 9))


def test_hashes_are_even():
    values = np.array([lattice_hash(i, j, 1) for i in range(60) for j in range(60)])
    counts = np.histogram(values, 10, (0, 1))[0]
    assert counts.min() > 280


def test_the_tile_repeats_without_a_seam_and_blurs_to_its_mean():
    tile = noise_tile()
    period = TILE / 16
    for x, y in POINTS[:50]:
        assert speckle(tile, x, y, 1.0, 0.001, 2) == pytest.approx(
            speckle(tile, x + period, y, 1.0, 0.001, 2), abs=1e-3
        )
        assert speckle(tile, x, y, 1.0, 1e4, 2) == 0.5
    values = np.array([speckle(tile, x, y, 1.0, 0.001, 2) for x, y in POINTS])
    blurred = np.array([speckle(tile, x, y, 1.0, 0.3, 2) for x, y in POINTS])
    assert values.mean() == pytest.approx(0.5, abs=0.02)
    assert 0.3 * values.std() < blurred.std() < values.std()
