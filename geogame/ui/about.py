"""The About page: what the pictures are, licences, privacy."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geogame.ui import page, texts
from geogame.world.typed import TYPED

_NOTICE = Path(__file__).parents[2] / "NOTICE"


def _typed() -> str:
    """Return the world's hand-typed tables as one Markdown table."""
    head = (texts.TYPED_COLUMNS, ("---",) * len(texts.TYPED_COLUMNS))
    rows = ((f"`{each.table}`", each.says, each.source) for each in TYPED)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (*head, *rows))


def show() -> None:
    """Draw the page."""
    page.set_up("pages/about.py")
    with st.container(key="gg_about"):
        st.title(texts.ABOUT_TITLE)
        for head, body in texts.ABOUT:
            st.subheader(head)
            st.markdown(body)
        with st.expander(texts.TYPED_TITLE):
            st.markdown(texts.TYPED_LEAD)
            st.markdown(_typed())
        if _NOTICE.is_file():
            with st.expander(texts.NOTICE_TITLE):
                st.code(_NOTICE.read_text(encoding="utf-8"), language=None, wrap_lines=True)
