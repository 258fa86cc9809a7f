"""Catalogs that the page has open, and what was worked out of them: opened once, anew when they change on disk."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from geogame.browse.filters import searchable
from geogame.browse.thumbnails import thumbnail
from geogame.catalog import INFO_FILE, Catalog, View, open_catalog
from geogame.errors import CatalogError

if TYPE_CHECKING:
    import pandas as pd

    from geogame.geolocators.gallery import Gallery

KEPT_PICTURES: Final = 3000

_pictures: OrderedDict[tuple[str, int], bytes] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, eq=False)
class Shelved:
    """A catalog as it was built, and its lines of text to search in."""

    catalog: Catalog
    lines: pd.Series[str]


def opened(folder: Path) -> Shelved:
    """Open a catalog, or give it as it was opened; `CatalogError` if it cannot be."""
    return _opened(folder, _stamp(folder / INFO_FILE))


@lru_cache(maxsize=4)
def _opened(folder: Path, stamp: int) -> Shelved:  # noqa: ARG001 - the stamp is part of the key
    catalog = open_catalog(folder)
    return Shelved(catalog, searchable(catalog))


def _stamp(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


def small(catalog: Catalog, view: View, height: int) -> bytes:
    """Give a small picture of a view; those looked at last are kept. `CatalogError` if there is none to show."""
    key = view.sha256, height
    if not catalog.info.restricted:
        with _lock:
            if key in _pictures:
                _pictures.move_to_end(key)
                return _pictures[key]
    made = thumbnail(catalog, view, height)
    with _lock:
        _pictures[key] = made
        while len(_pictures) > KEPT_PICTURES:
            _pictures.popitem(last=False)
    return made


def small_pictures(catalog: Catalog, views: Sequence[View | None], height: int) -> list[bytes | None]:
    """Give several small pictures, made at once; None for what is missing, damaged or not to be shown."""

    def made(view: View | None) -> bytes | None:
        try:
            return None if view is None else small(catalog, view, height)
        except CatalogError:
            return None  # the sheet says that there is none; the place in full tells why

    with ThreadPoolExecutor() as pool:
        return list(pool.map(made, views))


def gallery(folder: Path) -> Gallery:
    """Open a model's gallery, or give it as it was opened; `CheckpointError` if it is damaged."""
    from geogame.geolocators.gallery import NOTE_FILE

    return _gallery(folder, _stamp(folder / NOTE_FILE))


@lru_cache(maxsize=2)
def _gallery(folder: Path, stamp: int) -> Gallery:  # noqa: ARG001 - the stamp is part of the key
    from geogame.geolocators.gallery import open_gallery

    return open_gallery(folder)
