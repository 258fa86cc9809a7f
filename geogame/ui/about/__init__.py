"""The About page: what the pictures are, licences, privacy."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geogame.ui import page
from geogame.ui.about import words
from geogame.world.typed import TYPED

_NOTICE = Path(__file__).parents[3] / "NOTICE"


def _typed() -> str:
    """Return the world's hand-typed tables as one Markdown table."""
    head = (words.TYPED_COLUMNS, ("---",) * len(words.TYPED_COLUMNS))
    rows = ((f"`{each.table}`", each.says, each.source) for each in TYPED)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (*head, *rows))


def show() -> None:
    """Draw the page."""
    page.set_up("pages/about.py")
    with st.container(key="gg_about"):
        st.title(words.TITLE)
        for head, body in words.SECTIONS:
            st.header(head)
            st.markdown(body)
        with st.expander(words.TYPED_TITLE):
            st.markdown(words.TYPED_LEAD)
            st.markdown(_typed())
        if _NOTICE.is_file():
            with st.expander(words.NOTICE_TITLE):
                st.code(_NOTICE.read_text(encoding="utf-8"), language=None, wrap_lines=True)
