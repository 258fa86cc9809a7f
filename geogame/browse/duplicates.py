"""Pictures of different places that are the same, or nearly: found once, kept beside the catalog."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from geogame.audit.images import HashedImages, colours_agree
from geogame.errors import CatalogError
from geogame.likeness import NEAR_BITS

if TYPE_CHECKING:
    import pandas as pd

    from geogame.catalog import Catalog

DUPLICATES_FILE: Final = "duplicates.parquet"
COLUMNS: Final = ("file", "other_file", "id", "other_id", "bits")
Progress = Callable[[str, int, int], None]


def find_duplicates(catalog: Catalog, progress: Progress) -> pd.DataFrame:
    """Compare all pictures of a catalog that show different places.

    Parameters
    ----------
    catalog
        All of its views are hashed.
    progress
        Called with ``(what, done, total)``.

    Returns
    -------
    DataFrame
        Columns `COLUMNS`, most alike first: two files, their locations, and the bits their difference hashes differ
        in. A pair counts if these are at most ``NEAR_BITS`` and its colours agree too.
    """
    import pandas as pd

    hashed = HashedImages.of(catalog, lambda done, total: progress("hashing pictures", done, total))
    places = dict(zip(catalog.ids, catalog.locations["place_id"], strict=True))
    _, place = np.unique([places[view.location_id] for view in hashed.views], return_inverse=True)
    found = []
    for row, view in enumerate(hashed.views):
        bits = np.bitwise_count(hashed.codes[row + 1 :] ^ hashed.codes[row])
        for step in np.flatnonzero((bits <= NEAR_BITS) & (place[row + 1 :] != place[row])):
            twin = hashed.views[row + 1 + step]
            if view.sha256 == twin.sha256 or colours_agree(catalog.read(view), catalog.read(twin)):
                found.append((view.file, twin.file, view.location_id, twin.location_id, int(bits[step])))
        progress("comparing pictures", row + 1, len(hashed.views))
    return pd.DataFrame(sorted(found, key=lambda pair: pair[4]), columns=list(COLUMNS))


def write_duplicates(catalog: Catalog, pairs: pd.DataFrame) -> Path:
    """Keep what was found beside the catalog, whole or not at all."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = catalog.path / DUPLICATES_FILE
    temporary = path.with_name(path.name + ".part")
    table = pa.Table.from_pandas(pairs, preserve_index=False)
    pq.write_table(table.replace_schema_metadata({"build": catalog.info.build}), temporary)
    temporary.replace(path)
    return path


def read_duplicates(catalog: Catalog) -> pd.DataFrame | None:
    """Read what was found; None where nobody looked since the catalog was built.

    Raises
    ------
    CatalogError
        If the file is damaged.
    """
    import pyarrow.parquet as pq
    from pyarrow import ArrowException

    path = catalog.path / DUPLICATES_FILE
    if not path.is_file():
        return None
    try:
        table = pq.read_table(path, columns=list(COLUMNS))
        build = (table.schema.metadata or {})[b"build"].decode()
    except (OSError, ValueError, KeyError, ArrowException) as error:
        message = f"{path} is damaged ({type(error).__name__}: {error}); repeat `dataset duplicates {catalog.path}`"
        raise CatalogError(message) from error
    if build != catalog.info.build:
        return None
    frame: pd.DataFrame = table.to_pandas()
    return frame
