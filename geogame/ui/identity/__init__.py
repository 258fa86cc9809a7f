"""Who is at the browser: a random id in its storage, and the game this tab was at. Neither is ever in an address.

The id bounds cheating and does not prevent it: whoever empties the browser's storage is someone new.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

KEY: Final = "gg_who"
VISITOR: Final = "gg_visitor"
PLAYER_COOKIE: Final = "geogame_player"
GAME_COOKIE: Final = "geogame_game"
_HEARD: Final = "gg_heard"
_AT_GAME: Final = "gg_at_game"
_FORGET: Final = "gg_forget"
_ID: Final = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Visitor:
    """Who a browser is.

    Attributes
    ----------
    id : str
        32 hexadecimal digits, random.
    tab_game : str
        The game this tab was at before it was reloaded; may be empty.
    last_game : str
        The game any tab of this browser was at last and has not ended; may be empty.
    """

    id: str
    tab_game: str = ""
    last_game: str = ""


def hear() -> Visitor:
    """Tell who is at the browser: by its cookie, or by an id made here that the browser will keep.

    A tab that was reloaded in a game says so in a run of its own right after the first. Call it in every run of a
    page, always at the same place.
    """
    known: Visitor = st.session_state.get(VISITOR) or greet(st.context.cookies)
    game, open_ = st.session_state.get(_AT_GAME, (None, False))
    forgotten = st.session_state.get(_FORGET, "")
    heard = st.session_state.get(_HEARD, False)
    data = {"known": known.id, "game": game, "open": open_, "forget": forgotten, "heard": heard}
    said = read_visitor(_component()(key=KEY, data=data, on_said_change=_nothing).said)
    if said is not None and not heard and said.id != forgotten:
        st.session_state[_HEARD] = True
        known = Visitor(said.id, said.tab_game, known.last_game)
    st.session_state[VISITOR] = known
    return known


def present() -> Visitor:
    """Return who is at the browser, once the page has heard it."""
    visitor: Visitor = st.session_state[VISITOR]
    return visitor


def greet(cookies: Mapping[str, str]) -> Visitor:
    """Know a browser by its cookies, or make an id for it; anything may be in there."""
    player, last = (cookies.get(name, "") for name in (PLAYER_COOKIE, GAME_COOKIE))
    return Visitor(player if _is_id(player) else secrets.token_hex(16), last_game=last if _is_id(last) else "")


def read_visitor(said: object) -> Visitor | None:
    """Check what the browser said; anything may come from there."""
    if not isinstance(said, Mapping) or not _is_id(said.get("player")):
        return None
    tab = said.get("tab")
    return Visitor(str(said["player"]), str(tab) if _is_id(tab) else "")


def at_game(game_id: str, *, is_open: bool) -> None:
    """Have this tab remember the game it is at, from the next run on; empty for none.

    Parameters
    ----------
    game_id : str
        The game.
    is_open : bool
        Whether it can be gone on with; then the browser's other tabs may offer it.
    """
    st.session_state[_AT_GAME] = game_id, is_open


def forget() -> None:
    """Have the browser forget its id and take a new one."""
    known: Visitor | None = st.session_state.get(VISITOR)
    if known is not None:
        st.session_state[_FORGET] = known.id
        st.session_state[VISITOR] = greet({})
        at_game("", is_open=False)


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _nothing() -> None:
    """Stand as the callback that makes Streamlit report what the browser said."""


@cache
def _component() -> Any:
    script = Path(__file__).with_name("identity.js").read_text(encoding="utf-8")
    return st.components.v2.component("geogame_identity", js=script)
