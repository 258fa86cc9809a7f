"""Networks that see through one of BACKBONES, wholly or partly frozen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator
from torch import Tensor, nn

from geogame.geolocators.networks.backbones import BACKBONES, Trunk
from geogame.geolocators.networks.base import Network, NetworkConfig, Options, present, spread
from geogame.geolocators.networks.pretrained import load_pretrained
from geogame.geolocators.networks.start import Start, start_as_keras


class BackboneOptions(Options):
    """The eyes of a network.

    ``backbone`` is a name in BACKBONES; its lowest ``frozen_stages`` keep weights and batch statistics. What
    ``weights`` does not fill begins as ``start`` says.
    """

    backbone: str
    weights: str = "imagenet"
    frozen_stages: Annotated[int, Field(ge=0)] | Literal["all"] = 0
    start: Start = "torch"

    @field_validator("backbone")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in BACKBONES:
            message = f"there is no backbone {name!r}; choose one of {', '.join(BACKBONES)}"
            raise ValueError(message)
        return name

    @model_validator(mode="after")
    def _stages_there(self) -> BackboneOptions:
        there = len(BACKBONES[self.backbone].stages)
        if self.frozen_stages != "all" and self.frozen_stages > there:
            message = f"frozen_stages is {self.frozen_stages}, but {self.backbone} has {there} stages"
            raise ValueError(message)
        return self


class Backboned(Network):
    """Base of networks whose `look` is a backbone.

    Attributes
    ----------
    backbone
        The `Trunk`; its output are the network's last maps.
    """

    def __init__(self, config: NetworkConfig[Any]) -> None:
        super().__init__(config)
        options = config.options
        self.backbone = Trunk(options.backbone)
        stages = self.backbone.stages()
        self.freeze(len(stages) if options.frozen_stages == "all" else options.frozen_stages)

    @property
    def maps(self) -> nn.Module:
        """The backbone."""
        return self.backbone

    def stages(self) -> Sequence[nn.Module]:
        """Return the backbone's stages."""
        return self.backbone.stages()

    def load_pretrained(self) -> None:
        """Fill the backbone as ``weights`` says, all else as ``start`` does; `CheckpointError` if it cannot be done."""
        if self.config.options.start == "keras":
            start_as_keras(self)
        load_pretrained(self.backbone.body, self.backbone.name, self.config.options.weights)

    def look(self, pictures: Tensor, mask: Tensor) -> Tensor:
        """Features ``(b, v, ...)`` of the pictures ``(b, v, 3, h, w)``; missing views cost nothing."""
        return spread(self.pool(self.backbone(present(pictures, mask))).float(), mask)

    def pool(self, maps: Tensor) -> Tensor:
        """Choose what is kept of a view's maps ``(n, c, h, w)``: all, unless a subclass pools. Has no weights."""
        return maps
