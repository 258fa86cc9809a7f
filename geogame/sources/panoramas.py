"""Adds the full turns of some places to a finished catalog: killable at any moment, resumed by the same call.

They lie in the catalog's folder ``panoramas``, listed with their hashes in ``panoramas.json``, and leave the
catalog's own files as they are.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geogame.catalog import Catalog
from geogame.errors import UsageError, WorldError
from geogame.panoramas import PANORAMAS_FILE, PANORAMAS_FOLDER, Panorama
from geogame.sources.builder import Progress, cores, disk_errors
from geogame.sources.ledger import LEDGER_FILE, Ledger, image_file, intact, read_ledger
from geogame.sources.lock import folder_lock
from geogame.sources.options import Detail
from geogame.sources.pool import TEMPORARY, Done, Setup, WorkerPool
from geogame.sources.rendered import PlannedPlace, RenderedSource
from geogame.sources.tables import write_whole
from geogame.world.panorama import CENTRE_HEADING_DEG, check_size
from geogame.world.place import Place, unit_vectors

BUILD_FILE: Final = "build.json"


@dataclass(frozen=True, slots=True)
class PanoramaOptions:
    """Which panoramas to make: of ``count`` places, ``width`` by half as many pixels, at a WebP quality of 1..100."""

    count: int = 44
    width: int = 2048
    quality: int = 80
    effort: int = 6

    def check(self, places: int) -> None:
        """Raise `UsageError` for what no panorama can have, in a catalog of so many places."""
        if not 1 <= self.count <= places:
            message = f"--count must lie between 1 and the {places} places of the catalog, not {self.count}"
            raise UsageError(message)
        if not 1 <= self.quality <= 100:
            message = f"--quality must lie between 1 and 100, not {self.quality}"
            raise UsageError(message)
        try:
            check_size(self.width, self.width // 2)
        except WorldError as error:
            message = f"--width: {error}"
            raise UsageError(message) from error


@dataclass(frozen=True, slots=True)
class PanoramaReport:
    """What was done: places in all, drawn now, taken over from an earlier run, and the size of all images."""

    places: int
    rendered: int
    reused: int
    image_bytes: int


def pick_places(catalog: Catalog, count: int) -> list[str]:
    """Choose places far from one another: each is the farthest from all before it, ties by table order.

    The first is the one in the middle of all places. More places never change the earlier ones.
    """
    lats, lons = (catalog.locations[name].to_numpy(dtype=float) for name in ("lat", "lon"))
    points = unit_vectors(lats, lons)
    order = [int(np.argmax(points @ points.mean(axis=0)))]
    nearest_cos = points @ points[order[0]]
    while len(order) < count:
        nearest_cos[order[-1]] = np.inf
        order.append(int(np.argmin(nearest_cos)))
        nearest_cos = np.maximum(nearest_cos, points @ points[order[-1]])
    return [catalog.ids[row] for row in order]


def add_panoramas(
    catalog: Catalog,
    options: PanoramaOptions,
    *,
    source: RenderedSource | None = None,
    workers: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> PanoramaReport:
    """Draw the panoramas that ``options`` ask for into the catalog's folder, or finish or mend them.

    Parameters
    ----------
    catalog
        A finished catalog of the rendered world, whose world is the one of today.
    options
        How many and how large.
    source
        Draws one place with `render`; the rendered world's panoramas by default.
    workers
        Processes; one for each core by default.
    progress
        Called with every step.

    Raises
    ------
    UsageError
        If an option is out of range, or the catalog shows another world than this version draws.
    SourceError
        If another build holds the folder, the disk is full, or rendering fails. What is done is kept.
    """
    options.check(len(catalog))
    source = replace(RenderedSource(), render=_render) if source is None else source
    if catalog.info.world_fingerprint != source.fingerprint():
        message = (
            f"{catalog.path} shows world {catalog.info.world_fingerprint}, this version draws {source.fingerprint()}: "
            "its panoramas would not match its views; build the catalog anew first"
        )
        raise UsageError(message)
    count = cores() if workers is None else workers
    if count < 1:
        message = f"--workers must be at least 1, not {count}"
        raise UsageError(message)
    folder = catalog.path / PANORAMAS_FOLDER
    with disk_errors(folder):
        folder.mkdir(exist_ok=True)
        with folder_lock(folder):
            return _add_locked(catalog, options, source, count, progress or (lambda _: None))


def _add_locked(
    catalog: Catalog,
    options: PanoramaOptions,
    source: RenderedSource,
    workers: int,
    tell: Callable[[Progress], None],
) -> PanoramaReport:
    folder = catalog.path / PANORAMAS_FOLDER
    wanted = [_planned(catalog, name) for name in pick_places(catalog, options.count)]
    total = len(wanted)
    shutil.rmtree(folder / TEMPORARY, ignore_errors=True)
    (folder / TEMPORARY).mkdir()
    # How each picture is drawn; the count is left out, so that more panoramas keep the first ones.
    identity = {
        "width": options.width,
        "quality": options.quality,
        "effort": options.effort,
        "world_fingerprint": source.fingerprint(),
    }
    earlier = _recorded(catalog.path, identity)
    if _read_json(folder / BUILD_FILE) != identity:
        (folder / LEDGER_FILE).unlink(missing_ok=True)
        write_whole(folder, BUILD_FILE, json.dumps(identity, indent=2).encode())
    tell(Progress("verify", 0, total, 0))
    hashes = intact(folder, earlier, 1)
    hashes = {each.id: hashes[each.id] for each in wanted if each.id in hashes}
    reused = len(hashes)
    tell(Progress("warm-up", reused, total, reused))
    setup = Setup(
        source=source, headings_deg=(CENTRE_HEADING_DEG,), width=options.width, height=options.width // 2,
        supersample=1, detail="full", quality=options.quality, effort=options.effort, folder=folder,
    )  # fmt: skip
    with Ledger(folder) as ledger, WorkerPool(setup, workers) as pool:
        for event in pool.run([each for each in wanted if each.id not in hashes]):
            if isinstance(event, Done):
                ledger.append(event.location_id, event.hashes)
                hashes[event.location_id] = event.hashes
            tell(Progress("render", len(hashes), total, reused))
    tell(Progress("tables", total, total, reused))
    _write_list(catalog.path, identity, {each.id: hashes[each.id][0] for each in wanted})
    _remove_strays(folder, {found[0] for found in hashes.values()})
    tell(Progress("done", total, total, reused))
    sizes = [(folder / image_file(found[0])).stat().st_size for found in hashes.values()]
    return PanoramaReport(total, total - reused, reused, sum(sizes))


def _planned(catalog: Catalog, location_id: str) -> PlannedPlace:
    at = catalog.location(location_id)
    place = Place(at.lat, at.lon, at.day_of_year, at.solar_hour, at.scene_seed, at.year)
    return PlannedPlace(at.id, place, at.cell, at.split)


def _render(
    place: Place,
    headings_deg: Sequence[float],
    width: int,
    height: int,
    *,
    supersample: int = 1,
    detail: Detail = "full",
) -> NDArray[np.uint8]:
    """Draw one panorama in the form of `rendered.RenderFunction`; it has a heading, samples and detail of its own."""
    del headings_deg, supersample, detail
    from geogame.world.panorama import render_panorama

    return render_panorama(place, width, height)[None]


def _recorded(root: Path, identity: dict[str, Any]) -> dict[str, list[str]]:
    """Read the hashes of what is there of the same making: from the finished list, and from the ledger."""
    folder = root / PANORAMAS_FOLDER
    recorded: dict[str, list[str]] = {}
    finished = _read_json(root / PANORAMAS_FILE)
    if finished.get("made") == identity:
        recorded = {str(entry["location_id"]): [str(entry["sha256"])] for entry in finished["panoramas"]}
    if _read_json(folder / BUILD_FILE) == identity:
        recorded |= read_ledger(folder)
    return recorded


def _read_json(path: Path) -> dict[str, Any]:
    """Read an object, empty if there is none or it is damaged."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write_list(root: Path, identity: dict[str, Any], hashes: dict[str, str]) -> None:
    """Write ``panoramas.json`` whole; a reader finds the earlier list or the new one."""
    entries = [
        Panorama(
            name, f"{PANORAMAS_FOLDER}/{image_file(found)}", found, identity["width"], identity["width"] // 2,
            CENTRE_HEADING_DEG,
        )
        for name, found in sorted(hashes.items())
    ]  # fmt: skip
    world = identity["world_fingerprint"]
    content = {"world_fingerprint": world, "made": identity, "panoramas": [asdict(entry) for entry in entries]}
    folder = root / PANORAMAS_FOLDER
    write_whole(folder, PANORAMAS_FILE, (json.dumps(content, indent=1) + "\n").encode())
    (folder / PANORAMAS_FILE).replace(root / PANORAMAS_FILE)


def _remove_strays(folder: Path, kept: set[str]) -> None:
    """Delete images that the list no longer names, and what is left of the build."""
    for path in (folder / "images").glob("*/*.webp"):
        if path.stem not in kept:
            path.unlink()
    for name in (LEDGER_FILE, BUILD_FILE):
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / TEMPORARY, ignore_errors=True)
