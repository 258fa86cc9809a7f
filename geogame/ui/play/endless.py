"""Endless games: fresh places ordered ahead of the player, and what has been drawn of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from geogame.errors import GameError
from geogame.game.ahead import PANORAMA, RENDERER, Ahead, Failed, Underway
from geogame.game.fresh import Avoided, FreshCatalog, FreshPlaces, as_catalog
from geogame.game.handicaps import split_name
from geogame.ui.play.installed import look

if TYPE_CHECKING:
    from geogame.catalog import Catalog
    from geogame.game import Game
    from geogame.sources.rendered import PlannedPlace

AHEAD = 2
"""So many places are drawn before one comes to them."""
PREFIX = "fresh:"
SHELF = 512


def order(game: Game, opened: Callable[[str], Catalog]) -> None:
    """Order the place after the last one dealt, and a few more; never waits."""
    dealt = len(game.rounds)
    for number in range(dealt, dealt + AHEAD):
        _studio().ask(_key(game, number), _plan(game, number, opened), panorama=game.look == "free")


def next_place(game: Game) -> PlannedPlace | Underway:
    """Return the place to be dealt next once it is drawn, else how far it is.

    Raises
    ------
    GameError
        If it could not be drawn.
    """
    state = _studio().look(_key(game, len(game.rounds)))
    if isinstance(state, Failed):
        raise GameError(state.message)
    if state is None:
        raise GameError("its order was lost")
    if isinstance(state, Underway):
        return state
    _shelf()[PREFIX + state.planned.id] = as_catalog(state)
    while len(_shelf()) > SHELF:
        _shelf().pop(next(iter(_shelf())))
    return state.planned


def leave(game: Game) -> None:
    """Take back the orders of a game that is over."""
    for number in range(len(game.rounds), len(game.rounds) + AHEAD):
        _studio().cancel(_key(game, number))


def is_shelved(location_id: str) -> bool:
    """Whether a drawn place's pictures are still here."""
    return PREFIX + location_id in _shelf()


def shelved(key: str) -> FreshCatalog:
    """Return a drawn place as a catalog, by `PREFIX` and its id."""
    catalog = _shelf().get(key)
    if catalog is None:
        raise GameError("the pictures of this place are not kept any more; start a new game")
    return catalog


def _key(game: Game, number: int) -> str:
    return f"{game.seed}/{'/'.join(game.opponents)}/{game.look}/{number}"


def _plan(game: Game, number: int, opened: Callable[[str], Catalog]) -> Callable[[], PlannedPlace]:
    def plan() -> PlannedPlace:
        installed = look()
        known = installed.checkpoints
        names = dict.fromkeys(split_name(name)[0] for name in game.opponents)
        models = [known[name] for name in names if name in known]
        indexes = tuple(model / "training_index.parquet" for model in models)
        avoided = _avoided(indexes, tuple(each.path for each in installed.datasets), opened)
        return FreshPlaces(game.seed, avoided).place(number)

    return plan


@lru_cache(maxsize=4)
def _avoided(indexes: tuple[Path, ...], datasets: tuple[Path, ...], opened: Callable[[str], Catalog]) -> Avoided:
    return Avoided.read(indexes, [opened(str(path)) for path in datasets])


@st.cache_resource(show_spinner=False)
def _studio() -> Ahead:
    return Ahead(RENDERER, PANORAMA)


@st.cache_resource(show_spinner=False)
def _shelf() -> dict[str, FreshCatalog]:
    return {}
