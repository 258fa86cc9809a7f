"""Choose where a network runs: the asked device, else CUDA, Apple MPS, or the processor."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from geogame.errors import UsageError

if TYPE_CHECKING:
    import torch

VARIABLE = "GEOGAME_DEVICE"


def pick_device(name: str | None = None) -> torch.device:
    """Return the device called ``name``, else the one in ``GEOGAME_DEVICE``, else the best one present.

    Raises
    ------
    UsageError
        If the name is unknown or that device is not there.
    """
    import torch

    wanted = name or os.environ.get(VARIABLE) or "auto"
    if wanted == "auto":
        if torch.cuda.is_available():
            return torch.device("cuda")
        return torch.device("mps" if torch.backends.mps.is_available() else "cpu")
    try:
        device = torch.device(wanted)
    except RuntimeError as error:
        message = f"unknown device {wanted!r} (--device or {VARIABLE}); use cpu, cuda, cuda:0, mps or auto"
        raise UsageError(message) from error
    present = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if not present.get(device.type, False):
        message = f"device {wanted!r} is not available here; use cpu or auto (--device or {VARIABLE})"
        raise UsageError(message)
    return device


def describe_device(device: torch.device) -> str:
    """Name the device for people, for example ``NVIDIA H100 (cuda)``."""
    import platform

    import torch

    if device.type == "cuda":
        return f"{torch.cuda.get_device_name(device)} ({device})"
    if device.type == "mps":
        return "Apple GPU (mps)"
    threads = torch.get_num_threads()
    return f"processor ({platform.machine()}, {threads} thread{'s' if threads > 1 else ''})"
