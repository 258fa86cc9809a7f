"""Views of other places that a model finds alike, by what it knows of each before its last layer."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geogame.browse.similar import check_fit, find_galleries, gallery_folder, similar_views
from geogame.catalog import Catalog, View
from geogame.errors import GeogameError
from geogame.ui import page
from geogame.ui.dataset import orders, shelf, words
from geogame.ui.dataset.sheet import HEIGHT, show_cards
from geogame.ui.dataset.shelf import small_pictures
from geogame.ui.gallery import Card
from geogame.ui.models.shelf import find_folders
from geogame.ui.play.installed import train_command
from geogame.ui.words import MODEL_LABEL

SHOWN = 8


def show_alike(catalog: Catalog, location_id: str, views: list[View]) -> None:
    """Draw the views most alike to one of a place's, or offer to look for them."""
    st.html(f'<h3 class="gg-chart">{words.ALIKE_TITLE}</h3>')
    found = find_galleries(catalog)
    if found:
        left, right = st.columns(2)
        name = left.selectbox(MODEL_LABEL, tuple(found), key="gg_data_alike_model")
        asked = right.selectbox(
            words.ALIKE_VIEW, views, format_func=lambda view: f"{view.heading_deg:g}°", key=f"gg_data_{location_id}"
        )
        try:
            _show(catalog, location_id, asked, found[name])
        except GeogameError as error:
            st.warning(page.sentence(error))
            _offer(catalog)
    else:
        st.caption(words.ALIKE_NONE)
        _offer(catalog)


def _show(catalog: Catalog, location_id: str, asked: View, folder: Path) -> None:
    kept = shelf.gallery(folder)
    check_fit(catalog, kept)
    hits = [hit for hit in similar_views(kept, location_id, asked.index, SHOWN) if catalog.holds(hit.location_id)]
    views = [next((view for view in catalog.views_of(hit.location_id) if view.index == hit.view), None) for hit in hits]
    cards = [
        Card(
            hit.location_id,
            picture,
            words.card_title(catalog.location(hit.location_id)),
            words.LIKENESS.format(likeness=hit.likeness),
        )
        for hit, picture in zip(hits, small_pictures(catalog, views, HEIGHT), strict=True)
    ]
    show_cards(cards, "gg_data_alike")


def _offer(catalog: Catalog) -> None:
    """Offer to embed all views with a model."""
    folders = find_folders()
    if not folders:
        st.code(train_command(), language="bash")
        return
    left, right = st.columns(2, vertical_alignment="bottom")
    model = left.selectbox(MODEL_LABEL, tuple(folders), key="gg_data_embed_model")
    if right.button(words.EMBED, key="gg_data_embed"):
        where = gallery_folder(catalog, model)
        orders.begin(
            "embed",
            catalog.info.name,
            ["embed", str(folders[model]), "--dataset", str(catalog.path), "--out", str(where)],
            f"{model}@{catalog.path}",
        )
