"""Take the README's picture: play one round of the real app in a headless Chromium and photograph the reveal.

``.venv/bin/python -m tools.screenshot [OUT.png]``, from the repository's root.
"""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from geogame.cli.chromium import find_chromium
from tools.play import ROOT, pick_port, say

WAIT_MS = 240_000
FLAGS = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
         "--no-sandbox", "--disable-background-networking")  # fmt: skip


def serve(port: int) -> "subprocess.Popen[bytes]":
    """Start the app on `port` and wait until it answers."""
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", str(port)]
    command += ["--server.headless", "true"]
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health"):
                return server
        except OSError:
            time.sleep(0.2)
    server.terminate()
    raise SystemExit("the app did not start")


def photograph(address: str, out: Path) -> None:
    """Play to the first reveal and save it as an 8-bit palette PNG."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    browser_path = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(WAIT_MS)
        page.goto(address)
        page.get_by_role("button", name="Start the game").click()
        page.locator(".gg-bar[data-stage=guess]").wait_for()
        page.wait_for_timeout(15_000)  # until the map rests
        box = page.locator(".st-key-gg_map").bounding_box()
        if box is None:
            raise SystemExit("the map is not on the page")
        page.mouse.click(box["x"] + box["width"] * 0.45, box["y"] + box["height"] * 0.58)
        page.get_by_role("button", name="Confirm guess").click()
        page.locator(".gg-bar[data-stage=reveal]").wait_for()
        page.wait_for_timeout(8_000)
        page.screenshot(path=out)
        browser.close()
    Image.open(out).convert("RGB").quantize(256).save(out, optimize=True)


def main() -> None:
    """Serve, play, photograph, stop."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "static" / "screenshot.png"
    port = pick_port("127.0.0.1", 8620)
    if port is None:
        raise SystemExit("no free port")
    server = serve(port)
    try:
        photograph(f"http://127.0.0.1:{port}", out)
    finally:
        server.terminate()
    say(f"wrote {out}")


if __name__ == "__main__":
    main()
