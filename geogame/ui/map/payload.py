"""What the browser is told about the map: plain data built from the game, without Streamlit.

While a guess is open nothing that hints at the truth is in it: rounds, beliefs and cells are dropped there, whatever
the caller passed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final, Literal, Protocol

from geogame.geo import distance_km, format_distance
from geogame.ui import basemap
from geogame.ui.map.cells import Cells, thin_cells
from geogame.ui.map.marks import LatLon, MapResult, MapRound
from geogame.ui.map.paint import CellPaint
from geogame.ui.map.paint import payload as paint_payload
from geogame.ui.theme import ThemeName, palette

MapMode = Literal["guess", "reveal", "summary", "cells"]
Unit = Literal["km", "mi"]
Belief = Sequence[Sequence[float]] | None

_COORDINATE_DECIMALS: Final = 5
_PROBABILITY_DECIMALS: Final = 5

TEXTS: Final = {
    "map": "Guess map. Arrow keys move the crosshair, Shift for bigger steps, plus and minus zoom, "
    "Space drops the pin, Enter confirms.",
    "result": "Map of the result. Plus and minus zoom, arrow keys move the map.",
    "cells": "Map of the cells. Plus and minus zoom, arrow keys move the map; the list beside it chooses a cell.",
    "cell": "Cell",
    "click_cell": "Click a cell to look into it",
    "prompt": "Click the map to drop your pin",
    "wait": "One moment …",
    "pin": "Your pin",
    "time": "Seconds left",
    "crosshair": "Crosshair",
    "press_space": "Space drops the pin",
    "you": "You",
    "truth": "The place",
    "zoom_in": "Zoom in",
    "zoom_out": "Zoom out",
    "home": "Show everything",
    "belief": "The model's belief",
    "belief_of": "{letter}'s belief",
    "after_view": "after view",
    "no_webgl": "This browser cannot draw the map: WebGL 2 is switched off or missing. Switch on hardware "
    "acceleration in the browser's settings, or open the app in a current Firefox, Chrome, Edge or Safari.",
    "no_deck": "The map could not start: its drawing library did not load. Reload the page; if that does not help, "
    "install the requirements again.",
}


class HasBounds(Protocol):
    """Anything with a bounding box, as a ``Region`` has."""

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north, degrees."""
        ...


@cache
def map_colours(theme: ThemeName) -> dict[str, Any]:
    """Return the colours of overlay and controls, as CSS colours; ``belief`` as [red, green, blue]."""
    colours = palette(theme)
    dark = theme == "dark"
    return {
        "you": colours.you,
        "model": colours.model,
        "truth": colours.truth,
        "outline": colours.outline,
        "on_you": "#1F2A33",
        "on_model": "#10171D" if dark else "#FFFFFF",
        "on_truth": "#10171D",
        "water": colours.water,
        "ink": colours.ink,
        "muted": colours.muted,
        "paper": colours.card,
        "hairline": colours.hairline,
        "accent": colours.accent,
        "on_accent": colours.on_accent,
        "label": "#B4C0C9" if dark else "#4C5660",
        "halo": "rgba(16,23,29,.85)" if dark else "rgba(255,254,250,.92)",
        "belief": basemap.rgb(colours.model),
        "line": basemap.rgb(colours.ink),
    }


def build_payload(
    *,
    key: str,
    region: HasBounds,
    mode: MapMode,
    pin: LatLon | None,
    rounds: Sequence[MapRound],
    belief: Belief,
    cells_geojson: Cells,
    confirm_label: str,
    can_confirm: bool,
    unit: Unit,
    theme: ThemeName,
    reset_token: str,
    wait_label: str | None = None,
    left_s: float | None = None,
    paint: CellPaint | None = None,
) -> dict[str, Any]:
    """Build what the browser gets; see :func:`geogame.ui.map.guess_map` for the parameters.

    Returns
    -------
    dict
        JSON-ready data. In the mode "guess" it holds neither rounds nor beliefs nor cells.
    """
    open_guess = mode == "guess"
    cells = None if open_guess or (belief is None and paint is None) else thin_cells(cells_geojson)
    players = [] if open_guess or not rounds else rounds[0].opponents
    whose = {"belief": TEXTS["belief_of"].format(letter=players[0].letter)} if len(players) > 1 else {}
    west, south, east, north = region.bounds
    land = basemap.land_url(region.bounds)
    return {
        "key": key,
        "mode": mode,
        "reset": str(reset_token),
        "spec": basemap.deck_spec(theme, land),
        "lines": basemap.base_lines(theme, land),
        "bounds": [west, south, east, north],
        "states_url": basemap.STATES_URL,
        "neighbours_url": land,
        "labels_url": basemap.LABELS_URL,
        "attribution": basemap.ATTRIBUTION,
        "zoom_range": [basemap.MIN_ZOOM, basemap.MAX_ZOOM],
        "colours": map_colours(theme),
        "theme": theme,
        "texts": TEXTS | whose | ({"wait": wait_label} if wait_label else {}),
        "confirm": confirm_label,
        "can_confirm": bool(can_confirm),
        "left_s": left_s if open_guess else None,
        "pin": None if pin is None else _point(pin),
        "rounds": [] if open_guess else [_round(entry, unit) for entry in rounds],
        "belief": None if open_guess or belief is None else _belief(belief),
        "cells": cells,
        "paint": paint_payload(paint, len(cells["features"])) if paint and isinstance(cells, dict) else None,
    }


def read_cell(value: Any) -> int | None:
    """Read which cell was clicked; anything that is not the number of one counts as none."""
    cell = value.get("cell") if isinstance(value, Mapping) else None
    return cell if isinstance(cell, int) and not isinstance(cell, bool) and cell >= 0 else None


def read_result(value: Any) -> MapResult | None:
    """Read the browser's answer; anything that is not a complete confirmed guess on Earth counts as none.

    Parameters
    ----------
    value
        The trigger's value as Streamlit hands it over.
    """
    if not isinstance(value, Mapping):
        return None
    lat, lon, nonce = _finite(value.get("lat")), _finite(value.get("lon")), value.get("nonce")
    if lat is None or lon is None or not isinstance(nonce, str) or abs(lat) > 90.0:
        return None
    return MapResult("confirm", lat, wrap_longitude(lon), nonce)


def _finite(value: Any) -> float | None:
    """Return a finite number as float, and None for anything else, truth values included."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def wrap_longitude(lon: float) -> float:
    """Bring a longitude in degrees into [-180, 180), leaving one that is there untouched."""
    return lon if -180.0 <= lon < 180.0 else (lon + 180.0) % 360.0 - 180.0


def distance_label(first: LatLon, second: LatLon, unit: Unit) -> str:
    """Return the distance between two places as text: three significant digits with the unit."""
    return format_distance(distance_km(*first, *second), unit)


def _round(entry: MapRound, unit: Unit) -> dict[str, Any]:
    def against_truth(place: LatLon) -> dict[str, Any]:
        far = "" if entry.truth is None else distance_label(place, entry.truth, unit)
        return {"at": _point(place), "distance": far}

    return {
        "number": entry.number,
        "truth": None if entry.truth is None else _point(entry.truth),
        "guess": None if entry.guess is None else against_truth(entry.guess),
        "opponents": [
            {"letter": mark.letter[:2], "name": mark.name, **against_truth((mark.lat, mark.lon))}
            for mark in entry.opponents
        ],
    }


def _point(place: LatLon) -> list[float]:
    return [round(float(value), _COORDINATE_DECIMALS + 2) for value in place]


def _belief(belief: Belief) -> list[list[float]]:
    return [[round(float(p), _PROBABILITY_DECIMALS) for p in view] for view in belief or ()]
