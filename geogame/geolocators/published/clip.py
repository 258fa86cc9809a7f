"""Reads CLIP (Radford et al. 2021, https://arxiv.org/abs/2103.00020) from a folder as the hub lays it out.

The architecture is transformers'; names and shapes of the weights are compared one by one, and nothing is unpickled.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import torch
from torch import Tensor, nn

from geogame.errors import CheckpointError
from geogame.geolocators.checkpoint import load_weights
from geogame.geolocators.networks.pretrained import read_state_dict

if TYPE_CHECKING:
    from transformers import CLIPConfig, CLIPModel, CLIPVisionModel

REMEDY: Final = "fetch it anew with `python -m geogame published download NAME`"
INSTALL: Final = "python -m pip install -r requirements-photo.txt"
WEIGHTS: Final = ("model.safetensors", "pytorch_model.bin")
UNUSED: Final = ("text_model.embeddings.position_ids", "vision_model.embeddings.position_ids")
"""Written into files by versions of transformers before 4.31: mere counting."""
TOWER: Final = "vision_model."


@dataclass(frozen=True, slots=True)
class Looks:
    """How a picture goes in: side of the square in pixels, mean and spread of the channels (of values 0 to 1)."""

    side: int
    mean: tuple[float, ...]
    std: tuple[float, ...]


def read_json(path: Path) -> dict[str, Any]:
    """Read an object from a JSON file; `CheckpointError` if it is missing or damaged."""
    try:
        raw = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        message = f"{path} is missing or damaged ({error}); {REMEDY}"
        raise CheckpointError(message) from error
    if not isinstance(raw, dict):
        message = f"{path} holds no object; {REMEDY}"
        raise CheckpointError(message)
    return raw


def read_looks(folder: Path, side: int) -> Looks:
    """Read mean and spread from ``preprocessor_config.json``.

    Raises
    ------
    CheckpointError
        If it is missing or damaged, or asks for squares of another side than the network's.
    """
    path = folder / "preprocessor_config.json"
    raw = read_json(path)
    crop = raw.get("crop_size", side)
    wanted = crop.get("height") if isinstance(crop, dict) else crop
    try:
        looks = Looks(side, tuple(map(float, raw["image_mean"])), tuple(map(float, raw["image_std"])))
    except (KeyError, TypeError, ValueError) as error:
        message = f"{path} says no mean and spread of the channels ({error}); {REMEDY}"
        raise CheckpointError(message) from error
    if wanted != side or len(looks.mean) != 3 or len(looks.std) != 3 or min(looks.std) <= 0:
        message = f"{path} does not fit a network that takes three channels of {side} x {side} pixels; {REMEDY}"
        raise CheckpointError(message)
    return looks


def read_config(folder: Path) -> CLIPConfig:
    """Read ``config.json`` of a whole CLIP; `CheckpointError` if it is missing, damaged or no CLIP's."""
    _quiet()
    from transformers import CLIPConfig

    path = folder / "config.json"
    raw = read_json(path)
    if raw.get("model_type") != "clip":
        message = f"{path} is of a {raw.get('model_type')!r}, not of a clip; {REMEDY}"
        raise CheckpointError(message)
    try:
        return CLIPConfig.from_dict(raw)
    except (TypeError, ValueError, KeyError) as error:
        message = f"{path} cannot be read ({type(error).__name__}: {error}); {REMEDY}"
        raise CheckpointError(message) from error


def read_clip(folder: Path) -> CLIPModel:
    """Build a whole CLIP, towers for pictures and text, with a folder's weights; `CheckpointError` if it cannot."""
    config = read_config(folder)
    from transformers import CLIPModel

    model = CLIPModel(config)
    path = weights_of(folder)
    fill(model, read_state_dict(path), path)
    return model.eval().requires_grad_(False)


def vision_tower(config: CLIPConfig) -> CLIPVisionModel:
    """Build the tower for pictures alone, with random weights."""
    from transformers import CLIPVisionModel

    return CLIPVisionModel(config.vision_config)


def weights_of(folder: Path) -> Path:
    """Return the file of weights that is there; `CheckpointError` if none is."""
    for name in WEIGHTS:
        if (folder / name).is_file():
            return folder / name
    message = f"{folder} has neither {' nor '.join(WEIGHTS)}; {REMEDY}"
    raise CheckpointError(message)


def fill(module: nn.Module, tensors: Mapping[str, Tensor], path: Path, unused: Iterable[str] = UNUSED) -> None:
    """Fill a module after comparing every name and shape.

    Versions of transformers differ in whether the names of a lone tower begin with ``vision_model.``, and older ones
    wrote tensors that nothing uses.

    Raises
    ------
    CheckpointError
        If a name is missing or too many, a shape differs, or a value is not finite.
    """
    left_out = set(unused)
    given = {name: value for name, value in tensors.items() if name not in left_out}
    own = module.state_dict()
    if not any(name.startswith(TOWER) for name in own) and all(name.startswith(TOWER) for name in given):
        given = {name.removeprefix(TOWER): value for name, value in given.items()}
    load_weights(module, given, path, remedy=REMEDY)


def below(tensors: Mapping[str, Tensor], *prefixes: str) -> dict[str, Tensor]:
    """Tensors whose names begin with the first of the prefixes that any begins with, without it."""
    for prefix in prefixes:
        found = {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}
        if found:
            return found
    return {}


def image_features(model: CLIPModel, pictures: Tensor) -> Tensor:
    """Features ``(n, d)`` of pictures ``(n, 3, side, side)`` in the space that text shares; not yet of length one."""
    pooled = model.vision_model(pixel_values=pictures).pooler_output
    features: Tensor = model.visual_projection(pooled)
    return features


def text_features(model: CLIPModel, folder: Path, captions: list[str]) -> Tensor:
    """Features ``(n, d)`` of captions, of length one; `CheckpointError` if the tokenizer is missing or damaged."""
    from tokenizers import Tokenizer

    path = folder / "tokenizer.json"
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # tokenizers raises nothing narrower
        message = f"{path} is missing or damaged ({error}); {REMEDY}"
        raise CheckpointError(message) from error
    longest = model.config.text_config.max_position_embeddings
    end = tokenizer.token_to_id("<|endoftext|>")
    if end is None:
        message = f"{path} knows no <|endoftext|>, which ends every caption; {REMEDY}"
        raise CheckpointError(message)
    tokenizer.enable_truncation(longest)
    tokenizer.enable_padding(pad_id=end, pad_token="<|endoftext|>")  # noqa: S106 - a token of text
    encoded = tokenizer.encode_batch(captions)
    ids = torch.tensor([each.ids for each in encoded], device=model.text_projection.weight.device)
    mask = torch.tensor([each.attention_mask for each in encoded], device=ids.device)
    with torch.inference_mode():
        pooled = model.text_model(input_ids=ids, attention_mask=mask).pooler_output
        return nn.functional.normalize(model.text_projection(pooled).float(), dim=-1)


def _quiet() -> None:
    """Make sure that transformers is here, and that it says on the terminal what is wrong and nothing else."""
    try:
        from transformers.utils import logging
    except ImportError as error:
        message = f"published models need transformers, which is not installed here; {INSTALL}"
        raise CheckpointError(message) from error
    logging.set_verbosity_error()
