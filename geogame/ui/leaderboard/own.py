"""One's own games: how one fares, progress, and the data to take away or delete."""

from __future__ import annotations

import altair as alt
import pandas as pd
import streamlit as st

from geogame.game.store import SqlStore, player_key
from geogame.game.store.export import as_csv, as_json
from geogame.game.store.standings import PastGame, history
from geogame.ui import identity, page
from geogame.ui.leaderboard import tables, words
from geogame.ui.play import keep
from geogame.ui.theme import ThemeName, palette

SMOOTH = 5


def show_own(store: SqlStore, visitor: identity.Visitor, theme: ThemeName) -> None:
    """Draw the player's own games."""
    player = player_key(visitor.id)
    games = history(store, player)
    if games:
        page.line(words.own_headline(games), "gg-standing")
        by_points = [game for game in games if game.streak is None]
        if len(by_points) > 1:
            st.altair_chart(_progress(progress(by_points), theme), width="stretch")
        st.html(tables.past(games))
    else:
        st.html(f'<p class="gg-note">{words.OWN_EMPTY}</p>')
    if store.count_games(player):
        _data(store, player)


def progress(games: list[PastGame]) -> pd.DataFrame:
    """Return ``game, who, points``: points a round in each game, oldest first, and the player's mean of five."""
    oldest_first = games[::-1]
    mine = pd.Series([game.points / game.rounds for game in oldest_first])
    theirs = pd.Series([game.opponent_points / game.rounds for game in oldest_first])
    series = dict(zip(words.SERIES, (mine, theirs, mine.rolling(SMOOTH, min_periods=1).mean()), strict=True))
    parts = [
        pd.DataFrame({"game": range(1, len(games) + 1), "who": who, "points": each}) for who, each in series.items()
    ]
    return pd.concat(parts)


def _progress(frame: pd.DataFrame, theme: ThemeName) -> alt.Chart:
    colours = palette(theme)
    chart: alt.Chart = (
        alt.Chart(frame, title=words.PROGRESS_TITLE)
        .mark_line(point=True, strokeWidth=2)
        .encode(
            x=alt.X("game:Q", title=words.PROGRESS_X, axis=alt.Axis(tickMinStep=1, format="d")),
            y=alt.Y("points:Q", title=words.PROGRESS_Y, scale=alt.Scale(domain=[0, 5000])),
            color=alt.Color(
                "who:N",
                scale=alt.Scale(domain=list(words.SERIES), range=[colours.you, colours.model, colours.ink]),
                legend=alt.Legend(title=None, orient="bottom", columns=2),
            ),
            shape=alt.Shape(
                "who:N",
                scale=alt.Scale(domain=list(words.SERIES), range=["circle", "square", "diamond"]),
                legend=alt.Legend(title=None, orient="bottom", columns=2),
            ),
            tooltip=["game:Q", "who:N", alt.Tooltip("points:Q", format=",.0f")],
        )
        .properties(height=300)
    )
    return chart


def _data(store: SqlStore, player: str) -> None:
    """Let the player take their data away, or delete it."""
    with st.expander(words.DATA_TITLE):
        st.html(f'<p class="gg-note">{words.DATA_TOLD}</p>')
        left, right = st.columns(2)
        left.download_button(
            words.TAKE_JSON, lambda: as_json(store.games_of(player)), "geogame-games.json", "application/json",
            key="gg_board_json", on_click="ignore",
        )  # fmt: skip
        right.download_button(
            words.TAKE_CSV, lambda: as_csv(store.games_of(player)), "geogame-guesses.csv", "text/csv",
            key="gg_board_csv", on_click="ignore",
        )  # fmt: skip
        sure = st.checkbox(words.SURE, key="gg_board_sure")
        if st.button(words.DELETE, disabled=not sure, key="gg_board_delete"):
            store.forget(player)
            keep.drop()
            identity.forget()
            st.rerun()
