import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geogame.catalog import UNUSED
from geogame.errors import UsageError
from geogame.geo import distance_matrix_km
from geogame.splits import group_k_fold, random_by_location, spatial_buffer

SHARES = {"train": 0.8, "val": 0.1, "test": 0.1}
SEEDS = st.integers(0, 2**31)


@given(st.lists(st.text(max_size=5), max_size=40), st.lists(st.text(max_size=5), max_size=40), SEEDS)
def test_other_places_never_move_a_place_into_another_split(ids: list[str], more: list[str], seed: int) -> None:
    assert random_by_location(ids + more, SHARES, seed)[: len(ids)] == random_by_location(ids, SHARES, seed)


@settings(max_examples=30)
@given(SEEDS)
def test_random_split_has_the_asked_shares(seed: int) -> None:
    labels = random_by_location([f"place {i}" for i in range(4000)], SHARES, seed)
    for name, share in SHARES.items():
        assert labels.count(name) / 4000 == pytest.approx(share, abs=0.04)


def test_another_seed_gives_another_random_split() -> None:
    ids = [str(i) for i in range(200)]
    assert random_by_location(ids, SHARES, 1) != random_by_location(ids, SHARES, 2)


@pytest.mark.parametrize("shares", [{}, {"train": 0.5}, {"train": 1.2, "test": -0.2}, {"train": 1.0, "val": 0.0}])
def test_shares_that_are_no_division_are_refused(shares: dict[str, float]) -> None:
    with pytest.raises(UsageError, match="add up to one"):
        random_by_location(["a"], shares, 0)


@given(st.lists(st.integers(0, 8), min_size=1, max_size=60), st.integers(2, 5), SEEDS)
def test_folds_keep_groups_together_and_use_every_fold(groups: list[int], folds: int, seed: int) -> None:
    if folds > len(set(groups)):
        with pytest.raises(UsageError, match="folds"):
            group_k_fold(groups, folds, seed)
        return
    numbers = group_k_fold(groups, folds, seed)
    assert len({(group, fold) for group, fold in zip(groups, numbers, strict=True)}) == len(set(groups))
    assert set(numbers) == set(range(folds))
    largest_group = max(groups.count(group) for group in groups)
    sizes = np.bincount(numbers, minlength=folds)
    assert sizes.max() - sizes.min() <= largest_group


@settings(deadline=None, max_examples=40)  # the first distance imports its package
@given(SEEDS, st.floats(1, 300))
def test_no_two_splits_come_closer_than_the_buffer(seed: int, buffer_km: float) -> None:
    rng = np.random.default_rng(seed)
    lats, lons = rng.uniform(38, 42, 120), rng.uniform(-100, -95, 120)
    labels = np.array(spatial_buffer(lats, lons, SHARES, buffer_km, seed))
    km = distance_matrix_km(lats, lons, lats, lons)
    kept = labels != UNUSED
    apart = kept[:, None] & kept[None, :] & (labels[:, None] != labels[None, :])
    assert (km[apart] >= buffer_km * (1 - 1e-9)).all()


def test_a_buffer_drops_only_places_of_the_larger_split_that_are_too_near() -> None:
    lats, lons = np.linspace(30, 45, 400), np.full(400, -100.0)  # 4.2 km apart on a line
    shares = {"train": 0.9, "test": 0.1}
    labels = np.array(spatial_buffer(lats, lons, shares, 6.0, 1))
    tests = np.flatnonzero(labels == "test")
    assert 20 <= len(tests) <= 60
    beside_a_test = np.isin(np.arange(400), tests - 1) | np.isin(np.arange(400), tests + 1)
    assert ((labels == UNUSED) == (beside_a_test & (labels != "test"))).all()
