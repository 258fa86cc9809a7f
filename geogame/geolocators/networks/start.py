"""How layers without given weights begin: as PyTorch's do, or as those of Keras, in which the seeds were written.

PyTorch's dense layers and convolutions begin smaller: behind five of them, or behind four units, nothing of a picture
is left for a gradient to begin with, and the network stays at the same answer for every place.
"""

from typing import Literal, TypeAlias

import torch
from torch import nn

Start: TypeAlias = Literal["torch", "keras"]


def start_as_keras(network: nn.Module) -> None:
    """Draw the weights of all layers anew as Keras does, from PyTorch's random state.

    Dense layers, convolutions and an LSTM's inputs by Glorot's uniform rule
    (https://proceedings.mlr.press/v9/glorot10a.html), an LSTM's recurrence orthogonal and its forget gate open
    (bias 1), all other biases 0.
    """
    for layer in network.modules():
        if isinstance(layer, nn.Linear | nn.Conv2d):
            nn.init.xavier_uniform_(layer.weight)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)
        elif isinstance(layer, nn.LSTMCell):
            nn.init.xavier_uniform_(layer.weight_ih)
            nn.init.orthogonal_(layer.weight_hh)
            nn.init.zeros_(layer.bias_hh)
            nn.init.zeros_(layer.bias_ih)
            with torch.no_grad():
                layer.bias_ih[layer.hidden_size : 2 * layer.hidden_size] = 1.0
