import numpy as np
import pytest
import torch
from torch import Tensor, nn

from geogame.errors import UsageError
from geogame.explain.gradcam import grad_cam
from geogame.geolocators.networks.base import NetworkConfig, Options, PerView, present, spread

CONFIG = NetworkConfig(options=Options(kind="bright"), cells=2, anchors=2, views=3, size=(16, 16))


class Bright(PerView):
    """Calls a view cell 1 the surer the brighter it is somewhere; its maps are the picture in fours."""

    def __init__(self) -> None:
        super().__init__(CONFIG)
        self.shrink = nn.AvgPool2d(4)

    @property
    def maps(self) -> nn.Module:
        return self.shrink

    def load_pretrained(self) -> None:
        pass

    def stages(self) -> list[nn.Module]:
        return [self.shrink]

    def look(self, pictures: Tensor, mask: Tensor) -> Tensor:
        return spread(self.shrink(present(pictures, mask)).relu().square().mean((2, 3)), mask)

    def embed(self, features: Tensor) -> Tensor:
        return features

    def classify(self, embedded: Tensor) -> Tensor:
        brightness = embedded.sum(1)
        return torch.stack([-brightness, brightness], 1)


def lit(view: int, row: int, column: int) -> tuple[Tensor, Tensor]:
    """Three views, the second of which is missing, with one bright patch."""
    pictures = torch.zeros(1, 3, 3, 16, 16)
    pictures[0, view, :, row : row + 4, column : column + 4] = 2.0
    return pictures, torch.tensor([[True, False, True]])


def test_heat_lies_where_what_speaks_for_the_cell_is() -> None:
    pictures, mask = lit(view=2, row=12, column=4)
    heat = grad_cam(Bright().eval(), pictures, mask, 1)
    assert heat.maps.shape == (3, 16, 16)
    row, column = np.unravel_index(heat.maps[2].argmax(), (16, 16))
    assert (12 <= row < 16, 4 <= column < 8) == (True, True)
    assert heat.maps.max() == 1
    assert heat.shares.tolist() == pytest.approx([0, 0, 1])
    assert not heat.maps[1].any(), "a missing view has none"


def test_nothing_speaks_for_the_other_cell() -> None:
    pictures, mask = lit(view=0, row=0, column=0)
    heat = grad_cam(Bright().eval(), pictures, mask, 0)
    assert not heat.maps.any()
    assert heat.shares.tolist() == [0, 0, 0]


def test_an_unknown_cell_is_refused() -> None:
    with pytest.raises(UsageError, match="cells 0 to 1"):
        grad_cam(Bright().eval(), *lit(0, 0, 0), 2)
