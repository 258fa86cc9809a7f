"""Drawing batches ahead of the network, in threads, so that an accelerator never waits for pictures."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final

import torch

from geogame.training.task import Task

THREADS: Final = min(8, max(1, (os.cpu_count() or 1) - 1))


class Ahead:
    """Batches of coming steps.

    Parameters
    ----------
    task
        Draws them.
    shards
        The part of each batch that this process works on.
    device
        Where the network runs. On the processor nothing is drawn ahead: it would take the network's own cores.
    """

    def __init__(self, task: Task, shards: range, device: torch.device) -> None:
        self._task, self._shards = task, shards
        self._pool = ThreadPoolExecutor(THREADS) if device.type != "cpu" else None
        self._coming: deque[tuple[int, Future[Any]]] = deque()

    def draw(self, step: int) -> Any:
        """Give a step's batch, and begin with those that follow."""
        if self._pool is None:
            return self._task.draw(step, self._shards)
        if self._coming and self._coming[0][0] != step:
            self._coming.clear()
        following = self._coming[-1][0] + 1 if self._coming else step
        for coming in range(following, step + THREADS + 1):
            self._coming.append((coming, self._pool.submit(self._task.draw, coming, self._shards)))
        return self._coming.popleft()[1].result()
