"""Builds a catalog of photographs from a service: killable at any moment, resumed by the same call."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NoReturn

from geogame.catalog import FORMAT
from geogame.errors import SourceError, UsageError
from geogame.likeness import difference_hash
from geogame.partitions import Partition, load_partition
from geogame.regions import Region, load_region
from geogame.sources.builder import BUILD_FILE, disk_errors, is_finished, take_over
from geogame.sources.cutting import cut
from geogame.sources.decoding import PictureError, read_pixels
from geogame.sources.lock import folder_lock
from geogame.sources.options import BuildOptions
from geogame.sources.outdoors import Outdoors, find_outdoors
from geogame.sources.pool import TEMPORARY, encode_webp, write_image
from geogame.sources.remote.account import Collecting, CollectReport
from geogame.sources.remote.base import Candidate, Giver, RemoteSource, Survey
from geogame.sources.remote.checks import alike, picture_objection, record_objection
from geogame.sources.remote.client import KEPT, MissingError, TransientError
from geogame.sources.remote.collected import Collected, write_collected
from geogame.sources.remote.journal import Journal, Outcome, read_listing, write_listing
from geogame.sources.remote.sampling import Neighbourhood, targets
from geogame.sources.services import SERVICES

PASSES: Final = 3
"""A candidate that cannot be fetched for the moment is asked for again so often, other cells in between."""
IN_A_ROW: Final = 5
"""So many failures without a success between them mean that the service is down."""
UNAVAILABLE: Final = "unavailable"
RENDERER_ONLY: Final = ("supersample", "detail", "avoid", "avoid_km", "extra_cells")


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

    Raises
    ------
    UsageError
        If an option is out of range or more views are asked for than the source can give, or ``out`` holds
        something else.
    SourceError
        If the service refuses, is down, or has no fitting place at all. What is done is kept.
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
                job = _Job(options, out, source, region, partition, headings, journal, tell, now, outdoors)
                report = job.run(identity)
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
        tell: Callable[[Collecting], None],
        now: Callable[[], datetime],
        outdoors: Outdoors | None,
    ) -> None:
        self._options, self._out, self._source = options, out, source
        self._region, self._partition, self._headings_deg = region, partition, headings_deg
        self._journal, self._tell, self._now, self._outdoors = journal, tell, now, outdoors
        self._targets = targets([options.per_cell] * len(partition), options.limit)
        self._places: dict[int, list[Collected]] = {}
        self._rejected: dict[int, Counter[str]] = {}
        self._earlier = {name for name, found in journal.outcomes.items() if found.sha256}
        self._reused: dict[int, int] = {}
        self._fetched = 0
        self._failed_in_a_row = 0
        self._doubtful: list[Outcome] = []

    def run(self, identity: dict[str, Any]) -> CollectReport:
        """List, fetch, and write the tables."""
        self._list()
        pending = list(self._targets)
        for turn in range(PASSES):
            pending = self._fill(pending, last=turn == PASSES - 1)
            if not pending:
                break
        if self._doubtful:
            self._give_up(f"{len(self._doubtful)} pictures could not be fetched")
        places, rejected = self._without_twins()
        short = self._short(places)
        if not places:
            raise SourceError(_nothing(self._source.name, self._region.name, rejected))
        if self._fetched or not is_finished(self._out):
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
        failed = []
        for cell in cells:
            try:
                self._fill_cell(cell, last=last)
            except TransientError as error:
                self._failed_in_a_row += 1
                if self._failed_in_a_row >= IN_A_ROW:
                    self._give_up(str(error))
                failed.append(cell)
            self._say("fetch")
        return failed

    def _fill_cell(self, cell: int, *, last: bool) -> None:
        """Try a cell's candidates in order until it has its places; what is decided is not fetched again."""
        places: list[Collected] = []
        rejected: Counter[str] = Counter()
        self._places[cell], self._rejected[cell] = places, rejected
        near, codes = Neighbourhood(), list[int]()
        self._reused[cell] = 0
        for candidate in read_listing(self._out, cell) or []:
            if len(places) == self._targets[cell]:
                break
            reason = self._objection(cell, candidate) or near.objection(candidate)
            if not reason:
                outcome = self._outcome(candidate, codes, last=last)
                reason = outcome.reason
            if reason:
                rejected[reason] += 1
                continue
            near.add(candidate)
            codes.append(int(outcome.dhash, 16))
            places.append(Collected(cell, candidate, outcome))
            self._reused[cell] += candidate.id in self._earlier
            self._say("fetch")

    def _objection(self, cell: int, candidate: Candidate) -> str:
        """Say what a candidate's own record has against it."""
        reason = record_objection(candidate, self._now().date())
        if not reason and int(self._partition.locate(candidate.lat, candidate.lon)) != cell:
            return "outside the cell"
        return reason

    def _outcome(self, candidate: Candidate, codes: list[int], *, last: bool) -> Outcome:
        """Look a candidate up in the journal, or fetch it and write down what became of it."""
        known = self._journal.outcomes.get(candidate.id, Outcome(candidate.id))
        if known.decided:
            return known
        try:
            outcome = self._judged(candidate, self._source.picture(candidate), codes)
        except MissingError:
            outcome = Outcome(candidate.id, "gone")
        except TransientError as error:
            if not last:
                raise
            return self._doubted(known, error)
        else:
            self._fetched += 1
            self._failed_in_a_row = 0
            while self._doubtful:
                self._journal.record(Outcome(self._doubtful.pop().id, UNAVAILABLE))
        self._journal.record(outcome)
        return outcome

    def _doubted(self, known: Outcome, error: TransientError) -> Outcome:
        """Pass over what fails again and again; that is written down once the service is seen to live after it."""
        self._doubtful.append(known)
        if known.failures + 1 >= PASSES:
            self._journal.record(Outcome(self._doubtful.pop().id, UNAVAILABLE))
        elif len(self._doubtful) >= IN_A_ROW:
            self._give_up(str(error))
        return Outcome(known.id, UNAVAILABLE)

    def _give_up(self, why: str) -> NoReturn:
        """Count the failures that nothing followed, so that a picture that never comes cannot stop every build."""
        for known in self._doubtful:
            self._journal.record(Outcome(known.id, failures=known.failures + 1))
        message = f"{why}; the service seems to be down: {KEPT}"
        raise SourceError(message)

    def _judged(self, candidate: Candidate, data: bytes, codes: list[int]) -> Outcome:
        """Check a fetched picture, cut it and store its views."""
        options = self._options
        try:
            pixels = read_pixels(data)
            if reason := picture_objection(pixels):
                return Outcome(candidate.id, reason)
            views = cut(
                pixels,
                options.turned(candidate.id, self._headings_deg),
                (options.width, options.height),
                full_turn=candidate.full_turn,
                centre_deg=candidate.centre_deg,
                pitch_deg=options.aim.pitch_deg if options.aim else 0.0,
            )
        except PictureError as error:
            return Outcome(candidate.id, str(error))
        if self._outdoors is not None and not self._outdoors.accepts(views):
            return Outcome(candidate.id, "indoors")
        code = difference_hash(views[0])
        if alike(code, codes):
            return Outcome(candidate.id, "looks like another place")
        return Outcome(
            candidate.id,
            sha256=[
                write_image(self._out, encode_webp(view, quality=options.quality, effort=options.effort))
                for view in views
            ],
            source_sha256=hashlib.sha256(data).hexdigest(),
            dhash=f"{code:016x}",
            retrieved_on=self._now().date().isoformat(),
        )

    def _without_twins(self) -> tuple[list[Collected], Counter[str]]:
        """Join the cells, lowest first; of byte-identical pictures the first stays."""
        rejected = sum(self._rejected.values(), Counter[str]())
        seen: set[str] = set()
        places = []
        for cell in sorted(self._places):
            for place in self._places[cell]:
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

    def _say(self, phase: str, note: str = "") -> None:
        held = {cell: len(places) for cell, places in self._places.items()}
        self._tell(
            Collecting(
                phase,
                sum(held.values()),
                sum(self._targets.values()),
                sum(count == self._targets[cell] for cell, count in held.items()),
                len(self._targets),
                sum(self._reused.values()),
                sum(self._rejected.values(), Counter[str]()),
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
