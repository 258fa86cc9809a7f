"""Everything that explains one prediction, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from geogame.errors import UsageError
from geogame.explain.gradcam import Heat, grad_cam
from geogame.explain.neighbours import Neighbour, nearest_training

if TYPE_CHECKING:
    from geogame.datasets import Pixels
    from geogame.geolocators.base import Prediction
    from geogame.geolocators.trained import NetworkGeolocator

NAMED_CELLS: Final = 3


@dataclass(frozen=True, slots=True)
class Step:
    """The belief after one more view.

    Attributes
    ----------
    heading_deg
        Of the view that was added, as the model orders them.
    cells
        The likeliest cells and their probabilities.
    heat_share
        Share of that view in the heat for the explained cell.
    bits
        Entropy of the belief: how many yes-or-no questions it leaves open.
    """

    heading_deg: float
    cells: list[tuple[int, float]]
    heat_share: float
    bits: float


@dataclass(frozen=True, eq=False)
class Explanation:
    """Why a model guessed so.

    Attributes
    ----------
    prediction
        The guess.
    heat
        What speaks for its cell, in the pixels of ``views``.
    views
        ``(v, h, w, 3)`` uint8: what the network saw, in its order; missing views are black.
    steps
        One for each view that is there, in order.
    neighbours
        Training places that look alike to the model, nearest first.
    """

    prediction: Prediction
    heat: Heat
    views: NDArray[np.uint8]
    steps: list[Step]
    neighbours: list[Neighbour]

    def as_json(self) -> dict[str, Any]:
        """Return all but the pictures as one JSON object."""
        return {
            "lat": self.prediction.lat,
            "lon": self.prediction.lon,
            "cell": self.heat.cell,
            "probability": float(self.prediction.probabilities[self.heat.cell]),
            "steps": [asdict(step) for step in self.steps],
            "heat_shares": self.heat.shares,
            "neighbours": [asdict(neighbour) for neighbour in self.neighbours],
        }


def explain(
    geolocator: NetworkGeolocator,
    images: Sequence[Pixels | None],
    headings_deg: Sequence[float],
    *,
    folder: Path | None = None,
    cell: int | None = None,
    neighbours: int = 3,
) -> Explanation:
    """Explain the prediction for one place.

    Parameters
    ----------
    geolocator
        The model.
    images, headings_deg
        As for `NetworkGeolocator.predict`.
    folder
        The checkpoint's, where its training index lies; no neighbours without it.
    cell
        Whose probability is explained; the best one where None.
    neighbours
        How many training places to name.

    Raises
    ------
    UsageError
        If the model is a retrieval network, whose answers are made of pictures that it finds, not of cells.
    """
    from geogame.datasets import denormalise
    from geogame.geolocators.retrieval import RetrievalGeolocator

    if isinstance(geolocator, RetrievalGeolocator):
        message = f"model {geolocator.name} answers by the pictures it finds again; `predict` lists them"
        raise UsageError(message)

    prediction = geolocator.predict(images, headings_deg)
    pictures, mask = geolocator.arrange(images, headings_deg)
    pictures, mask = pictures[None].to(geolocator.device), mask[None].to(geolocator.device)
    explained = int(prediction.probabilities.argmax()) if cell is None else cell
    heat = grad_cam(geolocator.network, pictures, mask, explained)
    found: list[Neighbour] = []
    if folder is not None and neighbours > 0:
        embedded = geolocator.embed(geolocator.run(pictures, mask))[0]
        found = nearest_training(folder, embedded, neighbours)
    there = np.flatnonzero(mask[0].cpu().numpy())
    steps = [
        _step(geolocator.headings_deg[slot], belief, float(heat.shares[slot]))
        for slot, belief in zip(there, prediction.belief, strict=True)
    ]
    views = denormalise(pictures[0].cpu()).permute(0, 2, 3, 1).numpy() * mask[0].cpu().numpy()[:, None, None, None]
    return Explanation(prediction, heat, views, steps, found)


def _step(heading_deg: float, belief: NDArray[np.float32], share: float) -> Step:
    best = np.argsort(-belief, kind="stable")[:NAMED_CELLS]
    known = belief[belief > 0].astype(np.float64)
    cells = [(int(cell), float(belief[cell])) for cell in best]
    return Step(heading_deg, cells, share, float(-(known * np.log2(known)).sum()))
