"""Our CNN/LSTM: one compact CNN for every view, an LSTM over the views, heads after each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

import torch
from pydantic import Field, model_validator
from torch import Tensor, nn
from torch.nn import functional as F

from geogame.geolocators.networks.base import AnchoredOptions, Network, NetworkConfig, Output, present, spread
from geogame.geolocators.networks.maps import ViewMaps
from geogame.geolocators.networks.pretrained import load_pretrained


class CnnLstmOptions(AnchoredOptions):
    """Sizes of `CnnLstm`.

    ``stem`` is the side of the square patch that the first layer folds into channels, ``widths`` and ``depths`` are
    channels and residual blocks of each stage (every stage but the first halves the resolution), ``feature`` and
    ``hidden`` the lengths of a view's feature and of the LSTM's state. ``dropout`` acts on features and states.
    """

    kind: Literal["cnn_lstm"] = "cnn_lstm"
    stem: Annotated[int, Field(ge=1)] = 4
    widths: tuple[int, ...] = (64, 128, 256)
    depths: tuple[int, ...] = (1, 2, 2)
    feature: Annotated[int, Field(ge=1)] = 256
    hidden: Annotated[int, Field(ge=1)] = 320
    dropout: Annotated[float, Field(ge=0, lt=1)] = 0.3
    frozen_stages: Annotated[int, Field(ge=0)] | Literal["all"] = 0

    @model_validator(mode="after")
    def _stages(self) -> CnnLstmOptions:
        if len(self.widths) != len(self.depths) or not self.widths:
            message = "widths and depths need one entry per stage each"
            raise ValueError(message)
        return self


class ViewEncoder(ViewMaps):
    """One picture to one feature: the maps, then the mean of each row beside the maximum.

    Rows are kept apart since the horizon is always at the same height: sky, distance and ground each have theirs.
    """

    def __init__(self, options: CnnLstmOptions, size: tuple[int, int]) -> None:
        super().__init__(options.stem, options.widths, options.depths)
        rows = size[0] // (options.stem * 2 ** (len(options.widths) - 1))
        self.project = nn.Linear(options.widths[-1] * (rows + 1), options.feature)
        self.norm = nn.LayerNorm(options.feature)

    def forward(self, pictures: Tensor) -> Tensor:
        """``(n, 3, h, w)`` to ``(n, feature)``."""
        return self.finish(self.pool(pictures))

    def pool(self, pictures: Tensor) -> Tensor:
        """``(n, 3, h, w)`` to the means of rows and the maxima of their maps, ``(n, channels * (rows + 1))``."""
        maps = super().forward(pictures)
        return torch.cat([maps.mean(3).flatten(1), maps.amax((2, 3))], 1)

    def finish(self, pooled: Tensor) -> Tensor:
        """``(..., channels * (rows + 1))`` to ``(..., feature)``."""
        features: Tensor = self.norm(self.project(pooled).float())
        return F.relu(features)


class CnnLstm(Network):
    """Views in canonical order through one `ViewEncoder` and an LSTM, with heads after each view."""

    def __init__(self, config: NetworkConfig[CnnLstmOptions]) -> None:
        super().__init__(config)
        options = config.options
        self.encoder = ViewEncoder(options, config.size)
        self.slot = nn.Parameter(torch.randn(config.views, options.feature) * 0.02)
        self.lstm = nn.LSTMCell(options.feature, options.hidden)
        self.drop = nn.Dropout(options.dropout)
        self.cell_head = nn.Linear(options.hidden, config.cells)
        self.anchor_head = nn.Linear(options.hidden, config.anchors)
        self.coarse_heads = nn.ModuleList(nn.Linear(options.hidden, groups) for groups in config.coarse)
        self.view_cell_head = nn.Linear(options.feature, config.cells)
        self.view_anchor_head = nn.Linear(options.feature, config.anchors)
        self.freeze(len(self.stages()) if options.frozen_stages == "all" else options.frozen_stages)

    def stages(self) -> Sequence[nn.Module]:
        """Return the stem and each residual block."""
        return [self.encoder.stem, *self.encoder.stages]

    @property
    def maps(self) -> nn.Module:
        """The residual stages."""
        return self.encoder.stages

    def load_pretrained(self) -> None:
        """Fill the stem and the residual blocks as ``weights`` says; what is above them begins at random."""
        body = nn.ModuleDict({"stem": self.encoder.stem, "stages": self.encoder.stages})
        load_pretrained(body, "rendered", self.config.options.weights)

    def look(self, pictures: Tensor, mask: Tensor) -> Tensor:
        """Pooled maps ``(b, v, channels * (rows + 1))`` of pictures ``(b, v, 3, h, w)``; missing views cost nothing."""
        return spread(self.encoder.pool(present(pictures, mask)).float(), mask)

    def raise_features(self, looked: Tensor, mask: Tensor) -> Tensor:
        """Project pooled maps to features ``(b, v, feature)``."""
        features = self.encoder.finish(looked)
        return torch.where(mask[:, :, None], features, torch.zeros_like(features))

    def decide(self, features: Tensor, mask: Tensor) -> Output:
        """Run LSTM and heads on features ``(b, v, feature)``."""
        features = self.drop(features)
        placed = features + self.slot
        state = memory = features.new_zeros(len(features), self.config.options.hidden)
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
