"""The pictures of a gallery that look most like the photographs: on a map, with their dates."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geogame.geolocators.gallery import GALLERY_FOLDER, galleries_of, open_gallery
from geogame.regions import load_region
from geogame.ui import page
from geogame.ui.map import MapRound, OpponentMark, guess_map
from geogame.ui.photo import words
from geogame.ui.play.installed import look
from geogame.ui.theme import ThemeName

if TYPE_CHECKING:
    from geogame.geolocators.trained import NetworkGeolocator
    from geogame.ui.photo.look import Given

HITS: Final = 5
MAP_HEIGHT: Final = 380


def show_hits(
    model: NetworkGeolocator, folder: Path, given: Given, headings_deg: Sequence[float], theme: ThemeName
) -> None:
    """Show what a model finds in its gallery, or in one that `embed` made with it; nothing where there is none.

    Parameters
    ----------
    model, folder
        The model and its checkpoint folder.
    given, headings_deg
        The photographs, and the compass heading of each in degrees.
    theme
        The page's.

    Raises
    ------
    CheckpointError
        If the gallery is damaged.
    """
    galleries = galleries_of(folder, look().galleries)
    if not galleries:
        return
    st.html(f'<h3 class="gg-chart">{escape(words.HITS_TITLE)}</h3>')
    gallery = galleries[0]
    if len(galleries) > 1:
        gallery = st.selectbox(words.HITS_LABEL, galleries, format_func=_name, key="gg_photo_gallery")
    hits = _found(model, gallery, given, headings_deg)
    left, right = st.columns([6, 4])
    with left:
        _map(model, hits, theme)
    lines = "".join(
        f"<p>{escape(words.hit_line(number, hit['captured_on'], hit['lat'], hit['lon'], hit['likeness']))}</p>"
        for number, hit in enumerate(hits, 1)
    )
    right.html(f'<div class="gg-facts">{lines}</div>')


def _name(gallery: Path) -> str:
    return words.HITS_OWN if gallery.name == GALLERY_FOLDER else gallery.name


def _found(
    model: NetworkGeolocator, gallery: Path, given: Given, headings_deg: Sequence[float]
) -> list[dict[str, Any]]:
    """Look the photographs up, once for as long as they and the gallery stay the same."""
    from geogame.geolocators.retrieval import look_up

    kept, asked = page.own(), (given.digest, model.name, str(gallery), tuple(headings_deg))
    if kept.get("sought") != asked:
        images = [photo.pixels for photo in given.photos]
        kept["hits"] = look_up(model, open_gallery(gallery), images, headings_deg, HITS)
        kept["sought"] = asked
    found: list[dict[str, Any]] = kept["hits"]
    return found


def _map(model: NetworkGeolocator, hits: Sequence[dict[str, Any]], theme: ThemeName) -> None:
    marks = [
        OpponentMark(str(number), words.hit_mark(number, hit["captured_on"]), hit["lat"], hit["lon"])
        for number, hit in enumerate(hits, 1)
    ]
    guess_map(
        key="gg_photo_hits",
        region=load_region(model.note.region),
        mode="reveal",
        rounds=[MapRound(1, None, None, marks)],
        height=MAP_HEIGHT,
        theme=theme,
    )
