"""Runs what is to be killed in processes of its own, stand-in builds among it, and compares folders."""

import os
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import forkserver, get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from geogame.sources.ledger import LEDGER_FILE

SCRIPT = Path(__file__).with_name("build_stand_in.py")
GIVE_UP_S = 120.0
LOADED = (
    "geogame.cli.training",
    "geogame.evaluation.measure",
    "geogame.partitions",
    "geogame.sources.intake",
    "geogame.sources.remote.client",
    "geogame.sources.remote.collect",
    "geogame.training.loop",
    "geogame.training.tasks",
    "kept_player",
    "pandas",
    "PIL.Image",
)
"""What imports, collections, trainings and players import. A session has one fork server, and what its first test
asks for is what it has."""


@dataclass(frozen=True)
class KillableBuild:
    """A build that can be started again and again in one folder."""

    out: Path
    log: Path
    places: int
    spins: int = 0
    workers: int = 2

    def start(self) -> subprocess.Popen[bytes]:
        """Start, or resume, in a process of its own."""
        arguments = [self.out, self.log, self.places, self.spins, self.workers]
        return subprocess.Popen(
            [sys.executable, SCRIPT, *map(str, arguments)],
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(SCRIPT.parents[1])},
        )

    def finish(self) -> None:
        """Let it run to its end."""
        process = self.start()
        _, errors = process.communicate(timeout=GIVE_UP_S)
        assert process.returncode == 0, errors.decode()

    def kill_after(self, seconds: float) -> bool:
        """Run for so long, then send SIGKILL; false if it ended before."""
        process = self.start()
        try:
            _, errors = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate(timeout=GIVE_UP_S)
            return True
        assert process.returncode == 0, errors.decode()
        return False

    def kill_at(self, recorded: int, then_s: float = 0.0) -> bool:
        """Run until the ledger holds so many places, and a little longer, then send SIGKILL; false if it ended."""
        process = self.start()
        while process.poll() is None and self.recorded() < recorded:
            pass
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=then_s)
        running = process.poll() is None
        process.kill()
        _, errors = process.communicate(timeout=GIVE_UP_S)
        assert running or process.returncode == 0, errors.decode()
        return running

    def recorded(self) -> int:
        """Count the ledger's lines."""
        try:
            return (self.out / LEDGER_FILE).read_bytes().count(b"\n")
        except FileNotFoundError:
            return 0

    def paintings(self) -> Counter[str]:
        """Count how often each scene was painted."""
        return Counter(self.log.read_text(encoding="utf-8").split())


def loaded() -> ForkServerContext:
    """Make processes that are killed as others are, and begin with all loaded that any of them imports."""
    context = get_context("forkserver")
    context.set_forkserver_preload(list(LOADED))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))  # it is told of no other way
        forkserver.ensure_running()
    return context


def content(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder`` with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
