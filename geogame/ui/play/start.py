"""The start screen: a sentence, a handful of choices, one button."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from geogame.ui import page, texts
from geogame.ui.icons import icon, mark
from geogame.ui.play.installed import Dataset, Installed
from geogame.ui.words import UNIT_LABEL

if TYPE_CHECKING:
    from geogame.game import Look

ROUNDS = (3, 5, 10)
DEFAULT_ROUNDS = 5
PLATE = 8
"""Pictures on the start screen."""


@dataclass(frozen=True)
class Choice:
    """What the player chose.

    Attributes
    ----------
    name : str
        The player's name as typed, may be empty.
    rounds : int
        3, 5 or 10.
    opponent : str
        Name of a model or a baseline.
    unit : str
        ``km`` or ``mi``.
    dataset : str
        Name of the catalog to draw places from.
    code : str
        Replay code as typed, empty for a new game.
    look : str
        ``same_views`` or ``free``, as in a `Game`.
    endless : bool
        Fresh places without end, not the dataset's.
    """

    name: str
    rounds: int
    opponent: str
    unit: str
    dataset: str
    code: str = ""
    look: Look = "same_views"
    endless: bool = False


def heading() -> None:
    """Paint the title and the idea before anything slow is imported."""
    st.html(
        f'<p class="gg-eyebrow">{icon("compass")}{texts.TITLE}</p><h1>{texts.HEADLINE}</h1>'
        f'<p class="gg-lead">{texts.LEAD}</p><p class="gg-marks"><span>{mark("you")}{texts.YOU}</span>'
        f"<span>{mark('model')}{texts.MODEL}</span><span>{mark('truth')}{texts.TRUE_PLACE}</span></p>"
    )


def plate(dataset: Dataset) -> None:
    """Show a few of the dataset's pictures beside the choices, as an atlas shows its plates."""
    files = sorted((dataset.path / "images").glob("*/*.webp"))
    chosen = files[:: max(1, len(files) // PLATE)][:PLATE]
    sources = (base64.b64encode(file.read_bytes()).decode("ascii") for file in chosen)
    pictures = "".join(f'<img alt="" src="data:image/webp;base64,{source}">' for source in sources)
    caption = texts.source_line(dataset.source)
    st.html(f'<figure class="gg-plate">{pictures}<figcaption>{escape(caption)}</figcaption></figure>')


def form(installed: Installed, *, last: Choice | None, error: str) -> Choice | None:
    """Show the choices and return them when the player starts, else ``None``.

    Parameters
    ----------
    installed : Installed
        What there is to play with.
    last : Choice or None
        The choices of the game before, kept as defaults.
    error : str
        Why the last try did not start, or empty.
    """
    if not installed.datasets:
        page.empty_state(texts.NO_DATASET_TITLE, texts.NO_DATASET, texts.NO_DATASET_COMMAND)
        return None
    with st.form("gg_choices", border=False, enter_to_submit=True):
        choice = _fields(installed, last)
        if error:
            st.error(error)
        started = st.form_submit_button(texts.START, type="primary", width="stretch", key="gg_begin")
    if not installed.models:
        st.html(f'<p class="gg-note">{texts.NO_MODEL}</p>')
        st.code(texts.NO_MODEL_COMMAND, language="bash", wrap_lines=True)
    return choice if started else None


def _fields(installed: Installed, last: Choice | None) -> Choice:
    opponents = installed.opponents
    names = tuple(dataset.name for dataset in installed.datasets)
    opponent = st.selectbox(
        texts.OPPONENT_LABEL,
        opponents,
        index=opponents.index(last.opponent) if last and last.opponent in opponents else 0,
        format_func=texts.opponent_label,
        key="gg_opponent",
    )
    left, right = st.columns(2)
    rounds = left.segmented_control(
        texts.ROUNDS_LABEL, ROUNDS, default=last.rounds if last else DEFAULT_ROUNDS, key="gg_rounds"
    )
    unit = right.segmented_control(
        UNIT_LABEL,
        tuple(texts.UNITS),
        default=last.unit if last else "km",
        format_func=texts.UNITS.__getitem__,
        key="gg_unit",
    )
    name = st.text_input(
        texts.NAME_LABEL, value=last.name if last else "", max_chars=24, help=texts.NAME_HELP, key="gg_name"
    )
    free = False
    if any(dataset.panoramas for dataset in installed.datasets):
        free = st.checkbox(
            texts.FREE_LABEL, value=last is not None and last.look == "free", help=texts.FREE_HELP, key="gg_free"
        )
    endless = st.checkbox(
        texts.ENDLESS_LABEL, value=last is not None and last.endless, help=texts.ENDLESS_HELP, key="gg_endless"
    )
    dataset = names[0]
    if len(names) > 1:
        dataset = st.selectbox(texts.DATASET_LABEL, names, format_func=texts.opponent_name, key="gg_dataset")
    with st.expander(texts.CODE_SECTION):
        code = st.text_input(texts.CODE_LABEL, max_chars=400, help=texts.CODE_HELP, key="gg_code")
    return Choice(
        name=name or "",
        rounds=int(rounds or DEFAULT_ROUNDS),
        opponent=opponent,
        unit=unit or "km",
        dataset=dataset,
        code=(code or "").strip(),
        look="free" if free else "same_views",
        endless=endless,
    )
