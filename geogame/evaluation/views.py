"""Reading a catalog's views for evaluation, as the game reads them, and running a network over them."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray

from geogame.datasets import WHOLE, Crop, colour_statistics, normalise, shrink
from geogame.engines import LOCAL, Engine

if TYPE_CHECKING:
    from geogame.catalog import Catalog
    from geogame.evaluation.perturb import Perturbation
    from geogame.geolocators.trained import NetworkGeolocator

Floats: TypeAlias = NDArray[np.float32]
Reader: TypeAlias = Callable[[str], list[NDArray[np.uint8] | None]]
BATCH: Final = 32


@dataclass(frozen=True, eq=False)
class Views:
    """``pixels (n, v, 3, h, w)`` uint8 at the network's size, and ``present (n, v)``."""

    pixels: NDArray[np.uint8]
    present: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Beliefs:
    """Probabilities after each view, ``cells (n, v, cells)`` and ``anchors (n, v, m)``, and averaged over views."""

    cells: Floats
    anchors: Floats
    average_cells: Floats
    average_anchors: Floats


@dataclass(frozen=True, eq=False)
class Looks:
    """What a network says of some places, and what their pictures are like.

    Attributes
    ----------
    present
        ``(n, v)`` bool.
    colours
        ``(n, v * 6)`` as `geogame.datasets.colour_statistics` makes them.
    beliefs
        The network's.
    """

    present: NDArray[np.bool_]
    colours: NDArray[np.float16]
    beliefs: Beliefs


@dataclass(frozen=True, eq=False)
class Looking:
    """Makes the look at some places ready, wherever it is taken; see `geogame.engines.Engine.map`.

    Attributes
    ----------
    geolocator, catalog
        Travel to other machines as they are; pictures are read there, from the same path.
    """

    geolocator: NetworkGeolocator
    catalog: Catalog

    def __call__(self) -> Callable[[tuple[str, ...]], Looks]:
        """Return what looks at places by their ids."""
        slots = len(self.geolocator.headings_deg)
        read = catalog_reader(self.catalog, slots)

        def look(ids: tuple[str, ...]) -> Looks:
            views = read_views(ids, read, slots, self.geolocator.size, crop=self.geolocator.crop)
            return Looks(views.present, colour_statistics(views.pixels), believe(self.geolocator, views))

        return look


def look_at(
    geolocator: NetworkGeolocator,
    catalog: Catalog,
    engine: Engine = LOCAL,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Looks:
    """Show all places of a catalog to a network, some at a time, so that memory does not grow with their pictures."""
    chunks = chunks_of(catalog.ids)
    found: dict[int, Looks] = {}
    done = 0
    for number, looks in engine.map(Looking(geolocator, catalog), chunks):
        found[number] = looks
        done += len(chunks[number])
        progress(done, len(catalog))
    parts = [found[number] for number in range(len(chunks))]
    beliefs = [np.concatenate([getattr(part.beliefs, each.name) for part in parts]) for each in fields(Beliefs)]
    return Looks(
        np.concatenate([part.present for part in parts]),
        np.concatenate([part.colours for part in parts]),
        Beliefs(*beliefs),
    )


def chunks_of(ids: tuple[str, ...], size: int = BATCH) -> list[tuple[str, ...]]:
    """Cut ids into tuples of ``size``, the last one shorter."""
    return [ids[start : start + size] for start in range(0, len(ids), size)]


def catalog_reader(catalog: Catalog, views: int, perturbation: Perturbation | None = None, seed: int = 0) -> Reader:
    """Give a function that decodes one place's pictures in canonical order, perturbed if asked.

    Chance is drawn from ``(seed, place)``, so that the order of reading does not matter.
    """
    rows = {name: row for row, name in enumerate(catalog.ids)}

    def read(location_id: str) -> list[NDArray[np.uint8] | None]:
        random = np.random.default_rng((seed, rows[location_id]))
        pictures: list[NDArray[np.uint8] | None] = [None] * views
        for view in catalog.views_of(location_id):
            if view.index >= views:  # the model sees fewer headings than there are
                continue
            picture = catalog.read(view)
            pictures[view.index] = picture if perturbation is None else perturbation(picture, random)
        return pictures

    return read


def read_views(
    ids: tuple[str, ...],
    read: Reader,
    views: int,
    size: tuple[int, int],
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    crop: Crop = WHOLE,
) -> Views:
    """Decode, crop and shrink the pictures of many places, one thread a core."""
    pixels = np.zeros((len(ids), views, 3, *size), np.uint8)
    present = np.zeros((len(ids), views), dtype=bool)

    def fill(row: int) -> None:
        for slot, picture in enumerate(read(ids[row])):
            if picture is not None:
                pixels[row, slot] = shrink(picture, size, crop).transpose(2, 0, 1)
                present[row, slot] = True

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for done, _ in enumerate(pool.map(fill, range(len(ids))), 1):
            progress(done, len(ids))
    return Views(pixels, present)


def believe(
    geolocator: NetworkGeolocator, views: Views, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> Beliefs:
    """Run the network over all places."""
    from geogame.geolocators.networks import average_views

    parts: list[tuple[Floats, ...]] = []
    for start in range(0, len(views.pixels), BATCH):
        pictures = normalise(torch.from_numpy(views.pixels[start : start + BATCH]))
        mask = torch.from_numpy(views.present[start : start + BATCH])
        output = geolocator.run(pictures * mask[:, :, None, None, None], mask)
        there = mask.to(geolocator.device)
        tensors = (
            output.cells.softmax(-1),
            output.anchors.softmax(-1),
            average_views(output.view_cells, there),
            average_views(output.view_anchors, there),
        )
        parts.append(tuple(tensor.cpu().numpy() for tensor in tensors))
        progress(min(start + BATCH, len(views.pixels)), len(views.pixels))
    return Beliefs(*(np.concatenate(column) for column in zip(*parts, strict=True)))
