"""Pictures of different places that look the same: pairs to look at, and to leave one of out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np
import streamlit as st

from geogame.browse.duplicates import read_duplicates
from geogame.catalog import Catalog, View
from geogame.curation import Step
from geogame.ui import page
from geogame.ui.dataset import orders, words
from geogame.ui.dataset.choice import Chosen
from geogame.ui.dataset.opened import opened_place
from geogame.ui.dataset.place import show_place
from geogame.ui.dataset.sheet import HEIGHT, show_cards
from geogame.ui.dataset.shelf import small_pictures
from geogame.ui.gallery import Card
from geogame.ui.theme import ThemeName
from geogame.ui.words import count

if TYPE_CHECKING:
    import pandas as pd

PAIRS: Final = 12
"""A page of them: as many pictures as a page of places."""


def show_duplicates(catalog: Catalog, held: Mapping[str, Step], theme: ThemeName) -> None:
    """Draw the pairs that were found, or offer to look for them."""
    pairs = read_duplicates(catalog)
    if pairs is None:
        page.line(words.DUPLICATES_UNKNOWN, "gg-note")
    elif not len(pairs):
        page.line(words.DUPLICATES_NONE, "gg-note")
    else:
        _pairs(catalog, pairs, held, theme)
        return
    if pairs is None and st.button(words.FIND_DUPLICATES, type="primary", key="gg_data_compare"):
        path = str(catalog.path)
        orders.begin("duplicates", catalog.info.name, ["dataset", "duplicates", path], path)


def _pairs(catalog: Catalog, pairs: pd.DataFrame, held: Mapping[str, Step], theme: ThemeName) -> None:
    pages = -(-len(pairs) // PAIRS)
    page.line(words.DUPLICATES_LEAD.format(pairs=count(len(pairs))), "gg-note")
    at = st.number_input(
        words.PAGE_LABEL.format(pages=pages), min_value=1, max_value=pages, step=1, key="gg_data_pairs", width=180
    )
    shown = pairs.iloc[(int(at) - 1) * PAIRS : int(at) * PAIRS]
    names = [name for pair in zip(shown["id"], shown["other_id"], strict=True) for name in pair]
    if opened_place(catalog) is not None:
        rows = np.array([catalog.row(name) for name in names])
        show_place(Chosen(catalog, rows, rows, held, None), theme)
        return
    views = [_view(catalog, name, file) for pair in shown.itertuples() for name, file in _sides(pair)]
    pictures = small_pictures(catalog, views, HEIGHT)
    bits = np.repeat(shown["bits"].to_numpy(), 2)
    numbers = np.repeat(np.arange(len(shown)) + (int(at) - 1) * PAIRS + 1, 2)
    cards = [
        Card(
            name,
            picture,
            f"{number}: {words.card_title(catalog.location(name))}",
            words.BITS.format(bits=bit),
            held[name].mark if name in held else "",
        )
        for name, picture, bit, number in zip(names, pictures, bits.tolist(), numbers.tolist(), strict=True)
    ]
    show_cards(cards, "gg_data_alike_pairs")


def _sides(pair: object) -> list[tuple[str, str]]:
    return [(getattr(pair, name), getattr(pair, file)) for name, file in (("id", "file"), ("other_id", "other_file"))]


def _view(catalog: Catalog, name: str, file: str) -> View | None:
    return next((view for view in catalog.views_of(name) if view.file == file), None)
