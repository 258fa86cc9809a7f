"""Started by torchrun: a retrieval step by one process and by a team; prints how far loss and gradient differ."""

import json
import sys
from pathlib import Path

import torch

from geogame.catalog import open_catalog
from geogame.datasets import open_table
from geogame.partitions import load_partition
from geogame.training.recipe import load_recipe
from geogame.training.retrieval import RetrievalTask
from geogame.training.step import gradient
from geogame.training.team import Team, share_norms

STEPS = (0, 3)


def gradients(network: torch.nn.Module) -> torch.Tensor:
    """All gradients in one row."""
    return torch.cat([own.grad.flatten() for own in network.parameters() if own.grad is not None])


def main() -> None:
    recipe, catalog, cpu = load_recipe(sys.argv[1]), open_catalog(Path(sys.argv[2])), torch.device("cpu")
    table = open_table(catalog, Path(sys.argv[3]), recipe.data.size)
    task = RetrievalTask(recipe, table, load_partition(recipe.data.partition, recipe.data.region), cpu)
    alone = []
    for step in STEPS:
        loss = gradient(task, task.network, task.draw(step), step, recipe.training)
        alone.append((loss, gradients(task.network)))
    team = Team.join(cpu)
    share_norms(task.network)
    told = []
    for step, (loss, expected) in zip(STEPS, alone, strict=True):
        batch = task.draw(step, team.shards)
        shared = gradient(task, task.network, batch, step, recipe.training, team.rank)
        shared = team.add_up(task.network, shared)
        apart = (gradients(task.network) - expected).norm() / expected.norm()
        told.append({"loss": loss, "apart": abs(shared - loss), "gradient_apart": float(apart), "share": batch.share})
    team.leave()
    if team.leads:
        sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
