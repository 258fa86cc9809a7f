"""An explanation as one picture: heated views, the map after each of them, and training places that look alike."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from geogame.evaluation.picture import INK, paint_cells

if TYPE_CHECKING:
    from geogame.explain.explanation import Explanation
    from geogame.partitions import Partition

TILE: Final = 360
GAP: Final = 12
LINE: Final = 20
FONT_SIZE: Final = 14
WARM: Final = np.array(((0, 0, 120), (0, 150, 200), (250, 220, 60), (220, 30, 20)), dtype=np.float64)


def draw_explanation(
    partition: Partition,
    explanation: Explanation,
    path: Path,
    neighbour_views: Sequence[NDArray[np.uint8]] = (),
) -> None:
    """Write the picture as PNG.

    Parameters
    ----------
    partition
        The model's cells.
    explanation
        From `explain`.
    path
        Overwritten.
    neighbour_views
        ``(v, h, w, 3)`` uint8 of each neighbour, where they can be drawn; else their places are written out alone.
    """
    shown = np.flatnonzero(explanation.views.reshape(len(explanation.views), -1).any(1)).tolist()
    columns = [
        _stacked(
            (_caption(f"{step.heading_deg:g}°, {100 * step.heat_share:.0f} % of the heat"), heated(explanation, slot)),
            (_caption(_belief_line(step.cells)), paint_cells(partition, belief, TILE, best=step.cells[0][0])[0]),
        )
        for step, slot, belief in zip(explanation.steps, shown, explanation.prediction.belief, strict=True)
    ]
    title = (
        f"What speaks for cell {explanation.heat.cell} in each view, and what the model believed after it. "
        f"Answer: {explanation.prediction.lat:.2f}, {explanation.prediction.lon:.2f}"
    )
    rows = [_caption(title, max(TILE * len(columns), 900)), _beside(columns)]
    for number, neighbour in enumerate(explanation.neighbours):
        text = (
            f"alike in training, {number + 1}: {neighbour.lat:.2f}, {neighbour.lon:.2f}, cell {neighbour.cell}, "
            f"distance {neighbour.distance:.2f}"
        )
        rows.append(_caption(text, rows[0].width))
        if number < len(neighbour_views):
            rows.append(_beside([_tile(view) for view in neighbour_views[number]]))
    _below(rows).save(path, "PNG")


def _belief_line(cells: list[tuple[int, float]]) -> str:
    return "then cells " + ", ".join(f"{cell}: {100 * share:.0f} %" for cell, share in cells)


def heated(explanation: Explanation, slot: int) -> Image.Image:
    """Lay the heat over a view: cold colours where little, none where nothing speaks for the cell."""
    heat = explanation.heat.maps[slot].astype(np.float64)[..., None]
    stops = np.linspace(0, 1, len(WARM))
    colours = np.stack([np.interp(heat[..., 0], stops, WARM[:, channel]) for channel in range(3)], -1)
    opacity = 0.65 * np.sqrt(heat)
    mixed = explanation.views[slot] * (1 - opacity) + colours * opacity
    return _tile(mixed.astype(np.uint8))


def _tile(pixels: NDArray[np.uint8]) -> Image.Image:
    image = Image.fromarray(pixels)
    return image.resize((TILE, round(TILE * image.height / image.width)), Image.Resampling.BILINEAR)


def _caption(text: str, width: int = TILE) -> Image.Image:
    image = Image.new("RGB", (width, LINE), "white")
    ImageDraw.Draw(image).text((2, 1), text, fill=INK, font=ImageFont.load_default(FONT_SIZE))
    return image


def _stacked(*pairs: tuple[Image.Image, Image.Image]) -> Image.Image:
    return _below([image for pair in pairs for image in pair])


def _below(images: Sequence[Image.Image]) -> Image.Image:
    sheet = Image.new("RGB", (max(i.width for i in images), sum(i.height + GAP // 2 for i in images)), "white")
    top = 0
    for image in images:
        sheet.paste(image, (0, top))
        top += image.height + GAP // 2
    return sheet


def _beside(images: Sequence[Image.Image]) -> Image.Image:
    sheet = Image.new("RGB", (sum(i.width + GAP for i in images), max(i.height for i in images)), "white")
    left = 0
    for image in images:
        sheet.paste(image, (left, 0))
        left += image.width + GAP
    return sheet
