"""Reads a few members of a large remote zip archive by ranges: its index in a few requests, then one a member."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from geogame.errors import SourceError
from geogame.sources.remote.client import Answer, MissingError

BLOCK: Final = 1 << 20
LOCAL_HEADER: Final = 30
SLACK: Final = 256
"""The header before a member may hold more than the index says."""

Ranged = Callable[[int, int], Answer]


@dataclass(frozen=True, slots=True)
class Member:
    """Where a member lies in its archive, and what its bytes must be."""

    offset: int
    stored: int
    method: int
    crc: int
    name_length: int

    def as_json(self) -> list[int]:
        """Five numbers."""
        return [self.offset, self.stored, self.method, self.crc, self.name_length]


class _RangeFile(io.RawIOBase):
    """A remote file that `zipfile` can seek in; every read fetches at least a block."""

    def __init__(self, ranged: Ranged) -> None:
        self._ranged = ranged
        last = ranged(-BLOCK, 0)
        self.size = last.total or len(last.body)
        self._at, self._block = self.size - len(last.body), last.body
        self._position = 0

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        self._position = base + offset
        return self._position

    def readinto(self, buffer: Any) -> int:
        want = min(len(buffer), self.size - self._position)
        if want <= 0:
            return 0
        if not self._at <= self._position < self._at + len(self._block):
            end = min(self.size, self._position + max(want, BLOCK))
            self._at, self._block = self._position, self._ranged(self._position, end).body
        begin = self._position - self._at
        piece = self._block[begin : begin + want]
        buffer[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)


def read_index(ranged: Ranged, name: str) -> dict[str, Member]:
    """Read an archive's index: members by file stem.

    Parameters
    ----------
    ranged
        Fetches bytes ``start`` to ``end``; a negative start counts from the end.
    name
        Of the archive, for the message.

    Raises
    ------
    SourceError
        If it is no zip archive.
    """
    try:
        with zipfile.ZipFile(io.BufferedReader(_RangeFile(ranged), BLOCK)) as archive:
            return {
                PurePosixPath(info.filename).stem: Member(
                    info.header_offset, info.compress_size, info.compress_type, info.CRC, len(info.filename.encode())
                )
                for info in archive.infolist()
                if not info.is_dir()
            }
    except zipfile.BadZipFile as error:
        message = f"{name} is no zip archive ({error}); the service may have changed, or sends a page in its place"
        raise SourceError(message) from error


def read_member(ranged: Ranged, member: Member) -> bytes:
    """Fetch and unpack one member.

    Raises
    ------
    MissingError
        If its bytes are not what the index says.
    """
    head = LOCAL_HEADER + member.name_length
    data = ranged(member.offset, member.offset + head + SLACK + member.stored).body
    if data[:4] != b"PK\x03\x04":
        message = "an archive's member does not begin where its index says"
        raise MissingError(message)
    name_length, extra_length = struct.unpack("<HH", data[26:LOCAL_HEADER])
    begin = LOCAL_HEADER + name_length + extra_length
    if begin + member.stored > len(data):
        data += ranged(member.offset + len(data), member.offset + begin + member.stored).body
    packed = data[begin : begin + member.stored]
    try:
        content = zlib.decompress(packed, -zlib.MAX_WBITS) if member.method == zipfile.ZIP_DEFLATED else packed
    except zlib.error:
        content = b""
    if zlib.crc32(content) != member.crc:
        message = "an archive's member is damaged"
        raise MissingError(message)
    return content
