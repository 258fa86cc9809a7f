"""State route markers: the shape and colours that each state's shields wear. None bears a number.

Typed by the author from common knowledge of the markers, simplified. No letters, no names: a shape is the fact.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from PIL import ImageDraw

from geogame.world.outlines import OUTLINES

Point = tuple[float, float]
Box = Callable[[float, float, float, float], tuple[float, float, float, float]]
Paint = tuple[int, int, int]
BLACK, WHITE, GREEN, BLUE = (14, 14, 14), (244, 244, 240), (16, 96, 62), (24, 62, 140)
YELLOW, GOLD, RED = (240, 196, 36), (246, 190, 40), (182, 30, 40)


@dataclass(frozen=True, slots=True)
class Shield:
    """A marker: which shape, its face, and the plate behind it (None where the shape itself is cut out)."""

    shape: str
    face: Paint = WHITE
    plate: Paint | None = BLACK


SHIELDS: dict[str, Shield] = {
    "AL": Shield("AL"), "AR": Shield("AR"), "AZ": Shield("AZ"), "CA": Shield("spade", GREEN, None),
    "CO": Shield("flag", WHITE, None), "CT": Shield("square"), "DC": Shield("square"), "DE": Shield("circle"),
    "FL": Shield("FL"), "GA": Shield("GA"), "IA": Shield("circle"), "ID": Shield("ID"), "IL": Shield("square"),
    "IN": Shield("square"), "KS": Shield("sunflower", YELLOW), "KY": Shield("oval"), "LA": Shield("LA", WHITE, GREEN),
    "MA": Shield("square"), "MD": Shield("banner"), "ME": Shield("square"), "MI": Shield("diamond"),
    "MN": Shield("banner", BLUE, None), "MO": Shield("MO"), "MS": Shield("oval"), "MT": Shield("arrowhead"),
    "NC": Shield("diamond"), "ND": Shield("ND"), "NE": Shield("wagon"), "NH": Shield("profile"),
    "NJ": Shield("circle"), "NM": Shield("sun"), "NV": Shield("NV"), "NY": Shield("crest"), "OH": Shield("OH"),
    "OK": Shield("OK"), "OR": Shield("eagle"), "PA": Shield("keystone"), "RI": Shield("square"),
    "SC": Shield("banner", WHITE, BLUE), "SD": Shield("SD", WHITE, GREEN), "TN": Shield("triangle"),
    "TX": Shield("square"), "UT": Shield("beehive"), "VA": Shield("heater"), "VT": Shield("banner", WHITE, GREEN),
    "WA": Shield("head"), "WI": Shield("wedge"), "WV": Shield("square"), "WY": Shield("square", YELLOW),
}  # fmt: skip
"""By postal code."""


def _around(count: int, radius: float, phase: float = 0.0) -> list[Point]:
    turns = [phase + 2 * math.pi * k / count for k in range(count)]
    return [(48 + radius * math.sin(a), 48 - radius * math.cos(a)) for a in turns]


def _sunflower() -> list[Point]:
    return [p for k in range(18) for p in (_around(18, 45.0)[k], _around(18, 35.0, math.pi / 18)[k])]


def _beehive() -> list[Point]:
    """Return a dome of bulging rings on a board."""
    half = ((8, 9), (17, 15), (25, 23), (33, 29), (41, 33), (49, 36), (57, 38), (65, 40), (73, 40))
    right = [(48.0 + w + (3 if k % 2 else 0), float(y)) for k, (y, w) in enumerate(half)]
    base = [(93.0, 76.0), (93.0, 86.0)]
    left = [(96 - x, y) for x, y in reversed(right + base)]
    return right + base + left


def _star(count: int, outer: float, inner: float) -> list[Point]:
    return [p for k in range(count) for p in (_around(count, outer)[k], _around(count, inner, math.pi / count)[k])]


SHAPES: dict[str, list[Point]] = {
    "spade": [(48, 3), (66, 22), (84, 40), (92, 58), (88, 76), (74, 90), (58, 93), (48, 90), (38, 93), (22, 90),
        (8, 76), (4, 58), (12, 40), (30, 22)],
    "sunflower": _sunflower(),
    "beehive": _beehive(),
    "head": [(30, 90), (32, 78), (22, 66), (16, 50), (18, 32), (28, 16), (44, 7), (60, 8), (73, 17), (78, 31),
        (77, 40), (85, 54), (78, 57), (80, 64), (76, 68), (77, 76), (66, 79), (63, 90)],
    "diamond": [(48, 5), (91, 48), (48, 91), (5, 48)],
    "triangle": [(8, 84), (48, 8), (88, 84)],
    "wedge": [(6, 12), (90, 12), (84, 34), (58, 88), (38, 88), (12, 34)],
    "keystone": [(16, 8), (80, 8), (80, 20), (90, 24), (78, 88), (18, 88), (6, 24), (16, 20)],
    "arrowhead": [(10, 10), (86, 10), (86, 40), (74, 66), (48, 92), (22, 66), (10, 40)],
    "profile": [(26, 90), (24, 60), (16, 52), (22, 42), (14, 34), (24, 26), (22, 14), (40, 6), (70, 6), (82,
        20), (84, 50), (76, 74), (78, 90)],
    "crest": [(10, 10), (28, 16), (48, 6), (68, 16), (86, 10), (90, 36), (82, 66), (48, 92), (14, 66), (6, 36)],
    "heater": [(10, 8), (86, 8), (88, 40), (78, 66), (48, 92), (18, 66), (8, 40)],
    "eagle": [(48, 8), (58, 16), (90, 12), (88, 30), (80, 46), (74, 68), (48, 92), (22, 68), (16, 46), (8, 30),
        (6, 12), (38, 16)],
    "us": [(22, 5), (34, 11), (48, 7), (62, 11), (74, 5), (89, 22), (82, 38), (90, 56), (84, 74), (66, 80), (48,
        92), (30, 80), (12, 74), (6, 56), (14, 38), (7, 22)],
    "wagon": [(6, 6), (90, 6), (90, 90), (6, 90)],
    "sun": _star(16, 45.0, 34.0),
}  # fmt: skip
"""Outlines of markers that are no state's border, corners on a field of 96 by 96."""


def draw_shield(draw: ImageDraw.ImageDraw, state: str, scale: int) -> None:
    """
    Draw a state's marker.

    Parameters
    ----------
    draw
        Onto a clear field of ``96 * scale`` pixels a side.
    state
        Postal code, or ``US`` for the national routes' shield.
    scale
        Pixels a unit.
    """
    shield = Shield("us") if state == "US" else SHIELDS[state]

    def box(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        return x0 * scale, y0 * scale, x1 * scale, y1 * scale

    _face(draw, shield, box, scale)
    _trim(draw, shield, box, scale)


def _face(draw: ImageDraw.ImageDraw, shield: Shield, box: Box, scale: int) -> None:
    if shield.plate is not None:
        draw.rounded_rectangle(box(0, 0, 95, 95), 5 * scale, shield.plate)
    if shield.shape == "circle":
        draw.ellipse(box(6, 6, 89, 89), shield.face)
    elif shield.shape == "oval":
        draw.ellipse(box(3, 18, 92, 77), shield.face)
    elif shield.shape == "square":
        draw.rounded_rectangle(box(6, 6, 89, 89), 4 * scale, shield.face)
    elif shield.shape == "banner":
        draw.rounded_rectangle(box(2, 2, 93, 93), 5 * scale, WHITE)
        draw.rectangle(box(6, 34, 89, 89), shield.face if shield.face != WHITE else WHITE)
        draw.rectangle(box(6, 6, 89, 30), GOLD if shield.face == BLUE else shield.plate or BLACK)
    elif shield.shape == "flag":
        draw.rounded_rectangle(box(2, 2, 93, 93), 5 * scale, WHITE, BLACK, 2 * scale)
        draw.rectangle(box(5, 5, 90, 15), BLUE)
        draw.rectangle(box(5, 31, 90, 41), BLUE)
        draw.ellipse(box(27, 10, 53, 36), RED)
        draw.ellipse(box(34, 17, 46, 29), GOLD)
        draw.rectangle(box(5, 41, 90, 43), BLACK)
    else:
        corners = OUTLINES.get(shield.shape) or SHAPES[shield.shape]
        paint = RED if shield.shape == "sun" else shield.face
        draw.polygon([(x * scale, y * scale) for x, y in corners], paint)


def _trim(draw: ImageDraw.ImageDraw, shield: Shield, box: Box, scale: int) -> None:
    if shield.shape == "sun":
        draw.ellipse(box(16, 16, 80, 80), WHITE)
    elif shield.shape == "wagon":
        draw.arc(box(24, 10, 72, 50), 180, 360, BLACK, 4 * scale)
        draw.line([p * scale for p in (20.0, 32.0, 76.0, 32.0)], BLACK, 5 * scale)
        for x in (30, 66):
            draw.ellipse(box(x - 7, 32, x + 7, 46), None, BLACK, 3 * scale)
    elif shield.shape == "spade":
        ring = [(48 + (x - 48) * 0.9, 48 + (y - 48) * 0.9) for x, y in SHAPES["spade"]]
        draw.line([(x * scale, y * scale) for x, y in [*ring, ring[0]]], WHITE, 3 * scale)
    elif shield.shape == "sunflower":
        draw.ellipse(box(22, 22, 74, 74), YELLOW, BLACK, 2 * scale)
