"""A CSV or Parquet file that lists pictures, one a row, with columns for what is known of them."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from geogame.errors import SourceError
from geogame.sources.found import Found, Rejected, iso_date, number, relative_name

TABLE_SUFFIXES: Final = (".csv", ".tsv", ".parquet")
ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "path": ("path", "file", "filename", "file_name", "image", "image_path", "img", "id", "image_id", "uuid"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "lng", "long", "longitude"),
    "heading": ("heading", "heading_deg", "bearing", "azimuth", "compass_angle", "computed_compass_angle"),
    "date": ("date", "captured_on", "captured_at", "datetime", "timestamp"),
    "place": ("place_id", "location_id", "location", "panoid", "pano_id"),
    "split": ("split",),
    "fov": ("fov", "fov_deg"),
    "pitch": ("pitch", "pitch_deg"),
    "licence": ("licence", "license"),
    "licence_url": ("licence_url", "license_url"),
    "attribution": ("attribution", "credit", "image_origin"),
    "creator": ("creator", "creator_username", "author"),
    "page_url": ("page_url", "url", "link"),
    "sequence": ("sequence", "sequence_id"),
    "projection": ("projection", "projection_type", "camera_type", "is_pano"),
}
"""Names of columns that are understood, the first that is there counts."""
NEEDED: Final = ("path", "lat", "lon")
FULL_TURN: Final = {"equirectangular", "spherical", "full-turn", "360", "true", "1"}
"""What a column for the projection says of a picture of all directions, case aside."""
RELATIVE_HEADING: Final = "rel"
"""Before the number of a rotation by 90 degrees counter-clockwise from an unknown start."""


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a CSV (any usual encoding and separator) or Parquet file, as texts by column.

    Raises
    ------
    SourceError
        If the file cannot be read.
    """
    if path.suffix.lower() == ".parquet":
        yield from _parquet_rows(path)
        return
    try:
        data = path.read_bytes()
        text = _decode(data)
        lines = text.splitlines(keepends=True)
        separator = max(",;\t", key=lines[0].count) if lines else ","
        for row in csv.DictReader(lines, delimiter=separator, restval="", strict=True):
            yield {str(name).strip(): value for name, value in row.items() if isinstance(value, str)}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"table {path} cannot be read ({error}); write it anew as CSV in UTF-8") from error


def _decode(data: bytes) -> str:
    """UTF-8 or UTF-16 by their marks, UTF-8 without one, and else the encoding of Western Windows."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _parquet_rows(path: Path) -> Iterator[dict[str, str]]:
    import pyarrow.parquet as pq
    from pyarrow import ArrowException

    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(10_000):
                for row in batch.to_pylist():
                    yield {name: "" if value is None else _text(value) for name, value in row.items()}
    except (OSError, ArrowException) as error:
        raise SourceError(f"table {path} cannot be read ({error}); write it anew as Parquet or CSV") from error


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def columns_of(header: Sequence[str]) -> dict[str, str]:
    """Which column tells what, by ``ALIASES``; case does not matter."""
    spelled = {name.lower(): name for name in header}
    return {
        meaning: next(spelled[name] for name in names if name in spelled)
        for meaning, names in ALIASES.items()
        if any(name in spelled for name in names)
    }


def find_table(folder: Path) -> Path | None:
    """Find the one table in the folder itself that lists pictures with coordinates; None if none or several do."""
    fitting = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in TABLE_SUFFIXES and path.is_file():
            header = next(read_rows(path), {})
            if set(NEEDED) <= set(columns_of(list(header))):
                fitting.append(path)
    return fitting[0] if len(fitting) == 1 else None


def read_listing(folder: Path, table: Path, files: Sequence[Path]) -> Iterator[Found | Rejected]:
    """Read a table's rows and find their pictures among the folder's files, by path, name or stem.

    Raises
    ------
    SourceError
        If the table lacks a column that is needed, or has no row; the message names those there are.
    """
    rows = read_rows(table)
    header = next(rows, None)
    if header is None:
        raise SourceError(f"table {table} has no rows; it must list one picture a row")
    columns = columns_of(list(header))
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        wanted = "; ".join(f"{name} (one of {', '.join(ALIASES[name])})" for name in missing)
        message = f"table {table} has no column for {wanted}; it has {', '.join(header)}"
        raise SourceError(message)
    known = _index(folder, table.parent, files)
    seen: set[str] = set()
    for row in (header, *rows):
        said = {meaning: row.get(column, "").strip() for meaning, column in columns.items()}
        path = known.get(said["path"].replace("\\", "/"))
        if path is None:
            yield Rejected(said["path"], "listed, but not in the folder")
        elif str(path) in seen:
            yield Rejected(said["path"], "listed twice")
        else:
            seen.add(str(path))
            yield _found(path, said)


def _index(folder: Path, base: Path, files: Sequence[Path]) -> dict[str, Path]:
    """Files by their path inside the folder, and by name and stem where only one file has it."""
    by_name: dict[str, Path | None] = {}
    for path in files:
        for name in {path.name, path.stem}:
            by_name[name] = None if name in by_name else path
    named = {name: path for name, path in by_name.items() if path is not None}
    paths = {relative_name(path, root): path for root in (base, folder) for path in files}
    return named | paths


def _found(path: Path, said: Mapping[str, str]) -> Found | Rejected:
    captured = iso_date(said.get("date", ""))
    if captured is None:
        return Rejected(said["path"], "its date cannot be read")
    heading = said.get("heading", "")
    relative = heading.startswith(RELATIVE_HEADING)
    degrees = number(heading.removeprefix(RELATIVE_HEADING))
    if relative:
        degrees *= -90.0
    fov_deg = _known(said.get("fov", ""))
    return Found(
        path,
        place=said.get("place") or said["path"],
        lat=number(said["lat"]),
        lon=number(said["lon"]),
        captured=captured,
        heading_deg=degrees % 360 if math.isfinite(degrees) else None,
        full_turn=said.get("projection", "").lower() in FULL_TURN or fov_deg == WHOLE_TURN_DEG,
        turn_deg=None,
        relative=relative,
        fov_deg=fov_deg,
        pitch_deg=_known(said.get("pitch", "")),
        split=said.get("split", "") if said.get("split", "") in {"train", "val", "test"} else "",
        **{name: said.get(name, "") for name in TEXTS},
    )


WHOLE_TURN_DEG: Final = 360.0
TEXTS: Final = ("licence", "licence_url", "attribution", "creator", "page_url", "sequence")


def _known(text: str) -> float | None:
    value = number(text)
    return value if math.isfinite(value) else None
