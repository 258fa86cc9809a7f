"""What a frozen backbone makes of every view, kept on disk: it then runs once a view, not once an epoch.

The features lie as one memory-mapped half-precision file, named after the pictures and the backbone's weights. A killed
making goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from geogame.errors import UsageError
from geogame.geolocators.checkpoint import write_text

if TYPE_CHECKING:
    import torch
    from torch import nn

    from geogame.datasets import PlaceTable

FORMAT: Final = 1
PLACES: Final = 16
SPARE_BYTES: Final = 500_000_000


@dataclass(frozen=True, eq=False)
class FeatureTable:
    """Kept features.

    Attributes
    ----------
    path
        The file.
    shape
        ``(m, v, ...)``: some of the catalog's places, their views, and a view's feature.
    places
        ``(n,)`` int64: which of the ``m`` a row of the catalog is, -1 if it is not kept.
    """

    path: Path
    shape: tuple[int, ...]
    places: NDArray[np.int64]

    def read(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Features ``(len(rows), v, ...)`` of rows of the catalog."""
        kept = np.memmap(self.path, np.float16, "r", shape=self.shape)
        return kept[self.places[rows]].astype(np.float32)


def weights_hash(stages: Sequence[nn.Module]) -> str:
    """Name a backbone, given from the picture upwards, by its weights' names and values."""
    digest = hashlib.sha256()
    for index, stage in enumerate(stages):
        for name, value in stage.state_dict().items():
            digest.update(f"{index}.{name}".encode())
            digest.update(value.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()[:16]


def open_features(
    table: PlaceTable,
    rows: NDArray[np.int64],
    encode: Callable[[NDArray[np.int64]], torch.Tensor],
    known: dict[str, Any],
    folder: Path,
    tell: Callable[[str], None],
    progress: Callable[[int, int], None],
) -> FeatureTable:
    """Open the features of some rows, making those that are not there yet.

    Parameters
    ----------
    table
        The pictures.
    rows
        Rows to keep, ``(m,)``.
    encode
        Makes features ``(b, v, ...)`` of so many rows, zero where a view is missing.
    known
        Everything that decides them: data, size, backbone and its weights; plain values.
    folder
        Where the file lies or is to be written.
    tell
        Called with one line that states the file's size before it is made.
    progress
        Called with ``(places done, places)``.

    Raises
    ------
    UsageError
        If the disk has too little room.
    """
    shape = (len(rows), *encode(rows[:1]).shape[1:])
    describes = {"format": FORMAT, "shape": list(shape), "rows": hashlib.sha256(rows.tobytes()).hexdigest()} | known
    name = hashlib.sha256(json.dumps(describes, sort_keys=True).encode()).hexdigest()[:16]
    path, note = folder / f"features-{name}.f16", folder / f"features-{name}.json"
    done = int(json.loads(note.read_text("utf-8"))["done"]) if note.is_file() and path.is_file() else 0
    if done < len(rows):
        _make_room(path, shape, done, tell)
        _fill(path, note, shape, rows, done, encode, describes, progress)
    places = np.full(len(table.lats), -1, np.int64)
    places[rows] = np.arange(len(rows))
    return FeatureTable(path, shape, places)


def _make_room(path: Path, shape: tuple[int, ...], done: int, tell: Callable[[str], None]) -> None:
    size = int(np.prod(shape, dtype=np.int64)) * 2
    told = f"{size / 1e9:.2f} GB" if size >= 1e8 else f"{size / 1e6:.2g} MB"
    tell(f"keeping the frozen backbone's features of {shape[0]} places: {told} in {path}")
    path.parent.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(path.parent).free
    needed = size * (shape[0] - done) // shape[0] + SPARE_BYTES
    if needed > free:
        message = (
            f"the features need {needed / 1e9:.2f} GB and {path.parent} has {free / 1e9:.2f} GB free; make room, "
            "choose another --out, or set training.cache_features = false in the recipe"
        )
        raise UsageError(message)


def _fill(
    path: Path,
    note: Path,
    shape: tuple[int, ...],
    rows: NDArray[np.int64],
    done: int,
    encode: Callable[[NDArray[np.int64]], torch.Tensor],
    describes: dict[str, Any],
    progress: Callable[[int, int], None],
) -> None:
    target = np.memmap(path, np.float16, "r+" if done else "w+", shape=shape)
    for start in range(done, len(rows), PLACES):
        part = rows[start : start + PLACES]
        target[start : start + len(part)] = encode(part).float().cpu().numpy()
        target.flush()
        write_text(note, json.dumps(describes | {"done": start + len(part)}))
        progress(start + len(part), len(rows))
