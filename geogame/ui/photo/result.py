"""What the model says of photographs: a sentence, the map, the cells, and a picture of it to take along."""

from __future__ import annotations

from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from geogame.geo import distance_km
from geogame.photo.answer import Answer
from geogame.regions import load_region
from geogame.ui import texts
from geogame.ui.map import MapRound, OpponentMark, guess_map
from geogame.ui.map.cells import outlines
from geogame.ui.map.marks import LatLon
from geogame.ui.map.payload import Unit
from geogame.ui.photo import words
from geogame.ui.photo.look import Given
from geogame.ui.published import credit
from geogame.ui.theme import ThemeName

if TYPE_CHECKING:
    from geogame.geolocators.checkpoint import CheckpointNote

MAP_HEIGHT = 460


def result(
    note: CheckpointNote, folder: Path, answer: Answer, unit: Unit, theme: ThemeName, truth: LatLon | None
) -> None:
    """Show an answer; ``truth`` is the place the camera wrote, where that was asked for."""
    st.html(f'<section class="gg-result" aria-live="polite"><h2>{escape(words.headline(answer))}</h2></section>')
    if warned := _warning(note, folder.name, answer):
        st.warning(warned)
    st.html(f"<p>{escape(words.doubt_line(answer.doubt, unit))}</p>")
    if truth is not None:
        far_km = distance_km(answer.prediction.lat, answer.prediction.lon, *truth)
        st.html(f'<p class="gg-standing">{escape(words.compared(far_km, unit))}</p>')
    left, right = st.columns([6, 4])
    with left:
        _map(note, answer, unit, theme, truth)
    with right:
        st.html(f'<h3 class="gg-chart">{words.TABLE_TITLE}</h3>{_cells(answer)}')


def share(note: CheckpointNote, folder: Path, given: Given, answer: Answer, unit: Unit) -> None:
    """Offer the result as a picture, drawn in memory when it is asked for; with the photographs only if ticked."""
    with st.container(key="gg_share", horizontal=True, vertical_alignment="center"):
        shown = st.checkbox(words.SHARE_PHOTOS, key="gg_share_photos")
        st.download_button(
            words.SHARE,
            partial(_card, note, folder.name, given if shown else None, answer, unit),
            words.SHARE_FILE,
            "image/png",
            key="gg_share_picture",
            help=words.SHARE_HELP,
            on_click="ignore",
        )


def _warning(note: CheckpointNote, model: str, answer: Answer) -> str:
    """Say what the model does not know; of a published one, whose it is and what its answers are worth here."""
    drawn = [words.DRAWN] if note.world_fingerprint else []
    return " ".join([*drawn, credit(model) or words.verdict_line(answer.verdict, model)]).strip()


def _card(note: CheckpointNote, model: str, given: Given | None, answer: Answer, unit: Unit) -> bytes:
    from geogame.partitions import load_partition
    from geogame.photo.card import draw_card

    lines = [words.doubt_line(answer.doubt, unit), words.asked_line(model)]
    if warned := _warning(note, model, answer):
        lines.append(warned)
    return draw_card(
        load_partition(note.partition, note.region),
        answer,
        words.headline(answer),
        [words.cell_line(cell) for cell in answer.cells],
        lines,
        () if given is None else given.photos,
    )


def _map(note: CheckpointNote, answer: Answer, unit: Unit, theme: ThemeName, truth: LatLon | None) -> None:
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
