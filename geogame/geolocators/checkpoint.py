"""Checkpoint directories: safetensors beside JSON, checked before use; nothing is ever unpickled."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geogame.datasets import WHOLE, check_crop
from geogame.errors import CheckpointError

if TYPE_CHECKING:
    import pandas as pd
    import torch

    from geogame.partitions import Partition

FORMAT: Final = 1
WEIGHTS_FILE: Final = "model.safetensors"
APPRENTICE_FILE: Final = "apprentice.safetensors"
"""An early state of the same network, weaker, for the game; see `geogame.geolocators.eightbit`."""
APPRENTICE: Final = "apprentice"
"""Under this name ``checkpoint.json`` says in ``extra`` what it is."""
NOTE_FILE: Final = "checkpoint.json"
INDEX_FILE: Final = "training_index.parquet"
METRICS_FILE: Final = "metrics.json"
LADDER_FILE: Final = "ladder.json"
RUNS_OWN: Final = "model"
"""Name of the checkpoint folder inside a run's directory."""
REMEDY: Final = "restore the folder from version control, or train it anew with `python -m geogame train RECIPE`"


@dataclass(frozen=True, slots=True)
class CheckpointNote:
    """What ``checkpoint.json`` says.

    Attributes
    ----------
    geolocator
        Key in ``GEOLOCATORS``.
    config
        The network's configuration.
    region, partition, partition_fingerprint
        The cells the outputs are about.
    world_fingerprint
        The rendered world the training views came from; empty if they came from elsewhere.
    dataset_build_ids
        The catalogs it was trained on.
    headings_deg
        Canonical view order.
    training_seed
        Seed of the training run.
    decoding
        Decoding rule and its settings.
    format
        Of this file.
    crop
        Left, top, right, bottom of what the network sees of a picture, as shares of its width and height.
    """

    geolocator: str
    config: dict[str, Any]
    region: str
    partition: str
    partition_fingerprint: str
    world_fingerprint: str
    dataset_build_ids: list[str]
    headings_deg: list[float]
    training_seed: int
    decoding: dict[str, Any]
    format: int = FORMAT
    extra: dict[str, Any] = field(default_factory=dict)
    crop: Sequence[float] = WHOLE


def name_of(folder: Path) -> str:
    """Name a checkpoint folder for people: that of a run is ``model``, which says nothing without the run's name."""
    return folder.name if folder.name != RUNS_OWN else f"{folder.absolute().parent.name}/{folder.name}"


def write_note(folder: Path, note: CheckpointNote) -> None:
    """Write ``checkpoint.json``."""
    raw = {name: getattr(note, name) for name in CheckpointNote.__dataclass_fields__}
    write_text(folder / NOTE_FILE, json.dumps(raw, indent=2) + "\n")


def read_note(folder: Path) -> CheckpointNote:
    """Read ``checkpoint.json``; `CheckpointError` if it is missing, damaged or of another format."""
    path = folder / NOTE_FILE
    if not path.is_file():
        message = f"{folder} is no checkpoint: {NOTE_FILE} is missing; {REMEDY}"
        raise CheckpointError(message)
    try:
        raw = json.loads(path.read_text("utf-8"))
        if raw["format"] != FORMAT:
            message = f"{path} has format {raw['format']!r}, this version reads {FORMAT}; train the model anew"
            raise CheckpointError(message)
        check_crop(raw.get("crop", WHOLE))
        return CheckpointNote(**raw)
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{path} is damaged ({type(error).__name__}: {error}); {REMEDY}"
        raise CheckpointError(message) from error


def write_text(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    temporary = path.with_name(path.name + ".part")
    try:
        temporary.write_text(text, "utf-8")
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def write_tensors(path: Path, tensors: Mapping[str, torch.Tensor], metadata: Mapping[str, str] | None = None) -> None:
    """Write safetensors so that the file is there whole or not at all, after a power failure too."""
    from safetensors.torch import save_file

    temporary = path.with_name(path.name + ".part")
    ready = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    save_file(ready, temporary, dict(metadata or {}))
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    temporary.chmod(0o644)  # safetensors makes it private to its owner
    temporary.replace(path)


def read_tensors(path: Path, remedy: str = REMEDY) -> tuple[dict[str, torch.Tensor], dict[str, str]]:
    """Read safetensors and their metadata; `CheckpointError` if the file is missing, truncated or foreign.

    ``remedy`` is what the message then says one can do.
    """
    from safetensors import SafetensorError, safe_open

    if not path.is_file():
        message = f"weights {path} are missing; {remedy}"
        raise CheckpointError(message)
    try:
        with safe_open(path, "pt") as file:
            metadata = dict(file.metadata() or {})
            return {name: file.get_tensor(name) for name in file.keys()}, metadata  # noqa: SIM118
    except (SafetensorError, OSError, ValueError) as error:
        message = f"weights {path} are damaged or no safetensors file ({error}); {remedy}"
        raise CheckpointError(message) from error


def load_weights(
    network: torch.nn.Module,
    tensors: Mapping[str, torch.Tensor],
    path: Path,
    extra: tuple[str, ...] = (),
    remedy: str = REMEDY,
) -> None:
    """Fill a network, after comparing every name and shape with what the network has.

    Parameters
    ----------
    network
        Gets the weights, converted to its own types.
    tensors
        By name; those in ``extra`` are not the network's.
    path
        Named in messages.
    extra
        Names that must be there beside the network's.
    remedy
        What to do where they do not fit, for the message.

    Raises
    ------
    CheckpointError
        If a name is missing or too many, a shape differs, or a weight is not finite.
    """
    import torch

    own = network.state_dict()
    missing = sorted((set(own) | set(extra)) - set(tensors))
    foreign = sorted(set(tensors) - set(own) - set(extra))
    if missing or foreign:
        named = f"lacks {missing[0]!r}" if missing else f"has an unknown {foreign[0]!r}"
        message = f"weights {path} belong to another network: the file {named}; {remedy}"
        raise CheckpointError(message)
    for name, value in own.items():
        given = tensors[name]
        if given.shape != value.shape:
            message = f"weights {path}: {name} is {tuple(given.shape)}, not {tuple(value.shape)}; {remedy}"
            raise CheckpointError(message)
        if not torch.isfinite(given).all():
            message = f"weights {path}: {name} holds values that are not finite; {remedy}"
            raise CheckpointError(message)
    network.load_state_dict({name: tensors[name].to(value.dtype) for name, value in own.items()})


def matching_partition(note: CheckpointNote, folder: Path) -> Partition:
    """Load the partition a checkpoint was made for; `CheckpointError` if its fingerprint is another one now."""
    from geogame.partitions import load_partition

    partition = load_partition(note.partition, note.region)
    if partition.fingerprint != note.partition_fingerprint:
        message = (
            f"checkpoint {folder} was made for another {note.partition!r} of {note.region!r} (fingerprint "
            f"{note.partition_fingerprint}, here {partition.fingerprint}); train it anew on this partition"
        )
        raise CheckpointError(message)
    return partition


def read_index(folder: Path) -> pd.DataFrame:
    """Read ``training_index.parquet``: one row per training place. `CheckpointError` if missing or damaged."""
    import pandas as pd
    from pyarrow import ArrowException

    path = folder / INDEX_FILE
    try:
        frame: pd.DataFrame = pd.read_parquet(path)
    except (OSError, ArrowException, ValueError) as error:
        message = f"training index {path} is missing or damaged ({error}); {REMEDY}"
        raise CheckpointError(message) from error
    for name in ("lat", "lon", "day_of_year", "solar_hour", "scene_seed", "cell"):
        if name not in frame:
            message = f"training index {path} has no column {name!r}; {REMEDY}"
            raise CheckpointError(message)
    return frame
