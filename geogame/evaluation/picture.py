"""A prediction as a small map: cells filled by probability, the best one yellow, the true one green."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PIL import Image, ImageDraw

from geogame.geo import distance_km, format_distance

if TYPE_CHECKING:
    from geogame.geolocators.base import Prediction
    from geogame.partitions import Partition

WIDTH: Final = 1000
MARGIN: Final = 20
YELLOW, GREEN, BLUE, INK = (250, 200, 30), (40, 160, 70), (40, 90, 220), (60, 60, 60)


def draw_prediction(
    partition: Partition, prediction: Prediction, path: Path, truth: tuple[float, float] | None = None
) -> None:
    """Write the picture as PNG.

    Parameters
    ----------
    partition
        The cells.
    prediction
        Its probabilities are rescaled to 0..1 for the cells' opacity.
    path
        Overwritten.
    truth
        True latitude and longitude in degrees, if known: its cell is drawn green, with a blue line to the guess and
        the distance.
    """
    project, height = _projection(partition)
    image = Image.new("RGB", (WIDTH, height), "white")
    draw = ImageDraw.Draw(image)
    scaled = prediction.probabilities / max(float(prediction.probabilities.max()), 1e-12)
    best = int(prediction.probabilities.argmax())
    true = -1 if truth is None else int(partition.locate(*([value] for value in truth))[0])
    for cell in partition.cells:
        share = float(scaled[cell.index])
        colour = tuple(round(255 + (channel - 255) * share) for channel in (200, 30, 30))
        fill = GREEN if cell.index == true else YELLOW if cell.index == best else colour
        for ring in _rings(cell.polygon):
            draw.polygon([project(lon, lat) for lon, lat in ring], fill=fill, outline=(190, 190, 190))
    guess = project(prediction.lon, prediction.lat)
    if truth is not None:
        draw.line([project(truth[1], truth[0]), guess], fill=BLUE, width=3)
        far = distance_km(truth[0], truth[1], prediction.lat, prediction.lon)
        draw.text((MARGIN, height - 2 * MARGIN), format_distance(far, "km").replace("\u2009", " "), fill=INK)
    draw.ellipse([guess[0] - 6, guess[1] - 6, guess[0] + 6, guess[1] + 6], fill=BLUE, outline="white")
    image.save(path, "PNG")


def _projection(partition: Partition) -> tuple[Any, int]:
    """Plate carrée with true proportions at the middle latitude; returns the function and the picture's height."""
    bounds = [cell.polygon.bounds for cell in partition.cells]
    west, south = min(b[0] for b in bounds), min(b[1] for b in bounds)
    east, north = max(b[2] for b in bounds), max(b[3] for b in bounds)
    per_lon = (WIDTH - 2 * MARGIN) / (east - west)
    per_lat = per_lon / math.cos(math.radians((south + north) / 2))

    def project(lon: float, lat: float) -> tuple[float, float]:
        return MARGIN + (lon - west) * per_lon, MARGIN + (north - lat) * per_lat

    return project, round((north - south) * per_lat) + 2 * MARGIN


def _rings(polygon: Any) -> list[Any]:
    parts = getattr(polygon, "geoms", [polygon])
    return [part.exterior.coords for part in parts]
