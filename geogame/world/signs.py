"""Road signs as small textures. No sign gives a place's name or a route number that was not verified."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Texture = NDArray[np.float32]
SIZE = 96
INK, PAPER = (12, 12, 12), (244, 244, 240)


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _text(draw: ImageDraw.ImageDraw, y: float, text: str, size: int, fill: tuple[int, int, int]) -> None:
    left, top, right, bottom = draw.textbbox((0, 0), text, font=_font(size))
    at = (SIZE / 2 - (left + right) / 2, y - (top + bottom) / 2)
    draw.text(at, text, font=_font(size), fill=fill, stroke_width=1, stroke_fill=fill)


def _speed(draw: ImageDraw.ImageDraw, text: str) -> None:
    draw.rounded_rectangle((14, 0, 81, 95), 6, PAPER, INK, 3)
    _text(draw, 14, "SPEED", 17, INK)
    _text(draw, 32, "LIMIT", 17, INK)
    _text(draw, 66, text, 44, INK)


def _warning(draw: ImageDraw.ImageDraw, text: str) -> None:
    draw.polygon([(48, 1), (94, 48), (48, 94), (1, 48)], (242, 184, 20), INK, 3)
    if text == "curve":
        draw.line([(42, 74), (42, 50), (58, 34), (58, 20)], INK, 7)
    elif text == "deer":
        draw.polygon(
            [
                (26, 60),
                (40, 42),
                (62, 40),
                (72, 26),
                (76, 34),
                (66, 52),
                (66, 72),
                (58, 56),
                (42, 58),
                (32, 74),
            ],
            INK,
        )
    else:
        draw.line([(48, 24), (48, 72)], INK, 7)
        draw.line([(30, 46), (66, 46)], INK, 7)


def _shield(draw: ImageDraw.ImageDraw, shape: str) -> None:
    """Draw a blank state-route marker by outline kind: its shape tells the state, no number is claimed."""
    draw.rectangle((0, 0, 95, 95), INK)
    outlines: dict[str, list[tuple[int, int]]] = {
        "diamond": [(48, 6), (90, 48), (48, 90), (6, 48)],
        "triangle": [(8, 84), (48, 8), (88, 84)],
        "keystone": [(8, 8), (88, 8), (80, 30), (84, 88), (12, 88), (16, 30)],
        "arrowhead": [(48, 4), (84, 34), (70, 60), (66, 92), (30, 92), (26, 60), (12, 34)],
        "outline": [(6, 18), (60, 10), (90, 24), (84, 70), (52, 90), (30, 78), (8, 80)],
        "pentagon": [(48, 6), (90, 36), (76, 90), (20, 90), (6, 36)],
        "shield": [(10, 8), (30, 14), (48, 6), (66, 14), (86, 8), (90, 40), (84, 64), (48, 90), (12, 64), (6, 40)],
    }  # fmt: skip
    if shape in outlines:
        draw.polygon(outlines[shape], PAPER)
    elif shape == "square":
        draw.rectangle((8, 8, 87, 87), PAPER)
    elif shape == "oval":
        draw.ellipse((3, 18, 92, 77), PAPER)
    else:
        draw.ellipse((6, 6, 89, 89), PAPER)


def _stop(draw: ImageDraw.ImageDraw, _detail: str) -> None:
    draw.regular_polygon((48, 48, 47), 8, 22.5, (178, 24, 32), PAPER)
    _text(draw, 48, "STOP", 26, PAPER)


def _mile(draw: ImageDraw.ImageDraw, _detail: str) -> None:
    draw.rectangle((32, 4, 63, 92), (14, 98, 62), PAPER, 3)


_KINDS = {"speed": _speed, "warning": _warning, "shield": _shield, "stop": _stop, "mile": _mile}


@lru_cache(maxsize=256)
def sign_texture(kind: str, detail: str) -> Texture:
    """
    Draw a sign.

    Parameters
    ----------
    kind
        speed, warning, shield, stop or mile.
    detail
        The limit in mph, the warning's symbol, or the shield's outline.

    Returns
    -------
    texture
        (96, 96, 4) float32, linear rgb and alpha 0..1; shared, not to be written to.
    """
    image = Image.new("RGBA", (SIZE, SIZE), (0, 0, 0, 0))
    _KINDS[kind](ImageDraw.Draw(image), detail)
    srgb = np.asarray(image, np.float32) / 255
    texture: Texture = np.concatenate([srgb[..., :3] ** 2.2 * 0.9, srgb[..., 3:]], -1).astype(np.float32)
    texture.setflags(write=False)
    return texture
