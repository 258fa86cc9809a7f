"""Hands and eyes on the play page in Streamlit's own test runner."""

from __future__ import annotations

import itertools
import json
import time
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from geogame.ui.identity import Visitor
from geogame.ui.play.flow import Play, Stage

APP = str(Path(__file__).parents[1] / "streamlit_app.py")
TIMEOUT_S = 60
ANN = "a" * 32
NONCES = itertools.count()


def opened(tab_game: str = "", last_game: str = "", *, who: str = ANN, **link: str) -> AppTest:
    """The page in a new tab of a browser that has said who it is, once it can be guessed."""
    page = AppTest.from_file(APP, default_timeout=TIMEOUT_S)
    page.session_state["gg_visitor"] = Visitor(who, tab_game, last_game)
    for name, value in link.items():
        page.query_params[name] = value
    return until_ready(page.run())


def until_ready(page: AppTest) -> AppTest:
    """Draw again, as the waiting page does, until the opponents have guessed or something is to be said."""
    end = time.monotonic() + TIMEOUT_S
    assert not page.exception
    while play_of(page).stage is Stage.GUESS and not play_of(page).ready and not page.error:
        assert time.monotonic() < end
        page.run()
    return page


def press(page: AppTest, key: str) -> AppTest:
    """Press a button and wait until the page is ready."""
    page.button(key=key).click()
    return until_ready(page.run())


def guess(page: AppTest, lat: float = 39.0, lon: float = -98.0, nonce: str = "") -> AppTest:
    """Confirm a guess; an event of the same nonce is the same event."""
    nonce = nonce or f"n{next(NONCES)}"
    page.session_state["gg_map"] = {"confirm": {"lat": lat, "lon": lon, "nonce": nonce}}
    return until_ready(page.run())


def play_of(page: AppTest) -> Play:
    """Where the player stands."""
    play: Play = page.session_state["gg_play"]
    return play


def where(page: AppTest) -> tuple[Any, ...]:
    """Where the player stands, to compare with another tab's."""
    play = play_of(page)
    return play.stage, play.index, [one.guess for one in play.game.rounds], play.game.totals


def html(page: AppTest) -> str:
    """All markup on the page."""
    return "\n".join(element.proto.body for element in page.get("html"))


def told_to(page: AppTest, component: str) -> dict[str, Any]:
    """What the browser is told about a component."""
    protos = (element.proto for element in page.get("bidi_component"))
    return next(json.loads(proto.json) for proto in protos if proto.component_name == component)


def map_data(page: AppTest) -> dict[str, Any]:
    """What the browser is told about the map."""
    return told_to(page, "geogame_map")
