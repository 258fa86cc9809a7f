"""Fresh places: the same for a seed, away from what models were trained on, and dealt one by one."""

import numpy as np
import pandas as pd
import pytest
import stand_in
from made_catalog import make_catalog

from geogame.audit import NEAR_KM, nearest_places
from geogame.errors import CatalogError, GameError
from geogame.game import OpponentGuess, replay_code
from geogame.game.ahead import Drawn
from geogame.game.fresh import Avoided, FreshPlaces, add_round, as_catalog, fresh_game
from geogame.sources.options import BuildOptions
from geogame.sources.rendered import plan_places

NOTHING = Avoided(np.empty(0), np.empty(0), frozenset())
SOURCE = stand_in.source()
CELLS = np.full(3, 1 / 3, np.float32)


def row(number, seed=5, avoided=NOTHING):
    places = FreshPlaces(seed, avoided, source=SOURCE)
    return [places.place(k) for k in range(number)]


def test_a_seed_always_gives_the_same_places_and_another_one_others():
    assert row(4) == row(4)
    assert {each.id for each in row(4)}.isdisjoint(each.id for each in row(4, seed=6))


def test_cells_change_from_place_to_place_and_no_place_comes_twice():
    places = FreshPlaces(5, NOTHING, source=SOURCE)
    drawn = [places.place(k) for k in (*range(6), *range(243, 249))]
    assert len({each.cell for each in drawn[:6]}) == len({each.cell for each in drawn[6:]}) == 6
    assert len({each.id for each in drawn}) == len(drawn)


def test_no_fresh_place_is_one_an_audit_would_report(tmp_path):
    training = plan_places(BuildOptions(name="t", per_cell=40, seed=9), SOURCE).places
    table = pd.DataFrame([{"lat": p.place.lat, "lon": p.place.lon, "scene_seed": p.place.scene_seed} for p in training])
    table.to_parquet(tmp_path / "training_index.parquet")
    held_out = make_catalog(dict.fromkeys(range(243), 1))
    avoided = Avoided.read([tmp_path / "training_index.parquet"], [held_out])
    drawn = [each.place for each in row(40, avoided=avoided)]
    fresh = pd.DataFrame({"lat": [p.lat for p in drawn], "lon": [p.lon for p in drawn]})
    for others in (table, held_out.locations):
        assert nearest_places(fresh, others)[1].min() >= NEAR_KM
    assert not {p.scene_seed for p in drawn} & {*table["scene_seed"], *held_out.locations["scene_seed"]}
    unguarded = pd.DataFrame([{"lat": p.place.lat, "lon": p.place.lon} for p in row(40)])
    assert nearest_places(unguarded, table)[1].min() < NEAR_KM, "the test can fail"


def test_a_seed_that_a_model_was_trained_with_is_not_drawn():
    first = row(1)[0].place.scene_seed
    assert row(1, avoided=Avoided(np.empty(0), np.empty(0), frozenset({first})))[0].place.scene_seed != first


def test_a_model_without_a_training_index_is_not_trusted(tmp_path):
    with pytest.raises(CatalogError, match="neither a catalog's folder nor a training index"):
        Avoided.read([tmp_path / "training_index.parquet"], [])


def test_an_endless_game_is_dealt_one_place_after_the_other():
    game = fresh_game(("net",), 5, "free")
    assert (game.places, game.look, game.rounds) == ("fresh", "free", ())
    one, two = row(2)
    game = add_round(game, one)
    assert (game.rounds[0].lat, game.rounds[0].cell) == (one.place.lat, one.cell)
    with pytest.raises(GameError, match="rounds are all guessed"):
        add_round(game, two)
    game = game.prepare({"net": OpponentGuess(40.0, -100.0, CELLS, CELLS[None])}).guess(1.0, 2.0)
    assert [each.location_id for each in add_round(game, two).rounds] == [one.id, two.id]
    with pytest.raises(GameError, match="no replay code"):
        replay_code(game)


def test_a_drawn_place_is_a_catalog_like_any_other(built_catalog):
    views = tuple(built_catalog.read_bytes(view) for view in built_catalog.views_of(built_catalog.ids[0]))
    (planned,) = row(1)
    catalog = as_catalog(Drawn(planned, views, b"turn"), stand_in.OPTIONS)
    location = catalog.location(planned.id)
    assert (location.lat, location.scene_seed, location.split) == (planned.place.lat, planned.place.scene_seed, "test")
    shown = catalog.views_of(planned.id)
    assert [view.heading_deg for view in shown] == [0.0, 90.0, 180.0, 270.0]
    assert [catalog.read_bytes(view) for view in shown] == list(views)
    assert catalog.read(shown[0]).shape == (32, 64, 3)
    assert catalog.read_bytes(catalog.panoramas[planned.id]) == b"turn"
    assert catalog.info.partition_fingerprint == built_catalog.info.partition_fingerprint
    assert not as_catalog(Drawn(planned, views, None), stand_in.OPTIONS).panoramas
