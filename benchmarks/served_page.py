"""Serve the app and look at it with a real Chromium, for the benchmarks of single pages."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Error, Page, sync_playwright

ROOT: Final = Path(__file__).parents[1]
LIMIT_MS: Final = 300_000.0
TRIES: Final = 500
PROCESSES: Final = {"page": "renderer", "drawing": "GPU"}
"""Kinds of the browser's processes: what runs the page's scripts, and what draws, here without a graphics card."""
FLAGS: Final = (
    "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--enable-webgl",
)  # fmt: skip


@dataclass(frozen=True)
class Served:
    """A page of the app, and clocks that count the processor's seconds of all who work on it."""

    page: Page
    clocks: Mapping[str, Callable[[], float]]

    def timed(self, name: str, ask: Callable[[], None], wait: Callable[[], None]) -> dict[str, float]:
        """Ask for something, wait for it, and say how long that took and who computed how long."""
        began, used = time.perf_counter(), {who: clock() for who, clock in self.clocks.items()}
        ask()
        wait()
        found = {f"{name}_s": round(time.perf_counter() - began, 2)}
        return found | {
            f"{name}_{who}_processor_s": round(clock() - used[who], 2) for who, clock in self.clocks.items()
        }

    def go(self, link: str) -> None:
        """Click a page in the navigation."""
        self.page.get_by_role("link", name=link).click()


@contextlib.contextmanager
def served_page(variables: Mapping[str, str]) -> Iterator[Served]:
    """Serve the app with these environment variables and open its first page."""
    chromium = os.environ.get("GEOGAME_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", str(port)]
    command += ["--server.headless", "true", "--server.fileWatcherType", "none"]
    with (
        sync_playwright() as playwright,
        subprocess.Popen(command, cwd=ROOT, env=os.environ | variables, stdout=subprocess.DEVNULL) as server,
    ):
        try:
            browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
            page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
            page.set_default_timeout(LIMIT_MS)
            _open(page, port)
            clocks = {"server": partial(_processor_s, server.pid)}
            yield Served(page, clocks | {who: partial(_browser_s, browser, kind) for who, kind in PROCESSES.items()})
            browser.close()
        finally:
            server.terminate()


def _open(page: Page, port: int) -> None:
    for _ in range(TRIES):
        with suppress(Error):
            page.goto(f"http://127.0.0.1:{port}")
            break
        time.sleep(0.2)


def _processor_s(pid: int) -> float:
    """Processor time of a process so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _browser_s(browser: Browser, kind: str) -> float:
    """Processor time of the browser's processes of a kind so far."""
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    return float(sum(each["cpuTime"] for each in told["processInfo"] if each["type"] == kind))
