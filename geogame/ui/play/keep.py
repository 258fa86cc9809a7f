"""The game on screen is kept in the store after every click, and found again; without a store it goes on in memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeVar

import streamlit as st

from geogame.errors import GeogameError, StoreError
from geogame.ui import identity, texts
from geogame.ui.play.flow import Play, Stage
from geogame.ui.play.start import DEFAULT_ROUNDS, ROUNDS, Choice

if TYPE_CHECKING:
    from geogame.game.store import KeptGame, SqlStore

Found = TypeVar("Found")
STATE: Final = "gg_play"
KEEPING: Final = "gg_keeping"


@dataclass(frozen=True)
class Keeping:
    """The game on screen as it is kept; ``stored`` once the store had it, ``trouble`` says why it lags behind."""

    kept: KeptGame
    stored: bool = False
    trouble: str = ""


@st.cache_resource(show_spinner=False)
def store() -> SqlStore:
    """Return the server's one store of games.

    Raises
    ------
    StoreError
        If its address cannot be used.
    """
    from geogame.game.store import SqlStore

    return SqlStore.at_home()


def follow(play: Play) -> Play:
    """Keep where a player stands now; return where they stand indeed, if the game went on in another tab."""
    if play.game is None:
        _away()
        return play
    from geogame.game.store import GameMovedOnError

    keeping = _noted(play)
    before: Keeping | None = st.session_state.get(KEEPING)
    if before is not None and before.kept == keeping.kept and before.stored and not before.trouble:
        return play
    try:
        store().write(keeping.kept, new=not keeping.stored)
        keeping = replace(keeping, stored=True, trouble="")
    except GameMovedOnError as error:
        return _overtaken(keeping, str(error))
    except StoreError as error:
        keeping = replace(keeping, trouble=str(error))
    st.session_state[KEEPING] = keeping
    identity.at_game(play.game_id, is_open=play.stage is not Stage.SUMMARY)
    return play


def trouble() -> str:
    """Why the game on screen is not kept; empty when it is."""
    keeping: Keeping | None = st.session_state.get(KEEPING)
    return "" if keeping is None else keeping.trouble


def drop() -> None:
    """Forget the game on screen, whose player has deleted it; the play page begins at its start."""
    st.session_state.pop(KEEPING, None)
    st.session_state.pop(STATE, None)


def tab_game() -> Play | None:
    """Return the game that this tab was at before it was reloaded, where it stood; once, and only after a reload."""
    visitor = identity.present()
    if not visitor.tab_game:
        return None
    st.session_state[identity.VISITOR] = replace(visitor, tab_game="")
    found = _quietly(lambda player: store().read(visitor.tab_game, player))
    return None if found is None or found.left_at is not None else _taken_up(found)


def offered() -> KeptGame | None:
    """Return a game this browser has not ended, to be gone on with; the store is not asked where there is none."""
    return _quietly(lambda player: store().open_game(player)) if identity.present().last_game else None


def daily_game(day: date) -> KeptGame | None:
    """Return the player's challenge of a date, if it was begun and the store can tell."""
    return _quietly(lambda player: store().daily_game(player, day))


def go_on(kept: KeptGame) -> Play:
    """Take a game up where it stood."""
    return _taken_up(kept)


def give_up(kept: KeptGame) -> None:
    """Be done with a game that was offered."""
    try:
        store().write(kept.left(_now()))
    except GeogameError as error:
        st.toast(str(error))


def _noted(play: Play) -> Keeping:
    """Take down what is on screen, in the game's own record or in a new one."""
    from geogame.game.store import KeptGame
    from geogame.ui.play.table import dataset_of

    keeping: Keeping | None = st.session_state.get(KEEPING)
    game, choice, now = play.game, play.choice, _now()
    if game is None or choice is None:
        raise ValueError("there is no game to keep at the start screen")
    if keeping is None or keeping.kept.id != play.game_id:
        _away(leaves=True)
        keeping = Keeping(
            KeptGame.begin(
                game, _player(), choice.name, dataset_of(game), now, id=play.game_id, unit=choice.unit,
                practice=choice.practice, daily_on=choice.daily_on,
            )
        )  # fmt: skip
    kept = keeping.kept.now_at(game, play.index, now)
    if play.clock is not None:
        spent = timedelta(seconds=play.clock.limit_s - play.clock.left_s(time.monotonic()))
        kept = kept.clock_began(play.index, now - spent)
    return replace(keeping, kept=kept.ended(now) if play.stage is Stage.SUMMARY else kept)


def _away(*, leaves: bool = False) -> None:
    """Let go of the game on screen; it can be gone on with later, unless the player leaves it for another."""
    keeping: Keeping | None = st.session_state.pop(KEEPING, None)
    if keeping is None:
        return
    open_ = not leaves and keeping.kept.result_at is None
    last_game = keeping.kept.id if open_ else ""
    st.session_state[identity.VISITOR] = replace(identity.present(), last_game=last_game)
    identity.at_game("", is_open=open_)
    if leaves and keeping.stored:
        _quietly(lambda _player: store().write(keeping.kept.left(_now())))


def _overtaken(keeping: Keeping, why: str) -> Play:
    """Show the game as it went on elsewhere, or the start screen where it is no more."""
    st.session_state.pop(KEEPING, None)
    found = _quietly(lambda player: store().read(keeping.kept.id, player))
    if found is None or found.left_at is not None:
        identity.at_game("", is_open=False)
        return Play(error=texts.overtaken(why))
    return replace(_taken_up(found), error=texts.overtaken(why))


def _taken_up(kept: KeptGame) -> Play:
    """Return a kept game where it stood, its opponents asked; the start screen says why it cannot be."""
    from geogame.game.modes import RoundClock
    from geogame.ui.play import table

    choice = Choice(
        name=kept.name,
        rounds=len(kept.game.rounds) if len(kept.game.rounds) in ROUNDS else DEFAULT_ROUNDS,
        opponent=kept.game.opponents[0] if kept.game.opponents else "",
        unit=kept.unit,
        dataset=kept.dataset,
        look=kept.game.look,
        mode=kept.game.mode,
        time_limit_s=kept.game.time_limit_s,
        others=kept.game.opponents[1:],
        practice=kept.practice,
        daily_on=kept.daily_on,
    )
    ended = kept.result_at is not None
    try:
        game, index = (kept.game, kept.on_screen) if ended else table.take_up(kept.game, kept.on_screen)
    except GeogameError as error:
        give_up(kept)
        return Play().refuse(choice, texts.cannot_go_on(str(error)))
    st.session_state[KEEPING] = Keeping(kept, stored=True)
    identity.at_game(kept.id, is_open=not ended)
    play = Play().resume(choice, game, kept.id, index, ended=ended)
    spent = kept.clock_s(index, _now())
    if spent is None or game.time_limit_s is None or play.stage is not Stage.GUESS:
        return play
    return replace(play, clock=RoundClock(game.time_limit_s, time.monotonic() - spent))


def _player() -> str:
    """Return the key of whoever plays."""
    from geogame.game.store import player_key

    return player_key(identity.present().id)


def _quietly(ask: Callable[[str], Found]) -> Found | None:
    """Ask the store about whoever plays; where it cannot answer there is nothing."""
    try:
        return ask(_player())
    except GeogameError:
        return None


def _now() -> datetime:
    return datetime.now(UTC)
