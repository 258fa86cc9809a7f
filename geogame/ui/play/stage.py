"""A game on screen: the bar, the picture, the map, and what a round and a game came to."""

from __future__ import annotations

import time
from dataclasses import replace

import streamlit as st

from geogame.errors import GeogameError
from geogame.game import Game
from geogame.game.ahead import Underway
from geogame.game.handicaps import split_name
from geogame.game.modes import GRACE_S, RoundClock, goes_on
from geogame.regions import load_region
from geogame.ui import reveal, texts
from geogame.ui.comfort import comfort
from geogame.ui.map import guess_map
from geogame.ui.map.cells import outlines
from geogame.ui.map.payload import MapMode, read_result
from geogame.ui.play import keep, markup, story, table, words
from geogame.ui.play.card import score_card
from geogame.ui.play.flow import Play, Stage
from geogame.ui.play.screen import STATE, address, deal, go
from geogame.ui.play.story import Story
from geogame.ui.published import credit
from geogame.ui.theme import ThemeName
from geogame.ui.views import compass_views

MAP_KEY = "gg_map"
WATCH_S = 0.4
"""How often a waiting page asks whether the opponents have guessed."""
SOON_S = 0.2
"""Within this time a fast opponent has guessed, and the page need not wait at all."""
MAP_HEIGHT = "var(--gg-map-height)"
"""The stylesheet decides, which knows the window and leaves room for the map's own row."""
_MODES: dict[Stage, MapMode] = {
    Stage.DRAWING: "guess",
    Stage.GUESS: "guess",
    Stage.REVEAL: "reveal",
    Stage.SUMMARY: "summary",
}


def show_game(play: Play, theme: ThemeName) -> None:
    """Draw a round, its reveal, or the summary."""
    play = _take_guess(play)
    waits_for = _deal_next(play) if play.stage is Stage.DRAWING else None
    if isinstance(waits_for, Play):
        play, waits_for = keep.follow(waits_for), None
        st.session_state[STATE] = play
    told = Story(play)
    kinds = [told.kind, texts.NOT_KEPT if keep.trouble() else ""]
    st.html(
        markup.bar(
            stage=play.stage,
            round_index=play.index,
            rounds=told.planned_rounds,
            totals=told.standing(),
            kind=", ".join(filter(None, kinds)),
        )
    )
    with st.container(key="gg_notice"):  # always there: elements that moved up would be built anew, the map too
        if play.error:
            st.info(play.error)
        if play.stage is Stage.GUESS and not play.ready:
            play = _collect(play)
        if play.clock is None:
            play = _kept(play, play.tick(time.monotonic()))
        if play.clock is not None:
            _end_in_time(play.clock)
    with st.container(key="gg_stage"):
        left, right = st.columns([58, 42], gap="small")
        with left, st.container(key="gg_left"):
            if waits_for is not None:
                _drawing(play, waits_for)
            else:
                _left(play, told)
        with right:
            _map(play, told, theme)
    comfort(play.stage)
    if play.stage is not Stage.SUMMARY and st.button(texts.LEAVE, type="tertiary", key="gg_leave"):
        go(play.leave())


def _deal_next(play: Play) -> Play | Underway | str:
    """Go on to an endless game's next place if it is drawn; else return how far it is, or why it cannot be."""
    if play.game is None:
        return play
    try:
        dealt = table.deal_next(play.game)
    except GeogameError as error:
        return str(error)
    return dealt if isinstance(dealt, Underway) else play.dealt(dealt)


def _drawing(play: Play, state: Underway | str) -> None:
    """Say what the player waits for and how far it is, with a way out."""
    with st.container(key="gg_panel"):
        if isinstance(state, str):
            st.error(texts.drawing_failed(state))
            if play.game is not None and st.button(texts.TRY_AGAIN, type="primary", width="stretch", key="gg_retry"):
                table.try_again(play.game)
                st.rerun()
        else:
            _progress(play)
        if st.button(texts.FINISH if play.index else texts.CANCEL, width="stretch", key="gg_finish"):
            _finish(play)


@st.fragment(run_every=WATCH_S)
def _progress(play: Play) -> None:
    """Follow the drawing; the page is drawn again only when there is something else to show."""
    state = _deal_next(play)
    if isinstance(state, Underway):
        st.progress(state.share, text=texts.DRAWING[state.phase])
    else:
        st.rerun()


def _finish(play: Play) -> None:
    if play.game is not None:
        table.end(play.game)
    go(play.finish())


def _take_guess(play: Play) -> Play:
    """Act on a guess that came with this run before anything is drawn, so that the reveal is its one answer."""
    said = st.session_state.get(MAP_KEY)
    result = None if said is None else read_result(said.get("confirm"))
    if result is not None:
        return _kept(play, play.confirm(result.lat, result.lon, nonce=result.nonce, now_s=time.monotonic()))
    return _kept(play, play.tick(time.monotonic()))


def _kept(before: Play, play: Play) -> Play:
    """Keep a state that is another than the one before."""
    if play is not before:
        play = st.session_state[STATE] = keep.follow(play)
    return play


def _collect(play: Play) -> Play:
    """Keep what the opponents have guessed; watch for it, or tell why they cannot."""
    told = Story(play)
    try:
        play = play.prepare(table.guesses(told.game, play.index, wait_s=SOON_S))
    except GeogameError as error:
        st.error(texts.opponent_failed(told.opponent_name, str(error)))
        if st.button(texts.NEW_OPPONENT, key="gg_failed"):
            go(play.leave())
        return play
    st.session_state[STATE] = play
    if not play.ready:
        _watch(told.game, play.index)
    return play


def _end_in_time(clock: RoundClock) -> None:
    """See to it that the round ends even if the browser sends nothing; while time is left this asks nothing."""
    rest_s = clock.left_s(time.monotonic()) + GRACE_S + SOON_S

    @st.fragment(run_every=rest_s)
    def end() -> None:
        if clock.is_over(time.monotonic()):
            st.rerun()

    end()


@st.fragment(run_every=WATCH_S)
def _watch(game: Game, index: int) -> None:
    """Look whether the opponents have guessed, and only then draw the page again."""
    try:
        waiting = len(table.guesses(game, index)) < len(game.opponents)
    except GeogameError:
        waiting = False
    if not waiting:
        st.rerun()


def _left(play: Play, told: Story) -> None:
    if play.stage is Stage.SUMMARY:
        with st.container(key="gg_panel"):
            _summary(play, told)
        return
    location = table.catalog_of(told.game, play.index).location(told.round.location_id)
    free = told.game.look == "free"
    shown = table.pictures(told.game, play.index)
    compass_views(
        shown,
        key="gg_views",
        source=texts.source_line(location.source, len(shown)),
        model_size=table.seen_size(told.opponent),
        model_views=split_name(told.opponent)[1].views,
        own_size=table.shown_size(told.game, play.index),
        north=table.know_north(told.game, play.index),
        panorama=table.panorama(told.game, play.index) if free or play.stage is Stage.REVEAL else None,
        free=free,
    )
    if play.stage is Stage.REVEAL:
        with st.container(key="gg_panel"):
            _reveal(play, told)
            device = table.device_of(told.opponent)
            author = table.photographer(told.game, play.index)
            sources = [texts.credit(location.attribution, location.licence, author)]
            sources += [texts.ran_on(device)] if device else []
            if table.is_published(told.opponent):
                sources.append(credit(told.opponent, rendered=location.source == "rendered"))
            sources += [each for each in (told.note, _not_kept()) if each]
            link = table.picture_page(told.game, play.index)
            st.html(markup.facts(told.place, story.when(location), sources, link))
            reveal.why(told, play.index)


def _reveal(play: Play, told: Story) -> None:
    st.html(markup.result(told.round_headline(), told.lines()))
    last = play.index + 1 == told.rounds
    endless = told.game.places == "fresh"
    label = texts.SEE_RESULT if last and not goes_on(told.game) else texts.NEXT_ROUND
    if st.button(label, type="primary", width="stretch", shortcut="Enter", key="gg_next"):
        go(play.advance())
    if endless and st.button(texts.FINISH, width="stretch", key="gg_finish"):
        _finish(play)


def _summary(play: Play, told: Story) -> None:
    if told.outcome == "you":
        st.html(markup.confetti())
    note = " ".join(filter(None, (told.note, _not_kept())))
    st.html(markup.summary(told.game_headline(), told.table(), told.counted, told.standing(), note=note))
    again, other = st.columns(2)
    if again.button(texts.PLAY_AGAIN, type="primary", width="stretch", key="gg_again"):
        _again(play)
    if other.button(texts.NEW_OPPONENT, width="stretch", key="gg_other"):
        go(play.leave())
    st.html(f'<h3 class="gg-small">{texts.SHARE_TITLE}</h3><p class="gg-note">{texts.SHARE_HELP}</p>')
    st.code(told.share_text(address()), language=None, wrap_lines=True)
    st.download_button(
        words.PICTURE, lambda: score_card(told), "geogame.png", "image/png", help=words.CAREFUL, on_click="ignore",
        key="gg_picture",
    )  # fmt: skip


def _not_kept() -> str:
    why = keep.trouble()
    return texts.not_kept(why) if why else ""


def _again(play: Play) -> None:
    """Deal new places with the same choices."""
    if play.choice is not None:
        deal(play, replace(play.choice, code="", practice=False))


def _map(play: Play, told: Story, theme: ThemeName) -> None:
    belief = told.belief()
    guess_map(
        key=MAP_KEY,
        region=load_region(told.game.region_name),
        mode=_MODES[play.stage],
        rounds=told.map_rounds(),
        belief=belief,
        cells_geojson=outlines(told.game.partition_name, told.game.region_name) if belief else None,
        confirm_label=texts.CONFIRM,
        can_confirm=play.ready,
        wait_label=texts.DRAWING_WAIT if play.stage is Stage.DRAWING else texts.confirm_wait(told.opponent_name),
        left_s=None if play.clock is None else play.clock.left_s(time.monotonic()),
        unit=told.unit,
        height=MAP_HEIGHT,
        phone_height=MAP_HEIGHT,
        theme=theme,
        reset_token=f"{told.game.seed}-{play.index if play.stage is not Stage.SUMMARY else 'all'}",
    )
