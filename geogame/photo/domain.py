"""Does a picture look like what a model was trained on? A distance in statistics, calibrated on held-out views.

Three kinds of numbers describe a picture: `statistics_of` it, mean and spread of each channel of the network's first
stage, and the network's own features. Each may look usual where together they do not, so the distance is that of a
Gaussian (Lee et al. 2018, https://arxiv.org/abs/1807.03888), in whose narrow directions strange pictures stand out. It
is fitted to half of the held-out places, their views as they are and as they come out of an upload (`dress`), and the
limit is the distance that `PASSING` of the other half stay within, however they are dressed.
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
FORMAT: Final = "2"
PASSING: Final = 0.95
FEWEST_VIEWS: Final = 40
RIDGE: Final = 0.03
"""Added to the variance of each direction, in units of a feature's own: narrower ones cannot be measured."""
_PARTS: Final = ("mean", "spread", "whitening", "limit")


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
    features: NDArray[np.float64], places: Sequence[str], kinds: Sequence[str] | None = None, seed: int = 0
) -> Domain:
    """Fit a domain to the features of held-out views.

    Parameters
    ----------
    features
        ``(n, d)``, as `features_of` gives them.
    places
        ``(n,)`` which place each view is of: a place's views serve for the fit or for the limit, never both.
    kinds
        ``(n,)`` which kind of picture each is; `PASSING` of every kind pass, of all together where None.
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
    names, place = np.unique(np.asarray(places), return_inverse=True)
    fitted = np.random.default_rng(seed).permutation(len(names))[place] < len(names) / 2
    mean, spread = features[fitted].mean(0), features[fitted].std(0) + 1e-6
    variances, directions = np.linalg.eigh(np.cov((features[fitted] - mean) / spread, rowvar=False))
    loose = Domain(mean, spread, directions / np.sqrt(np.maximum(variances, 0) + RIDGE), np.ones(1))
    kind = np.asarray(kinds if kinds is not None else [""] * len(features))[~fitted]
    others = loose.distances(features[~fitted])
    limit = max(float(np.quantile(others[kind == each], PASSING)) for each in np.unique(kind))
    return replace(loose, limit=np.array([limit]))


def judge(domain: Domain, geolocator: NetworkGeolocator, images: Sequence[Pixels]) -> Verdict:
    """Tell how far pictures ``(h, w, 3)`` uint8 lie from what a model knows."""
    return Verdict((domain.distances(features_of(geolocator, images)) / domain.limit[0]).tolist())


def save_domain(domain: Domain, folder: Path) -> None:
    """Write a domain beside the checkpoint it was measured with."""
    from safetensors.numpy import save_file

    tensors = {name: np.ascontiguousarray(getattr(domain, name), np.float32) for name in _PARTS}
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
            return Domain(**{name: file.get_tensor(name).astype(np.float64) for name in _PARTS})
    except (SafetensorError, OSError) as error:
        message = f"{path} is damaged ({error}); make it anew with `python -m geogame domain {folder.name}`"
        raise CheckpointError(message) from error


def _weights(folder: Path) -> str:
    with (folder / WEIGHTS_FILE).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
