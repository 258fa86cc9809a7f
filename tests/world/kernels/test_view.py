import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from plain_scene import billboard, params, scene, wall

from geogame.world import arrays as A
from geogame.world.kernels.billboards import nearest_first
from geogame.world.view import render_view

WIDTH, HEIGHT = 96, 48
HORIZON = int(HEIGHT * 0.52)


def look(made: A.Scene, heading_deg: float = 0.0, supersample: int = 1) -> np.ndarray:
    return render_view(made, heading_deg, WIDTH, HEIGHT, supersample=supersample).astype(int)


def red(picture: np.ndarray) -> np.ndarray:
    return picture[..., 0] - picture[..., 1]


def test_another_process_draws_the_same_pixels():
    code = (
        "import hashlib, plain_scene as p; from geogame.world.view import render_view;"
        "s = p.scene(billboards=p.billboard(3, 12)[None], quads=p.wall(30, 5, (.3, .3, .3))[None]);"
        "print(hashlib.sha256(render_view(s, 20, 96, 48, supersample=2).tobytes()).hexdigest())"
    )
    tests = Path(__file__).parents[2]
    path = os.pathsep.join([str(tests), str(tests.parent)])
    other = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "17"},
    )  # fmt: skip
    made = scene(billboards=billboard(3, 12)[None], quads=wall(30, 5, (0.3, 0.3, 0.3))[None])
    picture = render_view(made, 20, WIDTH, HEIGHT, supersample=2)
    assert hashlib.sha256(picture.tobytes()).hexdigest() == other.stdout.strip()


@pytest.mark.parametrize("supersample", [1, 2])
def test_sky_ends_at_the_horizon_and_no_pixel_stays_empty(supersample):
    sky = scene().sky.copy()
    sky[A.ZENITH : A.SUN_COLOUR] = (2, 0, 2, 2, 0, 2)
    picture = look(scene(sky=sky), 30.0, supersample)
    magenta = np.minimum(picture[..., 0], picture[..., 2]) - picture[..., 1] > 100
    assert magenta[: HORIZON - 1].all()
    assert not magenta[HORIZON + 2 :].any()
    assert (picture.max(axis=2) > 10).all()


@pytest.mark.parametrize(("plant_m", "covers"), [(30.0, False), (6.0, True)])
def test_a_plant_covers_a_pole_only_from_the_front(plant_m, covers):
    pole = np.array([[0, 12, 0, 0, 12, 6, 0, 0.4, 0.1, 0.1, 0.1]], np.float32)
    bare = look(scene(wires=pole), supersample=2)
    planted = look(scene(wires=pole, billboards=billboard(0, plant_m, 5.0)[None]), supersample=2)
    core = planted[HORIZON - 8 : HORIZON, WIDTH // 2]
    assert (np.abs(core - bare[HORIZON - 8 : HORIZON, WIDTH // 2]).max() > 20) == covers
    assert np.abs(planted - bare).max() > 20, "the plant is seen beside the pole"


def test_finer_samples_draw_the_same_picture_with_smoother_edges():
    made = scene(billboards=billboard(3, 12)[None], quads=wall(30, 5, (0.3, 0.3, 0.3))[None])
    difference = np.abs(look(made, 10.0, 1) - look(made, 10.0, 2))
    assert 0 < difference.mean() < 5


def test_neighbouring_views_light_a_tree_alike():
    """A tree on the common edge of two views, half in each."""
    made = scene(billboards=billboard(14, 14, 6)[None])
    north, east = look(made, 0.0), look(made, 90.0)
    right, left = north[HORIZON - 6 : HORIZON, -2:], east[HORIZON - 6 : HORIZON, :2]
    assert red(right).min() > 20
    assert np.abs(right.mean(axis=(0, 1)) - left.mean(axis=(0, 1))).max() < 12


def test_the_side_towards_the_sun_is_brighter():
    north = look(scene(billboards=billboard(0, 12, 6)[None]))
    row = red(north)[HORIZON - 4]
    tree = np.flatnonzero(row > 20)
    assert row[tree[-4:]].mean() > row[tree[:4]].mean() + 10


def test_what_stands_behind_an_opaque_tree_is_hidden():
    front, behind = billboard(0, 10, 5), billboard(0, 20, 3, (0, 0, 0.9))
    alone = look(scene(billboards=front[None]))
    both = look(scene(billboards=nearest_first(np.stack([behind, front]))))
    assert (alone == both).all()


def test_nearest_first_orders_by_distance():
    mixed = np.stack([billboard(0, d) for d in (9, 3, 30, 4)])
    assert nearest_first(mixed)[:, A.B_Y].tolist() == [3, 4, 9, 30]


def test_the_nearer_wall_hides_the_farther_whatever_their_order():
    walls = np.stack([wall(20, 4, (0.8, 0.05, 0.05)), wall(40, 20, (0.05, 0.05, 0.8))])
    one, other = look(scene(quads=walls)), look(scene(quads=walls[::-1].copy()))
    assert np.abs(one - other).mean() < 0.3
    assert red(one)[HORIZON - 3, WIDTH // 2] > 40
    assert red(one)[HORIZON - 3, WIDTH // 2 + 18] < -10
    beside = one[HORIZON - 2, WIDTH // 2 + 18]
    assert beside[2] - beside[1] > 40, "the farther wall shows beside the nearer"


def test_a_wall_hides_a_tree_and_a_tree_hides_a_wall():
    barrier = wall(15, 40, (0.3, 0.3, 0.3))[None]
    assert (look(scene(quads=barrier)) == look(scene(quads=barrier, billboards=billboard(0, 25, 4)[None]))).all()
    assert red(look(scene(quads=barrier, billboards=billboard(0, 8, 4)[None]))).max() > 40


def test_a_wire_from_behind_the_camera_is_one_straight_line():
    wire = np.zeros((1, A.N_WIRE), np.float32)
    wire[0, :6] = (-4, -60, 8, -4, 60, 8)
    wire[0, A.W_RADIUS] = 0.1
    bare, strung = look(scene()), look(scene(wires=wire))
    rows, columns = np.nonzero(np.abs(strung - bare).sum(axis=2) > 12)
    assert rows.min() == 0
    assert len(rows) > 20
    line = np.polyfit(rows, columns, 1)
    assert np.abs(np.polyval(line, rows) - columns).max() < 1.6


ROAD_FEATURES = {
    "PAVED_SHOULDER_M": 1.5,
    "TAR_SNAKES": 0.9,
    "SLAB_M": 5.0,
    "RUMBLE": 1.0,
    "MOWN_VERGE_M": 6.0,
    "CENTRE_LINE": A.CENTRE_DASHED,
}


@pytest.mark.parametrize("feature", ROAD_FEATURES)
def test_each_road_feature_shows_on_the_road_and_nowhere_else(feature):
    plain = look(scene(), supersample=2)
    changed = look(scene(params=params(**{feature: ROAD_FEATURES[feature]})), supersample=2)
    differs = np.abs(plain - changed).max(axis=2) > 2
    assert differs[HORIZON:].sum() >= 8
    assert not differs[: HORIZON - 1].any()
    # The verge's own edge: 11.5 m aside at 12 m ahead is outside the picture's corner, so look at the horizon's ends.
    assert not differs[HORIZON + 1 : HORIZON + 3, :20].any()


def test_fresh_snow_covers_the_grass():
    white = look(scene(params=params(SNOW_LINE_M=A.SNOW_FULL)))
    corner = (slice(-12, None), slice(0, 12))
    assert white[corner].mean() > look(scene())[corner].mean() + 60
