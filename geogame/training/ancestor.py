"""Starting a training from another checkpoint's weights, and remembering where they came from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from geogame.errors import CheckpointError
from geogame.geolocators.checkpoint import WEIGHTS_FILE, CheckpointNote, read_index, read_note, read_tensors
from geogame.world.place import within_km

if TYPE_CHECKING:
    from torch import Tensor

    from geogame.catalog import Catalog

SAME_PLACE_KM: Final = 0.02
NOT_THE_NETWORKS: Final = ("geo.", "embedding.")


@dataclass(frozen=True, eq=False)
class Ancestor:
    """A checkpoint that lends its weights.

    Attributes
    ----------
    folder
        The checkpoint.
    note
        What its ``checkpoint.json`` says.
    tensors
        The network's weights by name.
    sha256
        Of its weights file.
    """

    folder: Path
    note: CheckpointNote
    tensors: dict[str, Tensor]
    sha256: str

    @classmethod
    def open(cls, folder: Path, catalog: Catalog) -> Ancestor:
        """Read a checkpoint, after making sure that it never saw a held-out place of the catalog.

        Raises
        ------
        CheckpointError
            If it is missing or damaged, answers in other cells, or was trained on a place that the catalog holds out.
        """
        note = read_note(folder)
        if note.partition_fingerprint != catalog.info.partition_fingerprint:
            message = (
                f"checkpoint {folder} answers in other cells than dataset {catalog.path}; train from random weights"
            )
            raise CheckpointError(message)
        refuse_seen(folder, catalog)
        path = folder / WEIGHTS_FILE
        tensors = {
            name: value for name, value in read_tensors(path)[0].items() if not name.startswith(NOT_THE_NETWORKS)
        }
        return cls(folder, note, tensors, _sha256(folder))

    def as_json(self) -> dict[str, Any]:
        """Say in a descendant's checkpoint where its weights began, and what they had seen."""
        return _told(self.folder, self.note, self.sha256)


@dataclass(frozen=True, eq=False)
class Lender:
    """A checkpoint whose convolutional part another network begins with (``weights = "model:NAME"``)."""

    folder: Path
    note: CheckpointNote
    sha256: str

    @classmethod
    def open(cls, folder: Path, catalog: Catalog) -> Lender:
        """Read what a checkpoint has seen; `CheckpointError` if that is a place which the catalog holds out."""
        refuse_seen(folder, catalog)
        return cls(folder, read_note(folder), _sha256(folder))

    def as_json(self) -> dict[str, Any]:
        """Say in the borrower's checkpoint whose convolutions it has, and what they had seen."""
        return _told(self.folder, self.note, self.sha256)


def refuse_seen(folder: Path, catalog: Catalog) -> None:
    """Raise `CheckpointError` if a checkpoint was trained on a place that the catalog holds out."""
    held_out = catalog.locations[catalog.locations["split"] != "train"]
    index = read_index(folder)
    seen = _shared(*(frame[name].to_numpy(float) for frame in (held_out, index) for name in ("lat", "lon")))
    if seen:
        message = (
            f"checkpoint {folder} was trained on {seen} places that {catalog.path} holds out for validation or "
            "test; train from random weights, or split the dataset as the checkpoint's was"
        )
        raise CheckpointError(message)


def _told(folder: Path, note: CheckpointNote, sha256: str) -> dict[str, Any]:
    known: dict[str, Any] = {name: note.extra[name] for name in ("training_seconds", "init") if name in note.extra}
    return {
        "name": folder.name,
        "weights_sha256": sha256,
        "world_fingerprint": note.world_fingerprint,
        "dataset_build_ids": note.dataset_build_ids,
    } | known


def _sha256(folder: Path) -> str:
    return hashlib.sha256((folder / WEIGHTS_FILE).read_bytes()).hexdigest()


def _shared(
    lats: NDArray[np.float64],
    lons: NDArray[np.float64],
    other_lats: NDArray[np.float64],
    other_lons: NDArray[np.float64],
) -> int:
    """How many of the first places are among the others."""
    return int(np.count_nonzero(within_km(lats, lons, other_lats, other_lons, SAME_PLACE_KM)))
