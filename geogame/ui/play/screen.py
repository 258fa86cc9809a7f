"""Draws the play page with Streamlit; what happens next is decided in `flow`, what is said in `story`."""

from __future__ import annotations

import streamlit as st

from geogame.errors import GeogameError
from geogame.ui import page, texts
from geogame.ui.play import start
from geogame.ui.play.flow import Play, Stage
from geogame.ui.play.installed import look

STATE = "gg_play"


def show() -> None:
    """Draw the page for where the player stands."""
    theme = page.set_up("pages/play.py")
    play: Play = st.session_state.setdefault(STATE, Play())
    if play.stage is Stage.START:
        _start(play)
    else:
        from geogame.ui.play.stage import show_game

        show_game(play, theme)


def _start(play: Play) -> None:
    left, right = st.columns([46, 54], gap="large")
    with left, st.container(key="gg_start"):
        installed = look()
        dataset = start.places(installed)
        start.heading("usa" if dataset is None else dataset.region)
        choice = start.form(installed, dataset, last=play.choice, error=play.error)
        if choice is not None:
            _deal(play, choice)
    if dataset is not None:
        with right, st.container(key="gg_plate"):
            start.plate(dataset)


def _deal(play: Play, choice: start.Choice) -> None:
    """Deal the chosen game, or say why it cannot be."""
    from geogame.ui.play import table

    try:
        with st.spinner(texts.OPENING):
            dealt = table.deal(choice)
    except GeogameError as error:
        go(play.refuse(choice, str(error)))
    else:
        go(play.begin(*dealt))


def go(play: Play) -> None:
    """Keep the next state and draw it."""
    st.session_state[STATE] = play
    st.rerun()
