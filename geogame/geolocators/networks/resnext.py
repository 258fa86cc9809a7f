"""The India system (github.com/kvsnoufal/ImageGeoLocation, net.py): ResNeXt50 with one linear layer on its mean."""

from __future__ import annotations

from typing import Literal

from torch import Tensor, nn

from geogame.geolocators.networks.backboned import Backboned, BackboneOptions
from geogame.geolocators.networks.backbones import BACKBONES
from geogame.geolocators.networks.base import NetworkConfig, PerView


class ResnextOptions(BackboneOptions):
    """A backbone, by default the system's own, all of it trained."""

    kind: Literal["resnext"]
    backbone: str = "resnext50_32x4d"


class Resnext(Backboned, PerView):
    """Judges each view by a linear layer on the mean of every map."""

    def __init__(self, config: NetworkConfig[ResnextOptions]) -> None:
        super().__init__(config)
        self.cell_head = nn.Linear(BACKBONES[config.options.backbone].channels, config.cells)

    def pool(self, maps: Tensor) -> Tensor:
        """``(n, c, h, w)`` to the mean of every map ``(n, c)``."""
        return maps.mean((2, 3))

    def embed(self, features: Tensor) -> Tensor:
        """Give the features ``(n, c)`` of views as they are: nothing lies between them and the last layer."""
        return features

    def classify(self, embedded: Tensor) -> Tensor:
        """Logits ``(n, cells)`` of views."""
        logits: Tensor = self.cell_head(embedded)
        return logits
