"""What every page puts first: the palette, the icons and the small stylesheet."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from geogame.ui.daylight import follow
from geogame.ui.icons import icon_css, mark_css
from geogame.ui.theme import ThemeName, css_variables, palette

MAIN = "streamlit_app.py"
FRAME = "gg_frame"
WANTED = "gg_wanted"
OWN = "gg_own"
_STYLE = Path(__file__).with_name("style.css")


def theme_name() -> ThemeName:
    """Return the theme the browser shows, ``light`` until it has said."""
    return "dark" if st.context.theme.type == "dark" else "light"


def set_up(script: str) -> ThemeName:
    """Put the stylesheet on the page and return the theme; call it first on every page.

    Parameters
    ----------
    script : str
        The page's own file, ``pages/play.py`` for instance. Whoever opens a page by its address gets that script
        alone, without the frame: Streamlit takes a folder of this name for its older kind of pages. Then the frame
        is run, and comes back to the page.
    """
    if FRAME not in st.session_state:
        st.session_state[WANTED] = script
        st.switch_page(MAIN)
    if st.session_state.get(OWN, (script, {}))[0] != script:
        del st.session_state[OWN]
    st.session_state.setdefault(OWN, (script, {}))
    theme = theme_name()
    st.html(_stylesheet(theme))
    follow(theme)
    return theme


def own() -> dict[str, Any]:
    """Return what the open page keeps for itself: it is gone as soon as another page is set up."""
    kept: dict[str, Any] = st.session_state[OWN][1]
    return kept


def came_from() -> str | None:
    """Tell the frame which page was opened by its address, once; ``None`` when it was the frame itself."""
    st.session_state[FRAME] = True
    wanted: str | None = st.session_state.pop(WANTED, None)
    return wanted


@cache
def _stylesheet(theme: ThemeName) -> str:
    rules = (css_variables(theme), _STYLE.read_text(encoding="utf-8"), icon_css(), mark_css(palette(theme)))
    return f"<style>{''.join(rules)}</style>"


def line(text: str, css: str) -> None:
    """Write a line of text as it is: nothing in it counts as markup."""
    st.html(f'<p class="{css}">{escape(text)}</p>')


def sentence(said: object) -> str:
    """Write what an error says, which begins small and ends without a stop, as a sentence."""
    text = str(said)
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?', '!')) else '.'}"


def empty_state(title: str, words: str, command: str) -> None:
    """Say what is missing and show the one command that helps."""
    st.html(f'<section class="gg-empty"><h2>{escape(title)}</h2><p>{escape(words)}</p></section>')
    st.code(command, language="bash", wrap_lines=True)
