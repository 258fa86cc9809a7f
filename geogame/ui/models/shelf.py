"""The models that are here: installed ones, and what runs have trained."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from geogame.evaluation.results import Model, read_model
from geogame.geolocators.checkpoint import METRICS_FILE, NOTE_FILE
from geogame.ui.play.installed import look


def find_folders() -> dict[str, Path]:
    """Find checkpoint folders: installed models by name, then those of runs as ``runs/NAME``."""
    return {name: folder.absolute() for name, folder in look().checkpoints.items()}


def find_models() -> list[Model]:
    """Read every model's small files; what did not change on disk is not read again."""
    return [_read(name, folder, _stamp(folder)) for name, folder in find_folders().items()]


def _stamp(folder: Path) -> tuple[int, ...]:
    files = (folder / name for name in (NOTE_FILE, METRICS_FILE))
    return tuple(file.stat().st_mtime_ns for file in files if file.is_file())


@lru_cache(maxsize=256)
def _read(name: str, folder: Path, stamp: tuple[int, ...]) -> Model:  # noqa: ARG001 - the stamp is part of the key
    return read_model(name, folder)
