"""Which place is shown in full: kept for the page alone, gone when another page is opened."""

from __future__ import annotations

from typing import Final

from geogame.catalog import Catalog
from geogame.ui import page

PLACE: Final = "place"


def open_place(location_id: str) -> None:
    """Show a place in full from the next drawing on."""
    page.own()[PLACE] = location_id


def close_place() -> None:
    """Show the places again from the next drawing on."""
    page.own().pop(PLACE, None)


def opened_place(catalog: Catalog) -> str | None:
    """Return the place that is shown in full; None where none is, or where it is another dataset's."""
    name = page.own().get(PLACE)
    return name if isinstance(name, str) and catalog.holds(name) else None
