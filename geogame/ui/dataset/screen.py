"""Draws the dataset page with Streamlit: which dataset, which of its places, then one of its sections."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import streamlit as st

from geogame.curation import marks, read_steps
from geogame.errors import GeogameError
from geogame.ui import page
from geogame.ui.dataset import shelf, words
from geogame.ui.dataset.choice import Chosen, choose_places
from geogame.ui.dataset.make import show_jobs, show_make
from geogame.ui.play.installed import Dataset, build_command, look
from geogame.ui.theme import ThemeName
from geogame.ui.words import DATASET_LABEL, SECTION_LABEL

DATASET = "gg_data_dataset"
SECTION = "gg_data_section"


def show() -> None:
    """Draw the page."""
    theme = page.set_up("pages/dataset.py")
    with st.container(key="gg_data"):
        st.title(words.TITLE)
        datasets = {str(each.path.absolute()): each for each in look().datasets}
        if not datasets:
            page.empty_state(words.NO_DATASET_TITLE, words.NO_DATASET, build_command("usa-rendered", "--limit", "500"))
            show_jobs()
            show_make(None)
            return
        left, right = st.columns([32, 68], vertical_alignment="bottom")
        folder = Path(
            left.selectbox(DATASET_LABEL, tuple(datasets), format_func=_named(datasets).__getitem__, key=DATASET)
        )
        with right:
            section = st.segmented_control(
                SECTION_LABEL,
                tuple(words.SECTIONS),
                default="pictures",
                required=True,
                format_func=words.SECTIONS.__getitem__,
                key=SECTION,
                label_visibility="collapsed",
            )
        show_jobs()
        try:
            _show(folder, section or "pictures", theme)
        except GeogameError as error:
            st.error(page.sentence(error))
            if section == "make":
                show_make(None)


def _named(datasets: dict[str, Dataset]) -> dict[str, str]:
    """Name every dataset; two of one name are told apart by their folders."""
    names = Counter(each.name for each in datasets.values())
    return {
        path: each.name if names[each.name] == 1 else f"{each.name} ({each.path})" for path, each in datasets.items()
    }


def _show(folder: Path, section: str, theme: ThemeName) -> None:
    """Draw one section of one dataset."""
    shelved, held = shelf.opened(folder), marks(read_steps(folder))
    info = shelved.catalog.info
    numbers = Counter(step.mark for name, step in held.items() if shelved.catalog.holds(name))
    page.line(words.headline(info, {name: numbers[name] for name in ("flagged", "excluded")}), "gg-data-answer")
    if info.restricted:
        page.line(words.NOT_SHOWN.format(why=info.restricted), "gg-note")
    if section == "make":
        show_make(shelved.catalog)
        return
    if section == "duplicates":
        from geogame.ui.dataset.duplicates import show_duplicates

        show_duplicates(shelved.catalog, held, theme)
        return
    if section == "hardest":
        from geogame.ui.dataset.hardest import show_hardest

        show_hardest(shelved.catalog, held, theme)
        return
    _show_places(choose_places(shelved, held), section, theme)


def _show_places(chosen: Chosen, section: str, theme: ThemeName) -> None:
    from geogame.ui.dataset.opened import opened_place
    from geogame.ui.dataset.place import show_place
    from geogame.ui.dataset.sheet import show_list, show_sheet
    from geogame.ui.dataset.spread import show_counts, show_map

    if opened_place(chosen.catalog) is not None:
        show_place(chosen, theme)
    elif not len(chosen.rows):
        page.line(words.NOTHING_FITS, "gg-note")
    elif section == "list":
        show_list(chosen)
    elif section == "map":
        show_map(chosen, theme)
    elif section == "counts":
        show_counts(chosen)
    else:
        show_sheet(chosen)
