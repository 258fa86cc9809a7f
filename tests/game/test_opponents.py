import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
import stand_in
from made_catalog import make_catalog

from geogame.catalog import open_catalog
from geogame.errors import GameError
from geogame.game import BASELINES, OpponentGuess, make_opponents, new_game, prepare_round
from geogame.geolocators import Prediction
from geogame.partitions import load_partition
from geogame.partitions.base import make_partition

USA = load_partition("fishnet", "usa")


@dataclass
class Recorder:
    """A geolocator that writes down what it was shown and always answers with cell 100."""

    partition: object = USA
    name: str = "recorder"
    card: dict = field(default_factory=dict)
    shown: list = field(default_factory=list)

    def predict(self, images, headings_deg):
        self.shown.append((tuple(images), tuple(headings_deg)))
        row = np.zeros(len(self.partition), np.float32)
        row[100] = 1
        return Prediction(row, *self.partition.anchor(100), np.tile(row, (len(images), 1)))

    def predict_batch(self, places):
        return [self.predict(*place) for place in places]


@pytest.fixture(scope="module")
def held_out(tmp_path_factory):
    """A small catalog on disk, all of it held out."""
    folder = tmp_path_factory.mktemp("held-out") / "set"
    stand_in.build_stand_in(folder, limit=8, splits=(("test", 1.0),))
    return open_catalog(folder)


def test_an_opponent_sees_the_humans_very_views_and_no_place(held_out):
    game = new_game(held_out, ("recorder",), 2, 1)
    recorder = Recorder()
    opponents = make_opponents(game, lambda _name: recorder)
    game = prepare_round(game, held_out, opponents)
    (images, headings) = recorder.shown[0]
    views = held_out.views_of(game.rounds[0].location_id)
    assert headings == (0.0, 90.0, 180.0, 270.0)
    assert all(np.array_equal(image, held_out.read(view)) for image, view in zip(images, views, strict=True))
    kept = game.rounds[0].opponent_guesses["recorder"]
    assert (kept.lat, kept.lon) == USA.anchor(100)
    assert kept.belief.shape == (4, 243)
    assert game.guess(40.0, -98.0).rounds[0].done


def test_who_has_guessed_is_not_asked_again_and_rounds_may_be_prepared_ahead(held_out):
    game = new_game(held_out, ("recorder",), 2, 1)
    recorder = Recorder()
    opponents = make_opponents(game, lambda _name: recorder)
    game = prepare_round(game, held_out, opponents, 1)
    assert [each.ready for each in game.rounds] == [False, True]
    prepare_round(game, held_out, opponents, 1)
    assert len(recorder.shown) == 1


def test_a_model_is_loaded_when_first_asked_and_once(held_out):
    loaded = []

    def load(name):
        loaded.append(name)
        return Recorder()

    game = new_game(held_out, ("recorder",), 2, 1)
    opponents = make_opponents(game, load)
    assert loaded == []
    game = prepare_round(game, held_out, opponents, 0)
    prepare_round(game, held_out, opponents, 1)
    assert loaded == ["recorder"]


def test_a_model_for_other_cells_is_refused(held_out):
    other = make_partition("other", "usa", [cell.polygon for cell in USA.cells[::-1]])
    game = new_game(held_out, ("recorder",), 1, 1)
    with pytest.raises(GameError, match=r"recorder thinks in other cells.*usa/fishnet"):
        prepare_round(game, held_out, make_opponents(game, lambda _name: Recorder(other)))


def test_a_game_dealt_from_another_dataset_is_refused(held_out):
    game = new_game(make_catalog({1: 2}), ("random",), 1, 1)
    with pytest.raises(GameError, match=r"dealt from dataset 0123456789abcdef, not from stand-in"):
        prepare_round(game, held_out, make_opponents(game))


def test_a_dataset_built_for_other_cells_is_refused():
    game = replace(new_game(make_catalog({1: 2}), ("random",), 1, 1), partition_fingerprint="0" * 16)
    with pytest.raises(GameError, match="build the dataset anew"):
        make_opponents(game)


def test_a_finished_game_has_no_round_to_prepare(held_out):
    game = new_game(held_out, (), 1, 1).guess(40.0, -98.0)
    with pytest.raises(GameError, match="the game is over"):
        prepare_round(game, held_out, ())


@pytest.mark.parametrize("name", BASELINES)
def test_every_baseline_plays_a_round_and_says_the_same_again(name, held_out):
    game = new_game(held_out, (name,), 3, 4)
    first = [prepare_round(game, held_out, make_opponents(game), i).rounds[i] for i in range(3)]
    again = [prepare_round(game, held_out, make_opponents(game), i).rounds[i] for i in (2, 1, 0)][::-1]
    for one, other in zip(first, again, strict=True):
        mine, yours = one.opponent_guesses[name], other.opponent_guesses[name]
        assert (mine.lat, mine.lon) == (yours.lat, yours.lon)
        assert int(USA.locate(mine.lat, mine.lon)) == int(mine.probabilities.argmax())
        assert mine.probabilities.sum() == pytest.approx(1.0)
        assert mine.belief.shape == (4, 243)


def cells_guessed(name, held_out, seed=4):
    game = new_game(held_out, (name,), 8, seed)
    opponents = make_opponents(game)
    rounds = [prepare_round(game, held_out, opponents, index).rounds[index] for index in range(8)]
    return [int(each.opponent_guesses[name].probabilities.argmax()) for each in rounds], [each.cell for each in rounds]


def test_the_oracle_knows_the_cell(held_out):
    guessed, true = cells_guessed("oracle_cell", held_out)
    assert guessed == true


def test_the_constant_never_moves_and_lies_in_the_middle(held_out):
    guessed, _ = cells_guessed("constant", held_out)
    assert len(set(guessed)) == 1
    lat, lon = USA.anchor(guessed[0])
    assert 36 < lat < 43
    assert -105 < lon < -90


def test_the_random_one_moves_with_place_and_seed(held_out):
    guessed, _ = cells_guessed("random", held_out)
    assert len(set(guessed)) > 4
    assert cells_guessed("random", held_out, seed=5)[0] != guessed


def test_a_prediction_becomes_a_guess_of_its_own():
    row = np.full(243, 1 / 243, np.float32)
    guess = OpponentGuess.of(Prediction(row, 40.0, -98.0, row[None]))
    row[:] = 0
    assert guess.probabilities.sum() == pytest.approx(1.0)


def test_the_game_needs_no_torch_to_be_imported_and_dealt():
    code = (
        "import sys, geogame.game;"
        "print([n for n in ('torch', 'numba', 'pandas', 'pyarrow', 'streamlit') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_reveal_after_an_opponents_guess_compiles_nothing():
    code = """
import sys; sys.path.insert(0, sys.argv[1])
from made_catalog import make_catalog
from geogame import geo
from geogame.game import make_opponents, new_game
catalog = make_catalog({1: 2})
game = new_game(catalog, ("random",), 1, 1)
(opponent,) = make_opponents(game)
guess = opponent.guess(catalog.location(game.rounds[0].location_id), [None] * 4, [0, 90, 180, 270])
print(geo.warm_up.cache_info().currsize)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(Path(__file__).parents[1])], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "1"
