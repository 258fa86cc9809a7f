"""The append-only record of a build: which places are done, and which images they have.

Durability. A line is handed to the operating system before the next place is recorded, so it survives the
death of the process, by SIGKILL too. Nothing is synced to the medium place by place, for that would cost more
than rendering: after a power failure a line may be lost, or may name an image that never reached the medium.
Every image is therefore compared with its hash when a build resumes, and what fails is rendered again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Any, Self

LEDGER_FILE = "ledger.jsonl"


def image_file(sha256: str) -> str:
    """Name of an image inside the catalog's folder, by the hash of its content."""
    return f"images/{sha256[:2]}/{sha256}.webp"


class Ledger:
    """Appends finished places to ``ledger.jsonl``; close it, or use it as a context."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / LEDGER_FILE
        self._file = self._path.open("ab", buffering=0)

    def append(self, location_id: str, hashes: list[str]) -> None:
        """Record one place whose images all lie in the folder under their names."""
        append_line(self._file, {"id": location_id, "sha256": hashes})

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def read_ledger(folder: Path) -> dict[str, list[str]]:
    """Read the hashes of every recorded place; a torn last line is cut off, an unreadable one is passed over.

    What is passed over is rendered again, so a damaged ledger costs time and never correctness.
    """
    done: dict[str, list[str]] = {}
    for line in whole_lines(folder / LEDGER_FILE):
        record = _parse(line)
        if record is not None:
            done[record[0]] = record[1]
    return done


def append_line(file: FileIO, record: Mapping[str, Any]) -> None:
    """Append a record to an unbuffered file of JSON lines, whole or not at all."""
    line = json.dumps(record, separators=(",", ":")).encode() + b"\n"
    before = file.tell()
    try:
        written = file.write(line)
        if written != len(line):
            file.write(line[written:])
    except OSError:
        os.ftruncate(file.fileno(), before)  # no torn line in the middle of later ones
        raise


def whole_lines(path: Path) -> list[bytes]:
    """Read the lines of a file that `append_line` wrote; a torn last line is cut off the file."""
    if not path.exists():
        return []
    data = path.read_bytes()
    end = data.rfind(b"\n") + 1
    if end != len(data):
        os.truncate(path, end)
    return data[:end].splitlines()


def _parse(line: bytes) -> tuple[str, list[str]] | None:
    try:
        record = json.loads(line)
        name, hashes = record["id"], record["sha256"]
    except (ValueError, KeyError, TypeError):
        return None
    if not isinstance(name, str) or not isinstance(hashes, list) or not all(map(_is_sha256, hashes)):
        return None
    return name, hashes


def _is_sha256(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64 and set(value) <= set("0123456789abcdef")


def intact(folder: Path, done: dict[str, list[str]], views: int) -> dict[str, list[str]]:
    """Keep the places whose ``views`` images are all there and have the content their hashes say."""

    def good(hashes: list[str]) -> bool:
        return len(hashes) == views and all(has_content(folder / image_file(name), name) for name in hashes)

    with ThreadPoolExecutor() as pool:
        return {
            name: hashes
            for (name, hashes), keep in zip(done.items(), pool.map(good, done.values()), strict=True)
            if keep
        }


def has_content(path: Path, sha256: str) -> bool:
    """Tell whether a file is there and has the content that a hash names."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    except FileNotFoundError:
        return False
