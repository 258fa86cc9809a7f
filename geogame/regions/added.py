"""Regions that people add: outlines kept beside their other data, found by name like the project's own."""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Final

import shapely

from geogame.errors import RegionError, UsageError
from geogame.regions.base import Region
from geogame.regions.outlines import Outline, outline_of, scale_of

VARIABLE: Final = "GEOGAME_REGIONS"
NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
HEADINGS_DEG: Final = (0.0, 90.0, 180.0, 270.0)


def regions_folder() -> Path:
    """Where added regions and partitions lie: ``GEOGAME_REGIONS``, else the platform's folder for data."""
    chosen = os.environ.get(VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path("geogame") / "regions"


def added_regions() -> list[str]:
    """Names of the regions that were added on this machine."""
    return sorted(path.stem for path in regions_folder().glob("*.geojson") if NAME.fullmatch(path.stem))


def check_name(name: str, kind: str) -> None:
    """Refuse a name that could not be a file's on every system."""
    if not NAME.fullmatch(name):
        message = f"{name!r} is no name for a {kind}; take small letters, digits and hyphens, at most 40"
        raise UsageError(message)


def add_region(name: str, outline: Outline, title: str, provenance: str, *, replace: bool = False) -> Path:
    """Keep an outline as a region of this machine.

    Raises
    ------
    UsageError
        If the name is no name, or is taken and ``replace`` is not set.
    RegionError
        If the folder cannot be written to.
    """
    check_name(name, "region")
    path = regions_folder() / f"{name}.geojson"
    if path.exists() and not replace:
        raise UsageError(f"there is a region {name!r} already ({path}); take another name, or --replace it")
    parts = shapely.get_parts(outline.polygon) if outline.places else [outline.polygon]
    names = outline.places or ("",)
    features = [
        {"type": "Feature", "properties": {"name": part_name}, "geometry": json.loads(shapely.to_geojson(part))}
        for part, part_name in zip(parts, names, strict=True)
    ]
    about = {"type": "FeatureCollection", "title": title, "provenance": provenance, "features": features}
    write_kept(path, json.dumps(about))
    return path


def write_kept(path: Path, text: str) -> None:
    """Write a file of the folder whole or not at all; `RegionError` if it cannot be written to."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text + "\n", encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise RegionError(f"cannot write {path} ({error.strerror}); set {VARIABLE} to a folder of yours") from error


def added_region(name: str) -> Region | None:
    """Read an added region; None if there is none of that name, `RegionError` if its file is damaged."""
    path = regions_folder() / f"{name}.geojson"
    if not NAME.fullmatch(name) or not path.is_file():
        return None
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        title, provenance = str(raw["title"]), str(raw["provenance"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RegionError(f"region file {path} is damaged ({error}); add the region anew") from error
    outline = outline_of(raw, str(path))
    return Region(name, title, outline.polygon, provenance, scale_of(outline.polygon), HEADINGS_DEG, outline.places)
