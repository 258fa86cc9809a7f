"""Where the work on many independent items is done: in this process, or on the machines of a Ray cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, Protocol, TypeVar

from geogame.errors import UsageError

Item = TypeVar("Item")
Result = TypeVar("Result")
ENGINES: Final = ("local", "ray")


class Engine(Protocol):
    """Does the same work on every item of a list."""

    def map(self, make: Callable[[], Callable[[Item], Result]], items: Sequence[Item]) -> Iterator[tuple[int, Result]]:
        """Work on every item.

        Parameters
        ----------
        make
            Called once wherever work is done; what it returns is called with one item after the other. On a cluster
            it travels to other machines, and items and results with it.
        items
            What is to be worked on.

        Yields
        ------
        int, Result
            Number of an item and its result, in the order in which they are finished.

        Raises
        ------
        GeogameError
            That ``make`` or the work raised. Items that were not yielded yet are not worked on further.
        """
        ...


class LocalEngine:
    """Works in this process, one item after the other."""

    def map(self, make: Callable[[], Callable[[Item], Result]], items: Sequence[Item]) -> Iterator[tuple[int, Result]]:
        """See `Engine.map`; items are finished in order."""
        work = make()
        for number, item in enumerate(items):
            yield number, work(item)


LOCAL: Final = LocalEngine()


@contextmanager
def open_engine(name: str) -> Iterator[Engine]:
    """Hold an engine by its name.

    Raises
    ------
    UsageError
        If there is no such engine, or what it needs is not installed.
    """
    if name not in ENGINES:
        message = f"there is no engine {name!r}; --engine is one of {', '.join(ENGINES)}"
        raise UsageError(message)
    if name == "local":
        yield LOCAL
        return
    from geogame.engines.cluster import joined

    with joined() as engine:
        yield engine
