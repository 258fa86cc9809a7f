"""The opponents' desk: one background thread that loads models and keeps their guesses.

A game asks for all its rounds at its start, so every guess is made and kept before the human confirms theirs.
Answers are kept by opponent and place: a model asked twice about one place says the same.
"""

from __future__ import annotations

import atexit
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Generic, Protocol, TypeVar

from geogame.errors import GameError, GeogameError

Answer = TypeVar("Answer")
KEPT = 20_000
CLOSING_S = 10.0


@dataclass(frozen=True)
class Question:
    """What an opponent makes of one place.

    Attributes
    ----------
    opponent : str
        Its name.
    catalog : str
        The catalog's folder.
    location_id : str
        The place.
    seed : int
        The game's seed, which only chance needs; 0 for those who look at the views.
    """

    opponent: str
    catalog: str
    location_id: str
    seed: int = 0


class Thinker(Protocol[Answer]):  # type: ignore[misc]
    """What the desk needs of an opponent: a guess for a place of a catalog."""

    def __call__(self, question: Question) -> Answer:
        """Return the guess."""
        ...


class Desk(Generic[Answer]):
    """Load opponents on first use and answer questions in the order they came.

    Parameters
    ----------
    load : callable
        Opponent's name -> `Thinker`. Runs in the desk's thread, once for each name; whatever is heavy
        (torch, weights) is imported there.
    """

    def __init__(self, load: Callable[[str], Thinker[Answer]]) -> None:
        self._load = load
        self._queue: SimpleQueue[Question | None] = SimpleQueue()
        self._thinkers: dict[str, Thinker[Answer]] = {}
        self._answers: OrderedDict[Question, Answer | GeogameError] = OrderedDict()
        self._waiting: set[Question] = set()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()

    def ask(self, questions: Iterable[Question]) -> None:
        """Queue questions whose answers are not kept or under way; an opponent that failed is tried again."""
        with self._changed:
            for question in questions:
                known = self._answers.get(question)
                if question in self._waiting or (known is not None and not isinstance(known, GeogameError)):
                    continue
                self._answers.pop(question, None)
                self._waiting.add(question)
                self._queue.put(question)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="opponents", daemon=True)
                self._thread.start()
                atexit.register(self.close)

    def answer(self, question: Question, *, wait_s: float = 0.0) -> Answer | None:
        """Return the kept answer, or ``None`` while it is under way.

        Raises
        ------
        GeogameError
            If the opponent could not be loaded or could not guess.
        """
        with self._changed:
            self._changed.wait_for(lambda: question in self._answers, timeout=wait_s)
            kept = self._answers.get(question)
        if isinstance(kept, GeogameError):
            raise kept
        return kept

    def close(self, *, wait_s: float = CLOSING_S) -> None:
        """Stop after the guess under way; at the process's end too, where torch bears no thread that is cut off."""
        self._closed.set()
        self._queue.put(None)
        if self._thread is not None:
            self._thread.join(wait_s)

    def _work(self) -> None:
        while (question := self._queue.get()) is not None and not self._closed.is_set():
            answer = self._think(question)
            with self._changed:
                self._waiting.discard(question)
                self._answers[question] = answer
                while len(self._answers) > KEPT:
                    self._answers.popitem(last=False)
                self._changed.notify_all()

    def _think(self, question: Question) -> Answer | GeogameError:
        try:
            if question.opponent not in self._thinkers:
                self._thinkers[question.opponent] = self._load(question.opponent)
            return self._thinkers[question.opponent](question)
        except GeogameError as error:
            return error
        except Exception as error:  # noqa: BLE001 - kept and raised again where a page can show it
            wrapped = GameError(
                f"opponent {question.opponent!r} could not guess ({type(error).__name__}: {error}); "
                "choose another opponent, or look at the server's log"
            )
            wrapped.__cause__ = error
            return wrapped
