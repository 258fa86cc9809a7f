"""Progressive unfreezing: which stages of a network learn in which epoch, and at what share of the learning rate."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from geogame.errors import RecipeError
from geogame.training.recipe import TrainingSection, UnfreezeSection

if TYPE_CHECKING:
    from torch import nn

    from geogame.geolocators.networks import Network


def freeze_until_asked(network: Network, plan: Sequence[UnfreezeSection]) -> None:
    """Freeze every stage that a plan unfreezes later, and all below it.

    Raises
    ------
    RecipeError
        If the network has no such stage.
    """
    count = len(network.stages())
    for index, entry in enumerate(plan):
        if entry.stage >= count:
            message = (
                f"training.unfreeze[{index}].stage is {entry.stage}, but this network's stages are 0 to {count - 1}, "
                "from the picture upwards"
            )
            raise RecipeError(message)
    if plan:
        network.freeze(max(frozen_stages(network), 1 + max(entry.stage for entry in plan)))


def frozen_stages(network: Network) -> int:
    """How many of the lowest stages learn nothing."""
    learns = (any(parameter.requires_grad for parameter in stage.parameters()) for stage in network.stages())
    return len(list(takewhile(lambda learning: not learning, learns)))


def unfreeze(network: Network, plan: Sequence[UnfreezeSection], epoch: int) -> None:
    """Let the stages learn whose epoch has come, and all above them."""
    due = [entry.stage for entry in plan if epoch >= entry.epoch]
    if due and min(due) < frozen_stages(network):
        network.freeze(min(due))


def parameter_groups(network: Network, options: TrainingSection) -> list[dict[str, object]]:
    """Group parameters for the optimiser, by share of the learning rate (``rate``) and weight decay.

    Matrices and filters decay, biases and norms do not. What never learns is in no group.
    """
    rates: dict[int, float] = {}
    highest = max((entry.stage for entry in options.unfreeze), default=-1)
    for entry in sorted(options.unfreeze, key=lambda entry: entry.stage):
        for stage in network.stages()[entry.stage : highest + 1]:
            rates |= dict.fromkeys(map(id, stage.parameters()), entry.rate)
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for decays in (True, False):
        for parameter in network.parameters():
            if (parameter.ndim > 1) == decays and (parameter.requires_grad or id(parameter) in rates):
                key = rates.get(id(parameter), 1.0), options.weight_decay if decays else 0.0
                groups.setdefault(key, []).append(parameter)
    return [{"params": own, "rate": rate, "weight_decay": decay} for (rate, decay), own in groups.items()]
