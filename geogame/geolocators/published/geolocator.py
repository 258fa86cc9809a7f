"""A published model as a geolocator of any region."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from geogame.geolocators.checkpoint import CheckpointNote, read_note
from geogame.geolocators.device import pick_device
from geogame.geolocators.published.install import decoding_of
from geogame.geolocators.published.lattice import Lattice, strew
from geogame.geolocators.published.network import WorldModel, WorldNetwork
from geogame.geolocators.published.shelf import check_whole
from geogame.geolocators.trained import NetworkGeolocator, read_card

if TYPE_CHECKING:
    import torch

    from geogame.partitions import Partition


def _streetclip(folder: Path) -> WorldModel:
    from geogame.geolocators.published.streetclip import StreetClip

    return StreetClip.read(folder)


def _geoclip(folder: Path) -> WorldModel:
    from geogame.geolocators.published.geoclip import GeoClip

    return GeoClip.read(folder)


def _osv5m(folder: Path) -> WorldModel:
    from geogame.geolocators.published.osv5m import Osv5m

    return Osv5m.read(folder)


MODELS: Final[dict[str, Callable[[Path], WorldModel]]] = {
    "streetclip": _streetclip,
    "geoclip": _geoclip,
    "osv5m": _osv5m,
}


class PublishedGeolocator(NetworkGeolocator):
    """Answers in the cells of one region; `onto` gives the same model for another."""

    explains = False
    network: WorldNetwork
    _known: dict[str, PublishedGeolocator]

    @classmethod
    def load(cls, folder: Path, device: str | None = None) -> PublishedGeolocator:
        """Open a model's folder.

        Raises
        ------
        CheckpointError
            If a file is missing, damaged, or does not belong to the model; nothing in it is ever run.
        """
        from geogame.partitions import load_partition

        note = read_note(folder)
        model = read_world_model(note.geolocator, folder)
        partition = load_partition(note.partition, note.region)
        return cls._over(model, note, folder, partition, pick_device(device), {})

    @classmethod
    def _over(
        cls,
        model: WorldModel,
        note: CheckpointNote,
        folder: Path,
        partition: Partition,
        device: torch.device,
        known: dict[str, PublishedGeolocator],
    ) -> PublishedGeolocator:
        lattice = strew(partition)
        note = _note_for(note, partition, lattice)
        network = WorldNetwork(note.geolocator, model, lattice)
        geometry = {
            "geo.cell_anchors": np.array(partition.anchors),
            "geo.anchors": lattice.points,
            "embedding.mean": np.zeros(model.width),
            "embedding.basis": np.eye(model.width, 64),
        }
        found = cls(folder.name, network, note, partition, geometry, device, read_card(folder, note))
        found._folder, found._known = folder, known
        known[partition.fingerprint] = found
        return found

    _folder: Path

    def onto(self, partition: Partition) -> PublishedGeolocator:
        """Return the same model answering in other cells, those of any region; each is made once.

        Raises
        ------
        CheckpointError
            If it cannot tell that region's parts apart.
        """
        if partition.fingerprint not in self._known:
            self._over(self.network.model, self.note, self._folder, partition, self.device, self._known)
        return self._known[partition.fingerprint]


def _note_for(note: CheckpointNote, partition: Partition, lattice: Lattice) -> CheckpointNote:
    from geogame.regions import load_region

    scale = load_region(partition.region_name).score_scale
    config = {**note.config, "cells": len(partition), "anchors": len(lattice)}
    return replace(
        note,
        config=config,
        region=partition.region_name,
        partition=partition.name,
        partition_fingerprint=partition.fingerprint,
        decoding=decoding_of(scale.kind, scale.km),
    )


def read_world_model(name: str, folder: Path) -> WorldModel:
    """Read a model's weights; `CheckpointError` if a file is missing, damaged, or of another model."""
    check_whole(name, folder)
    return MODELS[name](folder)
