"""Keeps an import's pictures, each once: decoded in threads, written down as they are done, so that a kill loses none.

A line of the record holds the hash of a file's content and what became of it under the import's options, which the
folder's identity holds. A file that was decoded is therefore not decoded again, wherever it lies; what was kept of it
is compared with its own hash first.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from io import FileIO
from itertools import groupby, islice
from pathlib import Path
from typing import Any, Final, Self, TypeAlias

from geogame.sources.decoding import MAX_BYTES, PictureError
from geogame.sources.found import Found
from geogame.sources.imported import Kept
from geogame.sources.ledger import append_line, has_content, whole_lines
from geogame.sources.pictures import Box, Picture, keep_picture, keep_views
from geogame.sources.pool import TEMPORARY
from geogame.sources.services import VIEW_SIZE
from geogame.sources.tables import write_whole

RECORD_FILE: Final = "import.jsonl"
"""It stays in the finished catalog, so that a damaged one is mended without decoding the rest."""
AHEAD: Final = 8
"""So many files a thread are on their way at once, which bounds the memory."""
Result: TypeAlias = Kept | str
"""A picture that lies in the catalog, or why there is none."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """What became of one view: ``key`` is what the record calls it, empty where it is not to be recorded."""

    found: Found
    key: str
    result: Result
    fresh: bool


class Keeper:
    """Stores the pictures of one import in its folder; use it as a context.

    Parameters
    ----------
    out
        The catalog's folder, held by this process.
    box, size
        See `keep_picture`; a full turn's views have ``size``, or the size of all services' views, and no box.
    workers
        Threads that decode.

    Attributes
    ----------
    reused
        Views that an earlier run had decoded.
    """

    def __init__(self, out: Path, box: Box | None, size: tuple[int, int] | None, workers: int) -> None:
        self._out, self._box, self._size, self._workers = out, box, size, workers
        self._known = dict(filter(None, map(_parse, whole_lines(out / RECORD_FILE))))
        self._used: dict[str, Result] = {}
        self._file: FileIO = (out / RECORD_FILE).open("ab", buffering=0)
        self.reused = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def keep(self, found: Sequence[Found]) -> Iterator[tuple[Found, Result]]:
        """Decode, store and record pictures in order; the views of one full turn stand together."""
        files = (list(views) for _, views in groupby(found, key=lambda each: each.path))
        with ThreadPoolExecutor(self._workers) as pool:
            while batch := list(islice(files, AHEAD * self._workers)):
                for judged in pool.map(self._judge, batch):
                    for each in judged:
                        self._record(each)
                        yield each.found, each.result

    def finish(self) -> None:
        """Write the record anew with what this run used alone, in its order, and remove all other pictures."""
        lines = [_line(key, result) for key, result in self._used.items()]
        text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
        write_whole(self._out, RECORD_FILE, text.encode())
        files = {result.file for result in self._used.values() if isinstance(result, Kept)}
        for path in (self._out / "images").glob("*/*"):
            if path.relative_to(self._out).as_posix() not in files:
                path.unlink()

    def _record(self, judged: _Judged) -> None:
        if not judged.key:
            return
        if judged.fresh:
            append_line(self._file, _line(judged.key, judged.result))
        else:
            self.reused += isinstance(judged.result, Kept)
        self._used[judged.key] = judged.result

    def _judge(self, views: list[Found]) -> list[_Judged]:
        """Read a file, and take what is known of its content or decode it."""
        try:
            if views[0].path.stat().st_size > MAX_BYTES:
                return [_Judged(each, "", "more than 200 MB", fresh=False) for each in views]
            data = views[0].path.read_bytes()
        except OSError as error:
            return [_Judged(each, "", f"cannot be read ({error.strerror})", fresh=False) for each in views]
        keys = [_key(hashlib.sha256(data).hexdigest(), each) for each in views]
        known = [self._known.get(key) for key in keys]
        if all(result is not None and self._is_whole(result) for result in known):
            pairs = zip(views, keys, known, strict=True)
            return [_Judged(each, key, result or "", fresh=False) for each, key, result in pairs]
        results = self._made(data, views)
        return [_Judged(each, key, result, fresh=True) for each, key, result in zip(views, keys, results, strict=True)]

    def _is_whole(self, result: Result) -> bool:
        return isinstance(result, str) or has_content(self._out / result.file, result.sha256)

    def _made(self, data: bytes, views: list[Found]) -> list[Result]:
        try:
            pictures = self._pictures(data, views)
        except PictureError as error:
            return [str(error)] * len(views)
        for picture in pictures:
            self._store(picture)
        return [Kept(each.file, each.sha256, each.width, each.height) for each in pictures]

    def _pictures(self, data: bytes, views: list[Found]) -> list[Picture]:
        turns_deg = [each.turn_deg for each in views if each.turn_deg is not None]
        if turns_deg:
            return keep_views(data, turns_deg, self._size or VIEW_SIZE)
        return [keep_picture(data, self._box, self._size)]

    def _store(self, picture: Picture) -> None:
        """Write a picture whole or not at all; one that is there with the same content stays."""
        target = self._out / picture.file
        if has_content(target, picture.sha256):
            return
        temporary = self._out / TEMPORARY / f"{os.getpid()}-{os.urandom(8).hex()}"
        try:
            temporary.write_bytes(picture.data)
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary.replace(target)
        except OSError:
            with suppress(OSError):
                temporary.unlink()
            raise


def _key(sha256: str, view: Found) -> str:
    return sha256 if view.turn_deg is None else f"{sha256}@{view.turn_deg:.6f}"


def _line(key: str, result: Result) -> dict[str, Any]:
    return {"of": key, **({"reason": result} if isinstance(result, str) else asdict(result))}


def _parse(line: bytes) -> tuple[str, Result] | None:
    """Read a line; None if it is damaged, and its picture is decoded again."""
    try:
        record = json.loads(line)
        key = str(record.pop("of"))
        return key, str(record["reason"]) if "reason" in record else Kept(**record)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
