"""The one map of the app: click or key an exact guess, see the truth, the models and their beliefs.

deck.gl draws the base map and the cells from pydeck's own deck JSON; their edges, pins, lines and labels are drawn over
it by the browser. Clicking, panning and zooming ask the server nothing; one trigger comes when a guess is confirmed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from geogame.ui.map.cells import Cells
from geogame.ui.map.marks import LatLon, MapResult, MapRound, OpponentMark
from geogame.ui.map.paint import CellPaint
from geogame.ui.map.payload import Belief, HasBounds, MapMode, Unit, build_payload, read_cell, read_result
from geogame.ui.theme import ThemeName

__all__ = ["CellPaint", "MapResult", "MapRound", "OpponentMark", "cell_map", "guess_map"]

_ASSETS = Path(__file__).parent / "assets"
_LOADER = """
let map;
export default async (component) => {
  map ??= import(new URL(`${component.data.assets}/map.js`, document.baseURI).href);
  return (await map).default(component);
};
"""


def guess_map(
    *,
    key: str,
    region: HasBounds,
    mode: MapMode,
    pin: LatLon | None = None,
    rounds: Sequence[MapRound] = (),
    belief: Belief = None,
    cells_geojson: Cells = None,
    confirm_label: str = "Confirm guess",
    can_confirm: bool = True,
    wait_label: str | None = None,
    left_s: float | None = None,
    unit: Unit = "km",
    height: int | str = 520,
    phone_height: int | str = "44dvh",
    theme: ThemeName = "light",
    reset_token: str = "",
) -> MapResult | None:
    """Show the map and return the guess in the one run that follows its confirmation.

    Parameters
    ----------
    key : str
        The element's key. Keep it over a whole game: the map then keeps its zoom and is not built anew.
    region : Region
        Whose bounding box the map shows at first.
    mode : "guess", "reveal" or "summary"
        Take a guess; show one round with its truth; show all rounds, numbered.
    pin : tuple of float, optional
        Latitude and longitude of a pin to show before the player moves it, degrees.
    rounds : sequence of MapRound
        Finished rounds to show; not sent to the browser while a guess is open.
    belief : sequence of sequence of float, optional
        ``(views, cells)`` probabilities of the first opponent after each view; not sent while a guess is open.
    cells_geojson : dict or str, optional
        The cells as a GeoJSON FeatureCollection whose feature i is cell i, or its address.
    confirm_label : str
        Text of the button once a pin is set.
    can_confirm : bool
        False keeps the button disabled, with `wait_label` on it.
    wait_label : str, optional
        What the button says while `can_confirm` is False.
    left_s : float, optional
        Seconds this round may still take. They are shown, and when they are over the pin is sent as it stands.
    unit : "km" or "mi"
        For the distances.
    height, phone_height : int or str
        Height of the map without the row beneath it, pixels or a CSS length, on wide screens and below 700 px.
    theme : "light" or "dark"
        The palette.
    reset_token : str
        The map forgets pin and zoom when this changes; give each round its own.

    Returns
    -------
    MapResult or None
        The confirmed guess, once; None in every other run.
    """
    payload = build_payload(
        key=key,
        region=region,
        mode=mode,
        pin=pin,
        rounds=rounds,
        belief=belief,
        cells_geojson=cells_geojson,
        confirm_label=confirm_label,
        can_confirm=can_confirm,
        unit=unit,
        theme=theme,
        reset_token=reset_token,
        wait_label=wait_label,
        left_s=left_s,
    )
    return read_result(_show(key, payload, height, phone_height).confirm)


def cell_map(
    *,
    key: str,
    region: HasBounds,
    cells_geojson: dict[str, Any],
    paint: CellPaint,
    rounds: Sequence[MapRound] = (),
    unit: Unit = "km",
    height: int | str = 520,
    phone_height: int | str = "44dvh",
    theme: ThemeName = "light",
) -> int | None:
    """Show a figure of every cell and return a cell in the one run that follows a click on it.

    Parameters
    ----------
    key, region, unit, height, phone_height, theme
        As in `guess_map`.
    cells_geojson : dict
        The cells as a GeoJSON FeatureCollection whose feature i is cell i.
    paint : CellPaint
        What is shown.
    rounds : sequence of MapRound
        Marks over the cells; the map does not fly to them.

    Returns
    -------
    int or None
        The cell that was clicked, once; None in every other run.
    """
    payload = build_payload(
        key=key,
        region=region,
        mode="cells",
        pin=None,
        rounds=rounds,
        belief=None,
        cells_geojson=cells_geojson,
        confirm_label="",
        can_confirm=False,
        unit=unit,
        theme=theme,
        reset_token=key,
        paint=paint,
    )
    return read_cell(_show(key, payload, height, phone_height).cell)


def _show(key: str, payload: dict[str, Any], height: int | str, phone_height: int | str) -> Any:
    payload |= served_addresses()
    payload["height"] = _css_length(height)
    payload["phone_height"] = _css_length(phone_height)
    return _component()(key=key, data=payload, on_confirm_change=_nothing, on_cell_change=_nothing)


def served_addresses() -> dict[str, str]:
    """Let the app serve the map's scripts and the deck.gl bundle, and return their addresses.

    The addresses change with the content, so that no browser keeps an old script. Streamlit serves any folder that
    was declared as a component, wherever it was installed; nothing is copied.

    Raises
    ------
    DeckBundleError
        Where the installed pydeck has no usable bundle.
    """
    from streamlit.components.v1 import declare_component

    from geogame.ui.deckbundle import find_bundle

    bundle = find_bundle()
    tag = bundle.pydeck_version.replace(".", "_")
    deck = declare_component(f"deckgl_{tag}", path=str(bundle.path.parent))
    assets = declare_component(f"assets_{_assets_tag()}", path=str(_ASSETS))
    return {"deck_url": f"component/{deck.name}/{bundle.path.name}", "assets": f"component/{assets.name}"}


def _nothing() -> None:
    """Stand as the callback that makes Streamlit report the trigger."""


def _css_length(length: int | str) -> str:
    return f"{length}px" if isinstance(length, int) else length


@cache
def _component() -> Any:
    import streamlit as st

    css = (_ASSETS / "map.css").read_text(encoding="utf-8")
    return st.components.v2.component("geogame_map", css=css, js=_LOADER)


@cache
def _assets_tag() -> str:
    digest = hashlib.sha256()
    for path in sorted(_ASSETS.iterdir()):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]
