"""What describes a run: its settings in full, what it ran on, and the command that goes on with it."""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import geogame
from geogame.errors import CheckpointError

if TYPE_CHECKING:
    import torch

    from geogame.catalog import Catalog
    from geogame.training.recipe import Recipe

SETTINGS_FILE: Final = "settings.json"
ENVIRONMENT_FILE: Final = "environment.json"
PROJECT: Final = Path(geogame.__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Order:
    """What one asks ``train`` for; ``None`` leaves it to its default. Paths may be relative to ``folder``.

    Attributes
    ----------
    recipe
        Name under ``recipes/`` or a file.
    profile
        ``full`` or ``bench``.
    dataset, out
        The catalog and the run's directory.
    folder
        Where the command is given.
    device, time_budget_min, processes, init, weights, split_file, folds, resume
        As the options of these names.
    """

    recipe: str
    profile: str
    dataset: str
    out: str
    folder: str
    device: str | None = None
    time_budget_min: float | None = None
    processes: int = 1
    init: str | None = None
    weights: str | None = None
    split_file: str | None = None
    folds: int | None = None
    resume: bool = False

    def words(self) -> list[str]:
        """Words after ``python -m geogame``."""
        words = ["train", self.recipe, "--profile", self.profile, "--dataset", self.dataset, "--out", self.out]
        for name in ("device", "time_budget_min", "init", "weights", "split_file", "folds"):
            value = getattr(self, name)
            if value is not None:
                words += [f"--{name.replace('_', '-')}", str(value)]
        if self.processes != 1:
            words += ["--processes", str(self.processes)]
        return [*words, "--resume"] if self.resume else words


def read_order(run: Path) -> Order:
    """Read with which command a run goes on.

    Raises
    ------
    CheckpointError
        If the directory does not say.
    """
    path = run / ENVIRONMENT_FILE
    try:
        return Order(**json.loads(path.read_text("utf-8"))["order"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{path} does not say how the run was begun ({error}); repeat its command with --resume"
        raise CheckpointError(message) from error


def settings_text(recipe: Recipe, profile: str) -> str:
    """Write ``settings.json``: the profile's recipe with all defaults."""
    raw = recipe.model_dump(mode="json", exclude={"bench", "expected"})
    return json.dumps({"profile": profile, "recipe": raw}, indent=1) + "\n"


def environment_text(order: Order, catalog: Catalog, device: torch.device, identity: str) -> str:
    """Write ``environment.json``."""
    import torch

    from geogame.geolocators.device import describe_device

    info = catalog.info
    about: dict[str, Any] = {
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "geogame": geogame.__version__,
        "revision": git_revision(PROJECT),
        "python": platform.python_version(),
        "torch": torch.__version__,
        "platform": platform.platform(),
        "device": describe_device(device),
        "identity": identity,
        "data": {
            "name": info.name,
            "path": str(catalog.path.resolve()),
            "source": info.source,
            "region": info.region,
            "partition": info.partition,
            "build_id": info.build_id,
            "partition_fingerprint": info.partition_fingerprint,
            "world_fingerprint": info.world_fingerprint,
        },
        "order": asdict(order),
    }
    return json.dumps(about, indent=1) + "\n"


def git_revision(folder: Path) -> str | None:
    """Name the commit checked out in a folder, ``-dirty`` where files differ from it; None without git or history."""
    git = shutil.which("git")
    if git is None or not (folder / ".git").exists():
        return None
    command = [git, "-C", str(folder), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return told.stdout.strip() or None
