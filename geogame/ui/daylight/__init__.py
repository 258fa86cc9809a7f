"""What notices that the browser's theme is not the one the page was drawn in, and has the page drawn again.

Streamlit recolours its own widgets at once when the system turns dark, but runs no script for it: what Python coloured,
text, maps and charts, would keep the old theme's ink until the next click.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geogame.ui.theme import ThemeName

KEY = "gg_daylight"
_SCRIPT = Path(__file__).with_name("daylight.js")


def follow(theme: ThemeName) -> None:
    """Have the page drawn again as soon as the browser shows another theme than this one.

    Call it in every run, always at the same place.
    """
    _component()(key=KEY, data={"theme": theme}, on_turned_change=_drawn_again)


def _drawn_again() -> None:
    """Do nothing: the run itself is what was asked for."""


@cache
def _component() -> Any:
    import streamlit as st

    return st.components.v2.component("geogame_daylight", js=_SCRIPT.read_text(encoding="utf-8"))
