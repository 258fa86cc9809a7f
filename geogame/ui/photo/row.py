"""Photographs side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geogame.ui.photo.words import MOST_PHOTOS

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator


def row(count: int) -> list[DeltaGenerator]:
    """Return a column for each photograph, as wide as if there were `MOST_PHOTOS`; on a phone two stand in a row."""
    rest = MOST_PHOTOS - count
    return st.columns([1] * count + [rest] * (rest > 0))[:count]
