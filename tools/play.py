"""Start the app: pick a free port, say the address, open the browser where there is one."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TRIES = 50
START_TIMEOUT_S = 60


def say(message: str) -> None:
    """Tell the person at the terminal what is going on."""
    sys.stderr.write(f"geogame: {message}\n")
    sys.stderr.flush()


def is_free(host: str, port: int) -> bool:
    """Tell whether a server could listen on `port` of `host`, and none listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name != "nt":  # there the option would let two servers share a port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def pick_port(host: str, port: int) -> int | None:
    """Return `port` if it is free on `host`, else the next free one; None where there is none near."""
    return next((p for p in range(port, min(port + TRIES, 65536)) if is_free(host, p)), None)


def has_browser() -> bool:
    """Tell whether a browser window could be opened from here."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def announce(host: str, port: int, open_browser: bool, server: "subprocess.Popen[bytes]") -> None:
    """Wait until the server answers, then say the address and open it."""
    target = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - named by the user
    address = f"http://{f'[{target}]' if ':' in target else target}:{port}"
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with socket.create_connection((target, port), timeout=1):
                break
        except OSError:
            time.sleep(0.1)
    if server.poll() is not None:
        return
    say(f"play at {address}   (Ctrl-C stops)")
    if open_browser and not webbrowser.open(address):
        say("no browser could be opened; open the address yourself")


def main() -> int:
    """Run the app until it is stopped; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; this machine alone by default")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--no-browser", action="store_true", help="only say the address")
    options = parser.parse_args()
    port = pick_port(options.host, options.port)
    if port is None:
        say(
            f"no free port from {options.port} on at {options.host}; is that an address of this machine? (HOST=, PORT=)"
        )
        return 1
    if port != options.port:
        say(f"port {options.port} is in use; taking {port}")
    open_browser = not options.no_browser and has_browser()
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "streamlit_app.py")]
    command += ["--server.headless", "true", "--server.address", options.host, "--server.port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stopped from outside, the server must not stay behind
    threading.Thread(target=announce, args=(options.host, port, open_browser, server), daemon=True).start()
    try:
        return server.wait()
    except KeyboardInterrupt:
        server.terminate()
        server.wait()
        say("stopped")
        return 0


if __name__ == "__main__":
    sys.exit(main())
