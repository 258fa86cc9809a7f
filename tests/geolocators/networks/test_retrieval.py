from dataclasses import replace

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from geogame.geolocators.networks import NetworkConfig, RetrievalOptions, build_network
from geogame.geolocators.networks.retrieval import GeneralisedMean, Retrieval, untrained
from geogame.training.recipe import load_recipe

CONFIG = NetworkConfig(
    RetrievalOptions(kind="retrieval", backbone="rendered", weights="random", projection=16), cells=5, anchors=5
)


def network(config: NetworkConfig = CONFIG) -> Retrieval:
    torch.manual_seed(0)
    made = build_network(config)
    assert isinstance(made, Retrieval)
    return made.eval()


def maps(count: int = 3) -> torch.Tensor:
    return torch.rand(count, 256, 4, 8, generator=torch.Generator().manual_seed(1)) + 0.01


@settings(deadline=None, max_examples=20)
@given(st.floats(1.0, 20.0))
def test_the_generalised_mean_lies_between_mean_and_maximum(power: float) -> None:
    pooled = GeneralisedMean(power)(maps())
    assert (pooled >= maps().mean((2, 3)) - 1e-4).all()
    assert (pooled <= maps().amax((2, 3)) + 1e-4).all()


def test_power_one_is_the_mean_and_the_power_is_learned() -> None:
    pool = GeneralisedMean(1.0)
    assert torch.allclose(pool(maps()), maps().mean((2, 3)), atol=1e-6)
    pool(maps()).sum().backward()
    assert pool.power.grad is not None
    assert pool.power.grad.abs() > 0


def test_maps_without_any_feature_give_finite_gradients() -> None:
    empty = torch.zeros(2, 256, 4, 8, requires_grad=True)
    made = network()
    made.embed(empty).square().sum().backward()
    assert torch.isfinite(made.pooling.power.grad).all()
    assert torch.isfinite(empty.grad).all()


@pytest.mark.parametrize("projection", [None, 16])
def test_features_have_length_one(projection: int | None) -> None:
    made = network(replace(CONFIG, options=CONFIG.options.model_copy(update={"projection": projection})))
    features = made.embed(maps())
    assert features.shape == (3, projection or 256)
    assert torch.allclose(features.norm(dim=1), torch.ones(3), atol=1e-5)


def test_a_view_like_a_cells_training_views_is_given_that_cell() -> None:
    made = network()
    views = torch.eye(16)[[0, 0, 3, 7]]
    made.remember(views, torch.tensor([2, 2, 4, -1]))
    assert made.classify(torch.eye(16)[[0, 3]]).argmax(1).tolist() == [2, 4]
    assert not made.classify(torch.eye(16)[[7]]).any(), "a view outside all cells is remembered nowhere"


def test_the_untrained_network_has_the_first_weights_and_no_projection() -> None:
    plain = untrained(CONFIG)
    assert isinstance(plain.project, torch.nn.Identity)
    assert plain.pooling.power.tolist() == [3.0]
    assert not plain.training


def test_the_full_recipe_is_the_seeds_network() -> None:
    recipe = load_recipe("stockholm")
    with torch.device("meta"):
        made = build_network(NetworkConfig(recipe.geolocator, 100, 100, (), 4, recipe.data.size))
        features = made.embed(made.backbone(torch.empty(2, 3, *recipe.data.size)))
        logits = made.classify(features)
    assert features.shape == (2, 2048)
    assert logits.shape == (2, 100)
    resnet50, projection, power = 23_508_032, 2048 * 2048 + 2048, 1
    assert sum(weights.numel() for weights in made.parameters()) == resnet50 + projection + power
    stem_and_first_stage = 9_536 + 215_808
    learning = sum(weights.numel() for weights in made.parameters() if weights.requires_grad)
    assert learning == resnet50 + projection + power - stem_and_first_stage
    assert recipe.training.batch_places == 8 * recipe.geolocator.dates == 32
