import inspect

import pytest

from geogame.ui import texts
from geogame.ui.about import words as about
from geogame.ui.play import words as play


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (1, "winter"),
        (59, "winter"),
        (61, "spring"),
        (172, "summer"),
        (250, "autumn"),
        (300, "autumn"),
        (345, "winter"),
        (365, "winter"),
    ],
)
def test_seasons_follow_the_calendar_of_the_northern_half(day, season):
    assert texts.season(day) == season


@pytest.mark.parametrize(
    ("outcome", "name", "sentence"),
    [
        ("you", "", "You beat the model by 12 points."),
        ("you", "Ann", "Ann, you beat the model by 12 points."),
        ("model", "", "The model won by 12 points."),
        ("model", "Ann", "The model won by 12 points, Ann."),
        ("draw", "Ann", "A draw, to the point."),
    ],
)
def test_the_winner_is_named_in_one_sentence(outcome, name, sentence):
    assert texts.game_headline(outcome, name=name, lead="12") == sentence


def test_the_thousands_of_points_are_set_off_by_a_space_that_does_not_break():
    assert texts.points(4312.4) == "4\u202f312"


def test_you_were_and_the_model_was():
    assert texts.off_by(texts.YOU, "212 km") == "You were 212 km off."
    assert texts.off_by(texts.MODEL, "96 km") == "The model was 96 km off."


@pytest.mark.parametrize("said", [texts, about, play])
def test_the_words_have_no_pictographs(said):
    assert all(ord(c) < 0x2E80 for c in inspect.getsource(said))


@pytest.mark.parametrize(
    ("attribution", "licence", "author", "told"),
    [
        ("@ada, Mapillary", "CC BY-SA 4.0", "ada", "@ada, Mapillary (CC BY-SA 4.0)"),
        ("", "CC BY 4.0", "Ada", "Ada (CC BY 4.0)"),
        ("A town's archive", "", "Ada", "Ada, A town's archive"),
        ("geogame, CC0", "CC0", "", "geogame, CC0"),
    ],
)
def test_author_and_licence_of_a_picture_are_told_once(attribution, licence, author, told):
    assert texts.credit(attribution, licence, author) == told
