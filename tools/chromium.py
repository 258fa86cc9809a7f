"""Find a Chromium for the browser tests, or install one: Debian's package, else playwright's download.

Without one the browser tests are skipped; where nothing may be skipped (GEOGAME_REQUIRE_ALL=1) that is a failure.
"""

import os
import shutil
import subprocess
import sys

from geogame.cli.chromium import VARIABLE, find_chromium, how_to_install

TIMEOUT_S = 300


def attempt(*words: str) -> bool:
    """Run a command quietly; tell whether it succeeded."""
    sys.stderr.write(f"geogame: trying `{' '.join(words)}`\n")
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(words, env=environ, capture_output=True, timeout=TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def become_root() -> list[str] | None:
    """Return the words that run a command as root without a question, or None."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    return [sudo, "-n"] if sudo and attempt(sudo, "-n", "true") else None


def install_chromium() -> bool:
    """Install a Chromium; tell whether there is one now."""
    root = become_root()
    if shutil.which("apt-get") and root is not None:
        install = [*root, "apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"]
        if attempt(*install) or (attempt(*root, "apt-get", "update", "-q") and attempt(*install)):
            return find_chromium() is not None
    attempt(sys.executable, "-m", "playwright", "install", "chromium")
    return find_chromium() is not None


def main() -> int:
    """Find or install; return the exit code."""
    if find_chromium() is not None:
        return 0
    if os.environ.get(VARIABLE):
        sys.stderr.write(f"geogame: {VARIABLE}={os.environ[VARIABLE]} names no file\n")
        return 1
    if install_chromium():
        return 0
    sys.stderr.write(f"geogame: no Chromium; the browser tests are skipped. To run them: {how_to_install()}\n")
    return 1 if os.environ.get("GEOGAME_REQUIRE_ALL") == "1" else 0


if __name__ == "__main__":
    sys.exit(main())
