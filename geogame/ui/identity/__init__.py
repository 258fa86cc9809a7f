"""Who is at the browser: a random id in its storage, and the game this tab was at. Neither is ever in an address.

The id bounds cheating and does not prevent it: whoever empties the browser's storage is someone new.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

KEY: Final = "gg_who"
VISITOR: Final = "gg_visitor"
_AT_GAME: Final = "gg_at_game"
_FORGET: Final = "gg_forget"
_ID: Final = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Visitor:
    """What a browser said of itself.

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


def hear() -> Visitor | None:
    """Let the page ask the browser who it is; ``None`` until it has said, in a run of its own right after the first.

    Call it in every run of a page, always at the same place.
    """
    known: Visitor | None = st.session_state.get(VISITOR)
    game, open_ = st.session_state.get(_AT_GAME, (None, False))
    data = {
        "known": None if known is None else known.id,
        "game": game,
        "open": open_,
        "forget": st.session_state.get(_FORGET, ""),
    }
    said = _component()(key=KEY, data=data, on_said_change=_nothing).said
    if known is None:
        known = read_visitor(said)
        if known is not None and known.id != data["forget"]:
            st.session_state[VISITOR] = known
    return st.session_state.get(VISITOR)


def read_visitor(said: object) -> Visitor | None:
    """Check what the browser said; anything may come from there."""
    if not isinstance(said, Mapping) or not _is_id(said.get("player")):
        return None
    tab, last = (name if _is_id(name) else "" for name in (said.get("tab"), said.get("last")))
    return Visitor(str(said["player"]), str(tab), str(last))


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
    known: Visitor | None = st.session_state.pop(VISITOR, None)
    if known is not None:
        st.session_state[_FORGET] = known.id
        at_game("", is_open=False)


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _nothing() -> None:
    """Stand as the callback that makes Streamlit report what the browser said."""


@cache
def _component() -> Any:
    script = Path(__file__).with_name("identity.js").read_text(encoding="utf-8")
    return st.components.v2.component("geogame_identity", js=script)
