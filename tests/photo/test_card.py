"""The result as a picture: a plain PNG that shows the photographs only where it was given them."""

import io
from dataclasses import dataclass

import numpy as np
import pytest
from PIL import Image

from geogame.geolocators.base import Prediction
from geogame.partitions import load_partition
from geogame.photo import Photo
from geogame.photo.answer import Answer
from geogame.photo.areas import doubt_of, top_cells
from geogame.photo.card import WIDTH, draw_card

MAGENTA = (255, 0, 255)


@dataclass
class Drawn:
    image: Image.Image

    @property
    def magenta(self) -> int:
        return int((np.asarray(self.image.convert("RGB")) == MAGENTA).all(-1).sum())


@pytest.fixture(scope="module")
def draw():
    partition = load_partition("fishnet", "usa")
    belief = np.full(len(partition), 0.5 / (len(partition) - 1), np.float32)
    belief[100] = 0.5
    prediction = Prediction(belief, *partition.anchor(100), belief[None])
    answer = Answer(prediction, top_cells(partition, prediction), doubt_of(partition, prediction), [0.0], None)

    def drawn(photos=(), line="A line. " * 60) -> Drawn:
        data = draw_card(partition, answer, "Perhaps Nebraska (50 %).", ["50 % Nebraska"] * 5, [line], photos)
        return Drawn(Image.open(io.BytesIO(data)))

    return drawn


def test_it_is_a_plain_png_with_a_map_and_no_photograph_unless_given(draw):
    plain = draw()
    assert (plain.image.format, plain.image.width, plain.image.info) == ("PNG", WIDTH, {})
    assert plain.magenta == 0
    pixels = np.asarray(plain.image)
    assert ((pixels == (250, 200, 30)).all(-1)).sum() > 200
    with_photo = draw([Photo(np.full((60, 90, 3), MAGENTA, np.uint8))])
    assert with_photo.magenta == 60 * 90
    assert with_photo.image.height > plain.image.height


def test_long_lines_are_wrapped_and_four_photographs_fit(draw):
    assert draw(line="word " * 300).image.height > draw(line="word").image.height + 300
    four = draw([Photo(np.full((1200, 1600, 3), MAGENTA, np.uint8))] * 4)
    assert four.image.width == WIDTH
    columns = (np.asarray(four.image) == MAGENTA).all(-1).any(0)
    assert (np.diff(columns.astype(int)) == 1).sum() == 4
