"""The engine that works on a Ray cluster, through Ray Data (https://docs.ray.io/en/latest/data/data.html).

``RAY_ADDRESS`` names a running cluster; without it, one of this machine alone is started and ended. Every machine of a
cluster needs this program, of the same version, and folders that are only named to the workers, such as a dataset's,
under the same path.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, cast

from geogame.engines import Item, Result
from geogame.errors import GeogameError, UsageError

ADDRESS: Final = "RAY_ADDRESS"
MAX_BLOCKS: Final = 4096
"""Items travel in at most so many parts: the more, the less a stopped work loses, and the more there is to keep."""
ONE_THREAD: Final = {"NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
QUIET: Final = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_BACKEND_LOG_LEVEL": "fatal"}


@dataclass(frozen=True, slots=True)
class _Done:
    """What became of one item; a class of its own, so that a table of them holds it as it is."""

    result: Any
    error: Exception | None = None


class _Worker:
    """Lives in a process of the cluster and works on rows ``{"number", "item"}``."""

    def __init__(self, make: Callable[[], Callable[[Any], Any]]) -> None:
        self._make = make
        self._work: Callable[[Any], Any] | None = None

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        try:
            if self._work is None:
                self._work = self._make()
            done = _Done(self._work(row["item"].result))
        except (GeogameError, OSError) as error:
            done = _Done(None, error)
        return {"number": row["number"], "done": done}


class RayEngine:
    """Works in one process on every processor of the cluster that this process has joined."""

    def map(self, make: Callable[[], Callable[[Item], Result]], items: Sequence[Item]) -> Iterator[tuple[int, Result]]:
        """See `geogame.engines.Engine.map`."""
        import ray

        if not items:
            return
        workers = min(len(items), max(1, _processors()))
        rows = [{"number": number, "item": _Done(item)} for number, item in enumerate(items)]
        data = ray.data.from_items(rows, override_num_blocks=min(len(rows), MAX_BLOCKS))
        worked = data.map(
            cast("Any", _Worker),
            fn_constructor_args=(make,),
            compute=ray.data.ActorPoolStrategy(size=workers),
            num_cpus=1,
        )
        for row in worked.iter_rows():
            done: _Done = row["done"]
            if done.error is not None:
                raise done.error
            yield int(row["number"]), done.result


def _processors() -> int:
    import ray

    resources: dict[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call]
    return int(resources.get("CPU", 1))


@contextmanager
def joined() -> Iterator[RayEngine]:
    """Join the cluster that ``RAY_ADDRESS`` names, or start one of this machine; nothing is told to anybody.

    Raises
    ------
    UsageError
        If Ray is not installed, or there is no cluster at that address.
    """
    os.environ.update(QUIET)
    try:
        import ray
        import ray.data
    except ImportError as error:
        message = "--engine ray needs Ray: install it with `python -m pip install -r requirements-scale.txt`"
        raise UsageError(message) from error
    address = os.environ.get(ADDRESS)
    alone: dict[str, Any] = {"include_dashboard": False, "_node_ip_address": "127.0.0.1"}
    try:
        ray.init(
            address=address or "local",
            log_to_driver=False,
            logging_level=logging.ERROR,
            runtime_env={"env_vars": ONE_THREAD},
            **({} if address else alone),
        )
    except (ConnectionError, ValueError, RuntimeError) as error:
        message = f"no Ray cluster answers at {address} ({error}); start one, or unset {ADDRESS} to use this machine"
        raise UsageError(message) from error
    try:
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        ray.data.DataContext.get_current().enable_progress_bars = False
        yield RayEngine()
    finally:
        ray.shutdown()
