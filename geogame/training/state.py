"""A run's memory: what is written so that a killed training goes on as if nothing had happened.

Chance is drawn from ``(seed, step)`` alone (see `step_generator`), so the step number *is* the random state.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from geogame.errors import CheckpointError
from geogame.geolocators.checkpoint import load_weights, read_tensors, write_tensors, write_text
from geogame.training.names import BEST_FILE, EARLY_FILE, HISTORY_FILE, LAST_FILE

ANEW: Final = "start the run anew in another --out"


@dataclass(slots=True)
class RunState:
    """Where a run stands.

    Attributes
    ----------
    identity
        Names recipe and dataset; a run resumes only with the same.
    step
        Optimiser steps done.
    elapsed_s
        Seconds of training so far, over all its processes.
    loss_sum, loss_steps
        Of the epoch under way.
    best_score
        Smallest score of a validation so far.
    history
        One entry per finished epoch.
    early
        The entry of the weights that are kept for an apprentice; None before there are any.
    """

    identity: str
    step: int = 0
    elapsed_s: float = 0.0
    loss_sum: float = 0.0
    loss_steps: int = 0
    best_score: float | None = None
    history: list[dict[str, Any]] = field(default_factory=list)
    early: dict[str, Any] | None = None


def _mixed(*words: int) -> int:
    return int(np.random.SeedSequence(words).generate_state(1, np.uint64)[0]) >> 1


def step_generator(seed: int, step: int, use: int = 0) -> torch.Generator:
    """Source of chance for one of several uses in a step."""
    return torch.Generator().manual_seed(_mixed(seed, step, use, 0))


def seed_step(seed: int, step: int, part: int = 0) -> None:
    """Seed PyTorch's global chance, which dropout uses, for a process's part of one step."""
    torch.manual_seed(_mixed(seed, step, part, 1))


def epoch_order(rows: NDArray[np.int64], seed: int, epoch: int) -> NDArray[np.int64]:
    """Training rows in the order of one epoch."""
    return np.random.default_rng((seed, epoch)).permutation(rows)


def balanced_order(rows: NDArray[np.int64], cells: NDArray[np.int64], seed: int, epoch: int) -> NDArray[np.int64]:
    """As many training rows as there are, drawn with replacement so that every cell (of a row) is equally likely."""
    chance = 1.0 / np.bincount(cells)[cells]
    return np.random.default_rng((seed, epoch)).choice(rows, len(rows), p=chance / chance.sum())


def save_state(
    folder: Path, state: RunState, network: nn.Module, average: nn.Module, optimiser: torch.optim.Optimizer
) -> None:
    """Write weights, their average, the optimiser and ``state`` as one file, replaced in one move."""
    tensors: dict[str, Tensor] = {f"network.{k}": v for k, v in network.state_dict().items()}
    tensors |= {f"average.{k}": v for k, v in average.state_dict().items()}
    for index, entry in optimiser.state_dict()["state"].items():
        tensors |= {f"optimiser.{index}.{key}": value for key, value in entry.items()}
    write_tensors(folder / LAST_FILE, tensors, {"state": json.dumps(asdict(state))})


def save_best(folder: Path, average: nn.Module) -> None:
    """Keep the averaged weights as the best so far."""
    write_tensors(folder / BEST_FILE, average.state_dict())


def save_early(folder: Path) -> None:
    """Keep the best weights so far for an apprentice, whatever better ones come."""
    write_tensors(folder / EARLY_FILE, read_tensors(folder / BEST_FILE)[0])


def load_state(
    folder: Path, identity: str, network: nn.Module, average: nn.Module, optimiser: torch.optim.Optimizer
) -> RunState:
    """Read what `save_state` wrote; `CheckpointError` if it is damaged, or a run's of another identity."""
    path = folder / LAST_FILE
    tensors, metadata = read_tensors(path, ANEW)
    try:
        state = RunState(**json.loads(metadata["state"]))
    except (KeyError, TypeError, ValueError) as error:
        message = f"training state {path} is damaged ({error}); {ANEW}"
        raise CheckpointError(message) from error
    if state.identity != identity:
        message = (
            f"{folder} holds a run of another recipe, dataset or profile; repeat the command that began "
            "it, or choose another --out"
        )
        raise CheckpointError(message)
    groups: dict[str, dict[str, Tensor]] = {"network": {}, "average": {}, "optimiser": {}}
    for name, tensor in tensors.items():
        owner, _, rest = name.partition(".")
        groups.setdefault(owner, {})[rest] = tensor
    load_weights(network, groups["network"], path, remedy=ANEW)
    load_weights(average, groups["average"], path, remedy=ANEW)
    moments: dict[int, dict[str, Tensor]] = {}
    for name, tensor in groups["optimiser"].items():
        index, _, key = name.partition(".")
        moments.setdefault(int(index), {})[key] = tensor
    try:
        optimiser.load_state_dict({**optimiser.state_dict(), "state": moments})
    except (KeyError, TypeError, ValueError) as error:
        message = f"training state {path} is damaged ({error}); {ANEW}"
        raise CheckpointError(message) from error
    return state


def write_history(folder: Path, history: list[dict[str, Any]]) -> None:
    """Write ``metrics.jsonl``, one line per finished epoch."""
    write_text(folder / HISTORY_FILE, "".join(json.dumps(entry) + "\n" for entry in history))
