"""StreetCLIP: a CLIP taught with street views and captions that name where they were taken.

Haas, Alberti and Skreta 2023, https://arxiv.org/abs/2302.00275; weights under CC BY-NC 4.0. It is asked without
further training: which caption fits the picture best? What it says of an area is spread evenly over it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
import torch
from torch import Tensor, nn

from geogame.errors import CheckpointError
from geogame.geolocators.published.areas import name_areas
from geogame.geolocators.published.clip import image_features, read_clip, read_looks, text_features
from geogame.geolocators.published.network import Belief, WorldModel

if TYPE_CHECKING:
    from geogame.geolocators.published.lattice import Lattice

CAPTION = "A Street View photo in {area}."


class StreetClip(WorldModel):
    """A whole CLIP, and its folder, where the tokenizer lies."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.clip = read_clip(folder)
        self.looks = read_looks(folder, int(self.clip.config.vision_config.image_size))
        self.width = int(self.clip.config.projection_dim)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the folder of ``geolocal/StreetCLIP``."""
        return cls(folder)

    @property
    def stem(self) -> nn.Module:
        """The convolution that cuts the picture into patches."""
        found: nn.Module = self.clip.vision_model.embeddings.patch_embedding
        return found

    def features(self, pictures: Tensor) -> Tensor:
        """Features of length one."""
        return nn.functional.normalize(image_features(self.clip, pictures), dim=-1)

    def onto(self, lattice: Lattice) -> Belief:
        """Ask by the names of the region's areas."""
        names, area_of = name_areas(lattice)
        if len(names) < 2:
            named = f"only {names[0]!r}" if names else "none"
            message = (
                f"StreetCLIP tells areas apart by their names, and {lattice.partition.region_name} has {named} that "
                "are known here (states of the USA, countries, named cities); ask geoclip or osv5m"
            )
            raise CheckpointError(message)
        captions = [CAPTION.format(area=name) for name in names]
        known = text_features(self.clip, self.folder, captions)
        scale = self.clip.logit_scale.exp()
        sizes = np.bincount(area_of[area_of >= 0], minlength=len(names))
        area = torch.from_numpy(area_of)
        evenly = torch.from_numpy(np.log(np.maximum(sizes, 1))).float()
        order = torch.arange(len(lattice))

        def belief(features: Tensor) -> Tensor:
            device = features.device
            alone = (scale * features @ known.to(device).T).float().log_softmax(-1) - evenly.to(device)
            every = alone[:, area.clamp_min(0).to(device)]
            return lattice.lay(every, torch.where(area >= 0, order, -1).to(device))

        return belief
