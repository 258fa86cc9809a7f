"""A few worker processes that each draw one place at a time and write its images.

Each worker has its own pipe and shares nothing else, so that a killed worker blocks nobody, and a worker
whose parent was killed sees its pipe close and ends by itself.
"""

from __future__ import annotations

import errno
import hashlib
import io
import multiprocessing
import os
import pickle
import platform
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, cast

from geogame.errors import SourceError
from geogame.sources.ledger import image_file
from geogame.sources.options import Detail

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

    from geogame.sources.rendered import PlannedPlace, RenderedSource

TEMPORARY: Final = "tmp"
"""Folder of images being written; always safe to delete."""
ONE_THREAD: Final = {"NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
DRAIN_S: Final = 3.0
DISK_FULL: Final = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True, slots=True)
class Setup:
    """What every worker needs to know; it travels pickled."""

    source: RenderedSource
    headings_deg: tuple[float, ...]
    width: int
    height: int
    supersample: int
    detail: Detail
    quality: int
    effort: int
    folder: Path


@dataclass(frozen=True, slots=True)
class Done:
    """A place is finished, its images lie in the folder: their hashes in the order of the headings."""

    location_id: str
    hashes: list[str]


@dataclass(frozen=True, slots=True)
class Ready:
    """A worker has warmed up."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A worker could not go on; ``number`` is the operating system's error number, or 0."""

    text: str
    number: int


def draw_views(setup: Setup, place: PlannedPlace) -> list[bytes]:
    """Render one place and encode its views, in the order of the headings."""
    views = setup.source.render(
        place.place,
        place.turned(setup.headings_deg),
        setup.width,
        setup.height,
        supersample=setup.supersample,
        detail=setup.detail,
    )
    expected = (len(setup.headings_deg), setup.height, setup.width, 3)
    if views.shape != expected:
        message = f"the renderer returned an array of shape {views.shape}, not {expected}"
        raise SourceError(message)
    return [encode_webp(view, quality=setup.quality, effort=setup.effort) for view in views]


def draw_place(setup: Setup, place: PlannedPlace) -> list[str]:
    """Render one place, write its images, and return their hashes in the order of the headings."""
    return [write_image(setup.folder, data) for data in draw_views(setup, place)]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Makes `draw_views` ready on another machine; ``world`` is the fingerprint of what is to be drawn."""

    setup: Setup
    world: str

    def __call__(self) -> Callable[[PlannedPlace], list[bytes]]:
        """Prepare the renderer; `SourceError` where that machine would draw another world."""
        found = self.setup.source.fingerprint()
        if found != self.world:
            message = (
                f"machine {platform.node()} would draw world {found}, this one draws {self.world}; "
                "install the same version of geogame on all machines of the cluster"
            )
            raise SourceError(message)
        self.setup.source.warm_up()
        return partial(draw_views, self.setup)


def encode_webp(view: Any, *, quality: int, effort: int) -> bytes:
    """Encode ``(height, width, 3)`` uint8 as WebP; ``effort`` 0..6 trades time for size."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(view).save(buffer, "WEBP", quality=quality, method=effort)
    return buffer.getvalue()


def write_image(folder: Path, data: bytes) -> str:
    """Write under a temporary name, then rename: an image is there whole or not at all."""
    name = hashlib.sha256(data).hexdigest()
    target = folder / image_file(name)
    temporary = folder / TEMPORARY / f"{os.getpid()}-{name}"
    temporary.write_bytes(data)
    try:
        temporary.replace(target)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.replace(target)
    return name


def _work(pipe: Connection, packed: bytes) -> None:
    """Serve one pipe until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            setup: Setup = pickle.loads(packed)  # noqa: S301 - written by the parent process
            setup.source.warm_up()
            pipe.send(Ready())
            while True:
                place: PlannedPlace = pipe.recv()
                pipe.send(Done(place.id, draw_place(setup, place)))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            raise
        except OSError as error:
            pipe.send(Failed(str(error), error.errno or 0))
        except Exception:  # noqa: BLE001 - handed to the parent, which raises it
            pipe.send(Failed(traceback.format_exc(), 0))


class WorkerPool:
    """``count`` processes that finish places in any order. Use it as a context; leaving it ends them."""

    def __init__(self, setup: Setup, count: int) -> None:
        self._packed = pickle.dumps(setup)
        self._count = count
        self._workers: dict[Connection, SpawnProcess] = {}
        self._busy: set[Connection] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for pipe, process in self._workers.items():
            pipe.close()
            if kind is not None:
                process.terminate()
        for process in self._workers.values():
            process.join()
            process.close()

    def run(self, places: Sequence[PlannedPlace]) -> Iterator[Ready | Done]:
        """Hand out the places and yield what comes back; `SourceError` or `OSError` when a worker fails.

        The first worker warms up alone, so that it fills the compiler's cache and the others only read it.
        """
        waiting = iter(places)
        wanted = min(self._count, len(places))
        if wanted:
            self._start()
        while self._busy:
            for pipe in self._answering(None):
                message = self._receive(pipe)
                if isinstance(message, Failed):
                    raise _as_error(message)
                if isinstance(message, Ready):
                    while len(self._workers) < wanted:
                        self._start()
                place = next(waiting, None)
                if place is not None:
                    pipe.send(place)
                    self._busy.add(pipe)
                yield message

    def drain(self) -> Iterator[Done]:
        """Yield the places that were under way, waiting a few seconds at most; nothing new is handed out."""
        while self._busy:
            pipes = self._answering(DRAIN_S)
            if not pipes:
                return
            for pipe in pipes:
                message = self._receive(pipe)
                if isinstance(message, Done):
                    yield message

    def _answering(self, timeout_s: float | None) -> list[Connection]:
        return cast("list[Connection]", wait(list(self._busy), timeout_s))

    def _receive(self, pipe: Connection) -> Ready | Done | Failed:
        """Take one worker's answer, after which it is idle, or dead."""
        self._busy.discard(pipe)
        try:
            message: Ready | Done | Failed = pipe.recv()
        except (EOFError, ConnectionResetError):
            return self._obituary(pipe)
        return message

    def _obituary(self, pipe: Connection) -> Failed:
        process = self._workers[pipe]
        process.join()
        code = process.exitcode
        how = f"killed by signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        return Failed(f"a render process ended unexpectedly ({how}); if memory is short, use fewer --workers", 0)

    def _start(self) -> None:
        here, there = multiprocessing.Pipe()
        process = multiprocessing.get_context("spawn").Process(target=_work, args=(there, self._packed), daemon=True)
        with _environment(ONE_THREAD), _interrupts_held():
            process.start()
        there.close()
        self._workers[here] = process
        self._busy.add(here)


def _as_error(failure: Failed) -> Exception:
    return OSError(failure.number, failure.text) if failure.number else SourceError(failure.text)


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """Set variables for child processes, which read them before their first import."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let a child inherit a mask that keeps Ctrl-C from it; the parent gets its own as soon as this ends."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
