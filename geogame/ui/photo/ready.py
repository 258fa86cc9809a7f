"""What the photo page has ready before a photograph comes: a model that has run once, and a decoder that waits."""

from __future__ import annotations

import atexit
import contextlib
import threading
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from geogame.photo import Decoder

if TYPE_CHECKING:
    from geogame.geolocators.trained import NetworkGeolocator

MOST_MODELS: Final = 2


@dataclass(eq=False)
class _Shelved:
    """An opened model, and the lock that lets one visitor at a time ask it: an explanation listens inside it."""

    model: NetworkGeolocator
    asked: threading.Lock = field(default_factory=threading.Lock)


class Ready:
    """Models and decoders, prepared by threads of their own; for all visitors, with nothing of any of them in it."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(2, "photo")
        self._changed = threading.Lock()
        self._models: OrderedDict[tuple[Path, int, bool], Future[_Shelved]] = OrderedDict()
        self._decoder: Future[Decoder] | None = None

    def close(self) -> None:
        """End the decoder that waits, and begin nothing more."""
        self._pool.shutdown(cancel_futures=True)
        if self._decoder is not None and not self._decoder.cancelled():
            with self._decoder.result():
                self._decoder = None

    def prepare(self, folder: Path) -> None:
        """Begin to open a model and to start a decoder, unless that is done; never waits."""
        with self._changed:
            self._shelve(folder)
            if self._decoder is None:
                self._decoder = self._pool.submit(_started)

    def decoder(self) -> Decoder:
        """Give away the decoder that waits, and have the next one started. It serves one visitor's files."""
        with self._changed:
            waiting, self._decoder = self._decoder, self._pool.submit(_started)
        return Decoder() if waiting is None else waiting.result()

    @contextlib.contextmanager
    def model(self, folder: Path, *, apprentice: bool = False) -> Iterator[NetworkGeolocator]:
        """Lend a model, or its apprentice, to one visitor.

        Raises
        ------
        GeogameError
            If it cannot be opened; the next visitor's try is a new one.
        """
        with self._changed:
            key = self._shelve(folder, apprentice=apprentice)
            future = self._models[key]
        try:
            shelved = future.result()
        except Exception:
            with self._changed:
                self._models.pop(key, None)
            raise
        with shelved.asked:
            yield shelved.model

    def _shelve(self, folder: Path, *, apprentice: bool = False) -> tuple[Path, int, bool]:
        """Begin to open a model; one that was trained anew is opened anew."""
        from geogame.geolocators.checkpoint import NOTE_FILE

        key = folder, (folder / NOTE_FILE).stat().st_mtime_ns, apprentice
        if key not in self._models:
            self._models[key] = self._pool.submit(_apprentice if apprentice else _opened, folder)
        self._models.move_to_end(key)
        while len(self._models) > MOST_MODELS:
            self._models.popitem(last=False)
        return key


@st.cache_resource(show_spinner=False)
def ready() -> Ready:
    """Return what this server has ready."""
    made = Ready()
    atexit.register(made.close)
    return made


def _started() -> Decoder:
    decoder = Decoder()
    decoder.start()
    return decoder


def _apprentice(folder: Path) -> _Shelved:
    """Open an apprentice, which is asked about games alone."""
    from geogame.geolocators.trained import NetworkGeolocator

    return _Shelved(NetworkGeolocator.load_apprentice(folder))


def _opened(folder: Path) -> _Shelved:
    """Open a model and let it answer once, so that nothing is left to be loaded when a photograph comes."""
    import numpy as np

    from geogame.errors import CheckpointError
    from geogame.geolocators import load_geolocator
    from geogame.geolocators.trained import NetworkGeolocator
    from geogame.photo import Photo
    from geogame.photo.answer import answer
    from geogame.ui.map.cells import outlines, thin_cells

    model = load_geolocator(folder)
    if not isinstance(model, NetworkGeolocator):
        message = f"model {model.name} cannot be asked about photographs; choose a trained network"
        raise CheckpointError(message)
    answer(model, folder, [Photo(np.zeros((*model.size, 3), np.uint8))], [None])
    thin_cells(outlines(model.note.partition, model.note.region))
    return _Shelved(model)
