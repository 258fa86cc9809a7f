"""Measure how soon the grid page shows cells in a real browser: 243 of them, and about ten thousand.

Needs Chromium (``make test`` finds or installs it). Prints seconds from the click or key that asks for the cells until
the map has drawn them, beside the processor's seconds that the server, the page's scripts and the drawing needed,
or one JSON object. It is drawn in software here; a graphics card saves most of that.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, sync_playwright

ROOT = Path(__file__).parents[1]
LIMIT_MS = 300_000.0
TRIES = 500
COLUMNS, ROWS = 160, 97
MAP = """[...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')]
  .map((host) => host.shadowRoot?.querySelector('.root')?.map).find(Boolean)"""
PROCESSES = {"page": "renderer", "drawing": "GPU"}
"""Kinds of the browser's processes: what runs the page's scripts, and what draws, here without a graphics card."""
FLAGS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--enable-webgl"]


def main() -> None:
    """Serve the app, open the page, and ask for both partitions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    chromium = os.environ.get("GEOGAME_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        found = measure(browser, Path(folder))
        browser.close()
    print(json.dumps(found) if options.json else "\n".join(f"{name}: {value}" for name, value in found.items()))


def measure(browser: Browser, folder: Path) -> dict[str, float]:
    """Return cells, seconds and processor seconds of both steps; the page was opened once before."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"GEOGAME_REGIONS": str(folder), "GEOGAME_RUNS": str(folder / "runs")}
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", str(port)]
    command += ["--server.headless", "true", "--server.fileWatcherType", "none"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
            page.set_default_timeout(LIMIT_MS)
            _open(page, port)
            page.get_by_role("link", name="Grid").click()
            _drawn(page, 243)
            page.get_by_role("link", name="About").click()
            page.get_by_role("heading", name="Privacy").wait_for()
            clocks = {"server": partial(_processor_s, server.pid)}
            clocks |= {name: partial(_browser_s, browser, kind) for name, kind in PROCESSES.items()}
            found = _timed(clocks, "usual", page, 243, lambda: page.get_by_role("link", name="Grid").click())
            _choose_rectangles(page)
            rows = page.get_by_role("spinbutton", name="Rows")
            rows.fill(str(ROWS))
            return found | _timed(clocks, "many", page, 9000, lambda: rows.press("Enter"))
        finally:
            server.terminate()


def _open(page: Page, port: int) -> None:
    for _ in range(TRIES):
        with suppress(Error):
            page.goto(f"http://127.0.0.1:{port}")
            break
        time.sleep(0.2)


def _choose_rectangles(page: Page) -> None:
    page.get_by_role("combobox", name="Cut into").click()
    page.get_by_role("option", name="columns and rows").click()
    columns = page.get_by_role("spinbutton", name="Columns")
    columns.fill(str(COLUMNS))
    columns.press("Enter")
    page.wait_for_function(f"{MAP}?.data?.cells?.features.length > 500")


def _timed(
    clocks: Mapping[str, Callable[[], float]], name: str, page: Page, cells: int, ask: Callable[[], None]
) -> dict[str, float]:
    began, used = time.perf_counter(), {who: clock() for who, clock in clocks.items()}
    ask()
    count = _drawn(page, cells)
    found = {f"{name}_cells": count, f"{name}_s": round(time.perf_counter() - began, 2)}
    return found | {f"{name}_{who}_processor_s": round(clock() - used[who], 2) for who, clock in clocks.items()}


def _drawn(page: Page, cells: int) -> int:
    """Wait until the map has drawn at least so many cells, and one more frame."""
    page.wait_for_function(
        f"(() => {{ const m = {MAP}; return m?.stage?.cells?.colours?.length >= {cells} && m.renders > 0; }})()"
    )
    return int(page.evaluate(f"new Promise(requestAnimationFrame).then(() => {MAP}.data.cells.features.length)"))


def _processor_s(pid: int) -> float:
    """Processor time of a process so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _browser_s(browser: Browser, kind: str) -> float:
    """Processor time of the browser's processes of a kind so far."""
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    return float(sum(each["cpuTime"] for each in told["processInfo"] if each["type"] == kind))


if __name__ == "__main__":
    main()
