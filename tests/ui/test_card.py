import io
from dataclasses import dataclass

from PIL import Image

from geogame.ui.play.card import COLOURS, WIDTH, score_card
from geogame.ui.play.markup import Line


@dataclass
class Round:
    points: tuple[int, ...]
    done: bool = True


@dataclass
class Game:
    rounds: list[Round]


@dataclass
class Told:
    """As much of a story as the picture tells."""

    game: Game
    outline: str = "Daily 2026-11-21"

    def standing(self):
        return self.lines(Round(tuple(map(sum, zip(*(one.points for one in self.game.rounds), strict=True)))))

    def lines(self, one):
        names = (("you", "<b>Ann</b>", ""), ("model", "net", "A"), ("model", "net~v1", "B"))
        return [
            Line(who, name, "", score, letter) for (who, name, letter), score in zip(names, one.points, strict=True)
        ]


def drawn(*points):
    picture = Image.open(io.BytesIO(score_card(Told(Game([Round(each) for each in points])))))
    picture.load()
    return picture


def count(picture, colour):
    counts = {found: number for number, found in picture.convert("RGB").getcolors(1 << 20)}
    return counts.get(tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5)), 0)


def test_the_picture_shows_more_of_whom_has_more_points():
    good, bad = drawn((5000, 100, 0), (4000, 0, 0)), drawn((100, 5000, 0), (0, 4000, 4000))
    assert good.size == bad.size
    assert good.width == WIDTH
    assert count(good, COLOURS.you) > 5 * count(bad, COLOURS.you)
    assert count(bad, COLOURS.model) > count(good, COLOURS.model)


def test_the_picture_says_nothing_beside_what_it_shows():
    picture = drawn((1, 2, 3))
    assert picture.info == {}


def test_an_endless_game_is_drawn_to_a_bound():
    assert drawn(*[(1, 2, 3)] * 21).size == drawn(*[(1, 2, 3)] * 200).size
