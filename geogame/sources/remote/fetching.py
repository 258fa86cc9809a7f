"""Asks a service for pictures, one after the other: never for one that is here, and not on and on where it is down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final, NoReturn

from geogame.errors import SourceError
from geogame.sources.remote.base import Candidate, RemoteSource
from geogame.sources.remote.client import KEPT, MissingError, TransientError
from geogame.sources.remote.examining import Fetched
from geogame.sources.remote.journal import Journal, Outcome
from geogame.sources.remote.spool import Spool

PASSES: Final = 3
"""A candidate that cannot be fetched for the moment is asked for again so often, other cells in between."""
IN_A_ROW: Final = 5
"""So many failures without a success between them mean that the service is down."""
UNAVAILABLE: Final = "unavailable"


class Fetching:
    """Finds what is known of candidates, and fetches what is not.

    Parameters
    ----------
    source, journal, spool
        The service, and what is here.
    now
        The clock.
    spooled
        Whether what is fetched goes to the spool; what is there is used in any case.
    """

    def __init__(
        self, source: RemoteSource, journal: Journal, spool: Spool, now: Callable[[], datetime], *, spooled: bool
    ) -> None:
        self._source, self._journal, self._spool, self._now, self._spooled = source, journal, spool, now, spooled
        self._failed_in_a_row = 0
        self._doubtful: list[Outcome] = []

    def find(self, candidate: Candidate, *, last: bool) -> Outcome | Fetched:
        """Look a candidate up, or fetch its picture.

        Parameters
        ----------
        candidate
            Of any cell.
        last
            Whether this is the last pass: what cannot be fetched is then passed over.

        Raises
        ------
        TransientError
            If it could not be fetched for the moment, in any other pass.
        SourceError
            If the service refuses or seems to be down.
        """
        known = self._journal.outcomes.get(candidate.id, Outcome(candidate.id))
        if known.decided:
            return known
        if (kept := self._spool.find(candidate)) is not None:
            return kept
        try:
            data = self._source.picture(candidate)
        except MissingError:
            gone = Outcome(candidate.id, "gone")
            self._journal.record(gone)
            return gone
        except TransientError as error:
            return self._failed(known, error, last=last)
        fetched = Fetched(candidate, data, self._now().date().isoformat())
        if self._spooled:
            self._spool.keep(fetched)
        self._failed_in_a_row = 0
        while self._doubtful:
            self._journal.record(Outcome(self._doubtful.pop().id, UNAVAILABLE))
        return fetched

    def settle(self, candidate: Candidate, outcome: Outcome) -> None:
        """Write down what became of a fetched picture; its views lie in the folder."""
        self._journal.record(outcome)
        self._spool.drop(candidate)

    def finish(self) -> None:
        """Raise `SourceError` where pictures failed to the very end, and nothing came after them."""
        if self._doubtful:
            self._give_up(f"{len(self._doubtful)} pictures could not be fetched")

    def _failed(self, known: Outcome, error: TransientError, *, last: bool) -> Outcome:
        if last:
            return self._doubted(known, error)
        self._failed_in_a_row += 1
        if self._failed_in_a_row >= IN_A_ROW:
            self._give_up(str(error))
        raise error

    def _doubted(self, known: Outcome, error: TransientError) -> Outcome:
        """Pass over what fails again and again; that is written down once the service is seen to live after it."""
        self._doubtful.append(known)
        if known.failures + 1 >= PASSES:
            self._journal.record(Outcome(self._doubtful.pop().id, UNAVAILABLE))
        elif len(self._doubtful) >= IN_A_ROW:
            self._give_up(str(error))
        return Outcome(known.id, UNAVAILABLE)

    def _give_up(self, why: str) -> NoReturn:
        """Count the failures that nothing followed, so that a picture that never comes cannot stop every build."""
        for known in self._doubtful:
            self._journal.record(Outcome(known.id, failures=known.failures + 1))
        message = f"{why}; the service seems to be down: {KEPT}"
        raise SourceError(message)
