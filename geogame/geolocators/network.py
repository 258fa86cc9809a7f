"""The CNN/LSTM network: one compact CNN for every view, an LSTM over the views, heads after each of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """Everything that decides the names and shapes of the network's weights.

    Attributes
    ----------
    cells, anchors
        Number of the partition's cells, and of the finer anchors the point estimate is made of.
    coarse
        Number of groups of each auxiliary coarse head.
    views
        Canonical views of a place.
    size
        ``(height, width)`` of the input in pixels.
    stem
        Side of the square patch that the first layer folds into channels.
    widths, depths
        Channels and residual blocks of each stage; every stage but the first halves the resolution.
    feature, hidden
        Length of a view's feature, and of the LSTM's state.
    dropout
        Applied to features and to the LSTM's output.
    """

    cells: int
    anchors: int
    coarse: tuple[int, ...] = ()
    views: int = 4
    size: tuple[int, int] = (64, 128)
    stem: int = 4
    widths: tuple[int, ...] = (64, 128, 256)
    depths: tuple[int, ...] = (1, 2, 2)
    feature: int = 256
    hidden: int = 320
    dropout: float = 0.3

    def to_json(self) -> dict[str, Any]:
        """Plain values, as `from_json` takes them."""
        return asdict(self)

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> NetworkConfig:
        """Rebuild a configuration; lists become tuples. `TypeError` if an entry is unknown."""
        values: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in raw.items()}
        return cls(**values)


class Output(NamedTuple):
    """Logits after each view (``v`` views) and of each view alone.

    ``cells (b, v, cells)``, ``anchors (b, v, anchors)`` and ``coarse`` (one ``(b, v, groups)`` a head) come from the
    LSTM; where a view is missing they repeat the state before it. ``view_cells (b, v, cells)`` and ``view_anchors``
    see one view each (zero where missing). ``state (b, hidden)`` is the LSTM's last state.
    """

    cells: Tensor
    anchors: Tensor
    coarse: tuple[Tensor, ...]
    view_cells: Tensor
    view_anchors: Tensor
    state: Tensor


def _convolution(inputs: int, outputs: int, kernel: int = 3, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs))


class Residual(nn.Module):
    """Two 3x3 convolutions beside a shortcut (He et al. 2016, https://arxiv.org/abs/1512.03385)."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.first = _convolution(inputs, outputs, 3, stride)
        self.second = _convolution(outputs, outputs)
        self.shortcut: nn.Module = nn.Identity()
        if stride != 1 or inputs != outputs:
            pool: nn.Module = nn.AvgPool2d(stride) if stride > 1 else nn.Identity()
            self.shortcut = nn.Sequential(pool, _convolution(inputs, outputs, 1))

    def forward(self, x: Tensor) -> Tensor:
        """``(n, inputs, h, w)`` to ``(n, outputs, h / stride, w / stride)``."""
        result: Tensor = F.relu_(self.shortcut(x) + self.second(F.relu_(self.first(x))))
        return result


class ViewEncoder(nn.Module):
    """One picture to one feature: patches, residual stages, then the mean of each row beside the maximum.

    Rows are kept apart since the horizon is always at the same height: sky, distance and ground each have theirs.
    """

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.fold = nn.PixelUnshuffle(config.stem)
        self.stem = _convolution(3 * config.stem**2, config.widths[0])
        blocks: list[nn.Module] = []
        inputs = config.widths[0]
        for stage, (width, depth) in enumerate(zip(config.widths, config.depths, strict=True)):
            for block in range(depth):
                blocks.append(Residual(inputs, width, 2 if stage > 0 and block == 0 else 1))
                inputs = width
        self.stages = nn.Sequential(*blocks)
        rows = config.size[0] // (config.stem * 2 ** (len(config.widths) - 1))
        self.project = nn.Linear(inputs * (rows + 1), config.feature)
        self.norm = nn.LayerNorm(config.feature)

    def forward(self, pictures: Tensor) -> Tensor:
        """``(n, 3, h, w)`` to ``(n, feature)``."""
        folded = self.fold(pictures).contiguous(memory_format=torch.channels_last)
        maps = self.stages(F.relu_(self.stem(folded)))
        pooled = torch.cat([maps.mean(3).flatten(1), maps.amax((2, 3))], 1)
        features: Tensor = self.norm(self.project(pooled).float())
        return F.relu(features)


class CnnLstm(nn.Module):
    """Views in canonical order through one `ViewEncoder` and an LSTM, with heads after each view."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder = ViewEncoder(config)
        self.slot = nn.Parameter(torch.randn(config.views, config.feature) * 0.02)
        self.lstm = nn.LSTMCell(config.feature, config.hidden)
        self.drop = nn.Dropout(config.dropout)
        self.cell_head = nn.Linear(config.hidden, config.cells)
        self.anchor_head = nn.Linear(config.hidden, config.anchors)
        self.coarse_heads = nn.ModuleList(nn.Linear(config.hidden, groups) for groups in config.coarse)
        self.view_cell_head = nn.Linear(config.feature, config.cells)
        self.view_anchor_head = nn.Linear(config.feature, config.anchors)

    def encode(self, pictures: Tensor, mask: Tensor) -> Tensor:
        """Features ``(b, v, feature)`` of the pictures ``(b, v, 3, h, w)``; missing views cost nothing."""
        features = self.encoder(pictures.flatten(0, 1)[mask.flatten()])
        every = features.new_zeros(mask.numel(), features.shape[1])
        every[mask.flatten()] = features
        shaped: Tensor = every.view(*mask.shape, -1)
        return shaped

    def forward(self, pictures: Tensor, mask: Tensor) -> Output:
        """Predict from ``(b, v, 3, h, w)`` pictures and a ``(b, v)`` mask of the views that are there."""
        return self.decide(self.encode(pictures, mask), mask)

    def decide(self, features: Tensor, mask: Tensor) -> Output:
        """Run LSTM and heads on features ``(b, v, feature)``."""
        features = self.drop(features)
        placed = features + self.slot
        state = memory = features.new_zeros(len(features), self.config.hidden)
        states = []
        for view in range(mask.shape[1]):
            there = mask[:, view, None]
            new_state, new_memory = self.lstm(placed[:, view], (state, memory))
            state, memory = torch.where(there, new_state, state), torch.where(there, new_memory, memory)
            states.append(state)
        seen = self.drop(torch.stack(states, 1))
        there = mask[:, :, None]
        return Output(
            cells=self.cell_head(seen),
            anchors=self.anchor_head(seen),
            coarse=tuple(head(seen) for head in self.coarse_heads),
            view_cells=self.view_cell_head(features) * there,
            view_anchors=self.view_anchor_head(features) * there,
            state=state,
        )


def average_views(logits: Tensor, mask: Tensor) -> Tensor:
    """Mean probability ``(b, n)`` over the present views of per-view logits ``(b, v, n)``."""
    weights = mask.float() / mask.float().sum(1, keepdim=True).clamp_min(1)
    return (logits.float().softmax(-1) * weights[:, :, None]).sum(1)
