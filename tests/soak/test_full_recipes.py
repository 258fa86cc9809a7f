"""Whether every recipe's network in full size learns: thirty steps on 32 pictures at least halve its loss."""

from collections.abc import Iterator

import pytest
import torch
from torch.nn import functional as F

from geogame.geolocators.networks import Network, NetworkConfig, build_network
from geogame.training.loop import make_optimiser
from geogame.training.recipe import Recipe, load_recipe
from geogame.training.stages import freeze_until_asked

PICTURES, STEPS, CELLS, SHOWN = 32, 30, 243, 4
BATCH = {  # what memory and patience allow
    "usa-cnn-75k": 32,
    "usa-cnn-1m": 32,
    "usa-cnn-6m": 32,
    "usa-cnn-13m": 32,
    "usa-cnn-lstm": 32,
    "usa-cnn-lstm-own": 2,
    "geospottr": 8,
    "india": 8,
    "usa-osv5m": 8,
    "usa-mapillary": 8,
    "usa-rendered": 32,
}

RATE = {"usa-cnn-75k": 0.1}  # four units learn little in thirty steps at the recipe's rate


def pictures_of(cells: torch.Tensor, size: tuple[int, int]) -> torch.Tensor:
    """Pictures ``(n, 1, 3, h, w)``: noise over a colour of the cell's own."""
    chance = torch.Generator().manual_seed(0)
    colours = torch.randn(SHOWN, 3, 1, 1, generator=chance)
    return (colours[cells] + 0.3 * torch.randn(len(cells), 3, *size, generator=chance))[:, None]


def network_of(recipe: Recipe) -> Network:
    """The network as the recipe's first steps find it: what it unfreezes later is frozen."""
    torch.manual_seed(recipe.training.seed)
    network = build_network(NetworkConfig(recipe.geolocator, CELLS, CELLS, (), 1, recipe.data.size))
    freeze_until_asked(network, recipe.training.unfreeze)
    return network


def batches(batch: int) -> Iterator[torch.Tensor]:
    while True:
        yield from torch.randperm(PICTURES).split(batch)


@pytest.mark.whole_soak
@pytest.mark.parametrize("name", BATCH)
def test_thirty_steps_on_32_pictures_halve_the_loss(name: str) -> None:
    recipe = load_recipe(name).with_weights("random")
    network, cells = network_of(recipe), torch.arange(PICTURES) % SHOWN
    mask = torch.ones(PICTURES, 1, dtype=torch.bool)
    given = pictures_of(cells, recipe.data.size)
    if network.frozen:
        with torch.no_grad():
            given = torch.cat([network.eval().encode(part, mask[: len(part)]) for part in given.split(4)])

    def loss(rows: torch.Tensor) -> torch.Tensor:
        features = given[rows] if network.frozen else network.encode(given[rows], mask[rows])
        return F.cross_entropy(network.decide(features, mask[rows]).cells[:, -1], cells[rows])

    def whole() -> float:
        network.eval()
        with torch.inference_mode():
            return float(torch.stack([loss(rows) for rows in torch.arange(PICTURES).split(4)]).mean())

    options = recipe.training.model_copy(update={"learning_rate": RATE.get(name, recipe.training.learning_rate)})
    before, optimiser = whole(), make_optimiser(network, options)
    network.train()
    for _, rows in zip(range(STEPS), batches(BATCH[name]), strict=False):
        optimiser.zero_grad()
        loss(rows).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), options.clip)
        optimiser.step()
    after = whole()
    assert after < before / 2, (before, after)
