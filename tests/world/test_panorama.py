"""A panorama shows the world of the views, all around and without a seam."""

import math
from functools import cache

import numpy as np
import pytest
from plain_scene import billboard, scene, wall

from geogame.errors import WorldError
from geogame.world import arrays as A
from geogame.world.panorama import CENTRE_HEADING_DEG, panorama_of, render_panorama
from geogame.world.place import Place
from geogame.world.scene import build_scene
from geogame.world.view import DEFAULT_PITCH, render_view

PLACES = {
    "downtown": Place(40.75, -73.98, 160, 12.0, 114),
    "forest": Place(44.1, -72.7, 283, 10.5, 113),
    "coast": Place(44.62, -124.04, 200, 15.0, 101),
    "desert": Place(36.98, -110.12, 270, 15.5, 103),
}
WIDTH, HEIGHT = 2048, 1024
VIEW_WIDTH, VIEW_HEIGHT = 640, 320


@cache
def scene_of(name: str) -> A.Scene:
    return build_scene(PLACES[name])


@cache
def panorama(name: str) -> np.ndarray:
    return panorama_of(scene_of(name), WIDTH, HEIGHT)


def crop(full: np.ndarray, heading_deg: float, width: int = VIEW_WIDTH, height: int = VIEW_HEIGHT) -> np.ndarray:
    """Look into a panorama with the camera of a view of 90 degrees."""
    rows, columns = full.shape[:2]
    across = np.arange(width) + 0.5 - width / 2
    up = height * (0.5 + DEFAULT_PITCH) - np.arange(height)[:, None] - 0.5
    focal = width / 2
    azimuth = np.radians(heading_deg - CENTRE_HEADING_DEG) + np.arctan2(across, focal) + 0 * up
    elevation = np.arctan2(up, np.hypot(across, focal))
    x, y = (azimuth / (2 * np.pi) + 0.5) * columns - 0.5, (0.5 - elevation / np.pi) * rows - 0.5
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    fx, fy = (x - x0)[..., None], (y - y0)[..., None]
    at = lambda j, i: full[j, i % columns].astype(float)  # noqa: E731
    top, bottom = at(y0, x0) * (1 - fx) + at(y0, x0 + 1) * fx, at(y0 + 1, x0) * (1 - fx) + at(y0 + 1, x0 + 1) * fx
    return top * (1 - fy) + bottom * fy


def coarse(picture: np.ndarray, by: int = 4) -> np.ndarray:
    high, wide = picture.shape[0] // by, picture.shape[1] // by
    return picture.reshape(high, by, wide, by, 3).mean(axis=(1, 3))


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("heading_deg", [0.0, 123.0, 180.0])
def test_a_crop_agrees_with_the_view(name: str, heading_deg: float) -> None:
    view = render_view(scene_of(name), heading_deg, VIEW_WIDTH, VIEW_HEIGHT, supersample=2).astype(float)
    seen = crop(panorama(name), heading_deg)
    assert np.abs(seen.mean(axis=(0, 1)) - view.mean(axis=(0, 1))).max() < 3
    # Leaves are noise to a pixel, and a view stretches the plants at its sides: hence four pixels together, and the
    # middle of the picture; and what they differ by grows with how much leaves and sky contrast.
    middle = coarse(view)[:, 20:-20]
    assert np.abs(coarse(seen)[:, 20:-20] - middle).mean() < 0.125 * middle.std()
    inner = view[8:-8, 160:-160].mean(axis=2)
    error = {
        (dx, dy): np.abs(np.roll(seen, (dy, dx), (0, 1))[8:-8, 160:-160].mean(axis=2) - inner).mean()
        for dx in range(-3, 4)
        for dy in range(-3, 4)
    }
    best = min(error, key=error.__getitem__)
    assert max(map(abs, best)) <= 1, best


@pytest.mark.parametrize("name", PLACES)
def test_no_seam_at_the_wrap_or_between_strips(name: str) -> None:
    full = panorama(name).astype(float)
    step = np.abs(np.roll(full, -1, axis=1) - full).mean(axis=(0, 2))  # step[c] is between columns c and c + 1
    strips = np.arange(1, 33) * WIDTH // 32 - 1
    others = np.delete(step, strips)
    assert step[-1] < 1.6 * np.median(np.concatenate([step[-20:-1], step[:19]])) + 0.3
    assert step[strips].mean() < others.mean() * 1.08 + 0.1


def test_no_seam_between_bands() -> None:
    smooth = scene()
    full = panorama_of(smooth, 512, 256).astype(float)
    step = np.abs(np.diff(full, axis=0)).mean(axis=(1, 2))
    sky = step[:120]
    assert sky.max() < 4 * np.median(sky) + 1.0


def red_part(made: A.Scene) -> np.ndarray:
    picture = panorama_of(made, 1024, 512).astype(int)
    return picture[..., 0] - picture[..., 1] > 40


@pytest.mark.parametrize("azimuth_deg", [0.0, 5.625, 40.0, 179.9])
def test_a_plant_has_its_place_and_size_whichever_strips_show_it(azimuth_deg: float) -> None:
    a = math.radians(azimuth_deg)
    tree = billboard(12 * math.sin(a), 12 * math.cos(a), 8.0)
    shown = red_part(scene(billboards=tree[None]))
    columns = np.flatnonzero(shown.any(axis=0))
    turned = (columns + 0.5) / 1024 * 360 - 180 - azimuth_deg
    turned = (turned + 180) % 360 - 180
    half = math.degrees(math.atan(4 / 12))
    assert abs(turned.min() + half) < 0.8
    assert abs(turned.max() - half) < 0.8
    tops = shown.argmax(axis=0)[columns]
    elevation = 90 - (tops + 0.5) / 512 * 180
    expected = math.degrees(math.atan((8 - 2.35) / 12))
    assert np.ptp(tops) <= 2
    assert abs(np.median(elevation) - expected) < 0.8


def test_a_wall_spans_its_angle() -> None:
    shown = red_part(scene(quads=wall(10, 30, (0.5, 0.05, 0.05))[None]))
    columns = np.flatnonzero(shown.any(axis=0))
    half = math.degrees(math.atan(3))
    assert abs((columns.min() / 1024 * 360 - 180) + half) < 0.8
    assert abs((columns.max() + 1) / 1024 * 360 - 180 - half) < 0.8
    tops = shown.argmax(axis=0)[columns]
    azimuth = ((columns + 0.5) / 1024 - 0.5) * 2 * math.pi
    expected = (0.5 - np.arctan((5 - 2.35) * np.cos(azimuth) / 10) / math.pi) * 512
    assert np.abs(tops - expected)[3:-3].max() < 1.5


def test_the_poles_are_closed() -> None:
    full = panorama("downtown").astype(int)
    assert np.ptp(full[0], axis=0).max() <= 3  # grain
    assert np.ptp(full[-1], axis=0).max() <= 3
    assert full.min(axis=2).max() > 0


def test_same_place_gives_the_same_pixels_and_progress_runs_to_one() -> None:
    told: list[float] = []
    first = render_panorama(PLACES["coast"], 128, 64, progress=told.append)
    assert first.shape == (64, 128, 3)
    assert first.dtype == np.uint8
    assert (first == render_panorama(PLACES["coast"], 128, 64)).all()
    assert told == sorted(told)
    assert told[-1] == 1.0


@pytest.mark.parametrize("width", [64, 200, 514, 1026])
def test_odd_sizes_have_no_gap(width: int) -> None:
    sky = scene().sky.copy()
    sky[A.ZENITH : A.SUN_COLOUR] = 2
    picture = panorama_of(scene(sky=sky), width, width // 2)
    assert picture.max(axis=2).min() > 10


@pytest.mark.parametrize("size", [(0, 0), (32, 16), (640, 640), (2048, 1000), (16384, 8192)])
def test_other_sizes_are_refused_in_words(size: tuple[int, int]) -> None:
    with pytest.raises(WorldError, match="panorama of"):
        render_panorama(PLACES["coast"], *size)


def test_an_impossible_date_is_refused() -> None:
    with pytest.raises(WorldError, match="day 400"):
        render_panorama(Place(40, -100, 400, 12.0, 1), 128, 64)
