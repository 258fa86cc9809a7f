"""One picture that an importer found, and what is known of it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

FIRST_YEAR: Final = 2000
MONTHS: Final = "January February March April May June July August September October November December".lower().split()
EPOCH_MS: Final = re.compile(r"\d{11,14}")
ISO: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?")
EXIF: Final = re.compile(r"(\d{4}):(\d{2}):(\d{2})(?: .*)?")
NAMED: Final = re.compile(r"([A-Za-z]+)\s+(\d{4})")


@dataclass(frozen=True, slots=True)
class Found:
    """One picture and what its layout says of it.

    Attributes
    ----------
    path
        The file.
    place
        What all pictures of one place share, as the layout names it.
    lat, lon
        WGS84 degrees, as they are written, checked later.
    captured
        ISO date, known to the year, month or day; empty if unknown.
    heading_deg
        Where its middle looks, degrees clockwise, or None.
    full_turn
        An equirectangular picture of all directions, not a view yet.
    turn_deg
        Of a view to be cut out of a full turn: degrees clockwise from the picture's middle; else None.
    relative
        The heading counts from an unknown start, the same for all pictures of a place and date.
    fov_deg, pitch_deg
        Horizontal field of view and tilt upwards, or None.
    cell
        The number that the layout gives the cell, or empty; compared, never trusted.
    split
        ``train``, ``val`` or ``test`` if the layout divides, or empty.
    licence, licence_url, attribution, creator, page_url, sequence
        As the layout says; empty if it does not.
    """

    path: Path
    place: str
    lat: float
    lon: float
    captured: str = ""
    heading_deg: float | None = None
    full_turn: bool = False
    turn_deg: float | None = None
    relative: bool = False
    fov_deg: float | None = None
    pitch_deg: float | None = None
    cell: str = ""
    split: str = ""
    licence: str = ""
    licence_url: str = ""
    attribution: str = ""
    creator: str = ""
    page_url: str = ""
    sequence: str = ""

    @property
    def key(self) -> tuple[Path, float | None]:
        """Tell it from all others: a full turn's views share their file."""
        return self.path, self.turn_deg

    def views(self, headings_deg: Sequence[float], fov_deg: float) -> list[Found]:
        """Give the views to make of it: itself, or of a full turn one at each heading.

        Where it is not known where the middle of a full turn looks, the headings count from there.
        """
        if not self.full_turn:
            return [self]
        centre_deg = self.heading_deg or 0.0
        return [
            replace(
                self,
                heading_deg=heading,
                turn_deg=(heading - centre_deg) % 360,
                relative=self.relative or self.heading_deg is None,
                fov_deg=fov_deg,
                pitch_deg=0.0,
            )
            for heading in headings_deg
        ]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file or row that was not taken, and why, in words that can be counted."""

    name: str
    reason: str


def iso_date(text: str) -> str | None:
    """Read a date in any spelling that the layouts use, as precise as it is.

    ISO (``2012``, ``2012-05``, ``2012-05-31T10:00``), EXIF (``2012:05:31 10:00:00``), ``May 2012``, and milliseconds
    since 1970.

    Returns
    -------
    str or None
        ``yyyy``, ``yyyy-mm`` or ``yyyy-mm-dd``; empty for an empty text, None for one that is no date.
    """
    text = text.strip()
    if not text:
        return ""
    if EPOCH_MS.fullmatch(text):
        return datetime.fromtimestamp(int(text) / 1000, UTC).date().isoformat()
    if named := NAMED.fullmatch(text):
        names = [month[: len(named[1])] for month in MONTHS]
        return f"{named[2]}-{names.index(named[1].lower()) + 1:02d}" if named[1].lower() in names else None
    parts = EXIF.fullmatch(text) or ISO.fullmatch(text)
    if parts is None:
        return None
    numbers = [int(part) for part in parts.groups() if part]
    try:
        date(*(numbers + [1, 1])[:3])
    except ValueError:
        return None
    return "-".join([f"{numbers[0]:04d}", *(f"{number:02d}" for number in numbers[1:])])


def flaw(found: Found, today: date) -> str | None:
    """Why a record cannot be used, whatever its picture shows; None if nothing is wrong."""
    lat, lon = found.lat, found.lon
    if not (math.isfinite(lat) and math.isfinite(lon)):
        return "no coordinates"
    if abs(lat) > 90 or abs(lon) > 180:
        swapped = abs(lon) <= 90 and abs(lat) <= 180
        return "coordinates out of range" + (": latitude and longitude swapped?" if swapped else "")
    if lat == 0 and lon == 0:
        return "coordinates are 0, 0"
    if found.captured and int(found.captured[:4]) < FIRST_YEAR:
        return f"dated before {FIRST_YEAR}"
    if found.captured > today.isoformat():
        return "dated in the future"
    return None


def number(text: object) -> float:
    """Read a number; not a number if it is none."""
    try:
        return float(str(text).strip())
    except ValueError:
        return math.nan


def relative_name(path: Path, folder: Path) -> str:
    """Name of a file inside a folder, with forward slashes."""
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()


def first(values: Sequence[str]) -> str:
    """First text that is not empty, or an empty one."""
    return next((value for value in values if value), "")
