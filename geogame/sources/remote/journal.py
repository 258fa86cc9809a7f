"""The append-only record of a collection: what became of every candidate that was fetched.

A line is written once a candidate's pictures lie in the folder, or once it is turned away for good; what failed for a
moment is not recorded, so that it is tried again. A killed collection therefore fetches no decided candidate twice.
"""

from __future__ import annotations

import gzip
import json
import os
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final, Self

from geogame.sources.ledger import append_line, has_content, image_file, whole_lines
from geogame.sources.remote.base import Candidate

FOLDER: Final = "collection"
"""Inside the catalog: the journal and the listed candidates. It stays, so that a damaged catalog can be mended."""
JOURNAL_FILE: Final = "journal.jsonl"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a candidate: why it was turned away, or else its pictures.

    Attributes
    ----------
    sha256
        Of the stored views, in the order of the headings; empty while nothing is decided.
    source_sha256
        Of the picture as it came.
    dhash
        Difference hash of the first view, 16 hexadecimal digits.
    retrieved_on
        ISO date.
    failures
        In how many builds, one after the other, it could not be fetched for reasons that may pass.
    """

    id: str
    reason: str = ""
    sha256: list[str] = field(default_factory=list)
    source_sha256: str = ""
    dhash: str = ""
    retrieved_on: str = ""
    failures: int = 0

    @property
    def decided(self) -> bool:
        """Whether it need not be fetched again."""
        return bool(self.reason or self.sha256)


class Journal:
    """Outcomes of one build by candidate; use it as a context.

    Attributes
    ----------
    outcomes
        By the candidate's id.
    recorded
        How many were written down in this run.
    """

    def __init__(self, out: Path) -> None:
        folder = out / FOLDER
        folder.mkdir(exist_ok=True)
        self._path = folder / JOURNAL_FILE
        self.outcomes = {found.id: found for found in map(_parse, whole_lines(self._path)) if found is not None}
        self._forget_damaged(out)
        self.recorded = 0
        self._file = self._path.open("ab", buffering=0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def record(self, outcome: Outcome) -> None:
        """Write an outcome down; its pictures lie in the folder."""
        append_line(self._file, asdict(outcome))
        self.recorded += 1
        self.outcomes[outcome.id] = outcome

    def _forget_damaged(self, out: Path) -> None:
        """Drop places whose pictures are missing or not what was written: they are fetched again."""

        def whole(found: Outcome) -> bool:
            return all(has_content(out / image_file(each), each) for each in found.sha256)

        with ThreadPoolExecutor() as pool:
            kept = list(pool.map(whole, self.outcomes.values()))
        self.outcomes = {name: found for (name, found), keep in zip(self.outcomes.items(), kept, strict=True) if keep}


def _parse(line: bytes) -> Outcome | None:
    try:
        return Outcome(**json.loads(line))
    except (ValueError, TypeError):
        return None


def write_listing(out: Path, cell: int, candidates: list[Candidate]) -> None:
    """Keep the candidates of a cell, whole or not at all: a resumed build tries the same ones."""
    path = _listing(out, cell)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "\n".join(json.dumps(candidate.as_json(), separators=(",", ":")) for candidate in candidates)
    temporary = path.with_suffix(".part")
    with temporary.open("wb") as file:
        file.write(gzip.compress(text.encode(), mtime=0))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def read_listing(out: Path, cell: int) -> list[Candidate] | None:
    """Read the candidates of a cell; None where it is not listed, or the list is damaged."""
    try:
        text = gzip.decompress(_listing(out, cell).read_bytes()).decode()
        return [Candidate.from_json(json.loads(line)) for line in text.splitlines()]
    except (OSError, EOFError, ValueError, KeyError, zlib.error):
        return None


def _listing(out: Path, cell: int) -> Path:
    return out / FOLDER / "candidates" / f"{cell:05d}.jsonl.gz"
