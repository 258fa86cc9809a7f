"""A trained retrieval network with its gallery: the most alike pictures vote for where a place is."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import numpy as np
import torch
from numpy.typing import NDArray

from geogame.datasets import Pixels, normalise
from geogame.geolocators.decoding import Decoder
from geogame.geolocators.gallery import GALLERY_FOLDER, Gallery, open_gallery
from geogame.geolocators.networks.base import Output, belief_so_far, present, spread
from geogame.geolocators.networks.retrieval import Retrieval, untrained
from geogame.geolocators.trained import NetworkGeolocator

if TYPE_CHECKING:
    from torch import Tensor

Floats: TypeAlias = NDArray[np.float32]
SMALLEST: Final = 1e-9  # a probability that counts as none, and has a logarithm
BATCH: Final = 64


class RetrievalGeolocator(NetworkGeolocator):
    """Answers by the pictures of a gallery.

    Every view asks for its ``neighbours`` most alike pictures; the softmax of their likeness is shared out to the cells
    and to the places where they were taken, and averaged over views. The answer is the place with the largest share.
    """

    explains = False
    network: Retrieval
    gallery: Gallery
    place_of: NDArray[np.int64]
    cell_of: NDArray[np.int64]

    @classmethod
    def load(cls, folder: Path, device: str | None = None) -> RetrievalGeolocator:
        """Open a checkpoint folder with its gallery; `CheckpointError` if anything in it is not as it was written."""
        found = cast("RetrievalGeolocator", super().load(folder, device))
        return found.with_gallery(open_gallery(folder / GALLERY_FOLDER))

    def with_gallery(self, gallery: Gallery) -> RetrievalGeolocator:
        """Return the same network that looks into another gallery."""
        other = copy.copy(self)
        other.gallery = gallery
        places, other.place_of, other.cell_of = voters(gallery)
        other.decoder = Decoder(places, rule="argmax")
        return other

    def untrained(self) -> RetrievalGeolocator:
        """Return what training began from: the backbone's first weights, plain pooling, no projection.

        Raises
        ------
        CheckpointError
            If those weights are not here.
        """
        other = copy.copy(self)
        other.network = untrained(self.network.config).to(self.device)
        return other

    def run(self, pictures: Tensor, mask: Tensor) -> Output:
        """Look the views up: ``(b, v, 3, h, w)`` normalised pictures and ``(b, v)`` mask to `Output`.

        ``anchors`` are the gallery's places.
        """
        mask = mask.to(self.device)
        with torch.inference_mode():
            embedded = self.network.embed(present(self.network.encode(pictures.to(self.device), mask), mask))
            cells, places = (torch.from_numpy(part).to(self.device) for part in self._ask(embedded))
            alone, alone_places = spread(cells, mask), spread(places, mask)
            state = spread(embedded, mask).sum(1) / mask.sum(1, keepdim=True).clamp_min(1)
            beliefs = belief_so_far(alone, mask), belief_so_far(alone_places, mask)
            return Output(*beliefs, (), alone, alone_places, state)

    def _ask(self, embedded: Tensor) -> tuple[Floats, Floats]:
        """Log probabilities ``(n, cells)`` and ``(n, places)`` of views by their features."""
        options = self.network.config.options
        likeness, rows = self.gallery.search(embedded.float().cpu().numpy(), options.neighbours)
        weights = np.exp((likeness - likeness.max(1, keepdims=True)) / options.temperature)
        weights /= weights.sum(1, keepdims=True)
        return (
            _shared_out(weights, self.cell_of[rows], self.network.config.cells),
            _shared_out(weights, self.place_of[rows], len(self.decoder.anchors)),
        )


def voters(gallery: Gallery) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Degrees ``(m, 2)`` of a gallery's places, and the place and cell ``(n,)`` of each of its pictures."""
    table = gallery.table
    _, first, place = np.unique(table["place_id"].to_numpy(str), return_index=True, return_inverse=True)
    degrees = table[["lat", "lon"]].to_numpy(np.float64)[first]
    return degrees, place.reshape(-1), table["cell"].to_numpy(np.int64)


def _shared_out(weights: Floats, bins: NDArray[np.int64], count: int) -> Floats:
    """Log of the weights ``(n, k)`` summed by bin into ``(n, count)``; a negative bin takes nothing."""
    total = np.zeros((len(weights), count), np.float64)
    row = np.broadcast_to(np.arange(len(weights))[:, None], bins.shape)
    inside = bins >= 0
    np.add.at(total, (row[inside], bins[inside]), weights[inside])
    return np.log(total + SMALLEST).astype(np.float32)


def look_up(
    geolocator: NetworkGeolocator,
    gallery: Gallery,
    images: Sequence[Pixels | None],
    headings_deg: Sequence[float],
    count: int = 5,
) -> list[dict[str, Any]]:
    """Find the pictures of a gallery that are most like one place's pictures.

    Parameters
    ----------
    geolocator
        The model that the gallery was made with.
    gallery
        What to look into.
    images, headings_deg
        As for `Geolocator.predict`.
    count
        How many hits, over all views together.

    Returns
    -------
    list of dict
        Best first: ``view`` (which of the given pictures found it), ``likeness`` from -1 to 1, and the gallery's
        columns, ``captured_on``, ``lat`` and ``lon`` among them.
    """
    pictures, mask = geolocator.arrange(images, headings_deg)
    slots = np.flatnonzero(mask.numpy())
    features = _features(geolocator, pictures[mask], slots)
    likeness, rows = gallery.search(features, count)
    order = np.argsort(-likeness, axis=None, kind="stable")[:count]
    hits = []
    for view, rank in zip(*np.unravel_index(order, likeness.shape), strict=True):
        row = gallery.table.iloc[int(rows[view, rank])].to_dict()
        hits.append({**row, "view": int(slots[view]), "likeness": float(likeness[view, rank])})
    return hits


def view_features(geolocator: NetworkGeolocator, pixels: Pixels, slots: NDArray[np.int64]) -> Floats:
    """Features ``(n, d)`` of length one of single views.

    Parameters
    ----------
    geolocator
        Any trained one.
    pixels
        ``(n, 3, h, w)`` uint8 at the network's size.
    slots
        ``(n,)`` canonical view that each of them is.
    """
    parts = [
        _features(geolocator, normalise(torch.from_numpy(pixels[start : start + BATCH])), slots[start : start + BATCH])
        for start in range(0, len(pixels), BATCH)
    ]
    return np.concatenate(parts)


def _features(geolocator: NetworkGeolocator, pictures: Tensor, slots: NDArray[np.int64]) -> Floats:
    """Run the network with one view in its place and all others missing."""
    views = len(geolocator.headings_deg)
    everywhere = pictures.new_zeros(len(pictures), views, *pictures.shape[1:])
    mask = torch.zeros(len(pictures), views, dtype=torch.bool)
    where = torch.arange(len(pictures)), torch.from_numpy(slots)
    everywhere[where], mask[where] = pictures, True
    with torch.inference_mode():
        state = geolocator.network(everywhere.to(geolocator.device), mask.to(geolocator.device)).state
    features: Floats = torch.nn.functional.normalize(state.float(), dim=1).cpu().numpy()
    return features
