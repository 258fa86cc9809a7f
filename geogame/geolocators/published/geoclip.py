"""GeoCLIP: pictures and coordinates in one space; the nearest coordinates are the answer.

Vivanco, Nayak and Shah 2023, https://arxiv.org/abs/2309.16020. Coordinates go through the Equal Earth projection
(Šavrič, Patterson and Jenny 2018, https://doi.org/10.1080/13658816.2018.1504949), random Fourier features at three
scales (Tancik et al. 2020, https://arxiv.org/abs/2006.10739) and a small network each; pictures through a frozen CLIP
ViT-L/14 and a small network. The authors' gallery of 100,000 places is asked, and where a cell of a region holds none
of them, the cell's own points are.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from geogame.errors import CheckpointError
from geogame.geolocators.networks.pretrained import read_state_dict
from geogame.geolocators.published.clip import (
    REMEDY,
    fill,
    image_features,
    read_clip,
    read_json,
    read_looks,
    weights_of,
)
from geogame.geolocators.published.network import Belief, WorldModel

if TYPE_CHECKING:
    from geogame.geolocators.published.lattice import Lattice

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
SHRINK = 66.50336 / 180
WIDTH, FOURIER, HIDDEN = 512, 256, 1024
KIND, FORMAT = "geoclip-geolocation", 1
BLOCK = 8192


def equal_earth(places: Tensor) -> Tensor:
    """Project latitudes and longitudes ``(n, 2)``, degrees, to the plane ``(n, 2)`` that the model was taught with."""
    lat, lon = places.double().deg2rad().unbind(-1)
    theta = torch.asin(math.sqrt(3) / 2 * lat.sin())
    square = theta**2
    slope = 9 * A4 * square**4 + 7 * A3 * square**3 + 3 * A2 * square + A1
    x = 2 * math.sqrt(3) / 3 * lon * theta.cos() / slope
    y = theta * (A4 * square**4 + A3 * square**3 + A2 * square + A1)
    return (torch.stack([x, y], -1) * SHRINK).float()


class Fourier(nn.Module):
    """Cosines and sines of random directions ``b (k, 2)``: ``(n, 2)`` to ``(n, 2 k)``."""

    def __init__(self, directions: int) -> None:
        super().__init__()
        self.b = nn.Parameter(torch.zeros(directions, 2), requires_grad=False)

    def forward(self, plane: Tensor) -> Tensor:
        """Turn points of the plane into waves."""
        turns = 2 * math.pi * plane @ self.b.T
        return torch.cat([turns.cos(), turns.sin()], -1)


class Capsule(nn.Module):
    """One scale of the location encoder."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = [Fourier(FOURIER)]
        for inputs in (2 * FOURIER, HIDDEN, HIDDEN):
            layers += [nn.Linear(inputs, HIDDEN), nn.ReLU()]
        self.capsule = nn.Sequential(*layers)
        self.head = nn.Sequential(nn.Linear(HIDDEN, WIDTH))

    def forward(self, plane: Tensor) -> Tensor:
        """``(n, 2)`` to ``(n, 512)``."""
        features: Tensor = self.head(self.capsule(plane))
        return features


class LocationEncoder(nn.Module):
    """Coordinates to features: the sum over the scales."""

    def __init__(self, scales: int) -> None:
        super().__init__()
        for number in range(scales):
            self.add_module(f"LocEnc{number}", Capsule())

    def forward(self, places: Tensor) -> Tensor:
        """Latitudes and longitudes ``(n, 2)``, degrees, to ``(n, 512)`` of length one."""
        plane = equal_earth(places)
        total = torch.stack([capsule(plane) for capsule in self.children()]).sum(0)
        return nn.functional.normalize(total, dim=-1)


class _Small(nn.Module):
    """What the authors' file holds, under the names it has there: all but CLIP."""

    def __init__(self, scales: int, width: int) -> None:
        super().__init__()
        self.logit_scale = nn.Parameter(torch.zeros(()))
        self.image_encoder = nn.ModuleDict(
            {"mlp": nn.Sequential(nn.Linear(width, width), nn.ReLU(), nn.Linear(width, WIDTH))}
        )
        self.location_encoder = LocationEncoder(scales)


class GeoClip(WorldModel):
    """A CLIP, the two small networks, and the gallery ``(g, 2)`` of latitudes and longitudes."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        config = _read_config(folder)
        self.clip = read_clip(folder / "clip")
        vision = self.clip.config
        self.looks = read_looks(folder / "clip", int(vision.vision_config.image_size))
        self.width = WIDTH
        self.small = _Small(len(config["sigma"]), int(vision.projection_dim))
        path = weights_of(folder)
        fill(self.small, read_state_dict(path), path)
        self.small.eval().requires_grad_(False)
        self.gallery = _read_gallery(folder / str(config["gallery_file"]))

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the folder of ``VicenteVivanco/geoclip-geolocation`` with CLIP in ``clip``."""
        return cls(folder)

    @property
    def stem(self) -> nn.Module:
        """The convolution that cuts the picture into patches."""
        found: nn.Module = self.clip.vision_model.embeddings.patch_embedding
        return found

    def features(self, pictures: Tensor) -> Tensor:
        """Features of length one."""
        projected = self.small.image_encoder["mlp"](image_features(self.clip, pictures))
        return nn.functional.normalize(projected, dim=-1)

    def onto(self, lattice: Lattice) -> Belief:
        """Ask the gallery's places inside the region, and the points of cells that hold none of them."""
        at = lattice.nearest(self.gallery[:, 0], self.gallery[:, 1])
        inside = at >= 0
        bare = ~np.isin(lattice.cells, lattice.cells[at[inside]])
        places = np.concatenate([self.gallery[inside], lattice.points[bare]])
        index = torch.from_numpy(np.concatenate([at[inside], np.flatnonzero(bare)]))
        known = self._encode(places)
        scale = self.small.logit_scale.exp()

        def belief(features: Tensor) -> Tensor:
            logits = scale * features @ known.to(features.device).T
            return lattice.lay(logits, index.to(features.device))

        return belief

    def _encode(self, places: NDArray[np.float64]) -> Tensor:
        device = self.small.logit_scale.device
        blocks = torch.split(torch.from_numpy(places), BLOCK)
        with torch.inference_mode():
            return torch.cat([self.small.location_encoder(block.to(device)) for block in blocks])


def _read_config(folder: Path) -> dict[str, Any]:
    path = folder / "config.json"
    config = read_json(path)
    scales, gallery = config.get("sigma"), config.get("gallery_file")
    if config.get("model_type") != KIND or config.get("format_version") != FORMAT:
        message = (
            f"{path} is of a {config.get('model_type')!r} of format {config.get('format_version')!r}, this version "
            f"reads {KIND!r} of format {FORMAT}; {REMEDY}"
        )
        raise CheckpointError(message)
    if not isinstance(scales, list) or not scales or not isinstance(gallery, str) or Path(gallery).name != gallery:
        message = f"{path} names no scales (sigma) or no gallery beside it (gallery_file); {REMEDY}"
        raise CheckpointError(message)
    return config


def _read_gallery(path: Path) -> NDArray[np.float64]:
    import pandas as pd

    try:
        places: NDArray[np.float64] = pd.read_csv(path)[["LAT", "LON"]].to_numpy(np.float64)
    except (OSError, ValueError, KeyError) as error:
        message = f"gallery {path} is missing or damaged ({error}); {REMEDY}"
        raise CheckpointError(message) from error
    if not len(places) or not np.isfinite(places).all() or (np.abs(places) > (90, 180)).any():
        message = f"gallery {path} holds no places, or some that are not on Earth; {REMEDY}"
        raise CheckpointError(message)
    return places
