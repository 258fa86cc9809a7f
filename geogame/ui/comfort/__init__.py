"""What makes the game easy: a first-time tour of three steps, help at the press of a key, a tone for who wants one.

All of it happens in the browser, which remembers that the tour was seen; the server is asked nothing.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from geogame.ui import texts

KEY = "gg_comfort"
ABOUT = (".st-key-gg_views", ".st-key-gg_map", ".gg-bar")
"""What on the page each step of the tour is about."""
_FOLDER = Path(__file__).parent


def comfort(stage: str) -> None:
    """Listen for ``?``, and show the tour to whoever sees a round for the first time.

    Call it in every run of a game, always at the same place.

    Parameters
    ----------
    stage : str
        What the page shows, as a `Stage`: the tour belongs to the guess.
    """
    steps = [[where, *step] for where, step in zip(ABOUT, texts.TOUR, strict=True)]
    data = {"stage": stage, "steps": steps, "words": texts.TOUR_WORDS}
    _component()(key=KEY, data=data)


@cache
def _component() -> Any:
    import streamlit as st

    css, script = ((_FOLDER / name).read_text(encoding="utf-8") for name in ("tour.css", "comfort.js"))
    return st.components.v2.component("geogame_comfort", css=css, js=script)
