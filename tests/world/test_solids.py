"""Solids are closed where they should be, and stand where they are put."""

import math

import numpy as np
import pytest

from geogame.world import arrays as A
from geogame.world.colour import linear
from geogame.world.houses import HOUSES
from geogame.world.solids import Footprint, Solids, Surface
from geogame.world.structures import FARM_BUILDINGS

FOOT = Footprint(30.0, -12.0, 5.0, 4.0, 0.7, 1.5)


def test_box_has_its_size_and_stands_on_its_base() -> None:
    out = Solids()
    out.box(FOOT, 6.0, Surface(linear("#808080")))
    quads, boxes = out.arrays()
    corners = np.concatenate([quads[:, :3] + a * quads[:, 3:6] + b * quads[:, 6:9] for a in (0, 1) for b in (0, 1)])
    assert corners[:, 2].min() == pytest.approx(1.5)
    assert corners[:, 2].max() == pytest.approx(7.5)
    reach = np.hypot(corners[:, 0] - 30, corners[:, 1] + 12)
    assert reach.max() == pytest.approx(math.hypot(5, 4))
    assert boxes.shape == (1, A.N_BOX)


@pytest.mark.parametrize("kind", sorted(HOUSES))
def test_houses_are_made_of_sound_quads(kind: str) -> None:
    out = Solids()
    HOUSES[kind](out, FOOT, np.random.default_rng(3), None)
    _check(out)


@pytest.mark.parametrize("kind", sorted(FARM_BUILDINGS))
def test_farm_buildings_are_made_of_sound_quads(kind: str) -> None:
    out = Solids()
    FARM_BUILDINGS[kind](out, FOOT, np.random.default_rng(3), linear("#8f2a1e"))
    _check(out)


def _check(out: Solids) -> None:
    quads, boxes = out.arrays()
    assert np.isfinite(quads).all()
    assert np.isfinite(boxes).all()
    assert len(quads) >= 5
    area = np.linalg.norm(np.cross(quads[:, 3:6], quads[:, 6:9]), axis=1)
    assert (area > 0.05).all(), "no quad may be a sliver"
    assert (quads[:, A.Q_COLOUR : A.Q_COLOUR + 3] >= 0).all()
    assert quads[:, 2].min() >= FOOT.z - 2.0, "only foundations reach below the ground"
