"""The offline base map as pydeck layers: graticule, neighbours, states and lakes in the palette of the app.

Layer data are addresses below ``app/static``, so that the deck JSON stays a few kilobytes and the browser keeps the
shapes in its cache. No map provider and no map style are named: with either, pydeck would ask a tile host. deck.gl
fills areas; what has thousands of edges gets them from the browser's own canvas, many times as fast without a
graphics card.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from geogame.ui.theme import ThemeName, palette

STATIC_URL = "app/static"
STATES_URL = f"{STATIC_URL}/states.geojson"
NEIGHBOURS_URL = f"{STATIC_URL}/neighbours.geojson"
COUNTRIES_URL = f"{STATIC_URL}/countries.geojson"
LAKES_URL = f"{STATIC_URL}/lakes.geojson"
LABELS_URL = f"{STATIC_URL}/labels.json"
ATTRIBUTION = "Map: U.S. Census Bureau, Natural Earth"
CELLS_LAYER = "cells"

NEAR_HOME = (-180.0, 10.0, -50.0, 84.0)
"""West, south, east, north of what the states and their neighbours show."""

MIN_ZOOM = 0.0
"""The whole world on a phone, for regions that are scattered over it."""
MAX_ZOOM = 16.0
_GRATICULE_STEP_DEG = 10

_STATE_LINES = {"light": "#A9A294", "dark": "#4A5B68"}
_COASTS = {"light": "#8FAABA", "dark": "#3D5566"}
_GRATICULE = {"light": "#BFD3DE", "dark": "#15232E"}


def rgb(colour: str) -> list[int]:
    """Return ``#rrggbb`` as deck.gl's [red, green, blue], each 0 to 255."""
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def graticule(step_deg: int = _GRATICULE_STEP_DEG) -> list[dict[str, Any]]:
    """Return meridians and parallels as deck.gl lines between two [lon, lat], degrees; all are straight on this map."""
    ends = [([lon, -80], [lon, 80]) for lon in range(-180, 181, step_deg)]
    ends += [([-180, lat], [180, lat]) for lat in range(-80, 81, step_deg)]
    return [{"from": first, "to": last} for first, last in ends]


def land_url(bounds: tuple[float, float, float, float]) -> str:
    """Address of the land around a region: the states' neighbours, or all countries where it lies elsewhere.

    Parameters
    ----------
    bounds
        West, south, east, north, degrees.
    """
    west, south, east, north = bounds
    home_west, home_south, home_east, home_north = NEAR_HOME
    near = home_west <= west and home_south <= south and east <= home_east and north <= home_north
    return NEIGHBOURS_URL if near else COUNTRIES_URL


def base_lines(theme: ThemeName, land: str = NEIGHBOURS_URL) -> list[dict[str, str]]:
    """Return the lines over the base map's areas, the lowest first: address of their shapes, and CSS colour.

    Parameters
    ----------
    theme : "light" or "dark"
        Whose palette colours it.
    land : str
        Address of the land around the states, of `land_url`.
    """
    coast, line = _COASTS[theme], _STATE_LINES[theme]
    return [{"url": url, "line": colour} for url, colour in ((land, coast), (STATES_URL, line), (LAKES_URL, coast))]


@cache
def deck_spec(theme: ThemeName, land: str = NEIGHBOURS_URL) -> dict[str, Any]:
    """Return pydeck's own deck JSON of the base map, as plain data ready for the browser; arguments as `base_lines`."""
    import pydeck

    view = pydeck.View(
        type="MapView",
        repeat=True,
        controller={"keyboard": False, "doubleClickZoom": False, "dragRotate": False, "touchRotate": False},
    )
    state = pydeck.ViewState(longitude=0, latitude=0, zoom=1, min_zoom=MIN_ZOOM, max_zoom=MAX_ZOOM)
    layers = _layers(theme, land)
    deck = pydeck.Deck(layers=layers, views=[view], initial_view_state=state, map_provider=None, map_style=None)
    spec: dict[str, Any] = json.loads(deck.to_json())
    return spec


def _layers(theme: ThemeName, land: str) -> list[Any]:
    import pydeck

    colours = palette(theme)
    areas = {
        "neighbours": (land, colours.land),
        "states": (STATES_URL, colours.region),
        "lakes": (LAKES_URL, colours.water),
        CELLS_LAYER: ([], colours.model),
    }
    ends = {"get_source_position": "from", "get_target_position": "to"}
    return [
        pydeck.Layer("LineLayer", data=graticule(), id="graticule", get_color=rgb(_GRATICULE[theme]), **ends),
        *(
            pydeck.Layer("GeoJsonLayer", data=data, id=name, filled=True, stroked=False, get_fill_color=rgb(colour))
            for name, (data, colour) in areas.items()
        ),
    ]
