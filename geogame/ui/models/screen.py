"""Draws the models page with Streamlit: choices on top, then one of its sections."""

from __future__ import annotations

import streamlit as st

from geogame.evaluation.results import Comparison, Model, compare
from geogame.ui import page, texts
from geogame.ui.map.payload import Unit
from geogame.ui.models import words
from geogame.ui.models.shelf import find_models
from geogame.ui.play.installed import train_command
from geogame.ui.words import MODEL_LABEL, PLACES_LABEL, SECTION_LABEL, UNIT_LABEL

SECTION = "gg_models_section"


def show() -> None:
    """Draw the page."""
    theme = page.set_up("pages/models.py")
    with st.container(key="gg_models"):
        st.title(words.TITLE)
        models = find_models()
        if not models:
            page.empty_state(words.NO_MODEL_TITLE, words.NO_MODEL, train_command())
            return
        for model in models:
            if model.problem:
                st.warning(f"{model.name}: {model.problem}")
        usable = [model for model in models if not model.problem]
        comparisons = compare(usable)
        section, comparison, unit = _choices(comparisons)
        if section == "evaluate":
            from geogame.ui.models.evaluate import show_evaluate

            show_evaluate(usable)
        elif section == "card":
            _cards(usable)
        elif section == "published":
            from geogame.ui.models.published import show_published

            show_published()
        elif comparison is None:
            page.empty_state(words.NO_RESULT_TITLE, words.NO_RESULT, _command(usable))
        elif section == "cells":
            from geogame.ui.models.breakdown import show_cells

            show_cells(comparison, unit, theme)
        else:
            from geogame.ui.models.compare import show_comparison

            show_comparison(comparison, unit, theme)


def _choices(comparisons: list[Comparison]) -> tuple[str, Comparison | None, Unit]:
    """Ask what to look at, on which places, in which unit."""
    left, middle, right = st.columns([40, 45, 15], vertical_alignment="bottom")
    section = left.segmented_control(
        SECTION_LABEL,
        tuple(words.SECTIONS),
        default="compare",
        format_func=words.SECTIONS.__getitem__,
        key=SECTION,
        label_visibility="collapsed",
    )
    chosen = None
    if comparisons:
        labels = {words.places_label(each.places): each for each in comparisons}
        with middle:
            label = st.selectbox(PLACES_LABEL, tuple(labels), help=words.PLACES_HELP, key="gg_models_places")
        chosen = labels[label]
    unit = right.segmented_control(
        UNIT_LABEL, tuple(texts.UNITS), default="km", key="gg_models_unit", label_visibility="collapsed"
    )
    return section or "compare", chosen, "mi" if unit == "mi" else "km"


def _command(models: list[Model]) -> str:
    first = models[0].folder if models else "models/usa-rendered"
    return f"python -m geogame evaluate {first} --dataset geogame/data/usa-rendered-heldout --record"


def _cards(models: list[Model]) -> None:
    """Show one model's card as it lies beside the weights."""
    from geogame.evaluation.card import CARD_FILE

    if not models:
        return
    names = {model.name: model for model in models}
    model = names[st.selectbox(MODEL_LABEL, tuple(names), key="gg_models_card")]
    path = model.folder / CARD_FILE
    with st.container(key="gg_models_cardtext"):
        if path.is_file():
            st.markdown(path.read_text("utf-8"))
        else:
            st.info(words.NO_CARD)
