"""GeoSpottr (github.com/pkardjian/GeoSpottr, primary.py): a small CNN on top of a ResNet50 pooled to one point.

The pooled features are spread over 7x7 by a transposed convolution, then pass four stages of 3x3 convolutions in each
of which the second one is used three times, max-pooling, and two dense layers. There is no norm between these 17
layers, and with PyTorch's usual weights a picture's trace fades on the way to a millionth; the weights here begin as
those of rectified layers should (He et al. 2015, https://arxiv.org/abs/1502.01852), which keeps it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final, Literal

from pydantic import Field
from torch import Tensor, nn
from torch.nn import functional as F

from geogame.geolocators.networks.backboned import Backboned, BackboneOptions
from geogame.geolocators.networks.backbones import BACKBONES
from geogame.geolocators.networks.base import NetworkConfig, PerView

SIDE: Final = 7
REUSED: Final = 3


class GeospottrOptions(BackboneOptions):
    """Sizes of `Geospottr`: channels of the stages, and units of the dense layer."""

    kind: Literal["geospottr"]
    backbone: str = "resnet50"
    frozen_stages: Annotated[int, Field(ge=0)] | Literal["all"] = 4
    widths: Annotated[tuple[Annotated[int, Field(ge=1)], ...], Field(min_length=1)] = (5, 10, 20, 40)
    units: Annotated[int, Field(ge=1)] = 70


class Geospottr(Backboned, PerView):
    """Judges each view by the customised CNN."""

    def __init__(self, config: NetworkConfig[GeospottrOptions]) -> None:
        super().__init__(config)
        options = config.options
        channels = BACKBONES[options.backbone].channels
        self.expand = nn.ConvTranspose2d(channels, channels, SIDE)
        inputs: Sequence[int] = (channels, *options.widths[:-1])
        first = [nn.Conv2d(a, b, 3, padding=1) for a, b in zip(inputs, options.widths, strict=True)]
        second = [nn.Conv2d(width, width, 3, padding=1) for width in options.widths]
        self.first, self.second = nn.ModuleList(first), nn.ModuleList(second)
        self.dense = nn.Linear(options.widths[-1] * (SIDE // 2) ** 2, options.units)
        self.cell_head = nn.Linear(options.units, config.cells)
        for layer in (*first, *second):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)  # type: ignore[arg-type]
        nn.init.normal_(self.expand.weight, std=(2 / channels) ** 0.5)  # each output sees one point of the input

    def pool(self, maps: Tensor) -> Tensor:
        """``(n, c, h, w)`` to the mean of every map ``(n, c)``."""
        return maps.mean((2, 3))

    def embed(self, features: Tensor) -> Tensor:
        """Features ``(n, c)`` of views to ``(n, units)``."""
        maps = F.relu(self._spread(features))
        for first, second in zip(self.first, self.second, strict=True):
            maps = F.relu(first(maps))
            for _ in range(REUSED):
                maps = F.relu(second(maps))
        return F.relu(self.dense(F.max_pool2d(maps, 2).flatten(1)))

    def _spread(self, features: Tensor) -> Tensor:
        """``(n, c)`` to ``(n, c, SIDE, SIDE)``: of one point a transposed convolution is a product, half as dear."""
        weight = self.expand.weight
        maps = (features @ weight.flatten(1)).view(-1, *weight.shape[1:])
        return maps + self.expand.bias[:, None, None]  # type: ignore[index]

    def classify(self, embedded: Tensor) -> Tensor:
        """Logits ``(n, cells)`` of views."""
        logits: Tensor = self.cell_head(embedded)
        return logits
