"""Decodes the bytes of any picture file within limits: upright, eight bits of sRGB, or the reason why not."""

from __future__ import annotations

import io
import re
import struct
import zlib
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from geogame.errors import SourceError

if TYPE_CHECKING:
    from PIL import Image

FORMATS: Final = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")
MAX_PIXELS: Final = 89_000_000
"""Pillow's own limit, below which a small file cannot fill the memory."""
MAX_BYTES: Final = 200_000_000
MIN_SIDE: Final = 32
WEB_PAGE: Final = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
DAMAGE: Final = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, struct.error, zlib.error)


class PictureError(SourceError):
    """A picture that cannot be kept; the message is the reason alone, fit to be counted."""


def read_pixels(data: bytes) -> NDArray[np.uint8]:
    """Decode a file as ``(h, w, 3)`` uint8 sRGB, upright.

    Raises
    ------
    PictureError
        As `decode` does.
    """
    return np.asarray(upright_srgb(decode(data)))


def decode(data: bytes) -> Image.Image:
    """Open a file and decode it whole, by what it holds and not by its name.

    Raises
    ------
    PictureError
        If the bytes are no picture, are damaged, have several frames, or too many pixels or too few.
    """
    from PIL import Image, UnidentifiedImageError

    if not data:
        raise PictureError("empty file")
    if WEB_PAGE.match(data[:512]):
        raise PictureError("a web page, not a picture")
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        if image.width * image.height > MAX_PIXELS:
            raise PictureError("more than 89 megapixels")
        if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
            raise PictureError("animated, or of several pages")
        if min(image.size) < MIN_SIDE:
            raise PictureError(f"smaller than {MIN_SIDE} pixels")
        image.load()
    except UnidentifiedImageError as error:
        raise PictureError("not a picture of a known format") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError("more than 89 megapixels") from error
    except DAMAGE as error:
        raise PictureError(f"damaged picture ({type(error).__name__})") from error
    return image


def upright_srgb(image: Image.Image) -> Image.Image:
    """Turn a decoded picture upright and convert it to eight bits of sRGB; `PictureError` if it is damaged."""
    try:
        return _converted(image)
    except DAMAGE as error:
        raise PictureError(f"damaged picture ({type(error).__name__})") from error


def _converted(image: Image.Image) -> Image.Image:
    from PIL import Image, ImageOps

    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I;16") or image.mode in {"I", "F"}:
        values = np.asarray(image, dtype=np.float64)
        full = 65_535.0 if values.max(initial=0.0) > 255 else 255.0
        image = Image.fromarray(np.clip(values * (255.0 / full), 0, 255).round().astype(np.uint8))
    if profile is not None:
        image = _from_profile(image, profile)
    return image.convert("RGB")


def _from_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """Convert from the profile's colours to sRGB; a profile that does not fit the picture is left aside."""
    from PIL import ImageCms

    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted if converted is not None else image
