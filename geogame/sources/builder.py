"""Builds a catalog in a folder: killable at any moment, resumed by the same call, nothing drawn twice."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from geogame.catalog import FORMAT, INFO_FILE, open_catalog
from geogame.engines import Engine
from geogame.errors import CatalogError, SourceError, UsageError
from geogame.sources.ledger import LEDGER_FILE, Ledger, intact, read_ledger
from geogame.sources.lock import LOCK_FILE, folder_lock
from geogame.sources.options import BuildOptions
from geogame.sources.pool import DISK_FULL, TEMPORARY, Done, Drawing, Setup, WorkerPool, write_image
from geogame.sources.rendered import Plan, RenderedSource, plan_places
from geogame.sources.tables import write_tables, write_whole
from geogame.sources.time_machine import plan_time_machine

BUILD_FILE: Final = "build.json"
"""The options of an unfinished build."""
OWN_FILES: Final = {TEMPORARY, LOCK_FILE}


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a build stands.

    ``phase`` is ``plan``, ``verify`` (images of an earlier run), ``warm-up``, ``render``, ``tables`` or
    ``done``. ``done`` counts finished places of ``total``, of which ``reused`` come from an earlier run.
    """

    phase: str
    done: int
    total: int
    reused: int


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: places in all, drawn now, and taken over from an earlier run of it."""

    path: Path
    places: int
    rendered: int
    reused: int


def build(
    options: BuildOptions,
    out: Path,
    *,
    source: RenderedSource | None = None,
    workers: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    engine: Engine | None = None,
) -> BuildReport:
    """Build the catalog that ``options`` describe in folder ``out``, or finish or mend it.

    A folder that holds the same build, unfinished or finished, is taken up: images that are there and intact
    are kept, all others are drawn.

    Parameters
    ----------
    options
        What to build.
    out
        New, empty, or a folder of the same build.
    source
        The rendered world by default.
    workers
        Processes; one for each core by default.
    progress
        Called with every step.
    engine
        Where places are drawn; by ``workers`` on this machine by default. It changes no byte.

    Raises
    ------
    UsageError
        If an option is out of range, or ``out`` holds something else; the message names what differs.
    SourceError
        If another build holds the folder, the disk is full, or rendering fails. What is done is kept.
    """
    source = RenderedSource() if source is None else source
    count = cores() if workers is None else workers
    if count < 1:
        message = f"--workers must be at least 1, not {count}"
        raise UsageError(message)
    tell = progress or (lambda _: None)
    tell(Progress("plan", 0, 0, 0))
    plan = plan_places(options, source) if options.time_machine is None else plan_time_machine(options, source)
    identity = _identity(options, plan, source)
    with disk_errors(out):
        out.mkdir(parents=True, exist_ok=True)
        with folder_lock(out):
            return _build_locked(out, _Job(options, plan, source, identity, count, tell, engine))


@dataclass(frozen=True, slots=True)
class _Job:
    """One build, once its places are known."""

    options: BuildOptions
    plan: Plan
    source: RenderedSource
    identity: dict[str, Any]
    workers: int
    tell: Callable[[Progress], None]
    engine: Engine | None


def _build_locked(out: Path, job: _Job) -> BuildReport:
    total = len(job.plan.places)
    take_over(out, job.identity)
    job.tell(Progress("verify", 0, total, 0))
    hashes = intact(out, _recorded(out), job.options.views)
    wanted = {planned.id for planned in job.plan.places}
    hashes = {name: found for name, found in hashes.items() if name in wanted}
    reused = len(hashes)
    if reused < total or not is_finished(out):
        with Ledger(out) as ledger:
            _render_missing(out, job, hashes, ledger)
        job.tell(Progress("tables", total, total, reused))
        write_tables(out, job.options, job.plan, job.source, identity=job.identity, hashes=hashes)
    for name in (LEDGER_FILE, BUILD_FILE):
        (out / name).unlink(missing_ok=True)
    shutil.rmtree(out / TEMPORARY, ignore_errors=True)  # a dying worker of a killed build may still write there
    job.tell(Progress("done", total, total, reused))
    return BuildReport(out, total, total - reused, reused)


def _render_missing(out: Path, job: _Job, hashes: dict[str, list[str]], ledger: Ledger) -> None:
    """Draw every place that is not in ``hashes`` yet, adding it there and to the ledger as it is finished."""
    missing = [planned for planned in job.plan.places if planned.id not in hashes]
    total, reused = len(job.plan.places), len(hashes)
    options = job.options
    setup = Setup(
        source=job.source,
        headings_deg=job.plan.headings_deg[: options.views],
        width=options.width,
        height=options.height,
        supersample=options.supersample,
        detail=options.detail,
        quality=options.quality,
        effort=options.effort,
        folder=out,
    )

    def record(done: Done) -> None:
        ledger.append(done.location_id, done.hashes)
        hashes[done.location_id] = done.hashes

    job.tell(Progress("warm-up", reused, total, reused))
    if job.engine is not None:
        drawing = Drawing(setup, job.identity["world_fingerprint"])
        for number, images in job.engine.map(drawing, missing):
            record(Done(missing[number].id, [write_image(out, data) for data in images]))
            job.tell(Progress("render", len(hashes), total, reused))
        return
    with WorkerPool(setup, job.workers) as pool:
        try:
            for event in pool.run(missing):
                if isinstance(event, Done):
                    record(event)
                job.tell(Progress("render", len(hashes), total, reused))
        except (KeyboardInterrupt, SourceError, OSError):
            for done in pool.drain():
                record(done)
            raise


def _identity(options: BuildOptions, plan: Plan, source: RenderedSource) -> dict[str, Any]:
    """Everything that decides the catalog's bytes."""
    return {
        **options.as_json(),
        "format": FORMAT,
        "partition_fingerprint": plan.partition.fingerprint,
        "world_fingerprint": source.fingerprint(),
        "avoided_places": plan.avoided,
    }


def take_over(out: Path, identity: dict[str, Any]) -> None:
    """Make sure the folder is new or holds this very build, then mark it as this build."""
    earlier = _earlier_identity(out)
    if earlier is None:
        foreign = sorted(path.name for path in out.iterdir() if path.name not in OWN_FILES)
        if foreign:
            message = (
                f"{out} is neither empty nor a build of this program (it holds {foreign[0]!r}); choose another --out"
            )
            raise UsageError(message)
    elif earlier != identity:
        differing = sorted(key for key in earlier | identity if earlier.get(key) != identity.get(key))
        listed = ", ".join(f"{key} is {earlier.get(key)!r} there and {identity.get(key)!r} here" for key in differing)
        message = f"{out} holds another build: {listed}; give the same options, or choose another --out"
        raise UsageError(message)
    shutil.rmtree(out / TEMPORARY, ignore_errors=True)
    (out / TEMPORARY).mkdir(exist_ok=True)
    if not (out / INFO_FILE).exists():
        write_whole(out, BUILD_FILE, json.dumps(identity, indent=2).encode())


def _earlier_identity(out: Path) -> dict[str, Any] | None:
    """Read the identity of the build that the folder holds, finished or not."""
    for name, key in ((INFO_FILE, "options"), (BUILD_FILE, None)):
        path = out / name
        if not path.exists():
            continue
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            identity = content[key] if key else content
        except (ValueError, KeyError, TypeError):
            continue
        if isinstance(identity, dict):
            return identity
    return None


def _recorded(out: Path) -> dict[str, list[str]]:
    """Read the hashes of all places recorded so far: from the finished tables, and from the ledger."""
    recorded: dict[str, list[str]] = {}
    if is_finished(out):
        for view in open_catalog(out).all_views():
            recorded.setdefault(view.location_id, []).append(view.sha256)
    return recorded | read_ledger(out)


def is_finished(out: Path) -> bool:
    """Tell whether the folder holds a catalog whose tables are whole."""
    try:
        open_catalog(out)
    except CatalogError:
        return False
    return True


@contextmanager
def disk_errors(out: Path) -> Iterator[None]:
    """Turn what the file system says into an answer that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in DISK_FULL:
            message = (
                f"the disk that holds {out} is full; free some space and repeat the same command: "
                "all finished places are kept"
            )
        elif isinstance(error, FileExistsError | NotADirectoryError):
            message = f"{out} is no folder: a file has its name, or one on the way to it; choose another --out"
        else:
            message = f"the build in {out} stopped: {error}; once that is mended, repeat the same command to resume"
        raise SourceError(message) from error


def cores() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
