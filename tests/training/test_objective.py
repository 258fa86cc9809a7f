import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn.functional import cross_entropy

from geogame.geo import distance_matrix_km
from geogame.geolocators.networks import Output
from geogame.training.objective import Objective, cell_anchors, haversine_km, place_anchors, smoothed
from geogame.training.recipe import TargetsSection


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(-80, 80), st.floats(-179, 179)), min_size=1, max_size=5))
def test_the_torch_form_agrees_with_the_reported_distance(points: list[tuple[float, float]]) -> None:
    places = np.array(points)
    anchors = np.array([[40.0, -100.0], [0.0, 0.0]])
    torch_km = haversine_km(*(torch.tensor(column) for column in places.T), torch.tensor(anchors)).numpy()
    assert np.allclose(torch_km, distance_matrix_km(*places.T, *anchors.T), atol=1e-3, rtol=1e-6)


def test_targets_fall_with_distance_and_add_up() -> None:
    target = smoothed(torch.tensor([[0.0, 100.0, 1000.0]]), 100)
    assert target.sum() == pytest.approx(1)
    assert (target[0, 1] / target[0, 0]).item() == pytest.approx(np.exp(-1), rel=1e-4)


def test_every_square_with_enough_places_gets_an_anchor() -> None:
    lats = np.array([40.1, 40.2, 40.3, 41.5, 30.0])
    lons = np.array([-100.5, -100.4, -100.3, -100.5, -90.5])
    anchors = place_anchors(lats, lons, np.array([0, 0, 0, 0, 1]), side_deg=1.0, min_places=2)
    assert anchors.shape == (2, 2)
    assert anchors[0] == pytest.approx([lats[:4].mean(), lons[:4].mean()])
    assert anchors[1] == pytest.approx([30.0, -90.5])


def test_an_empty_cell_keeps_the_partitions_anchor() -> None:
    fallback = np.array([[1.0, 1.0], [2.0, 2.0]])
    anchors = cell_anchors(np.array([5.0, 7.0]), np.array([0.0, 2.0]), np.array([1, 1]), fallback)
    assert anchors.tolist() == [[1.0, 1.0], [6.0, 1.0]]


def output(logits: torch.Tensor) -> Output:
    return Output(logits, logits, (), logits, logits, torch.zeros(1))


def test_the_loss_is_smaller_for_the_right_place_and_ignores_missing_views() -> None:
    anchors = torch.tensor([[40.0, -100.0], [30.0, -90.0]])
    objective = Objective(anchors, anchors, (), TargetsSection())
    truth = torch.tensor([40.0]), torch.tensor([-100.0]), torch.tensor([0])
    mask = torch.tensor([[True, False]])
    right, wrong = torch.tensor([[[5.0, -5.0], [0.0, 0.0]]]), torch.tensor([[[-5.0, 5.0], [0.0, 0.0]]])
    assert objective(output(right), *truth, mask) < objective(output(wrong), *truth, mask)
    odd = right.clone()
    odd[:, 1] = torch.tensor([-9.0, 9.0])
    assert objective(output(odd), *truth, mask) == objective(output(right), *truth, mask)


ANCHORS = torch.tensor([[40.0, -100.0], [30.0, -90.0], [35.0, -80.0]])
PLACES = torch.tensor([40.0, 31.0]), torch.tensor([-100.0, -91.0]), torch.tensor([0, 1])
SEEN = torch.tensor([[True, True, True], [True, True, False]])


def loss_of(logits: torch.Tensor, **options: object) -> float:
    """Loss of the cells alone."""
    return float(Objective(ANCHORS, None, (), TargetsSection(**options))(output(logits), *PLACES, SEEN))


@pytest.mark.parametrize("share", [0.0, 0.1])
def test_single_views_are_judged_by_pytorchs_own_cross_entropy(share: float) -> None:
    logits = torch.randn(2, 3, 3, generator=torch.Generator().manual_seed(1))
    found = loss_of(logits, smoothing="none", label_smoothing=share, cell_weight=0, view_weight=1)
    places = [
        cross_entropy(logits[place][SEEN[place]], PLACES[2][[place] * int(SEEN[place].sum())], label_smoothing=share)
        for place in range(2)
    ]
    assert found == pytest.approx(float(sum(places)) / 2, rel=1e-5)


def test_only_the_last_view_that_is_there_counts_where_the_recipe_says_so() -> None:
    logits = torch.randn(2, 3, 3, generator=torch.Generator().manual_seed(2))
    found = loss_of(logits, smoothing="none", step_weights=(0, 0, 1), view_weight=0)
    last = torch.stack([logits[0, 2], logits[1, 1]])
    assert found == pytest.approx(float(cross_entropy(last, PLACES[2])), rel=1e-5)


def test_haversine_smoothing_spreads_the_target_by_how_much_farther_a_cell_is() -> None:
    far = distance_matrix_km(*(column.numpy().astype(float) for column in (*PLACES[:2], *ANCHORS.T)))
    spread = np.exp(-(far - far[[0, 1], PLACES[2].numpy()][:, None]) / 75)
    target = torch.tensor(spread / spread.sum(1, keepdims=True))
    logits = torch.randn(2, 1, 3, generator=torch.Generator().manual_seed(3)).expand(-1, 3, -1)
    found = loss_of(logits, smoothing="haversine", cell_km=75, step_weights=(1,), view_weight=0)
    assert found == pytest.approx(float(cross_entropy(logits[:, 0].double(), target)), rel=1e-4)
