"""What a geolocator is: pictures of one place in, a `Prediction` out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from geogame.partitions import Partition

Pixels: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, eq=False, slots=True)
class Prediction:
    """One place's answer.

    Attributes
    ----------
    probabilities
        ``(cells,)`` float32, adding up to one.
    lat, lon
        The point estimate, WGS84 degrees.
    belief
        ``(views, cells)`` float32: the probabilities after each given view, in canonical heading order.
    """

    probabilities: Floats
    lat: float
    lon: float
    belief: Floats


class Geolocator(Protocol):
    """Tells where pictures were taken.

    Attributes
    ----------
    name
        Short name, as in ``models/<name>``.
    partition
        The cells its probabilities are about.
    card
        What is known about it: recipe, figures, data.
    """

    name: str
    partition: Partition
    card: dict[str, Any]

    def predict(self, images: Sequence[Pixels | None], headings_deg: Sequence[float]) -> Prediction:
        """Predict one place from 1..K pictures ``(h, w, 3)`` uint8 at compass headings in degrees."""
        ...

    def predict_batch(self, places: Sequence[tuple[Sequence[Pixels | None], Sequence[float]]]) -> list[Prediction]:
        """Predict many places, each given as ``(images, headings_deg)``."""
        ...
