"""Advertisements on hoardings, as small textures: pictures made of shapes, never a word or a mark. The author's."""

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from geogame.world.signs import SIZE, Texture

Ink = tuple[int, int, int]
WIDE, HIGH = 280, 100  # of a hoarding, in the units that motifs are drawn in
_FINE_X, _FINE_Y = 8, 3  # pixels drawn a texel, averaged to smooth edges


def _blend(a: Ink, b: Ink, share: float) -> Ink:
    red, green, blue = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return red, green, blue


class _Brush:
    """Draws in units of which a hoarding is `WIDE` across and `HIGH` high, y downwards."""

    def __init__(self, image: Image.Image) -> None:
        self.draw = ImageDraw.Draw(image)
        self.sx, self.sy = image.width / WIDE, image.height / HIGH

    def polygon(self, corners: list[tuple[float, float]], ink: Ink) -> None:
        self.draw.polygon([(x * self.sx, y * self.sy) for x, y in corners], ink)

    def box(self, x0: float, y0: float, x1: float, y1: float, ink: Ink, corner: float = 0) -> None:
        box = (x0 * self.sx, y0 * self.sy, x1 * self.sx, y1 * self.sy)
        self.draw.rounded_rectangle(box, corner * self.sy, ink)

    def disc(self, x: float, y: float, radius: float, ink: Ink, squash: float = 1.0) -> None:
        high = radius * squash
        box = ((x - radius) * self.sx, (y - high) * self.sy, (x + radius) * self.sx, (y + high) * self.sy)
        self.draw.ellipse(box, ink)

    def fade(self, top: Ink, bottom: Ink, y0: float = 0, y1: float = HIGH) -> None:
        """Fill a band with a gradient."""
        for k in range(24):
            a, b = y0 + (y1 - y0) * k / 24, y0 + (y1 - y0) * (k + 1) / 24 + 1
            self.draw.rectangle((0, a * self.sy, WIDE * self.sx, b * self.sy), _blend(top, bottom, k / 23))


_WHITE, _DARK = (246, 244, 238), (26, 26, 30)


def _hills(pen: _Brush, a: Ink, b: Ink, c: Ink) -> None:
    pen.fade(_blend(a, _WHITE, 0.15), _blend(a, _WHITE, 0.8), 0, 75)
    pen.disc(205, 42, 24, _blend(b, _WHITE, 0.25))
    for shift, lift, ink in ((0.0, 58, _blend(c, a, 0.5)), (1.9, 70, c), (4.0, 84, _blend(c, _DARK, 0.4))):
        ridge = [(x, lift + 11 * math.sin(x / 37 + shift) + 4 * math.sin(x / 13 + shift)) for x in range(0, 284, 4)]
        pen.polygon([(0, HIGH), *ridge, (WIDE, HIGH)], ink)


def _bottle(pen: _Brush, a: Ink, b: Ink, c: Ink) -> None:
    pen.fade(_blend(a, _DARK, 0.35), a)
    for x, y, radius in ((40, 30, 12), (78, 66, 18), (118, 28, 9), (132, 70, 7), (20, 78, 8)):
        pen.disc(x, y, radius, _blend(a, _WHITE, 0.35))
    pen.box(214, 4, 232, 42, _blend(b, _DARK, 0.2), 3)
    pen.box(200, 32, 246, 112, b, 14)
    pen.box(200, 56, 246, 84, _blend(c, _WHITE, 0.75))
    pen.disc(223, 70, 10, c)
    pen.box(205, 40, 210, 100, _blend(b, _WHITE, 0.5), 2)


def _burger(pen: _Brush, a: Ink, b: Ink, c: Ink) -> None:
    pen.fade(a, _blend(a, _DARK, 0.3))
    pen.polygon([(0, 0), (120, 0), (70, HIGH), (0, HIGH)], _blend(b, _WHITE, 0.2))
    bun = [(190 - 56 * math.cos(k * math.pi / 24), 50 - 40 * math.sin(k * math.pi / 24)) for k in range(25)]
    pen.polygon(bun, (196, 132, 62))
    pen.box(136, 50, 244, 57, (108, 158, 58), 3)
    pen.box(132, 57, 248, 63, (196, 52, 38), 2)
    pen.polygon([(134, 63), (246, 63), (214, 74), (170, 70)], (240, 190, 60))
    pen.box(136, 66, 244, 76, (86, 50, 32), 4)
    pen.box(138, 76, 242, 90, (196, 132, 62), 6)
    pen.disc(52, 50, 26, c)


def _car(pen: _Brush, a: Ink, b: Ink, c: Ink) -> None:
    pen.fade(_blend(a, _WHITE, 0.55), _WHITE, 0, 70)
    pen.box(0, 70, WIDE, HIGH, _blend(_DARK, a, 0.25))
    body = [(46, 74), (50, 56), (86, 50), (112, 30), (172, 28), (204, 50), (238, 56), (242, 74)]
    pen.polygon([(float(x), float(y)) for x, y in body], b)
    pen.polygon([(96, 50), (116, 34), (140, 33), (140, 50)], _DARK)
    pen.polygon([(146, 50), (146, 33), (168, 33), (190, 50)], _DARK)
    for x in (86, 202):
        pen.disc(x, 75, 15, _DARK)
        pen.disc(x, 75, 8, (190, 192, 194))
    pen.box(0, 0, 74, 14, c)


def _house(pen: _Brush, a: Ink, b: Ink, c: Ink) -> None:
    pen.fade(_blend(a, _WHITE, 0.4), _WHITE, 0, 80)
    pen.box(0, 78, WIDE, HIGH, (88, 132, 70))
    pen.box(150, 44, 236, 84, _blend(b, _WHITE, 0.55))
    pen.polygon([(138, 46), (193, 12), (248, 46)], c)
    pen.box(184, 58, 202, 84, _blend(c, _DARK, 0.4))
    for x in (158, 212):
        pen.box(x, 54, x + 16, 68, _blend(a, _DARK, 0.5))
    pen.box(104, 58, 112, 84, (96, 66, 44))
    pen.disc(108, 44, 24, (58, 112, 62))
    pen.box(0, 0, 64, HIGH, b)


def _bust(pen: _Brush, a: Ink, b: Ink, c: Ink) -> None:
    pen.box(0, 0, WIDE, HIGH, _blend(a, _DARK, 0.2))
    pen.polygon([(96, 0), (WIDE, 0), (WIDE, HIGH), (126, HIGH)], _blend(b, _WHITE, 0.15))
    pen.disc(58, 108, 46, _blend(_DARK, a, 0.25), 0.9)
    pen.polygon([(46, 66), (70, 66), (58, HIGH)], _WHITE)
    pen.polygon([(54, 70), (62, 70), (58, HIGH)], c)
    pen.disc(58, 38, 21, (216, 170, 136), 1.25)
    pen.disc(58, 24, 23, (74, 50, 36), 0.75)
    pen.disc(204, 50, 34, c)
    pen.disc(204, 50, 22, _blend(b, _WHITE, 0.4))


def _waves(pen: _Brush, a: Ink, b: Ink, c: Ink) -> None:
    pen.fade(_blend(a, _WHITE, 0.5), a)
    for k, ink in enumerate((_blend(b, _WHITE, 0.4), b, _blend(c, b, 0.4), c)):
        crest = [(x, 34 + 17 * k + (12 - 2 * k) * math.sin(x / 44 + 1.3 * k)) for x in range(0, 284, 4)]
        pen.polygon([(0, HIGH), *crest, (WIDE, HIGH)], ink)
    pen.disc(62, 28, 18, _WHITE)


def _discs(pen: _Brush, a: Ink, b: Ink, c: Ink) -> None:
    pen.box(0, 0, WIDE, HIGH, _blend(a, _WHITE, 0.1))
    for x, y, radius, ink in ((52, 62, 44, b), (104, 30, 34, c), (128, 78, 24, _WHITE), (86, 66, 18, _DARK)):
        pen.disc(x, y, radius, ink)
    for k in range(4):
        ink = b if k % 2 else c
        pen.polygon([(160 + 34 * k, HIGH), (178 + 34 * k, HIGH), (218 + 34 * k, 0), (200 + 34 * k, 0)], ink)


_PAINTERS: dict[str, Callable[[_Brush, Ink, Ink, Ink], None]] = {
    "hills": _hills, "bottle": _bottle, "burger": _burger, "car": _car, "house": _house, "bust": _bust,
    "waves": _waves, "discs": _discs,
}  # fmt: skip
MOTIFS = tuple(_PAINTERS)


@lru_cache(maxsize=64)
def advertisement(motif: str, paints: tuple[str, str, str]) -> Texture:
    """
    Draw an advertisement.

    Parameters
    ----------
    motif
        One of `MOTIFS`.
    paints
        Three sRGB colours in hexadecimal: the ground's and two others.

    Returns
    -------
    texture
        (96, 96, 4) float32, linear rgb and alpha 1, squeezed to a square; shared, not to be written to.
    """
    fine = Image.new("RGB", (SIZE * _FINE_X, SIZE * _FINE_Y))
    inks = [(int(paint[1:3], 16), int(paint[3:5], 16), int(paint[5:7], 16)) for paint in paints]
    _PAINTERS[motif](_Brush(fine), *inks)
    shares = np.asarray(fine, np.float32).reshape(SIZE, _FINE_Y, SIZE, _FINE_X, 3) / 255
    texture: Texture = np.ones((SIZE, SIZE, 4), np.float32)
    texture[..., :3] = (shares**2.2 * 0.9).mean(axis=(1, 3))
    texture.setflags(write=False)
    return texture
