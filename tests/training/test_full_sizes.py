"""Every recipe's network in full size: its trainable parameters, and its outputs' shapes."""

import pytest
import torch

from geogame.geolocators import MODELS_FOLDER
from geogame.geolocators.checkpoint import WEIGHTS_FILE, read_note, read_tensors
from geogame.geolocators.networks import NetworkConfig, build_network
from geogame.geolocators.networks.backboned import Backboned
from geogame.geolocators.networks.base import PerView
from geogame.partitions import load_partition
from geogame.training.recipe import Recipe, load_recipe

RESNET50_LAYER4 = 14_964_736
CITIES, INDIA = 22, 58  # cells of the systems whose data come from outside
TENTHS = 79  # cells of America cut ten by ten
BLOCKS = ((64, 64, 0), (64, 128, 1), (128, 128, 0), (128, 256, 1), (256, 256, 0))  # from, to, with a shortcut
RENDERED = 48 * 64 * 9 + 2 * 64 + sum(9 * b * (a + b) + 4 * b + s * (a * b + 2 * b) for a, b, s in BLOCKS)
SEED_HEAD = 64 * 1024 + 1024 + 1024 * 512 + 512 + 512 * 128 + 128 + 128 * 64 + 64 + 64 * 243 + 243
SEED_CNN8 = sum(a * b * 9 + b for a, b in ((3, 128), (128, 128), (128, 64), (64, 64), (64, 64), (64, 64)))
SEED_CNN8 += 64 * 512 * 9 + 512 + 512 * 512 * 9 + 512 + 2 * (128 + 64 + 64 + 512)
GEOSPOTTR = sum(a * b * 9 + b + b * b * 9 + b for a, b in ((2048, 5), (5, 10), (10, 20), (20, 40)))

TRAINABLE = {
    "usa-cnn-75k": 75_463,
    "usa-cnn-1m": 1_473_331,
    "usa-cnn-6m": 6_878_707,
    "usa-cnn-13m": 13_357_555,
    "usa-cnn-lstm": 4 * 64 * (2048 + 64 + 2) + SEED_HEAD,
    "usa-cnn-lstm-own": SEED_CNN8 + 4 * 64 * (512 + 64 + 2) + SEED_HEAD,
    "geospottr": RESNET50_LAYER4 + 2048 * 2048 * 49 + 2048 + GEOSPOTTR + 360 * 70 + 70 + 70 * CITIES + CITIES,
    "india": 22_979_904 + 2048 * INDIA + INDIA,
    "india-rendered": RENDERED + 256 * TENTHS + TENTHS,
    "usa-osv5m": 23_508_032 + 2048 * 243 + 243,
    "usa-mapillary": 23_508_032 + 2048 * 243 + 243,
}


def built(recipe: Recipe) -> Backboned:
    known = {"india": INDIA, "cities": CITIES}
    cells = known.get(recipe.data.region) or len(load_partition(recipe.data.partition, recipe.data.region))
    with torch.device("meta"):
        network = build_network(NetworkConfig(recipe.geolocator, cells, cells, views=3, size=recipe.data.size))
    assert isinstance(network, Backboned)
    return network


@pytest.mark.parametrize("name", TRAINABLE)
def test_trainable_parameters_are_exactly_the_systems(name: str) -> None:
    network = built(load_recipe(name))
    assert sum(value.numel() for value in network.parameters() if value.requires_grad) == TRAINABLE[name]


def test_our_recipe_makes_the_shipped_network() -> None:
    folder = MODELS_FOLDER / "usa-rendered"
    recipe, config = load_recipe("usa-rendered"), read_note(folder).config
    counts = config["cells"], config["anchors"], tuple(config["coarse"])
    with torch.device("meta"):
        network = build_network(NetworkConfig(recipe.geolocator, *counts, size=recipe.data.size))
        output = network.decide(torch.empty(2, 4, config["feature"]), torch.ones(2, 4, dtype=torch.bool))
    shipped = {name: tensor.shape for name, tensor in read_tensors(folder / WEIGHTS_FILE)[0].items()}
    own = {name: tensor.shape for name, tensor in network.state_dict().items()}
    assert own.items() <= shipped.items()
    assert all(name.startswith(("geo.", "embedding.")) for name in shipped.keys() - own.keys())
    assert output.cells.shape == (2, 4, 243)
    assert output.anchors.shape == (2, 4, config["anchors"])


@pytest.mark.parametrize("profile", ["full", "bench"])
@pytest.mark.parametrize("name", TRAINABLE)
def test_outputs_have_a_probability_for_every_cell(name: str, profile: str) -> None:
    recipe = load_recipe(name).profile(profile)
    network = built(recipe)
    views = torch.empty(2, 3, *recipe.data.size, device="meta")
    features = network.pool(network.backbone(views))
    if isinstance(network, PerView):
        logits = network.classify(network.embed(features))
        assert logits.shape == (2, network.config.cells)
    else:
        output = network.decide(features[:, None].expand(-1, 3, -1), torch.ones(2, 3, dtype=torch.bool, device="meta"))
        assert output.cells.shape == output.view_cells.shape == (2, 3, network.config.cells)
        assert output.state.shape == (2, 64)
    assert network.frozen == (recipe.geolocator.model_dump()["frozen_stages"] == "all")
