"""Weights that a backbone begins with: ImageNet's, those of a model of ours, or a local state dict.

Names and shapes are checked, and nothing is ever unpickled.
"""

from __future__ import annotations

import pickle
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.error import URLError

import torch
from torch import Tensor, nn

from geogame.errors import CheckpointError
from geogame.geolocators.checkpoint import WEIGHTS_FILE, load_weights, read_tensors
from geogame.geolocators.networks.backbones import BACKBONES

MODEL: Final = "model:"
OURS: Final = ("backbone.body.", "encoder.")
COUNTER: Final = "num_batches_tracked"
FETCH_AGAIN: Final = "fetch them again"


def load_pretrained(body: nn.Module, backbone: str, weights: str) -> None:
    """Fill the convolutional part of a network.

    Parameters
    ----------
    body
        Gets the weights; its parameters are named as in their origin.
    backbone
        What it is, by its name in BACKBONES.
    weights
        ``random`` (left as it is), ``imagenet`` (torchvision's, fetched on first use), ``model:NAME`` (the backbone
        of a checkpoint of ours, by name or path), or the path of a state dict (``.safetensors``, or a file of
        `torch.save` that holds tensors alone).

    Raises
    ------
    CheckpointError
        If they are not there, cannot be had without a network, hold code, or belong to another network.
    """
    if weights == "random":
        return
    if weights == "imagenet":
        tensors, path = _imagenet(backbone)
    elif weights.startswith(MODEL):
        tensors, path = _of_model(weights.removeprefix(MODEL))
    else:
        path = Path(weights)
        tensors = read_state_dict(path)
    remedy = f"give weights of backbone {backbone!r}, or a recipe whose geolocator has what they belong to"
    load_weights(body, _fitting(tensors, body, BACKBONES[backbone].heads), path, remedy=remedy)


def read_state_dict(path: Path) -> dict[str, Tensor]:
    """Read tensors by name from a local file.

    Raises
    ------
    CheckpointError
        If it is missing, damaged, or holds anything but tensors; code in it is never run.
    """
    if not path.is_file():
        message = (
            f"there are no weights {str(path)!r}; give imagenet, random, model:NAME, or the path of a state dict "
            "(.safetensors or .pth)"
        )
        raise CheckpointError(message)
    if path.suffix == ".safetensors":
        return read_tensors(path, FETCH_AGAIN)[0]
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Detected pickle protocol")  # what follows it is an error of its own
            found: Any = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        message = (
            f"weights {path} hold more than tensors, perhaps pickled code, which is never run; where they come from, "
            "save `model.state_dict()` alone"
        )
        raise CheckpointError(message) from error
    except Exception as error:  # what torch makes of a file of another kind may be any
        message = f"weights {path} are damaged or no PyTorch file ({error}); {FETCH_AGAIN}"
        raise CheckpointError(message) from error
    if not isinstance(found, dict) or not all(isinstance(value, Tensor) for value in found.values()):
        message = f"weights {path} are no state dict, which gives a tensor to every name; save `model.state_dict()`"
        raise CheckpointError(message)
    return {str(name): value for name, value in found.items()}


def imagenet_file(backbone: str) -> tuple[str, Path]:
    """Where torchvision fetches a backbone's ImageNet weights, and where it keeps them.

    Raises
    ------
    CheckpointError
        If there are none for this backbone.
    """
    from torchvision import models

    if not BACKBONES[backbone].imagenet:
        known = ", ".join(name for name, entry in BACKBONES.items() if entry.imagenet)
        message = f"there are no ImageNet weights for backbone {backbone!r}, only for {known}; choose other weights"
        raise CheckpointError(message)
    url: str = models.get_weight(BACKBONES[backbone].imagenet).url
    return url, Path(torch.hub.get_dir()) / "checkpoints" / url.rpartition("/")[2]


def _imagenet(backbone: str) -> tuple[dict[str, Tensor], Path]:
    from torchvision import models

    url, path = imagenet_file(backbone)
    if not path.is_file():
        try:
            models.get_weight(BACKBONES[backbone].imagenet).get_state_dict(
                progress=False, check_hash=True, map_location="cpu", weights_only=True
            )
        except (URLError, OSError, RuntimeError) as error:
            message = (
                f"the ImageNet weights of {backbone} could not be fetched ({error}); put {url} at {path}, or name "
                "a state dict that is here with --weights FILE"
            )
            raise CheckpointError(message) from error
    return read_state_dict(path), path


def _of_model(name: str) -> tuple[dict[str, Tensor], Path]:
    """Tensors of the backbone of a checkpoint, under the names of its body."""
    from geogame.geolocators import model_folder

    path = model_folder(name) / WEIGHTS_FILE
    tensors, _ = read_tensors(path)
    for prefix in OURS:
        found = {key.removeprefix(prefix): value for key, value in tensors.items() if key.startswith(prefix)}
        if found:
            return found, path
    message = f"model {name!r} has no backbone to begin with; choose another model, or other weights"
    raise CheckpointError(message)


def _fitting(tensors: Mapping[str, Tensor], body: nn.Module, heads: tuple[str, ...]) -> dict[str, Tensor]:
    """Leave a whole model's head away; files from before 2018 lack batch norms' counters, which nothing uses."""
    counters = {name: value for name, value in body.state_dict().items() if name.endswith(COUNTER)}
    return counters | {name: value for name, value in tensors.items() if not name.startswith(heads)}
