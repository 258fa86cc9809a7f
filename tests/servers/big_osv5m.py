"""OpenStreetView-5M at its real size: the table on disk, its archives made up as they are asked for."""

import re
import struct
import zlib
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
from servers.osv5m_server import HEADER
from servers.pictures import flat
from servers.toy import NOON_MS

SLOT = 1 << 16
"""Bytes of an archive that each picture takes."""
PICTURES = 48
FIRST_ID = 1_000_000_000_000
WIDTH = 585
"""Bytes of a row: the real table has 2.92 GB of five million."""
FILLER = "'mapillary thumbnails do not live long' " * 20


def write_table(path: Path, rows: int) -> None:
    """Write a table of photographs all over the world, three in ten of them in the box of the USA."""
    rng = np.random.default_rng(5)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join([*HEADER, "filler"]) + "\n")
        for start in range(0, rows, 10_000):
            count = min(10_000, rows - start)
            american = rng.random(count) < 0.3
            lats = np.where(american, rng.uniform(25, 49, count), rng.uniform(-60, 70, count))
            lons = np.where(american, rng.uniform(-124, -67, count), rng.uniform(-180, 180, count))
            for number, lat, lon in zip(range(start, start + count), lats.tolist(), lons.tolist(), strict=True):
                place = f"{FIRST_ID + number},{lat:.6f},{lon:.6f}"
                text = f'{place},gone,US,drive-{number},{NOON_MS},1,2,"(1, 2)",ann{number},'
                file.write(f"{text}{FILLER[: WIDTH - len(text) - 1]}\n")


def members(number: int, rows: int, archives: int) -> range:
    """Rows whose pictures lie in one archive."""
    return range(number, rows, archives)


@cache
def checksum(picture: int) -> int:
    """Give the checksum of one of the pictures, which all archives repeat."""
    return zlib.crc32(flat(picture))


@cache
def index(number: int, rows: int, archives: int) -> bytes:
    """Write an archive's central directory and its end."""
    name_length = len(f"{number:02d}/{FIRST_ID}.jpg")
    entries = []
    for place, row in enumerate(members(number, rows, archives)):
        data = flat(row % PICTURES)
        head = struct.pack(
            "<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 0, 0, 0, checksum(row % PICTURES), len(data), len(data),
            name_length, 0, 0, 0, 0, 0, place * SLOT,
        )  # fmt: skip
        entries.append(head + f"{number:02d}/{FIRST_ID + row}.jpg".encode())
    body = b"".join(entries)
    count = len(entries)
    return body + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(body), count * SLOT, 0)


def slot(number: int, place: int, rows: int, archives: int) -> bytes:
    """Give one picture with the header before it, filled up."""
    row = members(number, rows, archives)[place]
    data, name = flat(row % PICTURES), f"{number:02d}/{FIRST_ID + row}.jpg".encode()
    head = struct.pack(
        "<4s5H3I2H", b"PK\3\4", 20, 0, 0, 0, 0, checksum(row % PICTURES), len(data), len(data), len(name), 0
    )
    return (head + name + data).ljust(SLOT, b"\0")


def archive_part(number: int, start: int, end: int, rows: int, archives: int) -> bytes:
    """Give bytes ``start`` to ``end`` of an archive."""
    stored = len(members(number, rows, archives)) * SLOT
    parts = []
    if start < stored:
        first, last = start // SLOT, (min(end, stored) - 1) // SLOT
        whole = b"".join(slot(number, place, rows, archives) for place in range(first, last + 1))
        parts.append(whole[start - first * SLOT : min(end, stored) - first * SLOT])
    if end > stored:
        parts.append(index(number, rows, archives)[max(0, start - stored) : end - stored])
    return b"".join(parts)


def big_server(table: Path, rows: int, archives: int) -> ThreadingHTTPServer:
    """Serve an empty first table, the large one, and its archives; not running yet."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            archive = re.fullmatch(r"/main/images/train/(\d+)\.zip", self.path)
            if archive:
                self._ranged(int(archive[1]))
            elif self.path == "/main/test.csv":
                self._whole((",".join(HEADER) + "\n").encode())
            else:
                self.send_response(200)
                self.send_header("Content-Length", str(table.stat().st_size))
                self.end_headers()
                with table.open("rb") as file:
                    while piece := file.read(1 << 20):
                        self.wfile.write(piece)

        def _ranged(self, number: int) -> None:
            size = len(members(number, rows, archives)) * SLOT + len(index(number, rows, archives))
            asked = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers["Range"])
            assert asked is not None
            start = int(asked[1]) if asked[1] else size - min(size, int(asked[2]))
            end = min(size, int(asked[2]) + 1) if asked[1] and asked[2] else size
            self._whole(archive_part(number, start, end, rows, archives), 206, f"bytes {start}-{end - 1}/{size}")

        def _whole(self, body: bytes, status: int = 200, part: str = "") -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            if part:
                self.send_header("Content-Range", part)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Be quiet."""

    return ThreadingHTTPServer(("127.0.0.1", 0), Handler)
