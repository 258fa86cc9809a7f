"""BACKBONES: what turns one picture into maps of features. To add one: a builder here and a line.

Pictures arrive as `datasets.normalise` gives them. A backbone turns them into what its own weights were made for, which
for ImageNet's is another mean and deviation in every channel; the seed systems left that out.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias

import torch
from torch import Tensor, nn

from geogame.datasets import MEAN, STD
from geogame.geolocators.networks.maps import ViewMaps

IMAGENET_MEAN: Final = (0.485, 0.456, 0.406)
IMAGENET_STD: Final = (0.229, 0.224, 0.225)
Stages: TypeAlias = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Backbone:
    """One entry of BACKBONES.

    Attributes
    ----------
    build
        Makes the convolutional part, with random weights and the parameter names of its origin.
    channels, stride
        Of the maps: ``(n, 3, h, w)`` gives ``(n, channels, h / stride, w / stride)``, rounded as the layers do.
    stages
        Names of the modules of each stage, from the picture upwards; what can be frozen.
    imagenet
        torchvision's weight enum, empty where ImageNet weights do not exist. The first version for all: the second
        was made for ImageNet's own test and its features transfer less well as they are.
    heads
        Prefixes of names that a whole model's state dict holds beside those of the convolutional part.
    """

    build: Callable[[], nn.Module]
    channels: int
    stride: int
    stages: Stages
    imagenet: str = ""
    heads: tuple[str, ...] = ()


class Trunk(nn.Module):
    """A backbone inside a network: brings the input to its own mean and deviation, then runs its body.

    Attributes
    ----------
    name
        In BACKBONES.
    body
        The convolutional part; its parameters are named as in its origin.
    """

    scale: Tensor
    shift: Tensor

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.body = BACKBONES[name].build()
        mean, std = torch.tensor(IMAGENET_MEAN), torch.tensor(IMAGENET_STD)
        if not BACKBONES[name].imagenet:
            mean, std = torch.full((3,), MEAN), torch.full((3,), STD)
        self.register_buffer("scale", (STD / std).view(3, 1, 1), persistent=False)
        self.register_buffer("shift", ((MEAN - mean) / std).view(3, 1, 1), persistent=False)

    def forward(self, pictures: Tensor) -> Tensor:
        """``(n, 3, h, w)`` to ``(n, channels, h / stride, w / stride)``."""
        own = (pictures * self.scale + self.shift).contiguous(memory_format=torch.channels_last)
        maps: Tensor = self.body(own)
        return maps

    def stages(self) -> list[nn.Module]:
        """Return the stages from the picture upwards."""
        return [nn.ModuleList(self.body.get_submodule(part) for part in parts) for parts in BACKBONES[self.name].stages]


def map_shape(name: str, size: tuple[int, int]) -> tuple[int, int, int]:
    """Channels, height and width of a backbone's maps for pictures of ``size`` (height, width).

    Raises
    ------
    ValueError
        If it cannot take pictures of that size.
    """
    with torch.device("meta"):
        trunk = Trunk(name).eval()
        try:
            channels, height, width = trunk(torch.empty(1, 3, *size)).shape[1:]
        except RuntimeError as error:
            message = (
                f"backbone {name!r} cannot take pictures of {size[0]}x{size[1]}: give a height and a width that are "
                f"multiples of {BACKBONES[name].stride}"
            )
            raise ValueError(message) from error
    return channels, height, width


def _torchvision(name: str, parts: Sequence[str]) -> nn.Module:
    from torchvision import models

    model = models.get_model(name, weights=None)
    return nn.Sequential(OrderedDict((part, getattr(model, part)) for part in parts))


def seed_cnn8() -> nn.Module:
    """Build the eight layers that the USA CNN/LSTM seed trained in place of ResNet50 (geoLSTM.py).

    Keras' momentum of 0.6 is PyTorch's 0.4.
    """
    blocks: OrderedDict[str, nn.Module] = OrderedDict()
    inputs = 3
    for index, width in enumerate((128, 64, 64, 512)):
        layers: list[nn.Module] = [nn.MaxPool2d(2)] if index else []
        for _ in range(2):
            layers += [nn.Conv2d(inputs, width, 3, padding=1), nn.ReLU()]
            inputs = width
        blocks[f"block{index + 1}"] = nn.Sequential(*layers, nn.BatchNorm2d(width, eps=1e-3, momentum=0.4))
    return nn.Sequential(blocks)


_RESNET: Final = ("conv1", "bn1", "relu", "maxpool", "layer1", "layer2", "layer3", "layer4")
_RESNET_STAGES: Final[Stages] = (("conv1", "bn1"), ("layer1",), ("layer2",), ("layer3",), ("layer4",))


def _resnet(name: str, channels: int, imagenet: str) -> Backbone:
    return Backbone(partial(_torchvision, name, _RESNET), channels, 32, _RESNET_STAGES, imagenet, ("fc.",))


BACKBONES: Final[dict[str, Backbone]] = {
    "resnet18": _resnet("resnet18", 512, "ResNet18_Weights.IMAGENET1K_V1"),
    "resnet50": _resnet("resnet50", 2048, "ResNet50_Weights.IMAGENET1K_V1"),
    "resnext50_32x4d": _resnet("resnext50_32x4d", 2048, "ResNeXt50_32X4D_Weights.IMAGENET1K_V1"),
    "mobilenet_v2": Backbone(
        partial(_torchvision, "mobilenet_v2", ("features",)),
        1280,
        32,
        tuple((f"features.{index}",) for index in range(19)),
        "MobileNet_V2_Weights.IMAGENET1K_V1",
        ("classifier.",),
    ),
    "seed_cnn8": Backbone(seed_cnn8, 512, 8, tuple((f"block{index}",) for index in range(1, 5))),
    # The convolutional part of recipes/usa-rendered.toml.
    "rendered": Backbone(
        partial(ViewMaps, 4, (64, 128, 256), (1, 2, 2)),
        256,
        16,
        (("stem",), *((f"stages.{index}",) for index in range(5))),
        heads=("project.", "norm."),
    ),
}
