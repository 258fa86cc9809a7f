"""A dataset on disk: ``catalog.json``, two Parquet tables and images, checked on opening, then read-only."""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from geogame.errors import CatalogError
from geogame.packing import PackedImages, open_packed
from geogame.panoramas import PANORAMAS_FILE, Panorama, read_panoramas

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

FORMAT: Final = 1
INFO_FILE: Final = "catalog.json"
LOCATIONS_FILE: Final = "locations.parquet"
VIEWS_FILE: Final = "views.parquet"
SPLITS: Final = ("train", "val", "test")
UNUSED: Final = "unused"
"""Label of places in the gap between two splits: in none of them, though a gallery may show them."""
EXCLUDED: Final = "excluded"
"""Label of places that a person has left out (see `geogame.curation`); no catalog on disk has it."""
PLACE_COLUMN: Final = "place_id"
"""Names the place that several locations show on different dates; a table without it has one date a place."""
# Confines a catalog to its folder: two hex digits, then the hash of the file's content.
IMAGE_PATTERN: Final = r"images/[0-9a-f]{2}/[0-9a-f]{64}\.(?:webp|jpg|png)"
REMEDY: Final = (
    "repeat the `dataset build` command that made this folder (it renders only what is missing), "
    "or restore the file from version control"
)

LOCATION_COLUMNS: Final = {
    "id": "string",
    "lat": "double",
    "lon": "double",
    "captured_on": "string",
    "day_of_year": "int32",
    "solar_hour": "double",
    "scene_seed": "int64",
    "cell": "int32",
    "split": "string",
    "source": "string",
    "licence": "string",
    "attribution": "string",
}
VIEW_COLUMNS: Final = {
    "location_id": "string",
    "view": "int32",
    "heading_deg": "double",
    "fov_deg": "double",
    "pitch_deg": "double",
    "file": "string",
    "sha256": "string",
    "width": "int32",
    "height": "int32",
}


@dataclass(frozen=True, slots=True)
class Location:
    """One place of a catalog on one date; degrees are WGS84, ``captured_on`` is an ISO date.

    ``place_id`` is shared by all dates of the same place.
    """

    id: str
    lat: float
    lon: float
    captured_on: str
    day_of_year: int
    solar_hour: float
    scene_seed: int
    cell: int
    split: str
    source: str
    licence: str
    attribution: str
    place_id: str = ""

    @property
    def year(self) -> int:
        """Of ``captured_on``."""
        return int(self.captured_on[:4])


@dataclass(frozen=True, slots=True)
class View:
    """One image of a location: heading in degrees clockwise from north, size in pixels."""

    location_id: str
    index: int
    heading_deg: float
    fov_deg: float
    pitch_deg: float
    file: str
    sha256: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class CatalogInfo:
    """What ``catalog.json`` says: how the catalog was made, what it was made from, and how much there is.

    ``restricted`` says why its pictures must not be shown to anyone, in a sentence that goes on from "because"; it is
    empty where they may be.
    """

    format: int
    name: str
    build_id: str
    region: str
    partition: str
    partition_fingerprint: str
    source: str
    world_fingerprint: str
    headings_deg: tuple[float, ...]
    fov_deg: float
    pitch_deg: float
    width: int
    height: int
    seed: int
    licence: str
    attribution: str
    options: dict[str, Any]
    counts: dict[str, int]
    tables: dict[str, dict[str, Any]]
    restricted: str = ""

    @property
    def build(self) -> str:
        """The ``build_id`` of the pictures themselves: without the tails of a division and of what was left out."""
        return self.build_id.partition("~")[0].partition("+")[0]

    @classmethod
    def from_json(cls, text: str, path: Path) -> CatalogInfo:
        """Read ``catalog.json``; `CatalogError` names what is missing."""
        try:
            raw = json.loads(text)
            if raw["format"] != FORMAT:
                message = f"{path} has format {raw['format']!r}, this version reads {FORMAT}; build it anew"
                raise CatalogError(message)
            raw["headings_deg"] = tuple(float(heading) for heading in raw["headings_deg"])
            raw.setdefault("restricted", "")
            info = cls(**{entry.name: raw[entry.name] for entry in fields(cls)})
            info._check_kinds()
        except (ValueError, KeyError, TypeError) as error:
            message = f"{path} is damaged ({type(error).__name__}: {error}); {REMEDY}"
            raise CatalogError(message) from error
        return info

    def _check_kinds(self) -> None:
        """Raise `TypeError` or `KeyError` where a value is not of its field's kind."""
        kinds: dict[str, type | tuple[type, ...]] = {
            "str": str,
            "int": int,
            "float": (int, float),
            "tuple": tuple,
            "dict": dict,
        }
        for entry in fields(self):
            if not isinstance(getattr(self, entry.name), kinds[str(entry.type).partition("[")[0]]):
                message = f"{entry.name} is no {entry.type}"
                raise TypeError(message)
        for name in ("locations", "views", *SPLITS):
            if not isinstance(self.counts[name], int):
                message = f"counts.{name} is no int"
                raise TypeError(message)
        for name in ("locations", "views"):
            if not isinstance(self.tables[name], dict):
                message = f"tables.{name} is no dict"
                raise TypeError(message)


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
            raise CatalogError(message)
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
    locations = _read_table(folder / LOCATIONS_FILE, LOCATION_COLUMNS, info)
    views = _read_table(folder / VIEWS_FILE, VIEW_COLUMNS, info)
    _check_rows(folder, locations, views)
    if PLACE_COLUMN not in locations:
        locations[PLACE_COLUMN] = locations["id"]
    return Catalog(folder, info, locations, views)


def _hint(folder: Path) -> str:
    if not folder.exists():
        return "the folder does not exist"
    if (folder / "build.json").exists():
        return "its build is unfinished: repeat the `dataset build` command to resume it"
    return "make one with `python -m geogame dataset build usa-rendered --out DIR`"


def _read_table(path: Path, columns: dict[str, str], info: CatalogInfo) -> pd.DataFrame:
    """Read one table whose bytes, columns, types and row count are as ``catalog.json`` says."""
    import pyarrow.parquet as pq
    from pyarrow import ArrowException

    if not path.is_file():
        message = f"table {path} is missing; {REMEDY}"
        raise CatalogError(message)
    expected = info.tables.get(path.stem, {})
    try:
        data = path.read_bytes()
        table = pq.read_table(io.BytesIO(data))
    except (OSError, ArrowException) as error:
        message = f"table {path} is damaged ({error}); {REMEDY}"
        raise CatalogError(message) from error
    _check_schema(path, table.schema, columns)
    if table.num_rows != expected.get("rows") or hashlib.sha256(data).hexdigest() != expected.get("sha256"):
        message = f"table {path} is not the one {INFO_FILE} describes ({table.num_rows} rows); {REMEDY}"
        raise CatalogError(message)
    frame: pd.DataFrame = table.to_pandas()
    return frame


def _check_schema(path: Path, schema: pa.Schema, columns: dict[str, str]) -> None:
    found = {entry.name: str(entry.type).removeprefix("large_") for entry in schema}
    for name, kind in columns.items():
        if name not in found:
            message = f"table {path} has no column {name!r}; {REMEDY}"
            raise CatalogError(message)
        if found[name] != kind:
            message = f"table {path}: column {name!r} is {found[name]}, not {kind}; {REMEDY}"
            raise CatalogError(message)


def _check_rows(folder: Path, locations: pd.DataFrame, views: pd.DataFrame) -> None:
    """Look for what would make the rows unusable or unsafe."""
    problem = ""
    if locations["id"].duplicated().any():
        problem = f"{LOCATIONS_FILE} repeats an id"
    elif not locations["split"].isin((*SPLITS, UNUSED)).all():
        problem = f"{LOCATIONS_FILE} has a split other than {', '.join((*SPLITS, UNUSED))}"
    elif PLACE_COLUMN in locations and _places_move(locations):
        problem = f"{LOCATIONS_FILE} has a place whose dates lie apart or in different splits"
    elif not (locations["lat"].between(-90, 90).all() and locations["lon"].between(-180, 180).all()):
        problem = f"{LOCATIONS_FILE} has a place that is not on Earth"
    elif not views["location_id"].isin(locations["id"]).all():
        problem = f"{VIEWS_FILE} has views of places that {LOCATIONS_FILE} does not list"
    else:
        bad = views.loc[~views["file"].fillna("").str.fullmatch(IMAGE_PATTERN), "file"]
        if len(bad):
            problem = f"{VIEWS_FILE} refers to {str(bad.iloc[0])[:100]!r}, which is no image of this folder"
    if problem:
        message = f"catalog {folder}: {problem}; {REMEDY}"
        raise CatalogError(message)


def _places_move(locations: pd.DataFrame) -> bool:
    """Tell whether the dates of a place differ in where it lies, or in their split."""
    differing = locations.groupby(PLACE_COLUMN)[["lat", "lon", "split"]].nunique() != 1
    return bool(differing.to_numpy().any())


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
