"""Points strewn over cells: every cell has its own, and beliefs laid on them lose nothing."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from geogame.geolocators.published.lattice import Lattice, strew
from geogame.partitions import load_partition


@pytest.fixture(scope="module")
def usa() -> Lattice:
    return strew(load_partition("fishnet", "usa"))


@pytest.mark.parametrize(("region", "cells"), [("usa", "fishnet"), ("usa", "fishnet:8"), ("lincoln", "fishnet")])
def test_every_point_lies_in_its_cell_and_every_cell_has_one(region: str, cells: str) -> None:
    lattice = strew(load_partition(cells, region), 500)
    assert 400 <= len(lattice) <= 700
    assert set(lattice.cells) == set(range(len(lattice.partition)))
    np.testing.assert_array_equal(lattice.partition.locate(*lattice.points.T), lattice.cells)


def test_a_place_is_given_to_a_point_of_its_own_cell(usa: Lattice) -> None:
    random = np.random.default_rng(1)
    lats, lons = random.uniform(20, 52, 5000), random.uniform(-130, -60, 5000)
    at, cells = usa.nearest(lats, lons), usa.partition.locate(lats, lons)
    np.testing.assert_array_equal(at >= 0, cells >= 0)
    np.testing.assert_array_equal(usa.cells[at[at >= 0]], cells[cells >= 0])
    assert usa.nearest([48.9], [2.35]).tolist() == [-1]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**31), st.floats(1, 80))
def test_beliefs_keep_their_proportions_inside_the_region(usa: Lattice, seed: int, scale: float) -> None:
    random = np.random.default_rng(seed)
    logits = torch.from_numpy(random.normal(0, scale, (3, 40)))
    at = torch.from_numpy(random.integers(-1, len(usa), 40))
    at[0] = 5
    laid = usa.lay(logits, at).exp()
    inside = logits[:, at >= 0].softmax(1)
    wanted = torch.zeros(3, len(usa), dtype=torch.float64).index_add_(1, at[at >= 0], inside)
    torch.testing.assert_close(laid.double(), wanted, atol=1e-5, rtol=1e-4)
    cells = usa.by_cell(usa.lay(logits, at)).exp()
    torch.testing.assert_close(cells.sum(1), torch.ones(3), atol=1e-4, rtol=0)


def test_a_belief_that_lies_wholly_outside_leaves_all_points_alike(usa: Lattice) -> None:
    laid = usa.lay(torch.zeros(2, 3), torch.tensor([-1, -1, -1]))
    assert torch.isfinite(laid).all()
    assert torch.unique(laid).numel() == 1
