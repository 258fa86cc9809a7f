"""Layouts that write what they know into the names of files: those of the seed systems, and a folder a city."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from geogame.errors import SourceError
from geogame.regions import Region
from geogame.sources.found import Found, Rejected, iso_date, number, relative_name
from geogame.sources.listing import read_rows

NUMBER: Final = r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"
POINT: Final = rf"(?P<lat>{NUMBER}),\s?(?P<lon>{NUMBER})"
DATE: Final = r"(?P<date>\d{4}-\d{2}(?:-\d{2})?)"
ANY: Final = r"\.[A-Za-z]{3,4}$"
MONTH: Final = r"(?:[A-Z][a-z]+ \d{4}|\d{4}-\d{2})"
UNKNOWN_NAME: Final = "its name does not fit the layout"


@dataclass(frozen=True, slots=True)
class NamedLayout:
    """Files whose paths say place, heading and date.

    Attributes
    ----------
    name
        What the command line calls it.
    example
        A path as people read it.
    pattern
        Searched in the path inside the folder; its groups are ``lat``, ``lon``, ``heading``, ``index``, ``date``,
        ``cell``, ``place`` and ``rotation``.
    fov_deg, pitch_deg
        Of all its pictures, or None.
    """

    name: str
    example: str
    pattern: re.Pattern[str]
    fov_deg: float | None = None
    pitch_deg: float | None = None


# github.com/Nirvan66/geoguessrLSTM: headings 0, 90, 180, field of view 100, pitch 10.
USA: Final = tuple(
    NamedLayout(f"usa-{name}", example, re.compile(rf"(?:^|/){pattern}{ANY}"), 100.0, 10.0)
    for name, example, pattern in (
        ("nested", "12/40.5,-98.1/90_2012-05.jpg", rf"(?P<cell>\d+)/{POINT}/(?P<heading>\d+)_{DATE}"),
        ("combined", "12+40.5,-98.1/90_2012-05.jpg", rf"(?P<cell>\d+)\+{POINT}/(?P<heading>\d+)_{DATE}"),
        ("flat", "12+40.5,-98.1+90_2012-05.jpg", rf"(?P<cell>\d+)\+{POINT}\+(?P<heading>\d+)_{DATE}"),
        ("report", "12+40.5,-98.1+1-2012-05.jpg", rf"(?P<cell>\d+)\+{POINT}\+(?P<index>\d)-{DATE}"),
    )
)
# github.com/kvsnoufal/ImageGeoLocation: Street View's default field of view and pitch.
INDIA: Final = NamedLayout(
    "india",
    "images/12/PANO/pic_90_.jpg and meta/12/PANO/meta.json",
    re.compile(rf"(?:^|/)images/(?P<cell>\d+)/(?P<place>[^/]+)/pic_(?P<heading>\d+)_{ANY}"),
    90.0,
    0.0,
)
# github.com/AdrianHRedhe/ID2223_Project: screenshots, each rotation a click on "counterclockwise".
STOCKHOLM: Final = NamedLayout(
    "stockholm",
    "2041_3_2_May 2017_….jpg and a table of new_order_idx, Latitude, Longitude",
    re.compile(rf"(?:^|/)(?P<place>\d+)_(?P<rotation>\d)_\d+_(?P<date>{MONTH})(?:_[^/]*)?{ANY}"),
)
NAMED: Final = {layout.name: layout for layout in (*USA, INDIA, STOCKHOLM)}
PLACE_TABLE_KEYS: Final = ("new_order_idx", "new_order_id")


def read_named(
    layout: NamedLayout, folder: Path, files: Sequence[Path], table: Path | None
) -> Iterator[Found | Rejected]:
    """Read what the names of the files say; coordinates that stand elsewhere are read from there.

    Raises
    ------
    SourceError
        If the table of the Stockholm layout is missing or has other columns.
    """
    points = _place_table(folder, table) if layout is STOCKHOLM else {}
    panoramas: dict[tuple[str, str], dict[str, Any] | None] = {}
    for path in files:
        name = relative_name(path, folder)
        match = layout.pattern.search(name)
        if match is None:
            yield Rejected(name, UNKNOWN_NAME)
            continue
        said = match.groupdict()
        if layout is INDIA:
            key = (said["cell"], said["place"])
            if key not in panoramas:
                panoramas[key] = _panorama(path, *key)
            about = panoramas[key]
            if about is None:
                yield Rejected(name, "its meta.json is missing or damaged")
                continue
            said |= about
        elif layout is STOCKHOLM:
            if int(said["place"]) not in points:
                yield Rejected(name, "its place is not in the table")
                continue
            said |= dict(zip(("lat", "lon"), points[int(said["place"])], strict=True))
        yield _found(layout, path, said)


def _found(layout: NamedLayout, path: Path, said: dict[str, Any]) -> Found:
    heading = 90.0 * int(said["index"]) if "index" in said else number(said.get("heading", "nan"))
    relative = "rotation" in said
    if relative:
        heading = -90.0 * int(said["rotation"]) % 360
    return Found(
        path,
        place=said.get("place") or f"{said['cell']}+{said['lat']},{said['lon']}",
        lat=number(said["lat"]),
        lon=number(said["lon"]),
        captured=iso_date(str(said.get("date") or "")) or "",
        heading_deg=heading % 360,
        relative=relative,
        fov_deg=layout.fov_deg,
        pitch_deg=layout.pitch_deg,
        cell=said.get("cell", ""),
        attribution=str(said.get("copyright", "")),
    )


def _panorama(path: Path, cell: str, place: str) -> dict[str, Any] | None:
    """Read the India layout's ``meta.json``, in the tree beside ``images`` or beside the pictures."""
    for file in (path.parents[3] / "meta" / cell / place / "meta.json", path.with_name("meta.json")):
        try:
            raw = json.loads(file.read_text(encoding="utf-8"))
            point = raw["location"]
            return {
                "lat": float(point["lat"]),
                "lon": float(point["lng"]),
                "date": str(raw.get("date", "")),
                "copyright": str(raw.get("copyright", "")),
            }
        except FileNotFoundError:
            continue
        except (OSError, ValueError, KeyError, TypeError):
            return None
    return None


def _place_table(folder: Path, table: Path | None) -> dict[int, tuple[float, float]]:
    """Coordinates of the Stockholm layout's places, by number."""
    tables = [table] if table is not None else sorted(folder.rglob("*.csv"))
    for path in tables:
        rows = read_rows(path)
        try:
            header = next(rows)
        except (StopIteration, csv.Error):
            continue
        key = next((name for name in PLACE_TABLE_KEYS if name in header), None)
        if key is None or not {"Latitude", "Longitude"} <= set(header):
            continue
        points: dict[int, tuple[float, float]] = {}
        for row in (header, *rows):
            if row[key].isdigit():
                points[int(row[key])] = number(row["Latitude"]), number(row["Longitude"])
        return points
    message = (
        f"{table or folder} holds no table of the Stockholm layout's places: a CSV with the columns new_order_idx, "
        "Latitude and Longitude; put it into the folder or name it with --table"
    )
    raise SourceError(message)


def plain(name: str) -> str:
    """Strip a place's name of accents, case and punctuation, to compare names by."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in letters if letter.isalnum())


def read_cities(folder: Path, files: Sequence[Path], region: Region) -> Iterator[Found | Rejected]:
    """Read ``<city>/<picture>``, under ``train``, ``val`` or ``test`` or not; a picture lies where its city does.

    Every picture is a place of its own: the layout does not say which belong together.
    """
    points = {plain(name): point for name, point in region.centres.items()}
    splits = {"train": "train", "val": "val", "valid": "val", "validation": "val", "test": "test"}
    for path in files:
        name = relative_name(path, folder)
        folders = name.split("/")[:-1]
        city = next((plain(part) for part in reversed(folders) if plain(part) in points), None)
        if city is None:
            yield Rejected(name, f"its folder names no place of region {region.name!r}")
            continue
        lat, lon = points[city]
        split = next((splits[part.lower()] for part in folders if part.lower() in splits), "")
        yield Found(path, name, lat, lon, split=split)
