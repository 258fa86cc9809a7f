"""The baseline of OpenStreetView-5M: squares of the world as classes, and a shift of the point inside each.

Astruc, Dufour, Siglidis and others 2024, https://arxiv.org/abs/2404.18873. A CLIP ViT-L/14 and a small network
(LayerNorm, then linear layers each with GroupNorm of four groups and GELU) end in a logit and a shift for each of
11,399 squares of a quadtree, which lie in the checkpoint too: middle, and reach to the north-east and the south-west,
as shares of 90 and 180 degrees.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import torch
from torch import Tensor, nn

from geogame.errors import CheckpointError
from geogame.geolocators.networks.pretrained import read_state_dict
from geogame.geolocators.published.clip import (
    REMEDY,
    Looks,
    below,
    fill,
    read_config,
    read_json,
    vision_tower,
    weights_of,
)
from geogame.geolocators.published.network import Belief, WorldModel

if TYPE_CHECKING:
    from geogame.geolocators.published.lattice import Lattice

GROUPS = 4
UNUSED = ("embeddings.position_ids", "vision_model.embeddings.position_ids")
HALF_TURNS = (90.0, 180.0)


class Middle(nn.Module):
    """From features to a logit and a shift of each square, under the names of the authors' ``MLPCentroid``."""

    def __init__(self, width: int, hidden: list[int], squares: int) -> None:
        super().__init__()
        layers: list[nn.Module] = [nn.LayerNorm(width)]
        for inputs, outputs in pairwise([width, *hidden]):
            layers += [nn.Linear(inputs, outputs), nn.GroupNorm(GROUPS, outputs), nn.GELU()]
        self.mlp = nn.Sequential(*layers)
        self.classif = nn.Linear(hidden[-1], squares)
        self.reg = nn.Linear(hidden[-1], 2 * squares)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """``(n, width)`` to logits ``(n, squares)`` and shifts ``(n, squares, 2)``, north and east, not bounded yet."""
        hidden = self.mlp(features)
        return self.classif(hidden), self.reg(hidden).unflatten(-1, (-1, 2))


class Squares(nn.Module):
    """Where the squares are, under the names of the authors' ``HybridHeadCentroid``."""

    def __init__(self, squares: int) -> None:
        super().__init__()
        for name in ("cell_center", "cell_size_up", "cell_size_down"):
            self.register_buffer(name, torch.zeros(squares, 2))

    cell_center: Tensor
    cell_size_up: Tensor
    cell_size_down: Tensor

    def forward(self, shifts: Tensor) -> Tensor:
        """Latitudes and longitudes ``(n, squares, 2)``, degrees, of shifts as shares of the reach to either side."""
        reach = torch.where(shifts > 0, self.cell_size_up, self.cell_size_down)
        places = (self.cell_center + shifts * reach).clamp(-1, 1)
        return places * places.new_tensor(HALF_TURNS)


class Osv5m(WorldModel):
    """A CLIP's tower for pictures, the small network, and the squares."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        about = _Layout(folder / "config.json")
        config = read_config(folder / "clip")
        self.tower = vision_tower(config)
        self.width = int(config.vision_config.hidden_size)
        self.looks = about.looks(int(config.vision_config.image_size))
        self.bound = about.bound
        self.middle = Middle(self.width, about.hidden, about.squares)
        self.squares = Squares(about.squares)
        path = weights_of(folder)
        tensors = read_state_dict(path)
        fill(self.tower, below(tensors, "backbone.clip.", "model.backbone.clip."), path, UNUSED)
        fill(self.middle, below(tensors, "mid.", "model.mid."), path)
        fill(self.squares, below(tensors, "head.", "model.head."), path)
        self.eval().requires_grad_(False)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the folder of ``osv5m/baseline``, with the configuration of its CLIP in ``clip``."""
        return cls(folder)

    @property
    def stem(self) -> nn.Module:
        """The convolution that cuts the picture into patches."""
        return next(module for module in self.tower.modules() if isinstance(module, nn.Conv2d))

    def features(self, pictures: Tensor) -> Tensor:
        """Give what the tower's last layer says of the whole picture, before its norm."""
        found: Tensor = self.tower(pixel_values=pictures).last_hidden_state[:, 0]
        return found

    def places(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """Logits ``(n, squares)``, and the place in each, ``(n, squares, 2)`` in degrees."""
        logits, shifts = self.middle(features)
        return logits, self.squares(self.bound * shifts.tanh())

    def onto(self, lattice: Lattice) -> Belief:
        """Give each square's belief to the point nearest to its place for the very picture."""

        def belief(features: Tensor) -> Tensor:
            logits, places = self.places(features)
            degrees = places.double().cpu().numpy()
            at = lattice.nearest(degrees[..., 0].ravel(), degrees[..., 1].ravel())
            return lattice.lay(logits, torch.from_numpy(at).view(logits.shape).to(logits.device))

        return belief


class _Layout:
    """What ``config.json`` says of the small network; what it names to be run is not run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        raw = read_json(path)
        try:
            middle, head = raw["model"]["mid"]["instance"], raw["model"]["head"]["instance"]
            self.hidden = [int(width) for width in middle["hidden_dim"]]
            self.squares = int(head["final_dim"])
            self.bound = float(head["scale_tanh"])
            self._steps: list[dict[str, Any]] = list(raw["transform"]["transforms"])
            fits = bool(head["use_tanh"]) and int(middle["final_dim"]) == 3 * self.squares and bool(self.hidden)
        except (KeyError, TypeError, ValueError) as error:
            message = f"{path} does not describe the baseline's network ({type(error).__name__}: {error}); {REMEDY}"
            raise CheckpointError(message) from error
        if not fits:
            message = f"{path} describes another network than the baseline's; {REMEDY}"
            raise CheckpointError(message)

    def looks(self, side: int) -> Looks:
        """Take mean and spread from the last step, if the steps make squares of that side."""
        sizes = [step.get("size") for step in self._steps if "size" in step]
        norm = next((step for step in self._steps if "mean" in step and "std" in step), None)
        if norm is None or not sizes or any(size not in (side, [side, side]) for size in sizes):
            message = f"{self.path} does not make squares of {side} pixels with a mean and a spread; {REMEDY}"
            raise CheckpointError(message)
        return Looks(side, tuple(map(float, norm["mean"])), tuple(map(float, norm["std"])))
