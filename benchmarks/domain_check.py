"""Measure how many pictures a model's domain check calls strange: photographs by folder, and its own held-out views.

Photographs lie anywhere under a folder, each subfolder of it a line. Views are shown as they are, and at several sizes
and JPEG qualities, each a line: of these as few as possible should be strange, one in twenty by the check's making.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from geogame.catalog import open_catalog
from geogame.geolocators import load_geolocator
from geogame.geolocators.trained import NetworkGeolocator
from geogame.photo.domain import Domain, judge, open_domain
from geogame.photo.dress import compressed

if TYPE_CHECKING:
    from geogame.datasets import Pixels

T = TypeVar("T")
BATCH = 32
WAYS = ((0.5, 80), (1.0, 60), (1.0, 95), (1.6, 80), (2.5, 90))
ENDINGS = {".jpg", ".jpeg", ".png", ".webp"}


def main() -> None:
    """Print a line for each folder and each way of showing the views."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--dataset", type=Path, help="catalog of held-out views")
    parser.add_argument("--most", type=int, default=1000, help="pictures of a line at most, evenly spread")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    geolocator, domain = load_geolocator(options.model), open_domain(options.model)
    if domain is None or not isinstance(geolocator, NetworkGeolocator):
        parser.error(f"{options.model} has no domain; `python -m geogame domain` makes it")
    found = {}
    for name, pictures in lines(options.photos, options.dataset, options.most):
        shares = judged(geolocator, domain, pictures)
        found[name] = {"pictures": len(shares), "strange": float((shares > 1).mean())}
        if not options.json:
            print(f"{name}: {100 * found[name]['strange']:.1f} % of {len(shares)} strange", flush=True)
    if options.json:
        print(json.dumps(found))


def lines(photos: Path | None, dataset: Path | None, most: int) -> Iterator[tuple[str, Iterator[Pixels]]]:
    """Yield names and pictures."""
    for folder in sorted(photos.iterdir()) if photos else []:
        files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS)
        if files:
            yield folder.name, (opened(path) for path in spread(files, most))
    if dataset:
        catalog = open_catalog(dataset)
        views = spread(list(catalog.all_views()), most)
        yield f"{catalog.info.name}, as they are", (catalog.read(view) for view in views)
        for share, quality in WAYS:
            name = f"{catalog.info.name}, {share:g} times as large, JPEG {quality}"
            yield name, (shown(catalog.read(view), share, quality) for view in views)


def spread(items: list[T], most: int) -> list[T]:
    """Choose evenly."""
    return [items[number] for number in np.unique(np.linspace(0, len(items) - 1, min(most, len(items))).astype(int))]


def opened(path: Path) -> Pixels:
    """Read a picture as the page's decoder gives it, but for the turn and the profile, which these lack."""
    with Image.open(path) as image:
        image.thumbnail((1600, 1600))
        return np.asarray(image.convert("RGB"))


def shown(image: Pixels, share: float, quality: int) -> Pixels:
    """Resize and compress a view."""
    size = round(image.shape[1] * share), round(image.shape[0] * share)
    return compressed(np.asarray(Image.fromarray(image).resize(size)), "JPEG", quality)


def judged(geolocator: NetworkGeolocator, domain: Domain, pictures: Iterator[Pixels]) -> NDArray[np.float64]:
    """Distances of pictures as multiples of the limit."""
    shares: list[float] = []
    some: list[Pixels] = []
    for picture in pictures:
        some.append(picture)
        if len(some) == BATCH:
            shares += judge(domain, geolocator, some).shares
            some = []
    return np.array(shares + (judge(domain, geolocator, some).shares if some else []))


if __name__ == "__main__":
    main()
