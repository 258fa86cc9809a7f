"""The process that opens strangers' files: bytes in, plain pixels or a short reason out.

Run by path, with Pillow, pillow-heif and the standard library alone, so that it starts quickly; the app imports it for
its constants. It may write no file and take no more memory than `MEMORY_BYTES` (where the system lets a process limit
itself), and its parent ends it after some seconds.

A request is ``!cQB`` (what, length, which of `FORMATS`) and the file; an answer is ``!cQ`` (what, length) and a body:
``P`` with ``!II`` width and height and RGB bytes, ``G`` with nothing or ``!dd`` degrees, ``E`` with one of `REASONS`.
"""

from __future__ import annotations

import contextlib
import io
import math
import struct
import sys
import warnings
from typing import BinaryIO, Final

from PIL import Image, ImageCms

REQUEST: Final = struct.Struct("!cQB")
ANSWER: Final = struct.Struct("!cQ")
SIZE: Final = struct.Struct("!II")
PLACE: Final = struct.Struct("!dd")
MAX_PIXELS: Final = 50_000_000
MIN_SIDE: Final = 32
MAX_SHOWN: Final = 1600
"""Longest side of what is handed on, pixels; no model here looks at more."""
MEMORY_BYTES: Final = 900 * 2**20
FORMATS: Final = ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "AVIF", "HEIF")
REASONS: Final = ("pixels", "small", "damaged", "values", "memory")
_ORIENTATION: Final = 0x0112
_GPS: Final = 0x8825


class Refusal(Exception):  # noqa: N818 - an answer, no error of the program
    """One of `REASONS`."""


def limit() -> None:
    """Give up writing files and taking much memory, for good."""
    try:
        import resource
    except ImportError:  # a system without such limits
        return
    sides = {"RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0, "RLIMIT_AS": MEMORY_BYTES}
    for name, most in sides.items():
        with contextlib.suppress(OSError, ValueError, AttributeError):
            resource.setrlimit(getattr(resource, name), (most, most))


def look(data: bytes, kind: str) -> bytes:
    """Decode a file's first picture: ``!II`` and RGB bytes, upright, sRGB, at most `MAX_SHOWN` pixels a side."""
    with _opened(data, kind) as image:
        width, height = image.size
        if width * height > MAX_PIXELS:
            raise Refusal("pixels")
        if min(width, height) < MIN_SIDE:
            raise Refusal("small")
        share = min(1.0, MAX_SHOWN / max(width, height))
        image.draft(None, (round(width * share), round(height * share)))  # JPEG at a half, a quarter or an eighth
        image.load()
        profile = image.info.get("icc_profile")
        turn = _orientation(image)
        image.info = {key: value for key, value in image.info.items() if key == "transparency"}
        plain = _rgb(_shrunk(image), profile)
    if turn is not None:
        plain = plain.transpose(turn)
    return SIZE.pack(*plain.size) + plain.tobytes()


def place(data: bytes, kind: str) -> bytes:
    """Read the place a camera wrote: ``!dd`` latitude and longitude in degrees, or nothing."""
    with _opened(data, kind) as image:
        tags = image.getexif().get_ifd(_GPS)
        lat, lon = _degrees(tags.get(2), tags.get(1), "S"), _degrees(tags.get(4), tags.get(3), "W")
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180 or (lat, lon) == (0.0, 0.0):
        return b""
    return PLACE.pack(lat, lon)


def _opened(data: bytes, kind: str) -> Image.Image:
    return Image.open(io.BytesIO(data), formats=(kind,))


def _shrunk(image: Image.Image) -> Image.Image:
    """Make it small enough to hand on; palettes are looked up first, since their numbers cannot be averaged."""
    if image.mode in {"P", "PA", "1"}:
        see_through = image.mode == "PA" or "transparency" in image.info
        image = image.convert("RGBA" if see_through else "RGB")
    share = MAX_SHOWN / max(image.size)
    if share >= 1:
        return image
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return image.resize(size, Image.Resampling.BOX)


def _rgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Turn any mode of picture into sRGB on white."""
    if image.mode == "F":
        raise Refusal("values")
    if image.mode.startswith("I"):  # 16 bits a pixel, grey
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in {"LA", "La", "PA", "RGBa", "RGBA"} or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(white, image).convert("RGB")
    if profile and image.mode in {"RGB", "CMYK"}:
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if turned is not None:
                return turned
    return image.convert("RGB")


def _orientation(image: Image.Image) -> Image.Transpose | None:
    """How the camera says that the picture is to be turned; None where it says nothing that makes sense."""
    try:
        said = image.getexif().get(_ORIENTATION)
    except Exception:  # noqa: BLE001 - whatever a stranger's EXIF breaks, the picture itself is there
        return None
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    return turns.get(said) if isinstance(said, int) else None


def _degrees(parts: object, side: object, negative: str) -> float | None:
    """Degrees, minutes and seconds as one number."""
    if not isinstance(parts, tuple) or not 1 <= len(parts) <= 3:
        return None
    total = 0.0
    for power, part in enumerate(parts):
        total += float(part) / 60.0**power
    if not math.isfinite(total) or total < 0:
        return None
    return -total if str(side).strip("\0 ").upper() == negative else total


def answer(what: bytes, data: bytes, kind: str) -> tuple[bytes, bytes]:
    """Do what is asked; every way in which a file can be bad ends in a reason."""
    try:
        return what, (look if what == b"P" else place)(data, kind)
    except Refusal as refusal:
        return b"E", str(refusal).encode()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return b"E", b"pixels"
    except MemoryError:
        return b"E", b"memory"
    except Exception:  # noqa: BLE001 - decoders raise whatever the bytes lead them to
        return b"E", b"damaged"


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer until nothing more is asked."""
    while len(head := requests.read(REQUEST.size)) == REQUEST.size:
        what, length, kind = REQUEST.unpack(head)
        verdict, body = answer(what, requests.read(length), FORMATS[kind])
        answers.write(ANSWER.pack(verdict, len(body)))
        answers.write(body)
        answers.flush()


def main() -> None:
    """Load the decoders, give up rights, say so, and serve."""
    from pillow_heif import register_heif_opener

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("ignore")
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.init()
    register_heif_opener()
    limit()
    sys.stdout.buffer.write(b"R")
    sys.stdout.buffer.flush()
    serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
