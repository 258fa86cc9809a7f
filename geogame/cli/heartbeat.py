"""A heartbeat for commands that a page starts: how far they are, in a file, for whoever looks."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Final, TypeVar

from geogame.cli.progress import count_progress
from geogame.training.signals import taken
from geogame.training.status import Status, ending, write_status

BEAT_S: Final = 0.5
Progress = Callable[[str, int, int], None]
State = TypeVar("State")


@contextmanager
def heartbeat(folder: Path | None, shown: Progress) -> Iterator[Progress]:
    """Pass progress on to ``shown`` and keep it in ``folder``'s status.json; without a folder only the former.

    The file says "running" with what is done and the seconds it still takes, then "done", "stopped" after Ctrl-C or
    SIGTERM, which ends such a command as Ctrl-C does, or "failed" with the error's message.
    """
    if folder is None:
        yield shown
        return
    folder.mkdir(parents=True, exist_ok=True)
    pulse = _Pulse(folder)

    def both(what: str, done: int, total: int) -> None:
        shown(what, done, total)
        pulse.beat(what, done, total)

    try:
        with taken(_interrupt, signal.SIGTERM):
            yield both
    except BaseException as error:
        pulse.end(error)
        raise
    pulse.end(None)


@contextmanager
def counting(what: str, folder: Path | None) -> Iterator[Callable[[int, int], None]]:
    """Show how many of how many (0: not known yet) on a terminal, and keep it in a ``folder``'s status.json."""
    with (
        count_progress(what) as shown,
        heartbeat(folder, lambda _what, done, total: shown(done, total)) as progress,
    ):
        yield lambda done, total: progress(what, done, total)


@contextmanager
def telling(
    folder: Path | None, shown: Callable[[State], None], said: Callable[[State], tuple[str, int, int]]
) -> Iterator[Callable[[State], None]]:
    """Show the states of some work as ``shown`` does, and keep what ``said`` makes of each in status.json."""
    with heartbeat(folder, lambda _what, _done, _total: None) as progress:

        def both(state: State) -> None:
            shown(state)
            progress(*said(state))

        yield both


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


class _Pulse:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._status = Status.of_this_process()
        self._began_s = self._told_s = time.monotonic()
        write_status(folder, self._status)

    def beat(self, what: str, done: int, total: int) -> None:
        now_s, news = time.monotonic(), what != self._status.doing
        if news:
            self._began_s = now_s
        if not news and now_s - self._told_s < BEAT_S and (done < total or not total):
            return
        self._told_s = now_s
        eta_s = (now_s - self._began_s) * (total - done) / done if done and total else None
        self._status = replace(self._status, doing=what, done=done, total=total, eta_s=eta_s, beat_s=time.time())
        write_status(self._folder, self._status)

    def end(self, error: BaseException | None) -> None:
        state, message = ending(error)
        write_status(self._folder, replace(self._status, state=state, message=message, eta_s=None, beat_s=time.time()))
