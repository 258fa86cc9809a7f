"""Draws the leaderboard page with Streamlit: choices on top, then one of its sections."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import escape

import streamlit as st

from geogame.errors import GeogameError, StoreError
from geogame.game.modes import is_streak
from geogame.game.store import SqlStore, player_key
from geogame.game.store.standings import Field, PlaceCount, best_games, duels, fields, places, streak_duels
from geogame.regions import load_region
from geogame.ui import identity, page, texts
from geogame.ui.leaderboard import tables, words
from geogame.ui.map import cell_map
from geogame.ui.map.cells import outlines
from geogame.ui.models.breakdown import scale
from geogame.ui.play.keep import store
from geogame.ui.theme import ThemeName
from geogame.ui.words import SECTION_LABEL

EVERYONE = ""
MAP_HEIGHT = "min(58dvh, 540px)"


def show() -> None:
    """Draw the page."""
    theme = page.set_up("pages/leaderboard.py")
    visitor = identity.hear()
    with st.container(key="gg_board"):
        st.title(words.TITLE)
        try:
            _sections(store(), visitor, theme)
        except StoreError as error:
            st.error(words.TROUBLE.format(why=error))


def _sections(kept: SqlStore, visitor: identity.Visitor, theme: ThemeName) -> None:
    section = st.segmented_control(
        SECTION_LABEL,
        tuple(words.SECTIONS),
        default="duels",
        format_func=words.SECTIONS.__getitem__,
        key="gg_board_section",
        label_visibility="collapsed",
    )
    if section == "own":
        from geogame.ui.leaderboard.own import show_own

        show_own(kept, visitor, theme)
        return
    played = fields(kept)
    if not played:
        st.html(f'<section class="gg-empty"><h2>{words.EMPTY_TITLE}</h2><p>{words.EMPTY}</p></section>')
        if st.button(words.PLAY, type="primary", key="gg_board_play"):
            st.switch_page("pages/play.py")
        return
    left, right = st.columns([70, 30])
    field = left.selectbox(
        words.FIELD_LABEL, played, format_func=words.field_label, help=words.FIELD_HELP, key="gg_board_field"
    )
    period = right.selectbox(
        words.PERIOD_LABEL, tuple(words.PERIODS), format_func=words.PERIODS.__getitem__, key="gg_board_period"
    )
    since = since_of(period, datetime.now(UTC))
    if section == "best":
        _best(kept, field, since, player_key(visitor.id))
    else:
        _duels(kept, field, since, theme)


def since_of(period: str, now: datetime) -> datetime | None:
    """Return when a period began; ``None`` for all time."""
    if period == "today":
        return now.replace(hour=0, minute=0, second=0, microsecond=0)
    days = {"month": 30, "week": 7}.get(period)
    return None if days is None else now - timedelta(days=days)


def _duels(kept: SqlStore, field: Field, since: datetime | None, theme: ThemeName) -> None:
    streaks = is_streak(field.mode)
    sentences, table = _of_streaks(kept, field, since) if streaks else _of_rounds(kept, field, since)
    if not sentences:
        st.info(words.NO_STREAK if streaks else words.NOTHING)
        return
    opponent = st.selectbox(
        words.OPPONENT_LABEL, tuple(sentences), format_func=texts.opponent_name, key="gg_board_opponent"
    )
    page.line(sentences[opponent], "gg-standing")
    st.html(table)
    _where(field, opponent, places(kept, field, opponent, since), theme)
    page.line(words.STREAKS_NOTE if streaks else words.DUELS_NOTE, "gg-note")


def _of_rounds(kept: SqlStore, field: Field, since: datetime | None) -> tuple[dict[str, str], str]:
    """Return a sentence about each opponent, and the table of all."""
    rows = duels(kept, field, since)
    return {row.opponent: words.headline(row) for row in rows}, tables.duels(rows)


def _of_streaks(kept: SqlStore, field: Field, since: datetime | None) -> tuple[dict[str, str], str]:
    rows = streak_duels(kept, field, since)
    return {row.opponent: words.streak_headline(row) for row in rows}, tables.streak_duels(rows)


def _where(field: Field, opponent: str, counted: list[PlaceCount], theme: ThemeName) -> None:
    """Show where on the map humans win."""
    title = words.MAP_TITLE.format(opponent=texts.opponent_name(opponent))
    left, right = st.columns([64, 36], gap="large")
    with left:
        st.html(f'<h2 class="gg-chart">{escape(title)}</h2>{scale(words.MAP_SCALE, "0 %", "100 %")}')
        try:
            cell_map(
                key="gg_board_map",
                region=load_region(field.region_name),
                cells_geojson=outlines(field.partition_name, field.region_name),
                paint=tables.paint(counted),
                height=MAP_HEIGHT,
                theme=theme,
            )
        except GeogameError as error:
            st.info(str(error))
    with right:
        st.html(f'<h2 class="gg-chart">{words.AREAS_TITLE}</h2>{tables.areas(counted)}')


def _best(kept: SqlStore, field: Field, since: datetime | None, player: str) -> None:
    known = [row.opponent for row in duels(kept, field)]
    opponent = st.selectbox(
        words.OPPONENT_LABEL,
        (EVERYONE, *known),
        format_func=lambda name: texts.opponent_name(name) if name else words.ANYONE,
        key="gg_board_against",
    )
    games = best_games(kept, field, since, player, opponent or None)
    st.html(tables.best(games) if games else f'<p class="gg-note">{words.NO_BEST}</p>')
