"""Packs a catalog's images into tar files, for training from disks and networks that are slow with many small files."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from geogame.catalog import INFO_FILE, LOCATIONS_FILE, SPLITS, VIEWS_FILE, Catalog, View
from geogame.errors import UsageError
from geogame.packing import MEMBER_COLUMNS, MEMBERS_FILE, SHARDS_FOLDER
from geogame.sources.builder import disk_errors
from geogame.sources.lock import LOCK_FILE, folder_lock
from geogame.sources.pool import TEMPORARY
from geogame.sources.tables import make_table, write_parquet, write_whole

NOTE_FILE: Final = "sharding.json"
"""What a folder was packed from; it stays, so that the same command can mend it."""
SHARD_MB: Final = 256
FACTS: Final = ("lat", "lon", "cell", "split", "captured_on", "place_id", "licence", "attribution")


@dataclass(frozen=True, slots=True)
class Packed:
    """What was packed: tar files in all, and those written in this run; places, views, and bytes of all tar files."""

    shards: int
    written: int
    places: int
    views: int
    megabytes: float


@dataclass(frozen=True, slots=True)
class _Shard:
    name: str
    ids: tuple[str, ...]


def pack(
    catalog: Catalog,
    out: Path,
    shard_mb: int = SHARD_MB,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Packed:
    """Write a catalog with the same tables, whose images lie in tar files of about ``shard_mb`` (10⁶ bytes) each.

    Every tar file holds places of one split, in an order of chance that is always the same. The same call on an
    unfinished folder goes on with it.

    Parameters
    ----------
    catalog
        A whole one, its images in files.
    out
        New, empty, or the same packing.
    progress
        Called with ``(tar files done, tar files)``.

    Raises
    ------
    UsageError
        If the catalog is packed already, or ``out`` holds something else.
    CatalogError
        If an image is missing or damaged.
    SourceError
        If the disk is full; what is done is kept.
    """
    if shard_mb < 1:
        message = f"--shard-mb must be at least 1, not {shard_mb}"
        raise UsageError(message)
    if catalog.packed is not None:
        message = f"the images of {catalog.path} lie in tar files already; give the catalog that they were packed from"
        raise UsageError(message)
    note = {"build_id": catalog.info.build_id, "tables": catalog.info.tables, "shard_mb": shard_mb}
    with disk_errors(out):
        out.mkdir(parents=True, exist_ok=True)
        with folder_lock(out):
            _take_over(out, note)
            shards = list(_plan(catalog, shard_mb))
            missing = [shard for shard in shards if not (out / SHARDS_FOLDER / shard.name).is_file()]
            for done, shard in enumerate(missing, start=len(shards) - len(missing)):
                progress(done, len(shards))
                _write_shard(catalog, out, shard)
            _finish(catalog, out, shards)
        shutil.rmtree(out / TEMPORARY, ignore_errors=True)
    progress(len(shards), len(shards))
    sizes = [(out / SHARDS_FOLDER / shard.name).stat().st_size for shard in shards]
    return Packed(len(shards), len(missing), len(catalog), len(catalog.views), round(sum(sizes) / 1e6, 1))


def _take_over(out: Path, note: dict[str, Any]) -> None:
    """Make sure that the folder is new or of this very packing."""
    path = out / NOTE_FILE
    if path.is_file():
        found = json.loads(path.read_text("utf-8"))
        if found != note:
            differing = sorted(name for name in note if found.get(name) != note[name])
            message = f"{out} was packed from another build or otherwise ({', '.join(differing)}); choose another --out"
            raise UsageError(message)
    else:
        foreign = sorted(each.name for each in out.iterdir() if each.name not in (LOCK_FILE, TEMPORARY))
        if foreign:
            message = f"{out} is not empty (it holds {foreign[0]!r}); choose another --out"
            raise UsageError(message)
    shutil.rmtree(out / TEMPORARY, ignore_errors=True)
    for name in (TEMPORARY, SHARDS_FOLDER):
        (out / name).mkdir(exist_ok=True)
    write_whole(out, NOTE_FILE, json.dumps(note, indent=2).encode())


def _plan(catalog: Catalog, shard_mb: int) -> Iterator[_Shard]:
    """Deal places to tar files: by split, in an order of chance, until a tar file is large enough."""
    sizes: dict[str, int] = dict.fromkeys(catalog.ids, 0)
    for view in catalog.all_views():
        sizes[view.location_id] += catalog.image_path(view).stat().st_size
    splits = dict(zip(catalog.ids, catalog.locations["split"].tolist(), strict=True))
    order = sorted(catalog.ids, key=lambda name: hashlib.sha256(name.encode()).digest())
    for split in (*SPLITS, *sorted(set(splits.values()) - {*SPLITS})):
        number, ids, total = 0, list[str](), 0
        for name in order:
            if splits[name] != split:
                continue
            ids.append(name)
            total += sizes[name]
            if total >= shard_mb * 1_000_000:
                yield _Shard(f"{split}-{number:05d}.tar", tuple(ids))
                number, ids, total = number + 1, [], 0
        if ids:
            yield _Shard(f"{split}-{number:05d}.tar", tuple(ids))


def _write_shard(catalog: Catalog, out: Path, shard: _Shard) -> None:
    """Write a tar file whole or not at all; the same places give the same bytes."""
    temporary = out / TEMPORARY / shard.name
    facts = catalog.locations.set_index("id")[list(FACTS)]
    with temporary.open("wb") as file:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.USTAR_FORMAT) as tar:
            for name in shard.ids:
                about = json.loads(facts.loc[name].to_json())
                _add(tar, f"{name}.json", json.dumps(about).encode())
                for view in catalog.views_of(name):
                    _add(tar, f"{name}.{view.index}.{_suffix(view)}", catalog.read_bytes(view))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(out / SHARDS_FOLDER / shard.name)


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    tar.addfile(member, io.BytesIO(data))


def _suffix(view: View) -> str:
    return view.file.rpartition(".")[2]


def _finish(catalog: Catalog, out: Path, shards: list[_Shard]) -> None:
    """List what lies where, and write the tables; ``catalog.json`` comes last and marks the catalog as finished."""
    files = {(view.location_id, f"{view.index}.{_suffix(view)}"): view.file for view in catalog.all_views()}
    rows: dict[str, list[Any]] = {name: [] for name in MEMBER_COLUMNS}
    for shard in shards:
        with tarfile.open(out / SHARDS_FOLDER / shard.name, "r:") as tar:
            for member in tar:
                place, _, rest = member.name.partition(".")
                if rest == "json":
                    continue
                row = (files[place, rest], place, shard.name, member.offset_data, member.size)
                for column, value in zip(rows.values(), row, strict=True):
                    column.append(value)
    write_parquet(out, MEMBERS_FILE, make_table(rows, MEMBER_COLUMNS))
    for name in (LOCATIONS_FILE, VIEWS_FILE, INFO_FILE):
        write_whole(out, name, (catalog.path / name).read_bytes())
