import numpy as np
import pytest
from plain_scene import params

from geogame.world import arrays as A
from geogame.world.kernels.layout import ground_height
from geogame.world.kernels.terrain import SIZES, build_terrain

DENVER = (39.85, -105.05)
OFF_OREGON = (44.62, -124.5)


def test_training_terrain_has_the_same_land_on_a_coarser_grid():
    p = params(HILL_M=10, FOREST_SHARE=0.4, CROP_SHARE=0.5)
    full, training = (build_terrain(p, *DENVER, detail) for detail in ("full", "training"))
    assert full.heights.shape == SIZES["full"][:2]
    assert training.heights.shape == SIZES["training"][:2]
    for land in (full, training):
        assert (np.diff(land.radii_m) > 0).all()
        assert set(np.unique(land.materials & 127)) == {A.OPEN, A.CROP, A.FOREST, A.FAR}
        assert ((land.far_colour >= 0) & (land.far_colour < 2)).all()
    shares = [(land.materials[:, :40] & 127 == A.FOREST).mean() for land in (full, training)]
    assert shares[0] == pytest.approx(shares[1], abs=0.12)


def test_near_ground_is_the_layouts():
    p = params(HILL_M=10, BUMPS_M=0.3)
    land = build_terrain(p, *DENVER, "training")
    azimuths = len(land.heights)
    for a, i in ((0, 0), (100, 20), (500, 30)):
        r = float(land.radii_m[i])
        theta = (a + 0.5) * 2 * np.pi / azimuths
        expected = ground_height(np.sin(theta) * r, np.cos(theta) * r, r, p)
        assert land.heights[a, i] == pytest.approx(expected, abs=0.01)


def test_mountains_stand_where_they_are_west_of_denver():
    land = build_terrain(params(), *DENVER, "training")
    quarter = len(land.heights) // 4
    far = (land.radii_m > 15_000) & (land.radii_m < 60_000)
    west = land.heights[3 * quarter - 40 : 3 * quarter + 40][:, far]
    east = land.heights[quarter - 40 : quarter + 40][:, far]
    assert west.max() > east.max() + 800


def test_the_sea_is_level_and_below_the_camera():
    land = build_terrain(params(), *OFF_OREGON, "training")
    far = land.radii_m > 4000
    water = (land.materials & 127) == A.OPEN_WATER
    assert water[:, far].mean() > 0.4
    assert (land.heights[:, far][water[:, far]] < 0).all()


def test_only_cells_beside_another_use_are_borders():
    land = build_terrain(params(FOREST_SHARE=0.5), *DENVER, "training")
    kind, border = land.materials & 127, land.materials >= A.BORDER
    alike = np.ones(kind.shape, bool)
    for da in (-1, 0, 1):
        alike &= np.roll(kind, da, 0) == kind
    inner = slice(1, -1)
    for shift in (-1, 1):
        moved = np.roll(kind, shift, 1)
        for da in (-1, 0, 1):
            alike[:, inner] &= np.roll(moved, da, 0)[:, inner] == kind[:, inner]
    assert (alike[:, inner] == ~border[:, inner]).all()
    assert 0 < border.mean() < 0.5
