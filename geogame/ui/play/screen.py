"""Draws the play page with Streamlit; what happens next is decided in `flow`, what is said in `story`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from urllib.parse import urlsplit

import streamlit as st

from geogame.errors import GeogameError
from geogame.ui import identity, page, texts
from geogame.ui.play import keep, start, words
from geogame.ui.play.flow import Play, Stage
from geogame.ui.play.installed import look

STATE = keep.STATE
LINK = "game"
"""What a link calls the code of its game."""
DAILY_LINK = "daily"


def show() -> None:
    """Draw the page for where the player stands."""
    theme = page.set_up("pages/play.py")
    visitor = identity.hear()
    play: Play = st.session_state.setdefault(STATE, Play())
    if play.game is None and visitor is not None and LINK in st.query_params:
        _follow_link(play)
    if play == Play() and LINK not in st.query_params and (kept := keep.tab_game()) is not None:
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
        mode = start.mode_of(play.choice)
        dataset = start.places(installed, mode)
        start.heading("usa" if dataset is None else dataset.region)
        _offer()
        daily = _daily() if mode == "daily" else None
        choice = start.form(installed, dataset, last=play.choice, error=play.error, daily=daily)
        if choice is not None:
            deal(play, choice)
    if dataset is not None:
        with right, st.container(key="gg_plate"):
            start.plate(dataset)


def _follow_link(play: Play) -> None:
    """Deal the game of a link, or open the start at today's challenge."""
    code = st.query_params[LINK]
    if code == DAILY_LINK:
        go(Play(choice=start.Choice(mode="daily")))
    deal(play, start.Choice(code=code), failed=words.STALE_LINK)


def deal(play: Play, choice: start.Choice, failed: str = "{why}") -> None:
    """Deal the chosen game, or go on with today's challenge; else say why it cannot be."""
    from geogame.ui.play import table

    today = datetime.now(UTC).date()
    if choice.mode == "daily" and not choice.code and (kept := keep.daily_game(today)) is not None:
        if kept.result_at is None and kept.left_at is None:
            go(keep.go_on(kept))
        choice = replace(choice, practice=True)
    try:
        with st.spinner(texts.OPENING):
            dealt = table.deal(choice, today=today)
    except GeogameError as error:
        go(play.refuse(choice, failed.format(why=error)))
    else:
        go(play.begin(*dealt, table.new_game_id()))


def address() -> str:
    """Return where the browser has opened the app, without page and query; empty where it has not said."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}{parts.path.removesuffix('play').rstrip('/')}/" if parts.netloc else ""


def _daily() -> start.Daily | None:
    """Tell how far the player is with today's challenge; None before it is begun."""
    now = datetime.now(UTC)
    kept = keep.daily_game(now.date())
    if kept is None:
        return None
    if kept.result_at is None and kept.left_at is None:
        return start.Daily(words.DAILY_OPEN, words.DAILY_START["go_on"])
    from geogame.game import PLAYER
    from geogame.game.modes import until_next_day

    told = words.again_as_practice(kept.game.totals[PLAYER], len(kept.guessed_at), until_next_day(now))
    return start.Daily(told, words.DAILY_START["practice"])


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
    """Keep the next state and draw it.

    Only then is a link done with, so that a reload is no second arrival: a run is cut short where the browser says
    at the same moment which game this tab was at, and the next one follows the link again.
    """
    st.session_state[STATE] = keep.follow(play)
    st.query_params.pop(LINK, None)
    st.rerun()
