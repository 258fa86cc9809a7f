"""Pictures that are the same, or nearly: difference hashes, confirmed by colours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geogame.catalog import Catalog, View
from geogame.likeness import NEAR_BITS, difference_hash, reduce_rows

NEAR_LEVELS: Final = 4.0


def similar_images(
    catalog: Catalog, other: Catalog, progress: Callable[[int, int], None] | None = None
) -> list[tuple[str, str, int]]:
    """Pairs of files that show the same picture, most alike first: file, other file, differing bits.

    Candidates differ in at most ``NEAR_BITS`` bits of their difference hash. Plain landscapes do so by chance, about
    once in a million pairs, so a pair counts only if its colours agree too.
    """
    total = len(catalog.views) + len(other.views)
    mine = HashedImages.of(catalog, progress, 0, total)
    theirs = HashedImages.of(other, progress, len(catalog.views), total)
    return mine.pairs_with(theirs)


@dataclass(frozen=True, eq=False)
class HashedImages:
    """A catalog's pictures with their difference hashes, ``codes (n,)`` in the order of ``views``."""

    catalog: Catalog
    views: list[View]
    codes: NDArray[np.uint64]

    @classmethod
    def of(
        cls, catalog: Catalog, progress: Callable[[int, int], None] | None = None, before: int = 0, total: int = 0
    ) -> HashedImages:
        """Hash all pictures, one thread a core; ``progress`` is told ``before`` plus those done, and ``total``."""
        views = list(catalog.all_views())
        return cls(catalog, views, _hashes(catalog, views, progress, before, total or len(views)))

    def only(self, location_ids: set[str]) -> HashedImages:
        """Keep the pictures of some places."""
        rows = [row for row, view in enumerate(self.views) if view.location_id in location_ids]
        return HashedImages(self.catalog, [self.views[row] for row in rows], self.codes[rows])

    def pairs_with(self, other: HashedImages) -> list[tuple[str, str, int]]:
        """Pairs of files that show the same picture, as `similar_images` gives them."""
        if len(self.views) > len(other.views):  # the loop is over the smaller side
            return [(mine, theirs, bits) for theirs, mine, bits in other.pairs_with(self)]
        pairs: list[tuple[str, str, int]] = []
        for view, code in zip(self.views, self.codes, strict=True):
            bits = np.bitwise_count(other.codes ^ code)
            for row in np.flatnonzero(bits <= NEAR_BITS):
                twin = other.views[row]
                if view.sha256 == twin.sha256 or colours_agree(self.catalog.read(view), other.catalog.read(twin)):
                    pairs.append((view.file, twin.file, int(bits[row])))
        return sorted(pairs, key=lambda pair: pair[2])


def _hashes(
    catalog: Catalog,
    views: Sequence[View],
    progress: Callable[[int, int], None] | None,
    before: int,
    total: int,
) -> NDArray[np.uint64]:
    codes = np.zeros(len(views), dtype=np.uint64)
    with ThreadPoolExecutor() as pool:
        found = pool.map(lambda view: difference_hash(catalog.read(view)), views)
        for row, code in enumerate(found):
            codes[row] = code
            if progress is not None:
                progress(before + row + 1, total)
    return codes


def colours_agree(image: NDArray[np.uint8], other: NDArray[np.uint8]) -> bool:
    """Tell whether two pictures, reduced to 8 x 16 colours, differ by few grey levels on average."""
    small, other_small = (
        reduce_rows(reduce_rows(picture.astype(np.float64), 8).swapaxes(0, 1), 16) for picture in (image, other)
    )
    return bool(np.abs(small - other_small).mean() <= NEAR_LEVELS)
