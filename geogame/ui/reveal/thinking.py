"""Why a model guessed so, found in the background: one thread for all players, and nothing waits for it."""

from __future__ import annotations

import atexit
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import streamlit as st

from geogame.errors import GameError
from geogame.game.handicaps import NONE, Handicap
from geogame.ui.reveal import words

if TYPE_CHECKING:
    from geogame.catalog import Catalog
    from geogame.explain import Neighbour

Found = TypeVar("Found")
KEPT: Final = 64
WAITING: Final = 16


class Thinking(Generic[Found]):
    """Answers that take a while, found one after the other; the last few are kept.

    Parameters
    ----------
    kept
        So many answers are kept.
    waiting
        So many may be asked for and not found yet.
    """

    def __init__(self, kept: int = KEPT, waiting: int = WAITING) -> None:
        self._kept, self._limit = kept, waiting
        self._pool = ThreadPoolExecutor(1, "reasons")
        self._changed = threading.Lock()
        self._asked: OrderedDict[Hashable, Future[Found]] = OrderedDict()

    def ask(self, key: Hashable, find: Callable[[], Found]) -> Found | None:
        """Return an answer; None while it is being found, which the first to ask begins.

        Parameters
        ----------
        key
            Names the answer.
        find
            Finds it, in the thread.

        Raises
        ------
        GameError
            If too many wait already.
        Exception
            Whatever ``find`` raised; whoever asks next tries again.
        """
        with self._changed:
            future = self._asked.get(key)
            if future is None:
                if sum(not each.done() for each in self._asked.values()) >= self._limit:
                    raise GameError(words.BUSY)
                self._asked[key] = self._pool.submit(find)
                self._forget()
                return None
            if not future.done():
                return None
            if future.exception() is not None:
                del self._asked[key]
        return future.result()

    def close(self) -> None:
        """Find nothing more."""
        self._pool.shutdown(cancel_futures=True)

    def _forget(self) -> None:
        done = [key for key, each in self._asked.items() if each.done()]
        for key in done[: max(0, len(self._asked) - self._kept)]:
            del self._asked[key]


@dataclass(frozen=True, slots=True)
class HeatedView:
    """One view with the heat over it: its heading in degrees, its share of all heat, and its data address."""

    heading_deg: float
    share: float
    source: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """What spoke for a guess.

    Attributes
    ----------
    views
        In the model's order; empty for a model whose answers heat cannot explain.
    alike
        Training places that look alike to the model, nearest first.
    drawable
        Whether this version's world draws them as the model saw them.
    """

    views: tuple[HeatedView, ...]
    alike: tuple[Neighbour, ...]
    drawable: bool


@st.cache_resource(show_spinner=False)
def thinking() -> Thinking[Reasons]:
    """Return the server's one thread for reasons."""
    made: Thinking[Reasons] = Thinking()
    atexit.register(made.close)
    return made


def reasons_of(
    folder: Path, catalog: Catalog, location_id: str, handicap: Handicap = NONE, cell: int | None = None
) -> Reasons:
    """Ask a model why it guessed so at a place.

    Parameters
    ----------
    folder
        The checkpoint's.
    catalog, location_id
        The place.
    handicap
        How many of its views the model saw, and whether it was the apprentice, which knows no training places.
    cell
        Which cell it chose; its likeliest where None.

    Raises
    ------
    GeogameError
        If the model or what lies beside it cannot be read.
    """
    import numpy as np

    from geogame.explain import explain
    from geogame.explain.neighbours import can_draw
    from geogame.explain.picture import heated
    from geogame.game.opponents import seen
    from geogame.geolocators.checkpoint import INDEX_FILE
    from geogame.ui.photo.look import address
    from geogame.ui.photo.ready import ready

    there = catalog.views_of(location_id)
    shown = [catalog.read(view) for view in there], [view.heading_deg for view in there]
    images, headings = seen(*shown, handicap.views)
    with ready().model(folder, apprentice=handicap.apprentice) as model:
        if not model.explains:
            return Reasons((), (), drawable=False)
        index = folder if (folder / INDEX_FILE).is_file() and not handicap.apprentice else None
        found = explain(model, images, headings, folder=index, cell=cell)
        note = model.note
    slots = np.flatnonzero(found.views.reshape(len(found.views), -1).any(1)).tolist()
    heat = tuple(
        HeatedView(step.heading_deg, step.heat_share, address(np.asarray(heated(found, slot))))
        for step, slot in zip(found.steps, slots, strict=False)
    )
    return Reasons(heat, tuple(found.neighbours), bool(found.neighbours) and can_draw(note))
