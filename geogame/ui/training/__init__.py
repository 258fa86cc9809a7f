"""The training page: watch, compare, begin, stop and resume runs."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from geogame.errors import CheckpointError
from geogame.training.runs import Entry, list_runs, read_epochs, runs_folder
from geogame.ui import page
from geogame.ui.map.payload import Unit
from geogame.ui.models.shelf import find_folders
from geogame.ui.play.installed import look, train_command
from geogame.ui.theme import ThemeName
from geogame.ui.training import control, words
from geogame.ui.training.curves import Look
from geogame.ui.training.listing import difference_table, runs_table
from geogame.ui.training.stage import REFRESH_S, Shown, stage
from geogame.ui.words import UNIT_LABEL

MOST_COMPARED = 4
UNITS: dict[Unit, str] = {"km": "km", "mi": "miles"}


def show() -> None:
    """Draw the page."""
    theme = page.set_up("pages/training.py")
    installed, folder = look(), runs_folder()
    models = list(installed.models.values())
    found = list_runs(folder, models)
    with st.container(key="gg_training"):
        st.title(words.TITLE)
        if found:
            _watch(found, folder, models, theme)
        else:
            page.empty_state(words.NO_RUN_TITLE, words.NO_RUN, train_command())
            control.tell()
        with st.expander(words.START_TITLE, expanded=not found):
            taken = {entry.name.partition("/")[0] for entry in found if entry.condition != "shipped"}
            control.begin(installed.datasets, find_folders(), folder, taken)


def _watch(found: Sequence[Entry], folder: Path, models: Sequence[Path], theme: ThemeName) -> None:
    """Show one run and those it is compared with, then what can be done, then all runs."""
    names = [entry.name for entry in found]
    chosen, live = _choose(names)
    entries = [next(entry for entry in found if entry.name == name) for name in chosen]
    place = st.container()
    control.actions(entries[0])
    looks, figure = _looks(entries, theme)
    every_s = REFRESH_S if live else None
    with place:
        st.fragment(stage, run_every=every_s)(found, folder, models, Shown(chosen, looks, figure))
    if len(entries) > 1:
        st.html(f'<h2 class="gg-chart">{words.DIFFERENCE_TITLE}</h2>')
        _differences(entries)
    st.html(f'<h2 class="gg-chart">{words.RUNS_TITLE}</h2>')
    st.fragment(_all_runs, run_every=every_s)(folder, models, looks.unit)


def _choose(names: list[str]) -> tuple[tuple[str, ...], bool]:
    """Ask which run to show, which to compare it with, and whether to keep reading."""
    if (wanted := st.session_state.pop(control.NEXT, None)) in names:
        st.session_state["gg_run"] = wanted
    left, middle, right = st.columns([3, 5, 1], vertical_alignment="bottom")
    run = left.selectbox(words.RUN_LABEL, names, key="gg_run") or names[0]
    others = middle.multiselect(
        words.COMPARE_LABEL,
        [name for name in names if name != run],
        max_selections=MOST_COMPARED,
        help=words.COMPARE_HELP,
        key="gg_compare",
    )
    live = right.toggle(words.LIVE_LABEL, value=True, help=words.LIVE_HELP, key="gg_live")
    return (run, *others), live


def _looks(entries: Sequence[Entry], theme: ThemeName) -> tuple[Look, str]:
    """Ask how the curves are shown; what is chosen outlives every refresh, since it stands outside of it."""
    columns = st.columns([3, 3, 2, 2, 2], vertical_alignment="bottom")
    smoothing = columns[0].slider(words.SMOOTH_LABEL, 0.0, 0.99, 0.6, 0.01, help=words.SMOOTH_HELP, key="gg_smoothing")
    names = _figures(entries)
    figure = columns[1].selectbox(words.FIGURE_LABEL, names, format_func=words.figure_label, key="gg_figure")
    across = columns[2].segmented_control(
        words.ACROSS_LABEL,
        tuple(words.ACROSS),
        default="step",
        required=True,
        format_func=words.ACROSS.__getitem__,
        key="gg_across",
    )
    unit: Unit | None = columns[3].segmented_control(
        UNIT_LABEL,
        tuple(UNITS),
        default="km",
        required=True,
        format_func=UNITS.__getitem__,
        key="gg_training_unit",
    )
    fit = columns[4].toggle(words.FIT_LABEL, value=True, help=words.FIT_HELP, key="gg_fit")
    return Look(smoothing, across or "step", fit, unit or "km", theme), figure or names[0]


def _figures(entries: Sequence[Entry]) -> list[str]:
    """Figures that the runs have validated, the one that says most first."""
    epochs = []
    for entry in entries:
        try:
            epochs += read_epochs(entry)
        except CheckpointError:
            continue  # `stage` tells of it
    main = words.main_figure(epochs) or "val_mean_km"
    return [main, *(name for name in words.figures(epochs) if name != main)]


def _differences(entries: Sequence[Entry]) -> None:
    try:
        told = difference_table(entries)
    except CheckpointError as error:
        st.error(page.sentence(error))
        return
    st.html(told or f'<p class="gg-note">{words.SAME}</p>')


def _all_runs(folder: Path, models: Sequence[Path], unit: Unit) -> None:
    st.html(runs_table(list_runs(folder, models), time.time(), unit))
