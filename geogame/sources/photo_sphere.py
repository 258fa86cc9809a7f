"""What a camera for full turns writes beside them: XMP in the namespace GPano.

The names are those of https://developers.google.com/streetview/spherical-metadata.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from geogame.sources.found import number

PROPERTY: Final = r"""GPano:{name}\s*(?:=\s*["']|>)\s*([^"'<]+?)\s*["'<]"""
"""As an attribute or as an element, which XMP allows alike."""
EQUIRECTANGULAR: Final = "equirectangular"
SIDES: Final = ("Width", "Height")


@dataclass(frozen=True, slots=True)
class PhotoSphere:
    """A picture of all directions.

    Attributes
    ----------
    whole
        Whether the file holds all of it; cameras also write strips of a full turn.
    heading_deg
        Where its middle looks, clockwise from north, or None.
    """

    whole: bool
    heading_deg: float | None


def read_photo_sphere(xmp: bytes) -> PhotoSphere | None:
    """Read a file's XMP; None where it does not say that the picture is an equirectangular one."""
    text = xmp.decode("utf-8", "replace")
    if _said(text, "ProjectionType").lower() != EQUIRECTANGULAR:
        return None
    whole = all(
        _said(text, f"CroppedAreaImage{side}Pixels") == _said(text, f"FullPano{side}Pixels")
        for side in SIDES
        if _said(text, f"CroppedAreaImage{side}Pixels")
    )
    heading = number(_said(text, "PoseHeadingDegrees"))
    return PhotoSphere(whole, heading % 360 if math.isfinite(heading) else None)


def _said(text: str, name: str) -> str:
    found = re.search(PROPERTY.format(name=name), text)
    return found[1] if found else ""
