"""The start screen: a sentence, a handful of choices, one button."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from geogame.ui import page, texts
from geogame.ui.icons import icon, mark
from geogame.ui.play.installed import BASELINES, PROJECT, Dataset, Installed
from geogame.ui.published import hint
from geogame.ui.words import UNIT_LABEL

if TYPE_CHECKING:
    from geogame.game import Look

ROUNDS = (3, 5, 10)
DEFAULT_ROUNDS = 5
DATASET_KEY = "gg_dataset"
DRAWN = ("usa", "fishnet", True)
"""Region, cells and kind of the places that endless games draw."""
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


def heading(region: str) -> None:
    """Paint the title and the idea before anything slow is imported."""
    st.html(
        f'<p class="gg-eyebrow">{icon("compass")}{texts.TITLE}</p><h1>{texts.headline(region)}</h1>'
        f'<p class="gg-lead">{texts.LEAD}</p><p class="gg-marks"><span>{mark("you")}{texts.YOU}</span>'
        f"<span>{mark('model')}{texts.MODEL}</span><span>{mark('truth')}{texts.TRUE_PLACE}</span></p>"
    )


def places(installed: Installed) -> Dataset | None:
    """Return the dataset that is chosen; None where none can be played. `choose` draws the list."""
    playable = [dataset for dataset in installed.datasets if dataset.playable]
    chosen = installed.dataset(st.session_state.get(DATASET_KEY, ""))
    return chosen if chosen in playable else next(iter(playable), None)


def plate(dataset: Dataset) -> None:
    """Show a few of the dataset's pictures beside the choices, as an atlas shows its plates."""
    folders = sorted(folder for folder in (dataset.path / "images").glob("*") if folder.is_dir())
    chosen = [min(folder.iterdir(), default=None) for folder in folders[:: max(1, len(folders) // PLATE)][:PLATE]]
    pictures = "".join(f'<img alt="" src="{_address(file)}">' for file in chosen if file is not None)
    caption = texts.plate_line(dataset.source, dataset.attribution)
    st.html(f'<figure class="gg-plate">{pictures}<figcaption>{escape(caption)}</figcaption></figure>')


def _address(file: Path) -> str:
    kind = {".jpg": "jpeg"}.get(file.suffix, file.suffix[1:])
    return f"data:image/{kind};base64,{base64.b64encode(file.read_bytes()).decode('ascii')}"


def form(installed: Installed, dataset: Dataset | None, *, last: Choice | None, error: str) -> Choice | None:
    """Show the choices and return them when the player starts, else ``None``.

    Parameters
    ----------
    installed : Installed
        What there is to play with.
    dataset : Dataset or None
        The chosen one, of `places`.
    last : Choice or None
        The choices of the game before, kept as defaults.
    error : str
        Why the last try did not start, or empty.
    """
    if dataset is None:
        why = texts.NO_PLAYABLE if installed.datasets else texts.NO_DATASET
        page.empty_state(texts.NO_DATASET_TITLE, why, texts.NO_DATASET_COMMAND)
        _left_out(installed)
        return None
    choose(installed)
    with st.form("gg_choices", border=False, enter_to_submit=True):
        choice = _fields(installed, dataset, last)
        if error:
            st.error(error)
        started = st.form_submit_button(texts.START, type="primary", width="stretch", key="gg_begin")
    if not installed.checkpoints:
        _suggest(texts.NO_MODEL, texts.NO_MODEL_COMMAND)
    elif not installed.fitting(dataset):
        _suggest(texts.NO_FITTING, _training(dataset))
    _left_out(installed)
    return choice if started else None


def choose(installed: Installed) -> None:
    """Ask for the dataset, outside the form: who can be played against depends on it."""
    names = tuple(dataset.name for dataset in installed.datasets if dataset.playable)
    if len(names) > 1:
        st.selectbox(texts.DATASET_LABEL, names, format_func=texts.opponent_name, key=DATASET_KEY)


def _suggest(words: str, command: str) -> None:
    st.html(f'<p class="gg-note">{escape(words)}</p>')
    st.code(command, language="bash", wrap_lines=True)


def _training(dataset: Dataset) -> str:
    """Return the command that trains a model for a dataset, or that lists what can be trained."""
    known = (PROJECT / "recipes" / f"{dataset.name}.toml").is_file()
    return f"python -m geogame train {dataset.name}" if known else "python -m geogame recipes"


def _left_out(installed: Installed) -> None:
    for dataset in installed.datasets:
        if not dataset.playable:
            why = dataset.restricted or texts.NO_HELD_OUT
            st.html(f'<p class="gg-note">{escape(texts.not_played(dataset.name, why))}</p>')


def _fields(installed: Installed, dataset: Dataset, last: Choice | None) -> Choice:
    fitting = installed.fitting(dataset)
    opponents = (*fitting, *BASELINES)
    kinds = {name: "" if same else texts.OTHER_KIND[dataset.rendered] for name, same in fitting.items()}
    kinds |= {name: ", ".join(filter(None, (hint(name), kinds[name]))) for name in installed.published}
    opponent = st.selectbox(
        texts.OPPONENT_LABEL,
        opponents,
        index=opponents.index(last.opponent) if last and last.opponent in opponents else 0,
        format_func=lambda name: texts.opponent_label(name, kinds.get(name, "")),
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
    free = dataset.panoramas and st.checkbox(
        texts.FREE_LABEL, value=last is not None and last.look == "free", help=texts.FREE_HELP, key="gg_free"
    )
    endless = (dataset.region, dataset.partition, dataset.rendered) == DRAWN and st.checkbox(
        texts.ENDLESS_LABEL, value=last is not None and last.endless, help=texts.ENDLESS_HELP, key="gg_endless"
    )
    with st.expander(texts.CODE_SECTION):
        code = st.text_input(texts.CODE_LABEL, max_chars=400, help=texts.CODE_HELP, key="gg_code")
    return Choice(
        name=name or "",
        rounds=int(rounds or DEFAULT_ROUNDS),
        opponent=opponent,
        unit=unit or "km",
        dataset=dataset.name,
        code=(code or "").strip(),
        look="free" if free else "same_views",
        endless=endless,
    )
