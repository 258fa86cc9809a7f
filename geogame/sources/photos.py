"""Photographs as cameras and telephones write them: place, direction and date stand in their EXIF data."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from geogame.sources.decoding import DAMAGE, FORMATS
from geogame.sources.found import Found, Rejected, iso_date, number, relative_name
from geogame.sources.photo_sphere import read_photo_sphere

# Tags of EXIF 2.32.
EXIF_IFD, GPS_IFD = 0x8769, 0x8825
TAKEN, FOCAL_35MM, ARTIST = 0x9003, 0xA405, 0x013B
LAT_REF, LAT, LON_REF, LON, DIRECTION_REF, DIRECTION = 1, 2, 3, 4, 16, 17
HALF_FILM_MM: Final = 18.0
NO_POSITION: Final = "no GPS position in its EXIF data"
STRIP: Final = "a part of a full turn"


def read_photos(folder: Path, files: Sequence[Path]) -> Iterator[Found | Rejected]:
    """Read every photograph's EXIF data; each is a place of its own."""
    for path in files:
        yield read_photo(path, relative_name(path, folder))


def read_photo(path: Path, name: str) -> Found | Rejected:
    """Read where, when and which way a photograph was taken, and whether it shows all directions.

    A direction counts only if it refers to true north. The field of view follows from the focal length that the
    camera would have on 35 mm film, for a picture held level.
    """
    from PIL import Image

    try:
        with Image.open(path, formats=FORMATS) as image:
            exif = image.getexif()
            gps, details = exif.get_ifd(GPS_IFD), exif.get_ifd(EXIF_IFD)
            upright = image.width >= image.height
            sphere = read_photo_sphere(_bytes(image.info.get("xmp")))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, *DAMAGE):
        return Rejected(name, "not a picture of a known format")
    lat, lon = _degrees(gps.get(LAT), gps.get(LAT_REF), "S"), _degrees(gps.get(LON), gps.get(LON_REF), "W")
    if not (math.isfinite(lat) and math.isfinite(lon)):
        return Rejected(name, NO_POSITION)
    if sphere is not None and not sphere.whole:
        return Rejected(name, STRIP)
    heading = _number(gps.get(DIRECTION)) if _text(gps.get(DIRECTION_REF)) != "M" else math.nan
    if sphere is not None and sphere.heading_deg is not None:
        heading = sphere.heading_deg
    focal = _number(details.get(FOCAL_35MM))
    fov = 2 * math.degrees(math.atan(HALF_FILM_MM / focal)) if upright and focal > 0 else None
    return Found(
        path,
        name,
        lat,
        lon,
        captured=iso_date(_text(details.get(TAKEN))) or "",
        heading_deg=heading % 360 if math.isfinite(heading) else None,
        full_turn=sphere is not None,
        fov_deg=fov,
        creator=_text(exif.get(ARTIST)),
    )


def _degrees(parts: Any, reference: Any, negative: str) -> float:
    """Degrees, minutes and seconds as one number; not a number if any is missing."""
    try:
        whole, minutes, seconds = (_number(part) for part in parts)
    except (TypeError, ValueError):
        return math.nan
    value = whole + minutes / 60 + seconds / 3600
    return -value if _text(reference).upper() == negative else value


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return number(value)


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.decode("ascii", "ignore")
    return str(value).strip("\0 ") if value is not None else ""


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value or "").encode()
