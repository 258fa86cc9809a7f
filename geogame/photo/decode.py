"""Strangers' files to pixels, in a process that can crash, hang or swell without harm to this one."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

import numpy as np
from numpy.typing import NDArray

from geogame.errors import PhotoError
from geogame.photo import child
from geogame.photo.kinds import kind_of

LIMIT_S: Final = 4.0
START_S: Final = 30.0
"""A busy machine may take long to start a process; this time is not the file's."""
_LONGEST: Final = child.SIZE.size + 3 * child.MAX_SHOWN**2
_WORDS: Final = {
    "pixels": f"the picture has more than {child.MAX_PIXELS // 10**6} million pixels; save it smaller as JPEG",
    "small": f"the picture is smaller than {child.MIN_SIDE} pixels; choose a larger one",
    "damaged": "the file is damaged or incomplete and shows no picture; save or send it anew",
    "values": "the file holds measured values, not a photograph; save it as JPEG",
    "memory": "the picture takes too much memory to open; save it smaller as JPEG",
    "slow": f"the picture took longer than {LIMIT_S:g} seconds to open; save it anew as JPEG",
}


@dataclass(frozen=True, eq=False)
class Photo:
    """A picture and nothing else: no name, no metadata.

    Attributes
    ----------
    pixels
        ``(h, w, 3)`` uint8 sRGB, upright, at most 1,600 pixels a side.
    """

    pixels: NDArray[np.uint8]


class Decoder:
    """Opens files in a child process, which is started at the first one and anew after each that broke it.

    Use it as a context: the child ends with it. One decoder serves one thread and one visitor's files.
    """

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the child."""
        self._end()

    def start(self) -> None:
        """Start the child now, so that the first file does not wait for it.

        Raises
        ------
        PhotoError
            If it does not start.
        """
        self._running()

    def decode(self, data: bytes) -> Photo:
        """Decode a file.

        Parameters
        ----------
        data
            The whole file: JPEG, PNG, WebP, TIFF, AVIF, HEIC, or GIF, of which the first frame is taken.

        Raises
        ------
        PhotoError
            If it is none of them, too large, damaged, or takes too long; the message says what to do.
        """
        body = self._ask(b"P", data)
        width, height = child.SIZE.unpack_from(body)
        pixels = np.frombuffer(body, np.uint8, offset=child.SIZE.size)
        if pixels.size != width * height * 3:
            raise PhotoError(_WORDS["damaged"])
        return Photo(pixels.reshape(height, width, 3))

    def place_of(self, data: bytes) -> tuple[float, float] | None:
        """Read where the camera says it was: latitude and longitude in degrees, None where it does not say.

        Raises
        ------
        PhotoError
            As `decode`.
        """
        body = self._ask(b"G", data)
        return None if not body else child.PLACE.unpack(body)

    def _ask(self, what: bytes, data: bytes) -> bytes:
        kind = kind_of(data)
        process = self._running()
        slow = threading.Event()

        def give_up() -> None:
            slow.set()
            process.kill()

        timer = threading.Timer(LIMIT_S, give_up)
        timer.start()
        try:
            verdict, body = _exchange(process, child.REQUEST.pack(what, len(data), child.FORMATS.index(kind)) + data)
        except (OSError, EOFError):
            self._end()
            raise PhotoError(_WORDS["slow" if slow.is_set() else "damaged"]) from None
        finally:
            timer.cancel()
        if verdict == b"E":
            raise PhotoError(_WORDS.get(body.decode("ascii", "replace"), _WORDS["damaged"]))
        return body

    def _running(self) -> subprocess.Popen[bytes]:
        """Return the child, started and ready."""
        if self._child is None or self._child.poll() is not None:
            self._end()
            command = [sys.executable, "-P", str(Path(child.__file__))]
            self._child = subprocess.Popen(  # noqa: S603 - this very package
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            timer = threading.Timer(START_S, self._child.kill)
            timer.start()
            ready = _pipe(self._child.stdout).read(1)
            timer.cancel()
            if ready != b"R":
                self._end()
                message = "pictures cannot be opened: their decoder does not start; run `python -m geogame doctor`"
                raise PhotoError(message)
        return self._child

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None


def _exchange(process: subprocess.Popen[bytes], request: bytes) -> tuple[bytes, bytes]:
    """Send a request and read its answer; `EOFError` if the child ends or says what it never would."""
    to, back = _pipe(process.stdin), _pipe(process.stdout)
    to.write(request)
    to.flush()
    head = back.read(child.ANSWER.size)
    if len(head) < child.ANSWER.size:
        raise EOFError
    verdict, length = child.ANSWER.unpack(head)
    if length > _LONGEST:
        raise EOFError
    body = back.read(length)
    if len(body) < length:
        raise EOFError
    return verdict, body


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise EOFError
    return pipe
