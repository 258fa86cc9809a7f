"""A trained network of any kind in NETWORKS, with its anchors, decoding and checkpoint."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geogame.datasets import Pixels, check_crop, model_input, slots_for
from geogame.errors import CheckpointError, UsageError
from geogame.geolocators.base import Floats, Prediction
from geogame.geolocators.checkpoint import (
    APPRENTICE,
    APPRENTICE_FILE,
    METRICS_FILE,
    REMEDY,
    WEIGHTS_FILE,
    CheckpointNote,
    load_weights,
    matching_partition,
    name_of,
    read_note,
    read_tensors,
)
from geogame.geolocators.decoding import Decoder
from geogame.geolocators.device import pick_device

if TYPE_CHECKING:
    import torch

    from geogame.geolocators.networks import Network, Output
    from geogame.partitions import Partition

PLACES = ("geo.cell_anchors", "geo.anchors")
EMBEDDING = ("embedding.mean", "embedding.basis")
BATCH = 64


class NetworkGeolocator:
    """A trained network, ready to answer.

    Attributes
    ----------
    name
        Name of the checkpoint's folder; an apprentice's says so.
    partition
        Its cells.
    card
        ``checkpoint.json`` and ``metrics.json`` together.
    network
        In evaluation mode on ``device``.
    note
        What ``checkpoint.json`` says.
    decoder
        Makes the point from the probabilities of the anchors.
    cell_anchors
        ``(cells, 2)`` mean place of each cell's training places, degrees.
    explains
        Whether heat can show what speaks for an answer (Grad-CAM).
    """

    explains = True

    def __init__(
        self,
        name: str,
        network: Network,
        note: CheckpointNote,
        partition: Partition,
        geometry: dict[str, np.ndarray[Any, np.dtype[np.float64]]],
        device: torch.device,
        card: dict[str, Any] | None = None,
    ) -> None:
        self.name = name
        self.partition = partition
        self.note = note
        self.card = card or {}
        self.device = device
        self.network = network.to(device).eval()
        self.size = network.config.size
        self.crop = check_crop(note.crop)
        self.headings_deg = tuple(note.headings_deg)
        self.cell_anchors = geometry["geo.cell_anchors"]
        self.decoder = Decoder(geometry["geo.anchors"], **note.decoding)
        self._embedding = tuple(geometry[each] for each in EMBEDDING if each in geometry)

    @classmethod
    def load(cls, folder: Path, device: str | None = None) -> NetworkGeolocator:
        """Open a checkpoint folder.

        Raises
        ------
        CheckpointError
            If anything in it is missing, truncated, foreign, or made for another partition.
        """
        note, path = read_note(folder), folder / WEIGHTS_FILE
        return cls._open(name_of(folder), folder, note, read_tensors(path)[0], path, device)

    @classmethod
    def load_apprentice(cls, folder: Path, device: str | None = None) -> NetworkGeolocator:
        """Open the early state of the network that lies in a checkpoint folder; it cannot `embed`.

        Raises
        ------
        CheckpointError
            As for `load`, or if there is none.
        """
        from geogame.geolocators.eightbit import restore

        note, path = read_note(folder), folder / APPRENTICE_FILE
        about = note.extra.get(APPRENTICE)
        if not isinstance(about, dict) or not isinstance(about.get("decoding"), dict):
            message = (
                f"model {name_of(folder)!r} has no apprentice; choose the model itself, or train it anew with "
                "`python -m geogame train RECIPE`, which keeps one"
            )
            raise CheckpointError(message)
        note = replace(note, decoding=about["decoding"])
        tensors = restore(read_tensors(path)[0], path)
        return cls._open(f"{name_of(folder)}, {APPRENTICE}", folder, note, tensors, path, device, PLACES)

    @classmethod
    def _open(
        cls,
        title: str,
        folder: Path,
        note: CheckpointNote,
        tensors: dict[str, torch.Tensor],
        path: Path,
        device: str | None,
        beside: tuple[str, ...] = PLACES + EMBEDDING,
    ) -> NetworkGeolocator:
        """Build what a folder's note tells of, with the tensors of a file of it."""
        from geogame.geolocators.networks import build_network, read_config

        partition = matching_partition(note, folder)
        try:
            config = read_config(note.geolocator, note.config)
            network = build_network(config)
        except (TypeError, ValueError, RuntimeError, IndexError, ZeroDivisionError) as error:
            message = f"checkpoint {folder}: its configuration cannot be built ({error}); train it anew"
            raise CheckpointError(message) from error
        if config.cells != len(partition):
            message = f"checkpoint {folder} is for {config.cells} cells, the partition has {len(partition)}; {REMEDY}"
            raise CheckpointError(message)
        load_weights(network, tensors, path, beside)
        geometry = {name: tensors[name].double().numpy() for name in beside}
        shapes = {"geo.cell_anchors": (config.cells, 2), "geo.anchors": (config.anchors, 2)}
        for name, shape in shapes.items():
            if geometry[name].shape != shape:
                message = f"weights {path}: {name} is {geometry[name].shape}, not {shape}; train it anew"
                raise CheckpointError(message)
        return cls(title, network, note, partition, geometry, pick_device(device), read_card(folder, note))

    def predict(self, images: Sequence[Pixels | None], headings_deg: Sequence[float]) -> Prediction:
        """Predict one place from 1..K pictures ``(h, w, 3)`` uint8 at compass headings in degrees."""
        return self.predict_batch([(images, headings_deg)])[0]

    def predict_batch(self, places: Sequence[tuple[Sequence[Pixels | None], Sequence[float]]]) -> list[Prediction]:
        """Predict many places, each given as ``(images, headings_deg)``."""
        import torch

        predictions = []
        for start in range(0, len(places), BATCH):
            inputs = [self.arrange(*place) for place in places[start : start + BATCH]]
            pictures, mask = (torch.stack(list(part)) for part in zip(*inputs, strict=True))
            predictions += self._decode(self.run(pictures, mask), mask)
        return predictions

    def run(self, pictures: torch.Tensor, mask: torch.Tensor) -> Output:
        """Run the network alone: ``(b, v, 3, h, w)`` normalised pictures and ``(b, v)`` mask to `Output`."""
        import torch

        with torch.inference_mode():
            output: Output = self.network(pictures.to(self.device), mask.to(self.device))
        return output

    def embed(self, output: Output) -> Floats:
        """Project the networks' last states to the ``(b, 64)`` embedding of the training index.

        Raises
        ------
        UsageError
            If it is an apprentice, in whose eyes nobody embedded the training places.
        """
        if not self._embedding:
            message = f"{self.name} has no embedding, the training index is the finished model's; ask that one"
            raise UsageError(message)
        mean, basis = self._embedding
        embedded: Floats = ((output.state.cpu().numpy() - mean) @ basis).astype(np.float32)
        return embedded

    def arrange(
        self, images: Sequence[Pixels | None], headings_deg: Sequence[float]
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Put one place's pictures into their canonical slots, as `model_input` gives them."""
        if len(images) != len(headings_deg):
            message = f"{len(images)} pictures but {len(headings_deg)} headings; give one heading per picture"
            raise UsageError(message)
        if all(image is None for image in images):
            message = "no picture was given; a prediction needs at least one view"
            raise UsageError(message)
        ordered: list[Pixels | None] = [None] * len(self.headings_deg)
        for image, slot in zip(images, slots_for(headings_deg, self.headings_deg), strict=True):
            ordered[slot] = image
        return model_input(ordered, self.size, self.crop)

    def _decode(self, output: Output, mask: torch.Tensor) -> list[Prediction]:
        belief = output.cells.float().softmax(-1).cpu().numpy()
        lats, lons = self.decoder(output.anchors[:, -1].float().softmax(-1).cpu().numpy())
        return [
            Prediction(rows[-1], float(lat), float(lon), rows[there])
            for rows, there, lat, lon in zip(belief, mask.numpy(), lats, lons, strict=True)
        ]


def read_card(folder: Path, note: CheckpointNote) -> dict[str, Any]:
    """Return ``checkpoint.json`` and ``metrics.json`` together; `CheckpointError` if the latter is damaged."""
    card: dict[str, Any] = {name: getattr(note, name) for name in CheckpointNote.__dataclass_fields__}
    path = folder / METRICS_FILE
    if path.is_file():
        try:
            card["metrics"] = json.loads(path.read_text("utf-8"))
        except ValueError as error:
            message = f"{path} is damaged ({error}); restore it from version control"
            raise CheckpointError(message) from error
    return card
