import torch
from torch import Tensor, nn

from geogame.geolocators.networks import NetworkConfig
from geogame.geolocators.networks.geospottr import Geospottr, GeospottrOptions


def test_pooled_features_are_spread_as_by_the_transposed_convolution() -> None:
    torch.manual_seed(0)
    options = GeospottrOptions(kind="geospottr", backbone="mobilenet_v2", weights="random", frozen_stages="all")
    network = Geospottr(NetworkConfig(options, cells=5, anchors=5))
    features = torch.rand(3, network.expand.in_channels)
    seen: list[Tensor] = []

    def keep(layer: nn.Module, given: tuple[Tensor]) -> None:
        seen.append(given[0])

    network.first[0].register_forward_pre_hook(keep)
    network.embed(features)
    torch.testing.assert_close(seen[0], network.expand(features[:, :, None, None]).relu())
