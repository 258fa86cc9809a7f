"""What a person has decided about the places of a catalog, in a file beside it: looked at again, or left out.

The file is a log, so that every step can be undone, and the catalog itself stays as it was built. An excluded place is
in no split: training, evaluation, embedding and calibration pass it over. Games are dealt as before, since a replay
code promises the same places.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, get_args

from geogame.catalog import EXCLUDED, SPLITS, Catalog, open_catalog
from geogame.errors import CatalogError, UsageError

CURATION_FILE: Final = "curation.jsonl"
NOTE_LENGTH: Final = 500
Mark = Literal["flagged", "excluded", "none"]
"""``flagged``: to be looked at again. ``excluded``: not used. ``none``: an earlier mark is taken away."""


@dataclass(frozen=True, slots=True)
class Step:
    """One decision: which locations, what about them, why, and when (ISO 8601)."""

    ids: tuple[str, ...]
    mark: Mark
    note: str
    at: str


def read_steps(folder: Path) -> tuple[Step, ...]:
    """Read the steps that were taken and not undone, first to last; a torn last line never became one.

    Raises
    ------
    CatalogError
        If the file cannot be read, or a whole line of it is damaged.
    """
    path = folder / CURATION_FILE
    try:
        data = path.read_bytes() if path.is_file() else b""
    except OSError as error:
        message = f"{path} cannot be read ({error}); give yourself the right to read it"
        raise CatalogError(message) from error
    steps: list[Step] = []
    for number, line in enumerate(data[: data.rfind(b"\n") + 1].splitlines(), 1):
        step = _parse(line, f"{path}, line {number}")
        if step is not None:
            steps.append(step)
        elif steps:
            steps.pop()
    return tuple(steps)


def _parse(line: bytes, where: str) -> Step | None:
    """Read one line; None for one that takes the step before it back."""
    try:
        record = json.loads(line)
        if record.get("undo") is True:
            return None
        step = Step(tuple(record["ids"]), record["mark"], record["note"], record["at"])
        sound = all(isinstance(text, str) for text in (*step.ids, step.note, step.at)) and step.mark in get_args(Mark)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"{where} is damaged ({type(error).__name__}: {error}); delete that line"
        raise CatalogError(message) from error
    if not sound:
        message = f"{where} holds no decision about a place; delete that line"
        raise CatalogError(message)
    return step


def marks(steps: Iterable[Step]) -> dict[str, Step]:
    """Give the step that holds for each location; those whose mark was taken away are left out."""
    held: dict[str, Step] = {}
    for step in steps:
        for name in step.ids:
            if step.mark == "none":
                held.pop(name, None)
            else:
                held[name] = step
    return held


def decide(catalog: Catalog, ids: Iterable[str], mark: Mark, note: str, now: datetime) -> None:
    """Mark some locations of a catalog, as one step.

    Raises
    ------
    CatalogError
        If the catalog does not hold one of them, or its folder cannot be written to.
    UsageError
        If there is none.
    """
    names = tuple(dict.fromkeys(ids))
    if not names:
        message = "no place was named; name at least one"
        raise UsageError(message)
    for name in names:
        catalog.location(name)
    _append(catalog.path, asdict(Step(names, mark, note[:NOTE_LENGTH], _moment(now))))


def undo(folder: Path, now: datetime) -> Step:
    """Take the last step back and return it; one may go on until none is left.

    Raises
    ------
    UsageError
        If there is none.
    CatalogError
        If the file is damaged or cannot be written.
    """
    steps = read_steps(folder)
    if not steps:
        message = f"nothing was decided about the places of {folder}, so there is nothing to undo"
        raise UsageError(message)
    _append(folder, {"undo": True, "at": _moment(now)})
    return steps[-1]


def _moment(now: datetime) -> str:
    return now.isoformat(timespec="seconds")


def _append(folder: Path, record: dict[str, object]) -> None:
    """Add a line, whole or not at all; what a kill left of an earlier one is cut off first."""
    path = folder / CURATION_FILE
    try:
        with path.open("ab+", buffering=0) as file:
            file.seek(0)
            data = file.read()
            whole = data.rfind(b"\n") + 1
            if whole != len(data):
                file.truncate(whole)
            file.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
            os.fsync(file.fileno())
    except OSError as error:
        message = f"{path} cannot be written ({error.strerror}); give yourself the right to write in that folder"
        raise CatalogError(message) from error


def without_excluded(catalog: Catalog) -> Catalog:
    """Give the catalog with its excluded places in no split.

    Its ``build_id`` gets a tail that names them, so that results with and without them are told apart. Rows stay where
    they are, so that caches of pixels serve both.
    """
    held = marks(read_steps(catalog.path))
    gone = {name for name, step in held.items() if step.mark == "excluded"} & set(catalog.ids)
    if not gone:
        return catalog
    labels = catalog.locations["split"].where(~catalog.locations["id"].isin(gone), EXCLUDED)
    tail = hashlib.sha256("\n".join(sorted(gone)).encode()).hexdigest()[:8]
    counts = catalog.info.counts | {name: int((labels == name).sum()) for name in SPLITS}
    info = replace(catalog.info, build_id=f"{catalog.info.build_id}~{tail}", counts=counts)
    return Catalog(catalog.path, info, catalog.locations.assign(split=labels), catalog.views)


def open_curated(folder: str | os.PathLike[str]) -> Catalog:
    """Open a catalog without its excluded places; `CatalogError` if it or the file beside it cannot be read."""
    return without_excluded(open_catalog(folder))
