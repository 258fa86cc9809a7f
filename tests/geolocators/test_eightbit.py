from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from geogame.errors import CheckpointError
from geogame.geolocators.checkpoint import read_tensors, write_tensors
from geogame.geolocators.eightbit import SCALE, restore, shrink

PATH = Path("apprentice.safetensors")


@given(st.integers(0, 999), st.lists(st.floats(1e-6, 1e4), min_size=1, max_size=5))
def test_every_weight_comes_back_within_a_step_of_its_channel(seed: int, sizes: list[float]) -> None:
    random = torch.Generator().manual_seed(seed)
    weights = torch.randn(len(sizes), 3, 2, 2, generator=random) * torch.tensor(sizes)[:, None, None, None]
    small = shrink({"conv.weight": weights})
    back = restore(small, PATH)["conv.weight"]
    step = small[f"conv.weight{SCALE}"].float()[:, None, None, None]
    assert small["conv.weight"].dtype == torch.int8
    assert ((back - weights).abs() <= 0.57 * step).all()  # half of one, and what half precision loses of 127
    largest = weights.abs().amax((1, 2, 3))
    assert (step.flatten() <= torch.clamp(largest / 127 * 1.001, min=2**-14)).all()


def test_what_is_no_matrix_and_a_channel_of_nothing_come_back_exactly(tmp_path: Path) -> None:
    tensors = {"norm.weight": torch.rand(4), "seen": torch.tensor(7), "still.weight": torch.zeros(2, 3)}
    write_tensors(tmp_path / PATH, shrink(tensors))
    back = restore(read_tensors(tmp_path / PATH)[0], PATH)
    assert set(back) == set(tensors)
    assert all(torch.equal(back[name], value) for name, value in tensors.items())


def test_a_file_without_fitting_scales_is_refused() -> None:
    small = shrink({"head.weight": torch.rand(3, 2)})
    with pytest.raises(CheckpointError, match="one scale for each of 3 rows and has none"):
        restore({"head.weight": small["head.weight"]}, PATH)
    with pytest.raises(CheckpointError, match=r"and has \(2,\)"):
        restore(small | {f"head.weight{SCALE}": torch.ones(2)}, PATH)
