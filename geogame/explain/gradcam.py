"""Grad-CAM through the whole classifier: which parts of each view speak for a cell.

Selvaraju et al. 2017, https://arxiv.org/abs/1610.02391. The gradient runs from the final belief, all views seen, back
through whatever joins the views to the last maps of each of them, so that heat can be compared between views.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from geogame.errors import UsageError

if TYPE_CHECKING:
    from geogame.geolocators.networks import Network

Floats: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Heat:
    """What speaks for a cell.

    Attributes
    ----------
    cell
        The cell.
    maps
        ``(v, h, w)`` in the input's pixels, 0 to 1: 1 is the hottest spot of all views; missing views are zero.
    shares
        ``(v,)`` share of each view in all the heat, adding up to one (all zero if nothing speaks for the cell).
    """

    cell: int
    maps: Floats
    shares: Floats


def grad_cam(network: Network, pictures: Tensor, mask: Tensor, cell: int) -> Heat:
    """Heat of one place's views for one cell.

    Parameters
    ----------
    network
        In evaluation mode.
    pictures
        ``(1, v, 3, h, w)`` normalised, on the network's device.
    mask
        ``(1, v)`` true where a view is there.
    cell
        Whose probability is explained.

    Raises
    ------
    UsageError
        If there is no such cell.
    """
    from captum.attr import LayerAttribution, LayerGradCam

    cells = network.config.cells
    if not 0 <= cell < cells:
        message = f"there is no cell {cell}; the model answers in cells 0 to {cells - 1}"
        raise UsageError(message)

    def final_belief(given: Tensor, present: Tensor) -> Tensor:
        logits: Tensor = network(given, present).cells[:, -1]
        return logits.float().log_softmax(-1)

    height, width = pictures.shape[-2:]
    cam = LayerGradCam(final_belief, network.maps)
    with torch.enable_grad():
        found = cam.attribute(pictures, target=cell, additional_forward_args=(mask,), relu_attributions=True)
    large = LayerAttribution.interpolate(found.detach().float(), (height, width), "bilinear")[:, 0].cpu().numpy()
    maps = np.zeros((mask.shape[1], height, width), np.float32)
    maps[mask[0].cpu().numpy()] = large
    totals = maps.sum((1, 2))
    return Heat(cell, maps / max(float(maps.max()), 1e-30), totals / max(float(totals.sum()), 1e-30))
