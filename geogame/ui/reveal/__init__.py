"""The part of a reveal that teaches: how the land of each guess differs, and what the model saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geogame.errors import GeogameError
from geogame.game import BASELINES
from geogame.game.ahead import Underway
from geogame.game.handicaps import split_name
from geogame.geolocators.checkpoint import NOTE_FILE
from geogame.partitions import load_partition
from geogame.ui import page, texts
from geogame.ui.play import table
from geogame.ui.play.installed import look
from geogame.ui.reveal import alike, land, saw, words
from geogame.ui.reveal.thinking import Reasons, reasons_of, thinking

if TYPE_CHECKING:
    from geogame.ui.play.story import Story

WATCH_S = 0.5
ASKED = "gg_why"
"""Where it is kept what was asked for at the reveal on screen."""


def why(told: Story, index: int) -> None:
    """Offer what there is to learn from a finished round; nothing in it is waited for."""
    with st.expander(words.WHY):
        st.html(land.markup(_columns(told), told.unit))
        models = [name for name in told.game.opponents if name not in BASELINES]
        if models:
            page.line(words.SAW_TITLE, "gg-chart")
            whose = models[0]
            if len(models) > 1:
                whose = st.selectbox(words.WHOSE, models, format_func=texts.opponent_name, key=f"gg_whose_{index}")
            _reasons(told, index, whose)


def _columns(told: Story) -> list[land.Column]:
    """Return your guess, the place and the opponents' guesses, in that order."""
    one, partition = told.round, load_partition(told.game.partition_name, told.game.region_name)
    spots = [] if one.guess is None else [("you", words.YOUR_GUESS, one.guess.lat, one.guess.lon, "")]
    spots.append(("truth", texts.TRUE_PLACE, one.lat, one.lon, ""))
    for name in told.game.opponents:
        guess = one.opponent_guesses[name]
        letter = told.letter(name) if len(told.opponents) > 1 else ""
        spots.append(("model", words.guess_of(told.called(name)), guess.lat, guess.lon, letter))
    cells = partition.locate([spot[2] for spot in spots], [spot[3] for spot in spots])
    return [land.Column(*spot, cell=int(cell)) for spot, cell in zip(spots, cells, strict=True)]


def _reasons(told: Story, index: int, opponent: str) -> None:
    """Show what spoke for a model's guess, once that was asked for and found."""
    if split_name(opponent)[0] not in look().checkpoints or table.is_published(opponent):
        page.line(words.NO_REASONS, "gg-note")
        return
    asked = _asked(told, index)
    if opponent not in asked:
        if st.button(words.SHOW, width="stretch", key="gg_show_reasons"):
            asked.add(opponent)
            st.rerun()
        return
    try:
        found = _found(told, index, opponent)
    except GeogameError as error:
        st.error(page.sentence(error))
        if st.button(texts.TRY_AGAIN, key="gg_reasons_again"):
            st.rerun()
        return
    if found is None:
        page.line(words.LOOKING, "gg-note")
        _watch(told, index, opponent)
    elif not found.views:
        page.line(words.NO_REASONS, "gg-note")
    else:
        st.html(saw.heat(found.views, know_north=table.know_north(told.game, index)))
        if found.alike:
            _alike(told, index, found)


def _found(told: Story, index: int, opponent: str) -> Reasons | None:
    """Return the reasons, or None while they are looked for."""
    name, handicap = split_name(opponent)
    folder, one = look().checkpoints[name], told.game.rounds[index]
    catalog, guess, cell = table.catalog_of(told.game, index), one.opponent_guesses[opponent], None
    if handicap.temperature is not None:  # it drew its cell, which need not be its likeliest
        partition = load_partition(told.game.partition_name, told.game.region_name)
        cell = int(partition.locate([guess.lat], [guess.lon])[0])
    stamp = (folder / NOTE_FILE).stat().st_mtime_ns
    key = (str(folder), stamp, told.game.build_id, one.location_id, handicap, cell)
    return thinking().ask(key, lambda: reasons_of(folder, catalog, one.location_id, handicap, cell))


@st.fragment(run_every=WATCH_S)
def _watch(told: Story, index: int, opponent: str) -> None:
    """Look whether the reasons are found, and only then draw the page again."""
    try:
        waiting = _found(told, index, opponent) is None
    except GeogameError:
        waiting = False
    if not waiting:
        st.rerun()


def _alike(told: Story, index: int, found: Reasons) -> None:
    """Name the training places most alike, and draw them where that is asked for."""
    page.line(words.ALIKE_TITLE, "gg-chart")
    lines = [saw.alike_line(number, near, told.round, told.unit) for number, near in enumerate(found.alike, 1)]
    asked = _asked(told, index)
    if not found.drawable or alike.PICTURES not in asked:
        st.html(saw.places(lines))
        if found.drawable and st.button(words.DRAW, width="stretch", key="gg_draw_alike"):
            asked.add(alike.PICTURES)
            st.rerun()
        return
    try:
        pictures = alike.drawn(alike.studio(), found.alike)
    except GeogameError as error:
        st.html(saw.places(lines))
        st.error(page.sentence(error))
        if st.button(texts.TRY_AGAIN, key="gg_draw_again"):
            alike.again(alike.studio(), found.alike)
            st.rerun()
        return
    if isinstance(pictures, Underway):
        st.html(saw.places(lines))
        _progress(found)
    else:
        st.html(saw.places(lines, pictures))


@st.fragment(run_every=WATCH_S)
def _progress(found: Reasons) -> None:
    """Follow the drawing; the page is drawn again only when there is something else to show."""
    try:
        state = alike.drawn(alike.studio(), found.alike)
    except GeogameError:
        st.rerun()
    if not isinstance(state, Underway):
        st.rerun()
    st.progress(state.share, text=words.DRAWING[state.phase])


def _asked(told: Story, index: int) -> set[str]:
    """Return what was asked for at this round's reveal: opponents, and `alike.PICTURES`."""
    where = (told.game.seed, index)
    kept: tuple[tuple[int, int], set[str]] = st.session_state.get(ASKED, (where, set()))
    if kept[0] != where:
        kept = (where, set())
    st.session_state[ASKED] = kept
    return kept[1]
