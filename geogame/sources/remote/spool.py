"""Pictures that were fetched and are not decided yet: they lie in the folder, so that a kill costs none of them."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Final

from geogame.sources.remote.base import Candidate
from geogame.sources.remote.examining import Fetched
from geogame.sources.remote.journal import FOLDER

SPOOL: Final = "fetched"
"""Inside the folder of the journal; gone once the collection is finished."""


class Spool:
    """Keeps fetched pictures of one build, each in a file: a line of JSON, then the picture as it came."""

    def __init__(self, out: Path) -> None:
        self._folder = out / FOLDER / SPOOL

    def keep(self, fetched: Fetched) -> None:
        """Write a picture, whole or not at all."""
        digest = hashlib.sha256(fetched.data).hexdigest()
        head = json.dumps({"id": fetched.candidate.id, "retrieved_on": fetched.retrieved_on, "sha256": digest})
        path = self._path(fetched.candidate)
        path.parent.mkdir(exist_ok=True)
        temporary = path.with_suffix(".part")
        with temporary.open("wb") as file:
            file.write(head.encode() + b"\n")
            file.write(fetched.data)
        temporary.replace(path)

    def find(self, candidate: Candidate) -> Fetched | None:
        """Read a candidate's picture; None where it is not there, or damaged."""
        try:
            head, _, data = self._path(candidate).read_bytes().partition(b"\n")
            said = json.loads(head)
            if (said["id"], said["sha256"]) != (candidate.id, hashlib.sha256(data).hexdigest()):
                return None
            return Fetched(candidate, data, str(said["retrieved_on"]))
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def drop(self, candidate: Candidate) -> None:
        """Forget a picture: what became of it is written down."""
        self._path(candidate).unlink(missing_ok=True)

    def clear(self) -> None:
        """Forget all of them."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _path(self, candidate: Candidate) -> Path:
        return self._folder / hashlib.sha256(candidate.id.encode()).hexdigest()
