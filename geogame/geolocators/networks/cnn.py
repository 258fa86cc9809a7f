"""The CNN of the USA report (GeoGuessrAI, Theethira 2020): a frozen ResNet50 below a small convolutional head.

The head is Keras' MNIST example: a 3x3 convolution without padding, 2x2 max-pooling, dropout, one hidden dense layer,
dropout, and the cells. The report trained it in four sizes.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from torch import Tensor, nn
from torch.nn import functional as F

from geogame.geolocators.networks.backboned import Backboned, BackboneOptions
from geogame.geolocators.networks.backbones import map_shape
from geogame.geolocators.networks.base import NetworkConfig, PerView

KERNEL = 3
POOL = 2


class CnnOptions(BackboneOptions):
    """Sizes of `Cnn`: filters of the convolution, units of the dense layer, and the dropout after each."""

    kind: Literal["cnn"]
    backbone: str = "resnet50"
    frozen_stages: Annotated[int, Field(ge=0)] | Literal["all"] = "all"
    filters: Annotated[int, Field(ge=1)] = 256
    units: Annotated[int, Field(ge=1)] = 256
    filter_dropout: Annotated[float, Field(ge=0, lt=1)] = 0.25
    unit_dropout: Annotated[float, Field(ge=0, lt=1)] = 0.5


class Cnn(Backboned, PerView):
    """Judges each view by the report's head on the backbone's maps."""

    def __init__(self, config: NetworkConfig[CnnOptions]) -> None:
        super().__init__(config)
        options = config.options
        channels, height, width = map_shape(options.backbone, config.size)
        rows, columns = ((side - KERNEL + 1) // POOL for side in (height, width))
        if min(rows, columns) < 1:
            message = f"pictures of {config.size[0]}x{config.size[1]} leave maps of {height}x{width}: give larger ones"
            raise ValueError(message)
        self.convolution = nn.Conv2d(channels, options.filters, KERNEL)
        self.filter_drop = nn.Dropout(options.filter_dropout)
        self.dense = nn.Linear(options.filters * rows * columns, options.units)
        self.unit_drop = nn.Dropout(options.unit_dropout)
        self.cell_head = nn.Linear(options.units, config.cells)

    def embed(self, features: Tensor) -> Tensor:
        """Turn maps ``(n, c, h, w)`` of views into ``(n, units)``."""
        pooled = F.max_pool2d(F.relu(self.convolution(features)), POOL)
        return F.relu(self.dense(self.filter_drop(pooled).flatten(1)))

    def classify(self, embedded: Tensor) -> Tensor:
        """Logits ``(n, cells)`` of views."""
        logits: Tensor = self.cell_head(self.unit_drop(embedded))
        return logits
