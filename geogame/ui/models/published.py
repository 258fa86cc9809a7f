"""Published models: what they are, their licence, what is here; download and check them, or lay them by hand."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from geogame.errors import GeogameError
from geogame.geolocators.published import PUBLISHED, Published, is_verified, missing
from geogame.geolocators.published.shelf import by_hand
from geogame.ui import page
from geogame.ui.jobs import Job, cancel, dismiss
from geogame.ui.models import words
from geogame.ui.models.fetching import fetching, start
from geogame.ui.words import CANCEL, DISMISS

WATCH_S = 1.0


def show_published() -> None:
    """Draw a card for every published model."""
    st.markdown(words.PUBLISHED_LEAD)
    for about in PUBLISHED.values():
        with st.container(key=f"gg_published_{about.name}", border=True):
            _card(about)


def _card(about: Published) -> None:
    lacking = missing(about.name)
    st.markdown(f"**{about.title}** {words.published_state(about, here=not lacking, verified=is_verified(about.name))}")
    st.markdown(words.published_terms(about))
    known = fetching(about.name)
    if known is not None and known.live:
        st.fragment(_watch, run_every=WATCH_S)(about.name)
        return
    if known is not None:
        _ended(about, known)
    row = st.container(horizontal=True)
    label = words.DOWNLOAD if lacking else words.DOWNLOAD_AGAIN
    if row.button(label, key=f"gg_published_get_{about.name}", type="primary" if lacking else "secondary"):
        _begin(lambda: start(about.name, "download"))
    if not lacking and row.button(words.VERIFY, key=f"gg_published_verify_{about.name}"):
        _begin(lambda: start(about.name, "verify"))
    with st.expander(words.BY_HAND):
        st.code(by_hand(about.name), language=None, wrap_lines=True)


def _ended(about: Published, known: Job) -> None:
    text, button = st.columns([85, 15], vertical_alignment="center")
    if known.condition == "done":
        text.success(known.why or words.FETCHED.format(model=about.title))
    else:
        text.error(words.NOT_FETCHED.format(model=about.title, why=known.why or words.WITHOUT_A_WORD))
    if button.button(DISMISS, key=f"gg_published_dismiss_{about.name}", width="stretch"):
        _begin(lambda: dismiss(known))


def _watch(name: str) -> None:
    """Draw how far it is, again and again; the whole page once it has ended."""
    known = fetching(name)
    if known is None or not known.live:
        st.rerun()
    status = known.status
    share = status.done / status.total if status.total else 0.0
    text, button = st.columns([85, 15], vertical_alignment="center")
    text.progress(min(share, 1.0), text=words.fetched(status.doing, status.done, status.total, status.eta_s))
    if button.button(CANCEL, key=f"gg_published_cancel_{name}", width="stretch"):
        _begin(lambda: cancel(known))


def _begin(act: Callable[[], None]) -> None:
    """Do what a button says and draw the page anew, or say why it cannot be done."""
    try:
        act()
    except GeogameError as error:
        st.error(page.sentence(error))
    else:
        st.rerun()
