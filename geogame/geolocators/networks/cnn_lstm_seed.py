"""The CNN/LSTM of the USA seed system (github.com/Nirvan66/geoguessrLSTM, geoLSTM.py).

One backbone for all views, a frozen ResNet50 or eight layers of its own, then the maximum of every map, an LSTM over
the views, three dense layers with dropout, one without, and the cells. Sizes are the seed's; PyTorch's LSTM has two
bias vectors where Keras' has one.
"""

from __future__ import annotations

from typing import Annotated, Literal

import torch
from pydantic import Field
from torch import Tensor, nn
from torch.nn import functional as F

from geogame.geolocators.networks.backboned import Backboned, BackboneOptions
from geogame.geolocators.networks.backbones import BACKBONES
from geogame.geolocators.networks.base import NetworkConfig, Output


class CnnLstmSeedOptions(BackboneOptions):
    """Sizes of `CnnLstmSeed`: the LSTM's state, dense layers with dropout, and the last dense layer without.

    With ``normalise`` every view's features get mean 0 and deviation 1 before the LSTM (no parameters). Maxima of maps
    are all large and positive: as they are, they close or open its gates for good, and its state says nothing.
    """

    kind: Literal["cnn_lstm_seed"]
    backbone: str = "resnet50"
    hidden: Annotated[int, Field(ge=1)] = 64
    units: Annotated[tuple[Annotated[int, Field(ge=1)], ...], Field(min_length=1)] = (1024, 512, 128)
    last_units: Annotated[int, Field(ge=1)] = 64
    normalise: bool = False
    dropout: Annotated[float, Field(ge=0, lt=1)] = 0.5


class CnnLstmSeed(Backboned):
    """Views in canonical order through one backbone and an LSTM; the head answers after each view."""

    def __init__(self, config: NetworkConfig[CnnLstmSeedOptions]) -> None:
        super().__init__(config)
        options = config.options
        self.lstm = nn.LSTMCell(BACKBONES[options.backbone].channels, options.hidden)
        layers: list[nn.Module] = []
        inputs = options.hidden
        for units in options.units:
            layers += [nn.Linear(inputs, units), nn.ReLU(), nn.Dropout(options.dropout)]
            inputs = units
        self.dense = nn.Sequential(*layers, nn.Linear(inputs, options.last_units), nn.ReLU())
        self.cell_head = nn.Linear(options.last_units, config.cells)

    def pool(self, maps: Tensor) -> Tensor:
        """``(n, c, h, w)`` to the maximum of every map ``(n, c)``."""
        return maps.amax((2, 3))

    def decide(self, features: Tensor, mask: Tensor) -> Output:
        """Run LSTM and head on features ``(b, v, c)``; a view alone is a sequence of one."""
        if self.config.options.normalise:
            features = F.layer_norm(features, features.shape[-1:])
        empty = features.new_zeros(len(features), self.config.options.hidden)
        state, memory = empty, empty
        states, alone = [], []
        for view in range(mask.shape[1]):
            there = mask[:, view, None]
            new_state, new_memory = self.lstm(features[:, view], (state, memory))
            state, memory = torch.where(there, new_state, state), torch.where(there, new_memory, memory)
            states.append(state)
            alone.append(self.lstm(features[:, view], (empty, empty))[0])
        known = self.dense(torch.stack(states, 1))
        cells = self.cell_head(known)
        view_cells = self.cell_head(self.dense(torch.stack(alone, 1))) * mask[:, :, None]
        return Output(cells, cells, (), view_cells, view_cells, known[:, -1])
