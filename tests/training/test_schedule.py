import pytest

from geogame.training.recipe import TrainingSection
from geogame.training.schedule import learning_rate, plateaus, stalled


def test_a_cosine_warms_up_and_ends_low() -> None:
    options = TrainingSection(learning_rate=1.0, final_learning_rate=0.01, warmup=0.1)
    rates = [learning_rate(options, step / 100) for step in range(101)]
    assert rates[:11] == sorted(rates[:11])
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert (rates[10], rates[-1]) == pytest.approx((1.0, 0.01))


@pytest.mark.parametrize(
    ("scores", "cuts"),
    [([], 0), ([5, 4, 3], 0), ([5, 5, 5], 0), ([5, 6, 6, 6], 1), ([5, 6, 6, 6, 4, 4, 4, 4], 2), ([5] + [6] * 6, 2)],
)
def test_a_plateau_cuts_the_rate_as_pytorch_does(scores: list[float], cuts: int) -> None:
    import torch

    assert plateaus(scores, 2) == cuts
    optimiser = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    theirs = torch.optim.lr_scheduler.ReduceLROnPlateau(optimiser, factor=0.5, patience=2, threshold=0)
    for score in scores:
        theirs.step(score)
    options = TrainingSection(learning_rate=1.0, schedule="plateau", plateau_patience=2, warmup=0)
    assert learning_rate(options, 0.5, scores) == pytest.approx(optimiser.param_groups[0]["lr"])


def test_patience_counts_from_the_best() -> None:
    assert not stalled([], 1)
    assert not stalled([5, 4, 6], None)
    assert not stalled([5, 4, 6], 2)
    assert stalled([5, 4, 6, 7], 2)
    assert not stalled([5, 4, 6, 3], 2)
