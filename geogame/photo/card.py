"""A result as a picture to take along, made in memory: what the model believes, how surely, and what it never saw."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw, ImageFont

from geogame.evaluation.picture import BLUE, INK, paint_cells
from geogame.photo.decode import Photo

if TYPE_CHECKING:
    from geogame.partitions import Partition
    from geogame.photo.answer import Answer

WIDTH: Final = 1000
MARGIN: Final = 24
HEAD: Final = 30
TEXT: Final = 18
CHARACTERS: Final = 104
PHOTO_HEIGHT: Final = 220


def draw_card(
    partition: Partition,
    answer: Answer,
    headline: str,
    cells: Sequence[str],
    lines: Sequence[str],
    photos: Sequence[Photo] = (),
) -> bytes:
    """Draw the picture.

    Parameters
    ----------
    partition
        The model's cells.
    answer
        What it says; its belief colours the map, a ring marks its point.
    headline, cells, lines
        What is written: above, below the map, and under that.
    photos
        Shown in a row above the map; none where nobody asked for them.

    Returns
    -------
    bytes
        A PNG, 1,000 pixels wide, with no metadata.
    """
    parts = [_written([headline], HEAD)]
    if photos:
        parts.append(_row(photos))
    parts += [_map(partition, answer), _written(cells, TEXT), _written(lines, TEXT)]
    sheet = Image.new("RGB", (WIDTH, sum(part.height for part in parts) + MARGIN), "white")
    top = 0
    for part in parts:
        sheet.paste(part, (0, top))
        top += part.height
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()


def _map(partition: Partition, answer: Answer) -> Image.Image:
    believed = answer.prediction
    image, project = paint_cells(partition, believed.probabilities, WIDTH, int(believed.probabilities.argmax()))
    x, y = project(believed.lat, believed.lon)
    ImageDraw.Draw(image).ellipse([x - 8, y - 8, x + 8, y + 8], outline=BLUE, width=4)
    return image


def _written(lines: Sequence[str], size: int) -> Image.Image:
    """Set lines of text, wrapped to the sheet's width."""
    set_lines = [part for line in lines for part in textwrap.wrap(line, CHARACTERS * TEXT // size)]
    step = round(size * 1.5)
    image = Image.new("RGB", (WIDTH, MARGIN + step * len(set_lines)), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size)
    for number, line in enumerate(set_lines):
        draw.text((MARGIN, MARGIN // 2 + step * number), line, fill=INK, font=font)
    return image


def _row(photos: Sequence[Photo]) -> Image.Image:
    """Set the photographs side by side, each in its own shape."""
    image = Image.new("RGB", (WIDTH, PHOTO_HEIGHT + MARGIN), "white")
    room = (WIDTH - MARGIN) // len(photos) - MARGIN
    for number, photo in enumerate(photos):
        small = Image.fromarray(photo.pixels)
        small.thumbnail((room, PHOTO_HEIGHT))
        image.paste(small, (MARGIN + number * (room + MARGIN), MARGIN // 2))
    return image
