"""By cell: a map of where a model errs, one cell in detail, and the cells taken for one another."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

import streamlit as st

from geogame.colours import gradient
from geogame.evaluation.results import Comparison, Line
from geogame.geo import format_distance
from geogame.regions import load_region
from geogame.ui.map import cell_map
from geogame.ui.map.cells import outlines
from geogame.ui.map.payload import Unit
from geogame.ui.models import cells, tables, words
from geogame.ui.theme import ThemeName
from geogame.ui.words import CELL_LABEL, CELL_TITLE, COLOUR_LABEL, MISTAKES_TITLE, MODEL_LABEL

if TYPE_CHECKING:
    from geogame.partitions import Partition

CELL = "gg_models_cell"
WANTED = "gg_models_wanted"
MAP_HEIGHT = "min(62dvh, 600px)"


def show_cells(comparison: Comparison, unit: Unit, theme: ThemeName) -> None:
    """Draw the map of one model's cells and what is known of the chosen one."""
    lines = {line.name: line for line in comparison.models}
    left, right = st.columns([62, 38], gap="large")
    with right:
        line = lines[st.selectbox(MODEL_LABEL, tuple(lines), key="gg_models_model")]
    by_cell = line.report.get("by_cell")
    if line.model is None or not by_cell:
        st.info(words.NO_CELLS)
        return
    partition = _partition(line.model.partition, line.model.region)
    with right:
        measure, chosen = _choose(by_cell)
        _one_cell(by_cell, chosen, partition, unit)
    with left:
        low, high = cells.limit_texts(by_cell, measure, unit)
        st.html(scale(words.MEASURES[measure], low, high))
        clicked = cell_map(
            key="gg_models_map",
            region=load_region(line.model.region),
            cells_geojson=outlines(line.model.partition, line.model.region),
            paint=cells.paint(by_cell, measure, chosen, unit),
            rounds=cells.marks(by_cell, chosen, partition),
            unit=unit,
            height=MAP_HEIGHT,
            theme=theme,
        )
        if clicked is not None and clicked != chosen:
            st.session_state[WANTED] = clicked
            st.rerun()
    _confused(line, partition, unit)
    with st.expander(words.ALL_CELLS):
        st.dataframe(cells.every_cell(by_cell, unit), hide_index=True, width="stretch", placeholder="–")


@lru_cache(maxsize=4)
def _partition(name: str, region: str) -> Partition:
    """Load a partition once, so that what it works out of its cells is kept."""
    from geogame.partitions import load_partition

    return load_partition(name, region)


def _choose(by_cell: dict[str, Any]) -> tuple[str, int | None]:
    """Ask which figure the colours show, and which cell to look into; a click on the map chooses too."""
    offered = cells.measures(by_cell)
    measure = st.segmented_control(
        COLOUR_LABEL,
        offered,
        default=offered[0],
        format_func=words.MEASURES.__getitem__,
        key="gg_models_colour",
    )
    numbers: list[int | None] = [None, *sorted(map(int, by_cell))]
    if WANTED in st.session_state:
        wanted = st.session_state.pop(WANTED)
        st.session_state[CELL] = wanted if wanted in numbers else None
    chosen = st.selectbox(
        CELL_LABEL, numbers, format_func=lambda cell: words.NO_CELL if cell is None else str(cell), key=CELL
    )
    return measure or offered[0], chosen


def _one_cell(by_cell: dict[str, Any], chosen: int | None, partition: Partition, unit: Unit) -> None:
    if chosen is None:
        return
    row = by_cell[str(chosen)]
    st.subheader(CELL_TITLE.format(cell=chosen))
    said = [f"{row['n']} {words.MEASURES['n']}", f"{format_distance(row['mean_km'], unit)} {words.MEASURES['mean_km']}"]
    if "recall" in row:
        said.append(f"{100 * row['recall']:.0f} % {words.MEASURES['recall']}")
    st.markdown(" · ".join(said))
    if "mistakes" not in row:
        st.caption(words.OLD_REPORT)
    elif not row["mistakes"]:
        st.caption(words.NO_MISTAKES)
    else:
        st.caption(MISTAKES_TITLE)
        st.dataframe(cells.mistakes(by_cell, chosen, partition, unit), hide_index=True, width="stretch")


def scale(title: str, low: str, high: str) -> str:
    """Return the colours' legend as HTML."""
    bar = f'<i style="background:{gradient()}"></i>'
    return f'<p class="gg-scale"><b>{escape(title)}</b><span>{escape(low)}</span>{bar}<span>{escape(high)}</span></p>'


def _confused(line: Line, partition: Partition, unit: Unit) -> None:
    frame = tables.confused(line.report, partition, unit)
    shares = (line.report.get("classification") or {}).get("by_steps")
    st.subheader(words.CONFUSED_TITLE)
    if not len(frame) or not shares:
        st.caption(words.OLD_REPORT)
        return
    st.markdown(" · ".join(words.step_share(words.STEPS[step], share) for step, share in shares.items()))
    st.dataframe(frame, hide_index=True, width="stretch")
