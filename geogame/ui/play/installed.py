"""What is there to play with: datasets and checkpoints found by their small JSON files, opened later.

The start screen needs names only, so nothing here imports pandas, pyarrow or torch.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geogame

PACKAGE: Final = Path(geogame.__file__).parent
PROJECT: Final = PACKAGE.parent
DATASETS_VARIABLE: Final = "GEOGAME_DATASETS"
MODELS_VARIABLE: Final = "GEOGAME_MODELS"
BASELINES: Final = ("constant", "random", "oracle_cell")
"""As in `geogame.game`, which is not imported here; a test compares the two."""


@dataclass(frozen=True)
class Dataset:
    """A finished catalog on disk: its name, its folder, where its views come from, and if there are panoramas."""

    name: str
    path: Path
    region: str
    partition: str
    source: str
    panoramas: bool = False


@dataclass(frozen=True)
class Installed:
    """Datasets and opponents one can choose from, best first.

    Attributes
    ----------
    datasets : tuple of Dataset
        Finished catalogs.
    models : dict of str to Path
        Trained checkpoints by name.
    """

    datasets: tuple[Dataset, ...]
    models: Mapping[str, Path]

    @property
    def opponents(self) -> tuple[str, ...]:
        """Trained models first, then the baselines."""
        return (*self.models, *BASELINES)

    def dataset(self, name: str) -> Dataset | None:
        """Return a dataset by name, ``None`` when it is not installed."""
        return next((dataset for dataset in self.datasets if dataset.name == name), None)


def look(environment: Mapping[str, str] = os.environ) -> Installed:
    """Find datasets and checkpoints.

    ``GEOGAME_DATASETS`` and ``GEOGAME_MODELS`` name folders to look in instead of the project's own
    (separated as in ``PATH``); each may be a dataset or checkpoint itself, or hold several.
    """
    data_roots = _roots(environment.get(DATASETS_VARIABLE), (PACKAGE / "data", PROJECT / "data"))
    model_roots = _roots(environment.get(MODELS_VARIABLE), (PROJECT / "models",))
    datasets = tuple(_dataset(path) for path in _holders(data_roots, "catalog.json"))
    models = {path.name: path for path in reversed(_holders(model_roots, "checkpoint.json"))}
    return Installed(datasets=datasets, models=dict(sorted(models.items())))


def _roots(variable: str | None, default: tuple[Path, ...]) -> tuple[Path, ...]:
    if not variable:
        return default
    return tuple(Path(part) for part in variable.split(os.pathsep) if part)


def _holders(roots: tuple[Path, ...], marker: str) -> list[Path]:
    """Return the folders that hold ``marker``: a root itself or its direct children, by name."""
    found: list[Path] = []
    for root in roots:
        if (root / marker).is_file():
            found.append(root)
        elif root.is_dir():
            found.extend(sorted(path.parent for path in root.glob(f"*/{marker}")))
    return found


def _dataset(folder: Path) -> Dataset:
    """Read the little one needs to offer a dataset; a damaged one is left to `open_catalog` to explain."""
    try:
        info = json.loads((folder / "catalog.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        info = {}
    if not isinstance(info, dict):
        info = {}
    return Dataset(
        name=str(info.get("name", folder.name)),
        path=folder,
        region=str(info.get("region", "usa")),
        partition=str(info.get("partition", "fishnet")),
        source=str(info.get("source", "rendered")),
        panoramas=(folder / "panoramas.json").is_file(),
    )
