"""Measure the time from starting the server to a painted title, beside a one-line Streamlit app in the same run.

Needs Chromium (``make test`` finds or installs it). Prints both in seconds and their ratio, or one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, sync_playwright

ROOT = Path(__file__).parents[1]
TITLE = "Where in America is this?"
ONE_LINE = f'import streamlit as st; st.title("{TITLE}")\n'
LIMIT_S = 60.0


def main() -> None:
    """Take turns between both apps, so that a busy machine slows both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    chromium = os.environ.get("GEOGAME_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    seconds: dict[str, list[float]] = {"one_line": [], "app": []}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        plain = Path(folder) / "one_line.py"
        plain.write_text(ONE_LINE, encoding="utf-8")
        for _ in range(options.repeats + 1):
            seconds["one_line"].append(title_s(browser, plain))
            seconds["app"].append(title_s(browser, ROOT / "streamlit_app.py"))
        browser.close()
    print(report(seconds, as_json=options.json))


def report(seconds: dict[str, list[float]], *, as_json: bool) -> str:
    """Leave out the first turn, which fills the disk's cache, and compare the medians."""
    medians = {name: statistics.median(times[1:]) for name, times in seconds.items()}
    ratio = medians["app"] / medians["one_line"]
    if as_json:
        found: dict[str, Any] = {f"{name}_s": round(value, 3) for name, value in medians.items()}
        return json.dumps(found | {"ratio": round(ratio, 3)})
    return f"one line {medians['one_line']:.2f} s, app {medians['app']:.2f} s: {ratio:.2f} times"


def title_s(browser: Browser, script: Path) -> float:
    """Return seconds from starting the server to the title on screen, in a fresh browser context."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    page = browser.new_context().new_page()
    started = time.perf_counter()
    command = (sys.executable, "-m", "streamlit", "run", str(script))
    flags = ("--server.port", str(port), "--server.headless", "true", "--server.address", "127.0.0.1")
    with subprocess.Popen([*command, *flags], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            while True:
                try:
                    page.goto(f"http://127.0.0.1:{port}", wait_until="commit")
                    break
                except Error:
                    if time.perf_counter() - started > LIMIT_S:
                        raise
                    time.sleep(0.02)
            page.get_by_role("heading", name=TITLE).wait_for(timeout=LIMIT_S * 1000)
            return time.perf_counter() - started
        finally:
            server.terminate()
            page.context.close()


if __name__ == "__main__":
    main()
