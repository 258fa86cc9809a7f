"""Headings that nobody knows, and what a belief says in words."""

from dataclasses import dataclass

import numpy as np
import pytest

from geogame.catalog import open_catalog
from geogame.errors import UsageError
from geogame.geolocators import load_geolocator
from geogame.partitions import load_partition
from geogame.photo import Photo
from geogame.photo.answer import answer, reasons, spread_headings
from geogame.photo.areas import doubt_of, top_cells

CANONICAL = (0.0, 90.0, 180.0, 270.0)


@dataclass
class Believed:
    probabilities: np.ndarray
    lat: float
    lon: float


def test_unknown_headings_take_what_is_free():
    assert spread_headings([None, None], CANONICAL) == [0, 90]
    assert spread_headings([None, 10.0, None], CANONICAL) == [90, 10, 180]
    assert len(set(spread_headings([135.0, None, None, None], CANONICAL))) == 4
    with pytest.raises(UsageError, match="take some away"):
        spread_headings([None] * 5, CANONICAL)


def test_a_belief_is_summed_up_by_state_and_distance():
    partition = load_partition("fishnet", "usa")
    home = int(partition.locate(np.array([41.5]), np.array([-99.5]))[0])
    lat, lon = partition.anchor(home)
    sure = np.zeros(len(partition), np.float32)
    sure[home] = 1.0
    doubt = doubt_of(partition, Believed(sure, lat, lon))
    assert doubt.areas == [("Nebraska", 1.0)]
    assert doubt.radius_km == pytest.approx(0.0, abs=1e-6)
    anything = np.full(len(partition), 1 / len(partition), np.float32)
    wide = doubt_of(partition, Believed(anything, lat, lon))
    assert len(wide.areas) > 15
    assert wide.radius_km > 1000
    assert top_cells(partition, Believed(sure, lat, lon))[0].cell == home


def test_the_reasons_are_those_of_the_answer(tiny_model, gradient_folder):
    geolocator, catalog = load_geolocator(tiny_model, "cpu"), open_catalog(gradient_folder)
    photos = [Photo(catalog.read(view)) for view in catalog.views_of(catalog.ids[0])[:2]]
    found = answer(geolocator, tiny_model, photos, [None, 0.0])
    assert found.headings_deg == [90.0, 0.0]
    assert found.verdict is None
    why = reasons(geolocator, tiny_model, photos, found)
    assert why.heat.cell == found.cells[0].cell
    assert np.array_equal(why.prediction.belief, found.prediction.belief)
    assert len(why.neighbours) == 3
