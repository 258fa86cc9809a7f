"""A prediction as the seed report draws it: cells red by rescaled probability, the best yellow, the true one green."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from geogame.geo import THIN_SPACE, distance_km, format_distance

if TYPE_CHECKING:
    from geogame.geolocators.base import Prediction
    from geogame.partitions import Partition

Colour: TypeAlias = tuple[int, int, int]
WIDTH: Final = 1000
FREE: Final = 0.06
"""Share of the width that is left free beneath the map, for text."""
LINE: Final = 28
MARGIN: Final = 8
RED: Final[Colour] = (200, 30, 30)
YELLOW: Final[Colour] = (250, 200, 30)
GREEN: Final[Colour] = (40, 160, 70)
BLUE: Final[Colour] = (40, 90, 220)
INK: Final[Colour] = (60, 60, 60)
BORDER: Final[Colour] = (190, 190, 190)


def draw_prediction(
    partition: Partition,
    prediction: Prediction,
    path: Path,
    truth: tuple[float, float] | None = None,
    hits: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Write the picture as PNG.

    Parameters
    ----------
    partition
        The cells.
    prediction
        Its probabilities are rescaled for the cells' opacity: the smallest to 0, the largest to 1.
    path
        Overwritten.
    truth
        True latitude and longitude in degrees, if known. Its cell is drawn green; a blue line with the haversine
        distance runs from its centre to that of the best cell, as in the report. The second distance is that from the
        true place itself to the answered point, marked by a ring.
    hits
        The most alike pictures of a gallery, as `geolocators.retrieval.look_up` gives them: each is marked with its
        number, and told beneath with its date.
    """
    best = int(prediction.probabilities.argmax())
    true = -1 if truth is None else int(partition.locate(*([value] for value in truth))[0])
    image, project = paint_cells(partition, prediction.probabilities, WIDTH, best, true)
    draw = ImageDraw.Draw(image)
    lines = [f"best cell {best} ({100 * float(prediction.probabilities[best]):.1f} %)"]
    if truth is not None:
        start = tuple(partition.centroids[true]) if true >= 0 else truth
        centre = tuple(partition.centroids[best])
        draw.line([project(*start), project(*centre)], fill=BLUE, width=3)
        _dot(draw, project(*start), GREEN)
        _dot(draw, project(*centre), YELLOW)
        lines[0] += f", true cell {true}: {_far(*start, *centre)} between their centres"
        lines.append(f"from the true place to the answer: {_far(*truth, prediction.lat, prediction.lon)}")
    x, y = project(prediction.lat, prediction.lon)
    draw.ellipse([x - 6, y - 6, x + 6, y + 6], outline=BLUE, width=3)
    for number, hit in reversed(list(enumerate(hits, 1))):
        _number(draw, project(hit["lat"], hit["lon"]), number)
    lines += [_hit_line(number, hit) for number, hit in enumerate(hits, 1)]
    _written_below(image, lines).save(path, "PNG")


def _number(draw: ImageDraw.ImageDraw, at: tuple[float, float], number: int) -> None:
    """Mark a hit by a small square with its number."""
    x, y = at
    draw.rectangle([x - 9, y - 9, x + 9, y + 9], fill="white", outline=BLUE, width=2)
    draw.text((x, y), f"{number}", fill=INK, font=ImageFont.load_default(13), anchor="mm")


def _hit_line(number: int, hit: Mapping[str, Any]) -> str:
    return f"{number}: {hit['captured_on']}, likeness {hit['likeness']:.3f}, {hit['lat']:.5f}, {hit['lon']:.5f}"


def _written_below(image: Image.Image, lines: Sequence[str]) -> Image.Image:
    """Write lines into the free strip at the bottom, which is made as high as they need."""
    top = image.height - round(FREE * WIDTH)
    sheet = Image.new("RGB", (image.width, max(image.height, top + LINE * len(lines) + MARGIN)), "white")
    sheet.paste(image)
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(18)
    for number, line in enumerate(lines):
        draw.text((WIDTH * 0.02, top + LINE * number), line, fill=INK, font=font)
    return sheet


def paint_cells(
    partition: Partition, probabilities: NDArray[np.floating[Any]], width: int, best: int = -1, true: int = -1
) -> tuple[Image.Image, Callable[[float, float], tuple[float, float]]]:
    """Paint the cells in red by rescaled probability, ``best`` yellow and ``true`` green (-1 for none).

    Returns
    -------
    image, function
        The picture, ``width`` pixels wide, with room for a line of text; and where a latitude and longitude lie on it.
    """
    project, height = _projection(partition, width)
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    low, high = float(probabilities.min()), float(probabilities.max())
    shares = (probabilities - low) / max(high - low, 1e-12)
    for cell in partition.cells:
        fill = _blend(RED, float(shares[cell.index]))
        fill = GREEN if cell.index == true else YELLOW if cell.index == best else fill
        for ring in _rings(cell.polygon):
            draw.polygon([project(lat, lon) for lon, lat in ring], fill=fill, outline=BORDER)
    return image, project


def _blend(colour: Colour, opacity: float) -> Colour:
    """Put a colour over white."""
    red, green, blue = (round(255 + (channel - 255) * opacity) for channel in colour)
    return red, green, blue


def _far(lat: float, lon: float, other_lat: float, other_lon: float) -> str:
    return format_distance(distance_km(lat, lon, other_lat, other_lon)).replace(THIN_SPACE, " ")


def _dot(draw: ImageDraw.ImageDraw, at: tuple[float, float], colour: Colour) -> None:
    x, y = at
    draw.ellipse([x - 7, y - 7, x + 7, y + 7], fill=colour, outline=INK, width=2)


def _projection(partition: Partition, width: int) -> tuple[Callable[[float, float], tuple[float, float]], int]:
    """Plate carrée with true proportions at the middle latitude; returns the function and the picture's height."""
    bounds = np.array([cell.polygon.bounds for cell in partition.cells])
    (west, south), (east, north) = bounds[:, :2].min(0), bounds[:, 2:].max(0)
    margin = width * 0.02
    per_lon = (width - 2 * margin) / (east - west)
    per_lat = per_lon / math.cos(math.radians((south + north) / 2))

    def project(lat: float, lon: float) -> tuple[float, float]:
        return float(margin + (lon - west) * per_lon), float(margin + (north - lat) * per_lat)

    return project, round((north - south) * per_lat + 2 * margin + width * FREE)


def _rings(polygon: Any) -> list[Sequence[tuple[float, float]]]:
    parts = getattr(polygon, "geoms", [polygon])
    return [part.exterior.coords for part in parts]
