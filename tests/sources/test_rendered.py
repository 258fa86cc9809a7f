import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import stand_in

from geogame.geo import distance_matrix_km
from geogame.sources.presets import HELD_OUT, preset_options, shipped_catalog
from geogame.sources.rendered import Plan, RenderedSource, plan_places

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def training() -> Plan:
    """The places of the training preset, on land as the world's facts know it."""
    return plan_places(preset_options("usa-rendered"), RenderedSource())


@pytest.fixture(scope="module")
def held_out() -> Plan:
    """The places of the held-out preset."""
    return plan_places(preset_options(HELD_OUT), RenderedSource())


def positions(plan: Plan) -> tuple[np.ndarray, np.ndarray]:
    return np.array([p.place.lat for p in plan.places]), np.array([p.place.lon for p in plan.places])


def test_training_never_comes_near_the_held_out_places_nor_uses_their_seeds(training: Plan, held_out: Plan) -> None:
    (lats, lons), (other_lats, other_lons) = positions(training), positions(held_out)
    nearest = min(
        distance_matrix_km(lats[i : i + 1000], lons[i : i + 1000], other_lats, other_lons).min()
        for i in range(0, len(lats), 1000)
    )
    assert nearest >= 10
    seeds = {planned.place.scene_seed for planned in training.places}
    assert seeds.isdisjoint(planned.place.scene_seed for planned in held_out.places)


def test_held_out_places_cover_every_cell_and_are_all_for_testing(held_out: Plan) -> None:
    assert len(held_out.places) == 303
    assert {planned.cell for planned in held_out.places} == set(range(243))
    assert {planned.split for planned in held_out.places} == {"test"}


def test_training_places_are_divided_90_5_5(training: Plan) -> None:
    assert len(training.places) == 24_300
    labels = [planned.split for planned in training.places]
    for name, share in (("train", 0.9), ("val", 0.05), ("test", 0.05)):
        assert labels.count(name) / 24_300 == pytest.approx(share, abs=0.01)


def test_ids_are_unique_and_in_cell_order(training: Plan) -> None:
    assert len({planned.id for planned in training.places}) == len(training.places)
    cells = [planned.cell for planned in training.places]
    assert cells == sorted(cells)


def test_a_limit_takes_every_cells_first_place_before_any_second() -> None:
    from dataclasses import replace

    options = replace(stand_in.OPTIONS, per_cell=3)
    every = plan_places(replace(options, limit=None), stand_in.source())
    some = plan_places(replace(options, limit=300), stand_in.source())
    assert len(some.places) == 300
    counts = np.bincount([planned.cell for planned in some.places], minlength=243)
    assert set(counts) == {1, 2}
    assert set(some.places) <= set(every.places)


def test_the_shipped_held_out_catalog_is_the_preset(held_out: Plan) -> None:
    from geogame.catalog import open_catalog

    if not shipped_catalog(HELD_OUT).exists():
        pytest.skip("the held-out catalog is not built yet: `dataset build usa-rendered-heldout`")
    catalog = open_catalog(shipped_catalog(HELD_OUT))
    assert set(catalog.ids) == {planned.id for planned in held_out.places}


def test_pitch_follows_from_where_the_horizon_lies() -> None:
    source = RenderedSource()
    assert source.pitch_deg(640, 320) == pytest.approx(1.146, abs=1e-3)
    assert source.pitch_deg(256, 256) == pytest.approx(2.291, abs=1e-3)


def test_the_horizon_is_the_renderers() -> None:
    from geogame.world.view import DEFAULT_PITCH

    assert RenderedSource().horizon_share == DEFAULT_PITCH


def test_planning_and_opening_import_neither_torch_nor_numba() -> None:
    code = (
        "import sys; import geogame.sources, geogame.sources.builder, geogame.catalog, geogame.splits, geogame.audit;"
        "from geogame.sources.rendered import *; from geogame.sources.presets import preset_options;"
        "plan_places(preset_options('usa-rendered-heldout'), RenderedSource());"
        "print(sorted({'torch', 'numba', 'streamlit'} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout == "[]\n"
