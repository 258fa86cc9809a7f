"""OpenStreetView-5M (https://osv5m.github.io): five million flat photographs, without a key, CC BY-SA 4.0.

Its tables say where each photograph lies but not in which archive, so the archives' indexes are read by ranges and
matched, and each photograph is then one range request. Interface: ``https://huggingface.co/datasets/osv5m/osv5m``.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np

from geogame.errors import SourceError
from geogame.sources.remote.base import CC_BY_SA, CC_BY_SA_URL, Candidate, Gives, HttpSource, Survey
from geogame.sources.remote.client import KEPT, Answer, Client, HostStopError
from geogame.sources.remote.rangezip import Member, Ranged, read_index, read_member
from geogame.sources.remote.sampling import CellDraw

REVISION: Final = "main"
PARTS: Final = {"test": 5, "train": 98}
"""Tables in the order in which they are read, and their archives; the first alone where it has enough."""
COLUMNS: Final = ("id", "latitude", "longitude", "sequence", "captured_at", "creator_username")
BATCH: Final = 8192


def table_url(base: str, revision: str, part: str) -> str:
    """Address of a table."""
    return f"{base}/{revision}/{part}.csv"


def archive_url(base: str, revision: str, part: str, number: int) -> str:
    """Address of an archive."""
    return f"{base}/{revision}/images/{part}/{number:02d}.zip"


def parse_header(row: Sequence[str], url: str) -> list[int]:
    """Where ``COLUMNS`` stand; `HostStopError` where it is no such table."""
    missing = [name for name in COLUMNS if name not in row]
    if missing:
        message = f"{url} has no column {missing[0]!r} (its first line begins with {','.join(row)[:60]!r}); {KEPT}"
        raise HostStopError(message)
    return [row.index(name) for name in COLUMNS]


def parse_candidate(fields: Sequence[str], ticket: Mapping[str, Any]) -> Candidate:
    """Make a candidate of the texts of ``COLUMNS``."""
    name, lat, lon, sequence, captured_at, creator = fields
    return Candidate(
        id=name,
        lat=float(lat),
        lon=float(lon),
        sequence=sequence,
        captured_at=parse_moment(captured_at),
        precision="second" if captured_at else "",
        creator=creator,
        licence=CC_BY_SA,
        licence_url=CC_BY_SA_URL,
        attribution=f"@{creator or 'unknown'}, Mapillary, from OpenStreetView-5M",
        page_url=f"https://www.mapillary.com/app/?pKey={name}",
        ticket=dict(ticket),
    )


def parse_moment(milliseconds: str) -> str:
    """Milliseconds since 1970 as an ISO moment; what is none comes back as it is, to be turned away by name."""
    try:
        return datetime.fromtimestamp(float(milliseconds) / 1000, UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        return milliseconds


def lines(pieces: Iterable[bytes]) -> Iterator[str]:
    """Cut a stream of bytes into lines, ends included."""
    rest = b""
    for piece in pieces:
        whole, newline, rest = (rest + piece).rpartition(b"\n")
        if newline:
            yield from (whole + newline).decode("utf-8", "replace").splitlines(keepends=True)
    if rest:
        yield rest.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a photograph lies."""

    part: str
    archive: int
    member: Member

    def as_json(self) -> dict[str, Any]:
        return {"part": self.part, "archive": self.archive, "member": self.member.as_json()}


class Osv5m(HttpSource):
    """The service; see `geogame.sources.remote.base.RemoteSource`."""

    name = "osv5m"
    edition = REVISION
    gives: Gives = "single"
    licence = CC_BY_SA
    attribution = "OpenStreetView-5M, from Mapillary; each place names its photographer"

    def __init__(self, client: Client, base: str, parts: Mapping[str, int] = PARTS) -> None:
        super().__init__(client, base)
        self._parts = parts
        self._resolved: dict[str, str] = {}

    def listing(self, survey: Survey) -> Iterator[tuple[int, list[Candidate]]]:
        """Read the tables, then the archives' indexes; the second table only where the first leaves a cell short."""
        draws: dict[int, CellDraw[bytes]] = {cell: CellDraw.of(survey, cell) for cell in survey.targets}
        read: list[str] = []
        for part in self._parts:
            self._read_table(part, survey, draws)
            read.append(part)
            if all(draw.count >= draw.keep for draw in draws.values()):
                break
        kept = {cell: draws.pop(cell).ordered() for cell in survey.targets}
        found = self._find(kept, read, survey)
        for cell, payloads in kept.items():
            rows = [json.loads(payload) for payload in payloads]
            yield cell, [parse_candidate(row[1:], found[row[1]].as_json()) for row in rows if row[1] in found]

    def picture(self, candidate: Candidate) -> bytes:
        """Fetch one photograph out of its archive."""
        ticket = candidate.ticket
        ranged = self._ranged(archive_url(self._base, self.edition, ticket["part"], ticket["archive"]))
        return read_member(ranged, Member(*ticket["member"]))

    def _read_table(self, part: str, survey: Survey, draws: Mapping[int, CellDraw[bytes]]) -> None:
        """Stream a table through the cells' draws: memory does not grow with the table."""
        url = table_url(self._base, self.edition, part)
        rows = csv.reader(lines(self._client.stream(url)))
        places = parse_header(next(rows, []), url)
        seen = 0
        for batch in _batches(rows, max(places) + 1):
            picked = [[row[place] for place in places] for row in batch]
            at = np.array([_position(row[1], row[2]) for row in picked])
            cells = survey.partition.locate(at[:, 0], at[:, 1])
            for row, cell, (lat, lon) in zip(picked, cells.tolist(), at.tolist(), strict=True):
                if cell in draws:
                    payload = json.dumps([part, *row], separators=(",", ":")).encode()
                    draws[cell].offer(row[0], lat, lon, payload)
            seen += len(batch)
            survey.tell(f"{part}.csv: {seen:,} rows")

    def _find(self, kept: Mapping[int, list[bytes]], parts: Sequence[str], survey: Survey) -> dict[str, _Place]:
        """Look the kept photographs up in the archives' indexes."""
        found: dict[str, _Place] = {}
        wanted: dict[str, set[str]] = {part: set() for part in parts}
        for payload in (payload for payloads in kept.values() for payload in payloads):
            part, name, *_ = json.loads(payload)
            wanted[part].add(name)
        for part, missing in wanted.items():
            for number in range(self._parts[part] if missing else 0):
                url = archive_url(self._base, self.edition, part, number)
                survey.tell(f"index of images/{part}/{number:02d}.zip")
                index = read_index(self._ranged(url), url)
                found |= {name: _Place(part, number, index[name]) for name in missing & index.keys()}
                missing.difference_update(index)
                if not missing:
                    break
        if not found and any(kept.values()):
            message = f"none of the photographs in the tables is in the archives under {self._base}; has it moved?"
            raise SourceError(message)
        return found

    def _ranged(self, url: str) -> Ranged:
        """Fetch ranges of an archive from where it redirects to, found anew when that address has run out."""

        def ranged(start: int, end: int) -> Answer:
            known = self._resolved.pop(url, None)
            answer = self._client.ranged(known, start, end, expires=True) if known else None
            if answer is None or answer.status == 403:
                answer = self._client.ranged(url, start, end)
            self._resolved[url] = answer.url
            return answer

        return ranged


def _position(lat: str, lon: str) -> tuple[float, float]:
    """Degrees; not a number where a text is none."""
    try:
        return float(lat), float(lon)
    except ValueError:
        return float("nan"), float("nan")


def _batches(rows: Iterator[list[str]], width: int) -> Iterator[list[list[str]]]:
    """Gather rows that are wide enough, so that they are located together."""
    batch: list[list[str]] = []
    for row in rows:
        if len(row) >= width:
            batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
