"""The whole app, served as ``make play`` does, with every look at another machine written down."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from browser.started import free_port, start_streamlit

WATCHED = Path(__file__).with_name("watched_server.py")


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
    looks, log, port = folder / "looks.txt", folder / "server.log", free_port()
    own = {
        "GEOGAME_DATASETS": str(datasets),
        "GEOGAME_MODELS": str(models),
        "GEOGAME_RUNS": str(runs or folder / "runs"),
        **(variables or {}),
    }
    server = start_streamlit("streamlit_app.py", port, log, variables=own, run=(str(WATCHED), str(looks)))
    try:
        yield App(f"http://127.0.0.1:{port}", looks, server.pid)
    finally:
        server.terminate()
        server.wait()
