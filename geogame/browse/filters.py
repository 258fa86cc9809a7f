"""Which places of a catalog fit what one asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

    from geogame.catalog import Catalog
    from geogame.curation import Step

Rows: TypeAlias = NDArray[np.int64]
SEARCHED: Final = (
    "id", "place_id", "captured_on", "source", "licence", "attribution", "creator", "layout_key", "sequence",
    "provider_id", "page_url",
)  # fmt: skip
"""Columns that a text is looked for in, as far as a catalog has them."""
UNMARKED: Final = "unmarked"
LATEST: Final = "-99-99"
"""Completes a date that is known to the year or month, so that it is not before any day of it."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; an empty field asks for nothing.

    Attributes
    ----------
    cells, splits, sources, licences
        One of these.
    since, until
        ISO dates, both included. A place whose date is known to the year or month fits if any day of it does.
    heading_deg
        Places with a view of this heading, in degrees.
    text
        Each of its words occurs in one of the columns `SEARCHED`, whatever the case.
    marks
        One of ``flagged``, ``excluded`` and ``unmarked``.
    """

    cells: tuple[int, ...] = ()
    splits: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    heading_deg: float | None = None
    text: str = ""
    marks: tuple[str, ...] = ()


def searchable(catalog: Catalog) -> pd.Series[str]:
    """Give one lower-case line a place, made of all that a text is looked for in."""
    frame = catalog.locations
    columns = [frame[name].fillna("").astype(str) for name in SEARCHED if name in frame]
    return columns[0].str.cat(columns[1:], sep="\n").str.lower()


def matching(catalog: Catalog, wanted: Filter, held: Mapping[str, Step], lines: pd.Series[str] | None = None) -> Rows:
    """Find the rows of ``catalog.locations`` that fit.

    Parameters
    ----------
    catalog
        As it was built: its splits are asked for, whatever was left out since.
    wanted
        What is asked for.
    held
        The marks that hold, by location; see `curation.marks`.
    lines
        What `searchable` gave, so that it need not be made again.

    Returns
    -------
    (n,) int64
        Row numbers in table order.
    """
    frame = catalog.locations
    fits = np.ones(len(frame), dtype=bool)
    for column, values in (
        ("cell", wanted.cells),
        ("split", wanted.splits),
        ("source", wanted.sources),
        ("licence", wanted.licences),
    ):
        if values:
            fits &= frame[column].isin(values).to_numpy()
    if wanted.since or wanted.until:
        fits &= _dated(frame["captured_on"], wanted)
    if wanted.heading_deg is not None:
        looking = catalog.views.loc[catalog.views["heading_deg"] == wanted.heading_deg, "location_id"]
        fits &= frame["id"].isin(looking).to_numpy()
    if wanted.marks:
        fits &= _marked(catalog.ids, wanted.marks, held)
    if words := wanted.text.lower().split():
        lines = searchable(catalog) if lines is None else lines
        for word in words:
            fits &= lines.str.contains(word, regex=False).to_numpy(bool)
    return np.flatnonzero(fits)


def _dated(dates: pd.Series[str], wanted: Filter) -> NDArray[np.bool_]:
    known = dates.fillna("").astype(str)
    fits = known != ""
    if wanted.since:
        fits &= (known + LATEST) >= wanted.since
    if wanted.until:
        fits &= known <= wanted.until
    return np.asarray(fits, dtype=bool)


def _marked(ids: Sequence[str], marks: Sequence[str], held: Mapping[str, Step]) -> NDArray[np.bool_]:
    return np.array([(held[name].mark if name in held else UNMARKED) in marks for name in ids], dtype=bool)
