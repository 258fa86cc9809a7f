import pytest
from fake_panoramas import with_panoramas
from hypothesis import given, settings
from hypothesis import strategies as st
from made_catalog import make_catalog

from geogame.errors import GameError
from geogame.game import new_game
from geogame.regions import load_region

seeds = st.integers(0, 2**32 - 1)


@settings(deadline=None, max_examples=40)
@given(st.dictionaries(st.integers(0, 242), st.integers(1, 4), min_size=1, max_size=12), seeds, st.data())
def test_no_place_comes_twice_and_no_cell_while_others_are_left(per_cell, seed, data):
    held_out = sum(per_cell.values())
    rounds = data.draw(st.integers(1, held_out))
    game = new_game(make_catalog(per_cell, others=5), (), rounds, seed)
    ids = [each.location_id for each in game.rounds]
    assert len(set(ids)) == rounds
    assert all(name.startswith("test-") for name in ids)
    assert len({each.cell for each in game.rounds}) == min(rounds, len(per_cell))


@settings(deadline=None, max_examples=20)
@given(seeds)
def test_the_same_seed_deals_the_same_and_a_longer_game_starts_the_same(seed):
    catalog = make_catalog(dict.fromkeys(range(30), 2))
    short, longer = new_game(catalog, ("random",), 5, seed), new_game(catalog, ("random",), 9, seed)
    assert short == new_game(make_catalog(dict.fromkeys(range(30), 2)), ("random",), 5, seed)
    assert longer.rounds[:5] == short.rounds


def test_the_order_of_the_table_does_not_matter():
    catalog = make_catalog(dict.fromkeys(range(30), 2))
    turned = type(catalog)(catalog.path, catalog.info, catalog.locations[::-1].reset_index(drop=True), catalog.views)
    assert new_game(turned, (), 5, 3) == new_game(catalog, (), 5, 3)


def test_this_seed_deals_these_places_on_every_machine_and_version():
    game = new_game(make_catalog(dict.fromkeys(range(200), 1)), (), 5, 2024)
    assert [each.location_id for each in game.rounds] == ["test-107", "test-51", "test-39", "test-49", "test-67"]


def test_other_seeds_deal_other_games():
    catalog = make_catalog(dict.fromkeys(range(200), 1))
    dealt = {tuple(each.location_id for each in new_game(catalog, (), 5, seed).rounds) for seed in range(50)}
    assert len(dealt) == 50


def test_a_round_knows_its_place_and_the_regions_scale():
    game = new_game(make_catalog({7: 1}), (), 1, 0)
    (only,) = game.rounds
    assert (only.location_id, only.cell) == ("test-0", 7)
    assert only.scale == load_region("usa").score_scale


@pytest.mark.parametrize("rounds", [0, -1, 4, 51])
def test_more_rounds_than_places_or_none_are_refused_with_what_there_is(rounds):
    with pytest.raises(GameError, match=r"3 held-out places.*another number"):
        new_game(make_catalog({1: 3}, others=100), (), rounds, 0)


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_beyond_its_range_is_refused(seed):
    with pytest.raises(GameError, match="seed"):
        new_game(make_catalog({1: 3}), (), 1, seed)


@pytest.mark.parametrize("names", [("random", "random"), ("player",), ("",), ("x" * 101,)])
def test_impossible_opponents_are_refused(names):
    with pytest.raises(GameError, match="opponent"):
        new_game(make_catalog({1: 3}), names, 1, 0)


def test_a_free_look_deals_only_places_one_can_look_around_in(tmp_path):
    catalog = make_catalog(dict.fromkeys(range(40), 1), others=5)
    shown = set(catalog.ids[::4])
    shown_held_out = {name for name in shown if name.startswith("test-")}
    held = with_panoramas(catalog, tmp_path, shown)
    for seed in range(20):
        game = new_game(held, (), 5, seed, "free")
        assert game.look == "free"
        assert {each.location_id for each in game.rounds} <= shown_held_out
        assert new_game(held, (), 5, seed) == new_game(catalog, (), 5, seed)
    with pytest.raises(GameError, match=f"{len(shown_held_out)} held-out places with a panorama"):
        new_game(held, (), len(shown_held_out) + 1, 0, "free")


def test_a_look_that_does_not_exist_is_refused():
    with pytest.raises(GameError, match="no look 'blind'; choose one of same_views, free"):
        new_game(make_catalog({7: 1}), (), 1, 0, "blind")
