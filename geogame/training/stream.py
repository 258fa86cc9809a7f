"""Batches from a packed catalog: its tar files are read from beginning to end, and mixed in a shuffle buffer.

The stream of an epoch is a pure function of seed and epoch, so that a training taken up in the middle sees the batches
that it would have seen; what comes before them is read over.
"""

from __future__ import annotations

import random
import tarfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from geogame.datasets import PackedPixels, Pixels, PlaceTable
from geogame.errors import CatalogError, UsageError
from geogame.packing import REMEDY, PackedImages
from geogame.training.batch import BatchSource
from geogame.training.recipe import Recipe

BUFFER_PLACES: Final = 2048
"""Places that wait in the shuffle buffer, their views still encoded."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A place of the stream: its row in the table, and its encoded views by slot."""

    row: int
    views: dict[int, bytes]


def stream_epoch(
    images: PackedImages, rows: dict[str, int], seed: int, epoch: int, buffer: int = BUFFER_PLACES
) -> Iterator[Sample]:
    """Read the tar files that hold any of some places, in an order of chance, and mix the places.

    Parameters
    ----------
    images
        Of a packed catalog.
    rows
        Rows of the wanted places by their ids; all other places are passed over.
    seed, epoch
        Decide the order.
    buffer
        Places in the shuffle buffer.

    Raises
    ------
    UsageError
        If webdataset is not installed.
    CatalogError
        If a tar file is missing or damaged.
    """
    try:
        from webdataset.filters import shuffle
    except ImportError as error:
        message = "a stream of tar files needs webdataset: `python -m pip install -r requirements-scale.txt`"
        raise UsageError(message) from error
    holding = [number for number, places in enumerate(images.places) if not rows.keys().isdisjoint(places)]
    order = np.random.default_rng((seed, epoch)).permutation(holding)
    samples = _samples([images.path(int(number)) for number in order], rows)
    try:
        yield from shuffle(buffer, initial=buffer, rng=random.Random(f"{seed}/{epoch}"))(samples)
    except (OSError, ValueError, tarfile.TarError) as error:
        message = f"a tar file under {images.folder} cannot be read ({error.args[0]}); {REMEDY}"
        raise CatalogError(message) from error


def _samples(paths: list[Path], rows: dict[str, int]) -> Iterator[Sample]:
    """Read tar files from beginning to end, passing over what is not wanted."""
    from webdataset.tariterators import group_by_keys, tar_file_expander

    def wanted(name: str) -> bool:
        place, _, rest = name.partition(".")
        return place in rows and rest[0].isdigit()

    for path in paths:
        with path.open("rb") as stream:
            for found in group_by_keys(tar_file_expander([{"url": path.name, "stream": stream}], select_files=wanted)):
                views = {int(name.partition(".")[0]): data for name, data in found.items() if name[0].isdigit()}
                yield Sample(rows[found["__key__"]], views)


class Cursor:
    """Where a stream stands: gives the samples of one step after the other, and starts again for an earlier one.

    Parameters
    ----------
    epoch
        Gives the samples of an epoch.
    steps_per_epoch, batch
        Steps of an epoch, and samples of a step.
    """

    def __init__(self, epoch: Callable[[int], Iterator[Sample]], steps_per_epoch: int, batch: int) -> None:
        self._epoch, self._steps, self._batch = epoch, steps_per_epoch, batch
        self._lock = threading.Lock()
        self._next = -1
        self._samples: Iterator[Sample] = iter(())
        self._waiting: dict[int, list[Sample]] = {}

    def __reduce__(self) -> tuple[type[Cursor], tuple[Any, ...]]:
        """Start from the beginning in another process."""
        return Cursor, (self._epoch, self._steps, self._batch)

    def take(self, step: int) -> list[Sample]:
        """Give a step's samples; several threads may ask for the steps that follow one another."""
        with self._lock:
            if step not in self._waiting:
                if not 0 <= self._next <= step < self._next + self._steps:
                    self._waiting.clear()
                    self._open(step)
                while self._next <= step:
                    self._pull()
            return self._waiting.pop(step)

    def _open(self, step: int) -> None:
        epoch, index = divmod(step, self._steps)
        self._samples = islice(self._epoch(epoch), index * self._batch, None)
        self._next = step

    def _pull(self) -> None:
        if self._next % self._steps == 0:
            self._open(self._next)
        self._waiting[self._next] = list(islice(self._samples, self._batch))
        self._next += 1


@dataclass(frozen=True, eq=False)
class _Epochs:
    """Epochs of a packed catalog's training places; picklable."""

    images: PackedImages
    rows: dict[str, int]
    seed: int

    def __call__(self, epoch: int) -> Iterator[Sample]:
        return stream_epoch(self.images, self.rows, self.seed, epoch)


@dataclass(frozen=True, eq=False)
class StreamedBatches(BatchSource):
    """Draws batches from a stream; what a step's batch holds does not depend on where the stream stood before."""

    cursor: Cursor = field(kw_only=True)

    def places(self, step: int) -> tuple[NDArray[np.int64], Callable[[slice], Pixels]]:
        """See `BatchSource.places`."""
        samples = self.cursor.take(step)
        pixels = cast("PackedPixels", self.table.pixels)
        rows = np.array([sample.row for sample in samples], np.int64)
        return rows, lambda own: pixels.decode([sample.views for sample in samples[own]])


def batch_source(recipe: Recipe, table: PlaceTable, rows: NDArray[np.int64]) -> BatchSource:
    """Draw from a stream where the pictures are packed and every place is drawn as often; else place by place."""
    plain = BatchSource(recipe, table, rows)
    options = recipe.training
    if not isinstance(table.pixels, PackedPixels) or options.sampling != "natural":
        return plain
    wanted = {table.pixels.catalog.ids[row]: int(row) for row in rows}
    epochs = _Epochs(table.pixels.images, wanted, options.seed)
    cursor = Cursor(epochs, plain.steps_per_epoch, options.batch_places)
    return StreamedBatches(recipe, table, rows, cursor=cursor)
