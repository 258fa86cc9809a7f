import made_task
import torch

from geogame.training.ahead import THREADS, Ahead
from geogame.training.task import WHOLE


class Counting:
    """A task that remembers what was drawn."""

    def __init__(self) -> None:
        self.drawn: list[int] = []

    def draw(self, step: int, shards: range) -> tuple[int, range]:
        self.drawn.append(step)
        return step, shards


def test_an_accelerator_finds_coming_batches_drawn_and_a_resumed_run_its_own() -> None:
    task = Counting()
    ahead = Ahead(task, WHOLE, torch.device("meta"))
    assert [ahead.draw(step)[0] for step in (0, 1, 2, 7, 8)] == [0, 1, 2, 7, 8]
    ahead._pool.shutdown(wait=True)
    assert sorted(set(task.drawn)) == sorted(set(range(3 + THREADS)) | set(range(7, 9 + THREADS)))


def test_the_processor_draws_nothing_ahead() -> None:
    task = Counting()
    assert Ahead(task, WHOLE, made_task.CPU).draw(4) == (4, WHOLE)
    assert task.drawn == [4]
