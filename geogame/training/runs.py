"""The runs on this machine: list, read, start, stop and resume them, each as a process of its own.

Nothing here imports torch, so that a page can show a training without what it takes to do one.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

from geogame.errors import CheckpointError, GeogameError, UsageError
from geogame.geolocators.checkpoint import METRICS_FILE, REMEDY
from geogame.training.environment import ENVIRONMENT_FILE, PROJECT, SETTINGS_FILE, Order, read_order
from geogame.training.names import HISTORY_FILE, LAST_FILE, LOG_FILE, OUTPUT_FILE, RECIPE_FILE
from geogame.training.process import is_alive, launch, started_at, terminate
from geogame.training.status import STATUS_FILE, Condition, Status, read_status
from geogame.training.steplog import STEPS_FILE, read_lines

RUNS_VARIABLE: Final = "GEOGAME_RUNS"
START_S: Final = 180.0
FIRST_FOLD: Final = "fold-0"
"""Where a training in folds begins, in the directory of all of them."""
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_TAIL_BYTES: Final = 20_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A run in a list.

    Attributes
    ----------
    name, folder
        Its directory; for ``shipped`` the checkpoint folder that holds the curve. No two runs have one name.
    status
        Its heartbeat, if it has one.
    condition
        What is true of it now. "kept": a directory without a heartbeat; "shipped": a finished model's own curve;
        "damaged": see ``problem``.
    problem
        What is wrong with its files; empty otherwise.
    """

    name: str
    folder: Path
    status: Status | None
    condition: Condition | Literal["kept", "shipped", "damaged"]
    problem: str = ""

    @property
    def live(self) -> bool:
        """Whether its process is there."""
        return self.condition in {"running", "silent"}

    @property
    def can_resume(self) -> bool:
        """Whether it can be taken up again from this machine."""
        over = self.condition in {"stopped", "failed", "stale"}
        return over and (self.folder / ENVIRONMENT_FILE).is_file() and (self.folder / LAST_FILE).is_file()


@dataclass(frozen=True, slots=True)
class Curve:
    """What a run has measured: entries of finished epochs, and thinned steps (none for a shipped model)."""

    epochs: list[dict[str, Any]]
    steps: list[dict[str, Any]]


def runs_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where runs are kept: ``GEOGAME_RUNS``, else ``runs/`` of the project."""
    return Path(environment.get(RUNS_VARIABLE) or PROJECT / "runs").absolute()


def list_runs(folder: Path, models: Sequence[Path], now_s: float | None = None) -> list[Entry]:
    """List the runs of a folder, the latest first, then the models that carry their own curve.

    Parameters
    ----------
    folder
        Each run is a directory in it; folds are one level below.
    models
        Checkpoint folders.
    now_s
        Seconds since 1970; now if None.
    """
    now_s = time.time() if now_s is None else now_s
    found = [path for pattern in ("*", "*/fold-*") for path in folder.glob(pattern) if _is_run(path)]
    entries = [_entry(path, folder, now_s) for path in sorted(found, key=_latest, reverse=True)]
    shipped = [
        Entry(f"{path.name}, shipped", path, None, "shipped") for path in models if (path / METRICS_FILE).is_file()
    ]
    return entries + shipped


def _is_run(path: Path) -> bool:
    return any((path / name).is_file() for name in (STATUS_FILE, HISTORY_FILE))


def _latest(path: Path) -> float:
    return max((path / name).stat().st_mtime for name in (STATUS_FILE, HISTORY_FILE) if (path / name).is_file())


def _entry(path: Path, above: Path, now_s: float) -> Entry:
    name = path.relative_to(above).as_posix()
    try:
        status = read_status(path)
    except CheckpointError as error:
        return Entry(name, path, None, "damaged", str(error))
    return Entry(name, path, status, "kept" if status is None else status.condition(now_s))


def read_curve(entry: Entry) -> Curve:
    """Read what a run, or a shipped model's training, has measured so far; `CheckpointError` if a file is damaged."""
    steps = [] if entry.condition == "shipped" else read_lines(entry.folder / STEPS_FILE)
    return Curve(read_epochs(entry), steps)


def read_epochs(entry: Entry) -> list[dict[str, Any]]:
    """Read the finished epochs alone.

    Raises
    ------
    CheckpointError
        If their file is damaged.
    """
    if entry.condition != "shipped":
        return read_lines(entry.folder / HISTORY_FILE)
    path = entry.folder / METRICS_FILE
    try:
        return list(json.loads(path.read_text("utf-8"))["curve"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{path} holds no curve of the training ({type(error).__name__}: {error}); {REMEDY}"
        raise CheckpointError(message) from error


def read_settings(entry: Entry) -> dict[str, str]:
    """Read the settings of a run by dotted key, as text: all of them, or what a shipped model's recipe says."""
    try:
        said = json.loads((entry.folder / SETTINGS_FILE).read_text("utf-8"))
        raw = {"profile": said["profile"], **said["recipe"]}
    except FileNotFoundError:
        try:
            raw = tomllib.loads((entry.folder / RECIPE_FILE).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        raw = {key: value for key, value in raw.items() if key not in {"bench", "expected"}}
    except (OSError, ValueError, KeyError) as error:
        message = f"{entry.folder / SETTINGS_FILE} is damaged ({error}); it is written anew when the run goes on"
        raise CheckpointError(message) from error
    return _flat(raw)


def _flat(table: Mapping[str, Any], above: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{above}{key}.")
        else:
            flat[above + key] = value if isinstance(value, str) else json.dumps(value)
    return flat


def difference(settings: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    """Rows ``{"setting", run: value, ...}`` for every setting that all of the runs state and not all alike."""
    names = list(settings)
    shared = [key for key in settings[names[0]] if all(key in settings[name] for name in names)] if names else []
    rows = [{"setting": key} | {name: settings[name][key] for name in names} for key in shared]
    return [row for row in rows if len({row[name] for name in names}) > 1]


def tail(path: Path, lines: int) -> list[str]:
    """Last lines of a text file; none if it is not there."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
            return file.read().decode("utf-8", "replace").splitlines()[-lines:]
    except FileNotFoundError:
        return []


def read_log(entry: Entry, lines: int = 12) -> list[str]:
    """Last lines of a run's log."""
    return tail(entry.folder / LOG_FILE, lines)


def run_path(folder: Path, name: str) -> Path:
    """Where a run of that name is kept; `UsageError` if it is no plain name or something else has it."""
    if not _NAME.fullmatch(name) or name == "cache":
        message = f"{name!r} is no name for a run; use letters, digits, dots, dashes and underscores"
        raise UsageError(message)
    return folder / name


def start(order: Order, wait_s: float = START_S) -> None:
    """Begin a training as a process of its own and wait until its heartbeat is there.

    Raises
    ------
    UsageError
        If a training runs in its directory.
    GeogameError
        If it ended at once; the message is its own.
    """
    out = Path(order.folder) / order.out
    own = [out, *out.glob("fold-*")]
    if any(_entry(each, out.parent, time.time()).live for each in own if each.is_dir()):
        message = f"a training is running in {out}; wait until it ends, stop it, or choose another name"
        raise UsageError(message)
    out.mkdir(parents=True, exist_ok=True)
    output = out / OUTPUT_FILE
    output.unlink(missing_ok=True)
    search = os.pathsep.join(filter(None, (str(PROJECT), os.environ.get("PYTHONPATH"))))
    words = [sys.executable, "-m", "geogame", *order.words()]
    pid = launch(words, output, Path(order.folder), {"PYTHONPATH": search})
    _wait(pid, out if order.folds is None else out / FIRST_FOLD, output, wait_s)


def resume(entry: Entry) -> None:
    """Go on with a run by the command that began it, from the recipe that is kept in it.

    Raises
    ------
    UsageError
        If it is one of several folds, which one command trains.
    CheckpointError
        If its directory does not say how it was begun.
    """
    order = read_order(entry.folder)
    if order.folds is not None:
        message = f"{entry.name} is one of {order.folds} folds; repeat the command that began them with --resume"
        raise UsageError(message)
    folder = order.folder if Path(order.folder).is_dir() else str(PROJECT)
    start(
        replace(
            order,
            recipe=str((entry.folder / RECIPE_FILE).absolute()),
            out=str(entry.folder.absolute()),
            folder=folder,
            resume=True,
        )
    )


def stop(entry: Entry) -> None:
    """Ask a run to stop after its step, with its state kept.

    Raises
    ------
    UsageError
        If its process is gone, or on another machine.
    """
    status = entry.status
    if status is None or not status.here:
        message = f"{entry.name} runs on {status.host if status else 'no known machine'}; stop it there with Ctrl-C"
        raise UsageError(message)
    terminate(status.pid, status.process_start)


def _wait(pid: int, out: Path, output: Path, wait_s: float) -> None:
    begun = started_at(pid)
    until = time.monotonic() + wait_s
    while time.monotonic() < until:
        with suppress(CheckpointError):
            status = read_status(out)
            if status is not None and status.pid == pid and status.process_start == begun:
                if status.state == "failed":
                    raise GeogameError(status.message)
                return
        if not is_alive(pid, begun):
            said = tail(output, 1)
            output.unlink(missing_ok=True)
            with suppress(OSError):
                output.parent.rmdir()  # only where nothing else lies in it
            raise GeogameError(said[0].removeprefix("geogame: ") if said else "the training ended without a word")
        time.sleep(0.1)
    message = f"the training has not begun after {wait_s:.0f} s; see {output}"
    raise GeogameError(message)
