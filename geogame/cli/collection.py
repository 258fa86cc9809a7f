"""``geogame dataset build`` from a service on the network, with a live account of what is kept and turned away."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.live import Live

from geogame.cli.heartbeat import telling
from geogame.cli.output import emit, note
from geogame.cli.progress import PLAIN_EVERY_S
from geogame.errors import UsageError

if TYPE_CHECKING:
    from geogame.sources.options import BuildOptions
    from geogame.sources.remote.account import Collecting, CollectReport

REASONS_SHOWN = 4
PHASES = {"list": "listing pictures", "fetch": "fetching pictures", "tables": "writing tables", "done": "done"}


def run_collection(
    options: BuildOptions, out: Path, workers: int | None, heartbeat: Path | None, engine: str, *, as_json: bool
) -> None:
    """Build a catalog of photographs, tell how it goes, and what fell short."""
    from geogame.catalog import open_catalog
    from geogame.cli.dataset import describe
    from geogame.engines import open_engine
    from geogame.regions import load_region
    from geogame.sources.outdoors import find_outdoors, weights_folder
    from geogame.sources.remote.collect import check_views, collect
    from geogame.sources.services import SERVICES

    if workers is not None:
        message = (
            f"--workers is for rendering; source {options.source!r} is asked by one worker, so that it is spared; "
            "--engine ray spreads the work on its pictures"
        )
        raise UsageError(message)
    service = SERVICES[options.source]
    check_views(options, load_region(options.region), service)
    if options.aim and options.aim.outdoors and find_outdoors() is None:
        note(f"No weights of Places365 in {weights_folder()}: nothing is turned away for being indoors")
    started = time.monotonic()
    try:
        with (
            collection_progress() as shown,
            telling(heartbeat, shown, lambda state: (PHASES[state.phase], state.done, state.total)) as progress,
            closing(service.open(options)) as source,
            nullcontext() if engine == "local" else open_engine(engine) as held,
        ):
            report = collect(options, out, source, progress=progress, engine=held)
    except KeyboardInterrupt:
        typer.echo(f"Interrupted. Finished places are kept in {out}; the same command resumes.", err=True)
        raise typer.Exit(130) from None
    _tell_shortfall(report)
    summary = describe(open_catalog(out))
    summary |= {"fetched": report.fetched, "reused": report.reused, "rejected": report.rejected}
    summary |= {"short": {str(cell): missing for cell, missing in report.short.items()}}
    summary |= {"received_bytes": report.received, "seconds": round(time.monotonic() - started, 1)}
    emit(summary, as_json=as_json)


def _tell_shortfall(report: CollectReport) -> None:
    if report.short:
        note(
            f"{sum(report.short.values()):,} places fewer than asked for: {len(report.short)} cells have too few "
            "fitting pictures. Nothing was put in their place"
        )


@contextmanager
def collection_progress() -> Iterator[Callable[[Collecting], None]]:
    """Show a collection: cells filled, places, rate, time left, bytes, and what is turned away for which reason."""
    console, account = Console(file=sys.stderr), Account()
    if console.is_terminal:
        with Live(console=console, transient=False) as live:
            yield lambda state: live.update(account.line(state))
        return

    told_s, phase = -PLAIN_EVERY_S, ""

    def tell(state: Collecting) -> None:
        nonlocal told_s, phase
        now = time.monotonic()
        if state.phase != phase or now - told_s >= PLAIN_EVERY_S:
            told_s, phase = now, state.phase
            note(account.line(state))

    yield tell


class Account:
    """Words for the state of a collection; ``clock`` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began: tuple[float, int] | None = None

    def line(self, state: Collecting) -> str:
        """Say in one line where a collection stands."""
        if state.phase == "list":
            return f"listing pictures: {state.note or 'asking'}, {state.received / 1e6:,.1f} MB"
        if state.phase != "fetch":
            return PHASES[state.phase]
        turned = sum(state.rejected.values())
        reasons = ", ".join(f"{count} {reason}" for reason, count in state.rejected.most_common(REASONS_SHOWN))
        return (
            f"fetching: {state.done:,} of {state.total:,} places, {state.cells_filled} of {state.cells} cells filled"
            f"{self._pace(state)}, {state.received / 1e6:,.1f} MB"
            + (f"; turned away {turned:,} ({reasons})" if turned else "")
            + (f"; {state.note}" if state.note else "")
        )

    def _pace(self, state: Collecting) -> str:
        """Places a second and time left, counted from the first place fetched in this run."""
        new = state.done - state.reused
        if self._began is None:
            self._began = self._clock(), new
        elapsed_s, fetched = self._clock() - self._began[0], new - self._began[1]
        if elapsed_s <= 0 or fetched <= 0:
            return ""
        rate = fetched / elapsed_s
        left_min = (state.total - state.done) / rate / 60
        return f", {rate:.1f} places/s, {left_min:.0f} min left at most"
