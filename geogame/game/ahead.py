"""Draws places ahead of time in a process of its own, so that whoever shows them never waits and never blocks.

Orders are taken in turn by one child process of low priority (`ahead_worker`), which compiles and renders there; a
thread here talks to it. Whoever ordered a place polls `Ahead.look`. The child ends with its parent, however that
ends: it watches the pipe its orders come through.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import IO, Any, Final, Literal

from geogame.errors import GameError, GeogameError
from geogame.regions import load_region
from geogame.sources.options import BuildOptions
from geogame.sources.pool import ONE_THREAD
from geogame.sources.presets import HELD_OUT, PRESETS
from geogame.sources.rendered import PlannedPlace

RENDERER: Final = "geogame.sources.rendered:RenderedSource"
PANORAMA: Final = "geogame.world.panorama:render_panorama"
PANORAMA_SIZE: Final = (2048, 1024)
WAITING: Final = 8
KEPT: Final = 64
CLOSING_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Underway:
    """A place that is not drawn yet: it waits its turn, the process starts and compiles, or it is being drawn.

    ``share`` is how much of it is drawn, 0 to 1.
    """

    phase: Literal["waiting", "starting", "drawing"]
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn place: its views as WebP in the order of the region's headings, and its full turn if it was wanted."""

    planned: PlannedPlace
    views: tuple[bytes, ...]
    panorama: bytes | None


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a place could not be drawn; ordering it again tries again."""

    message: str


State = Underway | Drawn | Failed


@dataclass(frozen=True, slots=True)
class _Order:
    key: str
    plan: Callable[[], PlannedPlace]
    panorama: bool


class Ahead:
    """The drawing process and what it has drawn; the process starts with the first order.

    Parameters
    ----------
    renderer, panorama
        ``module:name`` of what makes the source of views, and of what draws a full turn; importable in the child.
    options
        Size and quality of the views; those of the shipped held-out places by default, so that all look alike.
    waiting
        So many places may be ordered and not yet drawn.
    """

    def __init__(
        self,
        renderer: str = RENDERER,
        panorama: str = PANORAMA,
        options: BuildOptions = PRESETS[HELD_OUT],
        waiting: int = WAITING,
    ) -> None:
        self._command = [sys.executable, "-m", "geogame.game.ahead_worker", renderer, panorama]
        self._options = options
        self._limit = waiting
        self._changed = threading.Condition()
        self._orders: OrderedDict[str, _Order] = OrderedDict()
        self._states: OrderedDict[str, State] = OrderedDict()
        self._current: str | None = None
        self._thread: threading.Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def ask(self, key: str, plan: Callable[[], PlannedPlace], *, panorama: bool = False) -> bool:
        """Order a place, unless it is drawn or under way already.

        Parameters
        ----------
        key
            Names the order.
        plan
            Says which place; called in the thread that talks to the process.
        panorama
            Draw the full turn too.

        Returns
        -------
        bool
            False if too many wait already; ask again later.
        """
        with self._changed:
            if not isinstance(self._states.get(key, Failed("")), Failed):
                return True
            if self._closed or len(self._orders) >= self._limit:
                return False
            self._orders[key] = _Order(key, plan, panorama)
            self._states[key] = Underway("waiting")
            self._states.move_to_end(key)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="ahead", daemon=True)
                self._thread.start()
                atexit.register(self.close)
            self._changed.notify_all()
        return True

    def look(self, key: str, *, wait_s: float = 0.0) -> State | None:
        """How an order stands; ``None`` if there is none of that name, or it was long ago."""
        with self._changed:
            self._changed.wait_for(lambda: not isinstance(self._states.get(key), Underway), timeout=wait_s)
            return self._states.get(key)

    def cancel(self, key: str) -> None:
        """Forget an order that is not done; the process is ended if it is at work on it."""
        with self._changed:
            if not isinstance(self._states.get(key), Underway):
                return
            del self._states[key]
            self._orders.pop(key, None)
            if self._current == key and self._process is not None:
                self._process.kill()
                self._process.wait()

    def close(self) -> None:
        """End the process and take no more orders."""
        with self._changed:
            self._closed = True
            self._orders.clear()
            if self._process is not None:
                self._process.kill()
            self._changed.notify_all()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(CLOSING_S)

    @property
    def pid(self) -> int | None:
        """The process's id while it runs."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def _work(self) -> None:
        while True:
            with self._changed:
                self._current = None
                self._changed.wait_for(lambda: self._orders or self._closed)
                if self._closed:
                    self._bury()
                    return
                key, order = self._orders.popitem(last=False)
                self._current = key
            try:
                state: State = self._draw(order)
            except GeogameError as error:
                state = Failed(str(error))
            except Exception as error:  # noqa: BLE001 - told to whoever ordered the place
                state = Failed(f"the place could not be drawn ({type(error).__name__}: {error}); try again")
            self._tell(key, state)

    def _tell(self, key: str, state: State) -> None:
        """Keep how an order stands, unless it was cancelled; only a few done ones are kept."""
        with self._changed:
            if key in self._states:
                self._states[key] = state
            done = [name for name, each in self._states.items() if not isinstance(each, Underway)]
            for name in done[: max(0, len(done) - KEPT)]:
                del self._states[name]
            self._changed.notify_all()

    def _draw(self, order: _Order) -> Drawn:
        planned = order.plan()
        process = self._running(order.key)
        if process.stdin is None or process.stdout is None:
            raise GameError("the drawing process has no pipes; start the app again")
        process.stdin.write(json.dumps(self._asked(planned, order)).encode() + b"\n")
        process.stdin.flush()
        while True:
            said = self._hear(process.stdout)
            if "error" in said:
                raise GameError(f"the place could not be drawn ({said['error']}); try again")
            if "sizes" in said:
                parts = [process.stdout.read(size) for size in said["sizes"]]
                views, rest = parts[: len(self._headings_deg)], parts[len(self._headings_deg) :]
                return Drawn(planned, tuple(views), rest[0] if rest else None)
            self._tell(order.key, Underway("drawing", float(said.get("share", 0.0))))

    @property
    def _headings_deg(self) -> tuple[float, ...]:
        return load_region(self._options.region).headings_deg[: self._options.views]

    def _asked(self, planned: PlannedPlace, order: _Order) -> dict[str, Any]:
        options = self._options
        return {
            "place": asdict(planned.place),
            "headings_deg": self._headings_deg,
            "width": options.width,
            "height": options.height,
            "supersample": options.supersample,
            "detail": options.detail,
            "quality": options.quality,
            "panorama": PANORAMA_SIZE if order.panorama else None,
        }

    def _running(self, key: str) -> subprocess.Popen[bytes]:
        """Return the process, started anew if there is none; starting takes seconds, or minutes to compile."""
        if self._process is None or self._process.poll() is not None:
            self._bury()
            self._tell(key, Underway("starting"))
            environment = os.environ | ONE_THREAD | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
            with self._changed:
                if self._closed or key not in self._states:
                    raise GameError("the order was cancelled")
                pipe = subprocess.PIPE
                self._process = subprocess.Popen(self._command, stdin=pipe, stdout=pipe, env=environment)  # noqa: S603
        return self._process

    def _bury(self) -> int | None:
        """Make sure that the process has ended, close its pipes, and return its exit code."""
        process, self._process = self._process, None
        if process is None:
            return None
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        return process.wait()

    def _hear(self, pipe: IO[bytes]) -> dict[str, Any]:
        line = pipe.readline()
        if not line.endswith(b"\n"):
            raise GameError(f"the drawing process ended unexpectedly (exit code {self._bury()}); try again")
        said: dict[str, Any] = json.loads(line)
        return said
