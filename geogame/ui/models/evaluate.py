"""Evaluate now: choose a model and a dataset, start, and watch; the work outlives the page."""

from __future__ import annotations

import streamlit as st

from geogame.errors import GeogameError
from geogame.evaluation.results import Model
from geogame.geolocators.checkpoint import read_note
from geogame.ui import page
from geogame.ui.jobs import cancel, dismiss
from geogame.ui.models import jobs, words
from geogame.ui.play.installed import Dataset, build_command, look
from geogame.ui.words import CANCEL, DATASET_LABEL, DISMISS, MODEL_LABEL

WATCH_S = 1.0


def show_evaluate(models: list[Model]) -> None:
    """Draw the form and what is under way."""
    st.markdown(words.EVALUATE_LEAD)
    if models:
        _form(models)
    show_under_way()


def show_under_way() -> None:
    """Draw the evaluations that are under way, or that have ended and were not dismissed."""
    found = jobs.list_jobs()
    if any(job.live for job in found):
        st.fragment(_watch, run_every=WATCH_S)()
    elif found:
        _list(found)


def fitting(model: Model, datasets: tuple[Dataset, ...]) -> list[Dataset]:
    """Return the datasets that are cut into a model's cells; for a published model all of them."""
    if model.published:
        return list(datasets)
    wanted = read_note(model.folder).partition_fingerprint
    return [dataset for dataset in datasets if dataset.fingerprint == wanted]


def _form(models: list[Model]) -> None:
    names = {model.name: model for model in models}
    left, middle, right = st.columns(3)
    model = names[left.selectbox(MODEL_LABEL, tuple(names), key="gg_models_eval_model")]
    datasets = {each.name: each for each in fitting(model, look().datasets)}
    if not datasets:
        page.empty_state(words.NO_RESULT_TITLE, words.NO_DATASET, build_command("usa-rendered-heldout"))
        return
    dataset = datasets[middle.selectbox(DATASET_LABEL, tuple(datasets), key="gg_models_eval_dataset")]
    split = right.selectbox(
        words.SPLIT_LABEL, tuple(words.SPLITS), format_func=words.SPLITS.__getitem__, key="gg_models_eval_split"
    )
    if st.button(words.START, type="primary", key="gg_models_start"):
        try:
            jobs.start(jobs.Order(model.name, str(model.folder), dataset.name, str(dataset.path.absolute()), split))
        except GeogameError as error:
            st.error(page.sentence(error))
        else:
            st.rerun()


def _watch() -> None:
    """Draw what is under way, again and again; the whole page once the last one has ended."""
    found = jobs.list_jobs()
    if not any(job.live for job in found):
        st.rerun()
    _list(found)


def _list(found: list[jobs.Job]) -> None:
    for number, job in enumerate(found):
        with st.container(key=f"gg_models_job_{number}", border=True):
            _job(job, number)


def _job(job: jobs.Job, number: int) -> None:
    order, status = job.order, job.status
    text, button = st.columns([85, 15], vertical_alignment="center")
    with text:
        if job.live:
            share = status.done / status.total if status.total else 0.0
            said = words.progress(status.doing, status.done, status.total, status.eta_s)
            st.progress(min(share, 1.0), text=f"{order.model} on {order.dataset}: {said}")
        elif job.condition == "done":
            st.success(words.DONE.format(model=order.model, dataset=order.dataset))
        elif why := job.why:
            st.error(words.FAILED.format(model=order.model, dataset=order.dataset, why=why))
        else:
            st.error(words.GONE.format(model=order.model, dataset=order.dataset))
    label = CANCEL if job.live else DISMISS
    if button.button(label, key=f"gg_models_end_{number}", width="stretch"):
        try:
            (cancel if job.live else dismiss)(job)
        except GeogameError as error:
            st.error(page.sentence(error))
        else:
            st.rerun()
