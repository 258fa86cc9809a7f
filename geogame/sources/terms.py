"""Which folders hold pictures that nobody may be shown: those that were taken from Google Street View."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from geogame.sources.found import Found
from geogame.sources.named import NAMED

GOOGLE: Final = "google"
UNKNOWN_LICENCE: Final = "unknown"
STREET_VIEW_LAYOUTS: Final = frozenset({*NAMED, "cities"})
"""Those of the seed systems, all of which downloaded their pictures from Street View."""
CREDITED: Final = "its pictures are credited to Google, whose terms bar showing Street View beside another map"
SEED_LAYOUT: Final = (
    "its files are named like downloads from Google Street View, whose terms bar showing them beside another map; "
    "if they are other pictures, import them again and name their --licence"
)


def restriction(layout: str, licence: str, found: Iterable[Found]) -> str:
    """Say why the pictures of a folder must not be shown; empty where nothing speaks against it.

    Parameters
    ----------
    layout
        A key of ``LAYOUTS``.
    licence
        What the person who imports them says of pictures for which the layout names none.
    found
        The pictures that are taken.
    """
    if any(GOOGLE in said.casefold() for each in found for said in (each.attribution, each.creator, each.licence)):
        return CREDITED
    return SEED_LAYOUT if layout in STREET_VIEW_LAYOUTS and licence == UNKNOWN_LICENCE else ""
