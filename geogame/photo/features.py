"""What the domain check knows a picture by: its statistics, and what a network's first and last stage make of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from geogame.photo.statistics import statistics_of

if TYPE_CHECKING:
    import torch

    from geogame.datasets import Pixels
    from geogame.geolocators.networks import Network
    from geogame.geolocators.trained import NetworkGeolocator

MOST: Final = 256
"""So many numbers of each stage are kept; of more, as many random mixtures."""
BATCH: Final = 32


def features_of(geolocator: NetworkGeolocator, images: Sequence[Pixels]) -> NDArray[np.float64]:
    """Describe pictures ``(h, w, 3)`` uint8: ``(n, d)``, the same ``d`` for every picture of a model.

    It listens inside the network, which so long belongs to one caller alone.
    """
    import torch

    from geogame.datasets import model_input

    rows: list[NDArray[np.float64]] = []
    for start in range(0, len(images), BATCH):
        some = images[start : start + BATCH]
        inputs = torch.stack([model_input([image], geolocator.size, geolocator.crop)[0] for image in some])
        first, last = _stages(geolocator.network, inputs.to(geolocator.device))
        rows.append(np.concatenate([[statistics_of(image) for image in some], _few(first), _few(last)], axis=1))
    return np.concatenate(rows)


def _stages(network: Network, pictures: torch.Tensor) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what the first stage and the encoder give for pictures ``(n, 1, 3, h, w)``, pooled to ``(n, ...)``."""
    import torch

    heard: list[torch.Tensor] = []

    def listen(_module: torch.nn.Module, _given: Any, maps: torch.Tensor) -> None:
        heard.append(maps)

    stage = network.stages()[0]
    part = stage[-1] if isinstance(stage, torch.nn.ModuleList) else stage
    hook = part.register_forward_hook(listen)
    try:
        with torch.inference_mode():
            there = torch.ones(pictures.shape[:2], dtype=torch.bool, device=pictures.device)
            last = network.encode(pictures, there)[:, 0]
    finally:
        hook.remove()
    return _pooled(heard[0]), _pooled(last)


def _pooled(maps: torch.Tensor) -> NDArray[np.float64]:
    """Mean and spread of each channel ``(n, c, h, w)``; what has no maps stays as it is."""
    import torch

    maps = maps.double()
    if maps.ndim > 2:
        maps = torch.cat([maps.flatten(2).mean(2), maps.flatten(2).std(2, correction=0)], 1)
    pooled: NDArray[np.float64] = maps.cpu().numpy()
    return pooled


def _few(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mix columns at random, always in the same way, where there are more than `MOST`."""
    columns = rows.shape[1]
    if columns <= MOST:
        return rows
    mixing = np.random.default_rng(columns).normal(size=(columns, MOST)) / np.sqrt(columns)
    mixed: NDArray[np.float64] = rows @ mixing
    return mixed
