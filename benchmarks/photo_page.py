"""Measure how long a visitor waits for the photo page's guess after choosing a 12-megapixel JPEG, in a real browser.

Needs Chromium (``make test`` finds or installs it) and an installed model. The first visitor comes to a server that
just started and chooses a file ``--pause`` seconds after the page is there, as long as one needs to find a file; each
of the others opens the page in a browser of their own and chooses another picture. Prints the seconds until the
sentence with the guess and until the heat on the photograph, medians and worst, or one JSON object.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
SIZE = (4000, 3000)
LIMIT_S = 120.0
STAGES = ("guess", "heat")


def main() -> None:
    """Let visitors come one after another."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visitors", type=int, default=6)
    parser.add_argument("--pause", type=float, default=5.0, help="seconds from the page to the chosen file")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    chromium = os.environ.get("GEOGAME_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = (sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", str(port))
    flags = ("--server.headless", "true", "--server.address", "127.0.0.1")
    with (
        sync_playwright() as playwright,
        subprocess.Popen([*command, *flags], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server,
    ):
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health")
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            times = [
                waits_s(browser, f"http://127.0.0.1:{port}/photo", large_jpeg(number), options.pause)
                for number in range(options.visitors)
            ]
            browser.close()
        finally:
            server.terminate()
    print(report(times, as_json=options.json))


def wait_for(address: str) -> None:
    """Return once a server answers."""
    end = time.monotonic() + LIMIT_S
    while True:
        try:
            with urllib.request.urlopen(address):  # noqa: S310 - this machine's own server
                return
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def large_jpeg(seed: int) -> bytes:
    """Return a JPEG of 12 megapixels with detail everywhere, 3 to 5 MB as a telephone writes it."""
    rng = np.random.default_rng(seed)
    coarse = Image.fromarray(rng.integers(0, 256, (48, 64, 3), dtype=np.uint8)).resize(SIZE, Image.Resampling.BICUBIC)
    grain = rng.integers(-12, 13, (SIZE[1], SIZE[0], 1), dtype=np.int16)
    pixels = np.clip(np.asarray(coarse, np.int16) + grain, 0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=85)
    return out.getvalue()


def waits_s(browser: Browser, address: str, data: bytes, pause_s: float) -> dict[str, float]:
    """Open the page as a new visitor, choose a file, and return the seconds until each stage is on screen."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(LIMIT_S * 1000)
    page.goto(address)
    upload = page.locator("input[type=file]")
    upload.wait_for(state="attached")
    time.sleep(pause_s)
    started = time.perf_counter()
    upload.set_input_files({"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": data})
    page.locator("section.gg-result h2").wait_for()
    found = {"guess": time.perf_counter() - started}
    page.locator("img[alt^=Heat]").wait_for()
    found["heat"] = time.perf_counter() - started
    context.close()
    return found


def report(times: list[dict[str, float]], *, as_json: bool) -> str:
    """Tell the first visitor from the others."""
    first, others = times[0], times[1:] or times
    medians = {stage: statistics.median(each[stage] for each in others) for stage in STAGES}
    worst = {stage: max(each[stage] for each in others) for stage in STAGES}
    if as_json:
        found = {"first": first, "median": medians, "worst": worst}
        return json.dumps({name: {k: round(v, 3) for k, v in each.items()} for name, each in found.items()})
    return "\n".join(
        f"{stage}: median {medians[stage]:.2f} s, worst {worst[stage]:.2f} s, first visitor {first[stage]:.2f} s"
        for stage in STAGES
    )


if __name__ == "__main__":
    main()
