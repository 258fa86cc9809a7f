"""Pictures that people already have in a folder, in any layout that is known, and which layout that is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from geogame.errors import SourceError, UsageError
from geogame.regions import Region
from geogame.sources.found import Found, Rejected, relative_name
from geogame.sources.listing import TABLE_SUFFIXES, find_table, read_listing
from geogame.sources.named import NAMED, plain, read_cities, read_named
from geogame.sources.photos import read_photo, read_photos

AUTO: Final = "auto"
TABLE, CITIES, PHOTOS = "table", "cities", "photos"
LAYOUTS: Final[dict[str, str]] = {
    TABLE: "a CSV or Parquet file with columns path, lat, lon, and what else is known",
    **{name: layout.example for name, layout in NAMED.items()},
    CITIES: "CITY/picture.jpg, where CITY is a place of the region",
    PHOTOS: "photographs with a GPS position in their EXIF data",
}
NOT_PICTURES: Final = {*TABLE_SUFFIXES, ".json", ".geojson", ".txt", ".md", ".xml", ".html", ".log", ".ds_store"}
SAMPLE: Final = 2000
PHOTO_SAMPLE: Final = 20
TOLD_EVERY: Final = 500
Seen = TypeVar("Seen")


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder holds.

    Attributes
    ----------
    layout
        A key of ``LAYOUTS``.
    found, rejected
        Pictures and what is known of them, and files that were not taken.
    """

    layout: str
    found: list[Found]
    rejected: list[Rejected]


def list_folder(
    folder: Path,
    region: Region,
    layout: str = AUTO,
    table: Path | None = None,
    tell: Callable[[int], None] = lambda _count: None,
) -> Listing:
    """Find the pictures in a folder and read what its layout says of each.

    Parameters
    ----------
    folder
        Folders in it are looked into, links to folders too; what is hidden is passed over.
    region
        Names the places of the ``cities`` layout.
    layout
        A key of ``LAYOUTS``, or ``auto``.
    table
        The table of the ``table`` and ``stockholm`` layouts where it does not lie in the folder.
    tell
        Called with how many files were seen, again and again, and then with how many of them were read.

    Raises
    ------
    UsageError
        If there is no such layout.
    SourceError
        If the folder cannot be read or holds no picture, or if no layout fits; the message says what was looked for.
    """
    if layout != AUTO and layout not in LAYOUTS:
        raise UsageError(f"there is no layout {layout!r}; choose one of auto, {', '.join(LAYOUTS)}")
    if not folder.is_dir():
        raise SourceError(f"{folder} is no folder; give the folder that holds the pictures")
    files = sorted(_told(_files(folder), tell))
    if not files:
        raise SourceError(f"{folder} holds no picture; give the folder that holds them, in it or in folders below")
    chosen = _recognise(folder, files, region, table) if layout == AUTO else layout
    if table is None and chosen == TABLE:
        table = find_table(folder)
        if table is None:
            raise SourceError(f"{folder} holds no table, or several, with columns path, lat and lon; name it: --table")
    entries = list(_told(_read(chosen, folder, files, region, table), tell))
    found = [entry for entry in entries if isinstance(entry, Found)]
    return Listing(chosen, found, [entry for entry in entries if isinstance(entry, Rejected)])


def _told(found: Iterator[Seen], tell: Callable[[int], None]) -> Iterator[Seen]:
    """Pass on what was found, and tell how much now and then."""
    for number, each in enumerate(found, 1):
        if number % TOLD_EVERY == 0:
            tell(number)
        yield each


def _files(folder: Path) -> Iterator[Path]:
    """All files that may be pictures, whatever their names end in; links that lead in circles are left."""
    seen = set()
    for place, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(place)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith(".") and os.path.splitext(name)[1].lower() not in NOT_PICTURES:  # noqa: PTH122
                yield Path(place, name)


def _read(
    layout: str, folder: Path, files: list[Path], region: Region, table: Path | None
) -> Iterator[Found | Rejected]:
    if layout == TABLE and table is not None:
        return read_listing(folder, table, files)
    if layout == CITIES:
        return read_cities(folder, files, region)
    if layout == PHOTOS:
        return read_photos(folder, files)
    return read_named(NAMED[layout], folder, files, table)


def _recognise(folder: Path, files: list[Path], region: Region, table: Path | None) -> str:
    """Which layout a folder has: the one that most names of files fit, then a table, cities, photographs."""
    names = [relative_name(path, folder) for path in files[:: max(1, len(files) // SAMPLE)]]
    fitting = {key: sum(layout.pattern.search(name) is not None for name in names) for key, layout in NAMED.items()}
    best = max(fitting, key=lambda key: fitting[key])
    if fitting[best] * 2 > len(names):
        return best
    if table is not None or find_table(folder) is not None:
        return TABLE
    cities = {plain(name) for name in region.centres}
    if any(plain(part) in cities for name in names for part in name.split("/")[:-1]):
        return CITIES
    step = max(1, len(files) // PHOTO_SAMPLE)
    if any(isinstance(read_photo(path, path.name), Found) for path in files[::step]):
        return PHOTOS
    known = "; ".join(f"{name}: {example}" for name, example in LAYOUTS.items())
    message = (
        f"no layout fits {folder}, which holds {len(files)} files such as {names[0]!r}; the layouts are {known}. "
        "Choose one with --layout to see what is wrong with each file"
    )
    raise SourceError(message)
