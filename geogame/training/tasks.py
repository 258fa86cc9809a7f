"""Which task a recipe's kind of network is trained with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geogame.geolocators.networks import RetrievalOptions
from geogame.training.classification import ClassificationTask

if TYPE_CHECKING:
    import torch

    from geogame.datasets import PlaceTable
    from geogame.partitions import Partition
    from geogame.training.recipe import Recipe
    from geogame.training.task import Task


def make_task(recipe: Recipe, table: PlaceTable, partition: Partition, device: torch.device) -> Task:
    """Build a recipe's network and what it is asked for, on a device."""
    if isinstance(recipe.geolocator, RetrievalOptions):
        from geogame.training.retrieval import RetrievalTask

        return RetrievalTask(recipe, table, partition, device)
    return ClassificationTask(recipe, table, partition, device)
