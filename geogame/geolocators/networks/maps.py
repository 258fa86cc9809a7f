"""Our own convolutional part: pictures folded into patches, then residual stages."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F


def convolution(inputs: int, outputs: int, kernel: int = 3, stride: int = 1) -> nn.Sequential:
    """Convolution and batch norm; an odd kernel keeps the size."""
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs))


class Residual(nn.Module):
    """Two 3x3 convolutions beside a shortcut (He et al. 2016, https://arxiv.org/abs/1512.03385)."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.first = convolution(inputs, outputs, 3, stride)
        self.second = convolution(outputs, outputs)
        self.shortcut: nn.Module = nn.Identity()
        if stride != 1 or inputs != outputs:
            pool: nn.Module = nn.AvgPool2d(stride) if stride > 1 else nn.Identity()
            self.shortcut = nn.Sequential(pool, convolution(inputs, outputs, 1))

    def forward(self, x: Tensor) -> Tensor:
        """``(n, inputs, h, w)`` to ``(n, outputs, h / stride, w / stride)``."""
        result: Tensor = F.relu_(self.shortcut(x) + self.second(F.relu_(self.first(x))))
        return result


class ViewMaps(nn.Module):
    """The convolutional part: square patches folded into channels, then residual stages."""

    def __init__(self, stem: int, widths: Sequence[int], depths: Sequence[int]) -> None:
        super().__init__()
        self.fold = nn.PixelUnshuffle(stem)
        self.stem = convolution(3 * stem**2, widths[0])
        blocks: list[nn.Module] = []
        inputs = widths[0]
        for stage, (width, depth) in enumerate(zip(widths, depths, strict=True)):
            for block in range(depth):
                blocks.append(Residual(inputs, width, 2 if stage > 0 and block == 0 else 1))
                inputs = width
        self.stages = nn.Sequential(*blocks)

    def forward(self, pictures: Tensor) -> Tensor:
        """``(n, 3, h, w)`` to ``(n, channels, h / stride, w / stride)``."""
        folded = self.fold(pictures).contiguous(memory_format=torch.channels_last)
        maps: Tensor = self.stages(F.relu_(self.stem(folded)))
        return maps
