"""Road signs as small textures. No sign gives a place's name or a route number that was not verified."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from geogame.world.shields import draw_shield

Texture = NDArray[np.float32]
Point = tuple[float, float]
SIZE = 96
_FINE = 4  # pixels drawn a texel, averaged to smooth edges
INK, PAPER, AMBER, SIGNAL_RED = (12, 12, 12), (244, 244, 240), (242, 178, 16), (178, 24, 32)
GREEN, GREY = (14, 98, 62), (150, 153, 155)


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


class _Pen:
    """Draws in units of a texel on the finer picture."""

    def __init__(self, image: Image.Image) -> None:
        self.draw = ImageDraw.Draw(image)

    def polygon(self, corners: list[Point], fill: tuple[int, int, int]) -> None:
        self.draw.polygon([(x * _FINE, y * _FINE) for x, y in corners], fill)

    def line(self, corners: list[Point], fill: tuple[int, int, int], width: float) -> None:
        self.draw.line([(x * _FINE, y * _FINE) for x, y in corners], fill, int(width * _FINE), joint="curve")

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: tuple[int, int, int], corner: float = 0) -> None:
        self.draw.rounded_rectangle((x0 * _FINE, y0 * _FINE, x1 * _FINE, y1 * _FINE), corner * _FINE, fill)

    def disc(self, x: float, y: float, radius: float, fill: tuple[int, int, int]) -> None:
        at = ((x - radius) * _FINE, (y - radius) * _FINE, (x + radius) * _FINE, (y + radius) * _FINE)
        self.draw.ellipse(at, fill)

    def text(self, y: float, text: str, size: int, fill: tuple[int, int, int]) -> None:
        font = _font(size * _FINE)
        left, top, right, bottom = self.draw.textbbox((0, 0), text, font=font)
        at = (SIZE * _FINE / 2 - (left + right) / 2, y * _FINE - (top + bottom) / 2)
        self.draw.text(at, text, font=font, fill=fill, stroke_width=_FINE // 2, stroke_fill=fill)


def _speed(pen: _Pen, text: str) -> None:
    pen.box(12, 0, 83, 95, PAPER, 6)
    pen.box(14, 2, 81, 93, INK, 5)
    pen.box(16, 4, 79, 91, PAPER, 4)
    pen.text(16, "SPEED", 17, INK)
    pen.text(34, "LIMIT", 17, INK)
    pen.text(66, text, 42, INK)


def _animal(legs: float, antlers: bool) -> list[Point]:
    body: list[Point] = [
        (24, 46), (30, 41), (54, 42), (62, 34), (64, 27), (75, 30), (74, 35), (68, 38), (64, 50), (63, 74), (59, 74),
        (58, 56), (36, 56), (33, 64), (34, 74), (30, 74), (28, 62), (26, 56), (22, 60), (23, 50),
    ]  # fmt: skip
    if antlers:
        body[5:5] = [(60, 16), (64, 21), (66, 14), (69, 21), (74, 15), (73, 24)]
    return [(x, 48 + (y - 48) * legs) for x, y in body]


_SYMBOLS: dict[str, list[list[Point]]] = {
    "deer": [_animal(1.0, True)],
    "moose": [[(18, 50), (28, 36), (44, 32), (56, 36), (64, 32), (60, 22), (70, 26), (78, 20), (76, 30), (84,
        42), (80, 48), (70, 44), (64, 54), (63, 74), (58, 74), (56, 58), (34, 56), (32, 74), (27, 74), (26,
        56)]],
    "elk": [_animal(1.08, True), [(54, 8), (58, 18), (64, 26), (61, 27), (54, 20)]],
    "cattle": [[(18, 40), (60, 38), (66, 32), (72, 28), (70, 34), (80, 38), (80, 46), (70, 48), (66, 56), (64,
        70), (59, 70), (58, 58), (32, 58), (30, 70), (25, 70), (24, 58), (20, 54)]],
    "tractor": [[(20, 44), (36, 44), (36, 28), (54, 28), (56, 44), (76, 46), (76, 58), (20, 58)]],
    "buggy": [[(20, 30), (46, 30), (46, 52), (20, 52)], [(46, 48), (56, 44), (74, 42), (76, 34), (82, 38), (80,
        46), (74, 52), (73, 68), (70, 68), (69, 54), (60, 54), (59, 68), (56, 68), (56, 52), (46, 52)]],
    "rocks": [[(20, 76), (20, 24), (34, 36), (38, 52), (48, 62), (52, 76)]],
    "hill": [[(22, 60), (74, 70), (22, 70)], [(34, 50), (50, 53), (52, 44), (36, 41)]],
}  # fmt: skip
_WHEELS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "tractor": ((32, 60, 11), (68, 63, 7)), "buggy": ((26, 60, 8), (42, 60, 8)),
    "rocks": ((56, 40, 6), (66, 52, 4), (60, 64, 5)),
}  # fmt: skip
_STROKES: dict[str, list[list[Point]]] = {
    "curve": [[(40, 76), (40, 56), (44, 46), (56, 36)]],
    "curve_left": [[(56, 76), (56, 56), (52, 46), (40, 36)]],
    "winding": [[(46, 78), (40, 64), (54, 50), (44, 36), (48, 26)]],
    "cross": [[(48, 24), (48, 74)], [(28, 48), (68, 48)]],
    "side_right": [[(42, 24), (42, 74)], [(42, 48), (66, 48)]],
    "side_left": [[(54, 24), (54, 74)], [(54, 48), (30, 48)]],
}
WARNINGS = (*_SYMBOLS, *_STROKES)


def _warning(pen: _Pen, symbol: str) -> None:
    pen.polygon([(48, 0), (95, 48), (48, 95), (0, 48)], AMBER)
    rim: list[Point] = [(48, 5), (91, 48), (48, 91), (5, 48)]
    pen.line([*rim, rim[0], rim[1]], INK, 2)
    for corners in _SYMBOLS.get(symbol, []):
        pen.polygon(corners, INK)
    for x, y, radius in _WHEELS.get(symbol, ()):
        pen.disc(x, y, radius, INK)
    for stroke in _STROKES.get(symbol, []):
        pen.line(stroke, INK, 7)
    tips: dict[str, list[Point]] = {
        "curve": [(50, 27), (67, 29), (60, 46)], "curve_left": [(46, 27), (29, 29), (36, 46)],
        "winding": [(39, 30), (50, 14), (58, 32)],
    }  # fmt: skip
    if symbol in tips:
        pen.polygon(tips[symbol], INK)


def _octagon(margin: float) -> list[Point]:
    a, b, c, d = margin, 28 + margin * 0.42, 68 - margin * 0.42, 96 - margin
    return [(b, a), (c, a), (d, b), (d, c), (c, d), (b, d), (a, c), (a, b)]


def _stop(pen: _Pen, _detail: str) -> None:
    pen.polygon(_octagon(0), PAPER)
    pen.polygon(_octagon(3), SIGNAL_RED)
    pen.text(48, "STOP", 27, PAPER)


def _yield(pen: _Pen, _detail: str) -> None:
    pen.polygon([(1, 6), (95, 6), (48, 90)], SIGNAL_RED)
    pen.polygon([(24, 20), (72, 20), (48, 62)], PAPER)


def _mile(pen: _Pen, _detail: str) -> None:
    pen.box(32, 4, 63, 92, PAPER, 2)
    pen.box(34, 6, 61, 90, GREEN, 2)


def _pennant(pen: _Pen, _detail: str) -> None:
    pen.polygon([(2, 12), (94, 48), (2, 84)], INK)
    pen.polygon([(5, 17), (86, 48), (5, 79)], AMBER)


def _chevron(pen: _Pen, side: str) -> None:
    pen.box(14, 2, 82, 94, AMBER, 4)
    points: list[Point] = [(26, 10), (48, 10), (72, 48), (48, 86), (26, 86), (50, 48)]
    pen.polygon([(96 - x, y) for x, y in points] if side == "left" else points, INK)


def _street(pen: _Pen, _detail: str) -> None:
    """Street-name blade without a name."""
    pen.box(0, 38, 95, 58, PAPER, 3)
    pen.box(1, 39, 94, 57, GREEN, 3)


def _perforated(pen: _Pen, _detail: str) -> None:
    """Draw a square tube with a hole every inch or so, stretched over a post's height."""
    pen.box(0, 0, 95, 95, (158, 162, 164))
    for k in range(32):
        pen.box(32, 0.6 + 3 * k, 64, 2.0 + 3 * k, (52, 54, 56))


def _shield(pen: _Pen, state: str) -> None:
    draw_shield(pen.draw, state, _FINE)


_KINDS: dict[str, Callable[[_Pen, str], None]] = {
    "speed": _speed, "warning": _warning, "shield": _shield, "stop": _stop, "yield": _yield, "mile": _mile,
    "pennant": _pennant, "chevron": _chevron, "street": _street, "perforated": _perforated,
}  # fmt: skip
KINDS = tuple(_KINDS)


@lru_cache(maxsize=256)
def sign_texture(kind: str, detail: str) -> Texture:
    """
    Draw a sign.

    Parameters
    ----------
    kind
        One of `KINDS`.
    detail
        The limit in mph, the warning's symbol (one of `WARNINGS`), the shield's state, or the chevron's side.

    Returns
    -------
    texture
        (96, 96, 4) float32, linear rgb and alpha 0..1; shared, not to be written to.
    """
    fine = Image.new("RGBA", (SIZE * _FINE, SIZE * _FINE), (0, 0, 0, 0))
    _KINDS[kind](_Pen(fine), detail)
    shares = np.asarray(fine, np.float32).reshape(SIZE, _FINE, SIZE, _FINE, 4) / 255
    light = shares[..., :3] ** 2.2 * 0.9 * shares[..., 3:]
    alpha = shares[..., 3:].mean(axis=(1, 3))
    rgb = light.mean(axis=(1, 3)) / np.maximum(alpha, 1e-3)
    texture: Texture = np.concatenate([rgb, alpha], -1).astype(np.float32)
    texture.setflags(write=False)
    return texture


@lru_cache(maxsize=256)
def sign_back(kind: str, detail: str) -> Texture:
    """Return the bare metal back of a sign, (96, 96, 4) float32: the mirrored outline without any print."""
    front = sign_texture(kind, detail)[:, ::-1]
    back = np.empty_like(front)
    back[..., :3] = (np.array(GREY, np.float32) / 255) ** 2.2
    back[..., 3] = front[..., 3]
    back.setflags(write=False)
    return back
