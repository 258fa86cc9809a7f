"""Serve the game with several servers behind one sticky proxy, all keeping games in one PostgreSQL. See README.md.

    GEOGAME_DATABASE_URL=postgresql://user:password@host/database python deploy/serve.py [--servers N] [--port 8080]

Needs nginx. A server that ends is started again; Ctrl-C or SIGTERM ends them all.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DATABASE = "GEOGAME_DATABASE_URL"
START_TIMEOUT_S = 120.0
LOOK_S = 1.0
CLOSING_S = 20.0


def say(message: str) -> None:
    """Tell whoever watches what is going on."""
    sys.stderr.write(f"geogame: {message}\n")
    sys.stderr.flush()


def filled(template: str, folder: Path, address: str, ports: Sequence[int]) -> str:
    """Return nginx's configuration for servers on these ports of this machine."""
    servers = "\n".join(f"        server 127.0.0.1:{port} max_fails=1 fail_timeout=5s;" for port in ports)
    values = {"@FOLDER@": str(folder), "@ADDRESS@": address, "@SERVERS@": servers}
    for name, value in values.items():
        template = template.replace(name, value)
    return template


def environment(servers: int) -> dict[str, str]:
    """Return what all servers share: cores split among them, and one secret for the cookies they sign."""
    threads = max(1, (os.cpu_count() or 1) // servers)
    shared = {"OMP_NUM_THREADS": str(threads), "STREAMLIT_SERVER_COOKIE_SECRET": secrets.token_hex(32)}
    return shared | dict(os.environ)


class Servers:
    """The game's servers, one on each port."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = ports
        self._environment = environment(len(ports))
        self._running: dict[int, subprocess.Popen[bytes]] = {}

    def start(self) -> bool:
        """Start them and return whether all answer in time."""
        for port in self._ports:
            self._running[port] = self._start(port)
        waiting, until = list(self._ports), time.monotonic() + START_TIMEOUT_S
        while waiting and time.monotonic() < until:
            waiting = [port for port in waiting if not answers(port)]
            self.look_after()
            time.sleep(0.1)
        return not waiting

    def look_after(self) -> None:
        """Start again what has ended."""
        for port, process in self._running.items():
            if process.poll() is not None:
                say(f"the server on port {port} ended with code {process.returncode}; it is started again")
                self._running[port] = self._start(port)

    def close(self) -> None:
        """End them all."""
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            end(process)

    def _start(self, port: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", str(port)]
        command += ["--server.address", "127.0.0.1", "--server.headless", "true", "--server.fileWatcherType", "none"]
        return subprocess.Popen(command, cwd=ROOT, env=self._environment)


def answers(port: int) -> bool:
    """Tell whether a server is up."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
            return True
    except (urllib.error.URLError, OSError):
        return False


def end(process: subprocess.Popen[bytes]) -> None:
    """Wait for a process that was told to end, not for ever."""
    try:
        process.wait(CLOSING_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def main() -> int:
    """Serve until told to stop; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--servers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--host", default="127.0.0.1", help="address nginx listens on; 0.0.0.0 for all")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--first", type=int, default=8601, help="port of the first server; the others follow")
    options = parser.parse_args()
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if nginx is None:
        say("nginx is not installed; on Debian and Ubuntu: apt-get install nginx")
        return 2
    if not os.environ.get(DATABASE):
        say(f"{DATABASE} is not set; servers share their games in a database: postgresql://user:password@host/database")
        return 2
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, stop)
    ports = range(options.first, options.first + options.servers)
    with tempfile.TemporaryDirectory(prefix="geogame-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        configuration = folder / "nginx.conf"
        template = (HERE / "nginx.conf").read_text(encoding="utf-8")
        configuration.write_text(filled(template, folder, f"{options.host}:{options.port}", ports), encoding="utf-8")
        return run([nginx, "-c", str(configuration), "-g", "daemon off;"], ports, f"{options.host}:{options.port}")


def run(nginx: Sequence[str], ports: Sequence[int], address: str) -> int:
    """Keep the servers and nginx running; return 1 if they cannot be."""
    servers, proxy = Servers(ports), None
    try:
        if servers.start():
            proxy = subprocess.Popen(nginx)
            say(f"{len(ports)} servers at http://{address}   (Ctrl-C stops)")
            while proxy.poll() is None:
                servers.look_after()
                time.sleep(LOOK_S)
            say(f"nginx ended with code {proxy.returncode}; see what it says above")
        else:
            say(f"the servers did not answer within {START_TIMEOUT_S:.0f} s; see what they say above")
    except KeyboardInterrupt:
        return 0
    finally:
        if proxy is not None:
            proxy.terminate()
            end(proxy)
        servers.close()
    return 1


def stop(_signal: int, _frame: Any) -> None:
    """Stop as Ctrl-C does."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
