"""Asks which places of a dataset to show, and which page of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from geogame.browse.filters import Filter, Rows, matching
from geogame.catalog import Catalog
from geogame.curation import Step
from geogame.ui import page
from geogame.ui.dataset import words
from geogame.ui.dataset.shelf import Shelved
from geogame.ui.words import CELL_LABEL

PER_PAGE: Final = 24
CELL = "gg_data_cell"
WANTED_CELL = "gg_data_cell_wanted"
PAGE = "gg_data_page"
ASKED = "gg_data_asked"
DATE: Final = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"


@dataclass(frozen=True, eq=False)
class Chosen:
    """What the visitor chose to see: rows of a catalog's places that fit, and the page's part of them."""

    catalog: Catalog
    rows: Rows
    on_page: Rows
    held: Mapping[str, Step]
    heading_deg: float | None

    @property
    def page_ids(self) -> list[str]:
        """Locations of the page, in order."""
        return [self.catalog.ids[row] for row in self.on_page]


def choose_places(shelved: Shelved, held: Mapping[str, Step]) -> Chosen:
    """Draw the filters and the choice of a page."""
    catalog = shelved.catalog
    if WANTED_CELL in st.session_state:
        st.session_state[CELL] = st.session_state.pop(WANTED_CELL)
    with st.container(key="gg_data_filters"):
        text, cell, more, where = st.columns([36, 14, 18, 32], vertical_alignment="bottom")
    said = text.text_input(words.TEXT_LABEL, help=words.TEXT_HELP, key="gg_data_text")
    number = cell.number_input(CELL_LABEL, min_value=-1, value=None, step=1, key=CELL)
    with more.popover(words.MORE, width="stretch"):
        wanted = _more(catalog, said, () if number is None else (int(number),))
    rows = matching(catalog, wanted, held, shelved.lines)
    pages = max(1, -(-len(rows) // PER_PAGE))
    if st.session_state.get(ASKED) != (catalog.path, wanted):
        st.session_state[ASKED] = catalog.path, wanted
        st.session_state[PAGE] = 1
    st.session_state[PAGE] = min(st.session_state.get(PAGE, 1), pages)
    at = where.number_input(words.PAGE_LABEL.format(pages=pages), min_value=1, max_value=pages, step=1, key=PAGE)
    page.line(words.fitting(len(rows), len(catalog)), "gg-note")
    start = (int(at) - 1) * PER_PAGE
    return Chosen(catalog, rows, rows[start : start + PER_PAGE], held, wanted.heading_deg)


def _more(catalog: Catalog, text: str, cells: tuple[int, ...]) -> Filter:
    """Ask for what fewer visitors need."""
    frame = catalog.locations

    def several(label: str, column: str) -> tuple[str, ...]:
        values = sorted(frame[column].fillna("").unique())
        return tuple(st.multiselect(label, values, key=f"gg_data_{column}"))

    chosen: dict[str, Any] = {
        "splits": several(words.SPLIT_LABEL, "split"),
        "sources": several(words.SOURCE_LABEL, "source"),
        "licences": several(words.LICENCE_LABEL, "licence"),
    }
    left, right = st.columns(2)
    with left:
        since = _date(words.SINCE_LABEL, "gg_data_since")
    with right:
        until = _date(words.UNTIL_LABEL, "gg_data_until")
    headings = [None, *sorted(catalog.views["heading_deg"].unique().tolist())]
    heading = st.selectbox(
        words.HEADING_LABEL,
        headings,
        format_func=lambda degrees: words.ANY if degrees is None else f"{degrees:g}°",
        key="gg_data_heading",
    )
    marked = st.multiselect(
        words.MARK_LABEL, tuple(words.MARKS), format_func=words.MARKS.__getitem__, key="gg_data_marks"
    )
    return Filter(cells, since=since, until=until, heading_deg=heading, text=text, marks=tuple(marked), **chosen)


def _date(label: str, key: str) -> str:
    """Ask for a date; what is none is told and passed over."""
    text = st.text_input(label, help=words.DATE_HELP, key=key).strip()
    if text and not re.fullmatch(DATE, text, re.ASCII):
        page.line(words.BAD_DATE.format(text=text), "gg-note")
        return ""
    return text
