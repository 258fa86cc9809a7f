"""Sharing a step between processes on one machine's cores, through shared memory.

Two processes of one thread each waste less on two cores than one process of two threads, which meet at a barrier after
every operation. Helpers keep no state: each step they read the weights, work on their part of the batch, and hand back
their gradient.
"""

from __future__ import annotations

import signal
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

import numpy as np
import torch
import torch.multiprocessing
from torch import Tensor

from geogame.datasets import PlaceTable
from geogame.errors import GeogameError
from geogame.geolocators.networks import Network, NetworkConfig, build_network
from geogame.training.batch import BatchSource, gradient
from geogame.training.objective import Objective
from geogame.training.recipe import Recipe


def _copy_parameters(flat: Tensor, network: Network, into_network: bool) -> None:
    offset = 0
    with torch.no_grad():
        for parameter in network.parameters():
            piece = flat[offset : offset + parameter.numel()].view(parameter.shape)
            (parameter if into_network else piece).copy_(piece if into_network else parameter)
            offset += parameter.numel()


class Helpers:
    """Processes that compute part of every step's gradient.

    Parameters
    ----------
    count
        How many beside the caller.
    source, objective, network
        The caller's; copied to every helper once.
    """

    def __init__(self, count: int, source: BatchSource, objective: Objective, network: Network) -> None:
        size = sum(parameter.numel() for parameter in network.parameters())
        self.parts = count + 1
        self._weights = torch.zeros(size).share_memory_()  # type: ignore[no-untyped-call]
        self._gradients = [torch.zeros(size).share_memory_() for _ in range(count)]  # type: ignore[no-untyped-call]
        self._pipes: list[Connection] = []
        context = torch.multiprocessing.get_context("spawn")
        table = source.table
        known = (table.present, table.lats, table.lons, table.cells, table.splits)
        pixels = table.pixels
        where = (pixels.filename, pixels.shape) if isinstance(pixels, np.memmap) else pixels
        for index in range(count):
            ours, theirs = context.Pipe()
            arguments = (theirs, index + 1, self.parts, source.recipe, where, known, source.rows)
            shared = (objective, network.config, self._weights, self._gradients[index])
            process = context.Process(target=_help, args=(*arguments, *shared), daemon=True)
            process.start()
            theirs.close()
            self._pipes.append(ours)

    def begin(self, step: int, network: Network) -> None:
        """Give the weights out and let every helper start on its part of a step."""
        _copy_parameters(self._weights, network, into_network=False)
        for pipe in self._pipes:
            pipe.send(step)

    def end(self, network: Network, loss: float) -> float:
        """Turn the network's gradients into the sum over all parts; returns the summed loss."""
        losses = [loss]
        for pipe, flat in zip(self._pipes, self._gradients, strict=True):
            try:
                losses.append(float(pipe.recv()))
            except EOFError as error:
                message = "a training process ended unexpectedly; repeat the command with --resume"
                raise GeogameError(message) from error
            offset = 0
            for parameter in network.parameters():
                piece = flat[offset : offset + parameter.numel()].view(parameter.shape)
                if parameter.grad is not None:
                    parameter.grad.add_(piece)
                offset += parameter.numel()
        return sum(losses)

    def close(self) -> None:
        """Let the helpers end."""
        for pipe in self._pipes:
            pipe.close()


def _help(
    pipe: Connection,
    part: int,
    parts: int,
    recipe: Recipe,
    where: Any,
    known: tuple[Any, ...],
    rows: Any,
    objective: Objective,
    config: NetworkConfig[Any],
    weights: Tensor,
    flat: Tensor,
) -> None:
    """Work on one part of every step until the other side goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the leader ends a run
    torch.set_num_threads(1)
    pixels = np.memmap(where[0], np.uint8, "r", shape=where[1]) if isinstance(where, tuple) else where
    source = BatchSource(recipe, PlaceTable(pixels, *known), rows)
    network = build_network(config).to(memory_format=torch.channels_last)
    ahead = None
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            step = pipe.recv()
            if ahead is None or ahead[0] != step:
                ahead = (step, source.draw(step, part, parts))
            _copy_parameters(weights, network, into_network=True)
            loss = gradient(network, objective, ahead[1], recipe.training.precision)
            offset = 0
            for parameter in network.parameters():
                piece = flat[offset : offset + parameter.numel()].view(parameter.shape)
                piece.zero_() if parameter.grad is None else piece.copy_(parameter.grad)
                offset += parameter.numel()
            pipe.send(loss)
            ahead = (step + 1, source.draw(step + 1, part, parts))  # while the leader moves the weights
