"""Processes that ``torchrun`` started, on one or many hosts, which train one network together.

Every process holds the network, works on its shards of a step's batch and adds up gradients with the others; batch
norms take their statistics from the whole batch. So a team goes the way that one process would go. The first process
alone validates, saves and reports. All hosts must see the same dataset and run directory.
"""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, distributed, nn
from torch.nn import functional
from torch.nn.modules.batchnorm import _BatchNorm

from geogame.errors import UsageError
from geogame.training.task import shards_of


@dataclass(frozen=True, slots=True)
class Team:
    """One process's place among all: ``rank`` of ``size``, and ``local_rank`` on its own host."""

    rank: int = 0
    size: int = 1
    local_rank: int = 0

    @classmethod
    def join(cls, device: torch.device) -> Team:
        """Meet the processes that ``torchrun`` started beside this one; alone where it was started without."""
        size = int(os.environ.get("WORLD_SIZE", "1"))
        if size == 1:
            return cls()
        shards_of(0, size)
        local_rank = int(os.environ["LOCAL_RANK"])
        if device.type == "cuda":
            if local_rank >= torch.cuda.device_count():
                message = (
                    f"{local_rank + 1} processes on a host with {torch.cuda.device_count()} CUDA devices; "
                    "start torchrun with --nproc-per-node at most that"
                )
                raise UsageError(message)
            torch.cuda.set_device(local_rank)
        # PyTorch's optimisers load this when they are made. Loaded while a group exists, it holds on to the group; its
        # threads then outlive `leave`, and now and then one of them aborts the process at its very end.
        importlib.import_module("torch.distributed.fsdp")
        distributed.init_process_group("nccl" if device.type == "cuda" else "gloo")
        return cls(distributed.get_rank(), size, local_rank)

    def leave(self) -> None:
        """End the connection to the others."""
        if self.size > 1:
            distributed.destroy_process_group()

    @property
    def leads(self) -> bool:
        """Whether this is the process that validates, saves and reports."""
        return self.rank == 0

    @property
    def shards(self) -> range:
        """The shards of a batch that this process works on."""
        return shards_of(self.rank, self.size)

    @contextmanager
    def one_first(self) -> Iterator[None]:
        """Let one process of each host do something before the others, who then find it done."""
        if self.size > 1 and self.local_rank > 0:
            distributed.barrier()
        yield
        if self.size > 1 and self.local_rank == 0:
            distributed.barrier()

    def largest(self, values: list[float], device: torch.device) -> list[float]:
        """Give the largest of all processes' values, one by one."""
        if self.size == 1:
            return values
        shared = torch.tensor(values, dtype=torch.float64, device=device)
        distributed.all_reduce(shared, distributed.ReduceOp.MAX)
        return [float(value) for value in shared.tolist()]

    def add_up(self, network: nn.Module, loss: float) -> float:
        """Turn every process's gradients and loss into the sum of all; returns the loss."""
        if self.size == 1:
            return loss
        gradients = [parameter.grad for parameter in network.parameters() if parameter.grad is not None]
        flat = torch.cat([torch.tensor([loss], device=gradients[0].device), *(piece.flatten() for piece in gradients)])
        distributed.all_reduce(flat)
        offset = 1
        for piece in gradients:
            piece.copy_(flat[offset : offset + piece.numel()].view_as(piece))
            offset += piece.numel()
        return float(flat[0])

    def told(self, entry: dict[str, Any] | None, device: torch.device) -> dict[str, Any]:
        """Give every process what the first one knows, as plain values."""
        if self.size == 1:
            return entry or {}
        text = torch.tensor(list(json.dumps(entry).encode()), dtype=torch.uint8, device=device)
        length = torch.tensor([len(text)], device=device)
        distributed.broadcast(length, 0)
        if not self.leads:
            text = torch.zeros(int(length), dtype=torch.uint8, device=device)
        distributed.broadcast(text, 0)
        known: dict[str, Any] = json.loads(bytes(text.cpu().tolist()))
        return known


class _Sum(torch.autograd.Function):
    """Sum over all processes, whose gradient is the sum of theirs."""

    @staticmethod
    def forward(_context: Any, values: Tensor) -> Tensor:
        total = values.clone()
        distributed.all_reduce(total)
        return total

    @staticmethod
    def backward(_context: Any, gradient: Tensor) -> Tensor:
        total = gradient.clone()
        distributed.all_reduce(total)
        return total


def in_team() -> bool:
    """Tell whether this process trains together with others that ``torchrun`` started."""
    return distributed.is_available() and distributed.is_initialized()


def gather_rows(own: Tensor, first: int, count: int) -> Tensor:
    """Put every process's rows ``(b, d)`` together: ``(count, d)``, this process's from ``first`` on.

    What each process then does with the whole adds up: a row's gradient is the sum of theirs.
    """
    whole: Tensor = _Sum.apply(functional.pad(own, (0, 0, first, count - first - len(own))))
    return whole


class WholeBatchNorm(_BatchNorm):
    """Batch norm with the statistics of the whole batch, however many processes share it.

    PyTorch's own ``SyncBatchNorm`` is for accelerators alone.
    """

    def forward(self, x: Tensor) -> Tensor:
        """``(n, channels, ...)`` of any number of dimensions."""
        if not self.training:
            return super().forward(x)
        values = x.to(torch.promote_types(x.dtype, torch.float32))
        axes = [axis for axis in range(x.ndim) if axis != 1]
        count = torch.full((1,), x.numel() / x.shape[1], device=x.device)
        sums: Tensor = _Sum.apply(torch.cat([values.sum(axes), count]))
        count = sums[-1].detach()
        shape = [1, -1, *[1] * (x.ndim - 2)]
        centred = values - (sums[:-1] / count).view(shape)
        squares: Tensor = _Sum.apply(centred.square().sum(axes))
        variance = squares / count
        if self.running_mean is not None and self.running_var is not None and self.num_batches_tracked is not None:
            self.num_batches_tracked.add_(1)
            keep = 1 / float(self.num_batches_tracked) if self.momentum is None else self.momentum
            with torch.no_grad():
                self.running_mean.lerp_(sums[:-1] / count, keep)
                self.running_var.lerp_(squares / (count - 1), keep)
        weight, bias = (None if own is None else own.view(shape) for own in (self.weight, self.bias))
        scaled = centred * torch.rsqrt(variance + self.eps).view(shape)
        if weight is not None and bias is not None:
            scaled = scaled * weight + bias
        return scaled.to(x.dtype)

    def _check_input_dim(self, x: Tensor) -> None:
        """Take any number of dimensions."""


def share_norms(network: nn.Module) -> None:
    """Let a network's batch norms take statistics of the whole batch; their names and weights stay."""
    for module in network.modules():
        if isinstance(module, _BatchNorm):
            module.__class__ = WholeBatchNorm
