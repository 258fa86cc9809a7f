"""What a file is, told by its first bytes and never by its name."""

from __future__ import annotations

from typing import Final

from geogame.errors import PhotoError

MAX_BYTES: Final = 25 * 1024 * 1024
READABLE: Final = "JPEG, PNG, WebP, TIFF, GIF, AVIF or HEIC"
_STARTS: Final = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
)
_BRANDS: Final = {b"avif": "AVIF", b"avis": "AVIF"} | dict.fromkeys(
    (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), "HEIF"
)
_SHARED: Final = (b"mif1", b"msf1")
"""Brands of HEIC and AVIF alike; which it is stands among the brands that follow."""
_REFUSED: Final = (
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"%PDF", "a PDF document"),
    (b"%!PS", "a PostScript document"),
    (b"\xc5\xd0\xd3\xc6", "a PostScript document"),
    (b"BM", "a BMP picture"),
    (b"8BPS", "a Photoshop document"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"II+\x00", "a TIFF of the big kind"),
    (b"MM\x00+", "a TIFF of the big kind"),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture"),
    (b"\xff\x0a", "a JPEG XL picture"),
)


def kind_of(data: bytes) -> str:
    """Tell which kind of photograph a file is.

    Parameters
    ----------
    data
        The whole file.

    Returns
    -------
    str
        Pillow's name of the format: JPEG, PNG, WEBP, TIFF, GIF, AVIF or HEIF.

    Raises
    ------
    PhotoError
        If the file is empty, larger than `MAX_BYTES`, or anything else.
    """
    if not data:
        message = "the file is empty; choose another one"
        raise PhotoError(message)
    if len(data) > MAX_BYTES:
        message = (
            f"the file has {len(data) / 2**20:.0f} MB and at most {MAX_BYTES >> 20} are read; save it smaller as JPEG"
        )
        raise PhotoError(message)
    found = next((kind for start, kind in _STARTS if data.startswith(start)), None)
    if found is None and data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        found = "WEBP"
    if found is None and data[4:8] == b"ftyp":
        found = "AVIF" if data[8:12] in _SHARED and b"avif" in data[16:64] else _BRANDS.get(data[8:12])
    if found is None:
        message = f"this is {_what(data)}, not a photograph that can be read here; use {READABLE}"
        raise PhotoError(message)
    return found


def _what(data: bytes) -> str:
    """Name what is refused, as far as its beginning tells."""
    named = next((name for start, name in _REFUSED if data.startswith(start)), None)
    if named is not None:
        return named
    if data[4:8] == b"ftyp":
        return "a film"
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in head:
        return "an SVG drawing"
    if head.startswith((b"<!doctype", b"<html", b"<?xml", b"<script")):
        return "a web page or another text"
    return "a file of another kind"
