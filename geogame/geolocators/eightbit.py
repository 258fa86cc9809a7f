"""Weights in eight bits: half of what half precision takes, for a checkpoint that need not be exact.

Every matrix or filter ``NAME`` is written as int8, and beside it ``NAME.scale`` as float16: one number for each output
channel, which its bytes are multiplied by. Norms, biases and counters stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import torch
from torch import Tensor

from geogame.errors import CheckpointError
from geogame.geolocators.checkpoint import REMEDY

SCALE: Final = ".scale"
LARGEST: Final = 127


def shrink(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Round a network's weights to eight bits each; the largest of every output channel stays in reach."""
    small: dict[str, Tensor] = {}
    for name, value in tensors.items():
        if not value.is_floating_point() or value.ndim < 2:
            small[name] = value
            continue
        rows = value.detach().float().flatten(1)
        least = torch.finfo(torch.float16).smallest_normal  # finer steps would be rounded themselves
        scale = (rows.abs().amax(1) / LARGEST).clamp_min(least).half()
        steps = (rows / scale.float()[:, None]).round().clamp(-LARGEST, LARGEST)
        small[name] = steps.to(torch.int8).view(value.shape)
        small[f"{name}{SCALE}"] = scale
    return small


def restore(tensors: Mapping[str, Tensor], path: Path) -> dict[str, Tensor]:
    """Undo `shrink`, but for the rounding: float32 under the network's own names.

    Parameters
    ----------
    tensors
        As `shrink` made them.
    path
        Named in messages.

    Raises
    ------
    CheckpointError
        If a tensor's scales are missing, or too many or too few.
    """
    scales = {f"{name}{SCALE}": name for name, value in tensors.items() if value.dtype == torch.int8}
    whole = {name: value for name, value in tensors.items() if name not in scales}
    for scaled, name in scales.items():
        value, scale = tensors[name], tensors.get(scaled)
        if scale is None or scale.shape != value.shape[:1]:
            found = "has none" if scale is None else f"has {tuple(scale.shape)}"
            message = f"weights {path}: {name} needs one scale for each of {len(value)} rows and {found}; {REMEDY}"
            raise CheckpointError(message)
        whole[name] = (value.float().flatten(1) * scale.float()[:, None]).view(value.shape)
    return whole
