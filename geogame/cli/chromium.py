"""Find a Chromium that can be driven: the one named, one on the path, or playwright's own."""

import os
import shutil
from pathlib import Path

VARIABLE = "GEOGAME_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find_chromium() -> Path | None:
    """Return the browser's executable, or None where there is none.

    The one that ``GEOGAME_CHROMIUM`` names goes first, then those on the path, then playwright's download.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named) if Path(named).is_file() else None
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    return playwright_chromium()


def playwright_chromium() -> Path | None:
    """Return the browser that playwright has downloaded, or None."""
    roots = [Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or "~/.cache/ms-playwright").expanduser()]
    roots += [Path("~/Library/Caches/ms-playwright").expanduser(), Path("~/AppData/Local/ms-playwright").expanduser()]
    inside = (
        "chrome-linux*/chrome",
        "chrome-linux*/headless_shell",
        "chrome-headless-shell-*/chrome-headless-shell",
        "chrome-mac*/*.app/Contents/MacOS/*",
        "chrome-win*/chrome.exe",
    )
    for root in roots:
        for pattern in inside:
            found = sorted(root.glob(f"chromium*-*/{pattern}"))
            if found:
                return found[-1]
    return None


def how_to_install() -> str:
    """Return the line that installs a Chromium for the tests."""
    return "sudo apt install chromium   (Debian), or: .venv/bin/python -m playwright install chromium"
