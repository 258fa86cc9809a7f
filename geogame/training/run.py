"""A run's directory, readable by people and tools, from the first moment of a training to its end.

=================== =====================================================================
``recipe.toml``     the recipe as given
``settings.json``   every entry of its profile, those that it leaves to their defaults too
``environment.json`` program, device, dataset, and the command that goes on with the run
``metrics.jsonl``   a line an epoch (written by the loop)
``steps.jsonl``     losses step by step, thinned
``tensorboard/``    the same as event files
``last``, ``best``  checkpoints (written by the loop)
``early``           the best after the first tenth, for an apprentice (written by the loop)
``status.json``     heartbeat
``log.txt``         what happened, with its time
``model/``          the finished checkpoint folder
=================== =====================================================================
"""

from __future__ import annotations

import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import torch

from geogame.errors import CheckpointError, SourceError, UsageError
from geogame.geolocators.checkpoint import write_text
from geogame.sources.lock import LOCK_FILE, folder_lock
from geogame.training.names import EVENTS_FOLDER, LAST_FILE, LOG_FILE, OUTPUT_FILE
from geogame.training.signals import taken
from geogame.training.status import Status, ending, read_status, write_status
from geogame.training.steplog import StepLog

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter

    from geogame.training.loop import Report

BEAT_S: Final = 2.0
LATELY_S: Final = 30.0


class Run:
    """The directory while its training runs; made by `open_run`.

    Parameters
    ----------
    folder
        Held by this process alone.
    clock
        Seconds, for what is measured in them.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.folder, self._clock = folder, clock
        self.status = Status.of_this_process()
        self._written_s = -BEAT_S
        self._device = torch.device("cpu")
        self._steps: StepLog | None = None
        self._events: SummaryWriter | None = None
        self._lately: deque[tuple[float, int]] = deque()
        self._first: tuple[float, float] | None = None
        self._before: Status | None = None

    def take_up(self) -> None:
        """Tell of what an earlier process has done, until this one has figures of its own."""
        with suppress(CheckpointError):  # damaged; this process writes it anew
            self._before = read_status(self.folder)
        if (before := self._before) is not None:
            kept = {name: getattr(before, name) for name in ("epoch", "step", "progress", "elapsed_s", "loss")}
            self.status = replace(self.status, **kept)

    def log(self, line: str) -> None:
        """Add a line to ``log.txt``."""
        with (self.folder / LOG_FILE).open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}  {line}\n")

    def doing(self, what: str, done: int = 0, total: int = 0) -> None:
        """Say what is done before or after the training, and how much of it."""
        news = what != self.status.doing
        self.status = replace(self.status, doing=what, done=done, total=total)
        self._beat(at_once=news)

    def begin(self, files: dict[str, str], step: int, device: torch.device) -> None:
        """Write what describes the run and take up the step log and the event files after ``step``."""
        from torch.utils.tensorboard import SummaryWriter

        for name, text in files.items():
            write_text(self.folder / name, text)
        self._device = device
        self._steps = StepLog(self.folder, step)
        self._events = SummaryWriter(str(self.folder / EVENTS_FOLDER), purge_step=step)
        self.doing("training")

    def report(self, report: Report) -> None:
        """Take in what the loop tells after a step; ``begin`` has been called."""
        if self._steps is None or self._events is None:
            raise RuntimeError("report before begin")
        rate = report.learning_rate
        if self._steps.add(report.step, report.elapsed_s, report.step_loss, rate):
            self._events.add_scalar("loss/step", report.step_loss, report.step)
            self._events.add_scalar("learning_rate", rate, report.step)
        if report.finished_epoch is not None:
            self.log(epoch_line(report))
            self._write_events(report.finished_epoch)
        now_s = self._clock()
        self.status = replace(
            self.status,
            epoch=report.epoch,
            step=report.step,
            progress=report.progress,
            elapsed_s=report.elapsed_s,
            loss=report.loss,
            eta_s=self._eta_s(now_s, report.progress),
            views_per_s=self._speed(now_s, report.views),
        )
        self._beat(at_once=report.finished_epoch is not None)

    def _write_events(self, entry: dict[str, Any]) -> None:
        if self._events is None:
            return
        for name, value in entry.items():
            if name == "loss" or name.startswith("val_"):
                self._events.add_scalar(f"epoch/{name}", value, entry["step"])
        self._events.flush()

    def _eta_s(self, now_s: float, progress: float) -> float | None:
        """Seconds yet to come, if all goes on as since this process began."""
        if self._first is None:
            self._first = now_s, progress
        since_s, gained = now_s - self._first[0], progress - self._first[1]
        return since_s * (1 - progress) / gained if gained > 0 else None

    def _speed(self, now_s: float, views: int) -> float | None:
        """Pictures per second over the last while."""
        self._lately.append((now_s, views))
        while len(self._lately) > 2 and now_s - self._lately[0][0] > LATELY_S:
            self._lately.popleft()
        began_s, before = self._lately[0]
        return (views - before) / (now_s - began_s) if now_s > began_s else None

    def _beat(self, *, at_once: bool = False) -> None:
        now_s = self._clock()
        if not at_once and now_s - self._written_s < BEAT_S:
            return
        self._written_s = now_s
        self.status = replace(self.status, beat_s=time.time(), gpu_bytes=gpu_bytes(self._device))
        write_status(self.folder, self.status)

    def end(self, error: BaseException | None) -> None:
        """Write how it ended: done, stopped by a signal, or failed with a message.

        A run that was done stays so where nothing could be added, say by a command with another recipe.
        """
        if self._events is not None:
            self._events.close()
        state, message = ending(error)
        self.status = replace(self.status, state=state, message=message, eta_s=None)
        if error is None:
            self.status = replace(self.status, doing="done", progress=1.0, eta_s=0.0)
        if self._steps is None and error is not None and self._before is not None and self._before.state == "done":
            write_status(self.folder, self._before)
        else:
            self._beat(at_once=True)
        self.log(f"{self.status.state}{': ' if self.status.message else ''}{self.status.message}")


@contextmanager
def open_run(folder: Path, words: Sequence[str], *, resume: bool) -> Iterator[Run]:
    """Hold a run's directory; its status says how the block ended.

    Parameters
    ----------
    folder
        Made if it is not there.
    words
        What was asked for, for the log.
    resume
        Whether to go on with the run in it.

    Raises
    ------
    UsageError
        If another process trains in it, it holds a run and ``resume`` is false, or it holds what is no run's.
    """
    _check_own(folder)
    with ExitStack() as held:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            held.enter_context(folder_lock(folder))
        except SourceError as error:
            message = (
                f"a training is running in {folder}; wait until it ends, stop it, or choose another --out. "
                f"It is the one on the Training page"
            )
            raise UsageError(message) from error
        if (folder / LAST_FILE).exists() and not resume:
            message = f"{folder} already holds a run; add --resume to go on with it, or choose another --out"
            raise UsageError(message)
        held.enter_context(taken(signal.default_int_handler, signal.SIGTERM))  # before and after training too
        run = Run(folder)
        if resume:
            run.take_up()
        run.log(f"began: {' '.join(words)}")
        run.doing("opening the dataset")
        try:
            yield run
        except BaseException as error:
            run.end(error)
            raise
        run.end(None)


def _check_own(folder: Path) -> None:
    """Make sure that a folder is new, empty or a run's: nothing else is written into."""
    if folder.exists() and not folder.is_dir():
        message = f"{folder} is a file; choose another --out"
        raise UsageError(message)
    found = {each.name for each in folder.iterdir()} - {LOCK_FILE} if folder.is_dir() else set()
    if found and not found & {LOG_FILE, OUTPUT_FILE, LAST_FILE}:
        message = f"{folder} is neither empty nor a run (it holds {min(found)!r}); choose another --out"
        raise UsageError(message)


def gpu_bytes(device: torch.device) -> int | None:
    """Largest memory that this process took on an accelerator; None on a processor."""
    return torch.cuda.max_memory_reserved(device) if device.type == "cuda" else None


def epoch_line(report: Report) -> str:
    """Say in a line what an epoch brought; ``report`` has one."""
    done = report.finished_epoch or {}
    figures = {name.removeprefix("val_"): value for name, value in done.items() if name.startswith("val_")}
    told = ", ".join(f"{name.replace('_', ' ')} {value:.4g}" for name, value in figures.items())
    return (
        f"epoch {done['epoch']}: loss {done['loss']:.3f}, validation {told}, "
        f"{done['elapsed_s'] / 60:.1f} min, {100 * report.progress:.0f} % done"
    )
