"""From files to an answer, kept for as long as the page is open and no longer."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geogame.photo import Photo
from geogame.ui import page
from geogame.ui.photo import regions
from geogame.ui.photo.ready import ready

if TYPE_CHECKING:
    from geogame.explain import Explanation
    from geogame.geolocators.checkpoint import CheckpointNote
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
    with ready().decoder() as decoder:
        photos = [decoder.decode(data) for data in files]
    kept["given"] = given = Given(photos, [address(photo.pixels) for photo in photos], digest)
    return given


@contextlib.contextmanager
def lent(folder: Path) -> Iterator[NetworkGeolocator]:
    """Lend a model, turned to the chosen region, to this visitor alone.

    Raises
    ------
    GeogameError
        If it cannot be opened.
    """
    with ready().model(folder) as model:
        yield regions.turned(model)


def answered(folder: Path, given: Given, known_deg: Sequence[float | None]) -> tuple[Answer, CheckpointNote]:
    """Ask a model, once for the same photographs and headings; gives what it says, and what it says of itself.

    Raises
    ------
    GeogameError
        If the model cannot be opened or cannot take them.
    """
    from geogame.photo.answer import answer

    asked = (given.digest, str(folder), regions.chosen(folder.name), tuple(known_deg))
    kept = page.own()
    if kept.get("asked") != asked:
        for name in ("explanation", "drawn"):
            kept.pop(name, None)
        with lent(folder) as model:
            kept["answer"] = answer(model, folder, given.photos, known_deg), model.note
        kept["asked"] = asked
    found: tuple[Answer, CheckpointNote] = kept["answer"]
    return found


def explained(folder: Path, given: Given, answer: Answer) -> Explanation | None:
    """Ask the model why, once for an answer; None for a model whose answers are made of pictures.

    Raises
    ------
    GeogameError
        If what it needs for that is missing or damaged.
    """
    from geogame.photo.answer import reasons

    kept = page.own()
    if "explanation" not in kept:
        with lent(folder) as model:
            kept["explanation"] = reasons(model, folder, given.photos, answer)
    found: Explanation | None = kept["explanation"]
    return found


def place_of(files: Sequence[bytes]) -> tuple[float, float] | None:
    """Read where the camera was from the first file that says so; nothing of it is kept."""
    with ready().decoder() as decoder:
        return next((place for data in files if (place := decoder.place_of(data)) is not None), None)


def address(pixels: NDArray[np.uint8]) -> str:
    """Return pixels ``(h, w, 3)`` as a small JPEG in a data address, which no server has to keep."""
    from PIL import Image

    image = Image.fromarray(pixels)
    image.thumbnail((SHOWN_WIDTH, SHOWN_WIDTH))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return f"data:image/jpeg;base64,{base64.b64encode(out.getvalue()).decode('ascii')}"
