"""A picture of how a game went, to share: totals and a bar for every round, and nothing about where it was."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw, ImageFont

from geogame.geo import THIN_SPACE
from geogame.ui import texts
from geogame.ui.play.markup import MAX_SCORE, Line
from geogame.ui.theme import palette

if TYPE_CHECKING:
    from geogame.ui.play.story import Story

WIDTH: Final = 1200
MARGIN: Final = 60
HEAD: Final = 170
TOTAL: Final = 76
ROW: Final = 26
GAP: Final = 14
MAX_ROUNDS: Final = 20
"""Of a longer game the first ones are drawn."""
COLOURS: Final = palette("light")


def score_card(told: Story) -> bytes:
    """Return a finished game as a PNG, 1200 pixels wide.

    Names that people typed are left out: the font that Pillow brings knows few scripts.
    """
    totals = told.standing()
    rounds = [told.lines(one) for one in told.game.rounds if one.done][:MAX_ROUNDS]
    height = HEAD + TOTAL * len(totals) + len(rounds) * (ROW * len(totals) + GAP) + 2 * MARGIN
    picture = Image.new("RGB", (WIDTH, height), COLOURS.paper)
    draw = ImageDraw.Draw(picture)
    draw.text((MARGIN, MARGIN), texts.TITLE, COLOURS.ink, _font(54))
    draw.text((MARGIN, MARGIN + 70), told.outline, COLOURS.muted, _font(30))
    y = MARGIN + HEAD - 40
    for number, line in enumerate(totals):
        _total(draw, y + number * TOTAL, line, texts.YOU if number == 0 else line.name)
    y += TOTAL * len(totals) + GAP
    for number, lines in enumerate(rounds, start=1):
        draw.text((MARGIN, y - 4), str(number), COLOURS.muted, _font(24))
        _bars(draw, y, lines)
        y += ROW * len(lines) + GAP
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _total(draw: ImageDraw.ImageDraw, y: int, line: Line, name: str) -> None:
    box = (MARGIN, y, MARGIN + 44, y + 44)
    shape = draw.ellipse if line.who == "you" else draw.rectangle
    shape(box, _colour(line), COLOURS.outline, 3)
    if line.letter:
        draw.text((MARGIN + 22, y + 22), line.letter, COLOURS.card, _font(28), anchor="mm")
    draw.text((MARGIN + 64, y + 22), name, COLOURS.ink, _font(34), anchor="lm")
    score = f"{texts.points(line.score)}".replace(THIN_SPACE, " ")
    draw.text((WIDTH - MARGIN, y + 22), score, COLOURS.ink, _font(40), anchor="rm")


def _bars(draw: ImageDraw.ImageDraw, y: int, lines: Sequence[Line]) -> None:
    left, right = MARGIN + 64, WIDTH - MARGIN
    for number, line in enumerate(lines):
        top = y + number * ROW
        share = min(1.0, max(0.0, line.score / MAX_SCORE))
        draw.rectangle((left, top, right, top + ROW - 8), COLOURS.hairline)
        if share:
            draw.rectangle((left, top, left + round((right - left) * share), top + ROW - 8), _colour(line))


def _colour(line: Line) -> str:
    return COLOURS.you if line.who == "you" else COLOURS.model


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
