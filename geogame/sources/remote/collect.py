"""Builds a catalog of photographs from a service: killable at any moment, resumed by the same call."""

from __future__ import annotations

import shutil
from collections import Counter, deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from geogame.catalog import FORMAT
from geogame.engines import Engine
from geogame.errors import SourceError, UsageError
from geogame.partitions import Partition, load_partition
from geogame.regions import Region, load_region
from geogame.sources.builder import BUILD_FILE, disk_errors, is_finished, take_over
from geogame.sources.lock import folder_lock
from geogame.sources.options import BuildOptions
from geogame.sources.outdoors import find_outdoors
from geogame.sources.pool import TEMPORARY, write_image
from geogame.sources.remote.account import Collecting, CollectReport
from geogame.sources.remote.base import Candidate, Giver, RemoteSource, Survey
from geogame.sources.remote.checks import alike, record_objection
from geogame.sources.remote.client import KEPT, TransientError
from geogame.sources.remote.collected import Collected, write_collected
from geogame.sources.remote.examining import TOGETHER_BYTES, Examined, Examiner, Fetched
from geogame.sources.remote.fetching import PASSES, Fetching
from geogame.sources.remote.filling import Filling
from geogame.sources.remote.journal import Journal, Outcome, read_listing, write_listing
from geogame.sources.remote.sampling import targets
from geogame.sources.remote.spool import Spool
from geogame.sources.services import SERVICES

RENDERER_ONLY: Final = ("supersample", "detail", "avoid", "avoid_km", "extra_cells")
Wave = list[tuple[Filling, Outcome | Fetched]]


def utc_now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def collect(
    options: BuildOptions,
    out: Path,
    source: RemoteSource,
    *,
    progress: Callable[[Collecting], None] | None = None,
    now: Callable[[], datetime] = utc_now,
    engine: Engine | None = None,
) -> CollectReport:
    """Build the catalog that ``options`` describe in folder ``out``, or finish or mend it.

    Parameters
    ----------
    options
        What to build; what concerns the renderer alone plays no part.
    out
        New, empty, or a folder of the same build.
    source
        The service.
    progress
        Called with every step.
    now
        The clock that dates are judged by and ``retrieved_on`` is read from.
    engine
        Where fetched pictures are worked on, many at a time; by default here, each as it comes. The service is asked
        by this process alone in any case, for the same pictures, and the catalog has the same bytes.

    Raises
    ------
    UsageError
        If an option is out of range or more views are asked for than the source can give, or ``out`` holds
        something else.
    SourceError
        If the service refuses, is down, or has no fitting place at all, or a machine of the engine would make other
        views. What is done is kept.
    """
    region = load_region(options.region)
    check_views(options, region, source)
    partition = load_partition(options.partition, options.region)
    headings = region.headings_deg[: options.views]
    outdoors = find_outdoors() if options.aim and options.aim.outdoors else None
    identity = _identity(options, partition, source)
    if outdoors is not None:
        identity["outdoors"] = outdoors.fingerprint
    with disk_errors(out):
        out.mkdir(parents=True, exist_ok=True)
        with folder_lock(out):
            take_over(out, identity)
            with Journal(out) as journal:
                tell = progress or (lambda _: None)
                spool = Spool(out)
                fetching = Fetching(source, journal, spool, now, spooled=engine is not None)
                examiner = Examiner(options, headings, outdoors, engine)
                job = _Job(options, out, source, region, partition, headings, journal, fetching, examiner, tell, now)
                report = job.run(identity)
                spool.clear()
        (out / BUILD_FILE).unlink(missing_ok=True)
        shutil.rmtree(out / TEMPORARY, ignore_errors=True)
    return report


def check_views(options: BuildOptions, region: Region, source: Giver) -> None:
    """Raise `UsageError` where options are out of range, or the source cannot give so many views."""
    options.check(region)
    if options.time_machine is not None:
        message = f"source {source.name!r} has no several dates a place; use the rendered one, or import a folder"
        raise UsageError(message)
    if source.gives == "single" and options.views > 1:
        able = [service.name for service in SERVICES.values() if service.views(region) >= options.views]
        message = (
            f"source {source.name!r} gives one flat photograph a place, not --views {options.views}; "
            f"{' and '.join(able)} give so many, or ask for --views max"
        )
        raise UsageError(message)


def _identity(options: BuildOptions, partition: Partition, source: RemoteSource) -> dict[str, Any]:
    """Everything that decides the catalog, what the service holds apart."""
    asked = {name: value for name, value in options.as_json().items() if name not in RENDERER_ONLY}
    return {
        **asked,
        "format": FORMAT,
        "partition_fingerprint": partition.fingerprint,
        "revision": source.revision(),
    }


class _Job:
    """One collection, its folder held and its journal open."""

    def __init__(
        self,
        options: BuildOptions,
        out: Path,
        source: RemoteSource,
        region: Region,
        partition: Partition,
        headings_deg: tuple[float, ...],
        journal: Journal,
        fetching: Fetching,
        examiner: Examiner,
        tell: Callable[[Collecting], None],
        now: Callable[[], datetime],
    ) -> None:
        self._options, self._out, self._source = options, out, source
        self._region, self._partition, self._headings_deg = region, partition, headings_deg
        self._journal, self._fetching, self._examiner = journal, fetching, examiner
        self._tell, self._now = tell, now
        self._targets = targets([options.per_cell] * len(partition), options.limit)
        self._cells: dict[int, Filling] = {}
        self._earlier = {name for name, found in journal.outcomes.items() if found.sha256}

    def run(self, identity: dict[str, Any]) -> CollectReport:
        """List, fetch, and write the tables."""
        self._list()
        pending = list(self._targets)
        for turn in range(PASSES):
            pending = self._fill(pending, last=turn == PASSES - 1)
            if not pending:
                break
        self._fetching.finish()
        places, rejected = self._without_twins()
        short = self._short(places)
        if not places:
            raise SourceError(_nothing(self._source.name, self._region.name, rejected))
        if self._journal.recorded or not is_finished(self._out):
            self._say("tables")
            collected = {"rejected": dict(sorted(rejected.items())), "short": {str(k): v for k, v in short.items()}}
            write_collected(
                self._out,
                self._options,
                self._source,
                self._partition,
                self._headings_deg,
                places,
                identity=identity,
                collected=collected,
            )
        self._say("done")
        reused = sum(place.candidate.id in self._earlier for place in places)
        return CollectReport(
            self._out, len(places), len(places) - reused, reused, dict(rejected), short, self._source.received
        )

    def _list(self) -> None:
        """Have the source list every cell that is not listed yet, and keep the lists."""
        missing = {cell: want for cell, want in self._targets.items() if read_listing(self._out, cell) is None}
        if not missing:
            return
        survey = Survey(
            self._region, self._partition, missing, self._options.seed, lambda note: self._say("list", note)
        )
        self._say("list")
        try:
            for cell, candidates in self._source.listing(survey):
                write_listing(self._out, cell, candidates)
        except TransientError as error:
            message = f"{error}; the service seems to be down: {KEPT}"
            raise SourceError(message) from error

    def _fill(self, cells: list[int], *, last: bool) -> list[int]:
        """Fill cells, and return those where something could not be fetched for the moment."""
        waiting, under_way, failed = deque(cells), list[Filling](), list[int]()
        while waiting or under_way:
            self._decide(self._wave(self._in_turn(under_way, waiting), failed, last=last))
            under_way = [filling for filling in under_way if not filling.over]
            self._say("fetch")
        return failed

    def _in_turn(self, under_way: list[Filling], waiting: deque[int]) -> Iterator[Filling]:
        """Give the cells under way, then begin with others."""
        yield from tuple(under_way)
        while waiting:
            cell = waiting.popleft()
            candidates = read_listing(self._out, cell) or []
            self._cells[cell] = Filling(cell, self._targets[cell], candidates, partial(self._objection, cell))
            under_way.append(self._cells[cell])
            yield self._cells[cell]

    def _objection(self, cell: int, candidate: Candidate) -> str:
        """Say what a candidate's own record has against it."""
        reason = record_objection(candidate, self._now().date())
        if not reason and int(self._partition.locate(candidate.lat, candidate.lon)) != cell:
            return "outside the cell"
        return reason

    def _wave(self, fillings: Iterator[Filling], failed: list[int], *, last: bool) -> Wave:
        """Look up or fetch what cells need next, until there is enough to be examined together."""
        wave, pictures, size = Wave(), 0, 0
        for filling in fillings:
            while candidate := filling.following():
                try:
                    found = self._fetching.find(candidate, last=last)
                except TransientError:
                    failed.append(filling.cell)
                    filling.stop()
                    break
                wave.append((filling, found))
                if isinstance(found, Fetched):
                    pictures, size = pictures + 1, size + len(found.data)
                if len(wave) >= self._examiner.together or size >= TOGETHER_BYTES:
                    return wave
                self._say("fetch", f"pictures to be examined: {pictures}")
        return wave

    def _decide(self, wave: Wave) -> None:
        """Examine the fetched pictures of a wave, and settle what becomes of each, in order."""
        examined = iter(self._examiner([found for _, found in wave if isinstance(found, Fetched)]))
        for filling, found in wave:
            if isinstance(found, Fetched):
                outcome = self._outcome(found, next(examined), filling.dhashes)
                self._fetching.settle(found.candidate, outcome)
            else:
                outcome = found
            filling.decide(outcome, reused=outcome.id in self._earlier)

    def _outcome(self, fetched: Fetched, examined: Examined, dhashes: list[int]) -> Outcome:
        """Turn a picture away that is not fit or like another of its cell, or store its views."""
        name = fetched.candidate.id
        if examined.reason:
            return Outcome(name, examined.reason)
        if alike(examined.dhash, dhashes):
            return Outcome(name, "looks like another place")
        return Outcome(
            name,
            sha256=[write_image(self._out, view) for view in examined.views],
            source_sha256=examined.source_sha256,
            dhash=f"{examined.dhash:016x}",
            retrieved_on=fetched.retrieved_on,
        )

    def _without_twins(self) -> tuple[list[Collected], Counter[str]]:
        """Join the cells, lowest first; of byte-identical pictures the first stays."""
        rejected = self._rejected()
        seen: set[str] = set()
        places = []
        for cell in sorted(self._cells):
            for place in self._cells[cell].places:
                if place.outcome.source_sha256 in seen:
                    rejected["same picture as another place"] += 1
                    continue
                seen.add(place.outcome.source_sha256)
                places.append(place)
        return places, rejected

    def _short(self, places: list[Collected]) -> dict[int, int]:
        """Places missing in each cell that has fewer than wanted."""
        held = Counter(place.cell for place in places)
        return {cell: want - held[cell] for cell, want in self._targets.items() if held[cell] < want}

    def _rejected(self) -> Counter[str]:
        return sum((filling.rejected for filling in self._cells.values()), Counter[str]())

    def _say(self, phase: str, note: str = "") -> None:
        cells = self._cells.values()
        self._tell(
            Collecting(
                phase,
                sum(len(filling.places) for filling in cells),
                sum(self._targets.values()),
                sum(filling.full for filling in cells),
                len(self._targets),
                sum(filling.reused for filling in cells),
                self._rejected(),
                self._source.received,
                note,
            )
        )


def _nothing(source: str, region: str, rejected: Counter[str]) -> str:
    reasons = ", ".join(f"{count} {reason}" for reason, count in rejected.most_common()) or "it offers none"
    return (
        f"source {source!r} has no fitting picture in region {region!r} ({reasons}); "
        "try another source (`python -m geogame sources` lists them)"
    )
