"""The Stockholm system: a backbone, generalised-mean pooling, an optional projection; places are found by likeness.

What the network learns is one feature a view, near those of the same place on other dates. Cells come in two ways: for
a guess the nearest pictures of a gallery vote (`geogame.geolocators.retrieval`), and for what must be differentiable,
such as Grad-CAM, each cell has the mean feature of its training views.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

import torch
from pydantic import Field
from torch import Tensor, nn
from torch.nn import functional as F

from geogame.geolocators.networks.backboned import Backboned, BackboneOptions
from geogame.geolocators.networks.backbones import BACKBONES
from geogame.geolocators.networks.base import NetworkConfig, PerView

SMALLEST = 1e-6


class RetrievalOptions(BackboneOptions):
    """A backbone, how its maps are pooled, and what a training step looks like.

    ``power`` is the exponent that pooling begins with and then learns. ``projection`` is the length of the feature,
    or none to leave it as the backbone makes it. A batch holds ``training.batch_places`` pictures: ``dates`` of each
    place in it. ``loss_*`` and ``miner_margin`` are those of the multi-similarity loss; ``temperature`` and
    ``neighbours`` say how a gallery's pictures vote.
    """

    kind: Literal["retrieval"]
    backbone: str = "resnet50"
    power: Annotated[float, Field(ge=1)] = 3.0
    projection: Annotated[int, Field(ge=1)] | None = None
    dates: Annotated[int, Field(ge=2)] = 4
    loss_alpha: Annotated[float, Field(gt=0)] = 1.0
    loss_beta: Annotated[float, Field(gt=0)] = 50.0
    loss_base: float = 0.0
    miner_margin: Annotated[float, Field(ge=0)] = 0.1
    temperature: Annotated[float, Field(gt=0)] = 0.05
    neighbours: Annotated[int, Field(ge=1)] = 20


class GeneralisedMean(nn.Module):
    """Pooling between the mean (power 1) and the maximum (power without end), the power learned.

    Radenović, Tolias and Chum 2018, https://arxiv.org/abs/1711.02512.
    """

    def __init__(self, power: float) -> None:
        super().__init__()
        self.power = nn.Parameter(torch.tensor([power]))

    def forward(self, maps: Tensor) -> Tensor:
        """``(n, c, h, w)`` to ``(n, c)`` float32."""
        raised = maps.float().clamp_min(SMALLEST) ** self.power
        pooled: Tensor = raised.mean((2, 3)) ** (1 / self.power)
        return pooled


class Retrieval(Backboned, PerView):
    """One feature of length one a view.

    Attributes
    ----------
    prototypes
        ``(cells, d)`` mean feature of each cell's training views, of length one; random before `remember`.
    """

    prototypes: Tensor

    def __init__(self, config: NetworkConfig[RetrievalOptions]) -> None:
        super().__init__(config)
        options = config.options
        channels = BACKBONES[options.backbone].channels
        self.pooling = GeneralisedMean(options.power)
        self.project: nn.Module = nn.Identity()
        if options.projection is not None:
            self.project = nn.Linear(channels, options.projection)
        drawn = torch.randn(config.cells, options.projection or channels)
        self.register_buffer("prototypes", F.normalize(drawn, dim=1))

    def embed(self, features: Tensor) -> Tensor:
        """Turn maps ``(n, c, h, w)`` of views into features ``(n, d)`` of length one."""
        pooled = F.normalize(self.pooling(features), dim=1)
        projected: Tensor = F.normalize(self.project(pooled).float(), dim=1)
        return projected

    def classify(self, embedded: Tensor) -> Tensor:
        """Logits ``(n, cells)`` of views: likeness to each cell's mean."""
        logits: Tensor = embedded @ self.prototypes.T / self.config.options.temperature
        return logits

    def remember(self, embedded: Tensor, cells: Tensor) -> None:
        """Take the mean feature of each cell from views ``(n, d)`` and their cells ``(n,)``; -1 is no cell."""
        inside = cells >= 0
        total = torch.zeros_like(self.prototypes).index_add_(0, cells[inside], embedded[inside].to(self.prototypes))
        self.prototypes.copy_(F.normalize(total, dim=1))


def untrained(config: NetworkConfig[RetrievalOptions]) -> Retrieval:
    """Build the network that training begins from, without a projection, which is random before training.

    Raises
    ------
    CheckpointError
        If the backbone's weights are not there.
    """
    options = config.options.model_copy(update={"projection": None})
    network = Retrieval(replace(config, options=options))
    network.load_pretrained()
    return network.eval()
