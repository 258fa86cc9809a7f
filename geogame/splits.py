"""Ways to divide places into training, validation and test, so that no two of them share a place."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from geogame.catalog import UNUSED
from geogame.errors import UsageError
from geogame.world.place import within_km


def random_by_location(ids: Sequence[str], fractions: Mapping[str, float], seed: int) -> list[str]:
    """Label every place at random, by its id and the seed alone.

    A place keeps its label whatever other places there are, so a larger draw of the same catalog never moves
    a place from one split into another. The fractions therefore hold on average, not to the place.

    Parameters
    ----------
    ids
        One id per place; equal ids get equal labels.
    fractions
        Share of each label; positive, adding up to one.
    seed
        Another seed gives another division.

    Returns
    -------
    list of str
        One label per place.
    """
    names, edges = _edges(fractions)
    digests = [hashlib.sha256(f"{seed}:{name}".encode()).digest() for name in ids]
    positions = np.array([int.from_bytes(digest[:6], "big") / 2**48 for digest in digests], dtype=float)
    return [names[i] for i in np.searchsorted(edges, positions, side="right")]


def group_k_fold(groups: Sequence[Hashable], folds: int, seed: int) -> NDArray[np.int64]:
    """Give every row a fold 0..folds-1: rows of one group share a fold, and folds are alike in size.

    Parameters
    ----------
    groups
        One group per row, for example the location of an image.
    folds
        At least 2 and at most the number of groups.
    seed
        Decides between groups of equal size.

    Returns
    -------
    (n,) int64 array
    """
    sizes: dict[Hashable, int] = {}
    for group in groups:
        sizes[group] = sizes.get(group, 0) + 1
    if not 2 <= folds <= len(sizes):
        fewer = f"at most {len(sizes)}" if folds > 1 else "at least 2"
        message = f"{folds} folds cannot be made from {len(sizes)} groups; choose {fewer}"
        raise UsageError(message)
    names = list(sizes)
    shuffled = [names[i] for i in np.random.default_rng(seed).permutation(len(names))]
    loads = [0] * folds
    fold_of: dict[Hashable, int] = {}
    for group in sorted(shuffled, key=lambda name: -sizes[name]):
        fold = loads.index(min(loads))
        fold_of[group] = fold
        loads[fold] += sizes[group]
    return np.array([fold_of[group] for group in groups], dtype=np.int64)


def spatial_buffer(
    lats: NDArray[np.float64],
    lons: NDArray[np.float64],
    fractions: Mapping[str, float],
    buffer_km: float,
    seed: int,
) -> list[str]:
    """Label places at random, then drop those of a larger split that lie too near a smaller one.

    Any two places with different labels are at least ``buffer_km`` apart. Where two splits meet, the place of
    the larger one is dropped, so that small validation and test sets stay whole with regard to training.

    Parameters
    ----------
    lats, lons
        WGS84 degrees, ``(n,)``.
    fractions
        Share of each label before dropping; positive, adding up to one.
    buffer_km
        Smallest distance between places of two splits.
    seed
        Another seed gives another division.

    Returns
    -------
    list of str
        One label per place, ``UNUSED`` for those in the gap.
    """
    names, edges = _edges(fractions)
    drawn = np.searchsorted(edges, np.random.default_rng(seed).random(len(lats)), side="right")
    kept = np.ones(len(lats), dtype=bool)
    largest_first = sorted(range(len(names)), key=lambda i: -fractions[names[i]])
    for rank, label in enumerate(largest_first[:-1]):
        mine = np.flatnonzero(drawn == label)
        others = np.flatnonzero(np.isin(drawn, largest_first[rank + 1 :]))
        kept[mine] = ~within_km(lats[mine], lons[mine], lats[others], lons[others], buffer_km)
    return [names[label] if keep else UNUSED for label, keep in zip(drawn, kept, strict=True)]


def southern_test(
    lats: NDArray[np.float64],
    lons: NDArray[np.float64],
    bounds: tuple[float, float, float, float],
    test_share: float,
    val_share: float,
    gap_km: float,
) -> list[str]:
    """Label places by where they lie: the south for testing, the north for validation, the rest for training.

    Parameters
    ----------
    lats, lons
        WGS84 degrees, ``(n,)``.
    bounds
        West, south, east, north of the region, degrees.
    test_share, val_share
        Of the region's height.
    gap_km
        Training places nearer than this to a place of another split are dropped.

    Returns
    -------
    list of str
        ``test``, ``val``, ``train``, or ``UNUSED`` for those in the gap.
    """
    _, south, _, north = bounds
    height = (lats - south) / (north - south)
    labels = np.where(height < test_share, "test", np.where(height >= 1 - val_share, "val", "train"))
    held_out = labels != "train"
    near = within_km(lats, lons, lats[held_out], lons[held_out], gap_km)
    return [str(label) for label in np.where(near & ~held_out, UNUSED, labels)]


def _edges(fractions: Mapping[str, float]) -> tuple[list[str], NDArray[np.float64]]:
    """Names, and the inner borders of their shares of [0, 1)."""
    shares = list(fractions.values())
    if not shares or min(shares) <= 0 or abs(sum(shares) - 1) > 1e-9:
        message = f"split shares must be positive and add up to one, not {dict(fractions)}"
        raise UsageError(message)
    return list(fractions), np.cumsum(shares)[:-1]


@dataclass(frozen=True, slots=True)
class SplitRule:
    """A way to divide places, as one writes it on the command line; see `parse_rule`.

    Attributes
    ----------
    kind
        ``random`` by location, ``kfold`` by location, or ``buffer``: random with a gap between the splits.
    folds, fold
        Of ``kfold``: how many, and which of them is the test split; the next one is for validation.
    buffer_km
        Of ``buffer``: the gap's width.
    """

    kind: Literal["random", "kfold", "buffer"] = "random"
    folds: int = 0
    fold: int = 0
    buffer_km: float = 0.0

    def __str__(self) -> str:
        if self.kind == "kfold":
            return f"kfold:{self.folds}:{self.fold}"
        return f"buffer:{self.buffer_km:g}km" if self.kind == "buffer" else self.kind

    def labels(
        self,
        groups: Sequence[str],
        lats: NDArray[np.float64],
        lons: NDArray[np.float64],
        fractions: Mapping[str, float],
        seed: int,
    ) -> list[str]:
        """Label every row.

        Parameters
        ----------
        groups
            One place per row, ``(n,)``; rows of one place stay together.
        lats, lons
            WGS84 degrees, ``(n,)``.
        fractions
            Share of each label, adding up to one; folds make their own.
        seed
            Another seed gives another division.

        Returns
        -------
        list of str
            ``train``, ``val`` or ``test``, or ``UNUSED`` for places in a gap.
        """
        if self.kind == "random":
            return random_by_location(groups, fractions, seed)
        if self.kind == "kfold":
            offsets = (group_k_fold(groups, self.folds, seed) - self.fold) % self.folds
            return [{0: "test", 1: "val"}.get(int(offset), "train") for offset in offsets]
        _, first, member = np.unique(np.asarray(groups, dtype=str), return_index=True, return_inverse=True)
        found = spatial_buffer(lats[first], lons[first], fractions, self.buffer_km, seed)
        return [found[index] for index in member.reshape(-1)]


def parse_rule(text: str) -> SplitRule:
    """Read ``random``, ``kfold:10`` or ``kfold:10:3`` (fold 3 is the test split), ``buffer:5km`` or ``buffer:200m``.

    Raises
    ------
    UsageError
        If it is none of these, or a number is out of range.
    """
    if text == "random":
        return SplitRule()
    found = re.fullmatch(r"kfold:(\d{1,6})(?::(\d{1,6}))?", text)
    if found:
        folds, fold = int(found[1]), int(found[2] or 0)
        if folds >= 3 and fold < folds:
            return SplitRule("kfold", folds=folds, fold=fold)
    if text.startswith("buffer:"):
        return SplitRule("buffer", buffer_km=parse_length_km(text.removeprefix("buffer:")))
    message = (
        f"no split rule {text!r}; give random, kfold:K or kfold:K:F (K at least 3 folds, F from 0 to K-1 the test "
        "fold), or buffer:5km or buffer:200m"
    )
    raise UsageError(message)


def parse_length_km(text: str) -> float:
    """Read ``5km`` or ``200m`` as kilometres above zero; `UsageError` otherwise."""
    found = re.fullmatch(r"(\d{1,6}(?:\.\d+)?)(km|m)", text)
    if not found or float(found[1]) <= 0:
        message = f"{text!r} is no length; give one such as 5km or 200m"
        raise UsageError(message)
    return float(found[1]) / (1000 if found[2] == "m" else 1)
