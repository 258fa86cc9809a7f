import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geogame.errors import GameError
from geogame.game.handicaps import Handicap, handicap_of, split_name, with_handicap
from geogame.game.opponents import GeolocatorOpponent, held_back, seen, tempered
from geogame.geolocators import Prediction
from geogame.partitions import load_partition

USA = load_partition("fishnet", "usa")
WAVERING = np.zeros(243, np.float32)
WAVERING[[10, 120, 200]] = 0.6, 0.3, 0.1
SURE = Prediction(WAVERING, 40.0, -98.0, np.stack([WAVERING, WAVERING]))

handicaps = st.builds(
    Handicap,
    st.none() | st.integers(1, 99),
    st.none() | st.integers(5, 2000).map(lambda number: number / 100),
    st.booleans(),
)


@given(st.text("abc-/", min_size=1), handicaps)
def test_a_name_tells_the_handicap(name, handicap):
    opponent = with_handicap(name, handicap)
    assert split_name(opponent) == (name, handicap)
    assert handicap_of(opponent) == str(handicap)


@pytest.mark.parametrize(
    "name",
    ["net~", "net~x", "net~v0", "~v1", "net~v1t", "net~t0", "net~t99", "a~v1~v2", "net~v1a", "net~aa"],
)
def test_a_handicap_that_cannot_be_is_refused(name):
    with pytest.raises(GameError):
        split_name(name)


def test_an_opponent_sees_only_the_first_views_that_are_there():
    images = [None, *(np.full((2, 2, 3), number, np.uint8) for number in range(3))]
    shown, headings = seen(images, (0.0, 90.0, 180.0, 270.0), 2)
    assert [image.max() for image in shown] == [0, 1]
    assert headings == [90.0, 180.0]
    assert seen(images, (0.0, 90.0, 180.0, 270.0), None)[0] is images


@pytest.mark.parametrize("temperature", [0.05, 0.5, 1.0, 4.0, 20.0])
def test_a_tempered_belief_adds_up_and_keeps_its_order(temperature):
    hot = tempered(WAVERING, temperature)
    assert hot.sum() == pytest.approx(1.0, abs=1e-5)
    assert hot[10] >= hot[120] >= hot[200] >= hot[0]


def test_a_hot_opponent_draws_cells_as_often_as_it_believes_in_them():
    drawn = [int(USA.locate(*_point(held_back(SURE, 1.0, USA, f"place {number}")))) for number in range(600)]
    shares = [drawn.count(cell) / 600 for cell in (10, 120, 200)]
    assert shares == pytest.approx([0.6, 0.3, 0.1], abs=0.07)
    hotter = [int(USA.locate(*_point(held_back(SURE, 4.0, USA, f"place {number}")))) for number in range(600)]
    assert hotter.count(10) < drawn.count(10)


def test_an_opponent_asked_twice_says_the_same_and_at_full_strength_its_best_point():
    assert _point(held_back(SURE, 2.0, USA, "here")) == _point(held_back(SURE, 2.0, USA, "here"))
    assert _point(held_back(SURE, None, USA, "here")) == (40.0, -98.0)


def test_a_held_back_model_plays_under_its_own_name():
    class Net:
        partition = USA

        def predict_batch(self, places):
            shown.extend(len(images) for images, _ in places)
            return [SURE for _ in places]

    shown: list[int] = []
    opponent = GeolocatorOpponent("net~v1t0.05", Net, USA)
    image = np.zeros((2, 2, 3), np.uint8)
    [guess] = opponent.guess_many([("here", [image] * 4, [0, 90, 180, 270])])
    assert shown == [1]
    assert _point(guess) == USA.anchor(10)


def _point(guess):
    return guess.lat, guess.lon
