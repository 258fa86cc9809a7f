"""The two tables of a dataset: a place a row, a view a row; read and checked."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geogame.catalog.info import INFO_FILE, REMEDY, SPLITS, CatalogInfo
from geogame.errors import CatalogError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

LOCATIONS_FILE: Final = "locations.parquet"
VIEWS_FILE: Final = "views.parquet"
UNUSED: Final = "unused"
"""Label of places in the gap between two splits: in none of them, though a gallery may show them."""
EXCLUDED: Final = "excluded"
"""Label of places that a person has left out (see `geogame.curation`); no catalog on disk has it."""
PLACE_COLUMN: Final = "place_id"
"""Names the place that several locations show on different dates; a table without it has one date a place."""
# Confines a catalog to its folder: two hex digits, then the hash of the file's content.
IMAGE_PATTERN: Final = r"images/[0-9a-f]{2}/[0-9a-f]{64}\.(?:webp|jpg|png)"

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


def read_table(path: Path, columns: dict[str, str], info: CatalogInfo) -> pd.DataFrame:
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


def check_rows(folder: Path, locations: pd.DataFrame, views: pd.DataFrame) -> None:
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
