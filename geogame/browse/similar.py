"""Views that a model finds alike, by the galleries that `embed` wrote beside a catalog."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geogame.errors import CatalogError, CheckpointError
from geogame.geolocators.gallery import NOTE_FILE, Gallery

if TYPE_CHECKING:
    from geogame.catalog import Catalog

FOLDER: Final = "embeddings"
MORE: Final = 8
"""So many times more views are searched than places are wanted: most alike are often others of the same place."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A view that is alike: its location, slot, heading in degrees, and likeness from -1 to 1."""

    location_id: str
    view: int
    heading_deg: float
    likeness: float


def gallery_folder(catalog: Catalog, model: str) -> Path:
    """Where a model's gallery of a catalog lies: beside its images, by the model's name."""
    return catalog.path / FOLDER / model.replace("/", "+")


def find_galleries(catalog: Catalog) -> dict[str, Path]:
    """Galleries beside a catalog by the folder's name; `check_fit` tells whether they fit."""
    notes: Iterator[Path] = (catalog.path / FOLDER).glob(f"*/{NOTE_FILE}")
    return {note.parent.name: note.parent for note in sorted(notes)}


def check_fit(catalog: Catalog, gallery: Gallery) -> None:
    """Make sure that a gallery shows a catalog's pictures; `CheckpointError` if it was made of another build."""
    build = str(gallery.note.get("dataset_build_id", "")).partition("~")[0].partition("+")[0]
    if build != catalog.info.build:
        message = f"the gallery of {gallery.note.get('model')} was made of another build; embed the views again"
        raise CheckpointError(message)


def similar_views(gallery: Gallery, location_id: str, view: int, count: int) -> list[Alike]:
    """Find the most alike views of other places, one a place, best first.

    Raises
    ------
    CatalogError
        If the gallery does not hold the view: its place was left out when the gallery was made.
    """
    table = gallery.table
    own = table.index[(table["location_id"] == location_id) & (table["view"] == view)]
    if not len(own):
        message = f"the gallery holds no view {view} of {location_id}; embed the views again"
        raise CatalogError(message)
    row = int(own[0])
    taken = {table["place_id"].iloc[row]}
    likeness, rows = gallery.search(gallery.features[row : row + 1], (count + 1) * MORE)
    found = []
    for score, other in zip(likeness[0].tolist(), rows[0].tolist(), strict=True):
        hit = table.iloc[other]
        if hit["place_id"] not in taken:
            taken.add(hit["place_id"])
            found.append(Alike(str(hit["location_id"]), int(hit["view"]), float(hit["heading_deg"]), float(score)))
    return found[:count]
