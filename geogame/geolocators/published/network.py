"""What published models have in common: a picture becomes features, features become a belief over a region's points."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self, TypeAlias

import torch
from torch import Tensor, nn

from geogame.datasets import MEAN, STD
from geogame.errors import CheckpointError
from geogame.geolocators.networks.base import (
    NetworkConfig,
    Options,
    Output,
    PerView,
    belief_so_far,
    present,
    spread,
)
from geogame.geolocators.published.clip import Looks
from geogame.geolocators.published.lattice import Lattice

VIEWS = 4
Belief: TypeAlias = Callable[[Tensor], Tensor]
"""Features ``(n, d)`` of single views to logarithms of shares ``(n, m)`` of a lattice's points."""


class WorldModel(nn.Module, ABC):
    """A model that knows the whole world.

    Attributes
    ----------
    looks
        How pictures go in.
    width
        Length of its features.
    """

    looks: Looks
    width: int

    @classmethod
    @abstractmethod
    def read(cls, folder: Path) -> Self:
        """Read it from a folder as its authors lay it out; `CheckpointError` if anything is missing or does not fit."""

    @abstractmethod
    def features(self, pictures: Tensor) -> Tensor:
        """Features ``(n, width)`` of pictures ``(n, 3, side, side)``, normalised as it wants them."""

    @abstractmethod
    def onto(self, lattice: Lattice) -> Belief:
        """Make what turns features into a belief over a region; `CheckpointError` if it cannot tell its parts apart."""

    @property
    @abstractmethod
    def stem(self) -> nn.Module:
        """What looks at the picture first."""


class WorldNetwork(PerView):
    """A world-wide model asked about one region: each view is judged alone, and the beliefs are averaged."""

    def __init__(self, kind: str, model: WorldModel, lattice: Lattice) -> None:
        side = model.looks.side
        options = Options(kind=kind, weights="published")
        super().__init__(NetworkConfig(options, len(lattice.partition), len(lattice), (), VIEWS, (side, side)))
        self.model = model
        self.lattice = lattice
        self._belief = model.onto(lattice)
        self.register_buffer("mean", torch.tensor(model.looks.mean).view(3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(model.looks.std).view(3, 1, 1), persistent=False)

    mean: Tensor
    std: Tensor

    def stages(self) -> Sequence[nn.Module]:
        """Return the stem alone: nothing here is trained."""
        return [self.model.stem]

    @property
    def maps(self) -> nn.Module:
        """The stem: a transformer has no last maps."""
        return self.model.stem

    def look(self, pictures: Tensor, mask: Tensor) -> Tensor:
        """``(b, v, 3, side, side)`` as `datasets.normalise` makes them to features ``(b, v, width)``."""
        seen = present(pictures, mask) * STD + MEAN
        return spread(self.model.features((seen - self.mean) / self.std).float(), mask)

    def embed(self, features: Tensor) -> Tensor:
        """Features are all that is known before the last layer."""
        return features

    def classify(self, embedded: Tensor) -> Tensor:
        """Logits ``(n, cells)`` of single views."""
        return self.lattice.by_cell(self._belief(embedded))

    def decide(self, features: Tensor, mask: Tensor) -> Output:
        """Judge each view, then average."""
        embedded = present(features, mask)
        points = self._belief(embedded)
        anchors, cells = spread(points, mask), spread(self.lattice.by_cell(points), mask)
        state = spread(embedded, mask).sum(1) / mask.sum(1, keepdim=True).clamp_min(1)
        return Output(belief_so_far(cells, mask), belief_so_far(anchors, mask), (), cells, anchors, state)

    def load_pretrained(self) -> None:
        """Refuse: it comes with its weights."""
        message = "a published model is not trained here; begin a training with other weights"
        raise CheckpointError(message)
