"""Charts written by hand as SVG: lines, bars, maps and matrices, in colours that the page's style sheet sets."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from geogame.colours import cividis

WIDTH: Final = 560
HEIGHT: Final = 300
LEFT, RIGHT, TOP, BOTTOM = 56, 24, 12, 40
SERIES: Final = 7
"""So many colours the style sheet has for series; they repeat after that."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Where values lie along a side.

    Attributes
    ----------
    label
        Name and unit.
    low, high
        The ends.
    ticks
        Values that are written out.
    logarithmic
        Whether equal ratios are equally far apart.
    """

    label: str
    low: float
    high: float
    ticks: Sequence[float]
    logarithmic: bool = False

    def share(self, value: float) -> float:
        """Place of a value between the ends, 0 to 1, held inside."""
        low, high, at = self.low, self.high, min(max(value, self.low), self.high)
        if self.logarithmic:
            low, high, at = math.log(low), math.log(high), math.log(at)
        return (at - low) / (high - low)


def round_axis(label: str, highest: float) -> Axis:
    """Axis from 0 to a round number not below ``highest``, with four to eight ticks."""
    step = 10 ** math.floor(math.log10(max(highest, 1e-9)))
    step *= next(factor for factor in (0.2, 0.25, 0.5, 1.0, 2.0) if highest <= 8 * factor * step)
    count = math.ceil(highest / step)
    return Axis(label, 0, count * step, [index * step for index in range(count + 1)])


def line_chart(x: Axis, y: Axis, lines: Mapping[str, Sequence[tuple[float, float]]], *, diagonal: bool = False) -> str:
    """Draw named lines through points (x, y), with a legend; a thin diagonal if asked."""
    at = _places(x, y)
    body = [_frame(x, y)]
    if diagonal:
        (x1, y1), (x2, y2) = at(x.low, y.low), at(x.high, y.high)
        body.append(f'<line class="thin" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>')
    for number, (name, points) in enumerate(lines.items()):
        colour = f"s{number % SERIES}"
        path = " ".join("{:.1f},{:.1f}".format(*at(*point)) for point in points)
        body.append(f'<polyline class="line {colour}" points="{path}"/>')
        top = TOP + 16 + 17 * number
        body.append(f'<line class="line {colour}" x1="{LEFT + 10}" x2="{LEFT + 30}" y1="{top - 4}" y2="{top - 4}"/>')
        body.append(f'<text x="{LEFT + 36}" y="{top}">{escape(name)}</text>')
    return _svg(WIDTH, HEIGHT, body)


def bar_chart(y: Axis, bars: Sequence[tuple[str, float, tuple[float, float] | None]]) -> str:
    """Draw a bar for each (name, value, interval or None)."""
    x = Axis("", 0, max(len(bars), 1), [])
    at = _places(x, y)
    body = [_frame(x, y)]
    for number, (name, value, interval) in enumerate(bars):
        (left, top), (right, bottom) = at(number + 0.15, value), at(number + 0.85, y.low)
        middle = (left + right) / 2
        body.append(
            f'<rect class="bar" x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}">'
            f"<title>{escape(name)}: {value:,.0f}</title></rect>"
        )
        if interval is not None:
            low, high = (at(number, end)[1] for end in interval)
            body.append(f'<line class="whisker" x1="{middle:.1f}" x2="{middle:.1f}" y1="{low:.1f}" y2="{high:.1f}"/>')
        body.append(f'<text class="mid" x="{middle:.1f}" y="{HEIGHT - BOTTOM + 16}">{escape(name)}</text>')
    return _svg(WIDTH, HEIGHT, body)


def region_map(
    rings: Mapping[int, Sequence[Sequence[tuple[float, float]]]], fill: Mapping[int, tuple[float, str]]
) -> str:
    """Draw cells as (lon, lat) rings; ``fill`` gives a cell's place on the colour scale, 0..1, and its tooltip."""
    points = [point for outlines in rings.values() for ring in outlines for point in ring]
    west, east = min(lon for lon, _ in points), max(lon for lon, _ in points)
    south, north = min(lat for _, lat in points), max(lat for _, lat in points)
    width = 2 * WIDTH
    scale = width / (east - west)
    stretch = scale / math.cos(math.radians((south + north) / 2))
    body = []
    for cell, outlines in rings.items():
        path = "".join(
            "M" + "L".join(f"{(lon - west) * scale:.1f} {(north - lat) * stretch:.1f}" for lon, lat in ring) + "Z"
            for ring in outlines
        )
        share, says = fill.get(cell, (None, f"cell {cell}: no places"))
        colour = "none" if share is None else "#{:02x}{:02x}{:02x}".format(*cividis(share))
        body.append(f'<path class="cell" d="{path}" fill="{colour}"><title>{escape(says)}</title></path>')
    return _svg(width, round((north - south) * stretch), body)


def matrix(entries: Sequence[tuple[int, int, int]], size: int, rows: str, columns: str) -> str:
    """Draw counts (row, column, count) of a ``size`` x ``size`` matrix as dots whose area follows the count."""
    side = 520
    per = side / size
    most = max((count for _, _, count in entries), default=1)
    body = [f'<rect class="frame" x="{LEFT}" y="{TOP}" width="{side}" height="{side}"/>']
    for row, column, count in entries:
        radius = max(0.5, math.sqrt(count / most)) * max(per / 2, 2.5)
        body.append(
            f'<circle class="{"right" if row == column else "wrong"}" cx="{LEFT + (column + 0.5) * per:.1f}" '
            f'cy="{TOP + (row + 0.5) * per:.1f}" r="{radius:.1f}"><title>{escape(rows)} {row}, {escape(columns)} '
            f"{column}: {count}</title></circle>"
        )
    height = TOP + side + BOTTOM
    body.append(f'<text class="mid" x="{LEFT + side / 2}" y="{height - 12}">{escape(columns)}</text>')
    body.append(f'<text class="mid" transform="translate(16 {TOP + side / 2}) rotate(-90)">{escape(rows)}</text>')
    return _svg(LEFT + side + RIGHT, height, body)


def _places(x: Axis, y: Axis) -> Callable[[float, float], tuple[float, float]]:
    def at(across: float, up: float) -> tuple[float, float]:
        return (
            LEFT + x.share(across) * (WIDTH - LEFT - RIGHT),
            HEIGHT - BOTTOM - y.share(up) * (HEIGHT - TOP - BOTTOM),
        )

    return at


def _frame(x: Axis, y: Axis) -> str:
    at = _places(x, y)
    middle = (TOP + HEIGHT - BOTTOM) / 2
    parts = [
        f'<rect class="frame" x="{LEFT}" y="{TOP}" width="{WIDTH - LEFT - RIGHT}" height="{HEIGHT - TOP - BOTTOM}"/>',
        f'<text class="mid" x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 6}">{escape(x.label)}</text>',
        f'<text class="mid" transform="translate(14 {middle}) rotate(-90)">{escape(y.label)}</text>',
    ]
    for tick in x.ticks:
        across, bottom = at(tick, y.low)
        parts.append(f'<line class="grid" x1="{across:.1f}" x2="{across:.1f}" y1="{TOP}" y2="{bottom:.1f}"/>')
        parts.append(f'<text class="mid" x="{across:.1f}" y="{bottom + 15:.1f}">{tick:,g}</text>')
    for tick in y.ticks:
        left, up = at(x.low, tick)
        parts.append(f'<line class="grid" x1="{left:.1f}" x2="{WIDTH - RIGHT}" y1="{up:.1f}" y2="{up:.1f}"/>')
        parts.append(f'<text class="end" x="{left - 5:.1f}" y="{up + 4:.1f}">{tick:,g}</text>')
    return "".join(parts)


def _svg(width: float, height: float, body: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img">{"".join(body)}</svg>'
    )
