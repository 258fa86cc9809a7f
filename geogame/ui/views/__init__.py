"""What one sees of a place: its views as a compass carousel, and where there is a panorama, a full turn.

Both turn in the browser alone: the carousel with tabs, arrow keys and swipes, the panorama by WebGL, which falls back
to the carousel where a browser has none.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from geogame.ui import texts

_FOLDER = Path(__file__).parent
_SCRIPTS = ("sphere.js", "look.js", "views.js")
STRIP_SIZE = (128, 64)
"""Width and height of the small views where no model says at what size it reads them, pixels."""
KEPT = 256
"""So many pictures' addresses are kept for the next run that shows them."""
_MIME = {b"RIFF": "image/webp", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}


@dataclass(frozen=True)
class ViewPicture:
    """One view, ready for the browser.

    Attributes
    ----------
    heading_deg : float
        Compass heading, degrees clockwise from north.
    encoded : bytes
        The picture's file: WebP, JPEG or PNG.
    """

    heading_deg: float
    encoded: bytes


@dataclass(frozen=True)
class PanoramaPicture:
    """A full turn around one place, ready for the browser.

    Attributes
    ----------
    encoded : bytes
        The picture's file, equirectangular: zenith above, nadir below, twice as wide as high.
    centre_heading_deg : float
        Compass heading of its middle column, degrees clockwise from north.
    """

    encoded: bytes
    centre_heading_deg: float


@cache
def _component() -> Any:
    import streamlit as st

    def read(name: str) -> str:
        return (_FOLDER / name).read_text(encoding="utf-8")

    script = "\n".join(read(name) for name in _SCRIPTS)  # a component's script is one module
    return st.components.v2.component("geogame_views", html=read("views.html"), css=read("views.css"), js=script)


def compass_views(
    pictures: list[ViewPicture],
    *,
    key: str,
    source: str,
    panorama: PanoramaPicture | None = None,
    free: bool = False,
    model_size: tuple[int, int] | None = None,
    model_views: int | None = None,
    own_size: tuple[int, int] | None = None,
    north: bool = True,
) -> None:
    """Show the views of one place.

    Parameters
    ----------
    pictures : list of ViewPicture
        Views in compass order; at least one.
    key : str
        The element's key; keep it over reruns so that the heading one looks at survives.
    source : str
        Short line on the picture: what it is made from.
    panorama : PanoramaPicture, optional
        The full turn; a button then changes between it and the views.
    free : bool
        Show the full turn first.
    model_size : tuple of int, optional
        (width, height) in pixels at which the model reads each view; the strip shows the views at that size, and says
        nothing where no model looks.
    model_views : int, optional
        So many of the views the model may use; all where None.
    own_size : tuple of int, optional
        (width, height) in pixels of the pictures as they are shown.
    north : bool
        Whether the headings are known; where they are not, views are numbered and there is no compass.
    """
    data = {
        "views": [view_data(picture) for picture in pictures],
        "source": source,
        "label": texts.VIEWS_LABEL,
        "words": texts.LOOK_WORDS,
        "free": free,
        "panorama": None if panorama is None else panorama_data(panorama),
        "caption": texts.model_sees(len(pictures), model_size, model_views, own_size) if model_size else "",
        "model_size": list(model_size or STRIP_SIZE),
        "north": north,
    }
    _component()(key=key, data=data)


def view_data(picture: ViewPicture) -> dict[str, Any]:
    """Return what the browser gets of one picture.

    The address is the picture itself as a data URL and the id a hash of its bytes, so neither names the place.
    """
    return {**_addressed(picture.encoded), "heading_deg": picture.heading_deg}


def panorama_data(picture: PanoramaPicture) -> dict[str, Any]:
    """Return what the browser gets of a panorama, as nameless as the views."""
    return {**_addressed(picture.encoded), "centre_heading_deg": picture.centre_heading_deg}


@lru_cache(maxsize=KEPT)
def _addressed(encoded: bytes) -> Mapping[str, str]:
    """Return a picture's name and address; several runs of a page, and several players, show the same ones."""
    encoded = without_metadata(encoded)
    mime = next((mime for magic, mime in _MIME.items() if encoded.startswith(magic)), "image/png")
    return {
        "id": hashlib.sha256(encoded).hexdigest()[:16],
        "src": f"data:{mime};base64,{base64.b64encode(encoded).decode('ascii')}",
    }


def without_metadata(encoded: bytes) -> bytes:
    """Return a picture without EXIF, XMP or comments, which may hold the coordinates one has to guess.

    A file that carries none is returned as it is, bit for bit.
    """
    from PIL import Image

    with Image.open(io.BytesIO(encoded)) as image:
        told = {"exif", "xmp", "XML:com.adobe.xmp", "comment", "photoshop", "icc_profile"} & set(image.info)
        if not told and not image.getexif() and not getattr(image, "text", None):
            return encoded
        bare = Image.frombytes("RGB", image.size, image.convert("RGB").tobytes())
        out = io.BytesIO()
        bare.save(out, "WEBP", quality=92, method=4)
    return out.getvalue()
