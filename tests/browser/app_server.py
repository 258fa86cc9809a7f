"""The whole app, served as ``make play`` does, with every look at another machine written down."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WATCHED = Path(__file__).with_name("watched_server.py")
PATIENCE_S = 240
"""For any one wait: a machine at work on ten other things is slow, not broken."""


@dataclass
class App:
    """The app while it serves: its address, the file with every look at another machine, and its process."""

    address: str
    looks: Path
    process: int

    @property
    def left_the_machine(self) -> list[str]:
        """What the server asked other machines."""
        return self.looks.read_text(encoding="utf-8").splitlines()


@contextlib.contextmanager
def serving_app(
    folder: Path, *, datasets: Path, models: Path, runs: Path | None = None, variables: dict[str, str] | None = None
) -> Iterator[App]:
    """Serve the app with these datasets, models, runs (none) and variables; logs go to ``folder``."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    looks, log = folder / "looks.txt", folder / "server.log"
    environment = os.environ | {
        "GEOGAME_DATASETS": str(datasets),
        "GEOGAME_MODELS": str(models),
        "GEOGAME_RUNS": str(runs or folder / "runs"),
        "PYTHONPATH": str(ROOT),
        **(variables or {}),
    }
    command = [sys.executable, str(WATCHED), str(looks), "streamlit_app.py", "--server.port", str(port)]
    command += ["--server.headless", "true", "--server.fileWatcherType", "none"]
    with (
        log.open("wb") as output,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT) as server,
    ):
        try:
            _wait(server, port, log)
            yield App(f"http://127.0.0.1:{port}", looks, server.pid)
        finally:
            server.terminate()


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + PATIENCE_S
    address = f"http://127.0.0.1:{port}/_stcore/health"
    while time.monotonic() < end:
        assert server.poll() is None, f"the server ended: {log.read_text()}"
        with contextlib.suppress(OSError), urllib.request.urlopen(address) as answer:
            if answer.status == 200:
                return
        time.sleep(0.05)
    raise AssertionError(f"the server did not answer in {PATIENCE_S} s: {log.read_text()}")
