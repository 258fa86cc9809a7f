"""The opponents' desk: one background thread that loads models, answers all sessions in batches, and keeps the answers.

A game asks for all its rounds at its start, so every guess is made and kept before the human confirms theirs. Whatever
waits for one opponent is put to it together, rounds that come first in their games before later ones, so that
whoever starts a game does not wait for the last rounds of everyone else's. Answers are kept by opponent and place: a
model asked twice about one place says the same.
"""

from __future__ import annotations

import atexit
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from geogame.errors import GameError, GeogameError

Answer = TypeVar("Answer")
KEPT: Final = 4096
"""So many answers are kept; whoever wants an older one has it thought of again."""
WAITING: Final = 1024
"""So many questions may wait; others are taken when their answer is wanted."""
BATCH: Final = 8
"""So many places are put to an opponent at once: most of what a batch saves, and nobody waits long for others."""
CLOSING_S: Final = 10.0


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
    """What the desk needs of an opponent: guesses for places, in the order of the questions."""

    def __call__(self, questions: Sequence[Question]) -> Sequence[Answer]:
        """Return the guesses."""
        ...


class Desk(Generic[Answer]):
    """Load opponents on first use and answer what waits, urgent questions first.

    Parameters
    ----------
    load : callable
        Opponent's name -> `Thinker`. Runs in the desk's thread, once for each name; whatever is heavy
        (torch, weights) is imported there.
    waiting : int
        So many questions may wait at once.
    kept : int
        So many answers are kept.
    """

    def __init__(self, load: Callable[[str], Thinker[Answer]], *, waiting: int = WAITING, kept: int = KEPT) -> None:
        self._load = load
        self._limit, self._kept = waiting, kept
        self._thinkers: dict[str, Thinker[Answer]] = {}
        self._answers: OrderedDict[Question, Answer | GeogameError] = OrderedDict()
        self._waiting: dict[Question, int] = {}
        self._thought_of: frozenset[Question] = frozenset()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = False

    def ask(self, questions: Iterable[Question]) -> None:
        """Have questions answered that are neither kept nor under way; an opponent that failed is tried again.

        The first of them is the most urgent. Those that find no room are left out: `answer` asks them again.
        """
        with self._changed:
            for urgency, question in enumerate(questions):
                if isinstance(self._answers.get(question), GeogameError):
                    del self._answers[question]
                self._want(question, urgency)

    def answer(self, question: Question, *, wait_s: float = 0.0) -> Answer | None:
        """Return the kept answer, or ``None`` while it is under way; from now on it is urgent.

        Raises
        ------
        GeogameError
            If the opponent could not be loaded or could not guess.
        """
        with self._changed:
            self._want(question, 0)
            self._changed.wait_for(lambda: question in self._answers, timeout=wait_s)
            kept = self._answers.get(question)
        if isinstance(kept, GeogameError):
            raise kept
        return kept

    def close(self, *, wait_s: float = CLOSING_S) -> None:
        """Stop after the batch under way; at the process's end too, where torch bears no thread that is cut off."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(wait_s)

    def _want(self, question: Question, urgency: int) -> None:
        if question in self._answers or question in self._thought_of:
            return
        if question not in self._waiting and len(self._waiting) >= self._limit:
            return
        self._waiting[question] = min(urgency, self._waiting.get(question, urgency))
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="opponents", daemon=True)
            self._thread.start()
            atexit.register(self.close)
        self._changed.notify_all()

    def _work(self) -> None:
        while batch := self._next():
            answers = self._think(batch)
            with self._changed:
                self._thought_of = frozenset()
                self._answers.update(zip(batch, answers, strict=True))
                while len(self._answers) > self._kept:
                    self._answers.popitem(last=False)
                self._changed.notify_all()

    def _next(self) -> list[Question]:
        """Take the most urgent question and what else waits for its opponent; nothing once the desk is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            if self._closed:
                return []
            by_urgency = sorted(self._waiting, key=self._waiting.__getitem__)
            batch = [each for each in by_urgency if each.opponent == by_urgency[0].opponent][:BATCH]
            for question in batch:
                del self._waiting[question]
            self._thought_of = frozenset(batch)
            return batch

    def _think(self, batch: Sequence[Question]) -> list[Answer | GeogameError]:
        """Answer a batch; where that fails, each question alone, so that a damaged picture fails its own place only."""
        name = batch[0].opponent
        try:
            if name not in self._thinkers:
                self._thinkers[name] = self._load(name)
            return list(self._thinkers[name](batch))
        except Exception as error:  # noqa: BLE001 - kept and raised again where a page can show it
            if len(batch) > 1 and name in self._thinkers:
                return [self._think([question])[0] for question in batch]
            return [_explained(name, error)] * len(batch)


def _explained(opponent: str, error: Exception) -> GeogameError:
    if isinstance(error, GeogameError):
        return error
    wrapped = GameError(
        f"opponent {opponent!r} could not guess ({type(error).__name__}: {error}); "
        "choose another opponent, or look at the server's log"
    )
    wrapped.__cause__ = error
    return wrapped
