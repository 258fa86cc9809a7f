"""How the places that fit are spread: over the map, the months, the hours and the sources."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd
import streamlit as st

from geogame.browse.counts import by_cell, by_hour, by_month, by_source
from geogame.colours import CIVIDIS
from geogame.regions import load_region
from geogame.ui.dataset import words
from geogame.ui.dataset.choice import CELL, WANTED_CELL, Chosen
from geogame.ui.map import CellPaint, MapRound, cell_map
from geogame.ui.map.cells import outlines
from geogame.ui.models.breakdown import scale
from geogame.ui.theme import ThemeName
from geogame.ui.words import count

MAP_HEIGHT = "min(66dvh, 640px)"


def show_map(chosen: Chosen, theme: ThemeName) -> None:
    """Draw how many places fit in each cell, and flags where those of the page lie; a click chooses a cell."""
    info = chosen.catalog.info
    counts = by_cell(chosen.catalog.locations.iloc[chosen.rows])
    most = max(counts.values(), default=1)
    st.html(scale(words.MAP_SCALE, "1", count(most)))
    cell = st.session_state.get(CELL)
    places = chosen.catalog.locations.iloc[chosen.on_page]
    clicked = cell_map(
        key="gg_data_map",
        region=load_region(info.region),
        cells_geojson=outlines(info.partition, info.region),
        paint=CellPaint(
            {number: (found - 1) / max(1, most - 1) for number, found in counts.items()},
            {number: f"{count(found)} {words.PLACES}" for number, found in counts.items()},
            None if cell is None else int(cell),
        ),
        rounds=[
            MapRound(number, (lat, lon), None)
            for number, (lat, lon) in enumerate(zip(places["lat"], places["lon"], strict=True), 1)
        ],
        height=MAP_HEIGHT,
        theme=theme,
    )
    st.caption(words.MAP_HELP)
    if clicked is not None and clicked != cell:
        st.session_state[WANTED_CELL] = clicked
        st.rerun()


def show_counts(chosen: Chosen) -> None:
    """Draw the places by month, hour and source, and the numbers behind the charts."""
    places = chosen.catalog.locations.iloc[chosen.rows]
    found = {"month": by_month(places), "hour": by_hour(places), "source": by_source(places)}
    for column, name in zip(st.columns([36, 44, 20]), found, strict=True):
        column.altair_chart(bars(found[name], *words.COUNTS[name]), width="stretch")
    with st.expander(words.COUNT_TABLE):
        for name, numbers in found.items():
            label = words.COUNTS[name][1]
            frame = pd.DataFrame({label: list(numbers), words.PLACES: list(numbers.values())})
            st.dataframe(frame, hide_index=True, width="stretch")


def bars(numbers: Mapping[str, int], title: str, axis: str) -> alt.Chart:
    """Draw one bar a group, in the order given."""
    frame = pd.DataFrame({"group": list(numbers), "places": list(numbers.values())})
    chart: alt.Chart = (
        alt.Chart(frame, title=title)
        .mark_bar(color=CIVIDIS[2])
        .encode(
            x=alt.X("group:N", sort=None, title=axis, axis=alt.Axis(labelAngle=0, labelOverlap=True, labelLimit=120)),
            y=alt.Y("places:Q", title=words.PLACES, axis=alt.Axis(format=",d", tickMinStep=1)),
            tooltip=[alt.Tooltip("group:N", title=axis), alt.Tooltip("places:Q", format=",d")],
        )
        .properties(height=300)
    )
    return chart
