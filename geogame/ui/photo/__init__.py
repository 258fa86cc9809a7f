"""The photo page: one to four photographs of one place in, a belief over areas out. Nothing of them is kept."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from geogame.errors import GeogameError
from geogame.ui import page
from geogame.ui.map.payload import Unit
from geogame.ui.photo import regions, words
from geogame.ui.photo.hits import show_hits
from geogame.ui.photo.look import Given, answered, explained, lent, place_of, seen
from geogame.ui.photo.ready import ready
from geogame.ui.photo.reasons import reasons
from geogame.ui.photo.result import result, share
from geogame.ui.photo.row import row
from geogame.ui.play.installed import look, train_command
from geogame.ui.published import named
from geogame.ui.theme import ThemeName
from geogame.ui.words import UNIT_LABEL

UNITS: dict[Unit, str] = {"km": "km", "mi": "miles"}


def show() -> None:
    """Draw the page."""
    theme = page.set_up("pages/photo.py")
    models = look().checkpoints
    with st.container(key="gg_photo"):
        st.title(words.TITLE)
        st.html(f'<p class="gg-lead">{escape(words.LEAD)}</p>')
        if models:
            _ask(dict(models), theme)
        else:
            page.empty_state(words.NO_MODEL_TITLE, words.NO_MODEL, train_command())
        with st.expander(words.LIMITS_TITLE, expanded=True):
            st.markdown("\n\n".join(f"**{head}** {body}" for head, body in words.LIMITS))


def _ask(models: dict[str, Path], theme: ThemeName) -> None:
    left, right, unit_column = st.columns([4, 3, 3], vertical_alignment="bottom")
    model = left.selectbox(words.MODEL_LABEL, list(models), format_func=named, key="gg_photo_model") or next(
        iter(models)
    )
    way = right.segmented_control(
        words.WAY_LABEL,
        tuple(words.WAYS),
        default="files",
        required=True,
        format_func=words.WAYS.__getitem__,
        key="gg_photo_way",
    )
    unit: Unit = unit_column.segmented_control(
        UNIT_LABEL,
        tuple(UNITS),
        default="km",
        required=True,
        format_func=UNITS.__getitem__,
        key="gg_photo_unit",
    )
    regions.choose(model)
    ready().prepare(models[model])
    files = _files(way)
    if not files:
        st.html(f'<p class="gg-note">{escape(words.NOTHING_YET)}</p>')
        return
    try:
        given = seen(files)
    except GeogameError as error:
        st.error(page.sentence(error))
        return
    _guess(models[model], given, files, unit, theme)


def _files(way: str) -> list[bytes]:
    """Return the bytes of what was given, at most four files."""
    if way == "camera":
        shot = st.camera_input(words.CAMERA_LABEL, key="gg_camera")
        st.html(f'<p class="gg-note">{escape(words.CAMERA_HELP)}</p>')
        return [] if shot is None else [shot.getvalue()]
    uploaded: list[Any] = st.file_uploader(words.FILES_LABEL, accept_multiple_files=True, key="gg_files") or []
    if len(uploaded) > words.MOST_PHOTOS:
        st.warning(words.TOO_MANY)
    return [file.getvalue() for file in uploaded[: words.MOST_PHOTOS]]


def _guess(folder: Path, given: Given, files: Sequence[bytes], unit: Unit, theme: ThemeName) -> None:
    known = _facing(given)
    try:
        with st.spinner(words.LOOKING):
            found, note = answered(folder, given, known)
        truth = None
        if st.button(words.COMPARE, help=words.COMPARE_HELP, key="gg_compare_place"):
            truth = place_of(files)
            if truth is None:
                st.info(words.NO_PLACE)
    except GeogameError as error:
        st.error(page.sentence(error))
        return
    result(note, folder, found, unit, theme, truth)
    share(note, folder, given, found, unit)
    try:
        with lent(folder) as model:
            show_hits(model, folder, given, found.headings_deg, theme)
        with st.spinner(words.REASONING):
            why = explained(folder, given, found)
    except GeogameError as error:
        st.error(page.sentence(error))
        return
    reasons(note, why)


def _facing(given: Given) -> list[float | None]:
    """Show the photographs and ask where each looked."""
    known: list[float | None] = []
    for number, (column, source) in enumerate(zip(row(len(given.sources)), given.sources, strict=True), 1):
        label = words.photo_label(number, len(given.sources))
        column.html(f'<img class="gg-photo" src="{source}" alt="{label}">')
        known.append(
            column.selectbox(
                words.FACING_LABEL,
                list(words.FACING),
                format_func=words.FACING.__getitem__,
                help=words.FACING_HELP,
                key=f"gg_facing_{number}",
            )
        )
    return known
