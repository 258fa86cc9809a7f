"""The About page: what the pictures are, licences, privacy."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geogame.ui import page, texts

_NOTICE = Path(__file__).parents[2] / "NOTICE"


def show() -> None:
    """Draw the page."""
    page.set_up("pages/about.py")
    with st.container(key="gg_about"):
        st.title(texts.ABOUT_TITLE)
        for head, body in texts.ABOUT:
            st.subheader(head)
            st.markdown(body)
        if _NOTICE.is_file():
            with st.expander(texts.NOTICE_TITLE):
                st.code(_NOTICE.read_text(encoding="utf-8"), language=None, wrap_lines=True)
