"""What the model says of photographs: a sentence, the map, the cells, the reasons."""

from __future__ import annotations

from html import escape
from pathlib import Path

import numpy as np
import streamlit as st

from geogame.geo import distance_km
from geogame.photo.answer import Answer
from geogame.regions import load_region
from geogame.regions.states import state_of
from geogame.ui import texts
from geogame.ui.map import MapRound, OpponentMark, guess_map
from geogame.ui.map.cells import outlines
from geogame.ui.map.marks import LatLon
from geogame.ui.map.payload import Unit
from geogame.ui.photo import words
from geogame.ui.photo.look import address, opened
from geogame.ui.published import credit
from geogame.ui.theme import ThemeName

MAP_HEIGHT = 460


def result(folder: Path, answer: Answer, unit: Unit, theme: ThemeName, truth: LatLon | None) -> None:
    """Show an answer; ``truth`` is the place the camera wrote, where that was asked for."""
    model = opened(folder)
    st.html(f'<section class="gg-result" aria-live="polite"><h2>{escape(words.headline(answer))}</h2></section>')
    _warn(folder, answer, drawn=bool(model.note.world_fingerprint))
    st.html(f"<p>{escape(words.doubt_line(answer.doubt, unit))}</p>")
    if truth is not None:
        far_km = distance_km(answer.prediction.lat, answer.prediction.lon, *truth)
        st.html(f'<p class="gg-standing">{escape(words.compared(far_km, unit))}</p>')
    left, right = st.columns([6, 4])
    with left:
        _map(folder, answer, unit, theme, truth)
    with right:
        st.html(f'<h3 class="gg-chart">{words.TABLE_TITLE}</h3>{_cells(answer)}')
    _reasons(answer)


def _warn(folder: Path, answer: Answer, *, drawn: bool) -> None:
    """Say, before anything else, what the model does not know."""
    lines = [words.DRAWN] if drawn else []
    if said := credit(folder.name):
        lines.append(said)
    elif answer.verdict is None:
        lines.append(f"{words.UNMEASURED} `{words.MEASURE_COMMAND.format(model=folder.name)}` does it.")
    elif strange := words.verdict_line(answer.verdict, len(answer.verdict.shares)):
        lines.append(strange)
    if lines:
        st.warning(" ".join(lines))


def _map(folder: Path, answer: Answer, unit: Unit, theme: ThemeName, truth: LatLon | None) -> None:
    note = opened(folder).note
    mark = OpponentMark(texts.OPPONENT_LETTER, words.THE_MODEL, answer.prediction.lat, answer.prediction.lon)
    guess_map(
        key="gg_photo_map",
        region=load_region(note.region),
        mode="reveal",
        rounds=[MapRound(1, truth, None, (mark,))],
        belief=answer.prediction.belief.tolist(),
        cells_geojson=outlines(note.partition, note.region),
        unit=unit,
        height=MAP_HEIGHT,
        theme=theme,
    )


def _cells(answer: Answer) -> str:
    head = "".join(f'<th scope="col">{column}</th>' for column in words.TABLE_COLUMNS)
    rows = "".join(
        f"<tr><td>{cell.cell}</td><td>{escape(cell.area or texts.ABROAD)}"
        f"<small>{words.coordinates(cell.lat, cell.lon)}</small></td><td>{words.percent(cell.probability)}</td></tr>"
        for cell in answer.cells
    )
    return f'<table class="gg-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _reasons(answer: Answer) -> None:
    from geogame.explain.picture import heated

    explained = answer.explanation
    if explained is None:
        st.html(f'<p class="gg-note">{words.NO_EXPLANATION}</p>')
        return
    st.html(f'<h3 class="gg-chart">{words.HEAT_TITLE}</h3><p class="gg-note">{words.HEAT_HELP}</p>')
    shown = np.flatnonzero(explained.views.reshape(len(explained.views), -1).any(1)).tolist()
    for column, slot in zip(st.columns(words.MOST_PHOTOS), shown, strict=False):
        share = words.percent(float(explained.heat.shares[slot]))
        source = address(np.asarray(heated(explained, slot)))
        column.html(f'<img class="gg-photo" src="{source}" alt="Heat, {share} of it here">')
    if explained.neighbours:
        st.html(f'<h3 class="gg-chart">{words.ALIKE_TITLE}</h3>{_alike(answer)}')


def _alike(answer: Answer) -> str:
    neighbours = answer.explanation.neighbours if answer.explanation else []
    lines = "".join(
        f"<p>{escape(words.alike_line(number, near.lat, near.lon, state_of(near.lat, near.lon)))}</p>"
        for number, near in enumerate(neighbours, 1)
    )
    return f'<div class="gg-facts">{lines}</div>'
