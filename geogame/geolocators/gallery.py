"""A gallery on disk: one feature a view in a faiss index, beside a table that says where and when each was taken.

Features have length one, so that their inner product is a likeness from -1 to 1. The index is exact and holds the
features themselves; nothing in the folder is ever unpickled.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geogame.errors import CheckpointError
from geogame.geolocators.checkpoint import WEIGHTS_FILE, name_of, write_text
from geogame.geolocators.published.shelf import PINS_FILE

if TYPE_CHECKING:
    import pandas as pd

    from geogame.catalog import Catalog

Floats: TypeAlias = NDArray[np.float32]
FORMAT: Final = 1
NOTE_FILE: Final = "gallery.json"
FEATURES_FILE: Final = "features.faiss"
TABLE_FILE: Final = "views.parquet"
GALLERY_FOLDER: Final = "gallery"
"""In the checkpoint folder of a model that answers from a gallery."""
COLUMNS: Final = (
    "location_id", "place_id", "view", "heading_deg", "lat", "lon", "captured_on", "cell", "split", "file", "sha256",
)  # fmt: skip
REMEDY: Final = "make it anew with `python -m geogame embed MODEL --dataset DIR --out INDEX`"


@dataclass(frozen=True, eq=False)
class Gallery:
    """Features and what they show, row by row.

    Attributes
    ----------
    features
        ``(n, d)`` float32 of length one.
    table
        ``n`` rows with the columns `COLUMNS`.
    note
        Model, its weights' hash, data and world that the features were made from.
    """

    features: Floats
    table: pd.DataFrame
    note: dict[str, Any]

    def __len__(self) -> int:
        return len(self.table)

    def search(self, queries: Floats, count: int) -> tuple[Floats, NDArray[np.int64]]:
        """Find the most alike rows of each query.

        Parameters
        ----------
        queries
            ``(q, d)`` of length one.
        count
            How many; fewer where the gallery is smaller.

        Returns
        -------
        (q, count) float32, (q, count) int64
            Likeness, best first, and row numbers.
        """
        return nearest(self.features, queries, count)

    def write(self, folder: Path) -> None:
        """Write the folder; ``gallery.json`` comes last and marks it as whole.

        Raises
        ------
        CheckpointError
            If the disk does not take the features.
        """
        import faiss

        folder.mkdir(parents=True, exist_ok=True)
        (folder / NOTE_FILE).unlink(missing_ok=True)
        index = faiss.IndexFlatIP(self.features.shape[1])
        index.add(np.ascontiguousarray(self.features))
        try:
            faiss.write_index(index, str(folder / FEATURES_FILE))
        except RuntimeError as error:
            why = str(error).rpartition(" failed: ")[2]
            message = f"the gallery cannot be written ({why}); make room, or choose another --out"
            raise CheckpointError(message) from error
        self.table[list(COLUMNS)].to_parquet(folder / TABLE_FILE, index=False)
        content = {
            "format": FORMAT,
            "rows": len(self),
            "length": int(self.features.shape[1]),
            **self.note,
            "sha256": {name: _sha256(folder / name) for name in (FEATURES_FILE, TABLE_FILE)},
        }
        write_text(folder / NOTE_FILE, json.dumps(content, indent=2) + "\n")


def nearest(features: Floats, queries: Floats, count: int) -> tuple[Floats, NDArray[np.int64]]:
    """Likeness and rows of the ``count`` features most alike to each query, best first; see `Gallery.search`."""
    import faiss

    index = faiss.IndexFlatIP(features.shape[1])
    index.add(np.ascontiguousarray(features, np.float32))
    likeness, rows = index.search(np.ascontiguousarray(queries, np.float32), min(count, len(features)))
    return likeness, rows


def open_gallery(folder: Path) -> Gallery:
    """Open a gallery's folder.

    Raises
    ------
    CheckpointError
        If it is missing, unfinished, damaged, or of another format; the message says what to do.
    """
    import faiss
    import pandas as pd
    from pyarrow import ArrowException

    try:
        note = json.loads((folder / NOTE_FILE).read_text("utf-8"))
        if note["format"] != FORMAT:
            message = f"gallery {folder} has format {note['format']!r}, this version reads {FORMAT}; {REMEDY}"
            raise CheckpointError(message)
        for name in (FEATURES_FILE, TABLE_FILE):
            if _sha256(folder / name) != note["sha256"][name]:
                message = f"gallery {folder}: {name} is not the file that was written; {REMEDY}"
                raise CheckpointError(message)
        index = faiss.read_index(str(folder / FEATURES_FILE))
        features = index.reconstruct_n(0, index.ntotal)
        table = pd.read_parquet(folder / TABLE_FILE)
    except FileNotFoundError as error:
        message = f"{folder} is no finished gallery ({error.filename} is missing); {REMEDY}"
        raise CheckpointError(message) from error
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, ArrowException) as error:
        message = f"gallery {folder} is damaged ({type(error).__name__}: {error}); {REMEDY}"
        raise CheckpointError(message) from error
    if list(table.columns) != list(COLUMNS) or len(table) != len(features):
        message = f"gallery {folder}: table and features do not fit each other; {REMEDY}"
        raise CheckpointError(message)
    return Gallery(features, table, note)


def weights_name(folder: Path) -> str:
    """First sixteen hexadecimal digits of the SHA-256 of a checkpoint folder's weights.

    Of a published model whose weights are called otherwise it is that of the file that pins them.
    """
    path = folder / WEIGHTS_FILE
    return _sha256(path if path.is_file() else folder / PINS_FILE)[:16]


def open_gallery_of(path: Path, model: Path) -> Gallery:
    """Open a gallery and make sure that it was made with the very weights that are to ask it.

    Parameters
    ----------
    path
        The gallery's folder.
    model
        The checkpoint folder.

    Raises
    ------
    CheckpointError
        If it is damaged, or holds another model's features.
    """
    gallery = open_gallery(path)
    if gallery.note.get("weights") != weights_name(model):
        message = (
            f"gallery {path} holds features of other weights ({gallery.note.get('model', 'unknown model')}) than those "
            f"of {name_of(model)}; make it anew with `python -m geogame embed {model} --dataset DIR --out INDEX`"
        )
        raise CheckpointError(message)
    return gallery


def galleries_of(model: Path, folders: Iterable[Path]) -> list[Path]:
    """Choose the galleries that a model may ask: its own, and those of ``folders`` that its weights made.

    Folders that are no finished gallery are passed over; of the others nothing but their notes is read.
    """
    own = [model / GALLERY_FOLDER] if (model / GALLERY_FOLDER / NOTE_FILE).is_file() else []
    others = list(folders)
    weights = weights_name(model) if others and (model / WEIGHTS_FILE).is_file() else ""
    return own + [folder for folder in others if _made_with(folder) == weights]


def _made_with(folder: Path) -> str | None:
    """Name the weights that a gallery's note tells of; None where there is no readable note."""
    try:
        note = json.loads((folder / NOTE_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return str(note.get("weights")) if isinstance(note, dict) else None


def view_table(catalog: Catalog) -> pd.DataFrame:
    """One row per view of a catalog, in its order, with the columns `COLUMNS`."""
    places = catalog.locations[["id", "place_id", "lat", "lon", "captured_on", "cell", "split"]]
    views = catalog.views[["location_id", "view", "heading_deg", "file", "sha256"]]
    joined = views.merge(places, how="left", left_on="location_id", right_on="id", validate="many_to_one")
    return joined[list(COLUMNS)].reset_index(drop=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
