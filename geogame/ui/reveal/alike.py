"""Training places drawn anew for the reveal, by a process of their own, so that no game waits for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from geogame.errors import GameError
from geogame.game.ahead import PANORAMA, RENDERER, Ahead, Drawn, Failed, Underway
from geogame.sources.presets import PRESETS
from geogame.ui.reveal import words

if TYPE_CHECKING:
    from geogame.explain import Neighbour
    from geogame.sources.rendered import PlannedPlace

PICTURES = "pictures"
"""What a player asks for who wants to see the training places."""
PHASES = ("waiting", "starting", "drawing")
WORLD = "usa-rendered"
"""The preset whose views look as the training's did."""


@st.cache_resource(show_spinner=False)
def studio() -> Ahead:
    """Return the server's one process that draws training places; it starts with the first order."""
    return Ahead(RENDERER, PANORAMA, PRESETS[WORLD], waiting=24)


def drawn(draws: Ahead, places: Sequence[Neighbour]) -> list[tuple[bytes, ...]] | Underway:
    """Return each place's views as WebP, or how far they are; what was not ordered yet is ordered.

    Raises
    ------
    GameError
        If one cannot be drawn, or too many wait already.
    """
    states = [draws.look(_key(place)) for place in places]
    for place, state in zip(places, states, strict=True):
        if isinstance(state, Failed):
            raise GameError(state.message)
        if state is None and not draws.ask(_key(place), _plan(place)):
            raise GameError(words.BUSY)
    finished = [state.views for state in states if isinstance(state, Drawn)]
    if len(finished) == len(places):
        return finished
    under_way = [state for state in states if isinstance(state, Underway)]
    furthest = max(under_way, key=lambda state: PHASES.index(state.phase), default=Underway("waiting"))
    parts = len(finished) + sum(state.share for state in under_way)
    return Underway(furthest.phase, parts / len(places))


def again(draws: Ahead, places: Sequence[Neighbour]) -> None:
    """Order anew what could not be drawn."""
    for place in places:
        if isinstance(draws.look(_key(place)), Failed):
            draws.ask(_key(place), _plan(place))


def _key(place: Neighbour) -> str:
    return f"{place.lat:.6f}/{place.lon:.6f}/{place.day_of_year}/{place.solar_hour:.4f}/{place.scene_seed}"


def _plan(near: Neighbour) -> Callable[[], PlannedPlace]:
    def plan() -> PlannedPlace:
        from geogame.sources.rendered import PlannedPlace
        from geogame.world.place import Place

        place = Place(near.lat, near.lon, near.day_of_year, near.solar_hour, near.scene_seed)
        return PlannedPlace(_key(near), place, near.cell, "train")

    return plan
