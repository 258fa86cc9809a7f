"""The offline base map as pydeck layers: graticule, neighbours, states and lakes in the palette of the app.

Layer data are addresses below ``app/static``, so that the deck JSON stays a few kilobytes and the browser keeps the
shapes in its cache. No map provider and no map style are named: with either, pydeck would ask a tile host.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from geogame.ui.theme import Palette, ThemeName, palette

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


def rgb(colour: str, alpha: int = 255) -> list[int]:
    """Return ``#rrggbb`` as deck.gl's [red, green, blue, alpha], each 0 to 255."""
    return [*(int(colour[i : i + 2], 16) for i in (1, 3, 5)), alpha]


def graticule(step_deg: int = _GRATICULE_STEP_DEG) -> list[dict[str, Any]]:
    """Return meridians and parallels as deck.gl paths of [lon, lat] degrees."""
    meridians: list[dict[str, Any]] = [
        {"path": [[lon, -80], [lon, 0], [lon, 80]]} for lon in range(-180, 181, step_deg)
    ]
    parallels: list[dict[str, Any]] = [
        {"path": [[lon, lat] for lon in range(-180, 181, step_deg)]} for lat in range(-80, 81, step_deg)
    ]
    return meridians + parallels


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


def _layers(theme: ThemeName, colours: Palette, land: str) -> list[Any]:
    import pydeck

    pixels = {"line_width_units": pydeck.types.String("pixels")}
    shape = {"filled": True, "stroked": True, **pixels}
    coast, line = rgb(_COASTS[theme]), rgb(_STATE_LINES[theme])

    def layer(kind: str, name: str, data: Any, **options: Any) -> Any:
        return pydeck.Layer(kind, data=data, id=name, pickable=False, **options)

    return [
        layer(
            "PathLayer",
            "graticule",
            graticule(),
            get_path="path",
            get_color=rgb(_GRATICULE[theme]),
            get_width=1,
            width_units=pydeck.types.String("pixels"),
        ),
        layer(
            "GeoJsonLayer",
            "neighbours",
            land,
            get_fill_color=rgb(colours.land),
            get_line_color=coast,
            get_line_width=1,
            **shape,
        ),
        layer(
            "GeoJsonLayer",
            "states",
            STATES_URL,
            get_fill_color=rgb(colours.region),
            get_line_color=line,
            get_line_width=1,
            **shape,
        ),
        layer(
            "GeoJsonLayer",
            "lakes",
            LAKES_URL,
            get_fill_color=rgb(colours.water),
            get_line_color=coast,
            get_line_width=1,
            **shape,
        ),
        layer(
            "GeoJsonLayer",
            CELLS_LAYER,
            [],
            get_fill_color=rgb(colours.model, 0),
            get_line_color=rgb(colours.model, 46),
            get_line_width=0.5,
            **shape,
        ),
    ]


@cache
def deck_spec(theme: ThemeName, land: str = NEIGHBOURS_URL) -> dict[str, Any]:
    """Return pydeck's own deck JSON of the base map, as plain data ready for the browser.

    Parameters
    ----------
    theme : "light" or "dark"
        Whose palette colours it.
    land : str
        Address of the land around the states, of `land_url`.
    """
    import pydeck

    view = pydeck.View(
        type="MapView",
        repeat=True,
        controller={"keyboard": False, "doubleClickZoom": False, "dragRotate": False, "touchRotate": False},
    )
    state = pydeck.ViewState(longitude=0, latitude=0, zoom=1, min_zoom=MIN_ZOOM, max_zoom=MAX_ZOOM)
    layers = _layers(theme, palette(theme), land)
    deck = pydeck.Deck(layers=layers, views=[view], initial_view_state=state, map_provider=None, map_style=None)
    spec: dict[str, Any] = json.loads(deck.to_json())
    return spec
