"""How the tests start a Streamlit server: on a free port, with its log in a file."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 240
"""For any one wait: a machine at work on ten other things is slow, not broken."""
RUN = ("-m", "streamlit", "run")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_streamlit(
    script: str,
    port: int,
    log: Path,
    *,
    folder: Path = ROOT,
    variables: Mapping[str, str] | None = None,
    run: tuple[str, ...] = RUN,
) -> subprocess.Popen[bytes]:
    """Start a script in a folder and wait until it answers; fail with its log when it does not."""
    command = [sys.executable, *run, script, "--server.port", str(port)]
    command += ["--server.headless", "true", "--server.fileWatcherType", "none"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"} | dict(variables or {})
    with log.open("ab") as output:
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait(server, port, log)
    except BaseException:
        server.kill()
        raise
    return server


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        assert server.poll() is None, f"the server ended: {log.read_text()}"
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health") as answer:
            if answer.status == 200:
                return
        time.sleep(0.05)
    raise AssertionError(f"the server did not answer in {PATIENCE_S} s: {log.read_text()}")
