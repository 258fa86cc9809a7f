"""The places of a page: as small pictures, or as a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from geogame.catalog import View
from geogame.ui.dataset import words
from geogame.ui.dataset.choice import Chosen
from geogame.ui.dataset.opened import open_place
from geogame.ui.dataset.shelf import small_pictures
from geogame.ui.gallery import Card, gallery

HEIGHT: Final = 140
LISTED: Final = 2000


def show_sheet(chosen: Chosen, notes: Mapping[str, str] | None = None) -> None:
    """Draw the page's places as small pictures; opening one shows it in full."""
    show_cards(place_cards(chosen, notes or {}), "gg_data_sheet")


def show_cards(cards: Sequence[Card], key: str) -> None:
    """Draw cards whose ids are places'; opening one shows the place in full."""
    opened = gallery(cards, key=key, label=words.SHEET_LABEL, missing=words.MISSING)
    if opened is not None:
        open_place(opened)
        st.rerun()


def place_cards(chosen: Chosen, notes: Mapping[str, str]) -> list[Card]:
    """Make one card a place: its first view, or the one that looks where the filter asks for."""
    catalog, names = chosen.catalog, chosen.page_ids
    views = [_shown(catalog.views_of(name), chosen.heading_deg) for name in names]
    cards = []
    for name, picture in zip(names, small_pictures(catalog, views, HEIGHT), strict=True):
        place, step = catalog.location(name), chosen.held.get(name)
        note = notes.get(name) or words.card_note(place)
        cards.append(Card(name, picture, words.card_title(place), note, step.mark if step else ""))
    return cards


def _shown(views: Sequence[View], heading_deg: float | None) -> View | None:
    return next((view for view in views if heading_deg in {None, view.heading_deg}), None)


def show_list(chosen: Chosen) -> None:
    """Draw what fits as a table, its first rows; ticking one shows its place in full."""
    frame = chosen.catalog.locations.iloc[chosen.rows[:LISTED]][list(words.LIST_COLUMNS)]
    held = chosen.held
    frame = frame.assign(**{words.MARK_COLUMN: [held[name].mark if name in held else "" for name in frame["id"]]})
    st.caption(words.LIST_HELP)
    event = st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        on_select="rerun",
        selection_mode="single-row",
        column_config=words.LIST_COLUMNS,
        key="gg_data_list",
    )
    if event.selection.rows:
        open_place(str(frame["id"].iloc[event.selection.rows[0]]))
        st.rerun()
