"""The work on one fetched picture, which is the same in this process and on every machine of a cluster."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from geogame.engines import Engine
from geogame.errors import SourceError
from geogame.likeness import difference_hash
from geogame.sources.cutting import cut
from geogame.sources.decoding import PictureError, read_pixels
from geogame.sources.options import BuildOptions
from geogame.sources.outdoors import Outdoors, find_outdoors, weights_folder
from geogame.sources.pool import encode_webp
from geogame.sources.remote.base import Candidate
from geogame.sources.remote.checks import picture_objection

TOGETHER: Final = 256
"""So many pictures are fetched before an engine works on them, or fewer once they have ``TOGETHER_BYTES``."""
TOGETHER_BYTES: Final = 32 << 20


@dataclass(frozen=True, slots=True)
class Fetched:
    """A candidate's picture as it came, and the ISO date of that day."""

    candidate: Candidate
    data: bytes
    retrieved_on: str


@dataclass(frozen=True, slots=True)
class Examined:
    """What a picture is in itself, whatever else is kept.

    Attributes
    ----------
    reason
        Why it is turned away; nothing else is set then.
    views
        Encoded as WebP, in the order of the headings.
    source_sha256
        Of the picture as it came.
    dhash
        Difference hash of the first view.
    """

    reason: str = ""
    views: tuple[bytes, ...] = ()
    source_sha256: str = ""
    dhash: int = 0


def examine(
    options: BuildOptions, headings_deg: Sequence[float], outdoors: Outdoors | None, fetched: Fetched
) -> Examined:
    """Decode and check a picture, cut it, and encode its views; ``outdoors`` turns rooms away."""
    candidate = fetched.candidate
    try:
        pixels = read_pixels(fetched.data)
        if reason := picture_objection(pixels):
            return Examined(reason)
        views = cut(
            pixels,
            options.turned(candidate.id, headings_deg),
            (options.width, options.height),
            full_turn=candidate.full_turn,
            centre_deg=candidate.centre_deg,
            pitch_deg=options.aim.pitch_deg if options.aim else 0.0,
        )
    except PictureError as error:
        return Examined(str(error))
    if outdoors is not None and not outdoors.accepts(views):
        return Examined("indoors")
    return Examined(
        views=tuple(encode_webp(view, quality=options.quality, effort=options.effort) for view in views),
        source_sha256=hashlib.sha256(fetched.data).hexdigest(),
        dhash=difference_hash(views[0]),
    )


def software() -> str:
    """Name the versions of all that decides the bytes of a view."""
    import numpy as np
    import PIL
    from PIL import features

    from geogame import __version__

    codecs = ", ".join(f"{name} {features.version(name)}" for name in ("jpg", "libjpeg_turbo", "webp"))
    return f"geogame {__version__}, NumPy {np.__version__}, Pillow {PIL.__version__} ({codecs})"


@dataclass(frozen=True, slots=True)
class Examining:
    """Makes `examine` ready on another machine.

    Attributes
    ----------
    software
        What that machine must have.
    outdoors
        Fingerprint of the judge of rooms that it must have; empty for none.
    """

    options: BuildOptions
    headings_deg: tuple[float, ...]
    software: str
    outdoors: str

    def __call__(self) -> Callable[[Fetched], Examined]:
        """Compare versions and load the judge; `SourceError` where that machine would make other views."""
        if (found := software()) != self.software:
            message = (
                f"machine {platform.node()} has {found}; this one has {self.software}; "
                "install the same versions on all machines of the cluster"
            )
            raise SourceError(message)
        outdoors = find_outdoors() if self.outdoors else None
        if (outdoors.fingerprint if outdoors else "") != self.outdoors:
            message = (
                f"machine {platform.node()} has not the same weights of Places365 in {weights_folder()} as this one; "
                "copy the folder to all machines of the cluster"
            )
            raise SourceError(message)
        return partial(examine, self.options, self.headings_deg, outdoors)


class Examiner:
    """Examines pictures, on an engine many together, else here one after the other.

    Attributes
    ----------
    together
        How many pictures are best handed over at a time.
    """

    def __init__(
        self,
        options: BuildOptions,
        headings_deg: tuple[float, ...],
        outdoors: Outdoors | None,
        engine: Engine | None,
    ) -> None:
        self._options, self._headings_deg, self._outdoors, self._engine = options, headings_deg, outdoors, engine
        self.together = 1 if engine is None else TOGETHER

    def __call__(self, pictures: Sequence[Fetched]) -> list[Examined]:
        """Examine pictures; `SourceError` where a machine of the engine would make other views of them."""
        if self._engine is None:
            return [examine(self._options, self._headings_deg, self._outdoors, each) for each in pictures]
        judge = self._outdoors.fingerprint if self._outdoors else ""
        found = dict(self._engine.map(Examining(self._options, self._headings_deg, software(), judge), pictures))
        return [found[number] for number in range(len(pictures))]
