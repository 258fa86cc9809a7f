"""Takes a folder of pictures in as a catalog: each kept once, without metadata, named by its content."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np

from geogame.catalog import FORMAT
from geogame.errors import SourceError, UsageError
from geogame.partitions import Partition, load_partition
from geogame.regions import Region, load_region
from geogame.sources.builder import BUILD_FILE, cores, disk_errors, take_over
from geogame.sources.folder import AUTO, PHOTOS, list_folder
from geogame.sources.found import Found, Rejected, flaw, relative_name
from geogame.sources.lock import folder_lock
from geogame.sources.photo_tables import Kept, ViewsLayout, lay_views, write_photo_tables
from geogame.sources.pictures import MAX_BYTES, Box, PictureError, keep_picture
from geogame.sources.pool import TEMPORARY
from geogame.sources.tables import write_whole
from geogame.sources.terms import restriction

REJECTED_FILE: Final = "rejected.csv"
OUTSIDE: Final = "outside the region"
AHEAD: Final = 8
"""So many pictures a thread are on their way at once, which bounds the memory."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What is wanted of an import.

    Attributes
    ----------
    name
        The catalog's name.
    region, partition
        Names for `load_region` and `load_partition`.
    layout
        ``auto`` or a key of ``LAYOUTS``.
    splits, split_rule, seed
        How places are divided where the layout does not divide them; as in `BuildOptions`.
    box, size
        The part of every picture to keep, as shares, and its size in pixels; None for all of it, as it is.
    licence, attribution
        Of pictures for which the layout gives none.
    """

    name: str
    region: str
    partition: str = "fishnet"
    layout: str = AUTO
    splits: tuple[tuple[str, float], ...] = (("train", 0.8), ("val", 0.1), ("test", 0.1))
    split_rule: str = "random"
    seed: int = 0
    box: Box | None = None
    size: tuple[int, int] | None = None
    licence: str = "unknown"
    attribution: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the options as JSON knows them."""
        return {
            "name": self.name,
            "region": self.region,
            "partition": self.partition,
            "layout": self.layout,
            "splits": [list(pair) for pair in self.splits],
            "split_rule": self.split_rule,
            "seed": self.seed,
            "box": None if self.box is None else list(self.box),
            "size": None if self.size is None else list(self.size),
            "licence": self.licence,
            "attribution": self.attribution,
        }


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Attributes
    ----------
    layout
        The layout that was read.
    locations, views, images
        Places by date, pictures, and files: pictures of the same content share one.
    rejected
        How many were not taken, by reason; each is listed in ``rejected.csv``.
    cells_agreeing, cells_named
        Places whose layout names a cell, and those of them that lie in the cell of that number.
    restricted
        Why the pictures must not be shown; empty where they may be.
    """

    layout: str
    locations: int
    views: int
    images: int
    rejected: dict[str, int]
    cells_agreeing: int
    cells_named: int
    restricted: str


@dataclass(eq=False)
class _Job:
    folder: Path
    out: Path
    options: ImportOptions
    region: Region
    partition: Partition
    tell: Callable[[int, int], None]
    workers: int
    rejected: list[Rejected] = field(default_factory=list)

    def reject(self, found: Found, reason: str) -> None:
        self.rejected.append(Rejected(relative_name(found.path, self.folder), reason))


def import_folder(
    folder: Path,
    out: Path,
    options: ImportOptions,
    *,
    today: date,
    table: Path | None = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ImportReport:
    """Take a folder of pictures in as a catalog in ``out``.

    The same call on an unfinished or finished import of the same options goes over it again, and gives the same
    bytes for the same folder.

    Parameters
    ----------
    folder
        The pictures; nothing in it is changed.
    out
        New, empty, or an import of the same options.
    options
        What is wanted.
    today
        Pictures dated later are not taken.
    table
        The layout's table where it does not lie in the folder.
    workers
        Threads that decode; one for each core by default.
    progress
        Called with pictures done and in all.

    Raises
    ------
    UsageError
        If an option is out of range, or ``out`` holds something else or lies inside the folder.
    SourceError
        If the folder has no known layout, if no picture can be taken, or the disk is full.
    """
    if out.resolve().is_relative_to(folder.resolve()):
        raise UsageError(f"{out} lies inside {folder}, which is only read; choose another --out")
    region = load_region(options.region)
    partition = load_partition(options.partition, options.region)
    job = _Job(folder, out, options, region, partition, progress or (lambda _done, _total: None), workers or cores())
    listing = list_folder(folder, region, options.layout, table)
    job.rejected.extend(listing.rejected)
    cells = _locate(job, listing.found, today)
    layout = lay_views([found for found, _ in cells], region)
    for found in layout.crowded:
        job.reject(found, "another picture of that place, date and heading")
    if not layout.places:
        raise SourceError(f"no picture of {folder} can be taken as layout {listing.layout}: {_reasons(job.rejected)}")
    identity = {**options.as_json(), "format": FORMAT, "partition_fingerprint": partition.fingerprint}
    with disk_errors(out):
        out.mkdir(parents=True, exist_ok=True)
        with folder_lock(out):
            take_over(out, identity)
            return _write(job, listing.layout, layout, identity, {found.path: cell for found, cell in cells})


def _locate(job: _Job, found: Sequence[Found], today: date) -> list[tuple[Found, int]]:
    """Keep the records that can be used and lie in the region, each with its cell."""
    sound = []
    for each in found:
        reason = flaw(each, today)
        if reason is None:
            sound.append(each)
        else:
            job.reject(each, reason)
    lats, lons = np.array([each.lat for each in sound]), np.array([each.lon for each in sound])
    if not sound:
        return []
    cells = job.partition.locate(lats, lons)
    turned = job.region.contains(lons, lats)
    inside = []
    for each, cell, swapped in zip(sound, cells.tolist(), turned.tolist(), strict=True):
        if cell >= 0:
            inside.append((each, int(cell)))
        else:
            job.reject(each, OUTSIDE + (": latitude and longitude swapped?" if swapped else ""))
    return inside


def _write(
    job: _Job, layout: str, views: ViewsLayout, identity: dict[str, Any], cells: dict[Path, int]
) -> ImportReport:
    kept: dict[Path, Kept] = {}
    paths = [found for place in views.places for found in place.views.values()]
    for done, (found, result) in enumerate(_decoded(job, paths), 1):
        if isinstance(result, Kept):
            kept[found.path] = result
        else:
            job.reject(found, result)
        job.tell(done, len(paths))
    if not kept:
        raise SourceError(f"no picture of {job.folder} can be kept: {_reasons(job.rejected)}")
    source = PHOTOS if layout == PHOTOS else "folder"
    restricted = restriction(layout, job.options.licence, (each for each in paths if each.path in kept))
    locations, named, agreeing = write_photo_tables(
        job.out, source, identity, (job.options, job.partition), views, kept, cells, restricted
    )
    _prune(job.out, {each.file for each in kept.values()})
    _write_rejected(job)
    (job.out / BUILD_FILE).unlink(missing_ok=True)
    shutil.rmtree(job.out / TEMPORARY, ignore_errors=True)
    reasons = dict(Counter(each.reason for each in job.rejected).most_common())
    files = len({each.file for each in kept.values()})
    return ImportReport(layout, locations, len(kept), files, reasons, agreeing, named, restricted)


def _decoded(job: _Job, found: Sequence[Found]) -> Iterator[tuple[Found, Kept | str]]:
    """Decode and store pictures in threads, in order; a text is the reason why one was not kept."""

    def keep(each: Found) -> Kept | str:
        try:
            if each.path.stat().st_size > MAX_BYTES:
                return "more than 200 MB"
            data = each.path.read_bytes()
        except OSError as error:
            return f"cannot be read ({error.strerror})"
        try:
            picture = keep_picture(data, job.options.box, job.options.size)
        except PictureError as error:
            return str(error)
        _store(job.out, picture.file, picture.data)
        return Kept(picture.file, picture.sha256, picture.width, picture.height)

    queue = iter(found)
    with ThreadPoolExecutor(job.workers) as pool:
        while batch := list(islice(queue, AHEAD * job.workers)):
            yield from zip(batch, pool.map(keep, batch), strict=True)


def _store(out: Path, file: str, data: bytes) -> None:
    """Write a picture whole or not at all; one that is there with the same content stays."""
    target = out / file
    if target.exists() and target.read_bytes() == data:
        return
    temporary = out / TEMPORARY / f"{os.getpid()}-{hashlib.sha256(os.urandom(16)).hexdigest()[:16]}"
    temporary.write_bytes(data)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary.replace(target)


def _prune(out: Path, files: set[str]) -> None:
    """Remove pictures that an earlier run of the import kept and this one does not."""
    for path in (out / "images").glob("*/*"):
        if path.relative_to(out).as_posix() not in files:
            path.unlink()


def _write_rejected(job: _Job) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(("file", "reason"))
    writer.writerows(sorted((each.name, each.reason) for each in job.rejected))
    write_whole(job.out, REJECTED_FILE, buffer.getvalue().encode("utf-8", "surrogateescape"))


def _reasons(rejected: Sequence[Rejected]) -> str:
    counts = Counter(each.reason for each in rejected).most_common(4)
    return ", ".join(f"{count} {reason}" for reason, count in counts) or "none is there"
