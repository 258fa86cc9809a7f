"""One cell of a collection: which of its candidates is tried next, and what is kept of them."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable

from geogame.sources.remote.base import Candidate
from geogame.sources.remote.collected import Collected
from geogame.sources.remote.journal import Outcome
from geogame.sources.remote.sampling import Neighbourhood


class Filling:
    """Tries a cell's candidates in order until it has as many places as are wanted.

    Any number of candidates may be open: given by `following`, not yet decided. Only those are given that are needed
    whatever becomes of the open ones, so what is fetched does not depend on how many are open at a time.

    Parameters
    ----------
    cell, want
        Number of the cell, and of places wanted.
    candidates
        In the order in which they are tried.
    objection
        Says what a candidate's own record has against it.

    Attributes
    ----------
    places
        Accepted so far.
    dhashes
        Difference hashes of their first views.
    rejected
        Candidates turned away, by reason.
    reused
        How many of the places an earlier run had.
    """

    def __init__(
        self, cell: int, want: int, candidates: Iterable[Candidate], objection: Callable[[Candidate], str]
    ) -> None:
        self.cell, self.want = cell, want
        self.places: list[Collected] = []
        self.dhashes: list[int] = []
        self.rejected: Counter[str] = Counter()
        self.reused = 0
        self._rest, self._open = deque(candidates), deque[Candidate]()
        self._objection = objection
        self._near = Neighbourhood()

    @property
    def full(self) -> bool:
        """Whether it holds all places wanted."""
        return len(self.places) == self.want

    @property
    def over(self) -> bool:
        """Whether no candidate is open or left to be tried."""
        return not self._open and not self._rest

    def following(self) -> Candidate | None:
        """Give the next candidate, now open; None where there is none, or it depends on those that are open."""
        while self._rest and len(self.places) + len(self._open) < self.want:
            candidate = self._rest[0]
            reason = self._objection(candidate)
            if not reason and (reason := self._near.objection(candidate)) and self._open:
                return None
            self._rest.popleft()
            if not reason:
                self._near.add(candidate)
                self._open.append(candidate)
                return candidate
            self.rejected[reason] += 1
        return None

    def decide(self, outcome: Outcome, *, reused: bool) -> None:
        """Take or turn away the candidate that has been open longest."""
        candidate = self._open.popleft()
        if outcome.reason:
            self.rejected[outcome.reason] += 1
            self._near = Neighbourhood.of([*(place.candidate for place in self.places), *self._open])
            return
        self.places.append(Collected(self.cell, candidate, outcome))
        self.dhashes.append(int(outcome.dhash, 16))
        self.reused += reused
        if self.full:
            self._rest.clear()

    def stop(self) -> None:
        """Try no further candidate; the one that was given last is no more open."""
        self._open.pop()
        self._rest.clear()
