"""A run's heartbeat: one small file that says how far a training is and which process does it."""

from __future__ import annotations

import json
import os
import socket
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal

from geogame.errors import CheckpointError
from geogame.geolocators.checkpoint import write_text
from geogame.training.process import is_alive, started_at

STATUS_FILE: Final = "status.json"
SILENT_S: Final = 120.0
"""After so long without a heartbeat a process that cannot be looked for, on another machine, counts as gone."""

State = Literal["running", "stopped", "done", "failed"]
Condition = Literal["running", "silent", "stale", "stopped", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Status:
    """How far a run is.

    Attributes
    ----------
    state
        As its process wrote it; see `condition` for what is true now.
    pid, process_start, host
        The process that does it, with what tells it from a later one of the same number, and its machine.
    began_s, beat_s
        When this process began and when it last wrote, in seconds since 1970.
    doing
        What it does now: "training", or what comes before and after.
    done, total
        How many of what it does; 0 of 0 where that is not counted.
    epoch, step, progress
        The epoch under way (0 is the first), optimiser steps done, share of the schedule 0..1.
    elapsed_s, eta_s
        Seconds of training so far, over all its processes, and yet to come (None: not known).
    loss
        Mean of the epoch so far (None: no step yet).
    views_per_s
        Pictures trained on per second, lately.
    gpu_bytes
        Largest memory taken on the accelerator; None on a processor.
    message
        Why it failed; empty otherwise.
    """

    state: State
    pid: int
    process_start: str | None
    host: str
    began_s: float
    beat_s: float
    doing: str = "starting"
    done: int = 0
    total: int = 0
    epoch: int = 0
    step: int = 0
    progress: float = 0.0
    elapsed_s: float = 0.0
    eta_s: float | None = None
    loss: float | None = None
    views_per_s: float | None = None
    gpu_bytes: int | None = None
    message: str = ""

    @classmethod
    def of_this_process(cls) -> Status:
        """Begin the heartbeat of the process that asks."""
        now_s = time.time()
        return cls("running", os.getpid(), started_at(os.getpid()), socket.gethostname(), now_s, now_s)

    @property
    def here(self) -> bool:
        """Whether its process is, or was, on this machine."""
        return self.host == socket.gethostname()

    def condition(self, now_s: float) -> Condition:
        """Tell what is true of the run now: one that says it runs may have been killed.

        "stale": it says so, and its process is gone. "silent": its process is there and has not written for long.
        """
        if self.state != "running":
            return self.state
        quiet = now_s - self.beat_s > SILENT_S
        if not (is_alive(self.pid, self.process_start) if self.here and self.process_start else not quiet):
            return "stale"
        return "silent" if quiet else "running"


def ending(error: BaseException | None) -> tuple[State, str]:
    """State and message of work that ended: done, stopped by Ctrl-C or a signal, or failed with what it raised."""
    if error is None:
        return "done", ""
    if isinstance(error, KeyboardInterrupt):
        return "stopped", ""
    return "failed", str(error) or type(error).__name__


def write_status(folder: Path, status: Status) -> None:
    """Write ``status.json`` so that it is there whole or not at all."""
    write_text(folder / STATUS_FILE, json.dumps(asdict(status), indent=1) + "\n")


def read_status(folder: Path) -> Status | None:
    """Read ``status.json``; None if there is none, `CheckpointError` if it is damaged."""
    path = folder / STATUS_FILE
    try:
        return Status(**json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        message = f"{path} is damaged ({error}); go on with the run by `train … --resume`, which writes it anew"
        raise CheckpointError(message) from error
