"""Why the model says so: heat on the photographs, and what it saw in training that looks most alike to it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from geogame.regions.states import state_of
from geogame.ui import page
from geogame.ui.photo import words
from geogame.ui.photo.look import address
from geogame.ui.photo.row import row

if TYPE_CHECKING:
    from geogame.explain import Explanation, Neighbour
    from geogame.geolocators.checkpoint import CheckpointNote


def reasons(note: CheckpointNote, explained: Explanation | None) -> None:
    """Show an explanation, or that there is none."""
    if explained is None:
        st.html(f'<p class="gg-note">{words.NO_EXPLANATION}</p>')
        return
    _heat(explained)
    if explained.neighbours:
        st.html(f'<h3 class="gg-chart">{words.ALIKE_TITLE}</h3>')
        _alike(note, explained.neighbours)


def _heat(explained: Explanation) -> None:
    from geogame.explain.picture import heated

    st.html(f'<h3 class="gg-chart">{words.HEAT_TITLE}</h3><p class="gg-note">{words.HEAT_HELP}</p>')
    shown = np.flatnonzero(explained.views.reshape(len(explained.views), -1).any(1)).tolist()
    for column, slot in zip(row(len(shown)), shown, strict=True):
        part = words.percent(float(explained.heat.shares[slot]))
        source = address(np.asarray(heated(explained, slot)))
        column.html(f'<img class="gg-photo" src="{source}" alt="Heat, {part} of it here">')


def _alike(note: CheckpointNote, neighbours: Sequence[Neighbour]) -> None:
    """Name the places; draw them where this version's world is the one the model saw, when asked."""
    from geogame.explain.neighbours import can_draw

    drawn: list[list[str]] | None = page.own().get("drawn")
    if drawn is None and can_draw(note):
        wanted = st.button(words.DRAW, help=words.HEADINGS_HELP, key="gg_draw_alike")
        if wanted:
            with st.spinner(words.DRAWING):
                page.own()["drawn"] = drawn = [_views(near, note.headings_deg) for near in neighbours]
    for number, near in enumerate(neighbours, 1):
        line = words.alike_line(number, near.lat, near.lon, state_of(near.lat, near.lon))
        st.html(f'<div class="gg-facts"><p>{escape(line)}</p></div>')
        if drawn is not None:
            for column, source in zip(st.columns(len(note.headings_deg)), drawn[number - 1], strict=True):
                column.html(f'<img class="gg-photo" src="{source}" alt="{escape(line)}">')


def _views(near: Neighbour, headings_deg: Sequence[float]) -> list[str]:
    from geogame.explain.neighbours import draw_neighbour

    return [address(view) for view in draw_neighbour(near, headings_deg)]
