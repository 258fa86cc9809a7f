"""The places that a model answers worst, from what is on record of its answers to this dataset."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import streamlit as st

from geogame.catalog import Catalog
from geogame.curation import Step
from geogame.errors import GeogameError
from geogame.evaluation.answers import read_answers
from geogame.evaluation.results import Model
from geogame.geo import format_distance
from geogame.geolocators.checkpoint import read_note
from geogame.ui import page
from geogame.ui.dataset import words
from geogame.ui.dataset.choice import PER_PAGE, Chosen
from geogame.ui.dataset.opened import opened_place
from geogame.ui.dataset.place import show_place
from geogame.ui.dataset.sheet import show_sheet
from geogame.ui.models import jobs
from geogame.ui.models.evaluate import show_under_way
from geogame.ui.models.shelf import find_models
from geogame.ui.play.installed import train_command
from geogame.ui.theme import ThemeName
from geogame.ui.words import MODEL_LABEL, count

if TYPE_CHECKING:
    import pandas as pd

MOST: Final = 20
"""Pages of the worst places that can be turned."""


def show_hardest(catalog: Catalog, held: Mapping[str, Step], theme: ThemeName) -> None:
    """Draw the places a model answers worst, or offer to measure it."""
    fitting = {model.name: model for model in find_models() if not model.problem and _fits(model, catalog)}
    if not fitting:
        page.empty_state(words.NO_FIT_TITLE, words.NO_FIT, train_command())
        return
    left, right = st.columns([40, 60], vertical_alignment="bottom")
    model = fitting[left.selectbox(MODEL_LABEL, tuple(fitting), key="gg_data_hardest_model")]
    found = recorded(model, catalog)
    if found is None:
        _offer(model, catalog)
        return
    report, answers = found
    worst = answers[answers["id"].map(catalog.holds)].iloc[: MOST * PER_PAGE]
    pages = max(1, -(-len(worst) // PER_PAGE))
    with right:
        at = st.number_input(
            words.PAGE_LABEL.format(pages=pages), min_value=1, max_value=pages, step=1, key="gg_data_worst", width=180
        )
    mean = format_distance(report["model"]["mean_km"], "km")
    page.line(words.HARDEST_LEAD.format(model=model.name, places=count(len(answers)), mean=mean), "gg-note")
    rows = np.array([catalog.row(name) for name in worst["id"]], dtype=np.int64)
    start = (int(at) - 1) * PER_PAGE
    chosen = Chosen(catalog, rows, rows[start : start + PER_PAGE], held, None)
    if opened_place(catalog) is not None:
        show_place(chosen, theme)
    else:
        show_sheet(chosen, notes(worst))


def recorded(model: Model, catalog: Catalog) -> tuple[Mapping[str, Any], pd.DataFrame] | None:
    """Return a model's report on most places of a catalog, with its answers worst first; None where there is none."""
    found = []
    for report in model.reports:
        if str(report["dataset"]["build_id"]).partition("~")[0].partition("+")[0] == catalog.info.build:
            answers = read_answers(model.folder, report)
            if answers is not None:
                found.append((report, answers))
    return max(found, key=lambda pair: len(pair[1]), default=None)


def notes(worst: pd.DataFrame) -> dict[str, str]:
    """Say of each place how far off the answer was, and which cell it named."""
    return {
        row.id: words.HARDEST_NOTE.format(far=format_distance(row.error_km, "km"), answered=row.answered, cell=row.cell)
        for row in worst.itertuples()
    }


def _fits(model: Model, catalog: Catalog) -> bool:
    return read_note(model.folder).partition_fingerprint == catalog.info.partition_fingerprint


def _offer(model: Model, catalog: Catalog) -> None:
    page.line(words.HARDEST_NO_RECORD, "gg-note")
    st.code(words.HARDEST_COMMAND.format(model=model.folder, dataset=catalog.path), language="bash", wrap_lines=True)
    if st.button(words.EVALUATE, type="primary", key="gg_data_evaluate"):
        try:
            order = jobs.Order(model.name, str(model.folder), catalog.info.name, str(catalog.path), "auto")
            jobs.start(order)
        except GeogameError as error:
            st.error(page.sentence(error))
    show_under_way()
