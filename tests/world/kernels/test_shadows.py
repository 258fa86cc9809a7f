import numpy as np
from plain_scene import SUN_ELEVATION, atlas, billboard, scene

from geogame.world import arrays as A
from geogame.world.kernels.shadows import shade_small, shadow_map

SIZE, RES = 200, 0.25
NO_BOXES = np.zeros((0, A.N_BOX), np.float32)
NO_BOARDS = np.zeros((0, A.N_BILLBOARD), np.float32)


def east_of_centre(metres):
    return int(SIZE / 2 + metres / RES)


def test_a_box_shades_the_ground_away_from_the_sun_for_its_height():
    box = np.array([[0, 0, 2, 2, 0, 5]], np.float32)
    shade = shadow_map(NO_BOARDS, box, atlas(), scene().sky, SIZE, RES)
    row = shade[SIZE // 2]
    reach = 2 + 5 / np.tan(SUN_ELEVATION)
    assert row[east_of_centre(-reach + 0.6)] > 0.8
    assert row[east_of_centre(-reach - 0.6)] == 0
    assert row[east_of_centre(2.6)] == 0
    assert shade[SIZE // 2 + int(2.6 / RES)].max() == 0


def test_a_tree_shades_a_strip_as_long_as_it_is_tall():
    shade = shadow_map(billboard(0, 0, 6)[None], NO_BOXES, atlas(), scene().sky, SIZE, RES)
    length = 6 / np.tan(SUN_ELEVATION)
    row = shade[SIZE // 2]
    assert row[east_of_centre(-length + 0.6)] > 0.8
    assert row[east_of_centre(-length - 0.6)] == 0
    assert row[east_of_centre(0.6)] == 0
    width = (shade[:, east_of_centre(-length / 2)] > 0.5).sum() * RES
    assert abs(width - 6) < 0.6


def test_a_slanting_sun_gives_the_tree_the_same_area_of_shade():
    areas = []
    for azimuth in np.radians([90, 137, 225, 300]):
        sky = scene().sky.copy()
        sky[A.SUN_X] = np.cos(SUN_ELEVATION) * np.sin(azimuth)
        sky[A.SUN_Y] = np.cos(SUN_ELEVATION) * np.cos(azimuth)
        areas.append((shadow_map(billboard(0, 0, 6)[None], NO_BOXES, atlas(), sky, SIZE, RES) > 0.5).mean())
    assert max(areas) < min(areas) * 1.08


def test_small_things_darken_only_in_the_shade():
    boards = np.stack([billboard(-6, 0, 1), billboard(6, 0, 1), billboard(-6, 1, 5)])
    box = np.array([[0, 0, 4, 4, 0, 9]], np.float32)
    sky = scene().sky
    shade_small(boards, shadow_map(NO_BOARDS, box, atlas(), sky, SIZE, RES), sky, RES)
    assert boards[0, A.B_SUNLIT] < 0.5
    assert boards[1, A.B_SUNLIT] == 1
    assert boards[2, A.B_SUNLIT] == 1
