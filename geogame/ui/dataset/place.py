"""One place in full: its views, what is known of it, what was decided about it, and views alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from html import escape
from typing import Final
from urllib.parse import urlsplit

import numpy as np
import streamlit as st

from geogame.catalog import Catalog, Location, View
from geogame.curation import Mark, Step, decide, read_steps, undo
from geogame.errors import CatalogError, GeogameError
from geogame.regions import load_region
from geogame.ui import page, texts
from geogame.ui.dataset import shelf, words
from geogame.ui.dataset.choice import Chosen
from geogame.ui.dataset.opened import close_place, open_place, opened_place
from geogame.ui.gallery import address
from geogame.ui.map import CellPaint, MapRound, cell_map
from geogame.ui.map.cells import outlines
from geogame.ui.theme import ThemeName

FLASH: Final = "gg_data_told"
HEIGHT: Final = 420
MAP_HEIGHT: Final = 300


def show_place(chosen: Chosen, theme: ThemeName) -> None:
    """Draw the place that was opened."""
    catalog, name = chosen.catalog, opened_place(chosen.catalog) or ""
    _steps(chosen, name)
    place, views = catalog.location(name), catalog.views_of(name)
    left, right = st.columns([62, 38], gap="large")
    with left:
        st.html(_pictures(catalog, views))
    with right:
        st.html(facts(catalog, place))
        _decide(chosen, name)
        cell_map(
            key="gg_data_place_map",
            region=load_region(catalog.info.region),
            cells_geojson=outlines(catalog.info.partition, catalog.info.region),
            paint=CellPaint({}, {}, place.cell if place.cell >= 0 else None),
            rounds=[MapRound(1, (place.lat, place.lon), None)],
            height=MAP_HEIGHT,
            theme=theme,
        )
    if views and not catalog.info.restricted:
        from geogame.ui.dataset.alike import show_alike

        show_alike(catalog, name, views)


def _steps(chosen: Chosen, name: str) -> None:
    """Offer the way back, and the places before and after among those that fit."""
    at = np.flatnonzero(chosen.rows == chosen.catalog.row(name))
    before, after = (chosen.rows[at - 1] if at > 0 else at[:0], chosen.rows[(at + 1)[at + 1 < len(chosen.rows)]])
    with st.container(key="gg_data_steps"):
        columns = st.columns([22, 18, 18, 42])
    if columns[0].button(words.BACK, key="gg_data_back", width="stretch"):
        close_place()
        st.rerun()
    for column, label, rows, key in (
        (columns[1], words.PREVIOUS_PLACE, before, "gg_data_before"),
        (columns[2], words.NEXT_PLACE, after, "gg_data_after"),
    ):
        if column.button(label, key=key, disabled=not len(rows), width="stretch"):
            open_place(chosen.catalog.ids[int(rows[0])])
            st.rerun()


def _pictures(catalog: Catalog, views: list[View]) -> str:
    """Write all views of a place as HTML; one that cannot be shown says why."""
    figures = []
    for view in views:
        caption = escape(words.view_caption(view))
        try:
            source = address(shelf.small(catalog, view, HEIGHT))
            shown = f'<img src="{source}" alt="{caption}" loading="lazy">'
        except CatalogError as error:
            shown = f'<p class="gg-note">{escape(str(error))}</p>'
        figures.append(f"<figure>{shown}<figcaption>{caption}</figcaption></figure>")
    return f'<div class="gg-data-views">{"".join(figures)}</div>'


def facts(catalog: Catalog, place: Location) -> str:
    """Write all that is known of a place as HTML; whatever its catalog says is text there, never markup."""
    row = catalog.locations.iloc[catalog.row(place.id)]
    told = [(words.WHERE, escape(texts.coordinates(place.lat, place.lon)))]
    told += [(label, escape(str(row[name]))) for name, label in words.FIELDS.items() if name in row and str(row[name])]
    url = str(row.get("licence_url") or "") or words.LICENCE_URLS.get(place.licence, "")
    told.append((words.LICENCE, link(place.licence or words.MISSING, url)))
    if page_url := str(row.get("page_url") or ""):
        told.append(("", link(words.PAGE_LINK, page_url)))
    rows = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in told)
    return f'<dl class="gg-data-facts">{rows}</dl>'


def link(text: str, url: str) -> str:
    """Write a link as HTML, or the text alone where the address is none of the web."""
    if urlsplit(url).scheme not in {"http", "https"}:
        return escape(text)
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(text)}</a>'


def _decide(chosen: Chosen, name: str) -> None:
    """Show the mark that holds, and offer to change it."""
    step = chosen.held.get(name)
    if told := st.session_state.pop(FLASH, ""):
        st.info(told)
    if step is not None:
        page.line(words.marked(step.mark, step.note, step.at), "gg-data-mark")
    note = st.text_input(words.NOTE_LABEL, max_chars=200, key=f"gg_data_note_{name}")
    offers: list[tuple[str, Mark]] = [(words.FLAG, "flagged"), (words.EXCLUDE, "excluded"), (words.UNMARK, "none")]
    held: Mark = "none" if step is None else step.mark
    columns = st.columns(2)
    for column, (label, mark) in zip(columns, [offer for offer in offers if offer[1] != held], strict=True):
        if column.button(label, key=f"gg_data_{mark}", width="stretch"):
            _do(partial(decide, chosen.catalog, [name], mark, note, datetime.now(UTC)))
    undo_button(chosen.catalog)
    st.caption(words.EXCLUDED_MEANS)


def undo_button(catalog: Catalog) -> None:
    """Offer to take the last step back, where there is one."""
    if read_steps(catalog.path) and st.button(words.UNDO, key="gg_data_undo"):
        _do(lambda: undo(catalog.path, datetime.now(UTC)))


def _do(what: Callable[[], Step | None]) -> None:
    """Take a step, keep what is to be said of it for the next drawing, and draw the page again."""
    try:
        taken = what()
        if taken is not None:
            st.session_state[FLASH] = words.undone(len(taken.ids), taken.mark)
    except GeogameError as error:
        st.session_state[FLASH] = str(error)
    st.rerun()
