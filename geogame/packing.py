"""A catalog's images packed into tar files: where each lies, and how to read one of them without unpacking.

The tar files are those of WebDataset (https://github.com/webdataset/webdataset): the members of a place follow one
another, ``<id>.json`` with what is known of it and ``<id>.<view>.webp`` with its views.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from geogame.errors import CatalogError

SHARDS_FOLDER: Final = "shards"
MEMBERS_FILE: Final = "shards.parquet"
"""Lists every image in the tar files; a catalog that has it holds no images beside them."""
MEMBER_COLUMNS: Final = {
    "file": "string",
    "location_id": "string",
    "shard": "string",
    "offset": "int64",
    "size": "int64",
}
REMEDY: Final = "repeat the `dataset shard` command that made it"


@dataclass(frozen=True, eq=False)
class PackedImages:
    """The images of a packed catalog.

    Attributes
    ----------
    folder
        The catalog's.
    shards
        Names of its tar files, in order.
    places
        Ids of the places in each tar file, in order.
    where
        Number of the tar file, offset and size of every image, by the name that it has in the catalog's tables.
    """

    folder: Path
    shards: tuple[str, ...]
    places: tuple[tuple[str, ...], ...]
    where: dict[str, tuple[int, int, int]]

    def path(self, number: int) -> Path:
        """Where a tar file lies."""
        return self.folder / SHARDS_FOLDER / self.shards[number]

    def read(self, file: str) -> bytes:
        """Read an image by its name in the tables; `OSError` if its tar file cannot be read."""
        if file not in self.where:
            raise FileNotFoundError(file)
        number, offset, size = self.where[file]
        with self.path(number).open("rb") as tar:
            tar.seek(offset)
            return tar.read(size)


def open_packed(folder: Path) -> PackedImages | None:
    """Open the list of a catalog's tar files; None where its images are files.

    Raises
    ------
    CatalogError
        If the list is damaged, or names a tar file outside the catalog's folder.
    """
    path = folder / MEMBERS_FILE
    if not path.is_file():
        return None
    import pyarrow.parquet as pq
    from pyarrow import ArrowException

    try:
        columns: dict[str, list[Any]] = pq.read_table(path, columns=list(MEMBER_COLUMNS)).to_pydict()
    except (OSError, ArrowException, ValueError) as error:
        message = f"{path} is damaged ({error}); {REMEDY}"
        raise CatalogError(message) from error
    shards = tuple(dict.fromkeys(columns["shard"]))
    foreign = next((name for name in shards if name != Path(name).name or not name.endswith(".tar")), None)
    if foreign is not None:
        message = f"{path} names {foreign[:100]!r}, which is no tar file of this catalog; {REMEDY}"
        raise CatalogError(message)
    numbers = {name: number for number, name in enumerate(shards)}
    places: list[dict[str, None]] = [{} for _ in shards]
    where: dict[str, tuple[int, int, int]] = {}
    for file, place, shard, offset, size in zip(*columns.values(), strict=True):
        places[numbers[shard]][place] = None
        where.setdefault(file, (numbers[shard], offset, size))
    return PackedImages(folder, shards, tuple(map(tuple, places)), where)
