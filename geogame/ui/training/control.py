"""Begin, stop and resume a training from the page; each is a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

from geogame.errors import GeogameError, RecipeError
from geogame.training import runs
from geogame.training.environment import PROJECT, Order
from geogame.training.runs import Entry
from geogame.ui import page
from geogame.ui.play.installed import Dataset, build_command
from geogame.ui.training import words
from geogame.ui.training.outline import Outline, outline, recipe_names
from geogame.ui.words import DATASET_LABEL

NEXT: Final = "gg_run_next"
FLASH: Final = "gg_run_told"
ASKED: Final = "gg_run_asked"
"""Runs that were asked to stop: name to the process that was."""


def actions(entry: Entry) -> None:
    """Offer what can be done with a run: stop it, or go on with it, each asked twice."""
    tell()
    if entry.live and entry.status is not None and entry.status.here:
        if st.session_state.get(ASKED, {}).get(entry.name) == entry.status.pid:
            st.html(f'<p class="gg-note">{words.STOPPING}</p>')
            return
        with st.popover(words.STOP, key="gg_stop"):
            st.write(words.STOP_ASK)
            if st.button(words.STOP_DO, type="primary", key="gg_stop_do"):
                _do(lambda: _stop(entry), entry.name)
    elif entry.can_resume:
        with st.popover(words.RESUME, key="gg_resume"):
            st.write(words.RESUME_ASK)
            if st.button(words.RESUME_DO, type="primary", key="gg_resume_do"):
                with st.spinner(words.RESUMING):
                    _do(lambda: runs.resume(entry), entry.name)


def tell() -> None:
    """Say what went wrong with what was last asked for."""
    if told := st.session_state.pop(FLASH, ""):
        st.error(told)


def _stop(entry: Entry) -> None:
    runs.stop(entry)
    if entry.status is not None:
        st.session_state.setdefault(ASKED, {})[entry.name] = entry.status.pid


def _do(what: Callable[[], None], name: str) -> None:
    """Do something, keep what went wrong for the next drawing, and draw the page again at that run."""
    try:
        what()
        st.session_state[NEXT] = name
    except GeogameError as error:
        st.session_state[FLASH] = page.sentence(error)
    st.rerun()


@dataclass(frozen=True)
class _How:
    """The options that few need: minutes, device, number of folds, and the checkpoint to begin with."""

    budget: float | None
    device: str
    folds: int | None
    init: str | None


def begin(datasets: Sequence[Dataset], models: Mapping[str, Path], folder: Path, taken: set[str]) -> None:
    """Offer to begin a training: recipe, profile, dataset and name, then what few need.

    Parameters
    ----------
    datasets, models
        What is here to train on and to begin with.
    folder
        Where runs are kept.
    taken
        Names that runs have.
    """
    st.html(f'<p class="gg-note">{words.SURVIVES}</p>')
    left, right = st.columns(2)
    with left:
        recipe = st.selectbox(
            words.RECIPE_LABEL, recipe_names(), accept_new_options=True, help=words.RECIPE_HELP, key="gg_recipe"
        )
        profile = st.segmented_control(
            words.PROFILE_LABEL,
            tuple(words.PROFILES),
            default="full",
            required=True,
            format_func=words.PROFILES.__getitem__,
            key="gg_profile",
        )
    try:
        about = outline(recipe or "")
    except RecipeError as error:
        st.error(page.sentence(error))
        return
    profile = profile or "full"
    takes = about.minutes[profile], about.memory_gb[profile], about.disk_gb[profile]
    told = words.expected(about.title, *takes, measured=about.measured[profile])
    left.html(f'<p class="gg-note">{told}</p>')
    with right:
        dataset = _dataset(datasets, about.presets[profile])
        name = st.text_input(
            words.OUT_LABEL,
            _free_name(about, profile, taken),
            help=words.OUT_HELP,
            key=f"gg_out_{about.name}_{profile}",
        )
    how = _how(models)
    if st.button(words.START, type="primary", key="gg_start_do", disabled=not dataset):
        if name in taken:
            st.error(words.NAME_TAKEN)
            return
        with st.spinner(words.STARTING):
            shown = name if how.folds is None else f"{name}/{runs.FIRST_FOLD}"
            _do(lambda: _start(recipe or "", profile, dataset or "", name, folder, how), shown)


def _dataset(datasets: Sequence[Dataset], preset: str) -> str | None:
    """Ask for a dataset; the recipe's own is chosen where it is here, else it says how to make it."""
    paths = {dataset.name: str(dataset.path.absolute()) for dataset in datasets}
    wanted = [name for name in paths if name == preset]
    chosen: str | None = st.selectbox(
        DATASET_LABEL,
        list(paths),
        index=list(paths).index(wanted[0]) if wanted else None,
        accept_new_options=True,
        placeholder=words.DATASET_PLACEHOLDER,
        help=words.DATASET_HELP,
        key=f"gg_dataset_{preset}",
    )
    if not wanted and not chosen:
        st.html(f'<p class="gg-note">{words.NO_DATASET.format(preset=preset)}</p>')
        st.code(build_command(preset), language="bash", wrap_lines=True)
    return paths.get(chosen, chosen) if chosen else None


def _how(models: Mapping[str, Path]) -> _How:
    left, right = st.columns(2)
    budget = left.number_input(
        words.BUDGET_LABEL, min_value=0.1, value=None, step=5.0, help=words.BUDGET_HELP, key="gg_budget"
    )
    device = right.segmented_control(
        words.DEVICE_LABEL,
        tuple(words.DEVICES),
        default="auto",
        required=True,
        format_func=words.DEVICES.__getitem__,
        key="gg_device",
    )
    init: str | None = left.selectbox(
        words.INIT_LABEL,
        tuple(models),
        index=None,
        accept_new_options=True,
        placeholder=words.INIT_PLACEHOLDER,
        help=words.INIT_HELP,
        key="gg_init",
    )
    folds = right.number_input(
        words.FOLDS_LABEL, min_value=3, value=None, step=1, help=words.FOLDS_HELP, key="gg_folds"
    )
    return _How(budget, device or "auto", folds, None if init is None else _checkpoint(init, models))


def _checkpoint(said: str, models: Mapping[str, Path]) -> str:
    """Return the folder of a model that is here, or that a path leads to from here; anything else as it was said."""
    path = models.get(said, Path(said).expanduser())
    return str(path.absolute()) if path.is_dir() else said


def _start(recipe: str, profile: str, dataset: str, name: str, folder: Path, how: _How) -> None:
    out = runs.run_path(folder, name.strip())
    path = Path(recipe).expanduser()
    named = str(path.absolute()) if path.is_file() else recipe
    data = str(Path(dataset).expanduser().absolute())
    order = Order(named, profile, data, str(out), str(PROJECT), how.device, how.budget, init=how.init, folds=how.folds)
    runs.start(order)


def _free_name(about: Outline, profile: str, taken: set[str]) -> str:
    plain = about.name if profile == "full" else f"{about.name}-{profile}"
    names = (plain, *(f"{plain}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)
