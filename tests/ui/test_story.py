import math
from dataclasses import replace

import numpy as np
import pytest

from geogame.game import OpponentGuess, new_game, read_code
from geogame.regions.states import state_of
from geogame.ui import texts
from geogame.ui.play import story
from geogame.ui.play.flow import Play
from geogame.ui.play.start import Choice
from geogame.ui.play.story import Story

CELLS = np.full(3, 1 / 3, np.float32)


def near(one, degrees):
    return one.lat + degrees, one.lon


def finished(catalog, *, human, model, opponent="net", others=None, unit="km", name=""):
    """A finished game of two rounds; ``human``, ``model`` and others by name are degrees off in each."""
    choice = Choice(name=name, rounds=2, opponent=opponent, unit=unit, dataset="places")
    everything = replace(catalog, locations=catalog.locations.assign(split="test"))
    degrees = {opponent: model, **(others or {})}
    play = Play().begin(choice, new_game(everything, tuple(degrees), 2, seed=1))
    for index in range(2):
        one = play.game.rounds[index]
        guesses = {
            who: OpponentGuess(*near(one, off[index]), CELLS, np.stack([CELLS, CELLS])) for who, off in degrees.items()
        }
        play = play.prepare(guesses).confirm(*near(one, human[index]), nonce=f"{index}")
        play = play if index == 1 else play.advance()
    return play


@pytest.mark.parametrize(
    ("human", "model", "outcome"),
    [((1, 1), (2, 2), "you"), ((2, 2), (1, 1), "model"), ((1, 1), (1, 1), "draw")],
)
def test_whoever_has_more_points_wins(built_catalog, human, model, outcome):
    told = Story(finished(built_catalog, human=human, model=model).advance())
    assert told.outcome == outcome
    assert told.closer() == outcome


def test_several_opponents_have_a_letter_and_a_row_each_and_the_best_is_named(built_catalog):
    play = finished(built_catalog, human=(2, 2), model=(3, 3), others={"constant": (1, 3)})
    told = Story(play)
    assert [(line.who, line.name, line.letter) for line in told.lines()] == [
        ("you", "You", ""), ("model", "net", "A"), ("model", "The fixed guess", "B")
    ]  # fmt: skip
    assert told.round_headline() == "You came closest."
    assert [mark.letter for mark in told.map_rounds()[0].opponents] == ["A", "B"]
    told = Story(play.advance())
    assert [row.won for row in told.table()] == [(False, False, True), (True, False, False)]
    assert told.game_headline().startswith("The fixed guess won by ")
    assert told.share_text().splitlines()[0].count(" and ") == 2


def test_distances_follow_the_chosen_unit(built_catalog):
    play = finished(built_catalog, human=(1, 1), model=(2, 2), unit="mi")
    you, model = Story(play).lines()
    assert (you.distance, model.distance) == ("69.1 mi", "138 mi")


def test_the_totals_are_the_sum_of_the_rows(built_catalog):
    told = Story(finished(built_catalog, human=(1, 3), model=(2, 2)).advance())
    for column, total in enumerate(told.totals()):
        assert sum(row.lines[column].score for row in told.table()) == total.score


def test_the_shared_text_tells_no_place_but_how_to_play_it(built_catalog):
    play = finished(built_catalog, human=(1, 3), model=(2, 2)).advance()
    text = Story(play).share_text()
    for one in play.game.rounds:
        assert f"{one.lat:.1f}" not in text
        assert f"{one.lon:.1f}" not in text
        assert one.location_id not in text
        assert (state_of(one.lat, one.lon) or "?") not in text
    assert read_code(text.split()[-1]).seed == 1


def test_a_handicap_is_shared_once(built_catalog):
    told = Story(finished(built_catalog, human=(1, 3), model=(2, 2), opponent="net~v1").advance())
    assert told.kind == told.outline == "one view"
    assert told.share_text().startswith("geogame, 2 rounds against net (one view): ")


def test_the_map_gets_one_round_at_a_reveal_and_all_in_the_summary(built_catalog):
    play = finished(built_catalog, human=(1, 3), model=(2, 2))
    assert [one.number for one in Story(play).map_rounds()] == [2]
    assert [one.number for one in Story(play.advance()).map_rounds()] == [1, 2]


def test_belief_is_shown_for_models_at_the_reveal_only(built_catalog):
    play = finished(built_catalog, human=(1, 3), model=(2, 2))
    assert len(Story(play).belief()) == 2
    assert Story(play.advance()).belief() is None
    baseline = finished(built_catalog, human=(1, 3), model=(2, 2), opponent="constant")
    assert Story(baseline).belief() is None
    assert Story(baseline).opponent_name == texts.opponent_name("constant")


def test_the_date_has_no_year_and_names_the_season(built_catalog):
    location = replace(built_catalog.location(built_catalog.ids[0]), day_of_year=60, solar_hour=14.5)
    assert story.when(location) == "March 1, spring, 14:30 by the sun"


def test_the_date_of_a_photograph_is_told_as_far_as_it_is_known(built_catalog):
    location = replace(built_catalog.location(built_catalog.ids[0]), solar_hour=math.nan, captured_on="2012-05")
    assert story.when(location) == "2012-05"
    assert story.when(replace(location, captured_on="")) == texts.DATE_UNKNOWN


@pytest.mark.parametrize(
    ("lat", "lon", "state"),
    [(39.0, -98.0, "Kansas"), (30.27, -97.74, "Texas"), (44.0, -72.7, "Vermont"), (0.0, -150.0, "")],
)
def test_states_are_named(lat, lon, state):
    assert state_of(lat, lon) == state
