"""Where a published model is to look: it knows the whole world, and answers in the cells of one region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from geogame.geolocators.published import PUBLISHED
from geogame.regions import known_regions, load_region
from geogame.ui.photo import words

if TYPE_CHECKING:
    from geogame.geolocators.trained import NetworkGeolocator

KEY: Final = "gg_photo_region"


def choose(model: str) -> None:
    """Ask for the region where the model is a published one; others answer for their own alone."""
    if model in PUBLISHED:
        st.selectbox(
            words.REGION_LABEL,
            known_regions(),
            format_func=lambda name: load_region(name).title,
            help=words.REGION_HELP,
            key=KEY,
        )


def chosen(model: str) -> str:
    """Name the region that was chosen for a published model; empty for any other."""
    return str(st.session_state.get(KEY) or known_regions()[0]) if model in PUBLISHED else ""


def turned(model: NetworkGeolocator) -> NetworkGeolocator:
    """Return the model as it answers for the chosen region.

    Raises
    ------
    CheckpointError
        If it cannot tell that region's parts apart.
    """
    from geogame.geolocators.published.geolocator import PublishedGeolocator
    from geogame.partitions import load_partition

    if not isinstance(model, PublishedGeolocator):
        return model
    region = load_region(chosen(model.name))
    return model.onto(load_partition("places" if region.places else "fishnet", region.name))
