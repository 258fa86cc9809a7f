"""Draws the play page with Streamlit; what happens next is decided in `flow`, what is said in `story`."""

from __future__ import annotations

from html import escape

import streamlit as st

from geogame.errors import GeogameError
from geogame.ui import identity, page, texts
from geogame.ui.play import keep, start
from geogame.ui.play.flow import Play, Stage
from geogame.ui.play.installed import look

STATE = keep.STATE


def show() -> None:
    """Draw the page for where the player stands."""
    theme = page.set_up("pages/play.py")
    identity.hear()
    play: Play = st.session_state.setdefault(STATE, Play())
    if play.game is None and (kept := keep.tab_game()) is not None:
        play = st.session_state[STATE] = kept
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
        _offer()
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
        go(play.begin(*dealt, table.new_game_id()))


def _offer() -> None:
    """Offer to go on with a game that was left open; the container is always there, so that nothing moves."""
    with st.container(key="gg_offer"):
        kept = keep.offered()
        if kept is None:
            return
        words = texts.offer(len(kept.guessed_at), kept.planned_rounds, kept.dataset)
        st.html(f'<p class="gg-note">{escape(words)}</p>')
        left, right = st.columns(2)
        if left.button(texts.GO_ON, width="stretch", key="gg_go_on"):
            go(keep.go_on(kept))
        if right.button(texts.GIVE_UP, type="tertiary", width="stretch", key="gg_give_up"):
            keep.give_up(kept)
            st.rerun()


def go(play: Play) -> None:
    """Keep the next state and draw it."""
    st.session_state[STATE] = keep.follow(play)
    st.rerun()
