"""The full turns that a catalog may hold beside its views, and the file that lists them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geogame.errors import CatalogError

PANORAMAS_FILE: Final = "panoramas.json"
"""Lists them; `sources.panoramas` writes it."""
PANORAMAS_FOLDER: Final = "panoramas"
PATTERN: Final = rf"{PANORAMAS_FOLDER}/images/[0-9a-f]{{2}}/[0-9a-f]{{64}}\.webp"
"""Confines them to the catalog's folder."""
REMEDY: Final = "repeat the `dataset panoramas` command that made it, or restore it from version control"


@dataclass(frozen=True, slots=True)
class Panorama:
    """The full turn of a place, equirectangular; its middle column looks towards ``heading_deg``."""

    location_id: str
    file: str
    sha256: str
    width: int
    height: int
    heading_deg: float


def read_panoramas(path: Path, world_fingerprint: str) -> dict[str, Panorama]:
    """Read the list of full turns, by place; empty where there is none.

    Raises
    ------
    CatalogError
        If it is damaged, names a file outside its folder, or shows another world than the views.
    """
    if not path.is_file():
        return {}
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        found = [Panorama(**entry) for entry in raw["panoramas"]]
        sound = all(isinstance(each.file, str) and re.fullmatch(PATTERN, each.file) for each in found)
        world = raw["world_fingerprint"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{path} is damaged ({type(error).__name__}: {error}); {REMEDY}"
        raise CatalogError(message) from error
    if not sound:
        message = f"{path} names a file that is no panorama of this folder; {REMEDY}"
        raise CatalogError(message)
    if world != world_fingerprint:
        message = f"{path} shows world {world}, the views beside it show {world_fingerprint}; {REMEDY}"
        raise CatalogError(message)
    return {each.location_id: each for each in found}
