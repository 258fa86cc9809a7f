"""What every kind of network promises, in a small size."""

import json
from typing import Any

import pytest
import torch

from geogame.geolocators import GEOLOCATORS
from geogame.geolocators.networks import (
    NETWORKS,
    AnchoredOptions,
    Network,
    NetworkConfig,
    Output,
    build_network,
    read_config,
)
from geogame.geolocators.networks.backboned import BackboneOptions

NORMS = torch.nn.modules.batchnorm._BatchNorm
CELLS, VIEWS, SIZE = 5, 4, (64, 128)
SMALL: dict[str, dict[str, Any]] = {"cnn_lstm": {"widths": (8, 16), "depths": (1, 1), "feature": 16, "hidden": 12}}


def config_of(kind: str, **options: Any) -> NetworkConfig[Any]:
    section = NETWORKS[kind].options
    if issubclass(section, BackboneOptions):
        options = {"backbone": "rendered", "weights": "random", **options}
    made = section.model_validate({"kind": kind, **SMALL.get(kind, {}), **options})
    finer = isinstance(made, AnchoredOptions)
    return NetworkConfig(made, CELLS, 7 if finer else CELLS, (2, 3) if finer else (), VIEWS, SIZE)


@pytest.fixture(params=NETWORKS)
def network(request: pytest.FixtureRequest) -> Network:
    torch.manual_seed(0)
    return build_network(config_of(request.param)).eval()


def pictures(places: int = 2) -> torch.Tensor:
    return torch.randn(places, VIEWS, 3, *SIZE, generator=torch.Generator().manual_seed(1))


def tensors(output: Output) -> list[torch.Tensor]:
    return [output.cells, output.anchors, *output.coarse, output.view_cells, output.view_anchors, output.state]


def test_every_kind_can_be_loaded_as_a_geolocator() -> None:
    assert set(NETWORKS) <= set(GEOLOCATORS)


def test_output_has_a_belief_after_every_view(network: Network) -> None:
    output = network(pictures(), torch.ones(2, VIEWS, dtype=torch.bool))
    config = network.config
    assert output.cells.shape == output.view_cells.shape == (2, VIEWS, config.cells)
    assert output.anchors.shape == output.view_anchors.shape == (2, VIEWS, config.anchors)
    assert tuple(head.shape[-1] for head in output.coarse) == config.coarse
    assert output.state.shape[0] == 2
    assert not torch.allclose(output.cells[:, 0].softmax(-1), output.cells[:, 3].softmax(-1), atol=1e-6)


def test_what_stands_in_a_masked_slot_does_not_matter(network: Network) -> None:
    mask = torch.tensor([[True, False, True, False], [False, True, True, True]])
    given = pictures()
    changed = given.clone()
    changed[~mask] = float("nan")
    for first, second in zip(tensors(network(given, mask)), tensors(network(changed, mask)), strict=True):
        assert torch.equal(first, second)


def test_a_masked_view_leaves_the_belief_as_it_was(network: Network) -> None:
    output = network(pictures(1), torch.tensor([[True, False, True, False]]))
    cells = output.cells[0]
    assert torch.equal(cells[0], cells[1])
    assert torch.equal(cells[2], cells[3])
    assert not torch.equal(cells[1], cells[2])
    assert not output.view_cells[0, 1].any()


def test_a_place_in_a_batch_is_judged_as_alone(network: Network) -> None:
    mask = torch.tensor([[True, True, False, True], [True, True, True, True]])
    together = tensors(network(pictures(), mask))
    alone = [tensors(network(pictures()[row : row + 1], mask[row : row + 1])) for row in range(2)]
    for whole, *single in zip(together, *alone, strict=True):
        assert torch.allclose(whole, torch.cat(single), atol=1e-4)


def test_a_view_alone_knows_nothing_of_the_others(network: Network) -> None:
    mask = torch.ones(1, VIEWS, dtype=torch.bool)
    there, back = network(pictures(1), mask), network(pictures(1).flip(1), mask)
    assert torch.allclose(there.view_cells, back.view_cells.flip(1), atol=1e-4)


def test_deciding_on_kept_features_is_the_whole_network(network: Network) -> None:
    mask = torch.tensor([[True, False, True, True], [True, True, True, True]])
    features = network.encode(pictures(), mask)
    assert not features[0, 1].any()
    for whole, halves in zip(tensors(network(pictures(), mask)), tensors(network.decide(features, mask)), strict=True):
        assert torch.equal(whole, halves)


def test_the_last_maps_are_seen_on_the_way(network: Network) -> None:
    seen: list[torch.Tensor] = []
    network.maps.register_forward_hook(lambda _module, _given, maps: seen.append(maps))
    network(pictures(1), torch.tensor([[True, False, True, True]]))
    assert [maps.shape[0] for maps in seen] == [3]
    assert seen[0].ndim == 4


def test_frozen_stages_keep_weights_and_statistics(network: Network) -> None:
    stages = network.stages()
    network.freeze(len(stages))
    assert network.frozen
    network.freeze(1)
    assert not network.frozen
    before = {name: value.clone() for name, value in stages[0].state_dict().items()}
    network.train()
    optimiser = torch.optim.SGD(network.parameters(), 0.1)
    output = network(pictures(), torch.ones(2, VIEWS, dtype=torch.bool))
    (output.cells.logsumexp(-1).sum() + output.view_cells.square().sum()).backward()
    optimiser.step()
    for name, value in stages[0].state_dict().items():
        assert torch.equal(value, before[name]), name
    norms = [[layer.training for layer in stage.modules() if isinstance(layer, NORMS)] for stage in stages[:2]]
    assert norms[0]
    assert not any(norms[0])
    assert all(norms[1])
    moved = [parameter.grad is not None for parameter in stages[1].parameters()]
    assert moved
    assert all(moved)


def test_configuration_survives_json(network: Network) -> None:
    config = network.config
    assert read_config(config.options.kind, json.loads(json.dumps(config.to_json()))) == config


@pytest.mark.parametrize("raw", [{"odd": 1}, {"dropout": "much", "frozen_stages": -1}])
def test_a_foreign_configuration_is_refused(network: Network, raw: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        read_config(network.config.options.kind, network.config.to_json() | raw)
