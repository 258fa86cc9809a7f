from collections import defaultdict
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import stand_in

from geogame.catalog import UNUSED, open_catalog
from geogame.errors import CatalogError, UsageError
from geogame.geo import distance_matrix_km
from geogame.regions import load_region
from geogame.sources.options import TimeMachine
from geogame.sources.presets import preset_options
from geogame.sources.rendered import Plan
from geogame.sources.tables import write_tables
from geogame.sources.time_machine import plan_time_machine, thinned_grid

OPTIONS = preset_options("stockholm-rendered")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_time_machine(OPTIONS, stand_in.source())


def dates_of(plan: Plan) -> dict[str, list]:
    found = defaultdict(list)
    for planned in plan.places:
        found[planned.place_id].append(planned)
    return found


def test_the_town_has_many_places_a_short_walk_apart(plan: Plan) -> None:
    first = [dates[0].place for dates in dates_of(plan).values()]
    lats, lons = np.array([p.lat for p in first]), np.array([p.lon for p in first])
    assert len(first) >= 600
    assert load_region("lincoln").contains(lats, lons).all()
    metres = 1000 * distance_matrix_km(lats, lons, lats, lons) + np.diag(np.full(len(first), np.inf))
    assert metres.min() > 49.8
    assert metres.min(1).max() < 70.2


def test_each_place_keeps_its_scene_through_four_to_eight_years(plan: Plan) -> None:
    counts = set()
    for dates in dates_of(plan).values():
        places = [planned.place for planned in dates]
        counts.add(len(places))
        years = [place.year for place in places]
        assert years == sorted(set(years))
        assert len({(p.lat, p.lon, p.scene_seed) for p in places}) == 1
        assert len({planned.split for planned in dates}) == 1
    assert counts == {4, 5, 6, 7, 8}
    assert len({planned.id for planned in plan.places}) == len(plan.places)


def test_dates_are_spread_over_seasons_and_hours(plan: Plan) -> None:
    days = np.array([planned.place.day_of_year for planned in plan.places])
    hours = np.array([planned.place.solar_hour for planned in plan.places])
    assert np.bincount((days - 1) * 4 // 365).min() > 0.22 * len(days)
    assert hours.min() < 9
    assert hours.max() > 16


def test_training_places_keep_two_hundred_metres_from_the_southern_quarter(plan: Plan) -> None:
    at = defaultdict(list)
    for planned in plan.places:
        at[planned.split].append((planned.place.lat, planned.place.lon))
    assert set(at) == {"train", "val", "test", UNUSED}
    _, south, _, north = load_region("lincoln").bounds
    assert max(lat for lat, _ in at["test"]) < south + 0.25 * (north - south) <= min(lat for lat, _ in at[UNUSED])
    train = np.array(at["train"]).T
    for held_out in ("test", "val"):
        assert distance_matrix_km(*train, *np.array(at[held_out]).T).min() > 0.1999


def test_another_seed_draws_other_places_and_fewer_places_are_the_first(plan: Plan) -> None:
    few = plan_time_machine(replace(OPTIONS, limit=7), stand_in.source())
    assert [planned.place for planned in few.places] == [planned.place for planned in plan.places[: len(few.places)]]
    assert len(dates_of(few)) == 7
    other = plan_time_machine(preset_options("stockholm-rendered", 41), stand_in.source())
    assert not {planned.id for planned in other.places} & {planned.id for planned in plan.places}


def test_no_place_stands_in_water() -> None:
    lats, _ = thinned_grid(load_region("lincoln"), TimeMachine(), 0, lambda lats, _: lats > 40.81)
    assert lats.max() <= 40.81


def test_options_about_cells_do_not_fit_a_town() -> None:
    with pytest.raises(UsageError, match="leave --per-cell and --splits away"):
        plan_time_machine(replace(OPTIONS, per_cell=3), stand_in.source())


def test_a_built_catalog_knows_which_dates_belong_together_and_where_the_camera_looked(tmp_path) -> None:
    options = replace(OPTIONS, limit=6, width=64, height=32)
    stand_in.build(options, tmp_path, source=stand_in.source(), workers=1)
    catalog = open_catalog(tmp_path)
    frame = catalog.locations
    assert frame["place_id"].nunique() == 6
    assert len(frame) > 20
    at = catalog.location(catalog.ids[0])
    assert at.place_id != at.id
    assert at.year == int(at.captured_on[:4]) < 2025
    turns = {(view.heading_deg - 90 * view.index + 180) % 360 - 180 for view in catalog.views_of(at.id)}
    assert max(turns) - min(turns) < 1e-9
    assert 0 < abs(turns.pop()) <= 8.0


def test_dates_of_one_place_that_lie_apart_are_refused(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = replace(OPTIONS, limit=2, width=64, height=32)
    plan = plan_time_machine(options, stand_in.source())
    moved = replace(plan.places[0], place=replace(plan.places[0].place, lat=40.81))
    (tmp_path / "tmp").mkdir()
    plan = replace(plan, places=[moved, *plan.places[1:]])
    hashes = {planned.id: ["0" * 64] * 4 for planned in plan.places}
    identity = {"world_fingerprint": "5" * 16}
    write_tables(tmp_path, options, plan, stand_in.source(), identity=identity, hashes=hashes)
    with pytest.raises(CatalogError, match="a place whose dates lie apart"):
        open_catalog(tmp_path)


def test_a_catalog_of_one_date_a_place_has_no_column_for_it_and_each_place_is_its_own(built_folder, built_catalog):
    assert "place_id" not in pd.read_parquet(built_folder / "locations.parquet")
    assert built_catalog.locations["place_id"].tolist() == list(built_catalog.ids)
