"""Does a picture look like what a model was trained on? A distance in statistics, calibrated on held-out views.

Three kinds of numbers describe a picture: `statistics_of` it, mean and spread of each channel of the network's first
stage, and the network's own features. Each may look usual where together they do not, so the distance is that of a
Gaussian (Lee et al. 2018, https://arxiv.org/abs/1807.03888), in whose narrow directions strange pictures stand out. It
is fitted to held-out views as they are and as they come out of an upload (`dress`). The limit is the distance that
`PASSING` of them stay within, dressed or not, when each is measured by a Gaussian that was fitted without its place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from geogame.errors import CheckpointError, UsageError
from geogame.geolocators.checkpoint import WEIGHTS_FILE
from geogame.photo.features import features_of

if TYPE_CHECKING:
    from geogame.datasets import Pixels
    from geogame.geolocators.trained import NetworkGeolocator

FILE: Final = "domain.safetensors"
FORMAT: Final = "3"
PASSING: Final = 0.95
FEWEST_VIEWS: Final = 40
PARTS: Final = 4
"""The places are divided in so many, each measured by what was fitted to the others."""
RIDGE: Final = 0.03
"""Added to the variance of each direction, in units of a feature's own: narrower ones cannot be measured."""
_TENSORS: Final = ("mean", "spread", "whitening", "limit")


@dataclass(frozen=True, eq=False)
class Domain:
    """Where the features of a model's own pictures lie.

    Attributes
    ----------
    mean, spread
        ``(d,)`` of each feature.
    whitening
        ``(d, d)`` makes the standardised features of usual pictures independent and of equal size.
    limit
        ``(1,)`` distance that `PASSING` of the held-out views stay within.
    """

    mean: NDArray[np.float64]
    spread: NDArray[np.float64]
    whitening: NDArray[np.float64]
    limit: NDArray[np.float64]

    def distances(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Mahalanobis distance ``(n,)`` of features ``(n, d)``."""
        distances: NDArray[np.float64] = np.linalg.norm((features - self.mean) / self.spread @ self.whitening, axis=1)
        return distances


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far pictures lie from what a model knows: each one's distance as a multiple of the limit."""

    shares: list[float]

    @property
    def strange(self) -> int:
        """How many of them lie beyond the limit."""
        return sum(share > 1 for share in self.shares)


def fit(
    features: NDArray[np.float64], places: Sequence[str], kinds: Sequence[str | None] | None = None, seed: int = 0
) -> Domain:
    """Fit a domain to the features of held-out views.

    Parameters
    ----------
    features
        ``(n, d)``, as `features_of` gives them.
    places
        ``(n,)`` which place each view is of: views of one place are never measured by each other.
    kinds
        ``(n,)`` which kind of picture each is: `PASSING` of every kind pass. None for what is fitted to and may lie
        beyond the limit; one kind if no kinds are given.
    seed
        Of the division.

    Raises
    ------
    UsageError
        If there are too few views or places.
    """
    if len(features) < FEWEST_VIEWS or len(set(places)) < 2:
        message = (
            f"{len(features)} held-out views of {len(set(places))} places are too few to calibrate on; give a dataset "
            f"with at least {FEWEST_VIEWS} views of 2 places"
        )
        raise UsageError(message)
    distances = distances_apart(features, places, seed)
    kind = np.asarray(kinds if kinds is not None else [""] * len(features), object)
    limit = max(float(np.quantile(distances[kind == each], PASSING)) for each in set(kind.tolist()) - {None})
    return replace(_gaussian(features), limit=np.array([limit]))


def distances_apart(features: NDArray[np.float64], places: Sequence[str], seed: int = 0) -> NDArray[np.float64]:
    """Measure views as strangers' pictures are: the distance ``(n,)`` of each, fitted without those of its place.

    The parameters are those of `fit`.
    """
    names, place = np.unique(np.asarray(places), return_inverse=True)
    part = np.random.default_rng(seed).permutation(len(names))[place] % PARTS
    distances = np.zeros(len(features))
    for number in np.unique(part):
        distances[part == number] = _gaussian(features[part != number]).distances(features[part == number])
    return distances


def _gaussian(features: NDArray[np.float64]) -> Domain:
    mean, spread = features.mean(0), features.std(0) + 1e-6
    variances, directions = np.linalg.eigh(np.cov((features - mean) / spread, rowvar=False))
    return Domain(mean, spread, directions / np.sqrt(np.maximum(variances, 0) + RIDGE), np.ones(1))


def judge(domain: Domain, geolocator: NetworkGeolocator, images: Sequence[Pixels]) -> Verdict:
    """Tell how far pictures ``(h, w, 3)`` uint8 lie from what a model knows."""
    return Verdict((domain.distances(features_of(geolocator, images)) / domain.limit[0]).tolist())


def save_domain(domain: Domain, folder: Path) -> None:
    """Write a domain beside the checkpoint it was measured with."""
    from safetensors.numpy import save_file

    tensors = {name: np.ascontiguousarray(getattr(domain, name), np.float32) for name in _TENSORS}
    tensors["whitening"] = tensors["whitening"].astype(np.float16)
    save_file(tensors, folder / FILE, metadata={"weights": _weights(folder), "format": FORMAT})


def open_domain(folder: Path) -> Domain | None:
    """Read a checkpoint's domain; None where none was measured, or with other weights or features.

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
            if file.metadata() != {"weights": _weights(folder), "format": FORMAT}:
                return None
            return Domain(**{name: file.get_tensor(name).astype(np.float64) for name in _TENSORS})
    except (SafetensorError, OSError) as error:
        message = f"{path} is damaged ({error}); make it anew with `python -m geogame domain {folder} --dataset DIR`"
        raise CheckpointError(message) from error


def _weights(folder: Path) -> str:
    with (folder / WEIGHTS_FILE).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
