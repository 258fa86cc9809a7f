import math

import torch
from torch import nn

from geogame.geolocators.networks.start import start_as_keras


def test_dense_layers_and_convolutions_begin_by_glorots_rule_without_bias() -> None:
    network = nn.Sequential(nn.Conv2d(8, 4, 3), nn.Linear(300, 60))
    start_as_keras(network)
    for layer, fans in zip(network, (9 * (8 + 4), 300 + 60), strict=True):
        limit = math.sqrt(6 / fans)
        assert 0.9 * limit < layer.weight.abs().max().item() <= limit
        assert not layer.bias.any()


def test_an_lstm_begins_with_its_forget_gate_open_and_an_orthogonal_recurrence() -> None:
    cell = nn.LSTMCell(12, 5)
    start_as_keras(cell)
    assert torch.equal((cell.bias_ih + cell.bias_hh).reshape(4, 5)[1], torch.ones(5))
    assert (cell.bias_ih + cell.bias_hh).sum() == 5
    assert torch.allclose(cell.weight_hh.T @ cell.weight_hh, torch.eye(5), atol=1e-5)


def test_a_picture_still_shows_behind_many_layers() -> None:
    layers: list[nn.Module] = []
    for _ in range(5):
        layers += [nn.Linear(256, 256), nn.ReLU()]
    network = nn.Sequential(*layers)
    pictures = torch.rand(64, 256)
    with torch.no_grad():
        before = network(pictures).std(0).mean()
        start_as_keras(network)
        assert network(pictures).std(0).mean() > 10 * before
