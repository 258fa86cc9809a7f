"""Takes a folder of pictures in as a catalog: each kept once, without metadata, named by its content."""

from __future__ import annotations

import csv
import io
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
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
from geogame.sources.grouping import ViewsLayout, lay_views
from geogame.sources.imported import Kept, Key, write_imported
from geogame.sources.keeping import Keeper
from geogame.sources.lock import folder_lock
from geogame.sources.photo_tables import FOV_DEG
from geogame.sources.pictures import Box
from geogame.sources.pool import TEMPORARY
from geogame.sources.tables import write_whole
from geogame.sources.terms import restriction

REJECTED_FILE: Final = "rejected.csv"
OUTSIDE: Final = "outside the region"
FLAT, FULL_TURN = "flat", "full-turn"
PROJECTIONS: Final = (AUTO, FLAT, FULL_TURN)


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
    projection
        A key of ``PROJECTIONS``: ``full-turn`` pictures are equirectangular and become a view at each of the region's
        headings, ``flat`` ones are views, ``auto`` believes what the layout says of each.
    box, size
        The part of every flat picture to keep, as shares, and the views' size in pixels; None for all of it, as it is.
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
    projection: str = AUTO
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
            "projection": self.projection,
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
    reused
        Views that an earlier run of this import had decoded.
    """

    layout: str
    locations: int
    views: int
    images: int
    rejected: dict[str, int]
    cells_agreeing: int
    cells_named: int
    restricted: str
    reused: int


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
        """Note a file that was not taken; a full turn whose views are all turned away counts once."""
        refused = Rejected(relative_name(found.path, self.folder), reason)
        if found.turn_deg is None or refused != next(reversed(self.rejected), None):
            self.rejected.append(refused)


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

    The same call on an unfinished or finished import of the same options goes on with it, decodes only what is new or
    damaged, and gives the same bytes for the same folder.

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
        Called with pictures done and in all; before, while the folder is listed, with files seen and 0.

    Raises
    ------
    UsageError
        If an option is out of range, or ``out`` holds something else or lies inside the folder.
    SourceError
        If the folder has no known layout, if no picture can be taken, or the disk is full.
    """
    if out.resolve().is_relative_to(folder.resolve()):
        raise UsageError(f"{out} lies inside {folder}, which is only read; choose another --out")
    if options.projection not in PROJECTIONS:
        raise UsageError(f"there is no projection {options.projection!r}; choose one of {', '.join(PROJECTIONS)}")
    region = load_region(options.region)
    partition = load_partition(options.partition, options.region)
    job = _Job(folder, out, options, region, partition, progress or (lambda _done, _total: None), workers or cores())
    listing = list_folder(folder, region, options.layout, table, lambda seen: job.tell(seen, 0))
    job.rejected.extend(listing.rejected)
    cells = _locate(job, listing.found, today)
    layout = lay_views([view for found, _ in cells for view in found.views(region.headings_deg, FOV_DEG)], region)
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


def _projected(found: Sequence[Found], projection: str) -> Sequence[Found]:
    """Overrule what the layout says of the pictures' projection, where that is asked for."""
    return found if projection == AUTO else [replace(each, full_turn=projection == FULL_TURN) for each in found]


def _locate(job: _Job, found: Sequence[Found], today: date) -> list[tuple[Found, int]]:
    """Keep the records that can be used and lie in the region, each with its cell."""
    sound = []
    for each in _projected(found, job.options.projection):
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
    kept: dict[Key, Kept] = {}
    wanted = sorted(
        (found for place in views.places for found in place.views.values()), key=lambda found: found.path.as_posix()
    )
    with Keeper(job.out, job.options.box, job.options.size, job.workers) as keeper:
        for done, (found, result) in enumerate(keeper.keep(wanted), 1):
            if isinstance(result, Kept):
                kept[found.key] = result
            else:
                job.reject(found, result)
            job.tell(done, len(wanted))
        if not kept:
            raise SourceError(f"no picture of {job.folder} can be kept: {_reasons(job.rejected)}")
        source = PHOTOS if layout == PHOTOS else "folder"
        restricted = restriction(layout, job.options.licence, (each for each in wanted if each.key in kept))
        locations, named, agreeing = write_imported(
            job.out, source, identity, (job.options, job.partition), views, kept, cells, restricted
        )
        keeper.finish()
    _write_rejected(job)
    (job.out / BUILD_FILE).unlink(missing_ok=True)
    shutil.rmtree(job.out / TEMPORARY, ignore_errors=True)
    reasons = dict(Counter(each.reason for each in job.rejected).most_common())
    files = len({each.file for each in kept.values()})
    return ImportReport(layout, locations, len(kept), files, reasons, agreeing, named, restricted, keeper.reused)


def _write_rejected(job: _Job) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(("file", "reason"))
    writer.writerows(sorted((each.name, each.reason) for each in job.rejected))
    write_whole(job.out, REJECTED_FILE, buffer.getvalue().encode("utf-8", "surrogateescape"))


def _reasons(rejected: Sequence[Rejected]) -> str:
    counts = Counter(each.reason for each in rejected).most_common(4)
    return ", ".join(f"{count} {reason}" for reason, count in counts) or "none is there"
