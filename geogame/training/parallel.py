"""Sharing a step between processes on one machine's cores, through shared memory.

Two processes of one thread each waste less on two cores than one process of two threads, which meet at a barrier after
every operation. Helpers keep no state: each step they read the weights, work on their part of the batch, and hand back
their gradient.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Final

import torch
import torch.multiprocessing
from torch import Tensor, nn

from geogame.errors import GeogameError
from geogame.training.recipe import Recipe, TrainingSection
from geogame.training.step import gradient
from geogame.training.task import Task, shards_of

LEADER_SHARE: Final = 0.875  # of an equal part, since the leader moves the weights too


def _pieces(flat: Tensor, network: nn.Module) -> Iterator[tuple[nn.Parameter, Tensor]]:
    """Give every parameter of a network with its part, of the same shape, of one flat tensor."""
    offset = 0
    for parameter in network.parameters():
        yield parameter, flat[offset : offset + parameter.numel()].view(parameter.shape)
        offset += parameter.numel()


class Helpers:
    """Processes that compute part of every step's gradient.

    Parameters
    ----------
    count
        How many beside the caller.
    task, recipe
        The caller's; copied to every helper once.
    """

    def __init__(self, count: int, task: Task, recipe: Recipe) -> None:
        size = sum(parameter.numel() for parameter in task.network.parameters())
        self.own_shards = shards_of(0, count + 1, LEADER_SHARE)
        self._weights = torch.zeros(size).share_memory_()  # type: ignore[no-untyped-call]
        self._gradients = [torch.zeros(size).share_memory_() for _ in range(count)]  # type: ignore[no-untyped-call]
        self._pipes: list[Connection] = []
        context = torch.multiprocessing.get_context("spawn")
        for index in range(count):
            ours, theirs = context.Pipe()
            shared = (self._weights, self._gradients[index])
            arguments = (theirs, index + 1, count + 1, task, recipe.training, *shared)
            process = context.Process(target=_help, args=arguments, daemon=True)
            process.start()
            theirs.close()
            self._pipes.append(ours)

    def begin(self, step: int, network: nn.Module) -> None:
        """Give the weights out and let every helper start on its part of a step."""
        with torch.no_grad():
            for parameter, piece in _pieces(self._weights, network):
                piece.copy_(parameter)
        for pipe in self._pipes:
            with suppress(BrokenPipeError):  # `end` tells of it
                pipe.send(step)

    def end(self, network: nn.Module, loss: float) -> float:
        """Turn the network's gradients into the sum over all parts; returns the summed loss."""
        losses = [loss]
        for pipe, flat in zip(self._pipes, self._gradients, strict=True):
            try:
                losses.append(float(pipe.recv()))
            except EOFError as error:
                message = "a training process ended unexpectedly; repeat the command with --resume"
                raise GeogameError(message) from error
            for parameter, piece in _pieces(flat, network):
                if parameter.grad is not None:
                    parameter.grad.add_(piece)
        return sum(losses)

    def close(self) -> None:
        """Let the helpers end."""
        for pipe in self._pipes:
            pipe.close()


def _help(
    pipe: Connection,
    part: int,
    parts: int,
    task: Task,
    options: TrainingSection,
    weights: Tensor,
    flat: Tensor,
) -> None:
    """Work on one part of every step until the other side goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the leader ends a run
    torch.set_num_threads(1)
    network, shards = task.network, shards_of(part, parts, LEADER_SHARE)
    ahead = None
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            step = pipe.recv()
            if ahead is None or ahead[0] != step:
                ahead = (step, task.draw(step, shards))
            with torch.no_grad():
                for parameter, piece in _pieces(weights, network):
                    parameter.copy_(piece)
            loss = gradient(task, network, ahead[1], step, options, part)
            for parameter, piece in _pieces(flat, network):
                piece.zero_() if parameter.grad is None else piece.copy_(parameter.grad)
            pipe.send(loss)
            ahead = (step + 1, task.draw(step + 1, shards))  # while the leader moves the weights
