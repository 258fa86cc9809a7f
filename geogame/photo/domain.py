"""Does a picture look like what a model was trained on? A distance in its own features, calibrated on held-out views.

The features of a picture are mean and spread of each channel of the network's first stage, where texture and colour
are still told apart. A Gaussian is fitted to half of the held-out views (Lee et al. 2018,
https://arxiv.org/abs/1807.03888, with the small directions of its covariance pooled), and the limit is the distance
that `PASSING` of the other half stay within.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from geogame.errors import CheckpointError, UsageError
from geogame.geolocators.checkpoint import WEIGHTS_FILE

if TYPE_CHECKING:
    import torch

    from geogame.datasets import Pixels
    from geogame.geolocators.trained import NetworkGeolocator

FILE: Final = "domain.safetensors"
PASSING: Final = 0.95
FEWEST_VIEWS: Final = 40
_PARTS: Final = ("mean", "spread", "basis", "variances", "limit")
_MOST_AXES: Final = 64
_BATCH: Final = 32


@dataclass(frozen=True, eq=False)
class Domain:
    """Where the features of a model's own pictures lie.

    Attributes
    ----------
    mean, spread
        ``(d,)`` of each feature.
    basis
        ``(q, d)`` principal directions of the standardised features.
    variances
        ``(q + 1,)`` along them, and of each direction that is left.
    limit
        ``(1,)`` distance that `PASSING` of the held-out views stay within.
    """

    mean: NDArray[np.float64]
    spread: NDArray[np.float64]
    basis: NDArray[np.float64]
    variances: NDArray[np.float64]
    limit: NDArray[np.float64]

    def distances(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Mahalanobis distance ``(n,)`` of features ``(n, d)``."""
        standard = (features - self.mean) / self.spread
        along = standard @ self.basis.T
        rest = np.maximum((standard**2).sum(1) - (along**2).sum(1), 0.0)
        squared: NDArray[np.float64] = (along**2 / self.variances[:-1]).sum(1) + rest / self.variances[-1]
        return np.sqrt(squared)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far pictures lie from what a model knows: each one's distance as a multiple of the limit."""

    shares: list[float]

    @property
    def strange(self) -> int:
        """How many of them lie beyond the limit."""
        return sum(share > 1 for share in self.shares)


def fit(features: NDArray[np.float64], seed: int = 0) -> Domain:
    """Fit a domain to the features ``(n, d)`` of held-out views.

    Raises
    ------
    UsageError
        If there are too few of them.
    """
    if len(features) < FEWEST_VIEWS:
        message = f"{len(features)} held-out views are too few to calibrate on; give a dataset with {FEWEST_VIEWS}"
        raise UsageError(message)
    order = np.random.default_rng(seed).permutation(len(features))
    half, other = features[order[: len(order) // 2]], features[order[len(order) // 2 :]]
    mean, spread = half.mean(0), half.std(0) + 1e-6
    _, singular, directions = np.linalg.svd((half - mean) / spread, full_matrices=False)
    variances = singular**2 / len(half)
    axes = min(_MOST_AXES, len(variances) // 2)
    pooled = max(float(variances[axes:].sum()) / max(features.shape[1] - axes, 1), 1e-9)
    loose = Domain(mean, spread, directions[:axes], np.append(variances[:axes], pooled), np.ones(1))
    limit = np.quantile(loose.distances(other), PASSING, keepdims=True)
    return Domain(loose.mean, loose.spread, loose.basis, loose.variances, limit)


def features_of(geolocator: NetworkGeolocator, images: Sequence[Pixels]) -> NDArray[np.float64]:
    """Mean and spread of each channel of the first stage: ``(n, 2 * channels)`` of pictures ``(h, w, 3)`` uint8."""
    import torch

    from geogame.datasets import model_input

    rows: list[NDArray[np.float64]] = []
    stage = geolocator.network.stages()[0]

    def keep(_module: torch.nn.Module, _given: Any, maps: torch.Tensor) -> None:
        maps = maps.double().flatten(2)
        rows.append(torch.cat([maps.mean(2), maps.std(2)], 1).cpu().numpy())

    hook = stage.register_forward_hook(keep)
    try:
        with torch.inference_mode():
            for start in range(0, len(images), _BATCH):
                inputs = [
                    model_input([image], geolocator.size, geolocator.crop)[0] for image in images[start:][:_BATCH]
                ]
                pictures = torch.stack(inputs).to(geolocator.device)
                there = torch.ones(pictures.shape[:2], dtype=torch.bool, device=geolocator.device)
                geolocator.network.encode(pictures, there)
    finally:
        hook.remove()
    return np.concatenate(rows)


def judge(domain: Domain, geolocator: NetworkGeolocator, images: Sequence[Pixels]) -> Verdict:
    """Tell how far pictures ``(h, w, 3)`` uint8 lie from what a model knows."""
    return Verdict((domain.distances(features_of(geolocator, images)) / domain.limit[0]).tolist())


def save_domain(domain: Domain, folder: Path) -> None:
    """Write a domain beside the checkpoint it was measured with."""
    from safetensors.numpy import save_file

    tensors = {name: np.ascontiguousarray(getattr(domain, name), np.float32) for name in _PARTS}
    save_file(tensors, folder / FILE, metadata={"weights": _weights(folder)})


def open_domain(folder: Path) -> Domain | None:
    """Read a checkpoint's domain; None where none was measured, or it was measured with other weights.

    Raises
    ------
    CheckpointError
        If it is damaged.
    """
    from safetensors import SafetensorError, safe_open

    path = folder / FILE
    if not path.is_file():
        return None
    try:
        with safe_open(path, "np") as file:
            if (file.metadata() or {}).get("weights") != _weights(folder):
                return None
            return Domain(**{name: file.get_tensor(name).astype(np.float64) for name in _PARTS})
    except (SafetensorError, OSError) as error:
        message = f"{path} is damaged ({error}); make it anew with `python -m geogame domain {folder.name}`"
        raise CheckpointError(message) from error


def _weights(folder: Path) -> str:
    with (folder / WEIGHTS_FILE).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
