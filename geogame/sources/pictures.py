"""Makes a picture file fit to keep: upright, eight bits of sRGB, no larger than needed, and without metadata."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from geogame.sources.cutting import cut_turn
from geogame.sources.decoding import MIN_SIDE, PictureError, decode, upright_srgb

if TYPE_CHECKING:
    from PIL import Image

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom of the part of a picture to keep, as shares of its width and height."""
MAX_SIDE: Final = 4096
QUALITY: Final = 90
PLAIN_SHARE: Final = 0.6
"""A picture that is one colour over more than this is a placeholder, such as "no imagery here"."""
ORIENTATION: Final = 0x0112


@dataclass(frozen=True, slots=True)
class Picture:
    """An encoded picture without metadata.

    Attributes
    ----------
    data
        The file's bytes.
    suffix
        ``jpg`` or ``webp``.
    width, height
        Pixels.
    """

    data: bytes
    suffix: str
    width: int
    height: int

    @property
    def sha256(self) -> str:
        """Hash of the bytes, which is the picture's name."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def file(self) -> str:
        """Where it lies in a catalog."""
        name = self.sha256
        return f"images/{name[:2]}/{name}.{self.suffix}"


def keep_picture(data: bytes, box: Box | None = None, size: tuple[int, int] | None = None) -> Picture:
    """Turn the bytes of any picture file into what a catalog keeps.

    An upright JPEG in sRGB keeps its pixels bit for bit and loses its metadata; every other picture is decoded,
    turned upright, converted to eight bits of sRGB, made no larger than ``MAX_SIDE`` and encoded as WebP.

    Parameters
    ----------
    data
        The file; what it holds counts, not its name.
    box
        The part to keep, for instance without a viewer's overlays.
    size
        Width and height in pixels; the part is cropped to that shape around its centre and resampled.

    Raises
    ------
    PictureError
        If the bytes are no picture, are damaged, have several frames, too many pixels or too few, or show hardly
        more than one colour.
    """
    image = decode(data)
    if image.format == "JPEG" and box is None and size is None and _is_plain(image):
        stripped = strip_jpeg(data)
        if stripped is not None:
            _refuse_placeholder(image)
            return Picture(stripped, "jpg", *image.size)
    picture = _fit(upright_srgb(image), box, size)
    _refuse_placeholder(picture)
    return _encoded(picture)


def keep_views(data: bytes, turns_deg: Sequence[float], size: tuple[int, int]) -> list[Picture]:
    """Cut views out of the bytes of a full turn.

    Parameters
    ----------
    data
        The file of an equirectangular picture, the zenith at its top, held level.
    turns_deg
        Where the views look, degrees clockwise from the picture's middle.
    size
        Width and height of the views in pixels.

    Raises
    ------
    PictureError
        As `keep_picture`, and if the picture is not twice as wide as high.
    """
    from PIL import Image

    image = upright_srgb(decode(data))
    _refuse_placeholder(image)
    return [_encoded(Image.fromarray(view)) for view in cut_turn(np.asarray(image), turns_deg, size)]


def _encoded(image: Image.Image) -> Picture:
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=QUALITY, method=4)
    return Picture(buffer.getvalue(), "webp", *image.size)


def _is_plain(image: Image.Image) -> bool:
    """Tell whether a decoded JPEG may be kept as it is."""
    upright = image.getexif().get(ORIENTATION, 1) in {0, 1}
    return image.mode in {"RGB", "L"} and upright and max(image.size) <= MAX_SIDE and "icc_profile" not in image.info


def _fit(image: Image.Image, box: Box | None, size: tuple[int, int] | None) -> Image.Image:
    from PIL import Image, ImageOps

    if box is not None:
        sides = (image.width, image.height, image.width, image.height)
        left, top, right, bottom = (round(share * side) for share, side in zip(box, sides, strict=True))
        image = image.crop((left, top, right, bottom))
        if min(image.size) < MIN_SIDE:
            raise PictureError(f"smaller than {MIN_SIDE} pixels in the box")
    if size is not None:
        return ImageOps.fit(image, size, Image.Resampling.LANCZOS)
    if max(image.size) > MAX_SIDE:
        image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    return image


def _refuse_placeholder(image: Image.Image) -> None:
    """Look at 64 x 64 of the pixels as they are; `PictureError` if most have one colour."""
    from PIL import Image

    sample = np.asarray(image.convert("RGB").resize((64, 64), Image.Resampling.NEAREST)).reshape(-1, 3)
    colours = sample.astype(np.int64) @ np.array([65_536, 256, 1])
    if np.unique(colours, return_counts=True)[1].max() > PLAIN_SHARE * len(sample):
        raise PictureError("one colour over most of it: a placeholder")


def strip_jpeg(data: bytes) -> bytes | None:
    """Take the metadata out of a JPEG without touching its pixels.

    What goes: all application segments but JFIF's header and Adobe's colour transform, comments, and whatever
    follows the picture's end. None if the file is not built as the standard says.
    """
    if data[:2] != b"\xff\xd8":
        return None
    kept, at = [data[:2]], 2
    while True:
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        if at + 4 > len(data) or data[at] != 0xFF:
            return None
        marker = data[at + 1]
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        segment = data[at:end]
        if marker == 0xDA:
            scan_end = _scan_end(data, end)
            if scan_end is None:
                return None
            kept.append(data[at:scan_end])
            at = scan_end
            if data[at + 1] == 0xD9:
                kept.append(b"\xff\xd9")
                return b"".join(kept)
            continue
        is_header = marker == 0xE0 and segment[4:9] == b"JFIF\0"
        if is_header or marker == 0xEE or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(segment)
        at = end


SCAN_MARKER: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


def _scan_end(data: bytes, start: int) -> int | None:
    """Where the next marker after a scan's coded data stands, restart markers apart."""
    found = SCAN_MARKER.search(data, start)
    return None if found is None else found.start()
