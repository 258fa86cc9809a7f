"""Progress on standard error: a live bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

if TYPE_CHECKING:
    from geogame.sources.builder import Progress as BuildProgress

PHASES: Final = {
    "plan": "drawing places",
    "verify": "checking what is there",
    "warm-up": "preparing the renderer (up to a minute the first time)",
    "render": "rendering",
    "tables": "writing tables",
    "done": "done",
}
PLAIN_EVERY_S: Final = 10.0


class RateColumn(ProgressColumn):
    """Items per second over the last half minute."""

    def __init__(self, unit: str) -> None:
        super().__init__()
        self._unit = unit

    def render(self, task: Task) -> Text:
        """Show the rate, or a dash before there is one."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f} {self._unit}/s" if speed else f"– {self._unit}/s")


def _bar(console: Console, unit: str) -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        RateColumn(unit),
        TimeElapsedColumn(),
        TextColumn("ETA"),
        TimeRemainingColumn(),
        console=console,
        transient=False,
    )


@contextmanager
def build_progress() -> Iterator[Callable[[BuildProgress], None]]:
    """Show a dataset build: phase, places done of all, places per second, time left."""
    console = Console(file=sys.stderr)
    if not console.is_terminal:
        yield _PlainBuild()
        return
    with _bar(console, "places") as bar:
        task = bar.add_task(PHASES["plan"], total=None)

        def show(state: BuildProgress) -> None:
            if bar.tasks[0].completed < state.reused:
                bar.reset(task, total=state.total, completed=state.reused)  # earlier places are no speed
            bar.update(task, description=PHASES[state.phase], total=state.total or None, completed=state.done)

        yield show


class _PlainBuild:
    """One line per phase, and one every ten seconds while rendering."""

    def __init__(self) -> None:
        self._phase = ""
        self._told_s = self._began_s = time.monotonic()

    def __call__(self, state: BuildProgress) -> None:
        now = time.monotonic()
        if state.phase != self._phase:
            self._began_s = now
        elif now - self._told_s < PLAIN_EVERY_S:
            return
        self._phase, self._told_s = state.phase, now
        line = PHASES[state.phase]
        line += f": {state.done} of {state.total} places" if state.total else " …"
        drawn, elapsed_s = state.done - state.reused, now - self._began_s
        if state.phase == "render" and drawn and elapsed_s > 0:
            left_s = (state.total - state.done) * elapsed_s / drawn
            line += f", {drawn / elapsed_s:.1f} places/s, {left_s:.0f} s left"
        print(line, file=sys.stderr, flush=True)  # noqa: T201 - this is where output happens


@contextmanager
def count_progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show ``done`` of ``total`` on a terminal, nothing elsewhere."""
    console = Console(file=sys.stderr)
    if not console.is_terminal:
        yield lambda _done, _total: None
        return
    with _bar(console, "images") as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)
