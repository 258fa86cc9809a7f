"""A dataset on disk: ``catalog.json``, two Parquet tables and images, checked on opening, then read-only."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geogame.catalog.info import FORMAT, INFO_FILE, REMEDY, SPLITS, CatalogInfo
from geogame.catalog.tables import (
    EXCLUDED,
    LOCATION_COLUMNS,
    LOCATIONS_FILE,
    PLACE_COLUMN,
    UNUSED,
    VIEW_COLUMNS,
    VIEWS_FILE,
    Location,
    View,
    check_rows,
    read_table,
)
from geogame.errors import CatalogError, UsageError
from geogame.packing import PackedImages, open_packed
from geogame.panoramas import PANORAMAS_FILE, Panorama, read_panoramas

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "EXCLUDED",
    "FORMAT",
    "INFO_FILE",
    "LOCATIONS_FILE",
    "LOCATION_COLUMNS",
    "PLACE_COLUMN",
    "SPLITS",
    "UNUSED",
    "VIEWS_FILE",
    "VIEW_COLUMNS",
    "Catalog",
    "CatalogInfo",
    "Location",
    "View",
    "check_images",
    "open_catalog",
]


@dataclass(frozen=True, eq=False)
class Catalog:
    """A catalog opened for reading.

    Attributes
    ----------
    path
        The folder.
    info
        The content of ``catalog.json``.
    locations
        One row per place and date, columns as in ``LOCATION_COLUMNS``, and ``place_id``: the ``id`` where each place
        has one date.
    views
        One row per image, columns as in ``VIEW_COLUMNS``, ordered by place, then view.
    """

    path: Path
    info: CatalogInfo
    locations: pd.DataFrame
    views: pd.DataFrame

    def __len__(self) -> int:
        return len(self.locations)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The places' ids in table order."""
        return tuple(str(name) for name in self.locations["id"])

    @cached_property
    def _row_of(self) -> dict[str, int]:
        return {name: row for row, name in enumerate(self.ids)}

    @cached_property
    def _view_rows(self) -> dict[str, list[int]]:
        rows: dict[str, list[int]] = {}
        for row, name in enumerate(self.views["location_id"]):
            rows.setdefault(str(name), []).append(row)
        return rows

    def holds(self, location_id: str) -> bool:
        """Whether a location of this id is there."""
        return location_id in self._row_of

    def row(self, location_id: str) -> int:
        """Row of a location in ``locations``; `CatalogError` if the catalog does not hold it."""
        row = self._row_of.get(location_id)
        if row is None:
            message = f"{self.path} holds no location {location_id!r} (it has {len(self)} in this selection)"
            raise CatalogError(message)
        return row

    def location(self, location_id: str) -> Location:
        """Look one place up; `CatalogError` if the catalog does not hold it."""
        row = self.row(location_id)
        values = {name: self.locations[name].iloc[row] for name in (*LOCATION_COLUMNS, PLACE_COLUMN)}
        return Location(**{name: value.item() if hasattr(value, "item") else value for name, value in values.items()})

    def views_of(self, location_id: str) -> list[View]:
        """All views of one place in canonical order (the headings' order)."""
        self.location(location_id)
        return [self._view(row) for row in self._view_rows.get(location_id, [])]

    def _view(self, row: int) -> View:
        values = [self.views[name].iloc[row] for name in VIEW_COLUMNS]
        return View(*(value.item() if hasattr(value, "item") else value for value in values))

    def all_views(self) -> Iterator[View]:
        """Every view in table order; faster than asking place by place."""
        columns = [self.views[name].tolist() for name in VIEW_COLUMNS]
        for values in zip(*columns, strict=True):
            yield View(*values)

    @cached_property
    def packed(self) -> PackedImages | None:
        """The tar files that hold the images; None where these are files."""
        return open_packed(self.path)

    def image_path(self, view: View | Panorama) -> Path:
        """Where the view's image lies; `CatalogError` if that is outside the catalog's folder."""
        path = self.path / view.file
        root = os.path.realpath(self.path)
        if os.path.commonpath([root, os.path.realpath(path)]) != root:
            message = f"{path} leads out of the catalog's folder; it is not read. Delete it and {REMEDY}"
            raise CatalogError(message)
        return path

    @cached_property
    def panoramas(self) -> dict[str, Panorama]:
        """The full turns that lie beside the views, by place; most catalogs have none."""
        return read_panoramas(self.path / PANORAMAS_FILE, self.info.world_fingerprint)

    def panorama(self, location_id: str) -> Path | None:
        """Where the full turn of a place lies, None where there is none."""
        found = self.panoramas.get(location_id)
        return None if found is None else self.image_path(found)

    def read_bytes(self, view: View | Panorama) -> bytes:
        """Read the encoded image, compared with its hash."""
        path = self.image_path(view)
        packed = self.packed if isinstance(view, View) else None
        try:
            data = path.read_bytes() if packed is None else packed.read(view.file)
        except FileNotFoundError as error:
            message = f"image {path} is missing; {REMEDY}"
            raise CatalogError(message) from error
        except OSError as error:
            message = f"image {path} cannot be read ({error}); {REMEDY}"
            raise CatalogError(message) from error
        if hashlib.sha256(data).hexdigest() != view.sha256:
            message = f"image {path} is damaged: its content is not what was written; delete it, then {REMEDY}"
            raise CatalogError(message)
        return data

    def read(self, view: View | Panorama) -> NDArray[np.uint8]:
        """Decode one view or full turn: ``(height, width, 3)`` uint8 sRGB."""
        from PIL import Image

        data = self.read_bytes(view)
        try:
            with Image.open(io.BytesIO(data)) as image:
                if image.size == (view.width, view.height):
                    return np.asarray(image.convert("RGB"))
                found = f"is {image.size[0]}x{image.size[1]}, not {view.width}x{view.height}"
        except (OSError, SyntaxError, ValueError) as error:
            found = f"cannot be decoded ({error})"
        message = f"image {self.path / view.file} {found}; {REMEDY}"
        raise CatalogError(message)

    def select(self, split: str) -> Catalog:
        """Return the part of the catalog that belongs to ``train``, ``val``, ``test`` or ``all``.

        ``all`` is everything but what a person has left out.
        """
        if split == "all":
            used = self.locations["split"] != EXCLUDED
            return self if used.all() else self.only(used)
        if split not in SPLITS:
            message = f"unknown split {split!r}; choose one of {', '.join(SPLITS)}, all"
            raise UsageError(message)
        return self.only(self.locations["split"] == split)

    def only(self, rows: pd.Series[bool] | NDArray[np.int64]) -> Catalog:
        """Return the part of the catalog with some rows of ``locations``: a mask of all, or row numbers in order."""
        chosen = self.locations[rows] if rows.dtype == bool else self.locations.iloc[rows]
        locations = chosen.reset_index(drop=True)
        views = self.views[self.views["location_id"].isin(locations["id"])].reset_index(drop=True)
        return Catalog(self.path, self.info, locations, views)


def open_catalog(path: str | os.PathLike[str]) -> Catalog:
    """Open a catalog and check its tables against ``catalog.json``; images are checked when read.

    Raises
    ------
    CatalogError
        If the folder is no finished catalog, or a table is missing, damaged, foreign or inconsistent. The
        message names the file and what to do.
    """
    folder = Path(path)
    info_path = folder / INFO_FILE
    if not info_path.is_file():
        message = f"{folder} is no finished catalog: {INFO_FILE} is missing; {_hint(folder)}"
        raise CatalogError(message)
    try:
        text = info_path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{info_path} cannot be read ({error}); {REMEDY}"
        raise CatalogError(message) from error
    info = CatalogInfo.from_json(text, info_path)
    locations = read_table(folder / LOCATIONS_FILE, LOCATION_COLUMNS, info)
    views = read_table(folder / VIEWS_FILE, VIEW_COLUMNS, info)
    check_rows(folder, locations, views)
    if PLACE_COLUMN not in locations:
        locations[PLACE_COLUMN] = locations["id"]
    return Catalog(folder, info, locations, views)


def _hint(folder: Path) -> str:
    if not folder.exists():
        return "the folder does not exist"
    if (folder / "build.json").exists():
        return "its build is unfinished: repeat the `dataset build` command to resume it"
    return "make one with `python -m geogame dataset build usa-rendered --out DIR`"


def check_images(
    catalog: Catalog, workers: int | None = None, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> list[str]:
    """Verify every image (present, content hash, decodes, size): one message per problem, in table order.

    The full turns come after the views. ``progress`` is told how many images of how many were looked at.
    """
    from concurrent.futures import ThreadPoolExecutor

    def problem(view: View | Panorama) -> str | None:
        try:
            catalog.read(view)
        except CatalogError as error:
            return str(error)
        return None

    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        images = [*catalog.all_views(), *catalog.panoramas.values()]
        problems = []
        for done, message in enumerate(pool.map(problem, images), 1):
            progress(done, len(images))
            problems += [message] if message else []
    return problems
