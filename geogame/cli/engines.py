"""What ``--engine`` means for a command that asks a model."""

from __future__ import annotations

from pathlib import Path

from geogame.errors import UsageError


def on_engine(engine: str, device: str | None, dataset: Path) -> tuple[str | None, Path]:
    """Give the device that a model is opened on, and the path under which all machines find a dataset.

    Raises
    ------
    UsageError
        If another device is asked for than a cluster's workers have.
    """
    if engine == "local":
        return device, dataset
    if device not in (None, "cpu"):
        message = f"--device {device} is for one machine; on a cluster every processor runs the model: leave it away"
        raise UsageError(message)
    return "cpu", dataset.resolve()
