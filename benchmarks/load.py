"""Let many players play at once and measure how long each click takes, over real WebSocket sessions.

Every player opens the page, plays games of five rounds against the best installed model, and confirms a guess every
``--every`` seconds; ``confirm`` is the time from the click to the whole reveal, ``next`` from the click to the next
round's pictures, ``start`` from *Start the game* to the first round's. All is what the server sends as protobuf; the
browser's drawing and the static files it fetches once are not part of it. Without ``--address`` a server is started as
``make serve`` does, with games in a database of its own; with it, ``--process`` says whose memory to watch.

    python -m benchmarks.load [--players 50] [--seconds 120] [--every 10] [--address URL --process PID …] [--json]
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from websockets.exceptions import WebSocketException

from benchmarks.session import Page, Session, SessionError
from geogame.ui.texts import NOT_KEPT, not_kept

ROOT = Path(__file__).parents[1]
PATIENCE_S = 120.0
START_S = 180.0
LOOK_S = 0.5
KINDS = ("start", "confirm", "next")
STAGE = re.compile(r'class="gg-bar" data-stage="(\w+)"')
WHY_NOT_KEPT = re.compile(f"{re.escape(not_kept(''))}([^<]*)")


@dataclass
class Tally:
    """What happened so far: seconds by kind of click, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    errors: list[str] = field(default_factory=list)
    unkept: list[str] = field(default_factory=list)

    def summary(self) -> dict[str, dict[str, float]]:
        """Return count, median, 95th percentile and worst by kind of click, seconds."""
        return {
            kind: {
                "n": len(times),
                "median_s": round(float(np.median(times)), 3),
                "p95_s": round(float(np.percentile(times, 95)), 3),
                "worst_s": round(max(times), 3),
            }
            for kind, times in self.seconds.items()
            if times
        }


def stage_of(page: Page) -> str:
    """Return what the play page shows: ``guess``, ``reveal`` or ``summary``; empty at the start screen."""
    found = STAGE.search(page.html())
    return found[1] if found else ""


def round_of(page: Page) -> tuple[str, str]:
    """Return the stage and what the map calls this round."""
    found = page.component("geogame_map")
    return stage_of(page), "" if found is None else found[1]["reset"]


def may_confirm(page: Page) -> bool:
    """Tell whether the opponent has guessed too."""
    found = page.component("geogame_map")
    return stage_of(page) == "guess" and found is not None and found[1]["can_confirm"]


class Player:
    """Someone who plays until the time is over."""

    def __init__(self, number: int, address: str, every_s: float, until: float, tally: Tally) -> None:
        self._rng = random.Random(number)
        self._address, self._every_s, self._until, self._tally = address, every_s, until, tally
        self._began = time.monotonic()
        self._due = self._began + self._rng.uniform(0.0, every_s)

    async def play(self) -> None:
        """Play; whatever goes wrong ends this player and is taken down."""
        try:
            await asyncio.sleep(self._due - time.monotonic())
            cookie = f"geogame_player={self._rng.getrandbits(128):032x}"
            async with Session(self._address, {"Cookie": cookie}) as session:
                await session.until(lambda page: bool(page.button("gg_begin")), PATIENCE_S)
                await self._timed(session, "start", "gg_begin")
                while time.monotonic() < self._until:
                    await self._round(session)
        except (SessionError, WebSocketException, OSError) as error:
            self._tally.errors.append(f"{type(error).__name__}: {error}")

    async def _round(self, session: Session) -> None:
        await session.until(may_confirm, PATIENCE_S)
        self._due += self._every_s
        await self._wait(session, self._due)
        clicked, nonce = time.monotonic(), f"{self._rng.getrandbits(64):x}"
        lat, lon = self._rng.uniform(26.0, 48.0), self._rng.uniform(-123.0, -70.0)
        await session.trigger("geogame_map", "confirm", {"lat": lat, "lon": lon, "nonce": nonce})
        shown = await session.until(lambda page: stage_of(page) == "reveal", PATIENCE_S)
        self._tally.seconds["confirm"].append(shown - clicked)
        if NOT_KEPT in (shown_html := session.page.html()):
            why = WHY_NOT_KEPT.search(shown_html)
            self._tally.unkept.append(f"{shown - self._began:.1f} s: {why[1] if why else NOT_KEPT}")
        await self._wait(session, shown + self._rng.uniform(0.2, 0.5) * self._every_s)
        await self._timed(session, "next", "gg_next")
        if stage_of(session.page) == "summary":
            await self._timed(session, "next", "gg_again")

    async def _timed(self, session: Session, kind: str, key: str) -> None:
        """Press a button and wait for another round, or the summary."""
        before, clicked = round_of(session.page), time.monotonic()
        await session.press(key)
        shown = await session.until(
            lambda page: stage_of(page) not in {"", "reveal"} and round_of(page) != before, PATIENCE_S
        )
        self._tally.seconds[kind].append(shown - clicked)

    @staticmethod
    async def _wait(session: Session, until: float) -> None:
        """Look at the page, which may go on by itself."""
        with contextlib.suppress(SessionError):
            await session.until(lambda _: False, max(0.0, until - time.monotonic()))


@dataclass
class Watched:
    """Server processes and what they used: all their children count."""

    processes: Sequence[int]
    peak_mb: float = 0.0

    def look(self) -> None:
        """Take the memory of now into account."""
        self.peak_mb = max(self.peak_mb, sum(resident_mb(each) for each in self.all()))

    def cpu_s(self) -> float:
        """Seconds of processor time so far."""
        return sum(cpu_s(each) for each in self.all())

    def all(self) -> list[int]:
        """Return the processes and all they started."""
        found, new = [], list(self.processes)
        while new:
            found.append(new.pop())
            with contextlib.suppress(OSError):
                new += map(int, Path(f"/proc/{found[-1]}/task/{found[-1]}/children").read_text().split())
        return found


def resident_mb(process: int) -> float:
    """Memory a process holds; none once it has ended."""
    with contextlib.suppress(OSError):
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    return 0.0


def cpu_s(process: int) -> float:
    """Processor time a process has used; none once it has ended."""
    with contextlib.suppress(OSError):
        told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


async def play(
    address: str, processes: Sequence[int], players: int, seconds: float, every_s: float
) -> dict[str, object]:
    """Let players play and return the figures; the first of them comes before the others, and is not counted."""
    watched, tally, load = Watched(processes), Tally(), os.getloadavg()[0]
    first = Tally()
    await Player(-1, address, 0.0, time.monotonic(), first).play()
    tally.errors += first.errors
    began, own, its = time.monotonic(), time.process_time(), watched.cpu_s()
    everyone = [Player(k, address, every_s, began + seconds, tally).play() for k in range(players)]
    playing = asyncio.gather(*everyone)
    looked, late_s = began, 0.0
    while not playing.done():
        watched.look()
        await asyncio.wait([playing], timeout=LOOK_S)
        looked, before = time.monotonic(), looked
        late_s = max(late_s, looked - before - LOOK_S)
    await playing
    took = time.monotonic() - began
    return {
        "players": players,
        "seconds": round(took, 1),
        "guesses": len(tally.seconds["confirm"]),
        "clicks": tally.summary(),
        "errors": tally.errors,
        "not_kept": tally.unkept,
        "server_peak_mb": round(watched.peak_mb),
        "server_cpu_share": round((watched.cpu_s() - its) / took, 3),
        "driver_late_s": round(late_s, 2),
        "driver_cpu_share": round((time.process_time() - own) / took, 3),
        "load_average": [round(load, 2), round(os.getloadavg()[0], 2)],
    }


@contextlib.contextmanager
def serving(folder: Path, variables: dict[str, str] | None = None) -> Iterator[tuple[str, int]]:
    """Serve the app with games in a database of its own; gives its address and process. Its log is in the folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"GEOGAME_DATABASE_URL": f"sqlite:///{folder / 'games.sqlite'}", **(variables or {})}
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", str(port)]
    command += ["--server.headless", "true", "--server.fileWatcherType", "none", "--server.address", "127.0.0.1"]
    with (
        (folder / "server.log").open("wb") as log,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT) as server,
    ):
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield f"http://127.0.0.1:{port}", server.pid
        finally:
            server.terminate()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Return once a server answers."""
    end = time.monotonic() + START_S
    while server.poll() is None and time.monotonic() < end:
        with contextlib.suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(address):  # noqa: S310
            return
        time.sleep(0.05)
    server.terminate()
    raise SystemExit(f"the server ended, or did not answer within {START_S:.0f} s")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--players", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--every", type=float, default=10.0, help="seconds from one guess of a player to the next")
    parser.add_argument("--address", help="of a server that runs already")
    parser.add_argument("--process", type=int, action="append", default=[], help="that server's id, for its memory")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        address, processes = options.address, options.process
        if not address:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            address, process = stack.enter_context(serving(folder))
            processes = [process]
        found = asyncio.run(play(address, processes, options.players, options.seconds, options.every))
    print(json.dumps(found) if options.json else report(found))


def report(found: dict[str, object]) -> str:
    """Write the figures as lines."""
    lines = [f"{name}: {value}" for name, value in found.items() if name not in {"clicks", "errors", "not_kept"}]
    lines += [f"{kind}: {', '.join(f'{k} {v}' for k, v in each.items())}" for kind, each in found["clicks"].items()]
    for trouble in ("errors", "not_kept"):
        lines += [f"{trouble}: {len(found[trouble])}", *found[trouble][:5]]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
