import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from geogame.errors import WorldError
from geogame.geo import distance_matrix_km
from geogame.partitions import load_partition
from geogame.regions import load_region
from geogame.world.place import SCENE_SEED_BITS, Place, sample_places, within_km

REGION, PARTITION = load_region("usa"), load_partition("fishnet", "usa")
SEEDS = st.integers(0, 2**40)


def all_land(lats: NDArray[np.float64], lons: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.zeros(len(lats), dtype=bool)


def water_in_the_north(lats: NDArray[np.float64], lons: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.asarray(lats > 40.1)


def draw(per_cell: int | list[int], seed: int = 0) -> list[list[Place]]:
    return sample_places(REGION, PARTITION, per_cell, seed, is_water=all_land)


def only(cell: int, count: int) -> list[int]:
    return [count if index == cell else 0 for index in range(len(PARTITION))]


@settings(deadline=None, max_examples=20)
@given(SEEDS, st.integers(0, 242), st.integers(1, 4), st.integers(0, 4))
def test_more_places_and_other_cells_never_change_earlier_places(seed: int, cell: int, count: int, more: int) -> None:
    few = draw(only(cell, count), seed)[cell]
    assert len(few) == count
    assert draw([count + more] * len(PARTITION), seed)[cell][:count] == few


@settings(deadline=None, max_examples=10)
@given(SEEDS)
def test_every_place_lies_in_its_cell_on_land_by_day(seed: int) -> None:
    drawn = sample_places(REGION, PARTITION, only(120, 60), seed, is_water=water_in_the_north)
    places = drawn[120]
    lats, lons = np.array([p.lat for p in places]), np.array([p.lon for p in places])
    assert (PARTITION.locate(lats, lons) == 120).all()
    assert not water_in_the_north(lats, lons).any()
    assert all(1 <= p.day_of_year <= 365 and 8.5 <= p.solar_hour <= 16.5 for p in places)
    assert all(0 <= p.scene_seed < 2**SCENE_SEED_BITS for p in places)
    assert len({p.scene_seed for p in places}) == 60


def test_places_spread_over_a_cell_by_area_not_by_degrees() -> None:
    cell = 120
    west, south, east, north = PARTITION.cells[cell].polygon.bounds
    assert (round(east - west), round(north - south)) == (2, 2), "a whole square is needed here"
    places = draw(only(cell, 4000))[cell]
    heights = np.sin(np.radians([p.lat for p in places]))
    low, high = np.sin(np.radians([south, north]))
    across = (np.array([p.lon for p in places]) - west) / (east - west)
    for unit in ((heights - low) / (high - low), across):
        assert np.abs(np.sort(unit) - np.linspace(0, 1, 4000)).max() < 1.95 / np.sqrt(4000)  # Kolmogorov, p 0.001


def test_days_and_hours_are_uniform() -> None:
    places = [place for group in draw(20) for place in group]
    days = np.array([p.day_of_year for p in places])
    hours = np.array([p.solar_hour for p in places])
    assert (days.min(), days.max()) == (1, 365)
    assert days.mean() == pytest.approx(183, abs=6)
    assert hours.mean() == pytest.approx(12.5, abs=0.15)


@settings(deadline=None, max_examples=10)
@given(SEEDS, st.floats(5, 60))
def test_excluded_places_are_kept_away_from_and_their_seeds_never_used(seed: int, km: float) -> None:
    held_out = draw(only(50, 3), seed + 1)[50]
    lats, lons = np.array([p.lat for p in held_out]), np.array([p.lon for p in held_out])
    free = draw(only(50, 30), seed)[50]
    taken = {free[0].scene_seed, free[7].scene_seed}
    places = sample_places(
        REGION,
        PARTITION,
        only(50, 30),
        seed,
        (lats, lons, km),
        exclude_seeds=taken,
        is_water=all_land,
    )[50]
    km_apart = distance_matrix_km([p.lat for p in places], [p.lon for p in places], lats, lons)
    assert km_apart.min() >= km * (1 - 1e-9)
    assert taken.isdisjoint(p.scene_seed for p in places)


def test_a_cell_without_land_is_named() -> None:
    def all_water(lats: NDArray[np.float64], lons: NDArray[np.float64]) -> NDArray[np.bool_]:
        return np.ones(len(lats), dtype=bool)

    with pytest.raises(WorldError, match="no free place on land was found in cell 7 "):
        sample_places(REGION, PARTITION, only(7, 1), 0, is_water=all_water)


def test_a_wrong_number_of_counts_is_refused() -> None:
    with pytest.raises(WorldError, match="3 counts were given for 243 cells"):
        draw([1, 2, 3])


def test_all_training_places_are_drawn_within_seconds() -> None:
    started = time.process_time()
    drawn = draw(100)
    assert sum(map(len, drawn)) == 24_300
    assert time.process_time() - started < 10


@given(st.floats(24, 49), st.floats(-120, -70), st.floats(0.5, 200), SEEDS)
@settings(deadline=None, max_examples=30)
def test_nearness_agrees_with_the_distance_matrix(lat: float, lon: float, km: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    lats, lons = lat + rng.normal(0, 1, 40), lon + rng.normal(0, 1, 40)
    matrix = distance_matrix_km(lats[:20], lons[:20], lats[20:], lons[20:])
    if (np.abs(matrix - km) < 1e-5).any():
        return
    near = within_km(lats[:20], lons[:20], lats[20:], lons[20:], km)
    assert (near == (matrix < km).any(axis=1)).all()
