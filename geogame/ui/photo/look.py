"""From files to an answer, kept for as long as the page is open and no longer."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from geogame.photo import Decoder, Photo
from geogame.ui import page
from geogame.ui.photo import regions

if TYPE_CHECKING:
    from geogame.geolocators.trained import NetworkGeolocator
    from geogame.photo.answer import Answer

SHOWN_WIDTH = 480


@dataclass(frozen=True, eq=False)
class Given:
    """Photographs as decoded, and as data addresses for the browser; ``digest`` tells them from others."""

    photos: list[Photo]
    sources: list[str]
    digest: str


def seen(files: Sequence[bytes]) -> Given:
    """Decode what was given, once for as long as it stays the same.

    Raises
    ------
    PhotoError
        If one of them is no photograph.
    """
    kept = page.own()
    digest = hashlib.sha256(b"".join(hashlib.sha256(data).digest() for data in files)).hexdigest()
    known: Given | None = kept.get("given")
    if known is not None and known.digest == digest:
        return known
    kept.clear()
    with Decoder() as decoder:
        photos = [decoder.decode(data) for data in files]
    kept["given"] = given = Given(photos, [address(photo.pixels) for photo in photos], digest)
    return given


def answered(folder: Path, given: Given, known_deg: Sequence[float | None]) -> Answer:
    """Ask a model, once for the same photographs and headings.

    Raises
    ------
    GeogameError
        If the model cannot be opened or cannot take them.
    """
    from geogame.photo.answer import answer

    asked = (given.digest, str(folder), regions.chosen(folder.name), tuple(known_deg))
    kept = page.own()
    if kept.get("asked") != asked:
        kept["answer"] = answer(opened(folder), folder, given.photos, known_deg)
        kept["asked"] = asked
    found: Answer = kept["answer"]
    return found


def place_of(files: Sequence[bytes]) -> tuple[float, float] | None:
    """Read where the camera was from the first file that says so; nothing of it is kept."""
    with Decoder() as decoder:
        return next((place for data in files if (place := decoder.place_of(data)) is not None), None)


def opened(folder: Path) -> NetworkGeolocator:
    """Open a model once; one that was trained anew is opened anew."""
    from geogame.geolocators.checkpoint import NOTE_FILE

    return regions.turned(_opened(str(folder), (folder / NOTE_FILE).stat().st_mtime_ns))


@st.cache_resource(show_spinner=False, max_entries=2)
def _opened(folder: str, stamp: int) -> NetworkGeolocator:  # noqa: ARG001 - the stamp is part of the key
    from geogame.errors import CheckpointError
    from geogame.geolocators import load_geolocator
    from geogame.geolocators.trained import NetworkGeolocator

    model = load_geolocator(Path(folder))
    if not isinstance(model, NetworkGeolocator):
        message = f"model {model.name} cannot be asked about photographs; choose a trained network"
        raise CheckpointError(message)
    return model


def address(pixels: NDArray[np.uint8]) -> str:
    """Return pixels ``(h, w, 3)`` as a small JPEG in a data address, which no server has to keep."""
    from PIL import Image

    image = Image.fromarray(pixels)
    image.thumbnail((SHOWN_WIDTH, SHOWN_WIDTH))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return f"data:image/jpeg;base64,{base64.b64encode(out.getvalue()).decode('ascii')}"
