"""Losses step by step, thinned so that a long run's file stays small."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from geogame.errors import CheckpointError
from geogame.geolocators.checkpoint import write_text

STEPS_FILE: Final = "steps.jsonl"
KEPT: Final = 2000


def stride(step: int, kept: int = KEPT) -> int:
    """How many steps one line stands for: the smallest power of two with at most ``kept`` lines up to ``step``."""
    width = 1
    while step > width * kept:
        width *= 2
    return width


class StepLog:
    """Writes ``steps.jsonl``: a line is the mean loss since the line before.

    Lines after ``step`` in the folder's file are dropped: a run that was killed does those steps again.
    """

    def __init__(self, folder: Path, step: int, kept: int = KEPT) -> None:
        self._path, self._kept = folder / STEPS_FILE, kept
        self._lines = [line for line in read_lines(self._path) if line["step"] <= step]
        self._sum, self._count = 0.0, 0
        self._thin(stride(step, kept))

    def add(self, step: int, elapsed_s: float, loss: float, learning_rate: float) -> bool:
        """Take a step's loss in; true where a line was written."""
        width = stride(step, self._kept)
        if width != self._stride:
            self._thin(width)
        self._sum, self._count = self._sum + loss, self._count + 1
        if step % width:
            return False
        line = {
            "step": step,
            "elapsed_s": round(elapsed_s, 2),
            "loss": self._sum / self._count,
            "learning_rate": learning_rate,
        }
        self._sum, self._count = 0.0, 0
        self._lines.append(line)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        return True

    def _thin(self, width: int) -> None:
        """Write the file anew with one line for every ``width`` steps, each the mean of those it stands for.

        What has no line any more counts towards the next one.
        """
        self._stride = width
        kept: list[dict[str, Any]] = []
        waiting: list[float] = []
        for line in self._lines:
            waiting.append(line["loss"])
            if line["step"] % width == 0:
                kept.append({**line, "loss": sum(waiting) / len(waiting)})
                waiting = []
        self._sum += sum(waiting) * width / 2  # the last line alone, of half as many steps
        self._count += len(waiting) * width // 2
        self._lines = kept
        write_text(self._path, "".join(json.dumps(line) + "\n" for line in kept))


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read a file of one JSON object a line; none if there is no file, and a torn last line is left out.

    Raises
    ------
    CheckpointError
        If a line cannot be read.
    """
    try:
        data = path.read_bytes()
        return [json.loads(line) for line in data[: data.rfind(b"\n") + 1].splitlines()]
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        message = f"{path} is damaged ({error}); remove it, the run itself does not need it"
        raise CheckpointError(message) from error
