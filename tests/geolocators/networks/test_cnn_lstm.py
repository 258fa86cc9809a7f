import pytest
import torch

from geogame.geolocators.networks import NetworkConfig, average_views, read_config
from geogame.geolocators.networks.cnn_lstm import CnnLstm, CnnLstmOptions

CONFIG = NetworkConfig(
    CnnLstmOptions(widths=(8, 16), depths=(1, 1), feature=16, hidden=12),
    cells=5,
    anchors=7,
    coarse=(2, 3),
    size=(32, 64),
)


@pytest.fixture
def network() -> CnnLstm:
    torch.manual_seed(0)
    return CnnLstm(CONFIG).eval()


def pictures(places: int = 3) -> torch.Tensor:
    return torch.randn(places, 4, 3, 32, 64, generator=torch.Generator().manual_seed(1))


def test_output_has_a_belief_after_every_view(network: CnnLstm) -> None:
    output = network(pictures(), torch.ones(3, 4, dtype=torch.bool))
    assert output.cells.shape == (3, 4, 5)
    assert output.anchors.shape == (3, 4, 7)
    assert [head.shape[-1] for head in output.coarse] == [2, 3]
    assert not torch.allclose(output.cells[:, 0], output.cells[:, 3])


def test_what_stands_in_a_masked_slot_does_not_matter(network: CnnLstm) -> None:
    mask = torch.tensor([[True, False, True, False]]).repeat(3, 1)
    given = pictures()
    changed = given.clone()
    changed[~mask] = float("nan")
    first, second = network(given, mask), network(changed, mask)
    for name in ("cells", "anchors", "view_cells", "view_anchors", "state"):
        assert torch.equal(getattr(first, name), getattr(second, name)), name


def test_a_masked_view_leaves_the_belief_as_it_was(network: CnnLstm) -> None:
    mask = torch.tensor([[True, False, True, False]])
    cells = network(pictures(1), mask).cells[0]
    assert torch.equal(cells[0], cells[1])
    assert torch.equal(cells[2], cells[3])
    assert not torch.equal(cells[1], cells[2])


def test_the_order_of_views_matters_to_the_lstm_only(network: CnnLstm) -> None:
    mask = torch.ones(1, 4, dtype=torch.bool)
    there, back = network(pictures(1), mask), network(pictures(1).flip(1), mask)
    assert not torch.allclose(there.cells[:, -1], back.cells[:, -1])
    averages = [average_views(output.view_cells, mask) for output in (there, back)]
    assert torch.allclose(*averages, atol=1e-6)


def test_averaging_counts_present_views_only() -> None:
    logits = torch.tensor([[[10.0, 0.0], [0.0, 10.0], [0.0, 10.0]]])
    mean = average_views(logits, torch.tensor([[True, False, True]]))
    assert mean[0].tolist() == pytest.approx([0.5, 0.5], abs=1e-3)


def test_configuration_survives_json() -> None:
    import json

    assert read_config("cnn_lstm", json.loads(json.dumps(CONFIG.to_json()))) == CONFIG
